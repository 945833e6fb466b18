//! MinHash by one permutation: one hash a shingle, one value a bin.

use super::{Mismatch, agree};
use crate::hash;

/// A one-permutation MinHash sketch of word shingles, densified.
///
/// Every shingle is hashed once; its upper half chooses the bin, its lower half is the value, and a bin keeps its least (Li,
/// Owen, Zhang, "One permutation hashing", NIPS 2012). An empty bin takes the value of another, chosen round after round,
/// in the same order for every article, until it meets one that has a value of its own, which keeps the estimate unbiased
/// (Shrivastava, "Optimal densification for fast and accurate minwise hashing", ICML 2017). The choices of a round are one
/// shift, so that they can be told from either side: filled bins lend while they are fewer, which keeps few shingles from
/// costing more than many (Mai et al., "On densification for minwise hashing", UAI 2019). O(shingles + bins log bins).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinHash {
    shingle: usize,
    values: Box<[u32]>,
}

impl MinHash {
    /// Sketches shingles of `shingle` tokens into `bins` values; `None` for an article without shingles.
    ///
    /// # Panics
    /// When `bins` is 0.
    pub fn new(shingle: usize, bins: usize, shingles: impl IntoIterator<Item = u64>) -> Option<Self> {
        assert!(bins > 0, "a sketch needs at least one bin");
        let mut values = vec![EMPTY; bins].into_boxed_slice();
        shingles.into_iter().for_each(|hash| {
            let value = &mut values[place(hash, bins)];
            *value = (*value).min((hash as u32).min(EMPTY - 1));
        });
        match values.iter().filter(|&&value| value == EMPTY).count() {
            0 => (),
            empty if empty == bins => return None,
            empty => densify(&mut values, empty),
        }
        Some(Self { shingle, values })
    }

    /// The values, one a bin.
    pub fn values(&self) -> &[u32] {
        &self.values
    }

    /// An unbiased estimate of the resemblance of the two shingle sets, 0..=1, with a standard deviation of
    /// about √(J(1−J)/bins).
    ///
    /// # Errors
    /// When the shingle length or the number of bins differs.
    pub fn estimated_resemblance(&self, other: &Self) -> Result<f64, Mismatch> {
        agree("shingle", self.shingle, other.shingle)?;
        agree("bins", self.values.len(), other.values.len())?;
        let equal = self.values.iter().zip(&other.values).filter(|(a, b)| a == b).count();
        Ok(equal as f64 / self.values.len() as f64)
    }
}

/// What stands in a bin without a shingle.
const EMPTY: u32 = u32::MAX;

/// Gives each of the `empty` bins the value of the first that is filled of those a round's shift before it. A round is gone
/// through from the filled bins or from the empty ones, whichever are fewer.
fn densify(values: &mut [u32], mut empty: usize) {
    let (own, bins) = (values.to_vec(), values.len());
    let mut shifts = (1..).map(|round| place(hash::mix(round), bins));
    let mut shift = || shifts.next().expect("rounds have no end");
    if empty > bins / 2 {
        let mut lenders = Vec::with_capacity(bins - empty);
        lenders.extend((0..bins).filter(|&bin| own[bin] != EMPTY));
        while empty > lenders.len() {
            let shift = shift();
            for &lender in &lenders {
                let borrower = &mut values[wrapped(lender + shift, bins)];
                if *borrower == EMPTY {
                    *borrower = own[lender];
                    empty -= 1;
                }
            }
        }
    }
    let mut borrowers = Vec::with_capacity(empty);
    borrowers.extend((0..bins).filter(|&bin| values[bin] == EMPTY));
    while !borrowers.is_empty() {
        let shift = shift();
        borrowers.retain(|&borrower| {
            values[borrower] = own[wrapped(borrower + bins - shift, bins)];
            values[borrower] == EMPTY
        });
    }
}

/// A bin counted on behind the last one.
fn wrapped(bin: usize, bins: usize) -> usize {
    if bin < bins { bin } else { bin - bins }
}

/// The bin that a hash belongs to.
#[inline]
fn place(hash: u64, bins: usize) -> usize {
    (((hash >> 32) * bins as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(range: std::ops::Range<u64>) -> impl Iterator<Item = u64> {
        range.map(hash::mix)
    }

    #[test]
    fn a_known_set_has_a_known_sketch() {
        let sketch = MinHash::new(5, 8, set(0..20)).unwrap();
        assert_eq!(
            sketch.values(),
            [156626994, 2918178816, 595603613, 903603774, 479680206, 2918178816, 4172122879, 2065550767]
        );
    }

    #[test]
    fn differing_parameters_are_named() {
        let (a, b) = (MinHash::new(5, 8, set(0..20)).unwrap(), MinHash::new(3, 8, set(0..20)).unwrap());
        assert_eq!(a.estimated_resemblance(&b).unwrap_err().parameter, "shingle");
        let c = MinHash::new(5, 16, set(0..20)).unwrap();
        assert_eq!(a.estimated_resemblance(&c).unwrap_err().parameter, "bins");
    }

    proptest! {
        #[test]
        fn an_empty_bin_borrows_as_its_naive_twin_does(
            mut own in prop::collection::vec(0..EMPTY, 1..200),
            keep in 0.0..1.0,
        ) {
            let bins = own.len();
            let own_of = |bin: usize| bin == 0 || (hash::mix(bin as u64) >> 32) as f64 / 2_f64.powi(32) < keep;
            own.iter_mut().enumerate().filter(|&(bin, _)| !own_of(bin)).for_each(|(_, value)| *value = EMPTY);
            let twin = |bin: usize| {
                let chosen = (0..).map(|round| match round {
                    0 => bin,
                    _ => (bin + bins - place(hash::mix(round), bins)) % bins,
                });
                chosen.map(|bin| own[bin]).find(|&value| value != EMPTY).unwrap()
            };
            let expected: Vec<u32> = (0..bins).map(twin).collect();
            let mut values = own.clone();
            let empty = values.iter().filter(|&&value| value == EMPTY).count();
            densify(&mut values, empty);
            prop_assert_eq!(values, expected);
        }
    }

    /// Short articles leave most bins empty, which is where densification earns its name.
    #[test]
    fn the_estimate_is_unbiased_and_as_spread_as_the_theory_says() {
        const BINS: usize = 128;
        const TRIALS: u64 = 400;
        for (size, resemblance) in [(30, 0.5), (1000, 0.5), (1000, 0.1)] {
            let shared = (2.0 * size as f64 * resemblance / (1.0 + resemblance)).round() as u64;
            let truth = shared as f64 / (2 * size - shared) as f64;
            let estimates: Vec<f64> = (0..TRIALS)
                .map(|trial| {
                    let base = trial << 20;
                    let a = MinHash::new(5, BINS, set(base..base + size)).unwrap();
                    let b =
                        MinHash::new(5, BINS, set(base + size - shared..base + 2 * size - shared)).unwrap();
                    a.estimated_resemblance(&b).unwrap()
                })
                .collect();
            let mean = estimates.iter().sum::<f64>() / TRIALS as f64;
            let variance = estimates.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (TRIALS - 1) as f64;
            // A set of fewer elements than bins cannot do better than its own elements.
            let independent = truth * (1.0 - truth) / BINS.min(2 * size as usize - shared as usize) as f64;
            assert!(
                (mean - truth).abs() < 4.0 * (variance / TRIALS as f64).sqrt(),
                "{size}: {mean} for {truth}"
            );
            assert!(variance < 2.0 * independent, "{size}: variance {variance}, in theory {independent}");
        }
    }
}
