//! Groups of identical articles, so that the rest of the work is done once for each.

use std::slice;

use ahash::HashMap;

use crate::{
    candidates::Pair,
    fingerprint::Fingerprint,
    overlap::{Scores, Verdict},
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
const LISTED: usize = 1024;

impl Reprints {
    /// Groups fingerprints by their words. Articles without words belong to no group. O(n).
    pub fn new(fingerprints: &[Fingerprint]) -> Self {
        let mut seen = HashMap::<(u64, usize), u32>::default();
        let mut first = |(index, print): (usize, &Fingerprint)| match print.words {
            0 => index as u32,
            words => *seen.entry((print.whole, words)).or_insert(index as u32),
        };
        let itself = (0..fingerprints.len() as u32).collect();
        Self { first: fingerprints.iter().enumerate().map(&mut first).collect(), itself }
    }

    /// Whether the article stands for its group.
    pub fn is_first(&self, article: usize) -> bool {
        self.first[article] as usize == article
    }

    /// Whether two articles belong to the same group.
    pub fn same(&self, a: u32, b: u32) -> bool {
        a != b && self.first[a as usize] == self.first[b as usize]
    }

    /// Every other article with the one that stands for it.
    pub fn candidates(&self) -> Vec<Pair> {
        let pairs = self.first.iter().enumerate().map(|(index, &first)| (first, index as u32));
        pairs.filter(|(first, index)| first != index).collect()
    }

    /// Adds to the verified pairs those that follow from them: what holds for an article holds for every one of
    /// the same words.
    ///
    /// Two groups of n and m articles have n·m pairs; where these are more than 1,024 only those with an article
    /// that stands for its group are listed.
    pub fn expand(&self, verified: Vec<Verified>) -> Vec<Verified> {
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
                if group(pair.a).len().pow(2) > LISTED {
                    all.push(pair);
                }
                continue;
            }
            let (left, right) = (group(pair.a), group(pair.b));
            let full = left.len() * right.len() <= LISTED;
            for &a in left {
                let partners = if full || a == pair.a { right } else { &right[..1] };
                all.extend(partners.iter().map(|&b| ordered(a, b, pair.scores)));
            }
        }
        for (group, scores) in groups.values().filter(|(group, _)| group.len().pow(2) <= LISTED) {
            for (at, &a) in group.iter().enumerate() {
                all.extend(group[at + 1..].iter().map(|&b| Verified { a, b, scores: *scores }));
            }
        }
        all
    }
}

fn ordered(a: u32, b: u32, scores: Scores) -> Verified {
    if a < b { Verified { a, b, scores } } else { Verified { a: b, b: a, scores: scores.swapped() } }
}
