//! Which articles hold which key, and which pairs of articles hold enough of the same.

use std::iter;

use rayon::prelude::*;

use super::Pair;
use crate::hash;

/// Articles in one piece of a hot list, each of which stands together with the others of its piece only.
///
/// Pieces of eight joined all 5,000 reworded copies of one story, where dropping hot lists joined 101.
const PIECE: usize = 8;

/// What standing together in the rarest lists counts; in the most common ones it counts 1.
///
/// One less for every fourfold length: two articles that share a pair of words with no other article have more in
/// common than two of hundreds that say "prime minister". Among 2,610 wire items this found as many copies as equal
/// weights did, with a third of the candidates.
const RARE: u8 = 4;

/// Entries, of 8 bytes, that each thread sorts at once.
const ENTRIES: usize = 1 << 22;

/// Lists of the articles that share a key, each part of the keys by itself.
pub(super) struct Postings {
    /// Number of articles.
    articles: usize,
    parts: Vec<Part>,
}

/// The lists of one part of the keys.
#[derive(Default)]
struct Part {
    /// Articles, list after list.
    members: Vec<u32>,
    /// Where each list starts in `members`, and the end of the last.
    starts: Vec<u32>,
    /// What standing together in each list counts.
    weights: Vec<u8>,
    /// The lists of each article, article after article.
    own: Vec<u32>,
    /// Where each article's lists start in `own`, and the end of the last.
    own_starts: Vec<u32>,
}

impl Postings {
    /// Sorts the keys of articles `0..articles` into lists. Keys that only one article holds are left out.
    ///
    /// The members of a list longer than `hot` are ordered by the key that follows in their own sketch, so that those
    /// that share more than this one key come next to each other, and the list is cut into pieces. Where the cuts are
    /// depends on the key, so that no two articles are parted in all of them. Linear in the keys, of which only a part for
    /// each thread is sorted at a time.
    pub(super) fn new<K: Iterator<Item = u32> + Clone>(
        articles: usize,
        hot: usize,
        keys: impl Fn(usize) -> K + Sync,
    ) -> Self {
        let all: usize = (0..articles).into_par_iter().map(|article| keys(article).count()).sum();
        let parts = all.div_ceil(ENTRIES).next_power_of_two() as u32;
        let part = |part| Part::new(articles, hot, &keys, part, parts);
        Self { articles, parts: (0..parts).into_par_iter().map(part).collect() }
    }

    /// The pairs that stand together in lists of a total weight of at least `enough` and are `plausible`, in rising
    /// order.
    ///
    /// The work is linear in the length of hot lists and at most quadratic in `hot` for the others.
    pub(super) fn pairs(&self, enough: usize, plausible: impl Fn(&Pair) -> bool + Sync) -> Vec<Pair> {
        let chunk = self.articles.div_ceil(8 * rayon::current_num_threads()).max(1);
        let starts: Vec<usize> = (0..self.articles).step_by(chunk).collect();
        let pairs = starts.into_par_iter().map(|start| {
            let mut weights = vec![0_u16; self.articles];
            let (mut touched, mut pairs) = (Vec::new(), Vec::new());
            for article in start..self.articles.min(start + chunk) {
                let first = pairs.len();
                self.touch(article, &mut weights, &mut touched);
                let enough =
                    |other: &u32| usize::from(std::mem::take(&mut weights[*other as usize])) >= enough;
                let partners = touched.drain(..).filter(enough).map(|other| (article as u32, other));
                pairs.extend(partners.filter(&plausible));
                pairs[first..].sort_unstable();
            }
            pairs
        });
        pairs.collect::<Vec<_>>().concat()
    }

    /// Adds up the weights of the lists in which `article` stands together with greater ones, and notes these.
    fn touch(&self, article: usize, weights: &mut [u16], touched: &mut Vec<u32>) {
        for part in &self.parts {
            for &list in &part.own[part.own_starts[article] as usize..part.own_starts[article + 1] as usize] {
                let weight = u16::from(part.weights[list as usize]);
                let members = part.members_of(list as usize).iter();
                for &other in members.filter(|&&other| other as usize > article) {
                    let sum = &mut weights[other as usize];
                    if *sum == 0 {
                        touched.push(other);
                    }
                    *sum = sum.saturating_add(weight);
                }
            }
        }
    }
}

impl Part {
    /// The lists of the keys that are `part` modulo `parts`, a power of two.
    fn new<K: Iterator<Item = u32> + Clone>(
        articles: usize,
        hot: usize,
        keys: &impl Fn(usize) -> K,
        part: u32,
        parts: u32,
    ) -> Self {
        // By the lower bits, the upper ones of the least hashes of a set being all alike.
        let own = |article| keys(article).filter(move |key| key & (parts - 1) == part);
        let entry = |article: usize| own(article).map(move |key| u64::from(key) << 32 | article as u64);
        let mut entries: Vec<u64> = (0..articles).flat_map(entry).collect();
        // Stable, so that the articles of each list stay in order.
        radsort::sort_by_key(&mut entries, |entry| (entry >> 32) as u32);

        let mut lists = Self { starts: vec![0], ..Self::default() };
        for list in entries.chunk_by(|a, b| a >> 32 == b >> 32).filter(|list| list.len() > 1) {
            let members = list.iter().map(|&entry| entry as u32);
            if list.len() <= hot {
                lists.push(members, weight(list.len()));
                continue;
            }
            let key = (list[0] >> 32) as u32;
            let mut members: Vec<u32> = members.collect();
            members.sort_by_cached_key(|&article| (next(keys(article as usize), key), article));
            let cut = 1 + hash::mix(key.into()) as usize % PIECE;
            let (head, rest) = members.split_at(cut.min(members.len()));
            for piece in iter::once(head).chain(rest.chunks(PIECE)).filter(|piece| piece.len() > 1) {
                lists.push(piece.iter().copied(), weight(list.len()));
            }
        }
        drop(entries);
        lists.turn_round(articles);
        lists
    }

    fn push(&mut self, members: impl Iterator<Item = u32>, weight: u8) {
        self.members.extend(members);
        self.starts.push(self.members.len() as u32);
        self.weights.push(weight);
    }

    /// Notes for each article its lists.
    fn turn_round(&mut self, articles: usize) {
        let mut starts = vec![0_u32; articles + 1];
        for &article in &self.members {
            starts[article as usize + 1] += 1;
        }
        for article in 0..articles {
            starts[article + 1] += starts[article];
        }
        let mut free = starts.clone();
        self.own = vec![0; self.members.len()];
        for list in 0..self.weights.len() {
            let members = self.starts[list] as usize..self.starts[list + 1] as usize;
            for &article in &self.members[members] {
                let slot = &mut free[article as usize];
                self.own[*slot as usize] = list as u32;
                *slot += 1;
            }
        }
        self.own_starts = starts;
    }

    fn members_of(&self, list: usize) -> &[u32] {
        &self.members[self.starts[list] as usize..self.starts[list + 1] as usize]
    }
}

/// The key that follows in a sketch, the first being that of the last.
fn next<K: Iterator<Item = u32> + Clone>(keys: K, key: u32) -> Option<u32> {
    let mut after = keys.clone().skip_while(|&other| other != key).skip(1);
    after.next().or_else(|| keys.clone().next())
}

fn weight(length: usize) -> u8 {
    match length {
        0..=4 => RARE,
        5..=16 => 3,
        17..=64 => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn naive(keys: &[BTreeSet<u32>], enough: usize) -> Vec<Pair> {
        let list = |key: &u32| keys.iter().filter(|keys| keys.contains(key)).count();
        let shared =
            |i: usize, j: usize| keys[i].intersection(&keys[j]).map(|key| usize::from(weight(list(key))));
        let pairs = (0..keys.len()).flat_map(|i| (i + 1..keys.len()).map(move |j| (i, j)));
        pairs
            .filter(|&(i, j)| shared(i, j).sum::<usize>() >= enough)
            .map(|(i, j)| (i as u32, j as u32))
            .collect()
    }

    proptest! {
        #[test]
        fn pairs_are_those_of_the_naive_twin(
            keys in prop::collection::vec(prop::collection::btree_set(0_u32..20, 0..8), 0..20), enough in 1_usize..12
        ) {
            let postings = Postings::new(keys.len(), 100, |article| keys[article].iter().copied());
            prop_assert_eq!(postings.pairs(enough, |_| true), naive(&keys, enough));
        }

        #[test]
        fn a_hot_list_yields_some_of_the_pairs_and_no_others(
            keys in prop::collection::vec(prop::collection::btree_set(0_u32..4, 0..4), 0..40)
        ) {
            let postings = Postings::new(keys.len(), 2, |article| keys[article].iter().copied());
            let all = naive(&keys, 1);
            prop_assert!(postings.pairs(1, |_| true).iter().all(|pair| all.contains(pair)));
        }
    }

    #[test]
    fn a_hot_list_still_connects_all_its_members() {
        let postings = Postings::new(5_000, 500, |_| 0..64);
        let pairs = postings.pairs(3, |_| true);
        assert!(pairs.len() <= 5_000 * PIECE);
        let mut reached = BTreeSet::from([0]);
        for &(a, b) in &pairs {
            if reached.contains(&a) {
                reached.insert(b);
            }
        }
        assert_eq!(reached.len(), 5_000);
    }
}
