//! Chains: points in order of reading on both sides, close together.

use std::cmp::Reverse;

use super::{Pair, Point};

/// Earlier points looked at for each point. Copies of one news story yield about one point a token, 1.6 at most, so
/// that all within reach are seen; the limit only binds on texts made of repetitions. (Minimap2's `-h`, there 50.)
const LOOKBACK: usize = 64;

/// Points that ascend on both sides, and what they are worth together.
pub(super) struct Chain {
    pub score: i32,
    pub points: Vec<Point>,
}

impl Chain {
    /// Scores points that already form a chain: the weight of each, less a unit for every token skipped.
    pub fn new(pair: Pair, points: Vec<Point>) -> Self {
        let weights: i32 = points.iter().map(|&at| pair.weight(at)).sum();
        let gaps: u32 = points.windows(2).filter_map(|two| two[0].gap(two[1])).sum();
        Self { score: weights - gaps as i32, points }
    }
}

/// Links ascending points into chains without a gap of more than `max_gap` tokens, best chains first and each
/// point in at most one. Points that nothing can be chained to are left out.
pub(super) fn chains(pair: Pair, points: &[Point], max_gap: usize) -> Vec<Chain> {
    let links = link(pair, points, u32::try_from(max_gap).unwrap_or(u32::MAX));
    let mut ends: Vec<usize> = (0..points.len()).collect();
    ends.sort_unstable_by_key(|&end| (Reverse(links[end].score), end));
    let mut used = vec![false; points.len()];
    let mut chains = Vec::new();
    for end in ends {
        let path = std::iter::successors(Some(end), |&at| links[at].previous);
        let chain: Vec<usize> = path.take_while(|&at| !used[at]).collect();
        chain.iter().for_each(|&at| used[at] = true);
        if chain.len() > 1 {
            chains.push(Chain::new(pair, chain.iter().rev().map(|&at| points[at]).collect()));
        }
    }
    chains
}

/// The best chain that ends in a point.
struct Link {
    score: i32,
    previous: Option<usize>,
}

fn link(pair: Pair, points: &[Point], max_gap: u32) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(points.len());
    for (end, &at) in points.iter().enumerate() {
        let weight = pair.weight(at);
        let max_gap = if pair.is_gram(at) { max_gap.saturating_mul(2) } else { max_gap };
        let mut best = Link { score: weight, previous: None };
        let near = points[..end].iter().enumerate().rev().take(LOOKBACK);
        for (previous, &before) in near.take_while(|(_, before)| at.i - before.i <= max_gap.saturating_add(1))
        {
            let Some(gap) = before.gap(at).filter(|&gap| gap <= max_gap) else { continue };
            let score = links[previous].score + weight - gap as i32;
            if score > best.score {
                best = Link { score, previous: Some(previous) };
            }
            // Whatever chains to this point chains as well to its direct neighbour, but for a point beside that.
            if gap == 0 {
                break;
            }
        }
        links.push(best);
    }
    links
}
