//! How each format is cut and added to.

use std::io::{self, Write};

use quick_xml::escape::escape;
use serde_json::{Map, Value};

use super::{
    super::{Format, encoding::BYTE_ORDER_MARK, table},
    Fate,
};

/// Writes what stands between articles, and the articles that are kept.
pub(super) struct Editor<'o> {
    format: Format,
    out: &'o mut dyn Write,
    /// What stands before the next article: it is trimmed when that one is dropped.
    pending: Vec<u8>,
    /// Whether the last article was dropped, so that what follows loses the separator.
    dropped: bool,
    /// Whether a table has a column for notes, so that each of its rows needs the cell.
    is_noted: bool,
    /// What parts the cells of such a table, once its header was seen.
    delimiter: Option<u8>,
}

impl<'o> Editor<'o> {
    pub fn new(format: Format, is_noted: bool, out: &'o mut dyn Write) -> Self {
        Self { format, out, pending: Vec::new(), dropped: false, is_noted, delimiter: None }
    }

    /// What stands before an article or behind the last.
    pub fn gap(&mut self, gap: Vec<u8>) -> io::Result<()> {
        let gap = if self.dropped { self.after_dropped(&gap) } else { &gap[..] };
        if self.is_noted {
            let rows = self.widened(gap);
            self.pending.extend_from_slice(&rows);
        } else {
            self.pending.extend_from_slice(gap);
        }
        Ok(())
    }

    pub fn article(&mut self, article: &[u8], fate: Fate) -> io::Result<()> {
        self.dropped = fate == Fate::Dropped;
        match fate {
            Fate::Dropped => {
                if self.format == Format::Xml {
                    trim_indent(&mut self.pending);
                }
                return Ok(());
            }
            Fate::Kept => {
                self.out.write_all(&self.pending)?;
                self.out.write_all(article)?;
                if self.is_noted {
                    self.out.write_all(self.delimiter.as_slice())?;
                }
            }
            Fate::Noted(note) => {
                self.out.write_all(&self.pending)?;
                self.noted(article, &note)?;
            }
        }
        self.pending.clear();
        Ok(())
    }

    /// Where to write what is not to be edited, once nothing is pending.
    pub fn out(&mut self) -> &mut dyn Write {
        &mut *self.out
    }

    pub fn end(self) -> io::Result<()> {
        self.out.write_all(&self.pending)
    }

    /// Rows of a table that are not noted, each with an empty cell more, the header with the name of the column.
    fn widened(&mut self, mut rows: &[u8]) -> Vec<u8> {
        let mut wide = Vec::with_capacity(rows.len() + COLUMN.len() + 1);
        let delimiter = self.delimiter.unwrap_or_else(|| {
            let delimiter = if self.format == Format::Tsv { b'\t' } else { table::delimiter(rows) };
            let (header, rest) = rows.split_at(table::header_end(rows).unwrap_or(rows.len()));
            wide.extend_from_slice(header);
            wide.push(delimiter);
            wide.extend_from_slice(COLUMN);
            rows = rest;
            delimiter
        });
        self.delimiter = Some(delimiter);
        table::widen(rows, delimiter, &mut wide);
        wide
    }

    /// A gap without what separated the dropped article before it from what follows.
    fn after_dropped<'g>(&mut self, gap: &'g [u8]) -> &'g [u8] {
        match self.format {
            Format::Csv | Format::Tsv => without_line_end(gap),
            Format::JsonLines => {
                let gap = without_line_end(gap);
                // Where files with marks were joined, a line has one, and two would make it bad.
                let mark = BYTE_ORDER_MARK.as_bytes();
                let is_marked = self.pending.ends_with(mark);
                gap.strip_prefix(mark).filter(|_| is_marked).unwrap_or(gap)
            }
            Format::Json => match gap.trim_ascii_start().strip_prefix(b",") {
                Some(rest) => rest.trim_ascii_start(),
                None => {
                    // The last of the array: the comma before it goes instead.
                    let kept = self.pending.trim_ascii_end();
                    if let Some(kept) = kept.strip_suffix(b",") {
                        self.pending.truncate(kept.len());
                    }
                    gap
                }
            },
            _ => gap,
        }
    }

    fn noted(&mut self, article: &[u8], note: &Map<String, Value>) -> io::Result<()> {
        match self.format {
            Format::Json | Format::JsonLines => {
                let end = article.iter().rposition(|&byte| byte == b'}').unwrap_or(article.len());
                self.out.write_all(&article[..end])?;
                write!(self.out, ", \"samecopy\": {}", in_ascii(note)?)?;
                self.out.write_all(&article[end..])
            }
            Format::Csv | Format::Tsv => {
                self.out.write_all(article)?;
                let cell = in_ascii(note)?.replace('"', "\"\"");
                self.out.write_all(self.delimiter.as_slice())?;
                write!(self.out, "\"{cell}\"")
            }
            Format::Xml => {
                let Some(close) = memchr::memmem::rfind(article, b"</") else {
                    return self.out.write_all(article);
                };
                self.out.write_all(&article[..close])?;
                write!(self.out, "<samecopy xmlns=\"{NAMESPACE}\"")?;
                for (name, value) in note {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    // Numbers for what the encoding of the document may not have.
                    let value: String = escape(&value).chars().map(ascii).collect();
                    write!(self.out, " {name}=\"{value}\"")?;
                }
                self.out.write_all(b"/>")?;
                self.out.write_all(&article[close..])
            }
            Format::Warc => {
                // A field of the record's head, of which the length says nothing.
                let Some((head, line_end)) = warc_head(article) else {
                    return self.out.write_all(article);
                };
                self.out.write_all(&article[..head])?;
                write!(self.out, "Samecopy: {}{line_end}", in_ascii(note)?)?;
                self.out.write_all(&article[head..])
            }
            _ => self.out.write_all(article),
        }
    }
}

/// Where the blank line behind a record's head begins, and the line end of the field before it.
fn warc_head(record: &[u8]) -> Option<(usize, &'static str)> {
    let mut ends = memchr::memchr_iter(b'\n', record);
    let end = ends.find(|&end| matches!(record[end + 1..], [b'\n', ..] | [b'\r', b'\n', ..]))?;
    Some((end + 1, if record[..end].ends_with(b"\r") { "\r\n" } else { "\n" }))
}

fn without_line_end(text: &[u8]) -> &[u8] {
    let text = text.strip_prefix(b"\r").unwrap_or(text);
    text.strip_prefix(b"\n").unwrap_or(text)
}

/// JSON in ASCII alone, whatever encoding it is put into.
fn in_ascii(note: &Map<String, Value>) -> io::Result<String> {
    let json = serde_json::to_string(note)?;
    let mut units = [0; 2];
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut units) {
                escaped += &format!("\\u{unit:04x}");
            }
        }
    }
    Ok(escaped)
}

/// The name of the column of notes.
const COLUMN: &[u8] = b"samecopy";

/// Only a name: there is nothing at this address.
const NAMESPACE: &str = "urn:samecopy:note:1";

fn ascii(character: char) -> String {
    if character.is_ascii() { character.to_string() } else { format!("&#{};", u32::from(character)) }
}

/// Takes the indentation of a dropped element with it, and the line end before.
fn trim_indent(text: &mut Vec<u8>) {
    let blank = text.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let rest = &text[..text.len() - blank];
    let rest = rest.strip_suffix(b"\n").unwrap_or(rest);
    let rest = rest.strip_suffix(b"\r").unwrap_or(rest);
    text.truncate(rest.len());
}
