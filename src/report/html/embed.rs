//! JSON that can stand inside a `<script>` element.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Writes `value` as a block of data that the page's script finds by `id`.
///
/// An HTML parser reads such an element until `</script`, and takes `<!--` for the begin of something else; neither can
/// occur, for `<` is written `\u003c`. U+2028 and U+2029, which end a line in older scripts, are escaped, too.
///
/// # Errors
/// Those of `out`.
pub(super) fn write_block(
    id: &str,
    value: &impl Serialize,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" id=\"{id}\">")?;
    value.serialize(&mut Serializer::with_formatter(&mut *out, Embedded))?;
    writeln!(out, "</script>")
}

struct Embedded;

impl Formatter for Embedded {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, found) in fragment.match_indices(['<', '\u{2028}', '\u{2029}']) {
            CompactFormatter.write_string_fragment(writer, &fragment[written..at])?;
            let escaped = match found {
                "<" => "\\u003c",
                "\u{2028}" => "\\u2028",
                _ => "\\u2029",
            };
            writer.write_all(escaped.as_bytes())?;
            written = at + found.len();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[written..])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn block(text: &str) -> String {
        let mut out = Vec::new();
        write_block("x", &text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_text_ends_its_block() {
        let hostile = "</script><script>alert(1)</script><!--<script>\u{2028}\u{2029}&amp;";
        let written = block(hostile);
        assert_eq!(written.matches('<').count(), 2, "{written}");
        assert!(!written.contains(['\u{2028}', '\u{2029}']));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(text in any::<String>()) {
            let written = block(&text);
            let json = written.split_once('>').unwrap().1.strip_suffix("</script>\n").unwrap();
            prop_assert!(!json.contains('<'));
            prop_assert_eq!(serde_json::from_str::<String>(json).unwrap(), text);
        }
    }
}
