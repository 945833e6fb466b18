//! Which articles hold which key, and which pairs of articles hold enough of the same.

use std::{hint::black_box, io, iter, mem, ops::Range};

use rayon::prelude::*;

use super::{
    Pair,
    blocks::{Block, Blocks, Layout, Standing},
    buckets::Divided,
    entry::{AT_ONCE, Division, Entry},
    keys::Keys,
    weights::{Behind, Member, Weights},
};
use crate::{
    hash,
    scratch::{Scratch, Share, Store},
    spread,
};

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

/// Of how many hot lists, chosen by their keys, one is cut into pieces. An article that hundreds resemble shares nearly all of
/// its keys with them, so that some of them find it as well, and the others would be most of what is remembered of a
/// million articles.
const HOT: u64 = 3;

/// Parts of the articles for each thread: the first have the most others behind them in lists, and take several times as long
/// as the last.
const CHUNKS: usize = 32;

/// The most members behind an article in a list that are noted with it, one by one, rather than where they are.
///
/// Of a million articles' lists most are of two or three, and nearly each of them would be looked up in memory that no cache
/// holds, for one member or two.
const INLINE: usize = 3;

/// Lists of the articles that share a key.
pub(super) struct Postings {
    /// Number of articles.
    articles: usize,
    /// Of each part of the keys list after list, the first of each and lists of few left out.
    members: Vec<Vec<Member>>,
    /// Who stands [`Behind`] each article in its lists.
    behind: Blocks,
}

impl Postings {
    /// Sorts the keys of the articles that have a rank into lists, by which articles are named from now on. Keys that only
    /// one article holds are left out.
    ///
    /// The members of a list longer than `hot` are ordered by what is kept of the key that follows in their own sketch, so that
    /// those that share more than this one key come next to each other, and the list is cut into pieces. Where the cuts are
    /// depends on the key, so that no two articles are parted in all of them. Linear in the keys, a part of which is sorted at
    /// a time.
    ///
    /// # Errors
    /// A temporary file cannot be read or written.
    ///
    /// # Panics
    /// With more than 2²⁹ articles.
    pub(super) fn new(
        keys: Keys,
        rank: impl Fn(usize) -> Option<u32> + Sync,
        hot: usize,
        scratch: &Scratch,
    ) -> io::Result<Self> {
        let articles = keys.articles();
        assert!(articles <= Member::MOST, "too many articles");
        let mut behind = Blocks::new(articles, Store::new(scratch, scratch.share(Share::Places)));
        let layout = behind.layout();
        let part = |(number, parts): &(usize, Range<usize>)| {
            Ok(Part::new(*number, Lists::of(&keys, parts.clone(), &rank, hot)?, layout))
        };
        let groups: Vec<(usize, Range<usize>)> = keys.groups().into_iter().enumerate().collect();
        let mut members = Vec::with_capacity(groups.len());
        // While some parts are sorted those before them are stored, so that no thread waits for that.
        let mut last = Vec::<Part>::new();
        for groups in groups.chunks(AT_ONCE) {
            let sorted = || groups.par_iter().map(part).collect::<io::Result<Vec<Part>>>();
            let before = mem::take(&mut last);
            let store =
                || before.into_iter().map(|part| part.stored(&mut behind)).collect::<io::Result<Vec<_>>>();
            let (parts, stored) = rayon::join(sorted, store);
            members.extend(stored?);
            last = parts?;
        }
        for part in last {
            members.push(part.stored(&mut behind)?);
        }
        Ok(Self { articles, members, behind })
    }

    /// The pairs that stand together in lists of a total weight of at least `enough`, in rising order, as far as `retain`
    /// leaves them: it is given each article with all such partners and the weights.
    ///
    /// The work is linear in the length of hot lists and at most quadratic in `hot` for the others.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub(super) fn pairs(
        &self,
        enough: usize,
        retain: impl Fn(u32, &mut Vec<(u32, u16)>) + Sync,
    ) -> io::Result<Vec<Pair>> {
        let chunk = self.behind.count().div_ceil(CHUNKS * rayon::current_num_threads()).max(1);
        let starts: Vec<usize> = (0..self.behind.count()).step_by(chunk).collect();
        let pairs = starts.into_par_iter().map_init(
            || {
                (
                    Together { weights: Weights::new(self.articles, enough), lists: Vec::new() },
                    Block::default(),
                )
            },
            |(together, block), start| {
                let (mut pairs, mut partners) = (Vec::new(), Vec::new());
                for number in start..self.behind.count().min(start + chunk) {
                    for (at, article) in self.behind.read(number, block)?.enumerate() {
                        let (members, places) = block.of(at);
                        together.weigh(members, places, &self.members);
                        partners.extend(together.weights.take());
                        let article = article as u32;
                        retain(article, &mut partners);
                        partners.sort_unstable();
                        pairs.extend(partners.drain(..).map(|(other, _)| (article, other)));
                    }
                }
                Ok(pairs)
            },
        );
        Ok(pairs.collect::<io::Result<Vec<_>>>()?.concat())
    }
}

/// Weighs who stands together with an article.
struct Together<'p> {
    weights: Weights,
    /// Of each list of an article the member behind it, and those that follow.
    lists: Vec<(Member, &'p [Member])>,
}

impl<'p> Together<'p> {
    /// Adds up the weights of the lists in which an article stands together with greater ones: with single members, and with
    /// those at places in the members of each part.
    fn weigh(&mut self, single: &[Standing], places: &[Standing], members: &'p [Vec<Member>]) {
        // The lists are anywhere in memory: all are asked for before the first is waited for.
        self.lists.clear();
        let mut asked_for = 0;
        self.lists.extend(places.iter().map(|place| {
            let (first, behind, further) = place.behind().as_place().of(&members[place.part()]);
            asked_for ^= further;
            (first, behind)
        }));
        self.weights.add_each(single.iter().map(|member| member.behind().as_member()));
        black_box(asked_for);
        self.weights.add_lists(&self.lists);
    }
}

/// The lists of some ranges of keys.
struct Part {
    members: Vec<Member>,
    /// Who stands behind each article there, in several lists of blocks.
    behind: Vec<Divided>,
}

impl Part {
    fn new(number: usize, mut lists: Vec<Lists>, layout: Layout) -> Self {
        let mut members = Vec::with_capacity(lists.iter().map(|lists| lists.members.len()).sum());
        for lists in &mut lists {
            lists.start = members.len() as u32;
            members.append(&mut lists.members);
        }
        assert!(members.len() <= Behind::PLACES, "too many articles");
        let chunk = lists.len().div_ceil(2 * rayon::current_num_threads()).max(1);
        let divided = |lists: &[Lists]| layout.divided(number, lists.iter().flat_map(Lists::behind_in_part));
        Self { members, behind: lists.par_chunks(chunk).map(divided).collect() }
    }

    /// Its members, all else being stored.
    fn stored(self, behind: &mut Blocks) -> io::Result<Vec<Member>> {
        behind.add(&self.behind)?;
        Ok(self.members)
    }
}

/// The lists of one range of keys.
#[derive(Default)]
struct Lists {
    /// List after list, as in [`Postings`].
    members: Vec<Member>,
    /// Where these start in those of the part.
    start: u32,
    /// For each article but the last of each list who stands behind it there.
    behind: Vec<(u32, Behind)>,
}

impl Lists {
    /// The lists of each range of some parts of the keys.
    fn of(
        keys: &Keys,
        parts: Range<usize>,
        rank: impl Fn(usize) -> Option<u32> + Sync,
        hot: usize,
    ) -> io::Result<Vec<Self>> {
        let (division, first) = (keys.division(), parts.start);
        let lists = |(number, entries): (usize, Vec<Vec<Entry>>)| {
            let part = first + number / division.ranges();
            Self::new(spread::sorted(&entries, |&entry| division.spread(entry)), division, part, hot)
        };
        Ok(keys.ranges(parts, rank)?.into_par_iter().enumerate().map(lists).collect())
    }

    /// The lists of some sorted entries.
    fn new(mut entries: Vec<Entry>, division: Division, part: usize, hot: usize) -> Self {
        let mut lists = Self { behind: Vec::with_capacity(entries.len()), ..Self::default() };
        let article = |entry: &Entry| division.article(*entry);
        for list in entries.chunk_by_mut(|&a, &b| division.are_alike(a, b)).filter(|list| list.len() > 1) {
            let weight = weight(list.len());
            if list.len() <= hot {
                lists.push(list.iter().map(article), weight);
                continue;
            }
            let key = hash::mix(division.key(part, list[0]).into());
            if !(key / PIECE as u64).is_multiple_of(HOT) {
                continue;
            }
            list.sort_by_key(|entry| entry.next());
            let cut = 1 + key as usize % PIECE;
            let (head, rest) = list.split_at_mut(cut.min(list.len()));
            for piece in iter::once(head).chain(rest.chunks_mut(PIECE)) {
                piece.sort_unstable_by_key(|entry| article(entry));
                lists.push(piece.iter().map(article), weight);
            }
        }
        lists
    }

    /// Who stands behind each article, by places in the members of the part.
    fn behind_in_part(&self) -> impl Iterator<Item = (u32, Behind)> + Clone {
        self.behind.iter().map(|&(article, behind)| (article, behind.moved(self.start)))
    }

    /// Adds a list of articles in rising order.
    fn push(&mut self, articles: impl ExactSizeIterator<Item = u32> + Clone, weight: u8) {
        let member = |article: u32| Member::new(article, weight);
        let many = articles.len().saturating_sub(1 + INLINE);
        if many > 0 {
            let place = self.members.len() as u32;
            let behind = (0..many).map(|at| Behind::place(place + at as u32, articles.len() - 1 - at));
            self.behind.extend(articles.clone().zip(behind));
            self.members.extend(articles.clone().skip(1).map(member));
            let end = self.members.len() - 1;
            self.members[end] = self.members[end].last();
        }
        let mut last = articles.skip(many);
        while let Some(article) = last.next() {
            self.behind.extend(last.clone().map(|behind| (article, Behind::member(member(behind)))));
        }
    }
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

    fn postings<'k>(articles: impl IntoIterator<Item = &'k BTreeSet<u32>>, hot: usize) -> Postings {
        let sketches: Vec<Vec<u32>> =
            articles.into_iter().map(|keys| keys.iter().copied().collect()).collect();
        let scratch = Scratch::default();
        let mut keys = Keys::new(sketches.len(), 64, &scratch);
        keys.extend(sketches.len(), |at| &sketches[at]).unwrap();
        Postings::new(keys, |article| Some(article as u32), hot, &scratch).unwrap()
    }

    proptest! {
        #[test]
        fn pairs_are_those_of_the_naive_twin(
            keys in prop::collection::vec(prop::collection::btree_set(0_u32..20, 0..8), 0..20), enough in 1_usize..12
        ) {
            let found = postings(&keys, 100).pairs(enough, |_, _| ()).unwrap();
            prop_assert_eq!(found, naive(&keys, enough));
        }

        #[test]
        fn a_hot_list_yields_some_of_the_pairs_and_no_others(
            keys in prop::collection::vec(prop::collection::btree_set(0_u32..4, 0..4), 0..40)
        ) {
            let found = postings(&keys, 2).pairs(1, |_, _| ()).unwrap();
            let all = naive(&keys, 1);
            prop_assert!(found.iter().all(|pair| all.contains(pair)));
        }
    }

    #[test]
    fn a_weight_beyond_any_count_is_reached_by_no_pair() {
        let keys: BTreeSet<u32> = (0..64).collect();
        assert_eq!(postings([&keys, &keys], 100).pairs(1 << 16, |_, _| ()).unwrap(), []);
    }

    #[test]
    fn a_hot_list_still_connects_all_its_members() {
        let keys: BTreeSet<u32> = (0..64).collect();
        let pairs = postings(iter::repeat_n(&keys, 5_000), 500).pairs(3, |_, _| ()).unwrap();
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
