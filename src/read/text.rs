//! Plain text: one article a file, perhaps with its title in the first line.

use std::borrow::Cow;

use super::{
    problem::Fault,
    record::{NO_TEXT, Parsed},
};
use crate::article::Article;

/// The longest title, in characters, and the shortest line that cannot be one of a text wrapped at a margin.
///
/// Headlines rarely exceed 120 characters; lines are wrapped well before 200.
const TITLE_CHARS: usize = 200;

/// The article of a whole text of at most `limit` bytes, before and after it is decoded.
pub(super) fn article(bytes: Vec<u8>, id: String, limit: u64) -> Parsed {
    if bytes.is_empty() {
        return Fault::empty().into();
    }
    if bytes.len() as u64 > limit {
        return Fault::too_large(limit).into();
    }
    let mut text = match decode(bytes) {
        Ok(text) if text.len() as u64 > limit => return Fault::too_large(limit).into(),
        Ok(text) => text,
        Err(fault) => return fault.into(),
    };
    let mut title = String::new();
    if let Some((headline, body)) = split_title(&text) {
        title = headline.to_owned();
        let start = text.len() - body.len();
        text.drain(..start);
    }
    let faults = if text.trim().is_empty() { vec![Fault::new(NO_TEXT)] } else { Vec::new() };
    Parsed { article: Some(Article { id, title, text, ..Article::default() }), faults }
}

fn decode(bytes: Vec<u8>) -> Result<String, Fault> {
    let text = match utf16(&bytes) {
        Some(Utf16 { text, broken_at: None }) => text,
        Some(Utf16 { broken_at: Some(at), .. }) => {
            return Err(Fault::new(format!("is not valid UTF-16 at byte {at}; convert it to UTF-8")));
        }
        // Asked before UTF-8 is: of an image, which fails at both, this is the more helpful thing to say.
        None if bytes.contains(&0) => return Err(binary()),
        None => String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Fault::new(format!(
                "is not valid UTF-8 at byte {at}; convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`"
            ))
        })?,
    };
    if text.contains('\0') {
        return Err(binary());
    }
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

fn binary() -> Fault {
    Fault::new("looks binary: it holds NUL bytes; leave it out, or save it as text in UTF-8")
}

/// A text that was in UTF-16.
pub(super) struct Utf16 {
    /// The text without its byte order mark, with U+FFFD for what could not be decoded.
    pub text: String,
    /// The byte from which on something could not be decoded.
    pub broken_at: Option<usize>,
}

/// Whether the bytes start with the byte order mark of UTF-16.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")
}

/// Decodes what starts with the byte order mark of UTF-16; `None` for anything else.
pub(super) fn utf16(bytes: &[u8]) -> Option<Utf16> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, odd) = bytes[2..].as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    let mut broken_at = None;
    let mut at = 2;
    for decoded in char::decode_utf16(pairs.iter().copied().map(unit)) {
        match decoded {
            Ok(decoded) => {
                text.push(decoded);
                at += 2 * decoded.len_utf16();
            }
            Err(_) => {
                text.push(char::REPLACEMENT_CHARACTER);
                broken_at.get_or_insert(at);
                at += 2;
            }
        }
    }
    if !odd.is_empty() {
        broken_at.get_or_insert(at);
    }
    Some(Utf16 { text, broken_at })
}

/// The text without the byte order mark of UTF-8 or UTF-16 at its start, as far as it can be decoded.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match utf16(bytes) {
        Some(decoded) => Cow::Owned(decoded.text),
        None => String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)),
    }
}

/// The title and the body after it, if the first line is a title: short, not the end of a sentence, and set
/// off from the body by a blank line, by the `# ` of Markdown, or by the length of the paragraph that
/// follows.
fn split_title(text: &str) -> Option<(&str, &str)> {
    let (line, rest) = text.trim_start().split_once('\n')?;
    let body = rest.trim_start_matches(['\r', '\n']);
    if body.trim_start().is_empty() {
        return None;
    }
    if let Some(title) = line.strip_prefix("# ") {
        return Some((title.trim(), body));
    }
    let line = line.trim();
    let next = rest.lines().next().unwrap_or_default();
    let set_off = next.trim().is_empty() || is_longer_than(next, TITLE_CHARS);
    (set_off && !is_longer_than(line, TITLE_CHARS) && !ends_like_a_sentence(line)).then_some((line, body))
}

fn is_longer_than(line: &str, chars: usize) -> bool {
    line.chars().nth(chars).is_some()
}

/// Also what announces a continuation, such as a colon. Thai and Lao end sentences with nothing that could be
/// seen.
fn ends_like_a_sentence(line: &str) -> bool {
    const CLOSING: &[char] = &['"', '\'', '”', '’', '»', '›', ')', ']', '」', '』', '）'];
    const FINAL: &[char] = &[
        '.', '!', '?', '…', ':', ';', ',', '。', '！', '？', '：', '；', '，', '、', '।', '۔', '؟', '،', '។',
        '။', '։', '።',
    ];
    line.trim_end_matches(CLOSING).ends_with(FINAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long() -> String {
        "A paragraph of the body goes on. ".repeat(8)
    }

    #[test]
    fn a_short_first_line_before_a_blank_line_is_the_title() {
        for text in [
            "Talks collapse\n\nThe body.",
            "\n Talks collapse \r\n\r\nThe body.",
            "# Talks collapse\nThe body.",
        ] {
            assert_eq!(split_title(text), Some(("Talks collapse", "The body.")), "{text:?}");
        }
    }

    #[test]
    fn a_short_first_line_before_a_paragraph_in_one_line_is_the_title() {
        let text = format!("Talks collapse\n{}", long());
        assert_eq!(split_title(&text), Some(("Talks collapse", long().as_str())));
    }

    #[test]
    fn what_may_belong_to_the_body_is_no_title() {
        let long = format!("{}and on\n\nThe body.", long());
        for text in [
            "The talks collapsed.\n\nThe body.",
            "\u{201c}The talks collapsed.\u{201d}\n\nThe body.",
            "会谈破裂。\n\n正文",
            "The envoy said:\n\nThe body.",
            "A line that was wrapped at a margin\nand goes on here.",
            "Talks collapse",
            "Talks collapse\n\n \n",
            "",
            &long,
        ] {
            assert_eq!(split_title(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_broken_utf16_text_names_the_byte() {
        let broken = |bytes: &[u8]| utf16(bytes).and_then(|decoded| decoded.broken_at);
        assert_eq!(broken(b"\xFF\xFEa\0"), None);
        assert_eq!(broken(b"\xFF\xFEa\0\x00\xD8b\0"), Some(4));
        assert_eq!(broken(b"\xFE\xFF\0a\0"), Some(4));
        assert_eq!(broken(b"\xFF\xFE\x3D\xD8\x00\xDEb"), Some(6));
    }
}
