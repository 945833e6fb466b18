//! A key with its article in one number, and how these are divided.

use crate::scratch::{Scratch, Share};

/// Parts of the keys that are sorted at once, so that no thread waits for what one alone does at the end of each.
pub(super) const AT_ONCE: usize = 2;

/// The least entries of a part.
const LEAST: usize = 1 << 22;

/// The most, however much memory there is, so that places in lists leave bits for other uses.
const MOST: usize = 1 << 28;

/// Entries of one range of keys, which are sorted in a second-level cache.
const RANGE: usize = 1 << 15;

/// Bits that are kept of the key which follows in an article's sketch, to tell who else has it: of strangers one in 4,096
/// seems to.
const NEXT: u32 = 12;

/// Bits for an article's number where there is one part only. Each time that parts are halved the keys in them leave one
/// bit more.
const ARTICLE: u32 = u32::BITS - NEXT;

/// A key of an article. Entries of one part are in the order of their keys, then of their articles.
///
/// From the upper bits to the lower ones: those of the key, its lowest first, that the part leaves open; the article; and the
/// lowest of the key that follows in the article's sketch, the first being that of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(u64);

impl Entry {
    pub fn number(self) -> u64 {
        self.0
    }

    /// What is kept of the key that follows.
    pub fn next(self) -> u32 {
        self.0 as u32 & ((1 << NEXT) - 1)
    }
}

impl From<u64> for Entry {
    /// What has this [`number`](Entry::number).
    fn from(number: u64) -> Self {
        Self(number)
    }
}

/// How keys are divided into parts, and these into ranges, of which there are powers of two.
///
/// By the lower bits: the upper ones of the least hashes of a set are all alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Division {
    /// Bits of the keys that tell parts.
    parts: u32,
    /// Bits behind these that tell the ranges of a part.
    ranges: u32,
    /// Entries that are sorted at once at the most, but for those of a single part.
    pub room: usize,
}

impl Division {
    /// For at most so many keys of so many articles.
    pub fn new(keys: usize, articles: usize, scratch: &Scratch) -> Self {
        let room = scratch.share(Share::Parts) as usize / AT_ONCE / size_of::<Entry>();
        let room = room.clamp(LEAST, MOST);
        let bits = |count: usize| count.next_power_of_two().ilog2();
        let ranges = bits(keys.div_ceil(RANGE));
        let parts = bits(keys.div_ceil(room)).min(ranges).max(bits(articles).saturating_sub(ARTICLE));
        Self { parts, ranges: ranges.saturating_sub(parts), room }
    }

    pub fn parts(self) -> usize {
        1 << self.parts
    }

    /// For how many articles there is room.
    pub fn articles(self) -> usize {
        1 << (ARTICLE + self.parts)
    }

    /// The ranges of one part.
    pub fn ranges(self) -> usize {
        1 << self.ranges
    }

    /// The part of a key.
    pub fn part(self, key: u32) -> usize {
        (u64::from(key.reverse_bits()) >> (u32::BITS - self.parts)) as usize
    }

    /// An entry of the part of `key`.
    pub fn entry(self, key: u32, article: u32, next: u32) -> Entry {
        let open = (u64::from(key.reverse_bits()) << self.parts) as u32;
        let next = u64::from(next) & ((1 << NEXT) - 1);
        Entry(u64::from(open) << 32 | u64::from(article) << NEXT | next)
    }

    /// Bits of the article in an entry, and of the key that follows.
    fn lower(self) -> u32 {
        u32::BITS + self.parts
    }

    /// The number of the range of an entry in its part.
    pub fn range(self, entry: Entry) -> usize {
        (entry.0 >> u32::BITS >> (u32::BITS - self.ranges)) as usize
    }

    /// The first bits of an entry that its range leaves open.
    pub fn spread(self, entry: Entry) -> u32 {
        (entry.0 << self.ranges >> u32::BITS) as u32
    }

    /// The key of an entry of a part.
    pub fn key(self, part: usize, entry: Entry) -> u32 {
        let open = entry.0 >> u32::BITS >> self.parts;
        (((part as u64) << (u32::BITS - self.parts) | open) as u32).reverse_bits()
    }

    /// Whether two entries of one part have the same key.
    pub fn are_alike(self, a: Entry, b: Entry) -> bool {
        (a.0 ^ b.0) >> self.lower() == 0
    }

    /// The bits of an entry that name its article.
    fn names(self) -> u64 {
        ((1 << self.lower()) - 1) & !((1 << NEXT) - 1)
    }

    pub fn article(self, entry: Entry) -> u32 {
        ((entry.0 & self.names()) >> NEXT) as u32
    }

    /// The entry with another article.
    pub fn renamed(self, entry: Entry, article: u32) -> Entry {
        Entry(entry.0 & !self.names() | u64::from(article) << NEXT)
    }
}
