//! Tiling: the best chains become passages, and no token belongs to two.

use std::{cmp::Reverse, collections::BinaryHeap, iter, ops::RangeInclusive};

use super::{Pair, Passage, PassageOptions, Point, chain::Chain};
use crate::text::Token;

/// Makes passages of chains, the best first. A chain that lost tokens to a better one falls into pieces, which
/// queue again by what they are worth alone.
///
/// A chain can only be cut by passages at least about as long that overlap it, hence a few times: the work is
/// proportional to the points of all chains, but for the queue.
pub(super) fn tile(pair: Pair, chains: Vec<Chain>, options: &PassageOptions) -> Vec<Passage> {
    let mut free = Free { a: vec![true; pair.a.len()], b: vec![true; pair.b.len()] };
    // Points are unique to their chain, so that the order is total and the result does not depend on the heap.
    let queued = |chain: Chain| (chain.score, Reverse(chain.points));
    let mut queue: BinaryHeap<_> = chains.into_iter().map(queued).collect();
    let mut found = Vec::new();
    while let Some((_, Reverse(points))) = queue.pop() {
        if !points.windows(2).all(|two| free.spans(two[0], two[1])) {
            let pieces = points.chunk_by(|&p, &q| free.spans(p, q)).filter(|piece| piece.len() > 1);
            queue.extend(pieces.map(|piece| queued(Chain::new(pair, piece.to_vec()))));
            continue;
        }
        let filled = fill(pair, &points);
        // Only what nearly suffices is extended to the full, so that chains in vain cost no more than their length.
        let near = extend(pair, &free, &filled, options.min_matched);
        if qualifies(pair, &near, options) {
            let matches = extend(pair, &free, &near, usize::MAX);
            free.take(pair, &matches);
            found.extend(pair.passage(&matches));
        }
    }
    found
}

fn qualifies(pair: Pair, matches: &[Point], options: &PassageOptions) -> bool {
    let content = pair.disjoint(matches).filter(|&at| pair.both_content(at)).count();
    content >= options.min_content && pair.disjoint(matches).count() >= options.min_matched
}

/// Which tokens belong to no passage yet.
struct Free {
    a: Vec<bool>,
    b: Vec<bool>,
}

impl Free {
    /// Whether all tokens from one point to another are free, ends included.
    fn spans(&self, first: Point, last: Point) -> bool {
        let all = |free: &[bool], range: RangeInclusive<u32>| {
            free[*range.start() as usize..=*range.end() as usize].iter().all(|&free| free)
        };
        all(&self.a, first.i..=last.i) && all(&self.b, first.j..=last.j)
    }

    fn take(&mut self, pair: Pair, matches: &[Point]) {
        if let (Some(first), Some(last)) = (matches.first(), matches.last()) {
            take_side(&mut self.a, pair.a, first.i as usize..=last.i as usize);
            take_side(&mut self.b, pair.b, first.j as usize..=last.j as usize);
        }
    }
}

/// Takes the tokens, and those around that share bytes with them, as n-grams do.
fn take_side(free: &mut [bool], tokens: &[Token], taken: RangeInclusive<usize>) {
    let (start, end) = (tokens[*taken.start()].start, tokens[*taken.end()].end);
    let before = tokens[..*taken.start()].iter().rev().take_while(|token| token.end > start).count();
    let after = tokens[taken.end() + 1..].iter().take_while(|token| token.start < end).count();
    free[taken.start() - before..=taken.end() + after].fill(false);
}

/// Adds the equal words just before and just after, at most `limit` on each side.
fn extend(pair: Pair, free: &Free, matches: &[Point], limit: usize) -> Vec<Point> {
    let open = |at: Point| free.spans(at, at) && pair.same_word(at);
    let back =
        |at: &Point| Some(Point { i: at.i.checked_sub(1)?, j: at.j.checked_sub(1)? }).filter(|&at| open(at));
    let on = |at: &Point| {
        let next = Point { i: at.i + 1, j: at.j + 1 };
        let inside = (next.i as usize) < pair.a.len() && (next.j as usize) < pair.b.len();
        (inside && open(next)).then_some(next)
    };
    let mut before: Vec<Point> = iter::successors(matches.first().and_then(back), back).take(limit).collect();
    before.reverse();
    before.extend_from_slice(matches);
    before.extend(iter::successors(matches.last().and_then(on), on).take(limit));
    before
}

/// Adds the matches inside the gaps.
fn fill(pair: Pair, points: &[Point]) -> Vec<Point> {
    let mut filled: Vec<Point> = points.first().copied().into_iter().collect();
    for two in points.windows(2) {
        between(pair, two[0], two[1], &mut filled);
        filled.push(two[1]);
    }
    filled
}

/// The heaviest common subsequence of the tokens between two points.
fn between(pair: Pair, first: Point, last: Point, matches: &mut Vec<Point>) {
    let (rows, columns) = ((last.i - first.i - 1) as usize, (last.j - first.j - 1) as usize);
    if rows == 0 || columns == 0 {
        return;
    }
    let point =
        |row: usize, column: usize| Point { i: first.i + 1 + row as u32, j: first.j + 1 + column as u32 };
    let step = |at: Point| if pair.matches(at) { pair.weight(at) } else { 0 };
    // best[row][column] is the weight of what can still be matched from there on.
    let mut best = vec![vec![0; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let here = match step(point(row, column)) {
                0 => 0,
                weight => weight + best[row + 1][column + 1],
            };
            best[row][column] = here.max(best[row + 1][column]).max(best[row][column + 1]);
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let at = point(row, column);
        let weight = step(at);
        if weight > 0 && best[row][column] == weight + best[row + 1][column + 1] {
            matches.push(at);
            (row, column) = (row + 1, column + 1);
        } else if best[row][column] == best[row + 1][column] {
            row += 1;
        } else {
            column += 1;
        }
    }
}
