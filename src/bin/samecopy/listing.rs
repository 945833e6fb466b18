//! The report of a scan as text for people.

use std::io::{self, Write};

use anstyle::Style;
use indicatif::HumanCount;
use samecopy::{
    direction::Reason,
    report::{ClusterEntry, MemberEntry, PairEntry, Report},
};

use crate::{
    harmless::{Cut, fitted, one_line},
    palette::Palette,
    table::{Column, Table},
};

/// How the text is to look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub palette: Palette,
    /// Columns that lines may have, if there is a limit.
    pub columns: Option<usize>,
}

const INDENT: &str = "   ";

/// The clusters, one below the other, the survivor of each first.
pub fn clusters(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for cluster in &report.clusters {
        write_cluster(cluster, look, out)?;
        writeln!(out)?;
    }
    if report.clusters.is_empty() {
        return write_none(report, out);
    }
    let members: usize = report.clusters.iter().map(|cluster| cluster.members.len()).sum();
    let clusters = counted(report.clusters.len(), "cluster");
    let dropped = counted(members - report.clusters.len(), "article");
    writeln!(out, "{clusters} in {}; dedup would drop {dropped}.", counted(report.articles.len(), "article"))
}

fn write_cluster(cluster: &ClusterEntry, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let Palette { heading, kept, .. } = look.palette;
    let titled = cluster.members.iter().find(|member| !member.title.is_empty());
    let title = titled.map_or_else(|| "(untitled)".to_owned(), |member| one_line(&member.title));
    let number = format!("{}  ", cluster.id);
    let room = look.columns.map_or(usize::MAX, |columns| columns.saturating_sub(number.len()));
    writeln!(out, "{heading}{number}{}{heading:#}", fitted(&title, room, Cut::End))?;

    let (start, end) = (Column::Text(Cut::Start), Column::Text(Cut::End));
    let mut table = Table::new([Column::Left, Column::Left, start, end, end, Column::Left, start]);
    for member in &cluster.members {
        let (style, overlap, verdict) = match member.verdict {
            None => (kept, "keep".to_owned(), ""),
            Some(verdict) => (Style::new(), format!("{:.2}", member.overlap), verdict.as_str()),
        };
        let source = member.source.as_deref().unwrap_or_default();
        let date = member.date.as_deref().unwrap_or_default();
        let (reason, original) = direction(member, cluster);
        table.push(style, [&overlap, verdict, &member.id, source, date, reason, original]);
    }
    let columns = look.columns.map(|columns| columns.saturating_sub(INDENT.len()));
    table.lines(columns).try_for_each(|line| writeln!(out, "{INDENT}{line}"))
}

/// What a member is to its likely original; the survivor, which stands above it, needs no name.
fn direction<'a>(member: &'a MemberEntry, cluster: &ClusterEntry) -> (&'static str, &'a str) {
    let reason = match member.reason {
        None => return ("", ""),
        Some(Reason::Credits) => "credits",
        Some(Reason::Earlier) => "later than",
        Some(Reason::Contains) => "part of",
    };
    let original = member.original.as_deref().unwrap_or_default();
    (reason, if original == cluster.survivor { "the one kept" } else { original })
}

/// The pairs, one a line, by falling overlap.
pub fn pairs(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut pairs: Vec<&PairEntry> = report.pairs.iter().collect();
    pairs.sort_by(|x, y| y.scores.overlap.total_cmp(&x.scores.overlap));
    let text = Column::Text(Cut::Start);
    let mut table = Table::new([Column::Right, Column::Left, Column::Right, text, text]);
    table.push(look.palette.heading, ["overlap", "verdict", "resemblance", "a", "b"]);
    for pair in &pairs {
        let [overlap, resemblance] =
            [pair.scores.overlap, pair.scores.resemblance].map(|share| format!("{share:.2}"));
        table.push(Style::new(), [&overlap, pair.scores.verdict.as_str(), &resemblance, &pair.a, &pair.b]);
    }
    if pairs.is_empty() {
        return write_none(report, out);
    }
    table.lines(look.columns).try_for_each(|line| writeln!(out, "{line}"))?;
    writeln!(out, "\n{} in {}.", counted(pairs.len(), "pair"), counted(report.articles.len(), "article"))
}

fn write_none(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    match report.articles.len() {
        0 => writeln!(out, "No articles."),
        1 => writeln!(out, "One article, and none to compare it with."),
        read => writeln!(out, "No two of {} are the same copy.", counted(read, "article")),
    }
}

pub fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", HumanCount(count as u64), if count == 1 { "" } else { "s" })
}
