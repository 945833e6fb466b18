//! Sketches to candidate pairs: what may be the same copy and is worth an exact look.
//!
//! Two ways in, one mechanism: a pair is a candidate when it shares enough keys. For near-duplicates the keys are
//! bands of a MinHash sketch and one is enough; for rewrites they are sampled skip shingles and a few must agree.

mod blocks;
mod buckets;
mod entry;
mod keys;
mod postings;
mod weights;

use std::io;

use rayon::prelude::*;

use crate::{
    fingerprint::Sketches,
    hash,
    options::Options,
    sketch::{MinHash, Signature, Vocabularies},
};
pub use keys::Keys;
use postings::Postings;

/// A pair of articles by their indices, the lesser first.
pub type Pair = (u32, u32);

/// A key of each band of `rows` values of a sketch, in rising order; two that are equal, which is by chance, are one.
///
/// A pair of resemblance J shares at least one with probability 1 − (1 − J^rows)^bands (Leskovec, Rajaraman, Ullman, "Mining
/// of Massive Datasets", 3.4).
pub fn bands(sketch: &MinHash, rows: usize) -> Vec<u32> {
    let key = |(band, values): (usize, &[u32])| {
        let values = values.iter().map(|&value| u64::from(value));
        (hash::sequence([band as u64].into_iter().chain(values)) >> 32) as u32
    };
    let mut keys: Vec<u32> = sketch.values().chunks_exact(rows).enumerate().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Pairs that share at least one of their [`bands`], and whose signatures do not tell them for strangers, in rising order.
///
/// Keys of 32 bits are equal by chance as well: of the pairs among a million articles that share one more than half are
/// strangers, and the more articles, the more of them. `rank` is the index by which each article is named in pairs; those
/// without take no part.
///
/// # Errors
/// A temporary file is needed and cannot be used.
pub fn near_duplicates(
    bands: Keys,
    signatures: Vec<Option<Signature>>,
    rank: impl Fn(usize) -> Option<u32> + Sync,
    options: &Options,
) -> io::Result<Vec<Pair>> {
    let least = Signature::least_agreeing(options.near_duplicate, options.bands * options.rows);
    let signature = |article: u32| signatures.get(article as usize).copied().flatten();
    let postings = Postings::new(bands, rank, options.hot, &options.scratch)?;
    postings.pairs(1, |article, others| {
        if let Some(own) = signature(article) {
            others.retain(|&(other, _)| signature(other).is_none_or(|other| own.agreeing(other) >= least));
        }
    })
}

/// Pairs that are plausible by their vocabularies and whose common sampled skip shingles weigh at least `collisions`, in
/// rising order; none where no rewrites are looked for. A skip shingle that hardly any other article has weighs 4, one that
/// hundreds have 1.
///
/// With samples of 96 and a weight of 4, of the pairs among 2,610 wire items that are the same copy all are candidates, at
/// some 12 candidates a true pair; 0.990 when they stand among 84,678. `rank` is the index by which each article is named
/// in pairs and vocabularies; those without take no part.
///
/// # Errors
/// A temporary file is needed and cannot be used.
pub fn rewrites(
    sketches: Sketches,
    rank: impl Fn(usize) -> Option<u32> + Sync,
    options: &Options,
) -> io::Result<Vec<Pair>> {
    if !options.rewrites {
        return Ok(Vec::new());
    }
    let Sketches { vocabularies, grams, skip_shingles } = sketches;
    let postings = Postings::new(skip_shingles, rank, options.hot, &options.scratch)?;
    let vocabularies = Vocabularies::new(&vocabularies, |index| grams[index]);
    postings.pairs(options.collisions, |article, others| vocabularies.retain_plausible(article, others))
}

/// The pairs of all lists, each once, in rising order.
pub fn union<const N: usize>(lists: [Vec<Pair>; N]) -> Vec<Pair> {
    let mut pairs = lists.concat();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}
