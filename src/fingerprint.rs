//! Articles to fingerprints: all that the search for candidates needs to know of an article.

use crate::{
    hash,
    options::Options,
    shingle::{shingles, words},
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
    /// Fingerprints the tokens of an article; where no rewrites are looked for, its sketches of content words are empty.
    /// O(n window) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        let (mut stems, mut content) = (vec![0; tokens.len()], 0);
        let (mut whole, mut grams) = (0, false);
        for token in tokens {
            whole = hash::push(whole, token.word);
            grams |= token.marks.has(Marks::GRAM);
            // Which words carry content cannot be foreseen, so that no branch is to depend on it.
            stems[content] = (token.stem >> 32) as u32;
            content += usize::from(token.carries_content());
        }
        // Only rewrites are looked for by their content words.
        stems.truncate(if options.rewrites { content } else { 0 });
        let skip_shingles = BottomK::new(options.window, options.sample, &stems);
        let suffice = options.rewrites && skip_shingles.values().len() > FEW;
        Self {
            words: tokens.len(),
            whole: hash::mix(whole),
            shingles: if suffice { None } else { sketch_of_shingles(&words(tokens), options) },
            skip_shingles,
            vocabulary: Vocabulary::new(&stems, grams),
        }
    }
}

fn sketch_of_shingles(words: &[u64], options: &Options) -> Option<MinHash> {
    let bins = options.bands * options.rows;
    let sketch = || MinHash::new(options.shingle, bins, shingles(words, options.shingle));
    (words.len() >= options.shingle).then(sketch).flatten()
}
