//! From bytes to tokens: normalising, words, sentence and paragraph starts.

mod block;
mod class;
mod columns;
mod furniture;
mod gap;
mod letters;
pub mod normalise;
mod phrases;
pub mod pieces;
mod runs;
pub mod stem;
mod tokenize;
mod words;

pub use gap::{line_ranges, lines};
pub use tokenize::tokens;
pub use words::Words;

/// One token of an article: a word, a number, or a character n-gram of a script without spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Frozen hash of the normalised word: what shingles are made of.
    pub word: u64,
    /// Frozen hash of the word's stem: what skip shingles are made of. Equal to `word` for numbers and n-grams.
    pub stem: u64,
    /// First byte of the token in the original text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// What kind of token it is and where it stands.
    pub marks: Marks,
}

impl Token {
    /// Whether the token is part of the article, not of the page around it.
    #[inline]
    pub fn is_compared(&self) -> bool {
        !self.marks.has(Marks::FURNITURE)
    }

    /// Whether the token is part of the article and no function word.
    #[inline]
    pub fn carries_content(&self) -> bool {
        self.is_compared() & self.marks.has(Marks::CONTENT)
    }
}

/// Properties of a token, as a set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(u8);

impl Marks {
    /// Carries content: not a function word.
    pub const CONTENT: Self = Self(1);
    /// A number.
    pub const NUMBER: Self = Self(2);
    /// Capitalised inside a sentence: probably part of a name.
    pub const NAME: Self = Self(4);
    /// An overlapping character n-gram of a script written without spaces.
    pub const GRAM: Self = Self(8);
    /// The first token of a sentence.
    pub const SENTENCE: Self = Self(16);
    /// The first token of a paragraph (a line, in the original text).
    pub const PARAGRAPH: Self = Self(32);
    /// Page furniture, which is never compared.
    pub const FURNITURE: Self = Self(64);

    /// Whether every flag of `other` is set.
    #[inline]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets of flags together.
    #[inline]
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These flags, or none.
    #[inline]
    #[must_use]
    pub fn where_so(self, is_so: bool) -> Self {
        Self(self.0 * u8::from(is_so))
    }

    /// These flags without those of `other`.
    #[inline]
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}
