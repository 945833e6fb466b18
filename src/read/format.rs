//! How a source holds articles: told by its name, else by its content.

use std::str::FromStr;

use serde::de::IgnoredAny;

use super::{encoding, json, markdown, table};

/// How a source holds articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// One text.
    Text,
    /// One text with front matter.
    Markdown,
    /// An object a line.
    JsonLines,
    /// An array, an object around one, JSON Feed, or ninjs.
    Json,
    /// A table, its cells parted by commas or what else its header shows.
    Csv,
    /// A table, its cells parted by tabs.
    Tsv,
    /// A web page.
    Html,
    /// A crawl, of pages or (WET) of their texts.
    Warc,
    /// RSS, Atom, NewsML-G2, NITF, or OPML that names files of these, told by the root.
    Xml,
    /// A table by columns; read where the feature `parquet` is on.
    Parquet,
    /// A table by columns in batches, of a file (Feather) or a stream; read where the feature `parquet` is on.
    Arrow,
}

const PARQUET: &[u8] = b"PAR1";
pub(super) const ARROW_FILE: &[u8] = b"ARROW1";
pub(super) const ARROW_STREAM: &[u8] = b"\xFF\xFF\xFF\xFF";

impl Format {
    /// All formats and the names by which they are asked for.
    pub const NAMES: [(&str, Self); 11] = [
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("jsonl", Self::JsonLines),
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("xml", Self::Xml),
        ("warc", Self::Warc),
        ("parquet", Self::Parquet),
        ("arrow", Self::Arrow),
    ];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// What the name of a file says, if that says anything.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "json" | "jsonfeed" | "ninjs" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "warc" | "wet" => Some(Self::Warc),
            "xml" | "rss" | "atom" | "rdf" | "newsml" | "nitf" | "opml" => Some(Self::Xml),
            "parquet" | "pq" => Some(Self::Parquet),
            "arrow" | "arrows" | "feather" | "ipc" => Some(Self::Arrow),
            _ => None,
        }
    }

    /// What the first bytes look like. A table shows by a header in which `is_text` knows a column.
    pub(super) fn of_content(head: &[u8], is_text: impl Fn(&str) -> bool) -> Self {
        if head.starts_with(b"WARC/") {
            return Self::Warc;
        }
        if head.starts_with(PARQUET) {
            return Self::Parquet;
        }
        // No text in any encoding begins like the stream.
        if head.starts_with(ARROW_FILE) || head.starts_with(ARROW_STREAM) {
            return Self::Arrow;
        }
        let head = encoding::lossy(head);
        let start = head.trim_start();
        if start.starts_with('{') {
            of_object(start, is_text)
        } else if starts_array(start) {
            Self::Json
        } else if let Some(root) = root(start) {
            if root.eq_ignore_ascii_case("html") || root.eq_ignore_ascii_case("body") {
                Self::Html
            } else {
                Self::Xml
            }
        } else if markdown::has_front_matter(&head) {
            Self::Markdown
        } else if is_header(start, is_text) {
            Self::Csv
        } else {
            Self::Text
        }
    }
}

/// `[` of an array of objects; texts begin with `[` too.
fn starts_array(head: &str) -> bool {
    head.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']))
}

/// One object over several lines, or an object a line. A line that is not whole is one of many that are damaged, if
/// it goes on like none; pretty printers break the line behind the brace, others between the elements of a list.
/// Interfaces break none: their one line is an object around a list.
fn of_object(head: &str, is_text: impl Fn(&str) -> bool) -> Format {
    let first = head.lines().next().unwrap_or_default().trim_end();
    let is_broken_up = begins_json(first) == Some(false);
    let goes_on = head[first.len()..].trim_start();
    let is_json = match goes_on.chars().next() {
        None => json::is_around_list(first, is_text),
        // A field begins, or something ends.
        Some('"' | '}' | ']') => is_broken_up,
        // Behind a colon an object may be its value, or the next line of many.
        Some('{') if first.ends_with(':') => begins_json(head).is_some(),
        Some(next) => is_broken_up && begins_json(&format!("{first}\n{next}")).is_some(),
    };
    if is_json { Format::Json } else { Format::JsonLines }
}

/// Whether a text is a whole value of JSON; `None` where it does not even begin like one.
fn begins_json(text: &str) -> Option<bool> {
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Some(true),
        Err(error) => error.is_eof().then_some(false),
    }
}

/// Whether the first line names columns: several, one of which holds a text.
fn is_header(head: &str, is_text: impl Fn(&str) -> bool) -> bool {
    let Some((header, _)) = head.split_once('\n') else { return false };
    let delimiter = char::from(table::delimiter(header.as_bytes()));
    let names: Vec<&str> = header.split(delimiter).map(|name| name.trim().trim_matches('"')).collect();
    names.len() > 1 && names.iter().any(|name| is_text(name)) && names.iter().all(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_alphanumeric() || "_-.: ".contains(c))
}

/// The name of the first element, or of the document type, where XML or HTML begins.
pub(super) fn root(mut head: &str) -> Option<&str> {
    let mut is_markup = false;
    loop {
        head = head.trim_start().strip_prefix('<')?;
        if head.starts_with(['?', '!']) {
            if let Some(kind) = head.get(..8).filter(|kind| kind.eq_ignore_ascii_case("!doctype")) {
                return Some(name(head[kind.len()..].trim_start()));
            }
            is_markup = true;
            let end = if head.starts_with("!--") { "-->" } else { ">" };
            head = head.split_once(end)?.1;
            continue;
        }
        let root = name(head);
        let rest = head[root.len()..].trim_start();
        // An element, not just an angle bracket before a word.
        let is_element = is_markup || rest.starts_with(['>', '/']) || rest.contains('=') || rest.is_empty();
        return (!root.is_empty() && is_element && head.contains('>')).then_some(root);
    }
}

/// A local name.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '[')).unwrap_or(text.len());
    &text[..end]
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, format)| *format).ok_or_else(|| {
            let names: Vec<&str> = Self::NAMES.iter().map(|(name, _)| *name).collect();
            format!("the formats are {}", names.join(", "))
        })
    }
}
