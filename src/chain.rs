//! Why two articles are in one cluster: the chain of pairs between them.

use std::{cmp::Reverse, collections::VecDeque};

use ahash::HashMap;

use crate::{groups::Groups, verify::Verified};

/// The strongest chain of pairs from one article to another: of all chains one whose weakest overlap is greatest; of
/// these one of the fewest pairs; of these, pair by pair, the one of the greatest overlap, and then of the least rank.
///
/// Each pair of the chain starts where the one before it ends, its scores in that direction. The chain of an article to
/// itself is empty; `None` where no chain leads from one to the other. Pairs name articles below `articles`.
/// O(p log p) for p pairs.
pub fn strongest_chain<R: Ord>(
    articles: usize,
    pairs: &[Verified],
    (from, to): (u32, u32),
    rank: impl Fn(u32) -> R,
) -> Option<Vec<Verified>> {
    let weakest = weakest(articles, pairs, (from, to))?;
    let mut neighbours = HashMap::<u32, Vec<Verified>>::default();
    for pair in pairs.iter().filter(|pair| pair.scores.overlap >= weakest) {
        neighbours.entry(pair.a).or_default().push(*pair);
        let swapped = Verified { a: pair.b, b: pair.a, scores: pair.scores.swapped() };
        neighbours.entry(pair.b).or_default().push(swapped);
    }
    let of = |article: u32| neighbours.get(&article).map_or(&[][..], Vec::as_slice);

    let mut steps = HashMap::from_iter([(to, 0_usize)]);
    let mut queue = VecDeque::from([to]);
    while let Some(article) = queue.pop_front() {
        let next = steps[&article] + 1;
        for pair in of(article) {
            steps.entry(pair.b).or_insert_with(|| {
                queue.push_back(pair.b);
                next
            });
        }
    }

    let mut chain = Vec::new();
    let mut at = from;
    while at != to {
        let nearer = of(at).iter().filter(|pair| steps[&pair.b] < steps[&at]);
        let best = nearer.max_by(|x, y| {
            let by_overlap = x.scores.overlap.total_cmp(&y.scores.overlap);
            by_overlap.then_with(|| Reverse(rank(x.b)).cmp(&Reverse(rank(y.b))))
        })?;
        chain.push(*best);
        at = best.b;
    }
    Some(chain)
}

/// The greatest overlap such that pairs of no less lead from one article to the other.
fn weakest(articles: usize, pairs: &[Verified], (from, to): (u32, u32)) -> Option<f64> {
    if from == to {
        return Some(1.0);
    }
    let mut falling: Vec<&Verified> = pairs.iter().collect();
    falling.sort_unstable_by(|x, y| y.scores.overlap.total_cmp(&x.scores.overlap));
    let mut groups = Groups::new(articles);
    let leads = |pair: &&&Verified| {
        groups.join(pair.a, pair.b);
        groups.find(from) == groups.find(to)
    };
    falling.iter().find(leads).map(|pair| pair.scores.overlap)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::overlap::{Containment, Scores, Verdict};

    fn pair(a: u32, b: u32, overlap: f64) -> Verified {
        let containment = Containment { a_in_b: 0.9, b_in_a: 0.1 };
        let scores = Scores { verdict: Verdict::Rewrite, overlap, containment, ..Scores::identical(&[]) };
        Verified { a, b, scores }
    }

    fn chain(pairs: &[Verified], from: u32, to: u32) -> Option<Vec<(u32, u32)>> {
        let chain = strongest_chain(6, pairs, (from, to), |article| article)?;
        Some(chain.iter().map(|pair| (pair.a, pair.b)).collect())
    }

    #[test]
    fn a_longer_chain_is_taken_where_it_is_stronger() {
        let pairs = [pair(0, 1, 0.9), pair(1, 2, 0.8), pair(0, 2, 0.7), pair(3, 4, 0.9)];
        assert_eq!(chain(&pairs, 0, 2), Some(vec![(0, 1), (1, 2)]));
        assert_eq!(chain(&pairs[..3], 2, 0), Some(vec![(2, 1), (1, 0)]), "from the other end");
        assert_eq!(chain(&pairs[2..], 0, 2), Some(vec![(0, 2)]));
        assert_eq!(chain(&pairs, 0, 4), None);
        assert_eq!(chain(&pairs, 5, 5), Some(vec![]));
    }

    #[test]
    fn of_equally_strong_chains_the_shortest_then_the_one_of_stronger_pairs_then_the_first_is_taken() {
        let short = [pair(0, 1, 0.9), pair(1, 2, 0.9), pair(2, 5, 0.5), pair(0, 5, 0.5)];
        assert_eq!(chain(&short, 0, 5), Some(vec![(0, 5)]));
        let strong = [pair(0, 1, 0.5), pair(1, 5, 0.5), pair(0, 2, 0.6), pair(2, 5, 0.5)];
        assert_eq!(chain(&strong, 0, 5), Some(vec![(0, 2), (2, 5)]));
        let first = [pair(0, 2, 0.5), pair(2, 5, 0.5), pair(0, 1, 0.5), pair(1, 5, 0.5)];
        assert_eq!(chain(&first, 0, 5), Some(vec![(0, 1), (1, 5)]));
    }

    #[test]
    fn scores_are_turned_with_the_pair() {
        let found = strongest_chain(2, &[pair(0, 1, 0.9)], (1, 0), |article| article).unwrap();
        assert_eq!(found[0].scores.containment.a_in_b, 0.1);
    }

    /// The greatest weakest overlap of all chains, and the fewest pairs among those that have it.
    fn by_trying(pairs: &[Verified], at: u32, to: u32, seen: &mut Vec<u32>) -> Option<(f64, usize)> {
        if at == to {
            return Some((f64::INFINITY, 0));
        }
        seen.push(at);
        let mut best: Option<(f64, usize)> = None;
        for pair in pairs {
            let next = if pair.a == at { pair.b } else { pair.a };
            if (pair.a != at && pair.b != at) || seen.contains(&next) {
                continue;
            }
            if let Some((weakest, steps)) = by_trying(pairs, next, to, seen) {
                let found = (weakest.min(pair.scores.overlap), steps + 1);
                let is_better =
                    best.is_none_or(|best| found.0 > best.0 || (found.0 == best.0 && found.1 < best.1));
                best = if is_better { Some(found) } else { best };
            }
        }
        seen.pop();
        best
    }

    proptest! {
        #[test]
        fn no_chain_is_stronger_and_no_equally_strong_one_shorter(
            overlaps in prop::collection::btree_map((0..6_u32, 0..6_u32), 1..5_u32, 0..12)
        ) {
            let pairs = overlaps.iter().filter(|((a, b), _)| a < b);
            let pairs: Vec<Verified> = pairs.map(|(&(a, b), &o)| pair(a, b, f64::from(o) / 10.0)).collect();
            let found = strongest_chain(6, &pairs, (0, 5), |article| article);
            let weakest = |chain: &[Verified]| chain.iter().map(|p| p.scores.overlap).fold(f64::INFINITY, f64::min);
            let strength = found.as_deref().map(|chain| (weakest(chain), chain.len()));
            // Trying keeps the shortest only among chains from each article on, which is enough for the strength.
            let tried = by_trying(&pairs, 0, 5, &mut Vec::new());
            prop_assert_eq!(strength.map(|s| s.0), tried.map(|t| t.0));
            if let Some(chain) = found {
                prop_assert_eq!((chain[0].a, chain[chain.len() - 1].b), (0, 5));
                prop_assert!(chain.windows(2).all(|pair| pair[0].b == pair[1].a));
                prop_assert!(strength.unwrap().1 <= tried.unwrap().1);
            }
        }
    }
}
