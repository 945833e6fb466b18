//! Answers about sixty-four values at a time, in one word.

/// Values in a block.
pub const WIDTH: usize = 64;

/// Bit `n` is answer `n`, each of which is 0 or 1.
///
/// To find the answers and then their bits keeps loops free of branches, in a form that compilers make vectors of on
/// any machine.
#[inline]
pub fn bits(answers: &[u8; WIDTH]) -> u64 {
    // Each bit of the factor moves one answer to its place in the highest byte of the product.
    let eight = |answers: &[u8; 8]| u64::from_le_bytes(*answers).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    answers.as_chunks().0.iter().enumerate().fold(0, |bits, (at, answers)| bits | eight(answers) << (8 * at))
}

/// The places of the bits that are set, in rising order.
#[inline]
pub fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (bits != 0).then(|| {
            let place = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            place
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_bit_is_an_answer_and_has_its_place(answers in prop::collection::vec(0_u8..2, WIDTH)) {
            let expected: Vec<usize> = (0..WIDTH).filter(|&at| answers[at] == 1).collect();
            let bits = bits(answers.first_chunk().unwrap());
            prop_assert_eq!(places(bits).collect::<Vec<_>>(), expected);
        }
    }
}
