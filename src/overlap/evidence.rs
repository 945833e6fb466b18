//! From the tokens of an article to what is compared of it.

use crate::{
    alignment::Sentences,
    options::Options,
    shingle::{self, HashSet, shingles, skip_shingles},
    text::{Marks, Token},
};

/// What is compared of one article: exact sets, none of them sampled.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Number of tokens that are compared.
    pub(super) words: usize,
    /// Those that are n-grams of a script without spaces.
    pub(super) grams: usize,
    pub(super) sentences: Sentences,
    pub(super) shingles: HashSet,
    window: usize,
}

impl Evidence {
    /// Gathers the sets of an article, leaving page furniture out. O(n log n) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        let words = shingle::words(tokens);
        let is_gram = |token: &&Token| token.is_compared() & token.marks.has(Marks::GRAM);
        Self {
            words: words.len(),
            grams: tokens.iter().filter(is_gram).count(),
            sentences: Sentences::new(tokens),
            shingles: shingles(&words, options.shingle).collect(),
            window: options.window,
        }
    }

    pub(super) fn skip_shingles(&self) -> HashSet {
        skip_shingles(&self.sentences.content(), self.window).collect()
    }
}
