//! Articles to fingerprints: all that the search for candidates needs to know of an article.

use crate::{
    hash,
    options::Options,
    shingle::shingles,
    sketch::{BottomK, MinHash, Vocabulary},
    text::{Marks, Token},
};

/// The sketches of an article and what tells identical ones.
#[derive(Debug, Clone)]
pub struct Fingerprint {
    /// Number of tokens.
    pub words: usize,
    /// Frozen hash of all tokens in order; equal for articles of the same words.
    pub whole: u64,
    /// Sketch of the word shingles; `None` for an article of fewer words than a shingle, which can only be identical
    /// to another.
    pub shingles: Option<MinHash>,
    /// Sketch of the skip shingles.
    pub skip_shingles: BottomK,
    /// Sketch of the content words.
    pub vocabulary: Vocabulary,
}

impl Fingerprint {
    /// Fingerprints the tokens of an article. O(n window) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        let mut words = Vec::with_capacity(tokens.len());
        let (mut stems, mut content) = (vec![0; tokens.len()], 0);
        let (mut whole, mut grams) = (0, false);
        for token in tokens {
            whole = hash::push(whole, token.word);
            grams |= token.marks.has(Marks::GRAM);
            if token.is_compared() {
                words.push(token.word);
            }
            // Which words carry content cannot be foreseen, so that no branch is to depend on it.
            stems[content] = (token.stem >> 32) as u32;
            content += usize::from(token.carries_content());
        }
        stems.truncate(content);
        let shingles =
            || MinHash::new(options.shingle, options.bands * options.rows, shingles(&words, options.shingle));
        Self {
            words: tokens.len(),
            whole: hash::mix(whole),
            shingles: (words.len() >= options.shingle).then(shingles).flatten(),
            skip_shingles: BottomK::new(options.window, options.sample, &stems),
            vocabulary: Vocabulary::new(&stems, grams),
        }
    }
}
