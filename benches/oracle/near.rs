//! All pairs of sets of at least a given resemblance.

use std::cmp::Reverse;

use ahash::HashMap;
use rayon::prelude::*;
use samecopy::{candidates::Pair, shingle::HashSet};

/// The pairs of sets whose Jaccard is at least `least`, in rising order; none of an empty set.
///
/// Two such sets share one of the first ⌊(1 − least)·n⌋ + 1 elements of each in any one order of all elements; with the
/// rarest first few pairs share one without being similar (Chaudhuri, Ganti, Kaushik, "A primitive operator for
/// similarity joins in data cleaning", ICDE 2006; Bayardo, Ma, Srikant, WWW 2007). Exact.
///
/// # Panics
/// When `least` is not above 0.
pub fn near_duplicates(sets: &[HashSet], least: f64) -> Vec<Pair> {
    assert!(least > 0.0, "without a least resemblance every pair would be one");
    let mut frequency = HashMap::<u64, u32>::default();
    for &element in sets.iter().flat_map(HashSet::as_slice) {
        *frequency.entry(element).or_default() += 1;
    }
    let mut holders = HashMap::<u64, Vec<u32>>::default();
    for (index, set) in sets.iter().enumerate() {
        let mut elements = set.as_slice().to_vec();
        elements.sort_unstable_by_key(|element| (frequency[element], *element));
        // Rounded so that an error of the last bit lengthens the prefix.
        let prefix =
            elements.len() - ((elements.len() as f64 * least - 1e-9).ceil() as usize).min(elements.len());
        for &element in elements.iter().take(prefix + 1).filter(|element| frequency[element] > 1) {
            holders.entry(element).or_default().push(index as u32);
        }
    }
    let mut lists: Vec<Vec<u32>> = holders.into_values().filter(|list| list.len() > 1).collect();
    lists.sort_unstable_by_key(|list| Reverse(list.len()));
    let similar = |&(a, b): &Pair| {
        let (a, b) = (&sets[a as usize], &sets[b as usize]);
        let (fewer, more) = (a.len().min(b.len()) as f64, a.len().max(b.len()) as f64);
        fewer >= least * more && {
            let common = a.common(b);
            common as f64 / (a.len() + b.len() - common) as f64 >= least
        }
    };
    let pairs = |list: &Vec<u32>| {
        let pairs = list.iter().enumerate().flat_map(|(at, &a)| list[at + 1..].iter().map(move |&b| (a, b)));
        pairs.filter(similar).collect::<Vec<_>>()
    };
    let mut found: Vec<Pair> = lists.par_iter().flat_map_iter(pairs).collect();
    found.par_sort_unstable();
    found.dedup();
    found
}
