//! What UAX #29 takes a character for, as far as words go.

/// The values of the property Word_Break that are dealt with here, and all that are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Letter,
    Digit,
    Underscore,
    MidLetter,
    MidNumber,
    MidEither,
    /// Never part of a word.
    Other,
    /// Left to the full algorithm.
    Complex,
}

impl Class {
    /// Whether a character of class `mid` between two others belongs to one word with them (rules WB6, WB7, WB11 and
    /// WB12).
    #[inline]
    pub(super) fn bridges(mid: Self, before: Self, after: Self) -> bool {
        match (before, after) {
            (Self::Letter, Self::Letter) => matches!(mid, Self::MidLetter | Self::MidEither),
            (Self::Digit, Self::Digit) => matches!(mid, Self::MidNumber | Self::MidEither),
            _ => false,
        }
    }
}

/// The class of a character: exact for ASCII, the alphabets of Latin, Greek and Cyrillic and the punctuation of their
/// languages; [`Class::Complex`] for all others, and for those to which further rules apply.
#[inline]
pub(super) fn class(c: char) -> Class {
    match c {
        'A'..='Z' | 'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '_' => Class::Underscore,
        ':' => Class::MidLetter,
        ',' | ';' => Class::MidNumber,
        '.' | '\'' => Class::MidEither,
        '\0'..='\x7F' => Class::Other,
        'ª' | 'µ' | 'º' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => {
            Class::Letter
        }
        'Ά' | 'Έ'..='Ί' | 'Ό' | 'Ύ'..='Ρ' | 'Σ'..='ϵ' | 'Ϸ'..='Ͽ' => Class::Letter,
        'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => Class::Letter,
        '·' => Class::MidLetter,
        '‘' | '’' => Class::MidEither,
        '\u{80}'..='§' | '©' | '«' | '¬' | '®'..='±' | '´' | '¶' | '»' | '¿' | '×' | '÷' => {
            Class::Other
        }
        '\u{2010}'..='\u{2017}' | '\u{201A}'..='\u{2023}' | '…' | '‰'..='\u{203E}' | '₠'..='₿' | '™' => {
            Class::Other
        }
        _ => Class::Complex,
    }
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    /// Every character in every surrounding that a rule names, against the full algorithm.
    #[test]
    fn every_character_is_of_the_class_that_uax_29_gives_it() {
        let words = |text: &str| text.unicode_words().map(str::to_owned).collect::<Vec<_>>();
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            if class(c) == Class::Complex {
                continue;
            }
            let alone = words(&c.to_string()).len();
            let [letters, digits, mixed] = ["a{}b", "1{}2", "a{}2"]
                .map(|around| words(&around.replace("{}", &c.to_string())).len() == 1);
            let expected = match class(c) {
                Class::Letter | Class::Digit => (1, true, true, true),
                Class::Underscore => (0, true, true, true),
                Class::MidLetter => (0, true, false, false),
                Class::MidNumber => (0, false, true, false),
                Class::MidEither => (0, true, true, false),
                Class::Other => (0, false, false, false),
                Class::Complex => unreachable!(),
            };
            assert_eq!((alone, letters, digits, mixed), expected, "{c:?}");
        }
    }
}
