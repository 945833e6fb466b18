//! From the tokens of an article to what is compared of it.

use crate::{
    alignment::Sentences,
    options::Options,
    shingle::{HashSet, shingles, skip_shingles},
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
    pub(super) figures: HashSet,
    pub(super) names: HashSet,
    pub(super) shingles: HashSet,
    pub(super) content: Vec<u64>,
    window: usize,
}

impl Evidence {
    /// Gathers the sets of an article, leaving page furniture out. O(n log n) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        let mut words = Vec::with_capacity(tokens.len());
        let mut content = Vec::with_capacity(tokens.len());
        let (mut figures, mut names, mut grams) = (Vec::new(), Vec::new(), 0);
        for token in tokens.iter().filter(|token| token.is_compared()) {
            words.push(token.word);
            grams += usize::from(token.marks.has(Marks::GRAM));
            if token.marks.has(Marks::CONTENT) {
                content.push(token.stem);
            }
            if token.marks.has(Marks::NUMBER) {
                figures.push(token.stem);
            }
            if token.marks.has(Marks::NAME.with(Marks::CONTENT)) {
                names.push(token.stem);
            }
        }
        Self {
            words: words.len(),
            grams,
            sentences: Sentences::new(tokens),
            figures: figures.into_iter().collect(),
            names: names.into_iter().collect(),
            shingles: shingles(&words, options.shingle).collect(),
            content,
            window: options.window,
        }
    }

    pub(super) fn skip_shingles(&self) -> HashSet {
        skip_shingles(&self.content, self.window).collect()
    }
}
