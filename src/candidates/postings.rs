//! Which articles hold which key, and which pairs of articles hold enough of the same.

use rayon::prelude::*;

use super::Pair;

/// Neighbours to which a member of a hot list is linked, on each side.
///
/// Four links a member joined all 5,000 reworded copies of one story, where dropping the list joined 101.
const LINKS: usize = 4;

/// What standing together in the rarest lists counts; in the most common ones it counts 1.
///
/// One less for every fourfold length: two articles that share a pair of words with no other article have more in
/// common than two of hundreds that say "prime minister". Among 2,610 wire items this found as many copies as equal
/// weights did, with a third of the candidates.
const RARE: u16 = 4;

/// Lists of the articles that share a key.
pub(super) struct Postings {
    /// Articles, list after list.
    members: Vec<u32>,
    /// Where each list starts in `members`, and the end of the last.
    starts: Vec<u32>,
    /// For each article, the positions of its own entries in `members`.
    own: Vec<u32>,
    /// Where each article's positions start in `own`, and the end of the last.
    own_starts: Vec<usize>,
}

impl Postings {
    /// Sorts the keys of articles `0..articles` into lists. Keys that only one article holds are left out.
    ///
    /// Within a list articles stand by the key that follows in their own sketch, so that neighbours in a list
    /// too long to be read whole are those that share more than this one key. O(k log k) for k keys.
    pub(super) fn new<K: Iterator<Item = u64>>(articles: usize, keys: impl Fn(usize) -> K + Sync) -> Self {
        let mut entries: Vec<(u64, u64, u32)> = (0..articles)
            .into_par_iter()
            .flat_map_iter(|article| {
                let all: Vec<u64> = keys(article).collect();
                let next = all.iter().cycle().skip(1);
                let entries: Vec<_> = all.iter().zip(next).map(|(&k, &n)| (k, n, article as u32)).collect();
                entries
            })
            .collect();
        entries.par_sort_unstable();

        let (mut members, mut starts) = (Vec::new(), vec![0]);
        for list in entries.chunk_by(|a, b| a.0 == b.0).filter(|list| list.len() > 1) {
            members.extend(list.iter().map(|entry| entry.2));
            starts.push(members.len() as u32);
        }

        let mut own_starts = vec![0; articles + 1];
        for &article in &members {
            own_starts[article as usize + 1] += 1;
        }
        for article in 0..articles {
            own_starts[article + 1] += own_starts[article];
        }
        let mut next = own_starts.clone();
        let mut own = vec![0; members.len()];
        for (position, &article) in members.iter().enumerate() {
            own[next[article as usize]] = position as u32;
            next[article as usize] += 1;
        }
        Self { members, starts, own, own_starts }
    }

    /// The pairs that stand together in lists of a total weight of at least `enough`, in rising order.
    ///
    /// In a list of more than `hot` articles each stands together with its neighbours only, so that the work is
    /// linear in the length of long lists and at most quadratic in `hot` for short ones.
    pub(super) fn pairs(&self, enough: usize, hot: usize) -> Vec<Pair> {
        let articles = self.own_starts.len() - 1;
        (0..articles)
            .into_par_iter()
            .map_init(
                || (vec![0_u16; articles], Vec::new()),
                |(weights, touched), article| self.partners(article, enough, hot, weights, touched),
            )
            .flatten_iter()
            .collect()
    }

    /// The pairs of `article` with greater ones. `weights` comes and goes all zero.
    fn partners(
        &self,
        article: usize,
        enough: usize,
        hot: usize,
        weights: &mut [u16],
        touched: &mut Vec<u32>,
    ) -> Vec<Pair> {
        for &position in &self.own[self.own_starts[article]..self.own_starts[article + 1]] {
            let list = self.starts.partition_point(|&start| start <= position);
            let (start, end) = (self.starts[list - 1] as usize, self.starts[list] as usize);
            let weight = weight(end - start);
            let position = position as usize;
            let (start, end) = if end - start > hot {
                (start.max(position.saturating_sub(LINKS)), end.min(position + LINKS + 1))
            } else {
                (start, end)
            };
            for &other in self.members[start..end].iter().filter(|&&other| other as usize > article) {
                let sum = &mut weights[other as usize];
                if *sum == 0 {
                    touched.push(other);
                }
                *sum = sum.saturating_add(weight);
            }
        }
        touched.sort_unstable();
        touched
            .drain(..)
            .filter(|&other| std::mem::take(&mut weights[other as usize]) as usize >= enough)
            .map(|other| (article as u32, other))
            .collect()
    }
}

fn weight(length: usize) -> u16 {
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

    fn naive(keys: &[BTreeSet<u64>], enough: usize) -> Vec<Pair> {
        let list = |key: &u64| keys.iter().filter(|keys| keys.contains(key)).count();
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
            keys in prop::collection::vec(prop::collection::btree_set(0_u64..20, 0..8), 0..20), enough in 1_usize..12
        ) {
            let postings = Postings::new(keys.len(), |article| keys[article].iter().copied());
            prop_assert_eq!(postings.pairs(enough, 100), naive(&keys, enough));
        }

        #[test]
        fn a_hot_list_yields_some_of_the_pairs_and_no_others(
            keys in prop::collection::vec(prop::collection::btree_set(0_u64..4, 0..4), 0..40)
        ) {
            let postings = Postings::new(keys.len(), |article| keys[article].iter().copied());
            let all = naive(&keys, 1);
            prop_assert!(postings.pairs(1, 2).iter().all(|pair| all.contains(pair)));
        }
    }

    #[test]
    fn a_hot_list_still_connects_all_its_members() {
        let postings = Postings::new(5_000, |_| (0..64).map(crate::hash::mix));
        let pairs = postings.pairs(3, 500);
        assert!(pairs.len() <= 5_000 * LINKS);
        let mut reached = BTreeSet::from([0]);
        for &(a, b) in &pairs {
            if reached.contains(&a) {
                reached.insert(b);
            }
        }
        assert_eq!(reached.len(), 5_000);
    }
}
