//! Sixty-four bytes of text at a time, sorted into masks of one bit a byte.

/// Bytes in a block.
pub(super) const WIDTH: usize = 64;

/// Which bytes of a block are what; bit `n` stands for byte `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    /// ASCII letters, digits and underscores: what makes words.
    pub word: u64,
    /// Underscores alone.
    pub underscore: u64,
    /// `'`, `,`, `.`, `:` and `;`, which may stand inside a word.
    pub mid: u64,
    /// Bytes of other than ASCII characters.
    pub wide: u64,
}

const LANES: usize = WIDTH / 8;
const ONES: u64 = u64::from_ne_bytes([1; 8]);
const TOPS: u64 = ONES << 7;

impl Block {
    /// Sorts the bytes eight at a time, without branches, in registers of any machine (Lamport, "Multiple byte
    /// processing with full-word instructions", CACM 1975); compilers make vectors of it.
    #[inline]
    pub(super) fn new(bytes: &[u8; WIDTH]) -> Self {
        let (lanes, _) = bytes.as_chunks();
        let lane = |at: usize| u64::from_le_bytes(lanes[at]);
        let word: [u64; LANES] = std::array::from_fn(|at| tops_of_words(lane(at)));
        let mid: [u64; LANES] = std::array::from_fn(|at| tops_of_mids(lane(at)));
        let mut rare = 0;
        for at in 0..LANES {
            rare |= (lane(at) & TOPS) | equal(lane(at), b'_');
        }
        let mut block = Self { word: mask(word), underscore: 0, mid: mask(mid), wide: 0 };
        if rare != 0 {
            block.underscore = mask(std::array::from_fn(|at| equal(lane(at), b'_') & !lane(at) & TOPS));
            block.wide = mask(std::array::from_fn(|at| lane(at) & TOPS));
        }
        block
    }
}

/// The top bit of each byte that is an ASCII letter, digit or underscore.
#[inline]
fn tops_of_words(lane: u64) -> u64 {
    let lower = lane | (ONES << 5);
    let letter = at_least(lower, b'a') & !at_least(lower, b'z' + 1);
    let digit = at_least(lane, b'0') & !at_least(lane, b'9' + 1);
    (letter | digit | equal(lane, b'_')) & !lane & TOPS
}

#[inline]
fn tops_of_mids(lane: u64) -> u64 {
    let comma_or_stop = equal(lane & !(ONES << 1), b',');
    let colon_or_semicolon = equal(lane & !ONES, b':');
    (comma_or_stop | colon_or_semicolon | equal(lane, b'\'')) & !lane & TOPS
}

/// The top bit of each byte of which the other seven are at least `least`; what the other bits are is open.
#[inline]
fn at_least(lane: u64, least: u8) -> u64 {
    (lane & !TOPS) + ONES * u64::from(0x80 - least)
}

/// The top bit of each byte of which the other seven are those of `byte`; what the other bits are is open.
#[inline]
fn equal(lane: u64, byte: u8) -> u64 {
    !(((lane ^ (ONES * u64::from(byte))) & !TOPS) + !TOPS)
}

/// The top bits of all bytes, side by side.
#[inline]
fn mask(tops: [u64; LANES]) -> u64 {
    // Each factor's bit moves one byte's bit to its place in the highest byte of the product.
    let eight = |tops: u64| (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    tops.into_iter().enumerate().fold(0, |mask, (at, tops)| mask | eight(tops) << (8 * at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_sorted_as_its_naive_twin_at_every_place() {
        for byte in 0..=255_u8 {
            for at in 0..WIDTH {
                let mut bytes = *b"a_. ,'Z9:;-\xC3\xA9@[`{/\x00\x7F\xFFa_. ,'Z9:;-\xC3\xA9@[`{/\x00\x7F\xFFa_. ,'Z9:;-\xC3\xA9@[`{/\x00\x7F\xFFa";
                bytes[at] = byte;
                let naive = |is: fn(u8) -> bool| {
                    bytes.iter().enumerate().fold(0, |mask, (at, &b)| mask | u64::from(is(b)) << at)
                };
                let expected = Block {
                    word: naive(|b| b.is_ascii_alphanumeric() || b == b'_'),
                    underscore: naive(|b| b == b'_'),
                    mid: naive(|b| b"',.:;".contains(&b)),
                    wide: naive(|b| !b.is_ascii()),
                };
                assert_eq!(Block::new(&bytes), expected, "byte {byte} at {at}");
            }
        }
    }
}
