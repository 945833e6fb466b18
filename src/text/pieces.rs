//! Word boundaries: UAX #29, and character n-grams for scripts without spaces.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Characters in one n-gram of a script without spaces.
///
/// Measured over nine languages: average precision 0.95 with 3, 0.91 with 2.
pub const GRAM: usize = 3;

/// One stretch of the text that becomes a token, or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A UAX #29 word.
    Word(Range<usize>),
    /// A run of a script without spaces, to be cut into n-grams.
    Continuous(Range<usize>),
}

/// Calls `emit` with every piece of a stretch of `text` that stands between white space, in order, by the full
/// algorithm.
pub(super) fn pieces(text: &str, stretch: Range<usize>, mut emit: impl FnMut(Piece)) {
    let (chunk, offset) = (&text[stretch.clone()], stretch.start);
    let mut rest = 0;
    while rest < chunk.len() {
        let tail = &chunk[rest..];
        let continuous = |c: char| is_continuous(c);
        let spaced = tail.find(continuous).unwrap_or(tail.len());
        for (at, word) in tail[..spaced].unicode_word_indices() {
            let start = offset + rest + at;
            let range = start..start + word.len();
            emit(Piece::Word(range));
        }
        let run = &tail[spaced..];
        let length = run.find(|c| !continuous(c)).unwrap_or(run.len());
        if length > 0 {
            let start = offset + rest + spaced;
            emit(Piece::Continuous(start..start + length));
        }
        rest += spaced + length;
    }
}

/// Whether the character belongs to a script that puts no spaces between words: Han, kana, Thai, Lao, Khmer,
/// Burmese. Their digits and punctuation do not count.
pub fn is_continuous(c: char) -> bool {
    match u32::from(c) {
        ..=0x0E00 => false,
        0x0E01..=0x0E3A | 0x0E40..=0x0E4E => true, // Thai
        0x0E81..=0x0ECF | 0x0EDC..=0x0EDF => true, // Lao
        0x1000..=0x103F | 0x1050..=0x108F | 0x109A..=0x109D => true, // Burmese
        0x1780..=0x17D3 | 0x17D7 | 0x17DC..=0x17DD => true, // Khmer
        0x3005..=0x3007 | 0x3041..=0x309F | 0x30A1..=0x30FA => true, // marks, hiragana, katakana
        0x30FC..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => true, // katakana
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF => true, // Han
        0x20000..=0x3FFFF => true,                 // Han, supplementary
        0xA9E0..=0xA9EF | 0xA9FA..=0xA9FE | 0xAA60..=0xAA7F => true, // Burmese, extended
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;

    use super::{
        super::runs::{Run, Runs},
        *,
    };

    fn all(text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for run in Runs::default().of(text) {
            match run {
                Run::Plain(runs) => {
                    found.extend(runs.iter().map(|&[start, end]| start as usize..end as usize))
                }
                Run::Special(range) => found.push(range),
                Run::Break(_) => (),
                Run::Complex(stretch) => pieces(text, stretch, |piece| match piece {
                    Piece::Word(range) | Piece::Continuous(range) => found.push(range),
                }),
            }
        }
        found
    }

    /// A combining mark behind a space attaches to it in UAX #29; here the space is never part of a word.
    fn uax29(text: &str) -> Vec<Range<usize>> {
        let unspaced =
            |word: &str| word.len() - word.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
        text.unicode_word_indices().map(|(at, word)| at + unspaced(word)..at + word.len()).collect()
    }

    proptest! {
        #[test]
        fn ascii_is_segmented_as_uax_29_says(text in "[ -~\t\n\r]{0,60}") {
            prop_assert_eq!(all(&text), uax29(&text));
        }

        #[test]
        fn dense_punctuation_is_segmented_as_uax_29_says(text in "[aB1_:;,.' -]{0,24}") {
            prop_assert_eq!(all(&text), uax29(&text));
        }

        #[test]
        fn scripts_with_spaces_are_segmented_as_uax_29_says(
            text in "[a-z0-9 .'\u{2019}\u{ad}\u{301}\u{200d}éßñжйΩאשلم١٢नमस्ते한국어\u{201c}\u{201d}\u{2014}\u{a0}]{0,40}"
        ) {
            prop_assert_eq!(all(&text), uax29(&text));
        }

        #[test]
        fn pieces_are_in_order_apart_and_inside(text in any::<String>()) {
            let found = all(&text);
            for range in &found {
                prop_assert!(range.start < range.end && text.get(range.clone()).is_some());
            }
            prop_assert!(found.windows(2).all(|w| w[0].end <= w[1].start));
        }
    }

    /// Articles as they are: `SAMECOPY_ARTICLES` names another file of JSON lines with a `text` each.
    #[test]
    fn real_articles_are_segmented_as_uax_29_says() {
        let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let labelled = folders.map(|folder| folder.join("shared/eval/dev.jsonl")).find(|path| path.is_file());
        let Some(path) = std::env::var_os("SAMECOPY_ARTICLES").map(PathBuf::from).or(labelled) else {
            return eprintln!("skipped: there are no labelled articles");
        };
        let lines = std::fs::read_to_string(path).unwrap();
        for line in lines.lines() {
            let article: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = article["text"].as_str().unwrap();
            if !text.contains(is_continuous) {
                assert_eq!(all(text), uax29(text), "{}", article["id"]);
            }
        }
    }

    #[test]
    fn a_run_without_spaces_is_one_piece() {
        let text = "在2024年GDP增长。ประเทศไทย";
        let found: Vec<&str> = all(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["在", "2024", "年", "GDP", "增长", "ประเทศไทย"]);
    }
}
