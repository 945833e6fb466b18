//! Articles to fingerprints: all that the search for candidates needs to know of an article.

use crate::{
    hash,
    options::Options,
    shingle::{content, shingles, skip_shingles, words},
    sketch::{BottomK, MinHash},
    text::Token,
};

/// The sketches of an article and what tells identical ones.
#[derive(Debug, Clone)]
pub struct Fingerprint {
    /// Number of tokens.
    pub words: usize,
    /// Frozen hash of all tokens in order; equal for articles of the same words.
    pub whole: u64,
    /// Sketch of the word shingles; `None` without tokens.
    pub shingles: Option<MinHash>,
    /// Sketch of the skip shingles.
    pub skip_shingles: BottomK,
}

impl Fingerprint {
    /// Fingerprints the tokens of an article. O(n window) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        let words = words(tokens);
        Self {
            words: tokens.len(),
            whole: tokens.iter().fold(0, |state, token| hash::fold(state, token.word)),
            shingles: MinHash::new(
                options.shingle,
                options.bands * options.rows,
                shingles(&words, options.shingle),
            ),
            skip_shingles: BottomK::new(
                options.window,
                options.sample,
                skip_shingles(&content(tokens), options.window),
            ),
        }
    }
}
