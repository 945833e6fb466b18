//! Findings as a Code Quality report of GitLab.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{CheckReport, wording, write_json};
use crate::{check::Finding, overlap::Verdict};

/// Writes the new findings as the subset of Code Climate's issues that GitLab documents.
pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    write_json(&report.new_findings().map(issue).collect::<Vec<_>>(), out)
}

fn issue(finding: &Finding) -> Value {
    json!({
        "description": wording::sentence(finding),
        "check_name": finding.verdict,
        "fingerprint": finding.key,
        "severity": severity(finding.verdict),
        "location": {
            "path": super::harmless::one_line(&finding.article.path),
            "lines": { "begin": finding.article.line.unwrap_or(1) },
        },
    })
}

fn severity(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Identical | Verdict::NearDuplicate => "major",
        Verdict::Rewrite => "minor",
        Verdict::Partial | Verdict::Distinct => "info",
    }
}
