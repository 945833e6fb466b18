//! Sixty-four bytes of text at a time, sorted into masks of one bit a byte.

use wide::u8x64;

/// Bytes in a block.
pub(super) const WIDTH: usize = 64;

/// Which bytes of a block are what; bit `n` stands for byte `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    /// ASCII letters and digits: what makes words.
    pub word: u64,
    /// Spaces.
    pub space: u64,
    /// Bytes of other than ASCII characters.
    pub wide: u64,
    /// Underscores, which join words, too; line feeds, and `#`, of which three end a line as well.
    pub rare: u64,
}

impl Block {
    /// Sorts the bytes without branches.
    #[inline]
    pub(super) fn new(bytes: &[u8; WIDTH]) -> Self {
        let bytes = u8x64::new(*bytes);
        let is = |byte| bytes.simd_eq(all(byte));
        let is_letter = ((bytes | all(0x20)) - all(b'a')).simd_lt(all(26));
        let is_digit = (bytes - all(b'0')).simd_lt(all(10));
        Self {
            word: (is_letter | is_digit).to_bitmask(),
            space: is(b' ').to_bitmask(),
            wide: bytes.to_bitmask(),
            rare: (is(b'_') | is(b'\n') | is(b'#')).to_bitmask(),
        }
    }
}

#[inline]
fn all(byte: u8) -> u8x64 {
    u8x64::splat(byte)
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
                    word: naive(|b| b.is_ascii_alphanumeric()),
                    space: naive(|b| b == b' '),
                    wide: naive(|b| !b.is_ascii()),
                    rare: naive(|b| b"_\n#".contains(&b)),
                };
                assert_eq!(Block::new(&bytes), expected, "byte {byte} at {at}");
            }
        }
    }
}
