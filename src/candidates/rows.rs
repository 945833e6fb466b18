//! Numbers of all articles, article after article, in memory or in a file.

use std::{io, iter, ops::Range};

use crate::scratch::{Scratch, Store};

/// Articles whose numbers are read together: some 400 kB of keys.
const BLOCK: usize = 1024;

/// Share of the memory that keys may take before they go on in a file.
const SHARE: u64 = 8;

/// A row of numbers for each article: its keys, or where it stands in lists.
///
/// What a row takes is all in the store, its length first, so that a million articles leave nothing in memory.
#[derive(Debug)]
pub struct Rows {
    store: Store,
    articles: usize,
    /// Where each block of articles starts in the store.
    starts: Vec<u64>,
    row: Vec<u8>,
}

/// The rows of a block of articles.
pub(super) struct Block {
    first: usize,
    numbers: Vec<u32>,
}

impl Rows {
    /// None yet, in an eighth of the memory.
    pub fn new(scratch: &Scratch) -> Self {
        Self::with_share(scratch, scratch.memory() / SHARE)
    }

    /// None yet, in so many bytes of memory.
    pub(super) fn with_share(scratch: &Scratch, share: u64) -> Self {
        Self { store: Store::new(scratch, share), articles: 0, starts: Vec::new(), row: Vec::new() }
    }

    /// Adds the row of the next article.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    pub fn push(&mut self, row: &[u32]) -> io::Result<()> {
        self.row.clear();
        let numbers = iter::once(row.len() as u32).chain(row.iter().copied());
        self.row.extend(numbers.flat_map(u32::to_le_bytes));
        let at = self.store.append(&self.row)?;
        if self.articles.is_multiple_of(BLOCK) {
            self.starts.push(at);
        }
        self.articles += 1;
        Ok(())
    }

    /// Number of rows.
    pub(super) fn articles(&self) -> usize {
        self.articles
    }

    /// How many numbers there are in all rows.
    pub(super) fn numbers(&self) -> usize {
        self.store.len() as usize / size_of::<u32>() - self.articles
    }

    pub(super) fn blocks(&self) -> Range<usize> {
        0..self.starts.len()
    }

    /// # Errors
    /// A temporary file cannot be read.
    pub(super) fn block(&self, block: usize) -> io::Result<Block> {
        let start = self.starts[block];
        let end = self.starts.get(block + 1).copied().unwrap_or(self.store.len());
        let bytes = self.store.get(start, (end - start) as usize)?;
        let numbers = bytes.as_chunks().0.iter().map(|&bytes| u32::from_le_bytes(bytes)).collect();
        Ok(Block { first: block * BLOCK, numbers })
    }
}

impl Block {
    /// The articles of the block, in order, each with its row.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &[u32])> {
        let mut rest = &self.numbers[..];
        let rows = iter::from_fn(move || {
            let (&length, behind) = rest.split_first()?;
            let (row, behind) = behind.split_at(length as usize);
            rest = behind;
            Some(row)
        });
        (self.first..).zip(rows)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_article_has_its_row_wherever_it_is_kept(
            articles in prop::collection::vec(prop::collection::vec(any::<u32>(), 0..4), 0..3 * BLOCK),
            memory in prop_oneof![Just(0), Just(10_000), Just(1 << 30)],
        ) {
            let mut rows = Rows::new(&Scratch::new(memory, std::env::temp_dir()));
            for row in &articles {
                rows.push(row).unwrap();
            }
            let blocks: Vec<Block> = rows.blocks().map(|block| rows.block(block).unwrap()).collect();
            let found: Vec<(usize, Vec<u32>)> =
                blocks.iter().flat_map(|block| block.rows().map(|(article, row)| (article, row.to_vec()))).collect();
            prop_assert_eq!((rows.articles(), rows.numbers()), (articles.len(), articles.concat().len()));
            prop_assert_eq!(found, articles.into_iter().enumerate().collect::<Vec<_>>());
        }
    }
}
