//! Findings as JUnit XML.

use std::io::{self, Write};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{CheckReport, harmless::one_line, wording};
use crate::check::Finding;

/// Writes a suite with a failed test for each new finding and a test with an error for each thing that could not be
/// read; one that passes where there is neither, because several systems take an empty suite for a mistake.
///
/// There are no times in it: the same articles give the same bytes.
pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let (failures, errors) = (report.counts.new, report.errors.len());
    let tests = (failures + errors).max(1).to_string();
    let counts = [
        ("name", "samecopy"),
        ("tests", tests.as_str()),
        ("failures", &failures.to_string()),
        ("errors", &errors.to_string()),
    ];
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("testsuites").with_attributes(counts).write_inner_content(|xml| {
        xml.create_element("testsuite").with_attributes(counts).write_inner_content(|xml| {
            report.new_findings().try_for_each(|finding| write_failure(finding, xml))?;
            for error in &report.errors {
                let path = text(error.path.as_deref().unwrap_or("input"));
                let message = text(&error.message);
                write_case(xml, &path, "can be read", ("error", "problem", &message, &message))?;
            }
            if failures + errors == 0 {
                let case = [("classname", "samecopy"), ("name", "no new findings")];
                xml.create_element("testcase").with_attributes(case).write_empty()?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    writeln!(out)
}

fn write_failure<W: Write>(finding: &Finding, xml: &mut Writer<W>) -> io::Result<()> {
    let article = &finding.article;
    let name = format!(
        "{} {} {}",
        wording::title(article),
        wording::relation(finding.verdict),
        wording::title(&finding.other)
    );
    let (place, other) = (wording::place(article), wording::place(&finding.other));
    let details = format!("{}\n{place}\n{other}\nkey {}", wording::scores(finding), finding.key);
    let message = text(&wording::sentence(finding));
    write_case(
        xml,
        &text(&article.path),
        &text(&name),
        ("failure", finding.verdict.as_str(), &message, &lines(&details)),
    )
}

/// A test with what became of it: the element, its type, its message and what it holds.
fn write_case<W: Write>(
    xml: &mut Writer<W>,
    class: &str,
    name: &str,
    (outcome, kind, message, details): (&'static str, &str, &str, &str),
) -> io::Result<()> {
    let case = [("classname", class), ("name", name)];
    xml.create_element("testcase").with_attributes(case).write_inner_content(|xml| {
        let outcome = xml.create_element(outcome).with_attributes([("type", kind), ("message", message)]);
        outcome.write_text_content(BytesText::new(details))?;
        Ok(())
    })?;
    Ok(())
}

/// One line of what XML 1.0 may hold.
fn text(text: &str) -> String {
    lines(&one_line(text))
}

/// U+FFFE and U+FFFF are in no XML document; other controls have been made harmless.
fn lines(text: &str) -> String {
    text.replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
