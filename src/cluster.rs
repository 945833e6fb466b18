//! Clusters on verified pairs.
//!
//! "The same copy" is not transitive: a round-up, a live blog or a template resembles articles that have nothing to do
//! with each other. So reprints join whatever they belong to, and rewrites only what no single article can have
//! brought together.

use ahash::HashMap;
use rayon::prelude::*;

use crate::{groups::Groups, options::Options, overlap::Verdict, verify::Verified};

/// Overlap below which a pair is weak.
const WEAK: f64 = 0.8;

/// Members up to which a group is joined to a larger one by one strong rewrite. Beyond it the pair is treated as a weak one:
/// on a wire of 1989 such pairs were fragments of market reports and round-ups that held two days or two stories together.
const SMALL: u32 = 2;

/// Groups articles `0..articles` along same-copy pairs; only groups of two or more are returned, each in rising
/// order, ordered by their first member.
///
/// Reprints join their groups, and then strong rewrites, unless both groups have more than two members. The others are
/// taken by falling overlap:
///
/// - Two groups of several articles are joined by two pairs that have no article in common. All pairs of a
///   round-up with the members of another story have the round-up in common.
/// - A single article joins a group by one weak pair, but one that hangs on a single pair brings in no further one by
///   itself: a chain of weak pairs drifts.
///
/// A rewrite of either kind joins nothing that would make a group span more than [`Options::within`]: a story told anew
/// every day for a month resembles itself from each day to the next, and is not one copy.
///
/// To ask two pairs of every single article was worse: on the labelled families it cost true members at every threshold
/// from 0.55 to 0.7, and kept false ones out only at 0.05 and below, far from any threshold in use. The order of `pairs` does
/// not matter. O(p log p) for p pairs, and O(p) for each further round, of which there are few.
///
/// `published` gives the second of an article's publication, where it is known.
pub fn clusters(
    articles: usize,
    pairs: &[Verified],
    published: impl Fn(u32) -> Option<i64>,
    options: &Options,
) -> Vec<Vec<u32>> {
    let (reprints, rewrites): (Vec<&Verified>, _) =
        pairs.iter().partition(|pair| pair.scores.verdict != Verdict::Rewrite);
    let mut groups = Timed::new(articles, published, options.within);
    for pair in reprints {
        groups.join(pair.a, pair.b);
    }
    let mut rewrites: Vec<(f64, u32, u32)> = rewrites.iter().map(|p| (p.scores.overlap, p.a, p.b)).collect();
    rewrites.par_sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (strong, weak) = rewrites.split_at(rewrites.partition_point(|pair| pair.0 >= WEAK));
    let mut doubtful = Vec::new();
    for &(_, a, b) in strong {
        if groups.size_of(a).min(groups.size_of(b)) > SMALL {
            doubtful.push((a, b));
        } else if groups.may_join(a, b) {
            groups.join(a, b);
        }
    }
    let mut weak: Vec<(u32, u32)> =
        doubtful.into_iter().chain(weak.iter().map(|&(_, a, b)| (a, b))).collect();
    let mut hangs_on = vec![false; articles];
    while join_weakly(&weak, &mut groups, &mut hangs_on) {
        weak.retain(|&(a, b)| groups.find(a) != groups.find(b));
    }
    groups.groups.members()
}

/// Groups of articles that know between which seconds their members were published.
struct Timed {
    groups: Groups,
    /// First and last second, valid for the article that stands for its group.
    spans: Vec<Option<(i64, i64)>>,
    within: Option<u64>,
}

impl Timed {
    fn new(articles: usize, published: impl Fn(u32) -> Option<i64>, within: Option<u64>) -> Self {
        let spans = (0..articles as u32).map(|article| published(article).map(|second| (second, second)));
        Self { groups: Groups::new(articles), spans: spans.collect(), within }
    }

    fn find(&mut self, article: u32) -> u32 {
        self.groups.find(article)
    }

    fn size(&self, root: u32) -> u32 {
        self.groups.size(root)
    }

    fn size_of(&mut self, article: u32) -> u32 {
        let root = self.find(article);
        self.size(root)
    }

    fn joint_span(&mut self, a: u32, b: u32) -> Option<(i64, i64)> {
        let (a, b) = (self.find(a) as usize, self.find(b) as usize);
        match (self.spans[a], self.spans[b]) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (one, other) => one.or(other),
        }
    }

    fn may_join(&mut self, a: u32, b: u32) -> bool {
        let Some(within) = self.within else { return true };
        self.joint_span(a, b).is_none_or(|(first, last)| first.abs_diff(last) <= within)
    }

    fn join(&mut self, a: u32, b: u32) {
        let span = self.joint_span(a, b);
        self.groups.join(a, b);
        let root = self.find(a);
        self.spans[root as usize] = span;
    }
}

/// Joins what weak pairs may join; whether that was anything. `hangs_on` tells the articles that one weak pair alone
/// holds in a group.
fn join_weakly(weak: &[(u32, u32)], groups: &mut Timed, hangs_on: &mut [bool]) -> bool {
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
        if holds && groups.may_join(a.1, b.1) {
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
    use crate::overlap::Scores;

    /// Without dates.
    fn clusters(articles: usize, pairs: &[Verified]) -> Vec<Vec<u32>> {
        super::clusters(articles, pairs, |_| None, &Options::default())
    }

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
    fn a_chain_of_rewrites_ends_where_it_spans_too_many_days() {
        let chain: Vec<Verified> = (0..20).map(|a| pair(0.9, a, a + 1)).collect();
        let daily = |article: u32| Some(i64::from(article) * 86_400);
        let found = super::clusters(21, &chain, daily, &Options::default());
        assert!(found.iter().all(|group| group.len() <= 8), "{found:?}");
        let off = Options { within: None, ..Options::default() };
        assert_eq!(super::clusters(21, &chain, daily, &off).len(), 1);
        let reprint = Scores { verdict: Verdict::NearDuplicate, ..Scores::identical(&[]) };
        let reprints: Vec<Verified> = chain.iter().map(|p| Verified { scores: reprint, ..*p }).collect();
        assert_eq!(super::clusters(21, &reprints, daily, &Options::default()).len(), 1);
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
                let small = x.len().min(y.len()) <= SMALL as usize;
                between.iter().all(|p| p.scores.overlap < WEAK || !small)
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
