//! Groups of identical articles, so that the rest of the work is done once for each.

use std::{iter, slice};

use ahash::{HashMap, RandomState};
use rayon::prelude::*;

use crate::{
    candidates::Pair,
    overlap::{Scores, Verdict},
    provenance::Sources,
    verify::Verified,
};

/// Identical articles behind one that stands for them.
#[derive(Debug, Clone, Default)]
pub struct Reprints {
    /// For each article, the least one of the same words; itself where there is no lesser.
    first: Vec<u32>,
    /// For each article itself: a group of one.
    itself: Vec<u32>,
}

/// Pairs that two groups of identical articles may add to a report before only a star of them is listed.
///
/// A million identical articles are half a billion pairs, which nobody reads.
pub(crate) const LISTED: usize = 1024;

impl Reprints {
    /// Groups articles by the hashes and the numbers of their words: all that are identical, and hardly any others. Those
    /// without words belong to no group. O(n).
    pub fn new(wholes: &[u64], words: &[u32]) -> Self {
        let mut seen =
            HashMap::<(u64, u32), u32>::with_capacity_and_hasher(words.len(), RandomState::default());
        let first = |(index, (&whole, &words))| match words {
            0 => index,
            words => *seen.entry((whole, words)).or_insert(index),
        };
        let first = (0..).zip(wholes.iter().zip(words)).map(first).collect();
        Self { first, itself: (0..wholes.len() as u32).collect() }
    }

    /// Whether the article stands for its group.
    pub fn is_first(&self, article: usize) -> bool {
        self.first[article] as usize == article
    }

    /// The articles that stand for the groups of two articles, the lesser first.
    pub fn firsts(&self, (a, b): Pair) -> Pair {
        let (a, b) = (self.first[a as usize], self.first[b as usize]);
        (a.min(b), a.max(b))
    }

    /// Whether two articles belong to the same group.
    pub fn same(&self, a: u32, b: u32) -> bool {
        a != b && self.first[a as usize] == self.first[b as usize]
    }

    /// Every other article with the one that stands for it, in rising order.
    pub fn candidates(&self) -> Vec<Pair> {
        let pairs = self.first.iter().enumerate().map(|(index, &first)| (first, index as u32));
        let mut pairs: Vec<Pair> = pairs.filter(|(first, index)| first != index).collect();
        pairs.par_sort_unstable();
        pairs
    }

    /// Only those groups that `identical` pairs with their first articles make: an article of the same hash but other words
    /// stands for itself again, so that a collision costs a comparison and no result. O(n).
    pub fn confirmed(mut self, identical: &[Verified]) -> Self {
        self.first.copy_from_slice(&self.itself);
        identical.iter().for_each(|pair| self.first[pair.b as usize] = pair.a);
        self
    }

    /// Adds to the verified pairs those that follow from them: what holds for an article holds for every one of
    /// the same words.
    ///
    /// Two groups of n and m articles have n·m pairs; where these are more than 1,024 only those with an article
    /// that stands for its group are listed and, where that one is of the same source, with the first of another.
    /// Some may be listed twice.
    pub fn expand(&self, verified: Vec<Verified>, sources: &Sources) -> Vec<Verified> {
        let mut groups = HashMap::<u32, (Vec<u32>, Scores)>::default();
        for pair in verified.iter().filter(|pair| pair.scores.verdict == Verdict::Identical) {
            groups.entry(pair.a).or_insert_with(|| (vec![pair.a], pair.scores)).0.push(pair.b);
        }
        let group = |article: u32| -> &[u32] {
            groups.get(&article).map_or(slice::from_ref(&self.itself[article as usize]), |(group, _)| group)
        };

        let mut all = Vec::with_capacity(verified.len());
        for pair in verified {
            if pair.scores.verdict == Verdict::Identical {
                continue;
            }
            let (left, right) = (group(pair.a), group(pair.b));
            if left.len() * right.len() <= LISTED {
                let pairs = left.iter().flat_map(|&a| right.iter().map(move |&b| (a, b)));
                all.extend(pairs.map(|(a, b)| ordered(a, b, pair.scores)));
            } else {
                all.extend(star(left, right, sources).map(|(a, b)| ordered(a, b, pair.scores)));
                all.extend(star(right, left, sources).map(|(b, a)| ordered(a, b, pair.scores)));
            }
        }
        for (group, scores) in groups.values() {
            if group.len().pow(2) <= LISTED {
                for (at, &a) in group.iter().enumerate() {
                    all.extend(group[at + 1..].iter().map(|&b| Verified { a, b, scores: *scores }));
                }
            } else {
                let pairs = star(group, group, sources).filter(|(a, b)| a != b);
                all.extend(pairs.map(|(a, b)| ordered(a, b, *scores)));
            }
        }
        all
    }
}

/// Every one of `others` with the first of `group` and, where both are of one source, with the first of another.
fn star<'a>(group: &'a [u32], others: &'a [u32], sources: &'a Sources) -> impl Iterator<Item = (u32, u32)> {
    let first = group[0];
    let second = group.iter().copied().find(|&article| !sources.same(article, first));
    let pairs = move |&other: &'a u32| {
        let further = second.filter(|_| sources.same(first, other));
        iter::once((first, other)).chain(further.map(|second| (second, other)))
    };
    others.iter().flat_map(pairs)
}

fn ordered(a: u32, b: u32, scores: Scores) -> Verified {
    if a < b { Verified { a, b, scores } } else { Verified { a: b, b: a, scores: scores.swapped() } }
}
