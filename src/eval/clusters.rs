//! Two partitions of the same articles to figures: adjusted Rand index and B-cubed.

use std::{collections::BTreeMap, hash::Hash};

use ahash::AHashMap;
use serde::Serialize;

use crate::report::four_digits;

/// How many articles each class of one partition, and each pair of classes of both, holds.
struct Contingency {
    /// Articles in both a class of the truth and a class that was found.
    both: BTreeMap<(usize, usize), usize>,
    truth: Vec<usize>,
    found: Vec<usize>,
}

impl Contingency {
    fn new<T: Hash + Eq, F: Hash + Eq>(articles: impl IntoIterator<Item = (T, F)>) -> Self {
        let (mut truths, mut founds) = (AHashMap::new(), AHashMap::new());
        let mut table = Self { both: BTreeMap::new(), truth: Vec::new(), found: Vec::new() };
        for (truth, found) in articles {
            let (next_truth, next_found) = (truths.len(), founds.len());
            let cell =
                (*truths.entry(truth).or_insert(next_truth), *founds.entry(found).or_insert(next_found));
            *table.both.entry(cell).or_default() += 1;
            table.truth.resize(truths.len(), 0);
            table.found.resize(founds.len(), 0);
            table.truth[cell.0] += 1;
            table.found[cell.1] += 1;
        }
        table
    }

    fn articles(&self) -> usize {
        self.truth.iter().sum()
    }
}

/// The adjusted Rand index of two partitions, given as the two classes of each article: 1 for equal partitions,
/// about 0 for independent ones, below 0 for worse.
///
/// It is the share of pairs of articles on which the partitions agree, corrected for the agreement to be expected by
/// chance (Hubert, Arabie, "Comparing partitions", Journal of Classification 2, 1985). Where chance leaves no room,
/// as when every article stands alone in both, the partitions are equal and it is 1. O(n log n).
pub fn adjusted_rand_index<T: Hash + Eq, F: Hash + Eq>(articles: impl IntoIterator<Item = (T, F)>) -> f64 {
    let table = Contingency::new(articles);
    let pairs = |count: usize| count as f64 * (count as f64 - 1.0) / 2.0;
    let together: f64 = table.both.values().map(|&count| pairs(count)).sum();
    let truth: f64 = table.truth.iter().map(|&count| pairs(count)).sum();
    let found: f64 = table.found.iter().map(|&count| pairs(count)).sum();
    let all = pairs(table.articles());
    let expected = if all > 0.0 { truth * found / all } else { 0.0 };
    let greatest = f64::midpoint(truth, found);
    if greatest > expected { (together - expected) / (greatest - expected) } else { 1.0 }
}

/// B-cubed precision and recall of clusters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BCubed {
    /// Mean over the articles of the share of their found cluster that belongs with them, 0..=1.
    #[serde(serialize_with = "four_digits")]
    pub precision: f64,
    /// Mean over the articles of the share of their true cluster that was found with them, 0..=1.
    #[serde(serialize_with = "four_digits")]
    pub recall: f64,
    /// The harmonic mean of the two.
    #[serde(serialize_with = "four_digits")]
    pub f1: f64,
}

/// B-cubed of two partitions, given as the true and the found class of each article; all 0 without articles.
///
/// Every article counts the same, so that a large cluster weighs by its members and not by its pairs (Bagga, Baldwin,
/// "Entity-based cross-document coreferencing using the vector space model", COLING-ACL 1998; why it is the measure
/// to take: Amigó, Gonzalo, Artiles, Verdejo, "A comparison of extrinsic clustering evaluation metrics based on formal
/// constraints", Information Retrieval 12, 2009). O(n log n).
pub fn b_cubed<T: Hash + Eq, F: Hash + Eq>(articles: impl IntoIterator<Item = (T, F)>) -> BCubed {
    let table = Contingency::new(articles);
    let all = table.articles();
    if all == 0 {
        return BCubed { precision: 0.0, recall: 0.0, f1: 0.0 };
    }
    let mean = |class: &dyn Fn((usize, usize)) -> usize| {
        let shares = table.both.iter().map(|(&cell, &count)| (count * count) as f64 / class(cell) as f64);
        shares.sum::<f64>() / all as f64
    };
    let precision = mean(&|cell| table.found[cell.1]);
    let recall = mean(&|cell| table.truth[cell.0]);
    BCubed { precision, recall, f1: 2.0 * precision * recall / (precision + recall) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By counting pairs: a together in both, b only in the truth, c only in what was found, d in neither.
    fn pair_counting(articles: &[(u8, u8)]) -> f64 {
        let (mut a, mut b, mut c, mut d) = (0.0, 0.0, 0.0, 0.0);
        for (i, x) in articles.iter().enumerate() {
            for y in &articles[..i] {
                match (x.0 == y.0, x.1 == y.1) {
                    (true, true) => a += 1.0,
                    (true, false) => b += 1.0,
                    (false, true) => c += 1.0,
                    (false, false) => d += 1.0,
                }
            }
        }
        let room = (a + b) * (b + d) + (a + c) * (c + d);
        if room == 0.0 { 1.0 } else { 2.0 * (a * d - b * c) / room }
    }

    fn naive_b_cubed(articles: &[(u8, u8)]) -> (f64, f64) {
        let (mut precision, mut recall) = (0.0, 0.0);
        for x in articles {
            let both = articles.iter().filter(|&y| y == x).count() as f64;
            precision += both / articles.iter().filter(|y| y.1 == x.1).count() as f64;
            recall += both / articles.iter().filter(|y| y.0 == x.0).count() as f64;
        }
        (precision / articles.len() as f64, recall / articles.len() as f64)
    }

    fn near(x: f64, y: f64) -> bool {
        (x - y).abs() < 1e-12
    }

    proptest! {
        #[test]
        fn the_adjusted_rand_index_is_that_of_counted_pairs(articles in prop::collection::vec((0_u8..5, 0_u8..5), 0..40)) {
            prop_assert!(near(adjusted_rand_index(articles.clone()), pair_counting(&articles)));
        }

        #[test]
        fn b_cubed_is_the_mean_over_the_articles(articles in prop::collection::vec((0_u8..5, 0_u8..5), 1..40)) {
            let figures = b_cubed(articles.clone());
            let (precision, recall) = naive_b_cubed(&articles);
            prop_assert!(near(figures.precision, precision) && near(figures.recall, recall));
        }

        #[test]
        fn equal_partitions_score_one(classes in prop::collection::vec(0_u8..5, 1..40)) {
            let twice = || classes.iter().map(|&class| (class, u32::from(class) * 7));
            prop_assert!(near(adjusted_rand_index(twice()), 1.0));
            prop_assert!(near(b_cubed(twice()).f1, 1.0));
        }
    }

    /// The example in the documentation of scikit-learn's `adjusted_rand_score`.
    #[test]
    fn a_known_adjusted_rand_index() {
        assert!((adjusted_rand_index([(0, 0), (0, 0), (1, 1), (1, 2)]) - 0.571_428).abs() < 1e-6);
    }

    #[test]
    fn without_articles_nothing_panics() {
        assert_eq!(adjusted_rand_index::<u8, u8>([]), 1.0);
        assert_eq!(b_cubed::<u8, u8>([]).f1, 0.0);
    }
}
