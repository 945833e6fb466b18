//! Clusters on verified pairs.

use ahash::HashMap;
use rayon::prelude::*;

use crate::{groups::Groups, verify::Verified};

/// Overlap below which a rewrite is weak: alone it welds no two groups together.
const WEAK: f64 = 0.8;

/// Groups articles `0..articles` along same-copy pairs; only groups of two or more are returned, each in rising
/// order, ordered by their first member.
///
/// Pairs are taken by falling overlap. A pair joins its two groups, unless both have several members already and
/// the pair is weak and the only one between them: a round-up that resembles two stories does not make them one.
/// O(p log p) for p pairs.
pub fn clusters(articles: usize, pairs: &[Verified]) -> Vec<Vec<u32>> {
    let mut pairs: Vec<(f64, u32, u32)> = pairs.iter().map(|p| (p.scores.overlap, p.a, p.b)).collect();
    pairs.par_sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut groups = Groups::new(articles);
    let (strong, weak) = pairs.split_at(pairs.partition_point(|pair| pair.0 >= WEAK));
    for &(_, a, b) in strong {
        groups.join(a, b);
    }
    let mut bridges = HashMap::<(u32, u32), u32>::default();
    for &(_, a, b) in weak {
        let (a, b) = (groups.find(a), groups.find(b));
        let bridge = bridges.entry((a.min(b), a.max(b))).or_default();
        *bridge += 1;
        if *bridge > 1 || groups.size(a) == 1 || groups.size(b) == 1 {
            groups.join(a, b);
        }
    }
    groups.members()
}
