//! Clusters on verified pairs.
//!
//! "The same copy" is not transitive: a round-up, a live blog or a template resembles articles that have nothing to do
//! with each other. So a pair that is surely the same copy joins whatever its articles belong to, and a weak one only
//! what no single article can have brought together.

use ahash::HashMap;
use rayon::prelude::*;

use crate::{groups::Groups, verify::Verified};

/// Overlap below which a pair is weak.
const WEAK: f64 = 0.8;

/// Groups articles `0..articles` along same-copy pairs; only groups of two or more are returned, each in rising
/// order, ordered by their first member.
///
/// Strong pairs join their groups. Weak ones are then taken by falling overlap:
///
/// - Two groups of several articles are joined by two weak pairs that have no article in common. All pairs of a
///   round-up with the members of another story have the round-up in common.
/// - A single article joins a group by one weak pair, but one that hangs on a single pair brings in no further one by
///   itself: a chain of weak pairs drifts.
///
/// To ask two pairs of every single article was worse: on the labelled families it cost true members at every threshold
/// from 0.55 to 0.7, and kept false ones out only at 0.05 and below, far from any threshold in use. The order of `pairs` does
/// not matter. O(p log p) for p pairs, and O(p) for each further round, of which there are few.
pub fn clusters(articles: usize, pairs: &[Verified]) -> Vec<Vec<u32>> {
    let mut pairs: Vec<(f64, u32, u32)> = pairs.iter().map(|p| (p.scores.overlap, p.a, p.b)).collect();
    pairs.par_sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (strong, weak) = pairs.split_at(pairs.partition_point(|pair| pair.0 >= WEAK));
    let mut groups = Groups::new(articles);
    for &(_, a, b) in strong {
        groups.join(a, b);
    }
    let mut weak: Vec<(u32, u32)> = weak.iter().map(|&(_, a, b)| (a, b)).collect();
    let mut hangs_on = vec![false; articles];
    while join_weakly(&weak, &mut groups, &mut hangs_on) {
        weak.retain(|&(a, b)| groups.find(a) != groups.find(b));
    }
    groups.members()
}

/// Joins what weak pairs may join; whether that was anything. `hangs_on` tells the articles that one weak pair alone
/// holds in a group.
fn join_weakly(weak: &[(u32, u32)], groups: &mut Groups, hangs_on: &mut [bool]) -> bool {
    let mut bridges = HashMap::<(u32, u32), Bridge>::default();
    let mut joined = false;
    for &(a, b) in weak {
        let (mut a, mut b) = ((groups.find(a), a), (groups.find(b), b));
        if a.0 == b.0 {
            hangs_on[a.1 as usize] = false;
            hangs_on[b.1 as usize] = false;
            continue;
        }
        // The single article first, if there is one; else any order that is always the same.
        if (groups.size(a.0), a.0) > (groups.size(b.0), b.0) {
            (a, b) = (b, a);
        }
        let bridge = bridges.entry((a.0, b.0)).or_insert(Bridge::new(a.1, b.1));
        bridge.add(a.1, b.1);
        let holds = match (groups.size(a.0), groups.size(b.0)) {
            (1, 1) => true,
            (1, _) => bridge.pairs > 1 || !hangs_on[b.1 as usize],
            _ => bridge.is_double(),
        };
        if holds {
            hangs_on[a.1 as usize] |= groups.size(a.0) == 1 && groups.size(b.0) > 1 && bridge.pairs == 1;
            groups.join(a.1, b.1);
            joined = true;
        }
    }
    joined
}

/// The weak pairs between two groups.
struct Bridge {
    first: (u32, u32),
    pairs: usize,
    /// Whether all pairs have the one, or the other, article of the first.
    share: (bool, bool),
}

impl Bridge {
    fn new(a: u32, b: u32) -> Self {
        Self { first: (a, b), pairs: 0, share: (true, true) }
    }

    fn add(&mut self, a: u32, b: u32) {
        self.pairs += 1;
        self.share.0 &= a == self.first.0;
        self.share.1 &= b == self.first.1;
    }

    /// Whether two of the pairs have no article in common. Pairs of two groups that have one in common two by two all
    /// have the same one.
    fn is_double(&self) -> bool {
        self.share == (false, false)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::Index};

    use super::*;
    use crate::overlap::{Scores, Verdict};

    fn pair(overlap: f64, a: u32, b: u32) -> Verified {
        Verified { a, b, scores: Scores { verdict: Verdict::Rewrite, overlap, ..Scores::identical(&[]) } }
    }

    /// All pairs of the articles, of that overlap.
    fn story(overlap: f64, articles: &[u32]) -> Vec<Verified> {
        let later = |at: usize| articles[at + 1..].iter().map(move |&b| pair(overlap, articles[at], b));
        (0..articles.len()).flat_map(later).collect()
    }

    #[test]
    fn a_round_up_does_not_weld_the_stories_it_resembles() {
        let stories = [story(0.95, &[0, 1, 2, 3]), story(0.9, &[4, 5, 6])].concat();
        let round_up = |others: &[u32]| others.iter().map(|&other| pair(0.6, other, 7)).collect::<Vec<_>>();
        let separate = vec![vec![0, 1, 2, 3, 7], vec![4, 5, 6]];
        assert_eq!(clusters(8, &[stories.clone(), round_up(&[0, 4])].concat()), separate);
        assert_eq!(clusters(8, &[stories.clone(), round_up(&[0, 1, 2, 3, 4, 5, 6])].concat()), separate);
        assert_eq!(clusters(8, &stories), [vec![0, 1, 2, 3], vec![4, 5, 6]]);
    }

    #[test]
    fn one_weak_pair_does_not_weld_two_stories_and_two_independent_ones_do() {
        let stories = [story(0.95, &[0, 1]), story(0.9, &[2, 3])].concat();
        let with = |weak: &[(u32, u32)]| {
            let weak: Vec<Verified> = weak.iter().map(|&(a, b)| pair(0.79, a, b)).collect();
            clusters(4, &[&stories[..], &weak].concat()).len()
        };
        assert_eq!(with(&[(0, 2)]), 2);
        assert_eq!(with(&[(0, 2), (0, 3)]), 2);
        assert_eq!(with(&[(0, 2), (1, 2)]), 2);
        assert_eq!(with(&[(0, 2), (1, 3)]), 1);
        assert_eq!(with(&[(0, 2), (0, 3), (1, 2)]), 1);
    }

    #[test]
    fn one_strong_pair_joins_whatever_its_articles_belong_to() {
        let stories = [story(0.95, &[0, 1]), story(0.9, &[2, 3]), vec![pair(0.8, 1, 2)]].concat();
        assert_eq!(clusters(4, &stories), [[0, 1, 2, 3]]);
    }

    #[test]
    fn a_chain_of_strong_pairs_holds_and_one_of_weak_pairs_ends_where_one_pair_holds() {
        let chain = |overlap| (0..5).map(|a| pair(overlap, a, a + 1)).collect::<Vec<_>>();
        assert_eq!(clusters(6, &chain(0.9)), [[0, 1, 2, 3, 4, 5]]);
        let weak = [story(0.9, &[0, 1, 2]), vec![pair(0.7, 2, 3), pair(0.6, 3, 4)]].concat();
        assert_eq!(clusters(5, &weak), [[0, 1, 2, 3]]);
        let held = [weak, vec![pair(0.5, 0, 3)]].concat();
        assert_eq!(clusters(5, &held), [[0, 1, 2, 3, 4]], "3 has a second pair to hold it");
    }

    #[test]
    fn a_weak_pair_of_two_articles_is_a_cluster() {
        assert_eq!(clusters(3, &[pair(0.5, 0, 2)]), [[0, 2]]);
        assert_eq!(clusters(3, &[]), [[0; 0]; 0]);
    }

    /// Whether no two groups are left that the rule would join.
    fn is_finished(articles: usize, pairs: &[Verified]) -> bool {
        let groups = clusters(articles, pairs);
        let between = |x: &[u32], y: &[u32]| {
            let joins = |p: &&Verified| {
                (x.contains(&p.a) && y.contains(&p.b)) || (x.contains(&p.b) && y.contains(&p.a))
            };
            pairs.iter().filter(joins).copied().collect::<Vec<_>>()
        };
        let apart = |x: &Verified, y: &Verified| ![x.a, x.b].contains(&y.a) && ![x.a, x.b].contains(&y.b);
        groups.iter().enumerate().all(|(at, x)| {
            groups[at + 1..].iter().all(|y| {
                let between = between(x, y);
                between.iter().all(|p| p.scores.overlap < WEAK)
                    && !between.iter().any(|p| between.iter().any(|q| apart(p, q)))
            })
        })
    }

    proptest! {
        #[test]
        fn the_order_of_the_pairs_does_not_matter_and_nothing_is_left_to_join(
            overlaps in prop::collection::btree_map((0..12_u32, 0..12_u32), 50..100_u32, 0..40),
            order in prop::collection::vec(any::<Index>(), 40),
        ) {
            let pairs = overlaps.iter().filter(|((a, b), _)| a < b);
            let pairs: Vec<Verified> = pairs.map(|(&(a, b), &o)| pair(f64::from(o) / 100.0, a, b)).collect();
            let found = clusters(12, &pairs);
            let mut shuffled = pairs.clone();
            for (at, other) in order.iter().enumerate().take(pairs.len()) {
                shuffled.swap(at, other.index(pairs.len()));
            }
            prop_assert_eq!(&clusters(12, &shuffled), &found);
            prop_assert!(is_finished(12, &pairs));
        }
    }
}
