//! Findings as annotations of GitHub Actions.

use std::io::{self, Write};

use super::{
    CheckReport, ErrorEntry,
    check::{ArticleFindings, Severity},
    harmless::one_line,
    wording,
};

/// Annotations of one level that GitHub shows of a step; what comes after is dropped without a word.
const SHOWN: usize = 10;

/// Errors that may be about the input, so that findings have room beside them.
const PROBLEMS: usize = SHOWN / 2;

/// Writes a workflow command for each thing that could not be read and each article with new findings, the worst first,
/// and says how many are left out.
pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    report.errors.iter().take(PROBLEMS).try_for_each(|error| write_problem(error, out))?;
    let (shown, unread) = (report.errors.len().min(PROBLEMS), report.errors.len().saturating_sub(PROBLEMS));
    let articles = report.new_by_article();
    let mut left_out = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let most = match severity {
            Severity::Error => SHOWN - shown,
            Severity::Warning => SHOWN,
            // One notice is spared for what is left out.
            Severity::Note => SHOWN - 1,
        };
        let of_level = || articles.iter().filter(|article| Severity::of(article.worst.verdict) == severity);
        of_level().take(most).try_for_each(|article| write_article(article, severity, out))?;
        left_out += of_level().skip(most).count();
    }
    let more = [(left_out, "more article"), (unread, "more problem")];
    let more: Vec<String> = more
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| wording::counted(*count, what))
        .collect();
    match &more[..] {
        [] => Ok(()),
        more => writeln!(
            out,
            "::notice title=samecopy::{}, which are not shown here; the other reports have all of them",
            more.join(" and ")
        ),
    }
}

fn write_problem(error: &ErrorEntry, out: &mut dyn Write) -> io::Result<()> {
    let path = error.path.as_deref().unwrap_or("-");
    write_command("error", (path, error.line), "problem", &one_line(&error.message), out)
}

fn write_article(
    ArticleFindings { worst, more }: &ArticleFindings<'_>,
    severity: Severity,
    out: &mut dyn Write,
) -> io::Result<()> {
    let command = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = (worst.article.path.as_str(), worst.article.line);
    let more = match more {
        0 => String::new(),
        more => format!(" This article has {}.", wording::counted(*more, "more finding")),
    };
    let message = wording::sentence(worst) + &more;
    write_command(command, place, worst.verdict.as_str(), &message, out)
}

fn write_command(
    command: &str,
    (path, line): (&str, Option<u64>),
    title: &str,
    message: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let place = match path {
        "-" => String::new(),
        path => format!("file={},line={},", property(path), line.unwrap_or(1)),
    };
    writeln!(out, "::{command} {place}title={}::{}", property(&format!("samecopy: {title}")), data(message))
}

/// Escapes the text of a command, as the runner's toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(&super::harmless::harmless(text)).replace(':', "%3A").replace(',', "%2C")
}
