//! Findings as a summary for a job or a pull request.

use std::io::{self, Write};

use super::{
    CheckReport,
    harmless::{brief, one_line},
    wording,
};
use crate::check::{Finding, Side};

/// Rows shown. A comment on GitHub may have 65,536 characters; this many rows of the longest titles and of paths of 300
/// characters stay below.
const ROWS: usize = 50;

/// Stale entries shown.
const STALE: usize = 20;

/// Characters shown of a title and of a place.
const CHARS: usize = 80;

/// Writes what is new and what is stale. Whatever an article says is in code spans, in which Markdown has no meaning:
/// no link, no image, no mention of a person, no HTML.
pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let counts = &report.counts;
    writeln!(out, "## samecopy: {}\n", headline(report))?;
    if counts.new > 0 {
        writeln!(out, "| verdict | overlap | article | same copy as |\n|---|---|---|---|")?;
        report.new_findings().take(ROWS).try_for_each(|finding| write_row(finding, out))?;
        writeln!(out)?;
        if counts.new > ROWS {
            writeln!(out, "… and {} more.\n", counts.new - ROWS)?;
        }
    }
    if counts.stale > 0 {
        writeln!(
            out,
            "<details><summary>{} of the baseline found no more</summary>\n",
            entries(counts.stale)
        )?;
        for entry in report.stale.iter().take(STALE) {
            writeln!(out, "- {} and {}", code(&entry.a), code(&entry.b))?;
        }
        if counts.stale > STALE {
            writeln!(out, "- … and {} more", counts.stale - STALE)?;
        }
        writeln!(out, "\n</details>\n")?;
    }
    let known = format!("{} known, {} stale", counts.known, counts.stale);
    let errors = match report.errors.len() {
        0 => String::new(),
        errors => format!(" **{errors} problems with the input: not everything was read.**"),
    };
    writeln!(out, "{} articles, {known}.{errors}", report.articles)
}

fn headline(report: &CheckReport) -> String {
    match report.counts.new {
        0 => "nothing new".to_owned(),
        1 => "1 new finding".to_owned(),
        new => format!("{new} new findings"),
    }
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

fn write_row(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let Finding { verdict, overlap, article, other, .. } = finding;
    writeln!(out, "| {verdict} | {overlap:.2} | {} | {} |", cell(article), cell(other))
}

fn cell(side: &Side) -> String {
    let place = brief(&side.place(), 300);
    if side.title.trim().is_empty() {
        return code(&place);
    }
    format!("{}<br>{}", code(&brief(&wording::title(side), CHARS)), code(&place))
}

/// A code span. Its fence is longer than any run of backticks inside. A table would end a cell at a `|` even here, and
/// at some that are escaped, so that another bar takes its place.
fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "¦");
    let run = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(run + 1);
    format!("{fence} {text} {fence}")
}
