//! Findings as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format", 2023).

use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{CheckReport, ErrorEntry, Tool, check::Severity, harmless::harmless, wording, write_json};
use crate::{
    check::{Finding, Side},
    overlap::Verdict,
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Where a reader of results learns what this tool is: `documentation` in Cargo.toml.
const INFORMATION: &str = "https://docs.rs/samecopy";

/// The fingerprint's name. It ends in the version of the keys.
const FINGERPRINT: &str = "samecopy/v1";

/// The directory that relative addresses begin at.
const ROOT: &str = "%SRCROOT%";

/// What results are of, one for each verdict; the verdict is its id.
#[derive(Clone, Copy)]
struct Rule {
    verdict: Verdict,
    name: &'static str,
    short: &'static str,
    full: &'static str,
}

/// Neither their ids nor their order ever change.
const RULES: [Rule; 4] = [
    Rule {
        verdict: Verdict::Identical,
        name: "IdenticalArticle",
        short: "An article is identical to another one.",
        full: "Both articles have the same words in the same order.",
    },
    Rule {
        verdict: Verdict::NearDuplicate,
        name: "NearDuplicateArticle",
        short: "An article is a near-duplicate of another one.",
        full: "Both articles share most runs of five words: one is a reprint of the other, or both are of a third.",
    },
    Rule {
        verdict: Verdict::Rewrite,
        name: "RewrittenArticle",
        short: "An article is a rewrite of another one.",
        full: "Both articles are one copy, reworded, cut, rearranged, or put into another language and back.",
    },
    Rule {
        verdict: Verdict::Partial,
        name: "SharedPassages",
        short: "An article shares passages with another one.",
        full: "Both articles share passages, such as background or quotations, and are otherwise different copies.",
    },
];

/// Writes one run with the new findings as results.
pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let Tool { name, version } = &report.tool;
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": name,
                "version": version,
                "semanticVersion": version,
                "informationUri": INFORMATION,
                "rules": RULES.map(rule),
            } },
            "invocations": [{
                "executionSuccessful": report.errors.is_empty(),
                "toolExecutionNotifications": report.errors.iter().map(notification).collect::<Vec<_>>(),
            }],
            "results": report.new_findings().map(|finding| result(finding, report.baseline.is_some())).collect::<Vec<_>>(),
        }],
    });
    write_json(&log, out)
}

fn rule(Rule { verdict, name, short, full }: Rule) -> Value {
    json!({
        "id": verdict,
        "name": name,
        "shortDescription": { "text": short },
        "fullDescription": { "text": full },
        "help": {
            "text": format!(
                "{full} Remove one of them, link to it instead, or, if both are wanted, let `samecopy check \
                 --update-baseline` note it. `samecopy explain` shows the passages they share."
            ),
        },
        "defaultConfiguration": { "level": level(verdict) },
        "properties": { "tags": ["duplication"] },
    })
}

fn level(verdict: Verdict) -> &'static str {
    match Severity::of(verdict) {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(finding: &Finding, has_baseline: bool) -> Value {
    let Finding { key, verdict, overlap, article, other, .. } = finding;
    let (relation, other_article) = (wording::relation(*verdict), link_text(&wording::described(other)));
    // Only the text of the link is from outside: in any other place it could be a link itself.
    let message = format!("This article {relation} [{other_article}](1): {}.", wording::scores(finding));
    let mut result = json!({
        "ruleId": verdict,
        "ruleIndex": RULES.iter().position(|rule| rule.verdict == *verdict),
        "level": level(*verdict),
        "message": { "text": message },
        "locations": [location(article)],
        "relatedLocations": [related(other)],
        "partialFingerprints": { FINGERPRINT: key },
        "rank": (overlap * 10_000.0).round() / 100.0,
    });
    if has_baseline {
        result["baselineState"] = "new".into();
    }
    result
}

fn location(side: &Side) -> Value {
    let mut location = json!({
        "logicalLocations": [{ "fullyQualifiedName": harmless(&side.name), "kind": "article" }],
    });
    if side.path != "-" {
        location["physicalLocation"] = json!({
            "artifactLocation": artifact(&side.path),
            "region": { "startLine": side.line.unwrap_or(1) },
        });
    }
    location
}

fn related(side: &Side) -> Value {
    let mut location = location(side);
    location["id"] = 1.into();
    location["message"] = json!({ "text": link_text(&wording::described(side)) });
    location
}

fn notification(error: &ErrorEntry) -> Value {
    let mut notification =
        json!({ "level": "error", "message": { "text": link_text(&harmless(&error.message)) } });
    if let Some(path) = error.path.as_deref().filter(|path| *path != "-") {
        let mut place = json!({ "artifactLocation": artifact(path) });
        if let Some(line) = error.line {
            place["region"] = json!({ "startLine": line });
        }
        notification["locations"] = json!([{ "physicalLocation": place }]);
    }
    notification
}

/// A path from the root on, or one of its own.
fn artifact(path: &str) -> Value {
    /// What may stand in a path as it is (RFC 3986); a colon could be taken for the end of a scheme.
    const PATH: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let encoded = utf8_percent_encode(path, PATH);
    if path.starts_with('/') {
        json!({ "uri": format!("file://{encoded}") })
    } else if path.as_bytes().get(1) == Some(&b':') {
        json!({ "uri": format!("file:///{encoded}") })
    } else {
        json!({ "uri": encoded.to_string(), "uriBaseId": ROOT })
    }
}

/// Escapes what ends or begins a link (SARIF 2.1.0, 3.11.6).
fn link_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}
