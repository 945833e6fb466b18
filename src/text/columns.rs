//! What there is to know of each word, a column for each property, and how it is found out.

use std::ops::Range;

use super::{
    Marks,
    normalise::{normalise, normalise_number, strip_accents},
    pieces::GRAM,
    stem::{FUNCTION, STEM, is_function_word, stem},
};
use crate::hash;

/// What there is to know of each word, in order; that of other texts behind it.
#[derive(Debug, Default)]
pub(super) struct Columns {
    count: usize,
    /// Frozen hashes of the normalised words.
    hashes: Vec<u64>,
    /// Those of their stems.
    stems: Vec<u64>,
    /// Where each starts and ends, in bytes of the text.
    places: Vec<[u32; 2]>,
    /// Whether it is content, a number, an n-gram, or a name, which here says that it is capitalised.
    marks: Vec<Marks>,
    has_grams: bool,
    /// Room for the normal form of a word, and for that without accents.
    normal: String,
    bare: String,
}

/// What distinguishes an ASCII letter of lower case from its capital; digits have it, too.
const LOWER: u8 = 0x20;

/// The same of eight bytes.
const ALL_LOWER: u64 = u64::from_ne_bytes([LOWER; 8]);

/// The longest word that [`hash::short`] takes, in bytes.
const SHORT: usize = 16;

/// Of each length of a short word the bytes that belong to it.
const MASKS: [(u64, u64); SHORT + 1] = {
    let mut masks = [(0, 0); SHORT + 1];
    let mut length = 1;
    while length <= SHORT {
        let mask = u128::MAX >> (128 - 8 * length);
        masks[length] = (mask as u64, (mask >> 64) as u64);
        length += 1;
    }
    masks
};

/// The first bytes of a text that is not empty, NUL where it has ended.
#[inline]
fn first_bytes(text: &[u8]) -> (u64, u64) {
    let halves = |bytes: [u8; SHORT]| {
        let value = u128::from_le_bytes(bytes);
        (value as u64, (value >> 64) as u64)
    };
    match text.first_chunk() {
        Some(&bytes) => halves(bytes),
        None => {
            let mut bytes = [0; SHORT];
            bytes[..text.len()].copy_from_slice(text);
            halves(bytes)
        }
    }
}

impl Columns {
    pub fn clear(&mut self) {
        self.count = 0;
        self.has_grams = false;
    }

    pub fn count(&self) -> usize {
        self.count
    }

    pub fn have_grams(&self) -> bool {
        self.has_grams
    }

    pub fn hashes(&self) -> &[u64] {
        &self.hashes[..self.count]
    }

    pub fn stems(&self) -> &[u64] {
        &self.stems[..self.count]
    }

    pub fn marks(&self) -> &[Marks] {
        &self.marks[..self.count]
    }

    pub fn place(&self, word: usize) -> Range<usize> {
        let [start, end] = self.places[word];
        start as usize..end as usize
    }

    /// How many of some words are n-grams.
    pub fn grams(&self, words: Range<usize>) -> usize {
        if !self.has_grams {
            return 0;
        }
        self.marks[words].iter().filter(|marks| marks.has(Marks::GRAM)).count()
    }

    /// The places of the next words.
    #[inline]
    fn room(&mut self, words: usize) -> Range<usize> {
        let room = self.count..self.count + words;
        if self.hashes.len() < room.end {
            let more = room.end.next_power_of_two();
            self.hashes.resize(more, 0);
            self.stems.resize(more, 0);
            self.places.resize(more, [0; 2]);
            self.marks.resize(more, Marks::default());
        }
        self.count = room.end;
        room
    }

    fn push(&mut self, hash: u64, stem: u64, place: &Range<usize>, marks: Marks) {
        let at = self.room(1).start;
        self.hashes[at] = hash;
        self.stems[at] = stem;
        self.places[at] = [place.start as u32, place.end as u32];
        self.marks[at] = marks;
    }

    /// The same as [`long_way`] for words of ASCII letters and digits, which most words of most texts are.
    #[inline]
    pub fn push_plain(&mut self, text: &str, runs: &[[u32; 2]]) {
        let room = self.room(runs.len());
        self.places[room.clone()].copy_from_slice(runs);
        let hashes = self.hashes[room.clone()].iter_mut().zip(&mut self.stems[room.clone()]);
        for ((&[start, end], (hash, stem)), marks) in runs.iter().zip(hashes).zip(&mut self.marks[room]) {
            let (start, end) = (start as usize, end as usize);
            let (low, high) = first_bytes(&text.as_bytes()[start..]);
            let (first, length) = (low as u8, end - start);
            if first < b'A' || length > SHORT {
                let word = long_way(&text[start..end], &mut self.normal, &mut self.bare);
                (*hash, *stem, *marks) = word.expect("letters and digits are visible");
                continue;
            }
            let (low, high) = ((low | ALL_LOWER) & MASKS[length].0, (high | ALL_LOWER) & MASKS[length].1);
            *hash = hash::short(low, high);
            *stem = hash::short(low & MASKS[STEM].0, 0);
            let is_capitalised = Marks::NAME.where_so(first & LOWER == 0);
            *marks = Marks::CONTENT.where_so(length > FUNCTION).with(is_capitalised);
        }
    }

    pub fn push_word(&mut self, text: &str, range: Range<usize>) {
        if let Some((hash, stem, marks)) = long_way(&text[range.clone()], &mut self.normal, &mut self.bare) {
            self.push(hash, stem, &range, marks);
        }
    }

    /// Every n-gram of the run, or the run itself where it is shorter than one.
    pub fn push_grams(&mut self, text: &str, range: Range<usize>) {
        self.has_grams = true;
        let run = &text[range.clone()];
        let starts: Vec<usize> =
            run.char_indices().map(|(at, _)| range.start + at).chain([range.end]).collect();
        for window in starts.windows(GRAM.min(starts.len() - 1) + 1) {
            let gram = window[0]..window[window.len() - 1];
            self.normal.clear();
            normalise(&text[gram.clone()], &mut self.normal);
            let hash = hash::word(self.normal.as_bytes());
            self.push(hash, hash, &gram, Marks::CONTENT.with(Marks::GRAM));
        }
    }
}

/// Hash, stem and marks of any word, but for one of invisible characters only.
#[inline(never)]
fn long_way(word: &str, normal: &mut String, bare: &mut String) -> Option<(u64, u64, Marks)> {
    normal.clear();
    normalise(word, normal);
    if normal.as_bytes().first()?.is_ascii_digit() {
        let (hash, stem) = number(normal, bare);
        return Some((hash, stem, Marks::CONTENT.with(Marks::NUMBER)));
    }
    let is_capitalised = word.chars().next().is_some_and(char::is_uppercase);
    if normal.contains('.') {
        normal.retain(|c| c != '.');
    }
    let hash = hash::word(normal.as_bytes());
    let stem = if normal.is_ascii() {
        hash::word(stem(normal).as_bytes())
    } else {
        bare.clear();
        strip_accents(normal, bare);
        hash::word(stem(bare).as_bytes())
    };
    let is_content = Marks::CONTENT.where_so(!is_function_word(normal));
    Some((hash, stem, is_content.with(Marks::NAME.where_so(is_capitalised))))
}

/// The hashes of a number and of its digits alone, in one spelling.
fn number(normal: &str, number: &mut String) -> (u64, u64) {
    let digits = normal.find(|c: char| !c.is_ascii_digit() && !",.;'".contains(c));
    let (digits, tail) = normal.split_at(digits.unwrap_or(normal.len()));
    number.clear();
    normalise_number(digits, number);
    let stem = hash::word(number.as_bytes());
    number.push_str(tail);
    (hash::word(number.as_bytes()), stem)
}
