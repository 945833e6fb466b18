//! Articles to fingerprints: all that the search for candidates needs to know of an article.

use crate::{
    hash,
    options::Options,
    shingle::{content, shingles, skip_shingles, words},
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
    /// to another, and where the skip shingles find near-duplicates as well as rewrites.
    pub shingles: Option<MinHash>,
    /// Sketch of the skip shingles.
    pub skip_shingles: BottomK,
    /// Sketch of the content words.
    pub vocabulary: Vocabulary,
}

/// Sampled skip shingles below which the word shingles are asked, too: those of four content words.
///
/// Of the near-duplicates among 100,000 generated articles and among 2,610 wire items none shared fewer than seven sampled
/// skip shingles, so that longer articles need no second sketch.
const FEW: usize = 6;

impl Fingerprint {
    /// Fingerprints the tokens of an article. O(n window) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        let (words, content) = (words(tokens), content(tokens));
        let shingles = || {
            let bins = options.bands * options.rows;
            MinHash::new(options.shingle, bins, shingles(&words, options.shingle))
        };
        let skip_shingles = skip_shingles(&content, options.window);
        let most = content.len() * options.window;
        let skip_shingles = BottomK::new(options.window, options.sample, most, skip_shingles);
        let needed =
            words.len() >= options.shingle && !(options.rewrites && skip_shingles.values().len() > FEW);
        Self {
            words: tokens.len(),
            whole: hash::sequence(tokens.iter().map(|token| token.word)),
            shingles: needed.then(shingles).flatten(),
            skip_shingles,
            vocabulary: Vocabulary::new(&content, tokens.iter().any(|token| token.marks.has(Marks::GRAM))),
        }
    }
}
