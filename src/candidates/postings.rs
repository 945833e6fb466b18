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
    /// For each article its entries: the list and the position in `members`.
    own: Vec<(u32, u32)>,
    /// Where each article's entries start in `own`, and the end of the last.
    own_starts: Vec<usize>,
}

impl Postings {
    /// Sorts the keys of articles `0..articles` into lists. Keys that only one article holds are left out.
    ///
    /// The members of a list longer than `hot` stand by the key that follows in their own sketch, so that neighbours in
    /// a list too long to be read whole are those that share more than this one key. O(k log k) for k keys.
    pub(super) fn new<K: Iterator<Item = u32> + Clone>(
        articles: usize,
        hot: usize,
        keys: impl Fn(usize) -> K + Sync,
    ) -> Self {
        let entry = |article: usize| keys(article).map(move |key| u64::from(key) << 32 | article as u64);
        let mut entries: Vec<u64> = (0..articles).into_par_iter().flat_map_iter(entry).collect();
        entries.par_sort_unstable();

        let (mut members, mut starts) = (Vec::new(), vec![0]);
        for list in entries.chunk_by(|a, b| a >> 32 == b >> 32).filter(|list| list.len() > 1) {
            let start = members.len();
            members.extend(list.iter().map(|&entry| entry as u32));
            starts.push(members.len() as u32);
            if list.len() > hot {
                let key = (list[0] >> 32) as u32;
                members[start..].sort_by_cached_key(|&article| (next(keys(article as usize), key), article));
            }
        }

        let mut own_starts = vec![0; articles + 1];
        for &article in &members {
            own_starts[article as usize + 1] += 1;
        }
        for article in 0..articles {
            own_starts[article + 1] += own_starts[article];
        }
        let mut free = own_starts.clone();
        let mut own = vec![(0, 0); members.len()];
        for list in 0..starts.len() - 1 {
            for position in starts[list]..starts[list + 1] {
                let slot = &mut free[members[position as usize] as usize];
                own[*slot] = (list as u32, position);
                *slot += 1;
            }
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
        for &(list, position) in &self.own[self.own_starts[article]..self.own_starts[article + 1]] {
            let (start, end) = (self.starts[list as usize] as usize, self.starts[list as usize + 1] as usize);
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

/// The key that follows in a sketch, the first being that of the last.
fn next<K: Iterator<Item = u32> + Clone>(keys: K, key: u32) -> Option<u32> {
    let mut after = keys.clone().skip_while(|&other| other != key).skip(1);
    after.next().or_else(|| keys.clone().next())
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
            prop_assert_eq!(postings.pairs(enough, 100), naive(&keys, enough));
        }

        #[test]
        fn a_hot_list_yields_some_of_the_pairs_and_no_others(
            keys in prop::collection::vec(prop::collection::btree_set(0_u32..4, 0..4), 0..40)
        ) {
            let postings = Postings::new(keys.len(), 2, |article| keys[article].iter().copied());
            let all = naive(&keys, 1);
            prop_assert!(postings.pairs(1, 2).iter().all(|pair| all.contains(pair)));
        }
    }

    #[test]
    fn a_hot_list_still_connects_all_its_members() {
        let postings = Postings::new(5_000, 500, |_| 0..64);
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
