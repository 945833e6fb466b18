//! The keys of all articles, as far as memory goes.

use std::{io, iter, ops::Range};

use crate::scratch::{Scratch, Store};

/// Articles whose keys are read together: some 400 kB of them.
const BLOCK: usize = 1024;

/// Share of the memory that keys may take before they go on in a file.
const SHARE: u64 = 8;

/// Keys of articles, such as the values of a sketch, in the order in which they are added.
#[derive(Debug)]
pub struct Keys {
    store: Store,
    /// How many keys each article has.
    lengths: Vec<u32>,
    /// Where the keys of each block of articles start in the store.
    starts: Vec<u64>,
}

/// The keys of a block of articles.
pub(super) struct Block<'k> {
    first: usize,
    lengths: &'k [u32],
    keys: Vec<u32>,
}

impl Keys {
    /// None yet.
    pub fn new(scratch: &Scratch) -> Self {
        Self { store: Store::new(scratch, scratch.memory() / SHARE), lengths: Vec::new(), starts: Vec::new() }
    }

    /// Adds the keys of the next article.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    pub fn push(&mut self, keys: &[u32]) -> io::Result<()> {
        let at = append(&mut self.store, keys)?;
        if self.lengths.len().is_multiple_of(BLOCK) {
            self.starts.push(at);
        }
        self.lengths.push(keys.len() as u32);
        Ok(())
    }

    /// Number of articles.
    pub fn articles(&self) -> usize {
        self.lengths.len()
    }

    /// Number of keys.
    pub(super) fn len(&self) -> usize {
        self.store.len() as usize / size_of::<u32>()
    }

    pub(super) fn blocks(&self) -> Range<usize> {
        0..self.starts.len()
    }

    /// # Errors
    /// A temporary file cannot be read.
    pub(super) fn block(&self, block: usize) -> io::Result<Block<'_>> {
        let first = block * BLOCK;
        let lengths = &self.lengths[first..self.lengths.len().min(first + BLOCK)];
        let keys = lengths.iter().map(|&length| length as usize).sum();
        Ok(Block { first, lengths, keys: numbers(&self.store, self.starts[block], keys)? })
    }
}

impl Block<'_> {
    /// Each article with its keys.
    pub(super) fn articles(&self) -> impl Iterator<Item = (usize, &[u32])> {
        let mut rest = &self.keys[..];
        let mut lengths = self.lengths.iter();
        let keys = iter::from_fn(move || {
            let (keys, behind) = rest.split_at(*lengths.next()? as usize);
            rest = behind;
            Some(keys)
        });
        (self.first..).zip(keys)
    }
}

/// Adds numbers at the end of a store and returns the place of the first, from which [`numbers`] reads them.
///
/// # Errors
/// A temporary file is needed and cannot be written.
pub(super) fn append(store: &mut Store, numbers: &[u32]) -> io::Result<u64> {
    let bytes: Vec<[u8; 4]> = numbers.iter().map(|number| number.to_le_bytes()).collect();
    store.append(bytes.as_flattened())
}

/// So many numbers from a place of a store on.
///
/// # Errors
/// A temporary file cannot be read.
pub(super) fn numbers(store: &Store, at: u64, count: usize) -> io::Result<Vec<u32>> {
    let bytes = store.get(at, 4 * count)?;
    Ok(bytes.as_chunks().0.iter().map(|&bytes| u32::from_le_bytes(bytes)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn keys_are_those_that_were_added_wherever_they_are(
            articles in prop::collection::vec(prop::collection::vec(any::<u32>(), 0..5), 0..3_000),
            memory in prop_oneof![Just(0), Just(10_000), Just(1 << 30)],
        ) {
            let mut keys = Keys::new(&Scratch::new(memory, std::env::temp_dir()));
            for article in &articles {
                keys.push(article).unwrap();
            }
            let blocks: Vec<Block> = keys.blocks().map(|block| keys.block(block).unwrap()).collect();
            let found: Vec<(usize, Vec<u32>)> =
                blocks.iter().flat_map(Block::articles).map(|(at, keys)| (at, keys.to_vec())).collect();
            prop_assert_eq!(found, articles.into_iter().enumerate().collect::<Vec<_>>());
        }
    }
}
