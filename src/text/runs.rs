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
    /// A word with other characters in it: `don't`, `U.N`, `10,500`, `señor`.
    Special(Range<usize>),
    /// What stands between two white spaces and is left to the full algorithm.
    Complex(Range<usize>),
}

impl Runs {
    /// Every run of `text`, in order. Linear in its length.
    #[inline]
    pub(super) fn of<'r>(&'r mut self, text: &'r str) -> impl Iterator<Item = Run> + 'r {
        self.find(text);
        let mut each = Each {
            text: text.as_bytes(),
            edges: self.edges.as_chunks().0,
            special: &self.special,
            complex: &self.complex,
            plain: 0,
        };
        each.look_ahead();
        each
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
        let mids = block.mid & joined(runs) & ((runs | block.wide) >> 1 | 1 << (WIDTH - 1));
        for at in places(mids).filter(|at| bridges(text, base + at)) {
            runs |= 1 << at;
            special |= 1 << at;
        }
        push_places(special, base, &mut self.special);
        push_places(runs ^ joined(runs), base, &mut self.edges);
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

/// The runs that are still to come.
struct Each<'r> {
    text: &'r [u8],
    edges: &'r [[u32; 2]],
    special: &'r [u32],
    complex: &'r [Range<u32>],
    /// Up to where all of them are plain.
    plain: u32,
}

impl Iterator for Each<'_> {
    type Item = Run;

    #[inline]
    fn next(&mut self) -> Option<Run> {
        match self.edges.split_first() {
            Some((&[start, end], rest)) if end <= self.plain => {
                self.edges = rest;
                Some(Run::Plain(start as usize..end as usize))
            }
            _ => self.next_unusual(),
        }
    }
}

impl Each<'_> {
    #[inline(never)]
    fn next_unusual(&mut self) -> Option<Run> {
        loop {
            let next = self.edges.first();
            if let Some((stretch, rest)) = self.complex.split_first()
                && next.is_none_or(|&[start, _]| stretch.start <= start)
            {
                self.complex = rest;
                self.edges = &self.edges[self.edges.partition_point(|&[start, _]| start < stretch.end)..];
                self.special = &self.special[self.special.partition_point(|&at| at < stretch.end)..];
                self.look_ahead();
                return Some(Run::Complex(stretch.start as usize..stretch.end as usize));
            }
            let &[start, end] = next?;
            self.edges = &self.edges[1..];
            self.special = &self.special[self.special.iter().take_while(|&&at| at < end).count()..];
            self.look_ahead();
            let range = start as usize..end as usize;
            // Of these characters only the underscore joins others and is no word by itself.
            if self.text[range.clone()].iter().any(|&byte| byte != b'_') {
                return Some(Run::Special(range));
            }
        }
    }

    fn look_ahead(&mut self) {
        let special = self.special.first().copied().unwrap_or(u32::MAX);
        self.plain = self.complex.first().map_or(special, |stretch| special.min(stretch.start));
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

/// Adds the places in the text of the bits of a block that are set. They are gathered first, so that room is looked for once.
#[inline]
fn push_places(bits: u64, base: usize, all: &mut Vec<u32>) {
    if bits == 0 {
        return;
    }
    let mut found = [0; WIDTH];
    let mut count = 0;
    for (slot, place) in found.iter_mut().zip(places(bits)) {
        *slot = (base + place) as u32;
        count += 1;
    }
    all.extend_from_slice(&found[..count]);
}

/// The places of the bits that are set, in rising order.
#[inline]
fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (bits != 0).then(|| {
            let place = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            place
        })
    })
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
