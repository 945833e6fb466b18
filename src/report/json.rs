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
    serde_json::to_writer_pretty(Escaping(&mut *out), value)?;
    writeln!(out)
}

/// A value as JSON in one line, escaped in the same way.
///
/// # Errors
/// When the value cannot be JSON.
pub(crate) fn escaped_json(value: &impl Serialize) -> io::Result<String> {
    let mut bytes = Vec::new();
    serde_json::to_writer(Escaping(&mut bytes), value)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Escapes what JSON lets stand and a terminal does not. Such characters are in strings only, where they may be written
/// `\u202e`.
struct Escaping<W>(W);

impl<W: Write> Write for Escaping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The bytes that all of these characters begin with.
        let may_harm = |byte: &u8| matches!(byte, 0x7F | 0xC2 | 0xE2);
        // serde_json writes whole pieces of strings, so that no character is cut in two.
        let text = if bytes.iter().any(may_harm) { str::from_utf8(bytes).ok() } else { None };
        let Some(text) = text else {
            self.0.write_all(bytes)?;
            return Ok(bytes.len());
        };
        let mut rest = text;
        while let Some((at, c)) =
            rest.char_indices().find(|&(_, c)| is_harmful(c) && !c.is_ascii_whitespace())
        {
            write!(self.0, "{}\\u{:04x}", &rest[..at], u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
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
