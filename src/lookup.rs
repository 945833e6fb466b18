//! Which hashes are different ones, and which of them others have too.

use ahash::RandomState;

/// Places for each hash, at the least, so that few hashes meet another in theirs.
const PLACES: usize = 2;

/// Hashes beyond which there is one place for each, and beyond which their memory is given back: few articles have as many.
const MANY: usize = 1 << 16;

/// Different hashes, numbered in the order in which they come, and found again by the place where each belongs.
///
/// Whether a hash is there cannot be foreseen; to merge two sorted sets, where each step is such a guess, takes three times as
/// long. So a place without a hash leads to one that stands for none, and only behind a place of several there is a branch,
/// which is seldom taken.
#[derive(Debug)]
pub(crate) struct Lookup {
    /// For each place the number of the last hash that belongs there, of the first hash from 1; [`SEVERAL`] with it where
    /// others came before. 0 where there is none.
    last: Vec<u32>,
    /// Bits behind those that tell a place.
    shift: u32,
    /// What hashes are multiplied by before their first bits tell their place, unknown to whoever makes texts: many words whose
    /// hashes begin with the same bits are easily found.
    key: u64,
    /// The number of different hashes.
    count: usize,
    /// The hashes by number, 0 first; room for further ones behind them.
    hashes: Vec<u64>,
    /// By number the one that came to the same place before.
    before: Vec<u32>,
}

const SEVERAL: u32 = 1 << 31;

impl Default for Lookup {
    fn default() -> Self {
        let key = RandomState::new().hash_one(0) | 1;
        Self { last: Vec::new(), shift: 0, key, count: 0, hashes: Vec::new(), before: Vec::new() }
    }
}

impl Lookup {
    /// Forgets all hashes and makes room for `most`.
    pub fn begin(&mut self, most: usize) {
        assert!(most < SEVERAL as usize, "too many hashes");
        if most <= MANY && self.hashes.len() > MANY + 1 {
            *self = Self::default();
        }
        let places = if most <= MANY { PLACES * most } else { most };
        let places = places.next_power_of_two().max(2);
        self.shift = u64::BITS - places.ilog2();
        self.last.clear();
        self.last.resize(places, 0);
        self.count = 0;
        if self.hashes.len() <= most {
            self.hashes.resize(most + 1, 0);
            self.before.resize(most + 1, 0);
        }
    }

    /// The different ones of at most `most` hashes, which are its own from then on, in the order in which they come first. O(n).
    pub fn different(&mut self, hashes: impl Iterator<Item = u64>, most: usize) -> Vec<u64> {
        self.begin(most);
        hashes.for_each(|hash| {
            self.number(hash);
        });
        self.hashes().to_vec()
    }

    /// Makes these its hashes, which have to be different. O(n).
    pub fn fill(&mut self, different: &[u64]) {
        self.begin(different.len());
        self.hashes[1..=different.len()].copy_from_slice(different);
        for (number, &hash) in (1..).zip(different) {
            let place = self.place(hash);
            self.put(place, number);
        }
        self.count = different.len();
    }

    /// The number of a hash, from 0, which is added if it is not there.
    ///
    /// # Panics
    /// When there is no room for it.
    #[inline]
    pub fn number(&mut self, hash: u64) -> u32 {
        let (place, number) = (self.place(hash), self.find(hash));
        if number != 0 {
            return number - 1;
        }
        self.count += 1;
        self.hashes[self.count] = hash;
        self.put(place, self.count as u32);
        self.count as u32 - 1
    }

    /// The different hashes by their numbers.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes[1..=self.count]
    }

    /// How many of other hashes, which have to be different, are among these. O(m) for m others.
    pub fn common(&self, others: &[u64]) -> usize {
        others.iter().map(|&hash| usize::from(self.find(hash) != 0)).sum()
    }

    /// For each of other hashes that is among these its number here and there. O(m) for m others.
    pub fn common_numbers(&self, others: &[u64], numbers: &mut Vec<(u32, u32)>) {
        numbers.clear();
        numbers.resize(others.len(), (0, 0));
        let mut count = 0;
        for (there, &hash) in (0..).zip(others) {
            let here = self.find(hash);
            // Whether it is here cannot be foreseen.
            numbers[count] = (here.wrapping_sub(1), there);
            count += usize::from(here != 0);
        }
        numbers.truncate(count);
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        (hash.wrapping_mul(self.key) >> self.shift) as usize
    }

    #[inline]
    fn put(&mut self, place: usize, number: u32) {
        let last = self.last[place];
        self.before[number as usize] = last & !SEVERAL;
        self.last[place] = number | if last == 0 { 0 } else { SEVERAL };
    }

    /// The number of a hash from 1, or 0 if it is not there.
    #[inline]
    fn find(&self, hash: u64) -> u32 {
        let last = self.last[self.place(hash)];
        let number = last & !SEVERAL;
        let is_it = self.hashes[number as usize] == hash;
        if last & SEVERAL != 0 && !is_it {
            return self.find_before(number, hash);
        }
        // Without a branch: it is 0 already where nothing is.
        if is_it { number } else { 0 }
    }

    #[cold]
    fn find_before(&self, number: u32, hash: u64) -> u32 {
        let mut number = self.before[number as usize];
        while number != 0 && self.hashes[number as usize] != hash {
            number = self.before[number as usize];
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn hashes() -> impl Strategy<Value = Vec<u64>> {
        vec(prop_oneof![any::<u64>(), 0_u64..60, Just(u64::MAX)], 0..80)
    }

    proptest! {
        #[test]
        fn different_hashes_are_those_of_the_naive_twin(hashes in hashes()) {
            let mut expected = Vec::new();
            for &hash in &hashes {
                if !expected.contains(&hash) {
                    expected.push(hash);
                }
            }
            let mut lookup = Lookup::default();
            prop_assert_eq!(&lookup.different(hashes.iter().copied(), hashes.len()), &expected);
            lookup.begin(hashes.len());
            for &hash in &hashes {
                prop_assert_eq!(expected[lookup.number(hash) as usize], hash);
            }
            prop_assert_eq!(lookup.hashes(), expected);
        }

        #[test]
        fn what_is_looked_up_is_what_both_have(sets in vec(hashes(), 2..5), key in prop_oneof![Just(1), any::<u64>()]) {
            // Multiplied by 1 the small ones all belong to one place.
            let (mut lookup, mut numbers) = (Lookup { key: key | 1, ..Lookup::default() }, Vec::new());
            let sets: Vec<Vec<u64>> =
                sets.into_iter().map(|hashes| lookup.different(hashes.iter().copied(), hashes.len())).collect();
            for one in &sets {
                lookup.fill(one);
                prop_assert_eq!(lookup.hashes(), &one[..]);
                for other in &sets {
                    let expected: Vec<u64> = other.iter().copied().filter(|hash| one.contains(hash)).collect();
                    prop_assert_eq!(lookup.common(other), expected.len());
                    lookup.common_numbers(other, &mut numbers);
                    prop_assert!(numbers.iter().map(|&(here, _)| one[here as usize]).eq(expected.iter().copied()));
                    prop_assert!(numbers.iter().map(|&(_, there)| other[there as usize]).eq(expected));
                }
            }
        }
    }
}
