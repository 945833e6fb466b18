//! A pair with the passages its articles share.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::PairEntry;
use crate::{
    passage::Passage,
    text::{Marks, Token},
};

/// Scores and passages of two articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The two articles and their scores.
    #[serde(flatten)]
    pub pair: PairEntry,
    /// The passages, in the order of reading of the first article.
    pub passages: Vec<PassageEntry>,
    /// What was set aside of each article as page furniture.
    pub furniture: FurnitureEntry,
}

/// The page furniture of two articles, in the order of reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FurnitureEntry {
    /// That of the first article.
    pub a: Vec<Bytes>,
    /// That of the second article.
    pub b: Vec<Bytes>,
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
    pub fn new(pair: PairEntry, passages: &[Passage], furniture: [&[Range<usize>]; 2]) -> Self {
        let [a, b] = furniture.map(|ranges| ranges.iter().map(Bytes::from).collect());
        let passages = passages.iter().map(PassageEntry::from).collect();
        Self { pair, passages, furniture: FurnitureEntry { a, b } }
    }
}

/// The stretches of a text that are page furniture, from the first to the last of neighbouring tokens of one line.
pub fn set_aside(tokens: &[Token]) -> Vec<Range<usize>> {
    let joined = |_: &Token, next: &Token| !next.marks.has(Marks::PARAGRAPH);
    let lines = tokens.chunk_by(joined);
    let stretches = lines.flat_map(|line| line.chunk_by(|x, y| x.is_compared() == y.is_compared()));
    let furniture = stretches.filter(|stretch| !stretch[0].is_compared());
    furniture.map(|stretch| stretch[0].start as usize..stretch[stretch.len() - 1].end as usize).collect()
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
