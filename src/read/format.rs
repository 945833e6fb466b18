//! How a source holds articles: told by its name, else by its content.

use std::str::FromStr;

use super::text;

/// How a source holds articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// One text.
    Text,
    /// An object a line.
    JsonLines,
    /// A web page.
    Html,
    /// RSS, Atom, NewsML-G2, NITF, or OPML that names files of these, told by the root.
    Xml,
}

impl Format {
    /// All formats and the names by which they are asked for.
    pub const NAMES: [(&str, Self); 4] =
        [("text", Self::Text), ("jsonl", Self::JsonLines), ("html", Self::Html), ("xml", Self::Xml)];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// What the name of a file says, if that says anything.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "txt" | "text" | "md" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "xml" | "rss" | "atom" | "rdf" | "newsml" | "nitf" | "opml" => Some(Self::Xml),
            _ => None,
        }
    }

    /// What the first bytes look like.
    pub(super) fn of_content(head: &[u8]) -> Self {
        let head = text::lossy(head);
        let head = head.trim_start();
        if head.starts_with('{') {
            Self::JsonLines
        } else if let Some(root) = root(head) {
            if root.eq_ignore_ascii_case("html") || root.eq_ignore_ascii_case("body") {
                Self::Html
            } else {
                Self::Xml
            }
        } else {
            Self::Text
        }
    }
}

/// The name of the first element, or of the document type, where XML or HTML begins.
fn root(mut head: &str) -> Option<&str> {
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
