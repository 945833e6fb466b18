//! Candidate pairs to verified pairs: nothing is reported that has not been compared exactly.

use std::{collections::hash_map::Entry, io};

use ahash::HashMap;
use rayon::prelude::*;

use crate::{
    article::{Article, Text},
    candidates::Pair,
    furniture::{Furniture, TokenReader},
    groups::Groups,
    options::Options,
    overlap::{Evidence, Scores, Wanted, are_identical, compare_candidates},
    progress::Progress,
};

/// A pair of articles, the lesser index first, with its exact scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verified {
    /// Index of the first article.
    pub a: u32,
    /// Index of the second article.
    pub b: u32,
    /// What the comparison found.
    pub scores: Scores,
}

/// The most pairs that one thread compares before it looks for others.
const BATCH: usize = 4096;

/// The fewest: to begin costs as much as to compare some pairs.
const FEWEST: usize = 64;

/// The most articles of which a thread keeps the evidence at hand, some 20 kB for each: two times as many as are taken
/// together, so that those of two such groups are gathered once.
const AT_HAND: usize = 2 * NEIGHBOURS as usize;

/// The most tokens of those articles, some 50 bytes of evidence for each, so that a few books take no more than 1,024 articles
/// of a thousand words.
const TOKENS_AT_HAND: usize = 1 << 20;

/// Batches for each thread where there are few pairs, so that none is idle while another works.
const SHARES: usize = 8;

/// Articles that are compared with one another before the next ones are looked at.
///
/// Of 466,000 candidates among 84,678 wire items, nearly all in one component, evidence was gathered 120,000 times with
/// neighbours taken together, and about as often as there are pairs without.
const NEIGHBOURS: u32 = 512;

fn batch(pairs: &[Pair]) -> usize {
    pairs.len().div_ceil(SHARES * rayon::current_num_threads()).clamp(FEWEST, BATCH)
}

/// What the candidates of one scan are compared by.
pub struct Verifier<'s, P> {
    /// The articles that candidates name.
    pub articles: &'s [&'s Article],
    /// Their furniture, which is not compared.
    pub furniture: &'s Furniture,
    /// What decides on verdicts.
    pub options: &'s Options,
    /// Told of all candidates.
    pub progress: &'s P,
}

impl<P: Progress> Verifier<'_, P> {
    /// Those of the candidates whose articles have the same words in the same order. O(total length).
    ///
    /// # Errors
    /// A text was put away and cannot be read.
    pub fn identical(&self, candidates: &[Pair]) -> io::Result<Vec<Verified>> {
        self.progress.begin("comparing", candidates.len(), "pairs");
        let verified = candidates.par_chunks(batch(candidates)).map_init(
            || TokenReader::new(self.furniture),
            |tokens, batch| {
                let mut verified = Vec::new();
                for group in batch.chunk_by(|x, y| x.0 == y.0) {
                    let text = self.text(group[0].0);
                    let first = tokens.read(text)?.to_vec();
                    let whole = text.read()?;
                    let scores = Scores { skip_resemblance: None, ..Scores::identical(&first) };
                    for &(a, b) in group {
                        let text = self.text(b);
                        if *text == *whole || are_identical(&first, tokens.read(text)?) {
                            verified.push(Verified { a, b, scores });
                        }
                    }
                }
                self.progress.advance(batch.len());
                Ok(verified)
            },
        );
        Ok(verified.collect::<io::Result<Vec<_>>>()?.concat())
    }

    /// Compares every candidate exactly and returns those that are wanted.
    ///
    /// Articles that are candidates of each other are taken together, so that the evidence of an article is gathered once or
    /// a few times and that of 1,024 at most is in memory for each thread. Linear in the candidates, times the size of an
    /// article.
    ///
    /// # Errors
    /// A text was put away and cannot be read.
    pub fn compare(&self, candidates: &[Pair], wanted: Wanted) -> io::Result<Vec<Verified>> {
        self.progress.begin("comparing", candidates.len(), "pairs");
        let order = self.neighbours_together(candidates);
        let verified = order.par_chunks(batch(&order)).map_init(
            || TokenReader::new(self.furniture),
            |tokens, batch| {
                let (mut known, mut held) = (HashMap::<u32, Evidence>::default(), 0);
                let mut scored = Vec::new();
                for &(a, b) in batch {
                    if known.len() >= AT_HAND || held >= TOKENS_AT_HAND {
                        known.clear();
                        held = 0;
                    }
                    for index in [a, b] {
                        if let Entry::Vacant(unknown) = known.entry(index) {
                            let tokens = tokens.read(self.text(index))?;
                            held += tokens.len();
                            unknown.insert(Evidence::new(tokens, self.options));
                        }
                    }
                    let scores = compare_candidates(&known[&a], &known[&b], self.options, wanted);
                    scored.extend(scores.map(|scores| Verified { a, b, scores }));
                }
                self.progress.advance(batch.len());
                Ok(scored)
            },
        );
        Ok(verified.collect::<io::Result<Vec<_>>>()?.concat())
    }

    fn neighbours_together(&self, candidates: &[Pair]) -> Vec<Pair> {
        let mut neighbours = Groups::new(self.articles.len());
        for &(a, b) in candidates {
            neighbours.join_up_to(a, b, NEIGHBOURS);
        }
        let place = |&(a, b): &Pair| {
            let (x, y) = (neighbours.find(a), neighbours.find(b));
            (x.min(y), x.max(y), a, b)
        };
        let mut order: Vec<_> = candidates.iter().map(place).collect();
        order.par_sort_unstable();
        order.into_iter().map(|(_, _, a, b)| (a, b)).collect()
    }

    fn text(&self, article: u32) -> &Text {
        &self.articles[article as usize].text
    }
}
