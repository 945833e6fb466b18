//! One spelling for what typography, case and scripts' digits write in many ways.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use super::letters;

/// Appends the normal form of a word to `out`: NFKC, full case folding, typographic apostrophes as `'`, digits
/// of every script as ASCII digits, soft hyphens and other invisible characters left out.
pub fn normalise(word: &str, out: &mut String) {
    if !letters::normalise(word, out) {
        normalise_fully(word, out);
    }
}

pub(super) fn normalise_fully(word: &str, out: &mut String) {
    out.extend(word.chars().filter(|&c| !is_invisible(c)).map(plain).nfkc().default_case_fold().nfkc());
}

/// Appends the word without the marks that desks and systems drop: accents of Latin, Greek and Cyrillic letters,
/// vowel points of Hebrew and Arabic. Vowel signs of Indic scripts stay.
pub fn strip_accents(word: &str, out: &mut String) {
    if !letters::strip_accents(word, out) {
        strip_fully(word, out);
    }
}

pub(super) fn strip_fully(word: &str, out: &mut String) {
    out.extend(word.nfd().filter(|&c| !is_optional_mark(c)).nfc());
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

fn is_optional_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'
        | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}'
        | '\u{670}' | '\u{6D6}'..='\u{6DC}')
}

fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{FF07}' | '\u{B4}' | '`' => '\'',
        _ => decimal_digit(c).map_or(c, |value| char::from(b'0' + value)),
    }
}

/// The value of a decimal digit (general category Nd) of any script.
pub fn decimal_digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let code = u32::from(c);
    let zero = ZEROS[..ZEROS.partition_point(|&zero| zero <= code)].last()?;
    (code - zero < 10).then(|| (code - zero) as u8)
}

/// The zeros of the scripts' decimal digits, each followed by its one to nine (Unicode 14, category Nd).
#[rustfmt::skip]
const ZEROS: [u32; 65] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0,
    0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50,
    0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0,
    0x1E950, 0x1FBF0,
];

/// Appends a number without its group separators and with `.` as the decimal sign: `10,500` and `10.500` are
/// `10500`, `3,5` is `3.5`.
///
/// A separator counts as one of groups where it stands before exactly three digits and not behind a leading zero.
pub fn normalise_number(number: &str, out: &mut String) {
    let start = out.len();
    let mut parts = number.split([',', '.', ';', '\'']).peekable();
    while let Some(part) = parts.next() {
        out.push_str(part);
        if let Some(next) = parts.peek() {
            let grouped = next.len() == 3 && &out[start..] != "0" && next.bytes().all(|b| b.is_ascii_digit());
            if !grouped {
                out.push('.');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(word: &str) -> String {
        let mut out = String::new();
        normalise(word, &mut out);
        out
    }

    #[test]
    fn one_spelling_for_typography_case_and_width() {
        for (written, expected) in [
            ("Don\u{2019}t", "don't"),
            ("Straße", "strasse"),
            ("ＡＦＰ", "afp"),
            ("ﬁnance", "finance"),
            ("mil\u{AD}itary", "military"),
            ("١٢٣", "123"),
            ("१९८९", "1989"),
            ("ΟΔΟΣ", "οδοσ"),
        ] {
            assert_eq!(normal(written), expected);
        }
    }

    #[test]
    fn accents_go_and_indic_vowels_stay() {
        let strip = |word: &str| {
            let mut out = String::new();
            strip_accents(word, &mut out);
            out
        };
        assert_eq!(strip("lucía"), "lucia");
        assert_eq!(strip("ёлка"), "елка");
        assert_eq!(strip("שָׁלוֹם"), "שלום");
        assert_eq!(strip("नमस्ते"), "नमस्ते");
    }

    #[test]
    fn numbers_are_equal_whatever_their_separators() {
        let number = |written: &str| {
            let mut out = String::new();
            normalise_number(written, &mut out);
            out
        };
        for (written, expected) in [
            ("10,500", "10500"),
            ("10.500", "10500"),
            ("1,140,000", "1140000"),
            ("1'140'000", "1140000"),
            ("3,5", "3.5"),
            ("99.7", "99.7"),
            ("0.125", "0.125"),
            ("2024", "2024"),
        ] {
            assert_eq!(number(written), expected);
        }
    }
}
