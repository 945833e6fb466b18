//! What lies between two tokens: whether a sentence or a line ends there.

use std::{iter, ops::Range};

/// How crawlers write the end of a paragraph in a text without line feeds.
pub(super) const BREAK: &str = "###";

/// The lines of a text. Linear in its length.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    line_ranges(text.as_bytes()).map(|line| &text[line])
}

/// Where the lines of a text are. Linear in its length.
pub fn line_ranges(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut signs = memchr::memchr2_iter(b'\n', BREAK.as_bytes()[0], text);
    let mut start = Some(0);
    iter::from_fn(move || {
        let from = start?;
        // The second sign of a mark begins no other.
        let ends = signs.by_ref().filter(|&at| at >= from).find_map(|at| match break_length(&text[at..]) {
            0 => None,
            length => Some((at, at + length)),
        });
        start = ends.map(|(_, behind)| behind);
        Some(from..ends.map_or(text.len(), |(end, _)| end))
    })
}

/// How many bytes the break is long that the rest of a text begins with, 0 for none.
pub(super) fn break_length(rest: &[u8]) -> usize {
    match rest[0] {
        b'\n' => 1,
        _ if rest.starts_with(BREAK.as_bytes()) => BREAK.len(),
        _ => 0,
    }
}

/// What ends between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A sentence, unless the full stop belongs to the word before.
    Stop,
    /// A sentence.
    Sentence,
    /// A paragraph, or a line.
    Line,
}

/// Finds what ends in the text between two tokens.
#[inline]
pub(super) fn gap(between: &str) -> Gap {
    // Most gaps are a stop or a comma and a space: their bytes tell all without a branch for each.
    let signs = between.bytes().fold(0, |signs, byte| signs | SIGNS[usize::from(byte)]);
    if signs & OPEN != 0 { longer_gap(between) } else { GAPS[usize::from(signs)] }
}

/// Signs of bytes, of which a gap has those of all its bytes.
const STOP: u8 = 1;
const SENTENCE: u8 = 2;
const LINE: u8 = 4;
/// More bytes are needed to tell.
const OPEN: u8 = 8;

const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte = 0x80;
    while byte < 256 {
        signs[byte] = OPEN;
        byte += 1;
    }
    signs[b'#' as usize] = OPEN;
    signs[b'\n' as usize] = LINE;
    signs[b'.' as usize] = STOP;
    signs[b'!' as usize] = SENTENCE;
    signs[b'?' as usize] = SENTENCE;
    signs[b':' as usize] = SENTENCE;
    signs[b'"' as usize] = SENTENCE;
    signs
};

/// What the signs mean together: the most of them.
const GAPS: [Gap; 8] =
    [Gap::None, Gap::Stop, Gap::Sentence, Gap::Sentence, Gap::Line, Gap::Line, Gap::Line, Gap::Line];

#[cold]
fn longer_gap(between: &str) -> Gap {
    if between.contains('\n') || between.contains(BREAK) {
        return Gap::Line;
    }
    let ends =
        |c: char| matches!(c, '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | ':' | '"' | '“' | '„' | '«');
    if between.contains(ends) {
        Gap::Sentence
    } else if between.contains('.') {
        Gap::Stop
    } else {
        Gap::None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lines_are_what_splitting_twice_makes_of_a_text(text in "[#a\n]{0,24}") {
            let twice: Vec<&str> = text.split('\n').flat_map(|line| line.split(BREAK)).collect();
            prop_assert_eq!(lines(&text).collect::<Vec<_>>(), twice);
        }
    }

    #[test]
    fn lines_end_at_line_feeds_and_at_marks_of_crawlers() {
        assert_eq!(lines("One.\nTwo ###Three").collect::<Vec<_>>(), ["One.", "Two ", "Three"]);
        assert_eq!(lines("One # 2.\n").collect::<Vec<_>>(), ["One # 2.", ""]);
    }

    #[test]
    fn the_end_of_most_that_ends_counts() {
        for (between, expected) in [
            ("", Gap::None),
            (", - (", Gap::None),
            (". ", Gap::Stop),
            (".” “", Gap::Sentence),
            ("” said", Gap::None),
            ("。", Gap::Sentence),
            ("…\r\n\t", Gap::Line),
            (". ### ", Gap::Line),
            (" ## ", Gap::None),
        ] {
            assert_eq!(gap(between), expected, "{between:?}");
        }
    }
}
