//! Which words an article has, in a kilobit: a bound on what two articles may have in common.

/// Bits of a sketch. 1,024 for some 200 different stems estimate how many are common to within about five.
const BITS: usize = 1024;

/// A Bloom filter with one hash function of the stems of an article's content words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    bits: [u64; BITS / 64],
    different: u32,
    grams: bool,
}

impl Vocabulary {
    /// Sketches stems given in any order, with repetitions; `grams` tells that n-grams are among them. O(n log n).
    pub fn new(stems: &[u64], grams: bool) -> Self {
        let mut bits = [0; BITS / 64];
        for &stem in stems {
            let bit = (stem >> 32) as usize % BITS;
            bits[bit / 64] |= 1 << (bit % 64);
        }
        let mut different = stems.to_vec();
        different.sort_unstable();
        different.dedup();
        Self { bits, different: different.len() as u32, grams }
    }

    /// An estimate of the share of the smaller vocabulary that the other holds too, about 0..=1, and 1 where one of the
    /// sketches is too full to tell.
    ///
    /// Source: Swamidass, Baldi, "Mathematical correction for fingerprint similarity measures", J. Chem. Inf. Model.
    /// 2007, equation 4: the size of a union from the bits set in it.
    pub fn estimated_containment(&self, other: &Self) -> f64 {
        let united: u32 = self.bits.iter().zip(&other.bits).map(|(a, b)| (a | b).count_ones()).sum();
        if united as usize * 8 > BITS * 7 {
            return 1.0;
        }
        let size = BITS as f64;
        let union = -size * (1.0 - f64::from(united) / size).ln();
        let common = f64::from(self.different + other.different) - union;
        common / f64::from(self.different.min(other.different).max(1))
    }

    /// Whether the two may be the same copy, or share what would make them `partial`, by their words alone.
    ///
    /// Of the copies among 2,610 wire items the smaller vocabulary is contained to at least 0.45, of those in labelled
    /// articles in Chinese and Thai to 0.2; 95 % of all other pairs are below 0.3. The limits leave room for the error
    /// of the estimate.
    pub fn may_be_the_same_copy(&self, other: &Self) -> bool {
        let least = if self.grams && other.grams { 0.1 } else { 0.3 };
        self.estimated_containment(other) >= least
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    fn vocabulary(range: std::ops::Range<u64>) -> Vocabulary {
        Vocabulary::new(&range.map(hash::mix).collect::<Vec<_>>(), false)
    }

    #[test]
    fn containment_is_estimated_closely() {
        for common in [0_u64, 40, 100, 200] {
            for trial in 0..50 {
                let base = trial << 32;
                let a = vocabulary(base..base + 200);
                let b = vocabulary(base + 200 - common..base + 500 - common);
                let truth = common as f64 / 200.0;
                let estimate = a.estimated_containment(&b);
                assert!((estimate - truth).abs() < 0.15, "{estimate} for {truth}");
            }
        }
    }

    #[test]
    fn a_full_sketch_rules_nothing_out() {
        assert_eq!(vocabulary(0..5_000).estimated_containment(&vocabulary(9_000..9_100)), 1.0);
    }
}
