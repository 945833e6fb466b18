//! Articles to fingerprints: all that the search for candidates needs to know of an article.

use std::{borrow::Cow, io};

use crate::{
    candidates::{Keys, bands},
    hash,
    options::Options,
    shingle::shingles,
    sketch::{BottomK, MinHash, Signature, Vocabulary},
    text::Words,
};

/// The sketches of an article and what tells identical ones.
#[derive(Debug, Clone)]
pub struct Fingerprint {
    /// Number of tokens.
    pub words: usize,
    /// Frozen hash of all tokens in order; equal for articles of the same words, and for hardly any others unless they are made
    /// for it.
    pub whole: u64,
    /// Keys of the bands of the sketch of the word shingles; none for an article of fewer words than a shingle, which can
    /// only be identical to another, and where the skip shingles find near-duplicates as well as rewrites.
    pub bands: Vec<u32>,
    /// Bits of the same sketch, where only near-duplicates are looked for and the article has as many words as the sketch has
    /// bins: in shorter ones bits are not independent of each other.
    pub signature: Option<Signature>,
    /// Sketch of the skip shingles.
    pub skip_shingles: BottomK,
    /// Sketch of the content words.
    pub vocabulary: Vocabulary,
    /// Whether n-grams are among its tokens.
    pub grams: bool,
}

/// Sampled skip shingles below which the word shingles are asked, too: those of four content words.
///
/// Of the near-duplicates among 100,000 generated articles and among 2,610 wire items none shared fewer than seven sampled
/// skip shingles, so that longer articles need no second sketch.
const FEW: usize = 6;

impl Fingerprint {
    /// Fingerprints the words of an article; where no rewrites are looked for, its sketches of content words are empty.
    /// O(n window) for n words.
    pub fn new(words: &Words, options: &Options) -> Self {
        // Only rewrites are looked for by their content words.
        let stems = if options.rewrites { words.content() } else { Vec::new() };
        let skip_shingles = BottomK::new(options.window, options.sample, &stems);
        let suffice = options.rewrites && skip_shingles.values().len() > FEW;
        let compared = if suffice { Cow::default() } else { words.compared() };
        let sketch = sketch(&compared, options);
        let has_signature = !options.rewrites && compared.len() >= options.bands * options.rows;
        Self {
            words: words.count(),
            whole: hash::sequence_of(words.hashes()),
            bands: sketch.as_ref().map_or(Vec::new(), |sketch| bands(sketch, options.rows)),
            signature: sketch.as_ref().filter(|_| has_signature).map(Signature::new),
            skip_shingles,
            vocabulary: Vocabulary::new(&stems),
            grams: words.have_grams(),
        }
    }
}

/// The sketch of the word shingles; none of an article of fewer words than one has.
fn sketch(words: &[u64], options: &Options) -> Option<MinHash> {
    let bins = options.bands * options.rows;
    let shingles = shingles(words, options.shingle);
    (words.len() >= options.shingle).then(|| MinHash::new(options.shingle, bins, shingles)).flatten()
}

/// The fingerprints of all articles.
#[derive(Debug)]
pub struct Fingerprints {
    /// Number of tokens of each.
    pub words: Vec<u32>,
    /// Hash of all tokens of each.
    pub wholes: Vec<u64>,
    /// Keys of the sketches of word shingles, by which near-duplicates are found, in the order in which articles were added.
    pub bands: Keys,
    /// Bits of those sketches; none where rewrites are looked for.
    pub signatures: Vec<Option<Signature>>,
    /// What rewrites are found by.
    pub sketches: Sketches,
}

/// The sketches of the content words of all articles.
#[derive(Debug)]
pub struct Sketches {
    /// Of the content words; none where no rewrites are looked for.
    pub vocabularies: Vec<Vocabulary>,
    /// Which articles have n-grams among their tokens.
    pub grams: Vec<bool>,
    /// Sampled skip shingles, in the order in which articles were added.
    pub skip_shingles: Keys,
}

impl Fingerprints {
    /// None yet, of as many articles as will be.
    pub fn new(articles: usize, options: &Options) -> Self {
        let keys = |most: usize| Keys::new(articles, most, &options.scratch);
        let skip_shingles = keys(if options.rewrites { options.sample } else { 0 });
        let (with_rewrites, without) = if options.rewrites { (articles, 0) } else { (0, articles) };
        let vocabularies = Vec::with_capacity(with_rewrites);
        Self {
            words: Vec::with_capacity(articles),
            wholes: Vec::with_capacity(articles),
            bands: keys(options.bands),
            signatures: Vec::with_capacity(without),
            sketches: Sketches { vocabularies, grams: Vec::with_capacity(articles), skip_shingles },
        }
    }

    /// Adds the fingerprints of the next articles.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    pub fn add(&mut self, prints: &[Fingerprint], options: &Options) -> io::Result<()> {
        self.words.extend(prints.iter().map(|print| print.words as u32));
        self.wholes.extend(prints.iter().map(|print| print.whole));
        let Sketches { vocabularies, grams, skip_shingles } = &mut self.sketches;
        grams.extend(prints.iter().map(|print| print.grams));
        if options.rewrites {
            vocabularies.extend(prints.iter().map(|print| print.vocabulary));
        } else {
            self.signatures.extend(prints.iter().map(|print| print.signature));
        }
        self.bands.extend(prints.len(), |at| &prints[at].bands)?;
        skip_shingles.extend(prints.len(), |at| prints[at].skip_shingles.values())
    }

    /// Puts all but keys in order; `order` names each by its index.
    pub fn arrange(&mut self, order: &[u32]) {
        arrange(&mut self.words, order);
        arrange(&mut self.wholes, order);
        arrange(&mut self.signatures, order);
        arrange(&mut self.sketches.grams, order);
        arrange(&mut self.sketches.vocabularies, order);
    }
}

/// Puts values, if there are any, in order, in place.
fn arrange<T>(values: &mut [T], order: &[u32]) {
    if values.is_empty() {
        return;
    }
    let mut done = vec![false; order.len()];
    for start in 0..order.len() {
        let mut at = start;
        while !done[at] {
            done[at] = true;
            let from = order[at] as usize;
            if from != start {
                values.swap(at, from);
            }
            at = from;
        }
    }
}
