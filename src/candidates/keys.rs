//! The keys of all articles, as far as memory goes.

use std::{io, iter, ops::Range};

use crate::scratch::{Scratch, Store};

/// Articles whose keys are kept, and read, together: some 400 kB of them.
pub(crate) const BLOCK: usize = 1024;

/// Share of the memory that keys may take before they go on in a file.
const SHARE: u64 = 8;

/// Keys of articles, such as the values of a sketch, in the order in which they are added.
#[derive(Debug)]
pub struct Keys {
    store: Store,
    /// How many keys each article has.
    lengths: Vec<u32>,
    /// Where the keys of each block of articles are in the store, and how many there are.
    blocks: Vec<(u64, usize)>,
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
        Self { store: Store::new(scratch, scratch.memory() / SHARE), lengths: Vec::new(), blocks: Vec::new() }
    }

    /// Adds the keys of the next articles.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    ///
    /// # Panics
    /// With another number of articles than 1,024 twice: only the last block may be shorter.
    pub fn add<'k>(&mut self, articles: impl Iterator<Item = &'k [u32]>) -> io::Result<()> {
        assert_eq!(self.lengths.len(), self.blocks.len() * BLOCK, "only the last block is short");
        let mut bytes = Vec::new();
        for keys in articles {
            self.lengths.push(keys.len() as u32);
            bytes.extend(keys.iter().flat_map(|key| key.to_le_bytes()));
        }
        let at = self.store.append(&bytes)?;
        self.blocks.push((at, bytes.len() / 4));
        Ok(())
    }

    /// Number of articles.
    pub fn articles(&self) -> usize {
        self.lengths.len()
    }

    /// Number of keys.
    pub(super) fn len(&self) -> usize {
        self.blocks.iter().map(|&(_, keys)| keys).sum()
    }

    pub(super) fn blocks(&self) -> Range<usize> {
        0..self.blocks.len()
    }

    /// # Errors
    /// A temporary file cannot be read.
    pub(super) fn block(&self, block: usize) -> io::Result<Block<'_>> {
        let first = block * BLOCK;
        let lengths = &self.lengths[first..self.lengths.len().min(first + BLOCK)];
        let (at, keys) = self.blocks[block];
        Ok(Block { first, lengths, keys: numbers(&self.store, at, keys)? })
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
            for block in articles.chunks(BLOCK) {
                keys.add(block.iter().map(Vec::as_slice)).unwrap();
            }
            let blocks: Vec<Block> = keys.blocks().map(|block| keys.block(block).unwrap()).collect();
            let found: Vec<(usize, Vec<u32>)> =
                blocks.iter().flat_map(Block::articles).map(|(at, keys)| (at, keys.to_vec())).collect();
            prop_assert_eq!(found, articles.into_iter().enumerate().collect::<Vec<_>>());
        }
    }
}
