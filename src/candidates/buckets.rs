//! Numbers that are divided into buckets as they come, in memory or in a file.

use std::io;

use crate::scratch::Store;

/// Numbers in buckets.
#[derive(Debug)]
pub(super) struct Buckets {
    store: Store,
    pieces: Vec<Vec<Piece>>,
}

/// Where numbers of one bucket are that were added at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    at: u64,
    /// In bytes.
    length: usize,
}

impl Piece {
    /// How many numbers there are.
    pub fn count(self) -> usize {
        self.length / size_of::<u64>()
    }
}

/// Some numbers, those of each bucket by themselves, as they are stored.
pub(super) struct Divided(Vec<Vec<u8>>);

impl Divided {
    /// Divides some `count` numbers, each given with its bucket.
    pub fn new(buckets: usize, count: usize, numbers: impl Iterator<Item = (usize, u64)>) -> Self {
        let mut divided = vec![Vec::new(); buckets];
        let expected = some_more_than(count / buckets.max(1));
        divided.iter_mut().for_each(|bytes| bytes.reserve(size_of::<u64>() * expected));
        for (bucket, number) in numbers {
            divided[bucket].extend_from_slice(&number.to_le_bytes());
        }
        Self(divided)
    }
}

impl Buckets {
    /// So many empty ones, in an empty store.
    pub fn new(buckets: usize, store: Store) -> Self {
        Self { store, pieces: vec![Vec::new(); buckets] }
    }

    /// The number of buckets.
    pub fn count(&self) -> usize {
        self.pieces.len()
    }

    /// Adds numbers in several lists, which become one piece of each bucket.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    pub fn add(&mut self, divided: &[Divided]) -> io::Result<()> {
        for (bucket, pieces) in self.pieces.iter_mut().enumerate() {
            let at = self.store.len();
            for bytes in
                divided.iter().map(|Divided(buckets)| &buckets[bucket]).filter(|bytes| !bytes.is_empty())
            {
                self.store.append(bytes)?;
            }
            let length = (self.store.len() - at) as usize;
            if length > 0 {
                pieces.push(Piece { at, length });
            }
        }
        Ok(())
    }

    /// What a bucket holds, in the order in which it was added.
    pub fn pieces(&self, bucket: usize) -> &[Piece] {
        &self.pieces[bucket]
    }

    /// Hands out the numbers of one piece.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub fn read(&self, piece: Piece, take: impl FnMut(u64)) -> io::Result<()> {
        let bytes = self.store.get(piece.at, piece.length)?;
        bytes.as_chunks().0.iter().map(|&bytes| u64::from_le_bytes(bytes)).for_each(take);
        Ok(())
    }
}

/// What few of many buckets exceed where numbers are spread as evenly as hashes are.
pub(super) fn some_more_than(expected: usize) -> usize {
    expected + 3 * expected.isqrt()
}
