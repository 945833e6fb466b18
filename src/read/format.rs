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
}

impl Format {
    /// All formats and the names by which they are asked for.
    pub const NAMES: [(&str, Self); 2] = [("text", Self::Text), ("jsonl", Self::JsonLines)];

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
            _ => None,
        }
    }

    /// What the first bytes look like.
    pub(super) fn of_content(head: &[u8]) -> Self {
        if text::lossy(head).trim_start().starts_with('{') { Self::JsonLines } else { Self::Text }
    }
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
