//! Which words an article has, in a kilobit: a bound on what two articles may have in common.

use std::{hint::black_box, ops::BitXor};

use rayon::prelude::*;

/// Bits of a sketch. 1,024 for some 200 different stems estimate how many are common to within about five.
const BITS: usize = 1024;

/// A Bloom filter with one hash function of the stems of an article's content words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))] // Two lines of a cache, of which most comparisons need the first.
pub struct Vocabulary {
    bits: [u64; BITS / 64],
}

impl Vocabulary {
    /// Sketches stems given in any order, with repetitions, by the upper halves of their hashes. O(n).
    pub fn new(stems: &[u32]) -> Self {
        let mut bits = [0; BITS / 64];
        for &stem in stems {
            let bit = stem as usize % BITS;
            bits[bit / 64] |= 1 << (bit % 64);
        }
        Self { bits }
    }
}

/// The vocabularies of all articles, weighed.
#[derive(Debug)]
pub struct Vocabularies<'v> {
    vocabularies: &'v [Vocabulary],
    rarity: Rarity,
    weights: Vec<Weight>,
}

/// What a vocabulary weighs.
#[derive(Debug, Clone, Copy)]
struct Weight {
    /// How many bits are set.
    set: u16,
    /// Weight of the bits that are set in the first half.
    half: u16,
    /// Weight of all that are.
    whole: u16,
    grams: bool,
}

/// Estimated containment of the first half of a sketch below which its second half is not looked at: at less than a third
/// of the least that counts, by two to three standard deviations of the estimate.
const HALF: f64 = 0.12;

/// Weight of common skip shingles, times the square of the containment, below which two articles are no candidates.
const LITTLE: f64 = 0.6;

impl<'v> Vocabularies<'v> {
    /// Weighs vocabularies; `grams` tells of each whether n-grams are in it. O(n).
    pub fn new(vocabularies: &'v [Vocabulary], grams: impl Fn(usize) -> bool + Sync) -> Self {
        let rarity = Rarity::of(vocabularies.par_iter());
        let weight = |(index, Vocabulary { bits }): (usize, &Vocabulary)| {
            let [first, second] =
                [Half::First, Half::Second].map(|half| rarity.weight(half.of(bits), half) as u16);
            let set = bits.iter().map(|bits| bits.count_ones() as u16).sum();
            Weight { set, half: first, whole: first + second, grams: grams(index) }
        };
        let weights = vocabularies.par_iter().enumerate().map(weight).collect();
        Self { vocabularies, rarity, weights }
    }

    /// An estimate of the share of the smaller vocabulary, by the weight of its words, that the other holds too: about 0
    /// for strangers, 1 for copies, and 1 where one of the sketches is too full to tell. Where half of the sketches say that
    /// it is close to 0 it is estimated by them.
    pub fn estimated_containment(&self, a: u32, b: u32) -> f64 {
        self.estimated_beyond_half(a, b, self.common_in_half(a, b))
    }

    /// The same where the first halves were looked at already.
    fn estimated_beyond_half(&self, a: u32, b: u32, first: Result<u32, f64>) -> f64 {
        match first {
            Ok(first) => {
                let (less, full) = self.lesser(a, b);
                beyond_chance(first + self.common(a, b, Half::Second), less.whole, full)
            }
            Err(estimate) => estimate,
        }
    }

    /// What the first halves of two sketches have in common weighs. The error is the estimate where no more is needed for it.
    fn common_in_half(&self, a: u32, b: u32) -> Result<u32, f64> {
        let (less, full) = self.lesser(a, b);
        if full > 0.875 {
            return Err(1.0);
        }
        let common = self.common(a, b, Half::First);
        let estimate = beyond_chance(common, less.half, full);
        if estimate < HALF && !self.have_grams(a, b) { Err(estimate) } else { Ok(common) }
    }

    /// Whether n-grams are in both.
    fn have_grams(&self, a: u32, b: u32) -> bool {
        self.weights[a as usize].grams && self.weights[b as usize].grams
    }

    /// What the lesser of two vocabularies weighs, and which share of the bits of the other is set.
    fn lesser(&self, a: u32, b: u32) -> (Weight, f64) {
        let (x, y) = (self.weights[a as usize], self.weights[b as usize]);
        let (less, more) = if x.set <= y.set { (x, y) } else { (y, x) };
        (less, f64::from(more.set) / BITS as f64)
    }

    /// What the words that two vocabularies have in common weigh, in one half of their sketches.
    fn common(&self, a: u32, b: u32, half: Half) -> u32 {
        let [a, b] = [a, b].map(|article| half.of(&self.vocabularies[article as usize].bits));
        self.rarity.weight(&std::array::from_fn(|at| a[at] & b[at]), half)
    }

    /// Leaves of other articles, each with the weight of what it has in common with one, those that may be the same copy, or
    /// share what would make them `partial`: by their words alone and, where they have little in common, by that weight.
    pub fn retain_plausible(&self, article: u32, others: &mut Vec<(u32, u16)>) {
        // Their vocabularies are anywhere in memory: all are asked for before the first is compared, and what half of them
        // leave is asked for the other half.
        let bits = |other: u32, half: Half| half.of(&self.vocabularies[other as usize].bits)[0];
        let first = others
            .iter()
            .map(|&(other, _)| bits(other, Half::First) ^ u64::from(self.weights[other as usize].set));
        black_box(first.fold(0, BitXor::bitxor));
        let halves =
            others.drain(..).map(|(other, weight)| (other, weight, self.common_in_half(article, other)));
        let halves: Vec<(u32, u16, Result<u32, f64>)> =
            halves.filter(|&(.., half)| half.map_or_else(|estimate| estimate >= HALF, |_| true)).collect();
        let second = halves.iter().map(|&(other, ..)| bits(other, Half::Second));
        black_box(second.fold(0, BitXor::bitxor));
        for (other, weight, half) in halves {
            let containment = self.estimated_beyond_half(article, other, half);
            if self.may_be_the_same_copy(article, other, weight, containment) {
                others.push((other, weight));
            }
        }
    }

    /// Whether two articles of this containment, whose common skip shingles have this weight, may be the same copy.
    ///
    /// Of the copies among 2,610 wire items the smaller vocabulary is contained to at least 0.36, of those in labelled
    /// articles in Chinese and Thai to 0.2; 95 % of all other pairs are below 0.3. The limits leave room for the error
    /// of the estimate. The weight times the square of the containment is below 0.6 for
    /// less than 1 in 1,000 of the copies among 84,678 wire items, and for a quarter of their candidates.
    fn may_be_the_same_copy(&self, a: u32, b: u32, weight: u16, containment: f64) -> bool {
        if self.have_grams(a, b) {
            return containment >= 0.1;
        }
        containment >= 0.3 && f64::from(weight) * containment * containment >= LITTLE
    }
}

/// What is in common as a share of what there is, less what a bit that is set has found by chance.
fn beyond_chance(common: u32, of: u16, full: f64) -> f64 {
    let share = f64::from(common) / f64::from(of.max(1));
    ((share - full) / (1.0 - full)).max(0.0)
}

/// Numbers of one half of a sketch, a line of a cache.
const HALF_BITS: usize = BITS / 128;

/// One half of a sketch.
#[derive(Debug, Clone, Copy)]
enum Half {
    First,
    Second,
}

impl Half {
    fn of(self, bits: &[u64; BITS / 64]) -> &[u64; HALF_BITS] {
        let half = match self {
            Self::First => bits.first_chunk(),
            Self::Second => bits.last_chunk(),
        };
        half.expect("half of them")
    }
}

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

    /// The weight of the bits of one half of a sketch: at most 7,680.
    ///
    /// Not every processor that this is compiled for counts bits by itself. Digits are added up in fields of four bits, of
    /// eight and of sixteen, so that what would be counted four times is counted once.
    #[inline]
    fn weight(&self, bits: &[u64; HALF_BITS], half: Half) -> u32 {
        let digits = self.digits.each_ref().map(|digit| half.of(digit));
        let mut sums = 0;
        for at in 0..HALF_BITS {
            let [one, two, four, eight] = digits.map(|digit| nibbles(digit[at] & bits[at]));
            let (low, high) = (bytes(one + 2 * two), bytes(four + 2 * eight));
            let sum = low + 4 * high;
            sums += (sum & EVERY_OTHER_BYTE) + (sum >> 8 & EVERY_OTHER_BYTE);
        }
        (sums.wrapping_mul(0x0001_0001_0001_0001) >> 48) as u32
    }
}

const EVERY_OTHER_BYTE: u64 = 0x00FF_00FF_00FF_00FF;

/// How many bits are set, in fields of four bits.
#[inline]
fn nibbles(bits: u64) -> u64 {
    let pairs = bits - (bits >> 1 & 0x5555_5555_5555_5555);
    (pairs & 0x3333_3333_3333_3333) + (pairs >> 2 & 0x3333_3333_3333_3333)
}

/// Sums of two fields of four bits each, in fields of eight.
#[inline]
fn bytes(nibbles: u64) -> u64 {
    (nibbles & 0x0F0F_0F0F_0F0F_0F0F) + (nibbles >> 4 & 0x0F0F_0F0F_0F0F_0F0F)
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
    use super::*;
    use crate::hash;

    #[test]
    fn a_weight_is_the_sum_of_those_of_the_bits_that_are_set() {
        for trial in 0..100_u64 {
            let bits = |salt: u64| {
                std::array::from_fn(|at| match trial {
                    0 => u64::MAX,
                    _ => hash::mix(trial << 32 | salt << 16 | at as u64),
                })
            };
            let rarity = Rarity { digits: std::array::from_fn(|digit| bits(digit as u64)) };
            let own: [u64; BITS / 64] = bits(9);
            let digit = |power: usize, at: usize| (rarity.digits[power][at] & own[at]).count_ones() << power;
            for (half, places) in [(Half::First, 0..HALF_BITS), (Half::Second, HALF_BITS..own.len())] {
                let weight = rarity.weight(half.of(&own), half);
                let naive: u32 = (0..DIGITS)
                    .flat_map(|power| places.clone().map(move |at| (power, at)))
                    .map(|(power, at)| digit(power, at))
                    .sum();
                assert_eq!(weight, naive);
            }
        }
    }

    fn vocabulary(range: std::ops::Range<u64>) -> Vocabulary {
        Vocabulary::new(&range.map(|n| hash::mix(n) as u32).collect::<Vec<_>>())
    }

    fn containment(vocabularies: &[Vocabulary]) -> f64 {
        Vocabularies::new(vocabularies, |_| false).estimated_containment(0, 1)
    }

    #[test]
    fn containment_is_estimated_closely() {
        for common in [0_u64, 40, 100, 200] {
            for trial in 0..50 {
                let base = trial << 32;
                let a = vocabulary(base..base + 200);
                let b = vocabulary(base + 200 - common..base + 500 - common);
                let truth = common as f64 / 200.0;
                let estimate = containment(&[a, b]);
                assert!((estimate - truth).abs() < 0.15, "{estimate} for {truth}");
            }
        }
    }

    #[test]
    fn a_full_sketch_rules_nothing_out() {
        assert_eq!(containment(&[vocabulary(0..5_000), vocabulary(9_000..9_100)]), 1.0);
    }

    #[test]
    fn what_all_articles_say_counts_less_than_what_two_say() {
        let article = |own: u64, common: std::ops::Range<u64>| {
            let stems =
                (own << 32..(own << 32) + 60).chain(common).map(|n| hash::mix(n) as u32).collect::<Vec<_>>();
            Vocabulary::new(&stems)
        };
        let articles: Vec<Vocabulary> =
            (1..2_000).map(|own| article(own, 0..60)).chain([article(1, 30..60)]).collect();
        let weighed = Vocabularies::new(&articles, |_| false);
        let strangers = weighed.estimated_containment(0, 1);
        let copies = weighed.estimated_containment(0, 1_999);
        assert!(strangers < 0.15 && copies > 0.8, "{strangers} {copies}");
    }
}
