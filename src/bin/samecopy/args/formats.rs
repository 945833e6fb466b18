//! How inputs are to be read.

use std::str::FromStr;

use clap::Args;
use encoding_rs::Encoding;
use samecopy::read::{Format, ReadOptions};

use super::number::between;

/// What to take inputs for, and how large they may be.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct FormatArgs {
    /// Take every input for this format [default: told by its name, else by its content]: text, markdown, html, jsonl,
    /// json, csv, tsv, xml, warc, or, in builds that have them, parquet and arrow.
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<Format>,

    /// Take every input without a byte order mark for this encoding [default: as declared, else by its look].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<&'static Encoding>,

    /// The most bytes of an article, as it stands in its file and as text: 500K, 1G.
    #[arg(long, value_name = "BYTES", default_value = "64M", hide_short_help = true)]
    pub max_article: Bytes,

    /// The most bytes of a file that is read as a whole, such as XML: 64M, 2G.
    #[arg(long, value_name = "BYTES", default_value = "1G", hide_short_help = true)]
    pub max_document: Bytes,

    /// How many times its size a compressed file may unpack to.
    #[arg(long, value_name = "TIMES", default_value_t = ReadOptions::default().max_expansion,
          value_parser = clap::value_parser!(u64).range(1..), hide_short_help = true)]
    pub max_expansion: u64,

    /// The most bytes that the entities declared in one file of XML may become: 64K, 1M.
    #[arg(long, value_name = "BYTES", default_value = "1M", hide_short_help = true)]
    pub max_entities: Bytes,

    /// How deep elements of XML may nest within an article, up to 4096.
    #[arg(long, value_name = "N", value_parser = between(0, 4096), default_value_t = ReadOptions::default().max_depth, hide_short_help = true)]
    pub max_depth: usize,
}

impl FormatArgs {
    pub fn with(&self, options: ReadOptions) -> ReadOptions {
        ReadOptions {
            format: self.input_format,
            encoding: self.encoding,
            max_article_bytes: self.max_article.0,
            max_document_bytes: self.max_document.0,
            max_expansion: self.max_expansion,
            max_entity_bytes: self.max_entities.0,
            max_depth: self.max_depth,
            ..options
        }
    }
}

fn encoding(label: &str) -> Result<&'static Encoding, &'static str> {
    Encoding::for_label(label.as_bytes()).ok_or("write it as windows-1251, iso-8859-15, gb18030 and the like")
}

/// Bytes as people write them, in powers of 1,024.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl FromStr for Bytes {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.strip_suffix("iB").unwrap_or(text);
        let (digits, shift) = match number.char_indices().next_back() {
            Some((at, 'k' | 'K')) => (&number[..at], 10),
            Some((at, 'm' | 'M')) => (&number[..at], 20),
            Some((at, 'g' | 'G')) => (&number[..at], 30),
            _ => (text, 0),
        };
        let bytes = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(1 << shift));
        bytes.filter(|&bytes| bytes > 0).map(Self).ok_or("write it as 500000, 64M or 2G")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_numbers_with_or_without_a_unit() {
        let bytes = |text: &str| text.parse().map(|Bytes(bytes)| bytes);
        assert_eq!(bytes("7"), Ok(7));
        assert_eq!(bytes("2K"), Ok(2048));
        assert_eq!(bytes("3MiB"), Ok(3 << 20));
        assert_eq!(bytes("64M"), Ok(ReadOptions::default().max_article_bytes), "the default");
        assert_eq!(bytes("1G"), Ok(ReadOptions::default().max_document_bytes), "the default");
        for text in ["", "G", "iB", "1iB", "0", "-1", "1T", "1.5G", "99999999999999G"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }
}
