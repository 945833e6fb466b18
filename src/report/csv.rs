//! Findings as a table for spreadsheets.

use std::io::{self, Write};

use super::{CheckReport, harmless::one_line};
use crate::check::Side;

const HEADER: [&str; 17] = [
    "state",
    "key",
    "verdict",
    "overlap",
    "days_apart",
    "path",
    "line",
    "id",
    "title",
    "source",
    "date",
    "other_path",
    "other_line",
    "other_id",
    "other_title",
    "other_source",
    "other_date",
];

/// Writes a line for each finding, new or known, the worst first.
pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADER)?;
    for finding in &report.findings {
        let days = finding.days_apart.map_or(String::new(), |days| days.to_string());
        let scores = [
            finding.state.as_str().to_owned(),
            finding.key.to_string(),
            finding.verdict.to_string(),
            finding.overlap.to_string(),
            days,
        ];
        table.write_record(scores.into_iter().chain(cells(&finding.article)).chain(cells(&finding.other)))?;
    }
    table.flush()
}

fn cells(side: &Side) -> [String; 6] {
    let or_empty = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
    let line = side.line.map_or(String::new(), |line| line.to_string());
    [cell(&side.path), line, cell(&side.id), cell(&side.title), or_empty(&side.source), or_empty(&side.date)]
}

/// Text that no spreadsheet takes for a formula: those begin with one of `=+-@` or, after it was made harmless, with
/// nothing else that counts (OWASP, "CSV Injection"). An apostrophe before it makes it text.
fn cell(text: &str) -> String {
    let text = one_line(text);
    if text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && text != "-" {
        format!("'{text}")
    } else {
        text
    }
}
