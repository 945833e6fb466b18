//! What tells one finding from every other, wherever its articles are.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::hash;

/// The frozen hash of an article's text, white space apart.
///
/// [`hash::frozen`] of the text in UTF-8, with one space for every run of white space and none at the ends, so that
/// line ends, wrapping and a last line feed do not matter. The title is left out. Tokens are not used: how texts are
/// split into words may change between versions, and a baseline has to outlive that.
///
/// Written as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content(u64);

impl Content {
    /// The content of a text. O(n).
    pub fn of(text: &str) -> Self {
        let mut words = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        Self(hash::frozen(words.as_bytes()))
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Content {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 16 || !text.bytes().all(is_hex) {
            return Err(NoKey);
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| NoKey)
    }
}

/// The key of a finding: the contents of both articles, the lesser first, and a number.
///
/// Identical articles in several places make several pairs of the same contents; these are numbered from 1. Written as
/// `0123456789abcdef-fedcba9876543210`, with `:2` and so on behind it from the second on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    contents: [Content; 2],
    number: u32,
}

impl Key {
    /// The key of the `number`-th pair of these contents, counted from 1.
    pub fn new(mut contents: [Content; 2], number: u32) -> Self {
        contents.sort_unstable();
        Self { contents, number: number.max(1) }
    }

    /// The contents of both articles, the lesser first.
    pub fn contents(&self) -> [Content; 2] {
        self.contents
    }

    /// The key of the next pair of these contents.
    #[must_use]
    pub fn next(self) -> Self {
        Self { number: self.number + 1, ..self }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.contents;
        match self.number {
            1 => write!(f, "{a}-{b}"),
            number => write!(f, "{a}-{b}:{number}"),
        }
    }
}

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let (contents, number) = match text.split_once(':') {
            Some((contents, number)) => (contents, number.parse().map_err(|_| NoKey)?),
            None => (text, 1),
        };
        let (a, b) = contents.split_once('-').ok_or(NoKey)?;
        let key = Self { contents: [a.parse()?, b.parse()?], number };
        // Every key has one form, so that equal keys are equal texts.
        if key.contents[0] <= key.contents[1] && key.to_string() == text { Ok(key) } else { Err(NoKey) }
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom(format!("{text:?} is no key")))
    }
}

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no key of a finding")]
pub struct NoKey;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_content_of_a_text_never_changes() {
        // Known answers, computed by the reference implementation: baselines hold such values.
        assert_eq!(Content::of("Talks collapsed.").to_string(), "54b69afca01f018c");
        assert_eq!(Content::of("").to_string(), "2d06800538d394c2");
        assert_eq!(Content::of(" 雨\u{3000}が\r\n降る\n").to_string(), "c5c035649326afcc");
    }

    #[test]
    fn wrapping_does_not_matter_and_words_do() {
        assert_eq!(Content::of("Talks\r\n  collapsed.\n"), Content::of("Talks collapsed."));
        assert_ne!(Content::of("Talks collapsed"), Content::of("Talks collapsed."));
        assert_ne!(Content::of("Talkscollapsed."), Content::of("Talks collapsed."));
    }

    #[test]
    fn a_key_has_one_form() {
        let (a, b) = ("00000000000000aa", "00000000000000bb");
        for key in [format!("{a}-{b}"), format!("{a}-{a}:2")] {
            assert_eq!(key.parse::<Key>().map(|key| key.to_string()), Ok(key));
        }
        for text in [
            format!("{b}-{a}"),
            format!("{a}-{b}:1"),
            format!("{a}-{b}:02"),
            format!("{a}-{b}:"),
            format!("{}-{b}", a.to_uppercase()),
            a.to_owned(),
            String::new(),
        ] {
            assert_eq!(text.parse::<Key>(), Err(NoKey), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_read_as_it_was_written(a: u64, b: u64, number in 1..1000_u32) {
            let key = Key::new([Content(a), Content(b)], number);
            prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
            prop_assert_eq!(key, Key::new([Content(b), Content(a)], number), "whichever comes first");
        }
    }
}
