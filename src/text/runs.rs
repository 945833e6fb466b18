//! Where the words of a text start and end, found sixty-four bytes at a time.

use std::ops::Range;

use super::{
    block::{Block, WIDTH},
    class::{Class, class},
};

/// The runs of word characters of a text; a scratch to be used again for the next.
///
/// All that UAX #29 says of ASCII and of the characters that [`class`] knows is: letters, digits and underscores join
/// (rules WB5, WB8 to WB10, WB13a and b), and a middle character joins two letters or two digits (WB6, WB7, WB11, WB12).
/// So a mask of what joins, a bit a byte, tells all words, and only middle characters between two that join and
/// characters outside ASCII are looked at one by one.
#[derive(Debug, Default)]
pub struct Runs {
    /// Where runs start and end, in turn.
    edges: Vec<u32>,
    /// Bytes in runs that are no ASCII letters or digits; of a longer character any of its bytes.
    special: Vec<u32>,
    /// Stretches between white space that are left to the full algorithm. The runs in them mean nothing.
    complex: Vec<Range<u32>>,
}

/// A stretch of the text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    /// A word of ASCII letters and digits only.
    Plain(Range<usize>),
    /// A word with other characters in it, or of nothing but underscores.
    Special(Range<usize>),
    /// What stands between two white spaces and is left to the full algorithm.
    Complex(Range<usize>),
}

impl Runs {
    /// Calls `emit` with every run of `text`, in order. Linear in its length.
    #[inline]
    pub(super) fn each(&mut self, text: &str, mut emit: impl FnMut(Run)) {
        self.find(text);
        let wide = |range: &Range<u32>| range.start as usize..range.end as usize;
        let (mut special, mut complex) = (self.special.iter().peekable(), self.complex.iter().peekable());
        let mut from = 0;
        for &[start, end] in self.edges.as_chunks().0 {
            while let Some(stretch) = complex.next_if(|stretch| stretch.start <= start) {
                emit(Run::Complex(wide(stretch)));
                from = stretch.end;
            }
            if start < from {
                continue;
            }
            while special.next_if(|&&at| at < start).is_some() {}
            let is_plain = special.peek().is_none_or(|&&at| at >= end);
            let range = start as usize..end as usize;
            emit(if is_plain { Run::Plain(range) } else { Run::Special(range) });
        }
        complex.for_each(|stretch| emit(Run::Complex(wide(stretch))));
    }

    fn find(&mut self, text: &str) {
        self.edges.clear();
        self.special.clear();
        self.complex.clear();
        let mut seam = Seam::default();
        let (blocks, rest) = text.as_bytes().as_chunks();
        for (number, block) in blocks.iter().enumerate() {
            self.push(text, number * WIDTH, &Block::new(block), &mut seam);
        }
        let mut last = [0; WIDTH];
        last[..rest.len()].copy_from_slice(rest);
        self.push(text, blocks.len() * WIDTH, &Block::new(&last), &mut seam);
    }

    #[inline]
    fn push(&mut self, text: &str, base: usize, block: &Block, seam: &mut Seam) {
        let mut runs = block.word | seam.over;
        let mut special = block.underscore | seam.over;
        seam.over = 0;
        if block.wide != 0 {
            let wide = self.wide(text, base, block.wide, seam);
            runs |= wide;
            special |= wide;
        }
        let joined = |runs: u64| runs << 1 | seam.last;
        let mut mids = block.mid & joined(runs) & ((runs | block.wide) >> 1 | 1 << (WIDTH - 1));
        while mids != 0 {
            let at = mids.trailing_zeros() as usize;
            if bridges(text, base + at) {
                runs |= 1 << at;
                special |= 1 << at;
            }
            mids &= mids - 1;
        }
        push_bits(&mut self.special, base, special);
        push_bits(&mut self.edges, base, runs ^ joined(runs));
        seam.last = runs >> (WIDTH - 1);
    }

    /// The bytes of a block that belong to longer characters which join.
    #[cold]
    fn wide(&mut self, text: &str, base: usize, wide: u64, seam: &mut Seam) -> u64 {
        let mut joining = 0_u128;
        let mut at = seam.seen.saturating_sub(base);
        while at < WIDTH && wide >> at != 0 {
            at += (wide >> at).trailing_zeros() as usize;
            let c = text[base + at..].chars().next().expect("a byte of another character than ASCII");
            let length = c.len_utf8();
            match class(c) {
                Class::Letter => joining |= ((1 << length) - 1) << at,
                Class::MidLetter | Class::MidEither if bridges(text, base + at) => {
                    joining |= ((1 << length) - 1) << at;
                }
                Class::Complex => self.push_complex(text, base + at),
                _ => (),
            }
            at += length;
            seam.seen = base + at;
        }
        seam.over = (joining >> WIDTH) as u64;
        joining as u64
    }

    fn push_complex(&mut self, text: &str, at: usize) {
        if self.complex.last().is_some_and(|stretch| at < stretch.end as usize) {
            return;
        }
        let bytes = text.as_bytes();
        let start = bytes[..at].iter().rposition(|&byte| is_space(byte)).map_or(0, |space| space + 1);
        let end = bytes[at..].iter().position(|&byte| is_space(byte)).map_or(bytes.len(), |space| at + space);
        self.complex.push(start as u32..end as u32);
    }
}

/// What one block leaves to the next.
#[derive(Default)]
struct Seam {
    /// 1 when the last byte joins, else 0.
    last: u64,
    /// Bytes of the next block that belong to the last character, which joins.
    over: u64,
    /// Up to where characters outside ASCII have been looked at.
    seen: usize,
}

/// White space of ASCII, a word boundary on both of its sides whatever surrounds it.
#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether the character at `at` joins its neighbours.
fn bridges(text: &str, at: usize) -> bool {
    let class_of = |c: Option<char>| c.map_or(Class::Other, class);
    let (before, mut from) = (text[..at].chars().next_back(), text[at..].chars());
    let mid = class_of(from.next());
    Class::bridges(mid, class_of(before), class_of(from.next()))
}

#[inline]
fn push_bits(places: &mut Vec<u32>, base: usize, mut bits: u64) {
    while bits != 0 {
        places.push(base as u32 + bits.trailing_zeros());
        bits &= bits - 1;
    }
}
