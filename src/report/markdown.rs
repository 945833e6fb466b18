//! Findings as a summary for a job or a pull request.

use std::io::{self, Write};

use super::{
    CheckReport, ErrorEntry,
    check::ArticleFindings,
    harmless::{brief, one_line},
    wording,
};
use crate::check::{Finding, Side};

/// Rows shown, each an article with the worst of its findings. A comment on GitHub may have 65,536 characters; this many rows of the longest titles and of paths of 300
/// characters stay below.
const ROWS: usize = 50;

/// Stale entries shown.
const STALE: usize = 20;

/// Problems shown.
const PROBLEMS: usize = 20;

/// Characters shown of a title.
const CHARS: usize = 80;

/// Characters shown of a place, and of what is wrong there.
const LONGEST: usize = 300;

/// Writes what is new, what is stale and what could not be read. Whatever an article says is in code spans, in which Markdown has no meaning:
/// no link, no image, no mention of a person, no HTML.
pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let (counts, articles) = (&report.counts, report.new_by_article());
    writeln!(out, "## samecopy: {}\n", headline(counts.new, articles.len()))?;
    if counts.new > 0 {
        writeln!(out, "| verdict | overlap | article | same copy as |\n|---|---|---|---|")?;
        articles.iter().take(ROWS).try_for_each(|article| write_row(article, out))?;
        writeln!(out)?;
        if articles.len() > ROWS {
            writeln!(out, "… and {} more.\n", articles.len() - ROWS)?;
        }
    }
    if counts.stale > 0 {
        let entries =
            if counts.stale == 1 { "1 entry".to_owned() } else { format!("{} entries", counts.stale) };
        writeln!(out, "<details><summary>{entries} of the baseline found no more</summary>\n")?;
        for entry in report.stale.iter().take(STALE) {
            writeln!(out, "- {} and {}", code(&entry.a), code(&entry.b))?;
        }
        if counts.stale > STALE {
            writeln!(out, "- … and {} more", counts.stale - STALE)?;
        }
        writeln!(out, "\n</details>\n")?;
    }
    if !report.errors.is_empty() {
        let problems = wording::counted(report.errors.len(), "problem");
        writeln!(out, "**{problems} with the input: not everything was read.**\n")?;
        report.errors.iter().take(PROBLEMS).try_for_each(|error| write_problem(error, out))?;
        if report.errors.len() > PROBLEMS {
            writeln!(out, "- … and {} more", report.errors.len() - PROBLEMS)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{} articles, {} known, {} stale.", report.articles, counts.known, counts.stale)
}

fn headline(findings: usize, articles: usize) -> String {
    match (findings, articles) {
        (0, _) => "nothing new".to_owned(),
        (findings, articles) if findings == articles => wording::counted(findings, "new finding"),
        (findings, articles) => {
            format!("{findings} new findings in {}", wording::counted(articles, "article"))
        }
    }
}

fn write_row(ArticleFindings { worst, more }: &ArticleFindings<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Finding { verdict, overlap, article, other, .. } = worst;
    let more = if *more > 0 { format!("<br>and {more} more") } else { String::new() };
    writeln!(out, "| {verdict} | {overlap:.2} | {} | {}{more} |", cell(article), cell(other))
}

fn write_problem(error: &ErrorEntry, out: &mut dyn Write) -> io::Result<()> {
    let message = code(&brief(&error.message, LONGEST));
    match (&error.path, error.line) {
        (Some(path), Some(line)) => {
            writeln!(out, "- {}: {message}", code(&brief(&format!("{path}:{line}"), LONGEST)))
        }
        (Some(path), None) => writeln!(out, "- {}: {message}", code(&brief(path, LONGEST))),
        (None, _) => writeln!(out, "- {message}"),
    }
}

fn cell(side: &Side) -> String {
    let place = brief(&side.place(), LONGEST);
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
