//! From the tokens of an article to what is compared of it.

use crate::{
    alignment::Sentences,
    lookup::Lookup,
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
    /// The different word shingles.
    pub(super) shingles: Vec<u64>,
    window: usize,
}

impl Evidence {
    /// Gathers the sets of an article, leaving page furniture out. O(n) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        Self::gather(tokens, options, &mut Lookup::default())
    }

    /// The same with room for hashes that was used before.
    pub(crate) fn gather(tokens: &[Token], options: &Options, room: &mut Lookup) -> Self {
        let words = shingle::words(tokens);
        let is_gram = |token: &&Token| token.is_compared() & token.marks.has(Marks::GRAM);
        Self {
            words: words.len(),
            grams: tokens.iter().filter(is_gram).count(),
            sentences: Sentences::new(tokens, room),
            shingles: room.different(shingles(&words, options.shingle), words.len()),
            window: options.window,
        }
    }

    pub(super) fn skip_shingles(&self) -> HashSet {
        skip_shingles(&self.sentences.content(), self.window).collect()
    }
}
