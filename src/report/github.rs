//! Findings as annotations of GitHub Actions.

use std::io::{self, Write};

use super::{CheckReport, check::Severity, wording};
use crate::check::Finding;

/// Annotations of one level that GitHub shows of a step; what comes after is dropped without a word.
const SHOWN: usize = 10;

/// Writes a workflow command for each new finding, the worst first, and says how many are left out.
pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let mut left_out = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        // One notice is spared for what is left out.
        let most = if severity == Severity::Note { SHOWN - 1 } else { SHOWN };
        let of_level = || report.new_findings().filter(|finding| Severity::of(finding.verdict) == severity);
        of_level().take(most).try_for_each(|finding| write_command(finding, severity, out))?;
        left_out += of_level().skip(most).count();
    }
    match left_out {
        0 => Ok(()),
        _ => writeln!(
            out,
            "::notice title=samecopy::{left_out} more findings are not shown here; the other reports have all of them"
        ),
    }
}

fn write_command(finding: &Finding, severity: Severity, out: &mut dyn Write) -> io::Result<()> {
    let command = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let article = &finding.article;
    let title = property(&format!("samecopy: {}", finding.verdict));
    let place = match article.path.as_str() {
        "-" => String::new(),
        path => format!("file={},line={},", property(path), article.line.unwrap_or(1)),
    };
    writeln!(out, "::{command} {place}title={title}::{}", data(&wording::sentence(finding)))
}

/// Escapes the text of a command, as the runner's toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(&super::harmless::harmless(text)).replace(':', "%3A").replace(',', "%2C")
}
