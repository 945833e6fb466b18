//! Numbers that are divided into buckets as they come, in memory or in a file.

use std::{io, mem};

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

/// Some numbers, those of one bucket behind those of another, as they are stored.
pub(super) struct Divided {
    numbers: Vec<[u8; size_of::<u64>()]>,
    /// Where those of each bucket end.
    ends: Vec<usize>,
}

impl Divided {
    /// Divides some numbers, each given with its bucket. They are gone through twice: first to see how much room each bucket
    /// needs.
    pub fn new(buckets: usize, numbers: impl Iterator<Item = (usize, u64)> + Clone) -> Self {
        let mut ends = vec![0; buckets];
        numbers.clone().for_each(|(bucket, _)| ends[bucket] += 1);
        let mut start = 0;
        for end in &mut ends {
            start += mem::replace(end, start);
        }
        let mut divided = vec![[0; _]; start];
        // What were starts are ends thereafter.
        for (bucket, number) in numbers {
            let end = &mut ends[bucket];
            divided[*end] = number.to_le_bytes();
            *end += 1;
        }
        Self { numbers: divided, ends }
    }

    fn bucket(&self, bucket: usize) -> &[u8] {
        let start = bucket.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.numbers[start..self.ends[bucket]].as_flattened()
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
                divided.iter().map(|divided| divided.bucket(bucket)).filter(|bytes| !bytes.is_empty())
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
