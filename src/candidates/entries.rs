//! Keys with their articles, divided by key into parts that are sorted one at a time.

use std::{io, ops::Range};

use rayon::prelude::*;

use super::{rows::Rows, weights::Behind};
use crate::scratch::{Scratch, Share, Store};

/// Parts that are sorted at once, so that no thread waits for what one alone does at the end of each.
pub(super) const AT_ONCE: usize = 2;

/// The least entries of a part.
const LEAST: usize = 1 << 22;

/// The most, however much memory there is, so that places in lists leave bits for other uses.
const MOST: usize = Behind::PLACES / 2;

/// Entries of one range of keys, which are sorted in a second-level cache.
const RANGE: usize = 1 << 15;

/// Blocks of articles whose keys are divided at once by a thread: some 10 MB of entries.
const BLOCKS: usize = 8;

/// A key of an article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub key: u32,
    /// The key that follows in the article's sketch, the first being that of the last.
    pub next: u32,
    pub article: u32,
}

impl Entry {
    const BYTES: usize = 12;

    fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..4].copy_from_slice(&self.key.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.next.to_le_bytes());
        bytes[8..].copy_from_slice(&self.article.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        Self { key: number(0), next: number(4), article: number(8) }
    }
}

/// The entries of some ranges of keys.
pub(super) struct Part {
    division: Division,
    store: Store,
    /// What was appended at once: place and length in bytes.
    pieces: Vec<(u64, usize)>,
}

/// How keys are divided into ranges, and these into parts; both are powers of two.
#[derive(Debug, Clone, Copy)]
struct Division {
    ranges: usize,
    in_part: usize,
}

impl Division {
    fn new(keys: usize, scratch: &Scratch) -> Self {
        let room = scratch.share(Share::Parts) as usize / AT_ONCE / Entry::BYTES;
        let ranges = keys.div_ceil(RANGE).next_power_of_two();
        let parts = keys.div_ceil(room.clamp(LEAST, MOST)).next_power_of_two().min(ranges);
        Self { ranges, in_part: ranges / parts }
    }

    fn parts(self) -> usize {
        self.ranges / self.in_part
    }

    /// By the lower bits, the upper ones of the least hashes of a set being all alike.
    fn part(self, key: u32) -> usize {
        (key as usize & (self.ranges - 1)) >> self.in_part.ilog2()
    }

    fn range_in_part(self, key: u32) -> usize {
        key as usize & (self.in_part - 1)
    }
}

/// Divides the keys of the articles that have a rank, by which articles are named from now on. Goes over all keys once.
///
/// # Errors
/// A temporary file cannot be read or written.
pub(super) fn divide(
    keys: &Rows,
    rank: impl Fn(usize) -> Option<u32> + Sync,
    scratch: &Scratch,
) -> io::Result<Vec<Part>> {
    let division = Division::new(keys.numbers(), scratch);
    let share = scratch.share(Share::Entries) / division.parts() as u64;
    let part = || Part { division, store: Store::new(scratch, share), pieces: Vec::new() };
    let mut parts: Vec<Part> = (0..division.parts()).map(|_| part()).collect();
    let starts: Vec<usize> = keys.blocks().step_by(BLOCKS).collect();
    for starts in starts.chunks(2 * rayon::current_num_threads()) {
        let blocks = |&start: &usize| start..keys.blocks().end.min(start + BLOCKS);
        let divided = starts.par_iter().map(|start| division.bytes(keys, blocks(start), &rank));
        let divided = divided.collect::<io::Result<Vec<_>>>()?;
        let of_part = |part: usize| divided.iter().map(move |parts| &parts[part]);
        let append = |(at, part): (usize, &mut Part)| of_part(at).try_for_each(|bytes| part.append(bytes));
        parts.par_iter_mut().enumerate().try_for_each(append)?;
    }
    Ok(parts)
}

impl Division {
    /// The entries of some blocks of articles, of each part by themselves.
    fn bytes(
        self,
        keys: &Rows,
        blocks: Range<usize>,
        rank: impl Fn(usize) -> Option<u32>,
    ) -> io::Result<Vec<Vec<u8>>> {
        let expected = keys.numbers() / keys.blocks().len().max(1) * blocks.len() / self.parts();
        let mut parts = vec![Vec::new(); self.parts()];
        parts.iter_mut().for_each(|part| part.reserve(Entry::BYTES * some_more_than(expected)));
        for block in blocks {
            let block = keys.block(block)?;
            for (article, keys) in block.rows() {
                let Some(article) = rank(article) else { continue };
                let following = keys.iter().skip(1).chain(keys.first());
                for (&key, &next) in keys.iter().zip(following) {
                    let entry = Entry { key, next, article };
                    parts[self.part(key)].extend_from_slice(&entry.to_bytes());
                }
            }
        }
        Ok(parts)
    }
}

impl Part {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let at = self.store.append(bytes)?;
        self.pieces.push((at, bytes.len()));
        Ok(())
    }

    /// The entries of each of its ranges, in several lists.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub fn ranges(self) -> io::Result<Vec<Vec<Vec<Entry>>>> {
        let chunk = self.pieces.len().div_ceil(4 * rayon::current_num_threads()).max(1);
        let chunks = self.pieces.par_chunks(chunk).map(|pieces| self.of_pieces(pieces));
        let mut ranges = vec![Vec::new(); self.division.in_part];
        for chunk in chunks.collect::<io::Result<Vec<_>>>()? {
            ranges.iter_mut().zip(chunk).for_each(|(range, entries)| range.push(entries));
        }
        Ok(ranges)
    }

    fn of_pieces(&self, pieces: &[(u64, usize)]) -> io::Result<Vec<Vec<Entry>>> {
        let bytes: usize = pieces.iter().map(|&(_, length)| length).sum();
        let expected = bytes / Entry::BYTES / self.division.in_part;
        let mut ranges = vec![Vec::new(); self.division.in_part];
        ranges.iter_mut().for_each(|range| range.reserve(some_more_than(expected)));
        for &(at, length) in pieces {
            for bytes in self.store.get(at, length)?.as_chunks().0 {
                let entry = Entry::from_bytes(bytes);
                ranges[self.division.range_in_part(entry.key)].push(entry);
            }
        }
        Ok(ranges)
    }
}

/// What few of many parts exceed, keys being spread as evenly as hashes are.
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
            memory in prop_oneof![Just(0), Just(1 << 20), Just(1 << 30)],
        ) {
            let scratch = Scratch::new(memory, env::temp_dir());
            let mut keys = Rows::new(&scratch);
            keys.extend(articles.len(), |at| &articles[at]).unwrap();
            let rank = |article: usize| (!article.is_multiple_of(7)).then_some(article as u32);
            let mut found = Vec::new();
            for part in divide(&keys, rank, &scratch).unwrap() {
                for range in part.ranges().unwrap() {
                    let entries = range.concat();
                    let number = |entry: &Entry| entry.key as usize % keys.numbers().div_ceil(RANGE).next_power_of_two();
                    prop_assert!(entries.windows(2).all(|two| number(&two[0]) == number(&two[1])));
                    found.extend(entries.iter().map(|entry| (entry.article, entry.key, entry.next)));
                }
            }
            let expected = articles.iter().enumerate().filter_map(|(article, row)| Some((rank(article)?, row)));
            let mut expected: Vec<(u32, u32, u32)> = expected
                .flat_map(|(article, row)| (0..row.len()).map(move |at| (article, row[at], row[(at + 1) % row.len()])))
                .collect();
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn much_memory_leaves_one_part_and_little_many() {
        let parts = |memory: u64| Division::new(100 << 20, &Scratch::new(memory, env::temp_dir())).parts();
        assert_eq!((parts(1 << 40), parts(0)), (1, 32));
    }
}
