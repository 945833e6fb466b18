//! The file of known findings.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use serde::{Deserialize, Serialize};

use super::{
    finding::Finding,
    key::{Content, Key},
};
use crate::{
    overlap::Verdict,
    report::{escaped_json, harmless::shortened},
};

/// The version of the file's format and of the keys in it.
pub const VERSION: u32 = 1;

/// Characters kept of a title, which is there for those who review the file.
const TITLE_CHARS: usize = 80;

/// A known finding: a line of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name of the article whose content comes first in the key.
    pub a: String,
    /// The name of the other one.
    pub b: String,
    /// The key of the finding.
    pub key: Key,
    /// What the two were to each other.
    pub verdict: Verdict,
    /// The title of one of them, for people; empty where neither has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
}

impl Entry {
    /// The entry of a finding under a key of the same contents.
    pub fn new(finding: &Finding, key: Key) -> Self {
        let mut sides = [&finding.article, &finding.other];
        sides.sort_by_key(|side| (side.content, &side.name));
        let title = sides.iter().map(|side| &side.title).find(|title| !title.is_empty());
        Self {
            a: sides[0].name.clone(),
            b: sides[1].name.clone(),
            key,
            verdict: finding.verdict,
            title: title.map_or_else(String::new, |title| shortened(title, TITLE_CHARS).into_owned()),
        }
    }

    /// Whether the entry is of a verdict that is looked for.
    pub fn is_judged(&self, least: Verdict) -> bool {
        self.verdict <= least
    }
}

/// The known findings, in the order of their names, each key once.
///
/// The file is JSON Lines in UTF-8: the version in the first line, an entry in every other. What could steer a terminal
/// or reorder a line is escaped, so that a diff shows what is there.
///
/// ```text
/// {"samecopy_baseline":1}
/// {"a":"2025/flood.md","b":"2025/harbour.md","key":"3f0c…-9d21…","verdict":"rewrite","title":"River closes harbour"}
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    samecopy_baseline: u32,
}

/// What is wrong with a baseline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct BaselineError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it and what to do.
    pub message: String,
}

impl Baseline {
    /// The baseline of these entries. O(n log n).
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort();
        Self { entries }
    }

    /// The entries, sorted.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Reads the file's text. Entries may stand in any order, blank lines between them.
    ///
    /// # Errors
    /// The line that is no entry, has the key of another one, or says a version that is not known.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let fault = |line: usize, message: String| BaselineError { line, message };
        let (number, first) = lines.next().ok_or_else(|| fault(1, no_header()))?;
        let header: Header = serde_json::from_str(first).map_err(|_| fault(number, no_header()))?;
        if header.samecopy_baseline != VERSION {
            let found = header.samecopy_baseline;
            return Err(fault(
                number,
                format!(
                    "is of version {found} and this samecopy knows version {VERSION}; use the one that wrote it, \
                     or write it anew with --update-baseline after removing it"
                ),
            ));
        }
        let mut keys = BTreeSet::new();
        let mut entries = Vec::new();
        for (number, line) in lines {
            let entry: Entry = serde_json::from_str(line).map_err(|error| {
                let error = error.to_string();
                let (reason, _) = error.rsplit_once(" at line ").unwrap_or((&error, ""));
                fault(number, format!("is no entry of a baseline: {reason}; {ADVICE}"))
            })?;
            if !keys.insert(entry.key) {
                let message = format!("has the key {} of a line before it; remove one of them", entry.key);
                return Err(fault(number, message));
            }
            entries.push(entry);
        }
        Ok(Self::new(entries))
    }

    /// Writes the file. The same findings give the same bytes.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        writeln!(out, "{}", escaped_json(&Header { samecopy_baseline: VERSION })?)?;
        self.entries.iter().try_for_each(|entry| writeln!(out, "{}", escaped_json(entry)?))
    }
}

const ADVICE: &str = "mend the line, by hand after a merge that went wrong, or write the file anew with --update-baseline \
                      after removing it";

fn no_header() -> String {
    format!("is not {{\"samecopy_baseline\":{VERSION}}}, with which a baseline begins; {ADVICE}")
}

/// Both articles of an entry or a finding, by content and by name; no name where it does not tell the article.
pub(super) type Identity<'a> = [(Content, Option<&'a str>); 2];

impl Entry {
    pub(super) fn identity(&self) -> Identity<'_> {
        let [a, b] = self.key.contents();
        [(a, Some(&self.a)), (b, Some(&self.b))]
    }
}

impl Finding {
    pub(super) fn identity(&self) -> Identity<'_> {
        [&self.article, &self.other].map(|side| (side.content, side.is_named.then_some(side.name.as_str())))
    }
}
