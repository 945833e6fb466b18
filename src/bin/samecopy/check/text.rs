//! Findings, and changes of a baseline, as text for people.

use std::io::{self, Write};

use anstyle::Style;
use samecopy::{
    check::{Entry, Update},
    report::CheckReport,
};

use crate::{
    harmless::{Cut, one_line},
    listing::counted,
    look::Look,
    table::{Column, Table},
};

/// Stale entries shown before the rest is only counted.
const STALE: usize = 20;

/// The new findings, the worst first, what is stale, and how many there are.
pub fn findings(report: &CheckReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let (start, end) = (Column::Text(Cut::Start), Column::Text(Cut::End));
    let mut table = Table::new([Column::Right, Column::Left, start, start, end]);
    table.push(look.palette.faint, ["overlap", "verdict", "article", "same copy as", "title"]);
    for finding in report.new_findings() {
        let (article, other) = (&finding.article, &finding.other);
        let title = if article.title.is_empty() { &other.title } else { &article.title };
        let overlap = format!("{:.2}", finding.overlap);
        table.push(
            Style::new(),
            [
                &overlap,
                finding.verdict.as_str(),
                &called(&article.place(), &article.id),
                &called(&other.place(), &other.id),
                title,
            ],
        );
    }
    let counts = &report.counts;
    if counts.new > 0 {
        table.lines(look.columns).try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(out)?;
    }
    if counts.stale > 0 {
        writeln!(out, "Known and found no more:")?;
        report.stale.iter().take(STALE).try_for_each(|entry| writeln!(out, "  {}", named(entry)))?;
        if counts.stale > STALE {
            writeln!(out, "  and {} more", counts.stale - STALE)?;
        }
        writeln!(out)?;
    }
    let new = counted(counts.new, "new finding");
    let articles = counted(report.articles, "article");
    match &report.baseline {
        Some(_) => writeln!(out, "{new}, {} known, {} stale in {articles}.", counts.known, counts.stale),
        None => writeln!(out, "{new} in {articles}."),
    }
}

/// Where an article is, and its id where that says more.
fn called(place: &str, id: &str) -> String {
    if id.ends_with(place) || place.ends_with(id) { place.to_owned() } else { format!("{place} {id}") }
}

/// What an update of the baseline did, an entry a line.
pub fn update(update: &Update, out: &mut dyn Write) -> io::Result<()> {
    for (mark, entries) in [('+', &update.added), ('-', &update.removed), ('~', &update.changed)] {
        entries.iter().try_for_each(|entry| writeln!(out, "{mark} {}", named(entry)))?;
    }
    let [added, removed, changed] = [&update.added, &update.removed, &update.changed].map(Vec::len);
    let known = counted(update.baseline.entries().len(), "known finding");
    writeln!(out, "{known}: {added} added, {removed} removed, {changed} changed.")
}

fn named(entry: &Entry) -> String {
    let title = if entry.title.is_empty() { String::new() } else { format!("  {}", one_line(&entry.title)) };
    format!("{}  {}  {}{title}", entry.verdict, one_line(&entry.a), one_line(&entry.b))
}
