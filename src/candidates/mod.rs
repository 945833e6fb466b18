//! Sketches to candidate pairs: what may be the same copy and is worth an exact look.
//!
//! Two ways in, one mechanism: a pair is a candidate when it shares enough keys. For near-duplicates the keys are
//! bands of a MinHash sketch and one is enough; for rewrites they are sampled skip shingles and a few must agree.

mod postings;

use rayon::prelude::*;

use crate::{
    hash,
    sketch::{BottomK, MinHash, Rarity, Vocabulary},
};
use postings::Postings;

/// A pair of articles by their indices, the lesser first.
pub type Pair = (u32, u32);

/// Pairs that share at least one band of `rows` MinHash values, in rising order.
///
/// A pair of resemblance J is found with probability 1 − (1 − J^rows)^bands (Leskovec, Rajaraman, Ullman, "Mining of
/// Massive Datasets", 3.4). `None` is an article that takes no part.
pub fn near_duplicates(sketches: &[Option<&MinHash>], rows: usize, hot: usize) -> Vec<Pair> {
    let keys = |sketch: &Option<&MinHash>| sketch.map_or(Vec::new(), |sketch| bands(sketch, rows));
    let keys: Vec<Vec<u32>> = sketches.par_iter().map(keys).collect();
    Postings::new(sketches.len(), hot, |article| &keys[article]).pairs(1, |_, _| true)
}

/// A key of each band.
fn bands(sketch: &MinHash, rows: usize) -> Vec<u32> {
    let key = |(band, values): (usize, &[u32])| {
        let values = values.iter().map(|&value| u64::from(value));
        (hash::sequence([band as u64].into_iter().chain(values)) >> 32) as u32
    };
    sketch.values().chunks_exact(rows).enumerate().map(key).collect()
}

/// Pairs that are plausible by their vocabularies and whose common sampled skip shingles weigh at least `collisions`, in
/// rising order. One that hardly any other article has weighs 4, one that hundreds have 1.
///
/// With samples of 96 and a weight of 4, of the pairs among 2,610 wire items that are the same copy all are candidates, at
/// some 12 candidates a true pair; 0.990 when they stand among 84,678. `None` is an article that takes no part.
pub fn rewrites<'v>(
    sketches: &[Option<&BottomK>],
    vocabulary: impl Fn(u32) -> &'v Vocabulary + Sync,
    collisions: usize,
    hot: usize,
) -> Vec<Pair> {
    let articles = 0..sketches.len() as u32;
    let rarity = Rarity::of(articles.clone().into_par_iter().map(&vocabulary));
    let words: Vec<_> = articles.into_par_iter().map(|article| rarity.weighed(vocabulary(article))).collect();
    let plausible =
        |(a, b): Pair, weight| words[a as usize].may_be_the_same_copy(&words[b as usize], &rarity, weight);
    let keys = |article: usize| sketches[article].map_or(&[][..], BottomK::values);
    Postings::new(sketches.len(), hot, keys).pairs(collisions as u16, plausible)
}

/// The pairs of all lists, each once, in rising order.
pub fn union<const N: usize>(lists: [Vec<Pair>; N]) -> Vec<Pair> {
    let mut pairs = lists.concat();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}
