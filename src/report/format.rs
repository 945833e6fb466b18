//! The forms that findings are written in, all in one list.

use std::io::{self, Write};

use super::{CheckReport, csv, github, gitlab, junit, markdown, sarif, write_json};

/// A form in which a program or a service reads findings. Text of others is harmless in each: see
/// [`harmless`](super::harmless).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum FindingFormat {
    /// One document, described by a schema; known findings too.
    Json,
    /// A table for spreadsheets; known findings too.
    Csv,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// Workflow commands of GitHub Actions: annotations on the changed files.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML, which every CI system reads.
    Junit,
    /// A summary for a job or a pull request.
    Markdown,
}

impl FindingFormat {
    /// Writes a report. Linear in its findings.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json => write_json(report, out),
            Self::Csv => csv::write(report, out),
            Self::Sarif => sarif::write(report, out),
            Self::Github => github::write(report, out),
            Self::Gitlab => gitlab::write(report, out),
            Self::Junit => junit::write(report, out),
            Self::Markdown => markdown::write(report, out),
        }
    }
}
