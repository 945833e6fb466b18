//! Reports as text for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use samecopy::report::{ClusterEntry, MemberEntry, PairEntry, Report};
use unicode_width::UnicodeWidthStr;

use crate::terminal::harmless;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const KEPT: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));

/// The clusters, one below the other, the survivor of each first.
pub fn clusters(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let dropped: usize = report.clusters.iter().map(|cluster| cluster.members.len() - 1).sum();
    writeln!(
        out,
        "{} in {}; {} can be dropped",
        counted(report.clusters.len(), "cluster"),
        counted(report.articles.len(), "article"),
        dropped,
    )?;
    for cluster in &report.clusters {
        writeln!(out)?;
        write_cluster(cluster, out)?;
    }
    Ok(())
}

fn write_cluster(cluster: &ClusterEntry, out: &mut dyn Write) -> io::Result<()> {
    let survivor = &cluster.members[0];
    writeln!(out, "{BOLD}{}  {}{BOLD:#}", cluster.id, one_line(heading(survivor)))?;
    let column = |field: fn(&MemberEntry) -> &str| {
        let cells: Vec<String> = cluster.members.iter().map(|m| one_line(field(m))).collect();
        let width = cells.iter().map(|c| c.width()).max().unwrap_or(0);
        (cells, width)
    };
    let (ids, id_width) = column(|m| &m.id);
    let (sources, source_width) = column(|m| m.source.as_deref().unwrap_or(""));
    let (dates, date_width) = column(|m| m.date.as_deref().unwrap_or(""));
    for (row, member) in cluster.members.iter().enumerate() {
        let (style, mark) = if member.dropped { (Style::new(), "drop") } else { (KEPT, "keep") };
        let line = format!(
            "{}  {}  {}",
            padded(&ids[row], id_width),
            padded(&sources[row], source_width),
            padded(&dates[row], date_width),
        );
        match member.verdict {
            None => writeln!(out, "   {style}{mark}  {}{style:#}", line.trim_end())?,
            Some(verdict) => {
                writeln!(out, "   {style}{mark}  {line}{style:#}  {:.2}  {DIM}{verdict}{DIM:#}", member.overlap)?;
            }
        }
    }
    Ok(())
}

/// The pairs, one a line, by falling overlap.
pub fn pairs(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}overlap  verdict         resemblance  articles{BOLD:#}")?;
    let mut pairs: Vec<&PairEntry> = report.pairs.iter().collect();
    pairs.sort_by(|x, y| y.scores.overlap.total_cmp(&x.scores.overlap));
    for pair in pairs {
        let scores = &pair.scores;
        writeln!(
            out,
            "{:>7.2}  {:<14}  {:>11.2}  {}  {}",
            scores.overlap,
            scores.verdict,
            scores.resemblance,
            one_line(&pair.a),
            one_line(&pair.b),
        )?;
    }
    Ok(())
}

/// All scores of one pair.
pub fn scores(pair: &PairEntry, out: &mut dyn Write) -> io::Result<()> {
    let scores = &pair.scores;
    let answer = if scores.verdict.is_same_copy() { "the same copy" } else { "not the same copy" };
    writeln!(out, "A  {}\nB  {}\n", one_line(&pair.a), one_line(&pair.b))?;
    writeln!(out, "{BOLD}{:<16}{}{BOLD:#}: {answer}", "verdict", scores.verdict)?;
    writeln!(out, "{:<16}{:.2}", "overlap", scores.overlap)?;
    writeln!(out, "{:<16}{:.2}  of the word shingles of both", "resemblance", scores.resemblance)?;
    writeln!(
        out,
        "{:<16}{:.2}  of A in B, {:.2} of B in A",
        "containment", scores.containment.a_in_b, scores.containment.b_in_a
    )?;
    writeln!(out, "{:<16}{:.2}  of the skip shingles of both", "skip resemblance", scores.skip_resemblance)?;
    for (name, share) in [("figures", scores.figures), ("names", scores.names)] {
        match share {
            Some(share) => writeln!(out, "{name:<16}{share:.2}  of the article with fewer are in the other"),
            None => writeln!(out, "{name:<16}none to compare"),
        }?;
    }
    match pair.days_apart {
        Some(days) => writeln!(out, "{:<16}{days:.1}", "days apart"),
        None => Ok(()),
    }
}

fn heading(member: &MemberEntry) -> &str {
    if member.title.is_empty() { &member.id } else { &member.title }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}
