//! A pair with the passages its articles share.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::PairEntry;
use crate::passage::Passage;

/// Scores and passages of two articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The two articles and their scores.
    #[serde(flatten)]
    pub pair: PairEntry,
    /// The passages, in the order of reading of the first article.
    pub passages: Vec<PassageEntry>,
}

/// A passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageEntry {
    /// Where it stands in the first text.
    pub a: Bytes,
    /// Where it stands in the second text.
    pub b: Bytes,
    /// Tokens that match.
    pub matched: usize,
    /// The stretches inside that are equal word for word, in order of reading.
    pub runs: Vec<RunEntry>,
}

/// A stretch that is equal in both texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEntry {
    /// Where it stands in the first text.
    pub a: Bytes,
    /// Where it stands in the second text.
    pub b: Bytes,
}

/// A range of the bytes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Explanation {
    /// Puts an explanation together.
    pub fn new(pair: PairEntry, passages: &[Passage]) -> Self {
        Self { pair, passages: passages.iter().map(PassageEntry::from).collect() }
    }
}

impl From<&Passage> for PassageEntry {
    fn from(passage: &Passage) -> Self {
        let runs = passage.runs.iter().map(|(a, b)| RunEntry { a: a.into(), b: b.into() });
        Self {
            a: (&passage.a).into(),
            b: (&passage.b).into(),
            matched: passage.matched,
            runs: runs.collect(),
        }
    }
}

impl From<&Range<usize>> for Bytes {
    fn from(range: &Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}
