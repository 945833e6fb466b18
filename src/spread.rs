//! Sorting values whose keys are spread as evenly as hashes are.

/// Values for which a general sort is as fast.
const FEW: usize = 32;

/// The most places: as many counters fit the first-level cache beside what is sorted.
const MOST_PLACES: usize = 4096;

/// Sorts `values` by placing each where its `key`, of 32 bits and at most `limit`, says it belongs, and then sorting the few
/// that belong to one place. The order of keys has to be that of the values.
///
/// Half the time of a general sort for 200 to 2,000 hashes; no slower than that where keys are not spread at all. O(n) for
/// hashes, O(n log n) for anything.
pub(crate) fn sort<T: Copy + Ord>(values: &mut [T], limit: u32, key: impl Fn(&T) -> u32) {
    if values.len() <= FEW {
        values.sort_unstable();
    } else if values.len() <= 256 {
        place::<T, 256>(values, limit, key);
    } else if values.len() <= 1024 {
        place::<T, 1024>(values, limit, key);
    } else {
        place::<T, MOST_PLACES>(values, limit, key);
    }
}

fn place<T: Copy + Ord, const MOST: usize>(values: &mut [T], limit: u32, key: impl Fn(&T) -> u32) {
    let places = values.len().next_power_of_two().min(MOST);
    let shift = (u32::BITS - limit.leading_zeros()).saturating_sub(places.ilog2());
    let place = |value: &T| ((key(value) >> shift) as usize).min(places - 1);
    let mut starts = [0_u32; MOST];
    let starts = &mut starts[..places];
    for value in &*values {
        starts[place(value)] += 1;
    }
    let (mut start, mut most) = (0, 0);
    for place in &mut *starts {
        let count = *place;
        most = most.max(count);
        *place = start;
        start += count;
    }
    // Values of one place keep their order, in which they often rise.
    let unsorted = values.to_vec();
    for value in unsorted {
        let start = &mut starts[place(&value)];
        values[*start as usize] = value;
        *start += 1;
    }
    if most as usize <= FEW {
        return sort_nearly_sorted(values);
    }
    // What were starts are ends by now.
    let mut start = 0;
    for &end in &*starts {
        values[start..end as usize].sort_unstable();
        start = end as usize;
    }
}

/// By insertion. O(n d) for values that are at most d places from where they belong.
fn sort_nearly_sorted<T: Copy + Ord>(values: &mut [T]) {
    for sorted in 1..values.len() {
        let value = values[sorted];
        let mut at = sorted;
        while at > 0 && values[at - 1] > value {
            values[at] = values[at - 1];
            at -= 1;
        }
        if at < sorted {
            values[at] = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_are_sorted_however_they_are_spread(
            values in prop::collection::vec(prop_oneof![any::<u64>(), 0_u64..9, (1_u64 << 32)..(1 << 34)], 0..3_000)
        ) {
            let mut expected = values.clone();
            expected.sort_unstable();
            let mut sorted = values;
            sort(&mut sorted, u32::MAX, |value| (value >> 32) as u32);
            prop_assert_eq!(sorted, expected);
        }

        #[test]
        fn a_limit_says_how_far_values_are_spread(
            values in prop::collection::vec(0_u32..70_000, 0..3_000), limit in 0_u32..80_000
        ) {
            let mut expected = values.clone();
            expected.sort_unstable();
            let mut sorted = values;
            sort(&mut sorted, limit, |&value| value);
            prop_assert_eq!(sorted, expected);
        }
    }
}
