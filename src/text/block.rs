//! Sixty-four bytes of text at a time, sorted into masks of one bit a byte.

use crate::bits::{WIDTH, bits};

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

impl Block {
    /// Sorts the bytes without branches, in a form that compilers make vectors of on any machine.
    #[inline]
    pub(super) fn new(bytes: &[u8; WIDTH]) -> Self {
        let is_underscore = |byte: u8| byte == b'_';
        let is_word = |byte: u8| {
            ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10) | is_underscore(byte)
        };
        let is_mid = |byte: u8| (byte & !2 == b',') | (byte & !1 == b':') | (byte == b'\'');
        let is_wide = |byte: u8| byte >= 0x80;
        let is_rare = |seen: u8, &byte: &u8| seen | u8::from(is_underscore(byte) | is_wide(byte));
        let mut block = Self { word: mask(bytes, is_word), underscore: 0, mid: mask(bytes, is_mid), wide: 0 };
        if bytes.iter().fold(0, is_rare) != 0 {
            block.underscore = mask(bytes, is_underscore);
            block.wide = mask(bytes, is_wide);
        }
        block
    }
}

/// A bit for each byte, set when `is` holds for it.
#[inline]
fn mask(bytes: &[u8; WIDTH], is: impl Fn(u8) -> bool) -> u64 {
    let mut found = [0; WIDTH];
    for (found, &byte) in found.iter_mut().zip(bytes) {
        *found = u8::from(is(byte));
    }
    bits(&found)
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
