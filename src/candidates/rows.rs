//! Numbers of all articles, article after article, in memory or in a file.

use std::{io, iter, ops::Range};

use rayon::prelude::*;

use crate::scratch::{Scratch, Share, Store};

/// Articles whose numbers are written and read together: some 400 kB of keys.
pub const ROWS_IN_BLOCK: usize = 1024;

/// A row of numbers for each article: its keys, or where it stands in lists.
///
/// What a row takes is all in the store, its length first, so that a million articles leave nothing in memory.
#[derive(Debug)]
pub struct Rows {
    store: Store,
    articles: usize,
    /// Where each block of articles starts in the store.
    starts: Vec<u64>,
}

/// The rows of a block of articles.
pub(super) struct Block {
    first: usize,
    numbers: Vec<u32>,
}

impl Rows {
    /// None yet, in an eighth of the memory.
    pub fn new(scratch: &Scratch) -> Self {
        Self::with_share(scratch, scratch.share(Share::Keys))
    }

    /// None yet, in so many bytes of memory.
    pub(super) fn with_share(scratch: &Scratch, share: u64) -> Self {
        Self { store: Store::new(scratch, share), articles: 0, starts: Vec::new() }
    }

    /// Adds the rows of the next articles, given by their number among these.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    ///
    /// # Panics
    /// When a number of articles has been added before that is no multiple of [`ROWS_IN_BLOCK`].
    pub fn extend<'r>(&mut self, articles: usize, row: impl Fn(usize) -> &'r [u32] + Sync) -> io::Result<()> {
        assert!(self.articles.is_multiple_of(ROWS_IN_BLOCK), "only the last block may be less than whole");
        let starts: Vec<usize> = (0..articles).step_by(ROWS_IN_BLOCK).collect();
        let block = |&start: &usize| bytes((start..articles.min(start + ROWS_IN_BLOCK)).map(&row));
        for starts in starts.chunks(4 * rayon::current_num_threads()) {
            let blocks: Vec<Vec<u8>> = starts.par_iter().map(block).collect();
            for block in blocks {
                self.starts.push(self.store.append(&block)?);
            }
        }
        self.articles += articles;
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
        Ok(Block { first: block * ROWS_IN_BLOCK, numbers })
    }
}

/// Rows as they are stored.
fn bytes<'r>(rows: impl Iterator<Item = &'r [u32]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend((row.len() as u32).to_le_bytes());
        let start = bytes.len();
        bytes.resize(start + size_of_val(row), 0);
        let places = bytes[start..].as_chunks_mut().0;
        places.iter_mut().zip(row).for_each(|(place, number)| *place = number.to_le_bytes());
    }
    bytes
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
            articles in prop::collection::vec(prop::collection::vec(any::<u32>(), 0..4), 0..3 * ROWS_IN_BLOCK),
            memory in prop_oneof![Just(0), Just(10_000), Just(1 << 30)],
        ) {
            let mut rows = Rows::new(&Scratch::new(memory, std::env::temp_dir()));
            for articles in articles.chunks(ROWS_IN_BLOCK) {
                rows.extend(articles.len(), |at| &articles[at]).unwrap();
            }
            let blocks: Vec<Block> = rows.blocks().map(|block| rows.block(block).unwrap()).collect();
            let found: Vec<(usize, Vec<u32>)> =
                blocks.iter().flat_map(|block| block.rows().map(|(article, row)| (article, row.to_vec()))).collect();
            prop_assert_eq!((rows.articles(), rows.numbers()), (articles.len(), articles.concat().len()));
            prop_assert_eq!(found, articles.into_iter().enumerate().collect::<Vec<_>>());
        }
    }
}
