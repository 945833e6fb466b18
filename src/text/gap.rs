//! What lies between two tokens: whether a sentence or a line ends there.

/// How crawlers write the end of a paragraph in a text without line feeds.
pub const BREAK: &str = "###";

/// What ends between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
pub(super) fn gap(between: &str) -> Gap {
    let mut most = Gap::None;
    for (at, &byte) in between.as_bytes().iter().enumerate() {
        most = most.max(match byte {
            b' ' | b',' => continue,
            b'\n' => return Gap::Line,
            b'.' => Gap::Stop,
            b'!' | b'?' | b':' | b'"' => Gap::Sentence,
            b'#' if between[at..].starts_with(BREAK) => return Gap::Line,
            0xC2.. if between[at..].starts_with(['…', '。', '！', '？', '।', '؟', '“', '„', '«']) => {
                Gap::Sentence
            }
            _ => continue,
        });
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

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
