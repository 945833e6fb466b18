//! Bits of a MinHash sketch, which tell most articles that share a key by chance from those that share shingles.

use std::num::NonZero;

use super::MinHash;

/// One bit of each of up to 127 values of a sketch (b-bit minwise hashing: Li, König, WWW 2010).
///
/// Of two articles of resemblance J a share of (1 + J) / 2 of the bits agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature(NonZero<u128>);

/// Bits that say something; another is always set, so that an `Option` takes no more room.
const BITS: usize = 127;

/// Standard deviations that the number of bits which agree may lie below what is expected, beyond which two articles are
/// strangers: of those that resemble each other just as much as is asked for 1 in 4,000.
const DEVIATIONS: f64 = 3.5;

impl Signature {
    /// The lowest bits of the values.
    pub fn new(sketch: &MinHash) -> Self {
        let bits = sketch.values().iter().take(BITS).enumerate();
        let bits = bits.fold(0, |bits, (at, &value)| bits | u128::from(value & 1) << at);
        Self(NonZero::<u128>::MIN | bits << 1)
    }

    /// How many bits agree.
    pub fn agreeing(self, other: Self) -> u32 {
        (self.0.get() ^ other.0.get()).count_zeros()
    }

    /// How many bits of sketches of so many bins agree, at least, where two articles resemble each other so much, 0..=1.
    pub fn least_agreeing(resemblance: f64, bins: usize) -> u32 {
        let bits = bins.min(BITS) as f64;
        let expected = (1.0 + resemblance) / 2.0;
        let least = bits * expected - DEVIATIONS * (bits * expected * (1.0 - expected)).sqrt();
        least.max(0.0) as u32 + (u128::BITS - bits as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    const BINS: usize = 128;

    fn signature(range: std::ops::Range<u64>) -> Signature {
        Signature::new(&MinHash::new(5, BINS, range.map(hash::mix)).unwrap())
    }

    #[test]
    fn strangers_are_told_from_articles_that_resemble_each_other() {
        let least = Signature::least_agreeing(0.45, BINS);
        let (mut strangers, mut alike) = (0, 0);
        for trial in 0..1000 {
            let start = trial << 20;
            let own = signature(start..start + 300);
            strangers += usize::from(own.agreeing(signature(start + 1000..start + 1300)) >= least);
            // 190 of 410 are in both.
            alike += usize::from(own.agreeing(signature(start + 110..start + 410)) >= least);
        }
        assert!(strangers < 50, "{strangers} of 1,000 strangers are not told");
        assert!(alike >= 995, "{alike} of 1,000 are found");
    }

    #[test]
    fn the_same_sketch_agrees_in_all_bits_and_few_bins_rule_nothing_out() {
        let own = signature(0..300);
        assert_eq!(own.agreeing(own), u128::BITS);
        assert!(Signature::least_agreeing(1.0, BINS) <= u128::BITS);
        let sketch = |range: std::ops::Range<u64>| MinHash::new(5, 4, range.map(hash::mix)).unwrap();
        let (a, b) = (Signature::new(&sketch(0..99)), Signature::new(&sketch(1000..1099)));
        assert!(a.agreeing(b) >= Signature::least_agreeing(0.45, 4));
    }

    #[test]
    fn an_article_without_one_takes_no_more_room() {
        assert_eq!(size_of::<Option<Signature>>(), size_of::<u128>());
    }
}
