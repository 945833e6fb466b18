//! The keys of all articles, in memory or in a file.

use std::{io, ops::Range};

use rayon::prelude::*;

use super::{
    buckets::{Buckets, Divided, Piece},
    entry::{Division, Entry},
};
use crate::scratch::{Scratch, Share, Store};

/// Articles whose keys are divided at once by a thread: a megabyte and a half of entries.
const AT_A_TIME: usize = 2048;

/// The keys of all articles, divided by key into parts as they come, so that one part after the other can be sorted.
#[derive(Debug)]
pub struct Keys {
    division: Division,
    articles: usize,
    /// The entries of each part.
    parts: Buckets,
}

impl Keys {
    /// None yet, of as many articles as will be, none of which has more than `most` keys.
    pub fn new(articles: usize, most: usize, scratch: &Scratch) -> Self {
        let division = Division::new(articles * most, articles, scratch);
        let store = Store::new(scratch, scratch.share(Share::Keys));
        Self { division, articles: 0, parts: Buckets::new(division.parts(), store) }
    }

    /// Adds the keys of the next articles, given by their number among these.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    ///
    /// # Panics
    /// When so many more are added than were announced that there is no room for their numbers.
    pub fn extend<'k>(
        &mut self,
        articles: usize,
        keys: impl Fn(usize) -> &'k [u32] + Sync,
    ) -> io::Result<()> {
        assert!(self.articles + articles <= self.division.articles(), "more articles than were announced");
        let starts: Vec<usize> = (0..articles).step_by(AT_A_TIME).collect();
        let (division, before) = (self.division, self.articles);
        let divided = |&start: &usize| {
            let articles = start..articles.min(start + AT_A_TIME);
            divided(articles.map(|at| ((before + at) as u32, keys(at))), division)
        };
        for starts in starts.chunks(4 * rayon::current_num_threads()) {
            let divided: Vec<Divided> = starts.par_iter().map(divided).collect();
            // Each is a piece of its own, so that several threads read a part.
            divided.chunks(1).try_for_each(|divided| self.parts.add(divided))?;
        }
        self.articles += articles;
        Ok(())
    }

    /// Number of articles.
    pub(super) fn articles(&self) -> usize {
        self.articles
    }

    pub(super) fn division(&self) -> Division {
        self.division
    }

    /// The parts, as many together as there is room for.
    pub(super) fn groups(&self) -> Vec<Range<usize>> {
        let entries = |part: usize| self.parts.pieces(part).iter().map(|piece| piece.count()).sum::<usize>();
        let (mut groups, mut sum) = (Vec::<Range<usize>>::new(), 0);
        for part in 0..self.parts.count() {
            sum += entries(part);
            match groups.last_mut() {
                Some(group) if sum <= self.division.room => group.end = part + 1,
                _ => {
                    sum = entries(part);
                    groups.push(part..part + 1);
                }
            }
        }
        groups
    }

    /// The entries of each range of some parts, in several lists, of those articles that have a rank, by which they are named
    /// from now on.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub(super) fn ranges(
        &self,
        parts: Range<usize>,
        rank: impl Fn(usize) -> Option<u32> + Sync,
    ) -> io::Result<Vec<Vec<Vec<Entry>>>> {
        let count = parts.len() * self.division.ranges();
        // Each with the number of the first range of its part.
        let of_part = |(number, part): (usize, usize)| {
            self.parts.pieces(part).iter().map(move |&piece| (number * self.division.ranges(), piece))
        };
        let pieces: Vec<(usize, Piece)> = parts.enumerate().flat_map(of_part).collect();
        let chunk = pieces.len().div_ceil(4 * rayon::current_num_threads()).max(1);
        let chunks = pieces.par_chunks(chunk).map(|pieces| self.of_pieces(pieces, count, &rank));
        let mut ranges = vec![Vec::new(); count];
        for chunk in chunks.collect::<io::Result<Vec<_>>>()? {
            ranges.iter_mut().zip(chunk).for_each(|(range, entries)| range.push(entries));
        }
        Ok(ranges)
    }

    fn of_pieces(
        &self,
        pieces: &[(usize, Piece)],
        ranges: usize,
        rank: impl Fn(usize) -> Option<u32>,
    ) -> io::Result<Vec<Vec<Entry>>> {
        let entries: usize = pieces.iter().map(|(_, piece)| piece.count()).sum();
        let expected = entries / ranges;
        let mut ranges = vec![Vec::new(); ranges];
        ranges.iter_mut().for_each(|range| range.reserve(some_more_than(expected)));
        for &(first, piece) in pieces {
            self.parts.read(piece, |number| {
                let entry = Entry::from(number);
                if let Some(article) = rank(self.division.article(entry) as usize) {
                    ranges[first + self.division.range(entry)].push(self.division.renamed(entry, article));
                }
            })?;
        }
        Ok(ranges)
    }
}

/// The entries of some articles, of each part by themselves.
fn divided<'k>(articles: impl Iterator<Item = (u32, &'k [u32])> + Clone, division: Division) -> Divided {
    let entries = articles.flat_map(|(article, keys)| {
        let following = keys.iter().skip(1).chain(keys.first());
        let entry = move |(&key, &next)| (division.part(key), division.entry(key, article, next).number());
        keys.iter().zip(following).map(entry)
    });
    Divided::new(division.parts(), entries)
}

/// What few of many ranges exceed where keys are spread as evenly as hashes are.
fn some_more_than(expected: usize) -> usize {
    expected + 3 * expected.isqrt()
}

#[cfg(test)]
mod tests {
    use std::env;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn each_entry_is_in_the_range_of_its_key_whatever_the_memory(
            articles in prop::collection::vec(prop::collection::vec(any::<u32>(), 0..90), 0..1_500),
            most in prop_oneof![Just(90), Just(100_000)],
            memory in prop_oneof![Just(0), Just(1 << 20), Just(1 << 30)],
        ) {
            let scratch = Scratch::new(memory, env::temp_dir());
            let mut keys = Keys::new(articles.len(), most, &scratch);
            for articles in articles.chunks(700) {
                keys.extend(articles.len(), |at| &articles[at]).unwrap();
            }
            let rank = |article: usize| (!article.is_multiple_of(7)).then_some(1_500 - article as u32);
            let division = keys.division();
            let mut found = Vec::new();
            for parts in keys.groups() {
                let ranges = keys.ranges(parts.clone(), rank).unwrap();
                for (number, range) in ranges.iter().enumerate() {
                    let part = parts.start + number / division.ranges();
                    let entries = range.concat();
                    let of_key = |&entry: &Entry| {
                        let key = division.key(part, entry);
                        (division.part(key), division.range(division.entry(key, 0, 0)))
                    };
                    prop_assert!(entries.iter().all(|entry| of_key(entry) == (part, number % division.ranges())));
                    found.extend(entries.iter().map(|&entry| {
                        (division.article(entry), division.key(part, entry), entry.next())
                    }));
                }
            }
            let expected = articles.iter().enumerate().filter_map(|(article, row)| Some((rank(article)?, row)));
            let mut expected: Vec<(u32, u32, u32)> = expected
                .flat_map(|(article, row)| {
                    (0..row.len()).map(move |at| (article, row[at], row[(at + 1) % row.len()] % 4096))
                })
                .collect();
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn few_keys_are_taken_together_however_many_were_expected() {
        let mut keys = Keys::new(1 << 20, 100, &Scratch::default());
        let row: Vec<u32> = (0..5_000).map(|n| crate::hash::mix(n) as u32).collect();
        keys.extend(1, |_| &row).unwrap();
        assert_eq!((keys.parts.count(), keys.groups().len()), (32, 1));
    }

    #[test]
    fn much_memory_leaves_one_part_and_little_many() {
        let parts = |articles: usize, memory: u64| {
            Division::new(100 << 20, articles, &Scratch::new(memory, env::temp_dir())).parts()
        };
        assert_eq!((parts(1 << 20, 1 << 40), parts(1 << 20, 0)), (1, 32));
        assert_eq!(parts(1 << 24, 1 << 40), 16, "an article has room for its number");
    }

    #[test]
    #[should_panic(expected = "more articles than were announced")]
    fn articles_for_whose_numbers_there_is_no_room_are_refused() {
        let mut keys = Keys::new(0, 1, &Scratch::default());
        let _ = keys.extend((1 << 20) + 1, |_| &[]);
    }
}
