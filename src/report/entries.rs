//! The long lists of a report, which are never in memory as a whole.

use std::fmt;

use serde::{Serialize, Serializer};

/// Entries that are made when they are asked for, of what they are about: the list is as small as its length, and
/// writing it needs the memory of a few.
pub struct Entries<'a, T> {
    len: usize,
    entry: Box<dyn Fn(usize) -> T + Sync + 'a>,
}

impl<'a, T> Entries<'a, T> {
    pub(super) fn new(len: usize, entry: impl Fn(usize) -> T + Sync + 'a) -> Self {
        Self { len, entry: Box::new(entry) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entry of that index, made anew.
    ///
    /// # Panics
    /// When there are no more than `index` entries.
    pub fn get(&self, index: usize) -> T {
        assert!(index < self.len, "entry {index} is asked for of {}", self.len);
        (self.entry)(index)
    }

    /// All of them, one at a time.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = T> {
        (0..self.len).map(&self.entry)
    }
}

impl<T: Serialize> Serialize for Entries<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<T: fmt::Debug> fmt::Debug for Entries<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
