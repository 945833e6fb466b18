//! Which articles hold which key, and which pairs of articles hold enough of the same.

use std::{io, iter, ops::Range};

use rayon::prelude::*;

use super::{
    Keys, Pair,
    keys::{append, numbers},
};
use crate::{
    hash,
    scratch::{Scratch, Store},
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

/// The least entries that are sorted into lists at a time; the next ones go over all keys again.
const ENTRIES: usize = 1 << 22;

/// Share of the memory that entries may take.
const SHARE: u64 = 8;

/// Share of the memory that the places of articles in their lists may take before they go on in files.
const SHARE_OF_OWN: u64 = 16;

/// Entries of one range of keys, which are sorted in a second-level cache.
const RANGE: usize = 1 << 15;

/// Lists of the articles that share a key, some ranges of keys by themselves.
pub(super) struct Postings {
    /// Number of articles.
    articles: usize,
    parts: Vec<Part>,
}

/// The lists of some ranges of keys.
struct Part {
    /// List after list.
    members: Vec<Member>,
    /// Where each article is in its lists, article after article: the places of the members behind it.
    own: Store,
    /// Where each article's places start in `own`, and the end of the last.
    own_starts: Vec<u32>,
}

/// A key of an article.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u32,
    /// The key that follows in the article's sketch, the first being that of the last.
    next: u32,
    article: u32,
}

/// An article in a list, what standing together in it counts, and whether it is the last there, in one number: two articles
/// are looked up in no further array.
#[derive(Debug, Clone, Copy)]
struct Member(u32);

impl Member {
    /// Articles beyond which there is no room for a weight.
    const MOST: usize = 1 << 29;

    fn new(article: u32, weight: u8) -> Self {
        Self(article << 3 | u32::from(weight - 1) << 1)
    }

    fn last(self) -> Self {
        Self(self.0 | 1)
    }

    fn article(self) -> u32 {
        self.0 >> 3
    }

    fn weight(self) -> u16 {
        (self.0 >> 1 & 3) as u16 + 1
    }

    fn is_last(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Postings {
    /// Sorts the keys of the articles that have a rank into lists, by which articles are named from now on. Keys that only
    /// one article holds are left out.
    ///
    /// The members of a list longer than `hot` are ordered by the key that follows in their own sketch, so that those
    /// that share more than this one key come next to each other, and the list is cut into pieces. Where the cuts are
    /// depends on the key, so that no two articles are parted in all of them. Linear in the keys, of which only so many are
    /// sorted at a time.
    ///
    /// # Errors
    /// A temporary file cannot be read or written.
    ///
    /// # Panics
    /// With more than 2²⁹ articles.
    pub(super) fn new(
        keys: &Keys,
        rank: impl Fn(usize) -> Option<u32> + Sync,
        hot: usize,
        scratch: &Scratch,
    ) -> io::Result<Self> {
        assert!(keys.articles() <= Member::MOST, "too many articles");
        let room = (scratch.memory() / SHARE) as usize / size_of::<Entry>();
        // By the lower bits, the upper ones of the least hashes of a set being all alike.
        let ranges = keys.len().div_ceil(RANGE).next_power_of_two();
        let at_once = room.max(ENTRIES) / RANGE;
        let share = scratch.memory() / SHARE_OF_OWN / ranges.div_ceil(at_once) as u64;
        let parts = (0..ranges).step_by(at_once).map(|first| {
            let ranges = Ranges { some: first..ranges.min(first + at_once), all: ranges };
            Part::new(keys, &rank, hot, &ranges, Store::new(scratch, share))
        });
        Ok(Self { articles: keys.articles(), parts: parts.collect::<io::Result<_>>()? })
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
        let chunk = self.articles.div_ceil(8 * rayon::current_num_threads()).clamp(1, MOST_AT_ONCE);
        let starts: Vec<usize> = (0..self.articles).step_by(chunk).collect();
        let pairs = starts.into_par_iter().map_init(
            || Together::new(self.articles),
            |together, start| {
                let articles = start..self.articles.min(start + chunk);
                let lists = self.lists_of(articles.clone())?;
                let (mut pairs, mut partners) = (Vec::new(), Vec::new());
                for article in articles {
                    together.note(&lists, article);
                    partners.extend(together.take().filter(|&(_, weight)| usize::from(weight) >= enough));
                    retain(article as u32, &mut partners);
                    partners.sort_unstable();
                    pairs.extend(partners.drain(..).map(|(other, _)| (article as u32, other)));
                }
                Ok(pairs)
            },
        );
        Ok(pairs.collect::<io::Result<Vec<_>>>()?.concat())
    }

    /// Reads where some articles are in their lists.
    fn lists_of(&self, articles: Range<usize>) -> io::Result<Vec<Lists<'_>>> {
        let of = |part| Lists::new(part, articles.clone());
        self.parts.iter().map(of).collect()
    }
}

/// Places that are written at once.
const WRITTEN: usize = 1 << 16;

/// Articles whose places in lists are read at once, for each thread.
const MOST_AT_ONCE: usize = 1 << 16;

/// The lists of some articles, in one part.
struct Lists<'p> {
    part: &'p Part,
    /// What comes before in the part's places.
    before: u32,
    own: Vec<u32>,
}

impl<'p> Lists<'p> {
    fn new(part: &'p Part, articles: Range<usize>) -> io::Result<Self> {
        let (start, end) = (part.own_starts[articles.start], part.own_starts[articles.end]);
        let own = numbers(&part.own, 4 * u64::from(start), (end - start) as usize)?;
        Ok(Self { part, before: start, own })
    }

    /// The lists of an article, from the member behind it on.
    fn behind(&self, article: usize) -> impl Iterator<Item = &'p [Member]> {
        let of = |article: usize| (self.part.own_starts[article] - self.before) as usize;
        let members = &self.part.members;
        self.own[of(article)..of(article + 1)].iter().map(move |&place| &members[place as usize..])
    }
}

/// The articles that stand together with one article.
struct Together {
    /// The weight of the common lists of every article; 0 but for those that are noted.
    weights: Vec<u16>,
    articles: Vec<u32>,
    firsts: Vec<Member>,
}

impl Together {
    fn new(articles: usize) -> Self {
        Self { weights: vec![0; articles], articles: Vec::new(), firsts: Vec::new() }
    }

    /// Adds up the weights of the lists in which `article` stands together with greater ones, and notes these.
    fn note(&mut self, lists: &[Lists<'_>], article: usize) {
        let Self { weights, articles, firsts } = self;
        let behind = || lists.iter().flat_map(|lists| lists.behind(article));
        let mut add = |member: Member| {
            let sum = &mut weights[member.article() as usize];
            if *sum == 0 {
                articles.push(member.article());
            }
            *sum = sum.saturating_add(member.weight());
        };
        // The lists are anywhere in memory: all are asked for before the first is waited for.
        firsts.clear();
        firsts.extend(behind().map(|members| members[0]));
        for (&first, members) in firsts.iter().zip(behind()) {
            add(first);
            let mut members = members.iter();
            while members.next().is_some_and(|member| !member.is_last()) {
                add(members.as_slice()[0]);
            }
        }
    }

    /// The noted articles and their weights, which are 0 afterwards.
    fn take(&mut self) -> impl Iterator<Item = (u32, u16)> + '_ {
        self.articles.drain(..).map(|article| (article, std::mem::take(&mut self.weights[article as usize])))
    }
}

/// Some of all ranges of keys, of which there are a power of two.
struct Ranges {
    some: Range<usize>,
    all: usize,
}

impl Ranges {
    /// Which of the ranges a key is in, if it is in one.
    fn of(&self, key: u32) -> Option<usize> {
        let range = key as usize & (self.all - 1);
        self.some.contains(&range).then(|| range - self.some.start)
    }

    /// The entries of some blocks of articles in each of the ranges.
    fn entries(
        &self,
        keys: &Keys,
        blocks: Range<usize>,
        rank: impl Fn(usize) -> Option<u32>,
    ) -> io::Result<Vec<Vec<Entry>>> {
        let mut entries = vec![Vec::new(); self.some.len()];
        for block in blocks {
            let block = keys.block(block)?;
            for (article, keys) in block.articles() {
                let Some(article) = rank(article) else { continue };
                let following = keys.iter().skip(1).chain(keys.first());
                for (&key, &next) in keys.iter().zip(following) {
                    if let Some(range) = self.of(key) {
                        entries[range].push(Entry { key, next, article });
                    }
                }
            }
        }
        Ok(entries)
    }
}

impl Part {
    fn new(
        keys: &Keys,
        rank: &(impl Fn(usize) -> Option<u32> + Sync),
        hot: usize,
        ranges: &Ranges,
        own: Store,
    ) -> io::Result<Self> {
        let blocks = keys.blocks();
        let chunk = blocks.len().div_ceil(4 * rayon::current_num_threads()).max(1);
        let chunks: Vec<usize> = blocks.clone().step_by(chunk).collect();
        let entries = |&start: &usize| ranges.entries(keys, start..blocks.end.min(start + chunk), rank);
        let mut entries = chunks.par_iter().map(entries).collect::<io::Result<Vec<_>>>()?;
        let mut of_range: Vec<Vec<Vec<Entry>>> = vec![Vec::new(); ranges.some.len()];
        for chunk in entries.drain(..) {
            of_range.iter_mut().zip(chunk).for_each(|(range, entries)| range.push(entries));
        }
        let lists = |entries: Vec<Vec<Entry>>| lists(&mut entries.concat(), hot);
        let members: Vec<Vec<Member>> = of_range.into_par_iter().map(lists).collect();
        Self::turned_round(members.concat(), keys.articles(), own)
    }

    /// Notes for each article where it is in its lists, but for those where it is the last.
    fn turned_round(members: Vec<Member>, articles: usize, mut store: Store) -> io::Result<Self> {
        let mut free = vec![0_u32; articles + 1];
        for member in members.iter().filter(|member| !member.is_last()) {
            free[member.article() as usize + 1] += 1;
        }
        for article in 0..articles {
            free[article + 1] += free[article];
        }
        let own_starts = free.clone();
        let mut own = vec![0_u32; own_starts[articles] as usize];
        for (place, member) in (1..).zip(&members).filter(|(_, member)| !member.is_last()) {
            let slot = &mut free[member.article() as usize];
            own[*slot as usize] = place;
            *slot += 1;
        }
        for some in own.chunks(WRITTEN) {
            append(&mut store, some)?;
        }
        Ok(Self { members, own: store, own_starts })
    }
}

/// The lists of one range of keys, one after the other.
fn lists(entries: &mut [Entry], hot: usize) -> Vec<Member> {
    radsort::sort_by_key(entries, |entry| entry.key);
    let mut members: Vec<Member> = Vec::with_capacity(entries.len());
    for list in entries.chunk_by_mut(|a, b| a.key == b.key).filter(|list| list.len() > 1) {
        let (key, weight) = (hash::mix(list[0].key.into()), weight(list.len()));
        let mut push = |list: &[Entry]| {
            if list.len() > 1 {
                members.extend(list.iter().map(|entry| Member::new(entry.article, weight)));
                let end = members.len() - 1;
                members[end] = members[end].last();
            }
        };
        if list.len() <= hot {
            list.sort_unstable_by_key(|entry| entry.article);
            push(list);
            continue;
        }
        if !(key / PIECE as u64).is_multiple_of(HOT) {
            continue;
        }
        list.sort_unstable_by_key(|entry| (entry.next, entry.article));
        let cut = 1 + key as usize % PIECE;
        let (head, rest) = list.split_at_mut(cut.min(list.len()));
        for piece in iter::once(head).chain(rest.chunks_mut(PIECE)) {
            piece.sort_unstable_by_key(|entry| entry.article);
            push(piece);
        }
    }
    members
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
        let mut keys = Keys::new(&scratch);
        for sketch in &sketches {
            keys.push(sketch).unwrap();
        }
        Postings::new(&keys, |article| Some(article as u32), hot, &scratch).unwrap()
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
