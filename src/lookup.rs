//! Looking the hashes of many sets up in one.

use crate::shingle::HashSet;

/// Places for each hash of the set, at the least, so that few hashes meet two others in theirs, and hardly a branch is foreseen
/// wrongly. Merging the two sets, where each step is a guess, takes three times as long.
const PLACES: usize = 4;

/// The most places, as many as a second-level cache holds.
const MOST_PLACES: usize = 1 << 16;

/// Finds hashes of one set by their first bits. It is filled again for another set, at the cost of some look-ups.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    /// Of the hashes that begin with the same bits the first one's place in the set; the end of the set where there are none.
    first: Vec<u32>,
    /// Bits behind the first ones.
    shift: u32,
    /// The set in rising order, and the greatest hash behind it.
    hashes: Vec<u64>,
}

impl Lookup {
    /// Looks hashes up in `set` from now on. O(n).
    pub fn fill(&mut self, set: &HashSet) {
        let places = (PLACES * set.len()).next_power_of_two().clamp(2, MOST_PLACES);
        self.shift = u64::BITS - places.ilog2();
        self.first.clear();
        self.first.resize(places, set.len() as u32);
        for (place, &hash) in set.as_slice().iter().enumerate().rev() {
            self.first[(hash >> self.shift) as usize] = place as u32;
        }
        self.hashes.clear();
        self.hashes.extend_from_slice(set.as_slice());
        self.hashes.push(u64::MAX);
    }

    /// The place of a hash in the set, and whether it is there.
    #[inline(always)]
    fn place(&self, hash: u64) -> (usize, bool) {
        let mut at = self.first[(hash >> self.shift) as usize] as usize;
        // Whether the first one is less cannot be foreseen; the second seldom is.
        at += usize::from(self.hashes[at] < hash);
        if self.hashes[at] < hash {
            at += self.hashes[at..self.hashes.len() - 1].partition_point(|&other| other < hash);
        }
        (at, (self.hashes[at] == hash) & (at + 1 < self.hashes.len()))
    }

    /// How many hashes of another set are in this one. O(m) for m hashes there.
    pub fn common(&self, other: &HashSet) -> usize {
        other.as_slice().iter().map(|&hash| usize::from(self.place(hash).1)).sum()
    }

    /// For each hash of another set that is in this one its place here and there, in rising order. O(m) for m hashes there.
    pub fn common_places(&self, other: &HashSet, places: &mut Vec<(u32, u32)>) {
        places.clear();
        places.resize(other.len(), (0, 0));
        let mut count = 0;
        for (there, &hash) in (0..).zip(other.as_slice()) {
            let (here, is_common) = self.place(hash);
            // Whether it is cannot be foreseen.
            places[count] = (here as u32, there);
            count += usize::from(is_common);
        }
        places.truncate(count);
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn what_is_looked_up_is_what_both_sets_hold(
            sets in vec(vec(prop_oneof![any::<u64>(), 0_u64..60, Just(u64::MAX)], 0..80), 2..5)
        ) {
            let sets: Vec<HashSet> = sets.into_iter().map(HashSet::from_iter).collect();
            let (mut lookup, mut places) = (Lookup::default(), Vec::new());
            for one in &sets {
                lookup.fill(one);
                for other in &sets {
                    prop_assert_eq!(lookup.common(other), one.common(other));
                    lookup.common_places(other, &mut places);
                    let hash = |&(here, _): &(u32, u32)| one.as_slice()[here as usize];
                    let expected = one.as_slice().iter().filter(|&hash| other.as_slice().contains(hash));
                    prop_assert!(places.iter().map(hash).eq(expected.copied()));
                    let there = |&(_, there): &(u32, u32)| other.as_slice()[there as usize];
                    prop_assert!(places.iter().map(hash).eq(places.iter().map(there)));
                }
            }
        }
    }
}
