//! Shingles and skip shingles: the sets whose overlap is measured.

use crate::{hash, text::Token};

/// Frozen hashes of every run of `k` consecutive words, in order, with repetitions: [`hash::sequence`] of each run.
///
/// An article of fewer than `k` words has one shingle, all of it; one without words has none. O(n): each sum of products
/// follows from the one before (Karp, Rabin, IBM J. Res. Dev. 1987).
pub fn shingles(words: &[u64], k: usize) -> impl Iterator<Item = u64> + '_ {
    let (first, behind) = words.split_at(k.min(words.len()));
    let leaving = hash::FACTOR.wrapping_pow(first.len() as u32);
    let start = (!first.is_empty()).then(|| first.iter().fold(0, |sum, &word| hash::push(sum, word)));
    // What comes and goes is put together first, so that one sum waits for no more than a product and an addition.
    let changes =
        words.iter().zip(behind).map(move |(&goes, &comes)| comes.wrapping_sub(goes.wrapping_mul(leaving)));
    let roll = move |sum: &mut Option<u64>, change: Option<u64>| {
        let this = (*sum)?;
        *sum = change.map(|change| hash::push(this, change));
        Some(hash::mix(this))
    };
    changes.map(Some).chain([None]).scan(start, roll)
}

/// The words of an article in order, without page furniture.
pub fn words(tokens: &[Token]) -> Vec<u64> {
    kept(tokens, |token| token.word, Token::is_compared)
}

/// Frozen hashes of every unordered pair of different content words at most `window` content words apart, in
/// order, with repetitions. O(n window).
///
/// The hash is the sum of the two stems' hashes, which needs no mixing a pair; stems are hashed well enough that
/// sums are spread over all 64 bits.
pub fn skip_shingles(content: &[u64], window: usize) -> impl Iterator<Item = u64> + Clone + '_ {
    content.iter().enumerate().flat_map(move |(at, &first)| {
        let reach = content.len().min(at + 1 + window);
        content[at + 1..reach].iter().filter(move |&&s| s != first).map(move |&s| first.wrapping_add(s))
    })
}

/// The stems of the content words in order, without page furniture.
pub fn content(tokens: &[Token]) -> Vec<u64> {
    kept(tokens, |token| token.stem, Token::carries_content)
}

/// What tokens have that are kept; which of them are cannot be foreseen, so that no branch depends on it.
fn kept(tokens: &[Token], of: impl Fn(&Token) -> u64, is_kept: impl Fn(&Token) -> bool) -> Vec<u64> {
    let (mut values, mut count) = (vec![0; tokens.len()], 0);
    for token in tokens {
        values[count] = of(token);
        count += usize::from(is_kept(token));
    }
    values.truncate(count);
    values
}

/// A set of hashes in rising order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HashSet(Vec<u64>);

impl HashSet {
    /// The number of different hashes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hashes in rising order.
    pub fn as_slice(&self) -> &[u64] {
        &self.0
    }

    /// How many hashes both sets hold. O(n + m).
    pub fn common(&self, other: &Self) -> usize {
        let (a, b) = (&self.0, &other.0);
        let (mut i, mut j, mut common) = (0, 0, 0);
        while i < a.len() && j < b.len() {
            let (x, y) = (a[i], b[j]);
            common += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        common
    }
}

impl FromIterator<u64> for HashSet {
    fn from_iter<I: IntoIterator<Item = u64>>(hashes: I) -> Self {
        let mut all: Vec<u64> = hashes.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Stored sketches depend on these values: they may change only together with a version of their format.
    #[test]
    fn known_words_have_known_shingles() {
        assert_eq!(shingles(&[1, 2, 3], 2).collect::<Vec<_>>(), KNOWN_SHINGLES);
        assert_eq!(skip_shingles(&[1, 2, 2, u64::MAX], 2).collect::<Vec<_>>(), [3, 3, 1, 1]);
    }

    const KNOWN_SHINGLES: [u64; 2] = [3001247402397322600, 3426757543154552825];

    proptest! {
        #[test]
        fn shingles_are_those_of_the_naive_twin(words in prop::collection::vec(any::<u64>(), 0..30), k in 1_usize..8) {
            let naive: Vec<u64> = words
                .windows(k.min(words.len()).max(1))
                .map(|run| hash::sequence(run.iter().copied()))
                .collect();
            prop_assert_eq!(shingles(&words, k).collect::<Vec<_>>(), naive);
        }

        #[test]
        fn skip_shingles_do_not_depend_on_the_order_within_the_window(mut words in prop::collection::vec(any::<u64>(), 0..12)) {
            let set = |words: &[u64]| skip_shingles(words, 12).collect::<HashSet>();
            let forth = set(&words);
            words.reverse();
            prop_assert_eq!(set(&words), forth);
        }

        #[test]
        fn intersections_are_those_of_the_naive_twin(
            a in prop::collection::btree_set(0_u64..50, 0..30), b in prop::collection::btree_set(0_u64..50, 0..30)
        ) {
            let set = |set: &BTreeSet<u64>| set.iter().copied().collect::<HashSet>();
            let (x, y) = (set(&a), set(&b));
            prop_assert_eq!(x.common(&y), a.intersection(&b).count());
        }
    }
}
