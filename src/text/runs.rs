//! Where the words of a text start and end, found sixty-four bytes at a time.

use std::ops::Range;

use super::{
    block::{Block, WIDTH},
    class::{Class, class},
    gap::{BREAK, break_length},
};

/// The runs of word characters of a text; a scratch to be used again for the next.
///
/// All that UAX #29 says of ASCII and of the characters that [`class`] knows is: letters, digits and underscores join
/// (rules WB5, WB8 to WB10, WB13a and b), and a middle character joins two letters or two digits (WB6, WB7, WB11, WB12).
/// So a mask of what joins, a bit a byte, tells all words, and only middle characters between two that join and
/// characters outside ASCII are looked at one by one.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// Where runs start and end, in turn; those of other texts behind them.
    edges: Vec<u32>,
    /// How many of them there are.
    count: usize,
    /// Runs with bytes that are no ASCII letters or digits, by their numbers, each once.
    special: Vec<u32>,
    /// Where lines end, in bytes, and how many runs have started before.
    breaks: Vec<(u32, u32)>,
    /// Stretches between white space and breaks that are left to the full algorithm. The runs in them mean nothing.
    complex: Vec<Range<u32>>,
}

/// What comes next in a text.
#[derive(Debug)]
pub(super) enum Run<'r> {
    /// Words of ASCII letters and digits only, one after the other: where each starts and ends.
    Plain(&'r [[u32; 2]]),
    /// A word with other characters in it: `don't`, `U.N`, `10,500`, `señor`.
    Special(Range<usize>),
    /// What stands between two white spaces or breaks and is left to the full algorithm.
    Complex(Range<usize>),
    /// The end of a line: a line feed, or the mark of a crawler.
    Break(Range<usize>),
}

impl Runs {
    /// All that is in `text`, in order. Linear in its length.
    pub(super) fn of<'r>(&'r mut self, text: &'r str) -> impl Iterator<Item = Run<'r>> {
        self.find(text);
        Each {
            text: text.as_bytes(),
            edges: self.edges[..self.count].as_chunks().0,
            next: 0,
            special: &self.special,
            breaks: &self.breaks,
            complex: &self.complex,
        }
    }

    fn find(&mut self, text: &str) {
        self.count = 0;
        self.special.clear();
        self.breaks.clear();
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
        let underscores = places(block.rare).filter(|&at| text.as_bytes()[base + at] == b'_');
        let mut special = underscores.fold(seam.over, |special, at| special | 1 << at);
        let mut runs = block.word | special;
        seam.over = 0;
        if block.wide != 0 {
            let wide = self.wide(text, base, block.wide, seam);
            runs |= wide;
            special |= wide;
        }
        let joined = |runs: u64| runs << 1 | seam.last;
        // A single character between two that join, which most often is a space, and then joins nothing.
        let between = joined(runs) & !(runs | block.space | block.wide);
        let before = (runs | block.wide) >> 1 | 1 << (WIDTH - 1);
        for at in places(between & before).filter(|at| bridges(text, base + at)) {
            runs |= 1 << at;
            special |= 1 << at;
        }
        let edges = runs ^ joined(runs);
        // Behind an odd number of edges a run has started and not ended.
        let started = |at: usize| (self.count + (edges & mask(at)).count_ones() as usize).div_ceil(2) as u32;
        for at in places(special) {
            let run = started(at + 1) - 1;
            if self.special.last() != Some(&run) {
                self.special.push(run);
            }
        }
        for at in places(block.rare) {
            let length = break_length(&text.as_bytes()[base + at..]);
            if length > 0 && base + at >= seam.broken {
                self.breaks.push(((base + at) as u32, started(at)));
                seam.broken = base + at + length;
            }
        }
        self.push_edges(edges, base);
        seam.last = runs >> (WIDTH - 1);
    }

    /// Adds the places in the text of the bits of a block that are set.
    ///
    /// They are written eight at a time, whether there are as many or not: how many words a block has cannot be foreseen, so that
    /// a branch for each place would be guessed wrongly once a block (Langdale, Lemire, "Parsing gigabytes of JSON per second",
    /// VLDB Journal 2019, 3.1.4).
    #[inline]
    fn push_edges(&mut self, mut bits: u64, base: usize) {
        if self.edges.len() < self.count + WIDTH {
            self.edges.resize((self.count + WIDTH).next_power_of_two(), 0);
        }
        let room: &mut [u32; WIDTH] = self.edges[self.count..].first_chunk_mut().expect("there is room now");
        let count = bits.count_ones() as usize;
        for (number, eight) in room.as_chunks_mut::<8>().0.iter_mut().enumerate() {
            if number > 0 && 8 * number >= count {
                break;
            }
            for place in eight {
                *place = (base as u32).wrapping_add((bits | 1 << (WIDTH - 1)).trailing_zeros());
                bits &= bits.wrapping_sub(1);
            }
        }
        self.count += count;
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
        let start = text[start..at].rfind(BREAK).map_or(start, |before| start + before + BREAK.len());
        let end = text[at..end].find(BREAK).map_or(end, |behind| at + behind);
        self.complex.push(start as u32..end as u32);
    }
}

/// What is still to come.
struct Each<'r> {
    text: &'r [u8],
    edges: &'r [[u32; 2]],
    /// The number of the next run.
    next: usize,
    special: &'r [u32],
    breaks: &'r [(u32, u32)],
    complex: &'r [Range<u32>],
}

impl<'r> Iterator for Each<'r> {
    type Item = Run<'r>;

    #[inline]
    fn next(&mut self) -> Option<Run<'r>> {
        loop {
            let all = self.edges.len();
            let special = self.special.first().map_or(all, |&run| run as usize);
            let broken = self.breaks.first().map_or(all, |&(_, run)| run as usize);
            let plain = match self.complex {
                [] => special.min(broken),
                [stretch, ..] => special.min(broken).min(self.first_from(stretch.start)),
            };
            if plain > self.next {
                let runs = &self.edges[self.next..plain];
                self.next = plain;
                return Some(Run::Plain(runs));
            }
            if let Some((stretch, rest)) = self.complex.split_first()
                && self.first_from(stretch.start) <= self.next
                && self.breaks.first().is_none_or(|&(at, _)| at >= stretch.end)
            {
                self.complex = rest;
                self.next = self.first_from(stretch.end);
                let behind = self.special.partition_point(|&run| (run as usize) < self.next);
                self.special = &self.special[behind..];
                return Some(Run::Complex(stretch.start as usize..stretch.end as usize));
            }
            if broken <= self.next
                && let Some((&(at, _), rest)) = self.breaks.split_first()
            {
                self.breaks = rest;
                let at = at as usize;
                return Some(Run::Break(at..at + break_length(&self.text[at..])));
            }
            let &[start, end] = self.edges.get(self.next)?;
            self.special = &self.special[1..];
            self.next += 1;
            let range = start as usize..end as usize;
            // Of these characters only the underscore joins others and is no word by itself.
            if self.text[range.clone()].iter().any(|&byte| byte != b'_') {
                return Some(Run::Special(range));
            }
        }
    }
}

impl Each<'_> {
    /// The number of the first run that starts at a place or behind it.
    fn first_from(&self, place: u32) -> usize {
        self.edges.partition_point(|&[start, _]| start < place)
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
    /// The end of the last break.
    broken: usize,
}

/// The bits below a place, which may be the end of the block.
#[inline]
fn mask(at: usize) -> u64 {
    if at < WIDTH { (1 << at) - 1 } else { u64::MAX }
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
