//! The report of a scan as text for people.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use anstyle::Style;
use indicatif::HumanCount;
use samecopy::{
    direction::Reason,
    report::{ClusterEntry, MemberEntry, PairEntry, Report},
};

use crate::{
    harmless::{Cut, fitted, one_line},
    look::Look,
    palette::Palette,
    table::{Cell, Column, Table},
};

const INDENT: &str = "   ";
/// Columns of a bar that stands for an overlap of 1.
const BAR: usize = 8;
/// Columns of a title where no terminal sets a limit.
const TITLE: usize = 200;

/// The clusters, one below the other, each as a small tree: the survivor first, and below it what is dropped.
pub fn clusters(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut links = HashMap::new();
    if look.links {
        let clustered = report.articles.iter().filter(|article| article.cluster.is_some());
        links.extend(clustered.filter_map(|article| look.link(&article).map(|link| (article.id, link))));
    }
    let mut members = 0;
    for cluster in report.clusters.iter() {
        write_cluster(&cluster, &links, look, out)?;
        writeln!(out)?;
        members += cluster.members.len();
    }
    if report.clusters.is_empty() {
        return write_none(report, out);
    }
    let clusters = counted(report.clusters.len(), "cluster");
    let dropped = counted(members - report.clusters.len(), "article");
    writeln!(out, "{clusters} in {}; dedup would drop {dropped}.", counted(report.articles.len(), "article"))
}

fn write_cluster(
    cluster: &ClusterEntry,
    links: &HashMap<String, String>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Palette { heading, faint, kept, matched, .. } = look.palette;
    let titled = cluster.members.iter().find(|member| !member.title.is_empty());
    let title = titled.map_or_else(|| "(untitled)".to_owned(), |member| one_line(&member.title));
    let number = format!("{}  ", cluster.id);
    let room = look.columns.map_or(TITLE, |columns| columns.saturating_sub(number.len()));
    writeln!(out, "{heading}{number}{}{heading:#}", fitted(&title, room, Cut::End))?;

    let (start, end) = (Column::Text(Cut::Start), Column::Text(Cut::End));
    // On narrow terminals the bar, which says nothing new, goes first, then what each was made from.
    let mut table =
        Table::new([Column::Left, Column::Left, Column::Left, start, end, end, Column::Left, start])
            .without(&[&[1], &[6, 7], &[4], &[5], &[2]]);
    let last = cluster.members.len().saturating_sub(1);
    for (at, member) in cluster.members.iter().enumerate() {
        let (style, overlap, drawn, verdict) = match member.verdict {
            None => (kept, "keep".to_owned(), String::new(), ""),
            Some(verdict) => {
                let branch = if at == last { "└─" } else { "├─" };
                let overlap = format!("{branch} {:.2}", member.overlap);
                (Style::new(), overlap, bar(member.overlap), verdict.as_str())
            }
        };
        let (reason, original) = direction(member, cluster);
        table.push(
            style,
            [
                Cell::from(&overlap),
                Cell::from(&drawn).styled(matched),
                verdict.into(),
                Cell::from(&member.id).linked(links.get(&member.id).cloned()),
                member.source.as_deref().unwrap_or_default().into(),
                member.date.as_deref().unwrap_or_default().into(),
                Cell::from(reason).styled(faint),
                Cell::from(original).styled(faint),
            ],
        );
    }
    let columns = look.columns.map(|columns| columns.saturating_sub(INDENT.len()));
    table.lines(columns).try_for_each(|line| writeln!(out, "{INDENT}{line}"))
}

/// The overlap as a length; only 1 fills the bar, and only 0 leaves it empty.
fn bar(overlap: f64) -> String {
    let filled = match (overlap * BAR as f64).round() as usize {
        0 if overlap > 0.0 => 1,
        BAR if overlap < 0.995 => BAR - 1,
        filled => filled.min(BAR),
    };
    "█".repeat(filled) + &"░".repeat(BAR - filled)
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
    let mut pairs: Vec<PairEntry> = report.pairs.iter().collect();
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

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_is_as_long_as_the_overlap_is_great() {
        assert_eq!(bar(1.0), "████████");
        assert_eq!(bar(0.99), "███████░");
        assert_eq!(bar(0.5), "████░░░░");
        assert_eq!(bar(0.01), "█░░░░░░░");
        assert_eq!(bar(0.0), "░░░░░░░░");
    }
}
