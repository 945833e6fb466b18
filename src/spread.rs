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
        return values.sort_unstable();
    }
    let unsorted = values.to_vec();
    place(&[&unsorted], values, limit, key);
}

/// The same of values in several lists, whose keys are any numbers of 32 bits.
pub(crate) fn sorted<T: Copy + Ord>(lists: &[Vec<T>], key: impl Fn(&T) -> u32) -> Vec<T> {
    let count = lists.iter().map(Vec::len).sum();
    let Some(&any) = lists.iter().find_map(|list| list.first()) else { return Vec::new() };
    let mut values = vec![any; count];
    let lists: Vec<&[T]> = lists.iter().map(Vec::as_slice).collect();
    place(&lists, &mut values, u32::MAX, key);
    values
}

fn place<T: Copy + Ord>(lists: &[&[T]], values: &mut [T], limit: u32, key: impl Fn(&T) -> u32) {
    match values.len() {
        0..=256 => place_in::<T, 256>(lists, values, limit, key),
        257..=1024 => place_in::<T, 1024>(lists, values, limit, key),
        _ => place_in::<T, MOST_PLACES>(lists, values, limit, key),
    }
}

/// Puts what is in the lists in place of the values.
fn place_in<T: Copy + Ord, const MOST: usize>(
    lists: &[&[T]],
    values: &mut [T],
    limit: u32,
    key: impl Fn(&T) -> u32,
) {
    let places = values.len().next_power_of_two().min(MOST);
    let shift = (u32::BITS - limit.leading_zeros()).saturating_sub(places.ilog2());
    let place = |value: &T| (u64::from(key(value)) >> shift).min(places as u64 - 1) as usize;
    let mut starts = [0_u32; MOST];
    let starts = &mut starts[..places];
    for value in lists.iter().copied().flatten() {
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
    for &value in lists.iter().copied().flatten() {
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
            let key = |value: &u64| (value >> 32) as u32;
            let lists: Vec<Vec<u64>> = values.chunks(700).map(<[u64]>::to_vec).collect();
            prop_assert_eq!(&super::sorted(&lists, key), &expected);
            let mut sorted = values;
            sort(&mut sorted, u32::MAX, key);
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
