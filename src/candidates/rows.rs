//! Numbers of all articles, article after article, in memory or in a file.

use std::{io, iter, ops::Range};

use rayon::prelude::*;

use crate::scratch::Store;

/// Articles whose numbers are written and read together.
const IN_BLOCK: usize = 1024;

/// A row of numbers for each article: where it stands in lists.
///
/// What a row takes is all in the store, its length first, so that a million articles leave nothing in memory.
#[derive(Debug)]
pub(super) struct Rows {
    store: Store,
    /// Where each block of articles starts in the store.
    starts: Vec<u64>,
}

/// The rows of a block of articles.
pub(super) struct Block {
    first: usize,
    numbers: Vec<u32>,
}

impl Rows {
    /// The rows of so many articles, given by their numbers, put into an empty store.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    pub fn new<'r>(
        articles: usize,
        row: impl Fn(usize) -> &'r [u32] + Sync,
        mut store: Store,
    ) -> io::Result<Self> {
        let blocks: Vec<usize> = Self::blocks(articles).collect();
        let block = |&number: &usize| {
            let start = number * IN_BLOCK;
            bytes((start..articles.min(start + IN_BLOCK)).map(&row))
        };
        let mut starts = Vec::with_capacity(blocks.len());
        for blocks in blocks.chunks(4 * rayon::current_num_threads()) {
            let blocks: Vec<Vec<u8>> = blocks.par_iter().map(block).collect();
            for block in blocks {
                starts.push(store.append(&block)?);
            }
        }
        Ok(Self { store, starts })
    }

    /// The numbers of the blocks of so many articles.
    pub fn blocks(articles: usize) -> Range<usize> {
        0..articles.div_ceil(IN_BLOCK)
    }

    /// # Errors
    /// A temporary file cannot be read.
    pub fn block(&self, block: usize) -> io::Result<Block> {
        let start = self.starts[block];
        let end = self.starts.get(block + 1).copied().unwrap_or(self.store.len());
        let bytes = self.store.get(start, (end - start) as usize)?;
        let numbers = bytes.as_chunks().0.iter().map(|&bytes| u32::from_le_bytes(bytes)).collect();
        Ok(Block { first: block * IN_BLOCK, numbers })
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
    pub fn rows(&self) -> impl Iterator<Item = (usize, &[u32])> {
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
    use crate::scratch::Scratch;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_article_has_its_row_wherever_it_is_kept(
            articles in prop::collection::vec(prop::collection::vec(any::<u32>(), 0..4), 0..3 * IN_BLOCK),
            memory in prop_oneof![Just(0), Just(10_000), Just(1 << 30)],
        ) {
            let store = Store::new(&Scratch::new(memory, std::env::temp_dir()), memory);
            let rows = Rows::new(articles.len(), |at| &articles[at], store).unwrap();
            let blocks: Vec<Block> = Rows::blocks(articles.len()).map(|block| rows.block(block).unwrap()).collect();
            let found: Vec<(usize, Vec<u32>)> =
                blocks.iter().flat_map(|block| block.rows().map(|(article, row)| (article, row.to_vec()))).collect();
            prop_assert_eq!(found, articles.into_iter().enumerate().collect::<Vec<_>>());
        }
    }
}
