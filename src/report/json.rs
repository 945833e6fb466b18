//! Values as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::harmless::is_harmful;

/// Writes a value as JSON, indented by two spaces, with a line feed at the end.
///
/// Characters that could steer a terminal or reorder a line are escaped; the value is the same.
///
/// # Errors
/// Those of `out`.
pub fn write_json(value: &impl Serialize, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    let mut out = Escaping::new(out);
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()
}

/// A value as JSON in one line, escaped in the same way.
///
/// # Errors
/// When the value cannot be JSON.
pub(crate) fn escaped_json(value: &impl Serialize) -> io::Result<String> {
    let mut bytes = Vec::new();
    let mut out = Escaping::new(&mut bytes);
    serde_json::to_writer(&mut out, value)?;
    out.flush()?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Escapes what JSON lets stand and a terminal does not. Such characters are in strings only, where they may be written
/// `\u202e`.
///
/// What is written in many small pieces is gathered, and gone through as one.
pub(super) struct Escaping<W: Write> {
    gathered: Vec<u8>,
    out: W,
}

/// Bytes that are gathered.
const GATHERED: usize = 1 << 16;

impl<W: Write> Escaping<W> {
    pub fn new(out: W) -> Self {
        Self { gathered: Vec::new(), out }
    }

    fn give(&mut self) -> io::Result<()> {
        let given = escape(&self.gathered, &mut self.out);
        self.gathered.clear();
        given
    }
}

impl<W: Write> Write for Escaping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        // serde_json writes whole pieces of strings, so that no character is cut in two.
        if self.gathered.len() + bytes.len() > GATHERED {
            self.give()?;
        }
        self.gathered.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.give()?;
        self.out.flush()
    }
}

fn escape(bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    let mut written = 0;
    // The bytes that all of these characters begin with, but those that JSON escapes itself.
    for at in memchr::memchr3_iter(0x7F, 0xC2, 0xE2, bytes) {
        let length = match bytes[at] {
            0x7F => 1,
            0xC2 => 2,
            _ => 3,
        };
        let character = bytes.get(at..at + length).and_then(|bytes| str::from_utf8(bytes).ok());
        if let Some(c) = character.and_then(|c| c.chars().next()).filter(|&c| is_harmful(c)) {
            out.write_all(&bytes[written..at])?;
            write!(out, "\\u{:04x}", u32::from(c))?;
            written = at + c.len_utf8();
        }
    }
    out.write_all(&bytes[written..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_read_as_it_was() {
        let title = "a\u{202E}b\u{9b}c\u{7f}d\u{2028}e\u{1b}f é שלום “quoted”";
        let json = escaped_json(&[title]).unwrap();
        assert_eq!(json, "[\"a\\u202eb\\u009bc\\u007fd\\u2028e\\u001bf é שלום “quoted”\"]");
        assert_eq!(serde_json::from_str::<[String; 1]>(&json).unwrap(), [title]);
    }
}
