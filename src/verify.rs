//! Candidate pairs to verified pairs: nothing is reported that has not been compared exactly.

use std::{collections::hash_map::Entry, io};

use ahash::HashMap;
use rayon::prelude::*;

use crate::{
    article::Article,
    candidates::Pair,
    furniture::{Furniture, TokenReader},
    groups::Groups,
    options::Options,
    overlap::{Evidence, Scores, Wanted, are_identical, compare_candidates},
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

/// The most articles of which a thread keeps the evidence at hand, some 20 kB for each: two times as many as are taken
/// together, so that those of two such groups are gathered once.
const AT_HAND: usize = 2 * NEIGHBOURS as usize;

/// The most tokens of those articles, some 50 bytes of evidence for each, so that a few books take no more than 1,024 articles
/// of a thousand words.
const TOKENS_AT_HAND: usize = 1 << 20;

/// Batches for each thread where there are few pairs, so that none is idle while another works.
const SHARES: usize = 8;

/// Those of the candidates whose articles have the same words in the same order. O(total length).
///
/// `done` is told how many candidates have been looked at.
///
/// # Errors
/// A text was put away and cannot be read.
pub fn identical(
    articles: &[&Article],
    furniture: &Furniture,
    candidates: &[Pair],
    done: impl Fn(usize) + Sync,
) -> io::Result<Vec<Verified>> {
    let reader = || TokenReader::new(furniture);
    let verified = candidates.par_chunks(BATCH).map_init(reader, |tokens, batch| {
        let mut verified = Vec::new();
        for group in batch.chunk_by(|x, y| x.0 == y.0) {
            let text = &articles[group[0].0 as usize].text;
            let first = tokens.read(text)?.to_vec();
            let whole = text.read()?;
            let scores = Scores { skip_resemblance: None, ..Scores::identical(&first) };
            for &(a, b) in group {
                let text = &articles[b as usize].text;
                if *text == *whole || are_identical(&first, tokens.read(text)?) {
                    verified.push(Verified { a, b, scores });
                }
            }
        }
        done(batch.len());
        Ok(verified)
    });
    Ok(verified.collect::<io::Result<Vec<_>>>()?.concat())
}

/// Articles that are compared with one another before the next ones are looked at.
///
/// Of 466,000 candidates among 84,678 wire items, nearly all in one component, evidence was gathered 120,000 times with
/// neighbours taken together, and about as often as there are pairs without.
const NEIGHBOURS: u32 = 512;

/// Compares every candidate exactly and returns those that are wanted; `done` is told how many were compared.
///
/// Articles that are candidates of each other are taken together, so that the evidence of an article is gathered once or
/// a few times and that of 1,024 at most is in memory for each thread. Linear in the candidates, times the size of an article.
///
/// # Errors
/// A text was put away and cannot be read.
pub fn verify(
    articles: &[&Article],
    furniture: &Furniture,
    candidates: &[Pair],
    options: &Options,
    wanted: Wanted,
    done: impl Fn(usize) + Sync,
) -> io::Result<Vec<Verified>> {
    let mut neighbours = Groups::new(articles.len());
    for &(a, b) in candidates {
        neighbours.join_up_to(a, b, NEIGHBOURS);
    }
    let place = |&(a, b): &Pair| {
        let (x, y) = (neighbours.find(a), neighbours.find(b));
        (x.min(y), x.max(y), a, b)
    };
    let mut order: Vec<_> = candidates.iter().map(place).collect();
    order.par_sort_unstable();

    let shares = rayon::current_num_threads() * SHARES;
    let batches = order.par_chunks(order.len().div_ceil(shares).clamp(64, BATCH));
    let verified = batches.map_init(
        || TokenReader::new(furniture),
        |tokens, batch| {
            let (mut known, mut held) = (HashMap::<u32, Evidence>::default(), 0);
            let mut scored = Vec::new();
            for &(_, _, a, b) in batch {
                if known.len() >= AT_HAND || held >= TOKENS_AT_HAND {
                    known.clear();
                    held = 0;
                }
                for index in [a, b] {
                    if let Entry::Vacant(unknown) = known.entry(index) {
                        let tokens = tokens.read(&articles[index as usize].text)?;
                        held += tokens.len();
                        unknown.insert(Evidence::new(tokens, options));
                    }
                }
                let scores = compare_candidates(&known[&a], &known[&b], options, wanted);
                scored.extend(scores.map(|scores| Verified { a, b, scores }));
            }
            done(batch.len());
            Ok(scored)
        },
    );
    Ok(verified.collect::<io::Result<Vec<_>>>()?.concat())
}
