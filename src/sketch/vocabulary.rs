//! Which words an article has, in a kilobit: a bound on what two articles may have in common.

use rayon::prelude::*;

/// Bits of a sketch. 1,024 for some 200 different stems estimate how many are common to within about five.
const BITS: usize = 1024;

/// A Bloom filter with one hash function of the stems of an article's content words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    bits: [u64; BITS / 64],
    /// How many of them are set.
    set: u32,
    grams: bool,
}

impl Vocabulary {
    /// Sketches stems given in any order, with repetitions, by the upper halves of their hashes; `grams` tells that
    /// n-grams are among them. O(n).
    pub fn new(stems: &[u32], grams: bool) -> Self {
        let mut bits = [0; BITS / 64];
        for &stem in stems {
            let bit = stem as usize % BITS;
            bits[bit / 64] |= 1 << (bit % 64);
        }
        Self { bits, set: bits.iter().map(|bits: &u64| bits.count_ones()).sum(), grams }
    }
}

/// A vocabulary and the weight of all its words.
#[derive(Debug, Clone, Copy)]
pub struct Weighed<'v> {
    vocabulary: &'v Vocabulary,
    weight: u32,
}

impl Weighed<'_> {
    /// An estimate of the share of the smaller vocabulary, by the weight of its words, that the other holds too: about 0
    /// for strangers, 1 for copies, and 1 where one of the sketches is too full to tell.
    pub fn estimated_containment(&self, other: &Self, rarity: &Rarity) -> f64 {
        let (less, more) =
            if self.vocabulary.set <= other.vocabulary.set { (self, other) } else { (other, self) };
        let full = f64::from(more.vocabulary.set) / BITS as f64;
        if full > 0.875 {
            return 1.0;
        }
        let both = std::array::from_fn(|at| less.vocabulary.bits[at] & more.vocabulary.bits[at]);
        let share = f64::from(rarity.weight(&both)) / f64::from(less.weight.max(1));
        // What a bit that is set has found by chance.
        ((share - full) / (1.0 - full)).max(0.0)
    }

    /// Whether the two may be the same copy, or share what would make them `partial`, by their words alone and, where they
    /// have little in common, by the weight of their common skip shingles.
    ///
    /// Of the copies among 2,610 wire items the smaller vocabulary is contained to at least 0.36, of those in labelled
    /// articles in Chinese and Thai to 0.2; 95 % of all other pairs are below 0.3. The limits leave room for the error
    /// of the estimate. The weight times the square of the containment is below 0.6 for 44 % of the other
    /// candidates among 84,678 wire items and for 1 in 1,000 of the copies.
    pub fn may_be_the_same_copy(&self, other: &Self, rarity: &Rarity, weight: u16) -> bool {
        let containment = self.estimated_containment(other, rarity);
        if self.vocabulary.grams && other.vocabulary.grams {
            return containment >= 0.1;
        }
        containment >= 0.3 && f64::from(weight) * containment * containment >= LITTLE
    }
}

/// Weight of common skip shingles, times the square of the containment, below which two articles are no candidates.
const LITTLE: f64 = 0.6;

/// How rare the words behind each bit are in a set of articles: two that share "reactor" and "cobalt" have more in common
/// than two that share "today" and "officials".
///
/// With the same share of the copies kept, this left 115,000 candidates of the 310,000 that equal weights left among
/// 100,000 generated articles, and 466,000 of 908,000 among 84,678 wire items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rarity {
    /// The weight of each bit in binary, the lowest digit first.
    digits: [[u64; BITS / 64]; DIGITS],
}

/// Binary digits of a weight.
const DIGITS: usize = 4;

/// Weight of a bit that one article in e has. The rarest, that one in 43 has, weigh 15, and the most common ones 1.
const SCALE: f64 = 4.0;

/// Articles of ordinary words that are added to those that are counted, so that few articles tell little.
const PRIOR: f64 = 100.0;

impl Rarity {
    /// Counts the words of `vocabularies`. O(n).
    pub fn of<'v>(vocabularies: impl ParallelIterator<Item = &'v Vocabulary>) -> Self {
        let counts = vocabularies.fold(Counts::default, Counts::with).reduce(Counts::default, Counts::and);
        let articles = f64::from(counts.articles);
        let usual = f64::from(counts.bits.iter().sum::<u32>()) / (BITS as f64 * articles.max(1.0));
        let mut digits = [[0; BITS / 64]; DIGITS];
        for (bit, &count) in counts.bits.iter().enumerate() {
            let share = (f64::from(count) + PRIOR * usual) / (articles + PRIOR);
            let weight = (SCALE * (1.0 / share).ln()).round().clamp(1.0, 15.0) as u64;
            for (digit, bits) in digits.iter_mut().enumerate() {
                bits[bit / 64] |= (weight >> digit & 1) << (bit % 64);
            }
        }
        Self { digits }
    }

    /// Weighs a vocabulary, which is needed once for each and not once for each pair.
    pub fn weighed<'v>(&self, vocabulary: &'v Vocabulary) -> Weighed<'v> {
        Weighed { vocabulary, weight: self.weight(&vocabulary.bits) }
    }

    fn weight(&self, bits: &[u64; BITS / 64]) -> u32 {
        let weight = |(power, digit): (usize, &[u64; BITS / 64])| {
            bits.iter().zip(digit).map(|(x, y)| (x & y).count_ones()).sum::<u32>() << power
        };
        self.digits.iter().enumerate().map(weight).sum()
    }
}

/// How many articles have each bit.
struct Counts {
    articles: u32,
    bits: Vec<u32>,
}

impl Default for Counts {
    fn default() -> Self {
        Self { articles: 0, bits: vec![0; BITS] }
    }
}

impl Counts {
    fn with(mut self, vocabulary: &Vocabulary) -> Self {
        self.articles += 1;
        for (counts, &bits) in self.bits.chunks_exact_mut(64).zip(&vocabulary.bits) {
            for (bit, count) in counts.iter_mut().enumerate() {
                *count += (bits >> bit & 1) as u32;
            }
        }
        self
    }

    fn and(mut self, other: Self) -> Self {
        self.articles += other.articles;
        for (count, more) in self.bits.iter_mut().zip(other.bits) {
            *count += more;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;
    use crate::hash;

    fn vocabulary(range: std::ops::Range<u64>) -> Vocabulary {
        Vocabulary::new(&range.map(|n| hash::mix(n) as u32).collect::<Vec<_>>(), false)
    }

    fn containment(a: &Vocabulary, b: &Vocabulary, rarity: &Rarity) -> f64 {
        rarity.weighed(a).estimated_containment(&rarity.weighed(b), rarity)
    }

    #[test]
    fn containment_is_estimated_closely() {
        for common in [0_u64, 40, 100, 200] {
            for trial in 0..50 {
                let base = trial << 32;
                let a = vocabulary(base..base + 200);
                let b = vocabulary(base + 200 - common..base + 500 - common);
                let truth = common as f64 / 200.0;
                let estimate = containment(&a, &b, &Rarity::of(iter::once(&a).par_bridge()));
                assert!((estimate - truth).abs() < 0.15, "{estimate} for {truth}");
            }
        }
    }

    #[test]
    fn a_full_sketch_rules_nothing_out() {
        let (full, other) = (vocabulary(0..5_000), vocabulary(9_000..9_100));
        let rarity = Rarity::of([&full, &other].into_par_iter());
        assert_eq!(containment(&full, &other, &rarity), 1.0);
    }

    #[test]
    fn what_all_articles_say_counts_less_than_what_two_say() {
        let article = |own: u64, common: std::ops::Range<u64>| {
            let stems =
                (own << 32..(own << 32) + 60).chain(common).map(|n| hash::mix(n) as u32).collect::<Vec<_>>();
            Vocabulary::new(&stems, false)
        };
        let articles: Vec<Vocabulary> = (1..2_000).map(|own| article(own, 0..60)).collect();
        let rarity = Rarity::of(articles.par_iter());
        let strangers = containment(&articles[0], &articles[1], &rarity);
        let copies = containment(&articles[0], &article(1, 30..60), &rarity);
        assert!(strangers < 0.15 && copies > 0.8, "{strangers} {copies}");
    }
}
