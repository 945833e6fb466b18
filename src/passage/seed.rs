//! Seeds: short agreements of two articles that are unlikely by chance.

use super::{Pair, Point};
use crate::{
    hash::fold,
    text::{Marks, Token},
};

/// A seed with more pairs of occurrences than this is paired by rank: its first occurrence in A with its first in
/// B, and so on. That keeps the points linear in the tokens, and still puts a text of one endlessly repeated
/// sentence on the diagonal, where dropping frequent seeds would leave nothing.
pub(super) const MAX_PAIRS: usize = 16;

/// A content word is paired with this many of the content words that follow it: one partner finds 52 % of the text
/// of rewrites, two 59 %, three 60 % and a seventh more passages between strangers…
const PARTNERS: usize = 2;
/// …if they are at most so many tokens away.
const WINDOW: usize = 6;

/// An agreement to look for, and the first and last of its tokens. What lies between is found when gaps are filled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seed {
    key: u64,
    first: u32,
    last: u32,
}

/// The seeds of a text, sorted: three words in a row, and content stems close to each other in order.
fn seeds(tokens: &[Token]) -> Vec<Seed> {
    let exact = tokens.windows(3).enumerate().map(|(at, three)| Seed {
        key: three.iter().fold(1, |key, token| fold(key, token.word)),
        first: at as u32,
        last: at as u32 + 2,
    });
    let is_content = |token: &Token| token.marks.has(Marks::CONTENT);
    let loose = tokens.iter().enumerate().filter(|(_, token)| is_content(token)).flat_map(|(at, token)| {
        let following = tokens.iter().enumerate().skip(at + 1).take(WINDOW);
        following.filter(|(_, next)| is_content(next)).take(PARTNERS).map(move |(next_at, next)| Seed {
            key: fold(fold(2, token.stem), next.stem),
            first: at as u32,
            last: next_at as u32,
        })
    });
    let mut seeds: Vec<Seed> = exact.chain(loose).collect();
    seeds.sort_unstable();
    seeds
}

/// The matching tokens that some seed vouches for, ascending and without repeats.
pub(super) fn points(pair: Pair) -> Vec<Point> {
    let (seeds_a, seeds_b) = (seeds(pair.a), seeds(pair.b));
    let mut points = Vec::new();
    let mut add = |a: &Seed, b: &Seed| {
        points.extend([Point { i: a.first, j: b.first }, Point { i: a.last, j: b.last }]);
    };
    let mut groups_b = seeds_b.chunk_by(|x, y| x.key == y.key).peekable();
    for group_a in seeds_a.chunk_by(|x, y| x.key == y.key) {
        let key = group_a[0].key;
        while groups_b.next_if(|group| group[0].key < key).is_some() {}
        let Some(group_b) = groups_b.next_if(|group| group[0].key == key) else { continue };
        if group_a.len() * group_b.len() <= MAX_PAIRS {
            group_a.iter().for_each(|a| group_b.iter().for_each(|b| add(a, b)));
        } else {
            group_a.iter().zip(group_b).for_each(|(a, b)| add(a, b));
        }
    }
    points.sort_unstable();
    points.dedup();
    // Hashes can collide; what is shown to a reader as equal must be equal.
    points.retain(|&at| pair.matches(at));
    points
}
