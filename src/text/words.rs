//! The words of a text, each of their properties by itself, and the lines that they stand in.

use std::{borrow::Cow, ops::Range};

use super::{
    Marks, Token, furniture,
    normalise::{normalise, normalise_number, strip_accents},
    pieces::{GRAM, Piece, pieces},
    runs::{Run, Runs},
    stem::{FUNCTION, STEM, is_function_word, stem},
    tokenize::Marker,
};
use crate::hash;

/// The words of one text after the other, in the same memory.
///
/// What all articles are fingerprinted by is this, and no more; only those that are compared are made [`Token`]s of, which
/// takes another half of the time.
#[derive(Debug, Default)]
pub struct Words {
    runs: Runs,
    scratch: Scratch,
    columns: Columns,
    lines: Vec<Line>,
}

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
}

/// A line that has words.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub words: Range<usize>,
    /// Its bytes, white space at both ends included.
    pub text: Range<usize>,
    pub is_furniture: bool,
}

#[derive(Debug, Default)]
struct Scratch {
    normal: String,
    bare: String,
}

impl Words {
    /// Puts the words of `text`, its furniture set aside by shape and wording, in place of those that are there. Linear in its
    /// length.
    ///
    /// # Panics
    /// When `text` is 4 GiB or longer; the readers refuse such an article.
    pub fn read(&mut self, text: &str) {
        self.read_plainly(text);
        furniture::mark(text, &self.columns, &mut self.lines);
    }

    /// The same without looking for page furniture.
    pub(super) fn read_plainly(&mut self, text: &str) {
        assert!(u32::try_from(text.len()).is_ok(), "an article of 4 GiB or more");
        let Self { runs, scratch, columns, lines } = self;
        columns.clear();
        lines.clear();
        let (mut first, mut from) = (0, 0);
        let mut end = |words: usize, text: Range<usize>| {
            if first < words {
                lines.push(Line { words: first..words, text: from..text.start, is_furniture: false });
            }
            (first, from) = (words, text.end);
        };
        for run in runs.of(text) {
            match run {
                Run::Plain(runs) => columns.push_plain(text, runs, scratch),
                Run::Special(range) => columns.push_word(text, range, scratch),
                Run::Complex(stretch) => pieces(text, stretch, |piece| match piece {
                    Piece::Word(range) => columns.push_word(text, range, scratch),
                    Piece::Continuous(range) => columns.push_grams(text, range, scratch),
                }),
                Run::Break(range) => end(columns.count, range),
            }
        }
        end(columns.count, text.len()..text.len());
    }

    /// Sets further lines aside as furniture, unless fewer than `least` words would be left.
    ///
    /// `text` is the one that was read.
    pub(crate) fn set_aside(&mut self, text: &str, least: usize, is_furniture: impl Fn(&str) -> bool) {
        let of_article = |line: &Line| !line.is_furniture && is_furniture(&text[line.text.clone()]);
        let found: Vec<usize> = (0..self.lines.len()).filter(|&at| of_article(&self.lines[at])).collect();
        let words =
            |lines: &mut dyn Iterator<Item = &Line>| lines.map(|line| line.words.len()).sum::<usize>();
        let compared = words(&mut self.lines.iter().filter(|line| !line.is_furniture));
        if compared - words(&mut found.iter().map(|&at| &self.lines[at])) >= least {
            found.into_iter().for_each(|at| self.lines[at].is_furniture = true);
        }
    }

    /// The number of words, page furniture included.
    pub fn count(&self) -> usize {
        self.columns.count
    }

    /// Whether n-grams of a script without spaces are among them.
    pub fn have_grams(&self) -> bool {
        self.columns.has_grams
    }

    /// The frozen hashes of all words in order, page furniture included.
    pub fn hashes(&self) -> &[u64] {
        &self.columns.hashes[..self.columns.count]
    }

    /// The same without page furniture.
    pub fn compared(&self) -> Cow<'_, [u64]> {
        if !self.lines.iter().any(|line| line.is_furniture) {
            return Cow::Borrowed(self.hashes());
        }
        let mut compared = Vec::with_capacity(self.columns.count);
        self.article().for_each(|words| compared.extend_from_slice(&self.columns.hashes[words]));
        Cow::Owned(compared)
    }

    /// The upper halves of the hashes of the content words' stems, in order and without page furniture.
    pub fn content(&self) -> Vec<u32> {
        // Which words are content cannot be foreseen, so that no branch depends on it.
        let (mut content, mut count) = (vec![0; self.columns.count], 0);
        for words in self.article() {
            for (stem, marks) in self.columns.stems[words.clone()].iter().zip(&self.columns.marks[words]) {
                content[count] = (stem >> 32) as u32;
                count += usize::from(marks.has(Marks::CONTENT));
            }
        }
        content.truncate(count);
        content
    }

    /// The words of each line that is no furniture.
    fn article(&self) -> impl Iterator<Item = Range<usize>> {
        self.lines.iter().filter(|line| !line.is_furniture).map(|line| line.words.clone())
    }

    /// Puts the tokens of the text that was read in place of those in `tokens`.
    pub(crate) fn tokens_into(&self, text: &str, tokens: &mut Vec<Token>) {
        tokens.clear();
        tokens.reserve(self.columns.count);
        let mut marker = Marker::new(text, &self.columns.marks[..self.columns.count]);
        for line in &self.lines {
            let set_aside = if line.is_furniture { Marks::FURNITURE } else { Marks::default() };
            tokens.extend(line.words.clone().map(|at| {
                let [start, end] = self.columns.places[at];
                let marks = marker.next(start as usize..end as usize, self.columns.marks[at]).with(set_aside);
                Token { word: self.columns.hashes[at], stem: self.columns.stems[at], start, end, marks }
            }));
        }
    }
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
    fn clear(&mut self) {
        self.count = 0;
        self.has_grams = false;
    }

    pub(super) fn place(&self, word: usize) -> Range<usize> {
        let [start, end] = self.places[word];
        start as usize..end as usize
    }

    pub(super) fn stems(&self, words: Range<usize>) -> &[u64] {
        &self.stems[words]
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// How many of some words are n-grams.
    pub(super) fn grams(&self, words: Range<usize>) -> usize {
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

    /// The same as the long way round for words of ASCII letters and digits, which most words of most texts are.
    #[inline]
    fn push_plain(&mut self, text: &str, runs: &[[u32; 2]], scratch: &mut Scratch) {
        let room = self.room(runs.len());
        self.places[room.clone()].copy_from_slice(runs);
        let hashes = self.hashes[room.clone()].iter_mut().zip(&mut self.stems[room.clone()]);
        for ((&[start, end], (hash, stem)), marks) in runs.iter().zip(hashes).zip(&mut self.marks[room]) {
            let (start, end) = (start as usize, end as usize);
            let (low, high) = first_bytes(&text.as_bytes()[start..]);
            let (first, length) = (low as u8, end - start);
            if first < b'A' || length > SHORT {
                (*hash, *stem, *marks) = unusual(&text[start..end], &mut scratch.normal);
                continue;
            }
            let (low, high) = ((low | ALL_LOWER) & MASKS[length].0, (high | ALL_LOWER) & MASKS[length].1);
            *hash = hash::short(low, high);
            *stem = hash::short(low & MASKS[STEM].0, 0);
            let is_capitalised = Marks::NAME.where_so(first & LOWER == 0);
            *marks = Marks::CONTENT.where_so(length > FUNCTION).with(is_capitalised);
        }
    }

    #[inline(never)]
    fn push_word(&mut self, text: &str, range: Range<usize>, scratch: &mut Scratch) {
        let (word, Scratch { normal, bare }) = (&text[range.clone()], scratch);
        normal.clear();
        normalise(word, normal);
        if normal.is_empty() {
            return;
        }
        if normal.as_bytes()[0].is_ascii_digit() {
            let (hash, stem) = number(normal, bare);
            return self.push(hash, stem, &range, Marks::CONTENT.with(Marks::NUMBER));
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
        self.push(hash, stem, &range, is_content.with(Marks::NAME.where_so(is_capitalised)));
    }

    /// Every n-gram of the run, or the run itself where it is shorter than one.
    fn push_grams(&mut self, text: &str, range: Range<usize>, scratch: &mut Scratch) {
        self.has_grams = true;
        let run = &text[range.clone()];
        let starts: Vec<usize> =
            run.char_indices().map(|(at, _)| range.start + at).chain([range.end]).collect();
        for window in starts.windows(GRAM.min(starts.len() - 1) + 1) {
            let gram = window[0]..window[window.len() - 1];
            scratch.normal.clear();
            normalise(&text[gram.clone()], &mut scratch.normal);
            let hash = hash::word(scratch.normal.as_bytes());
            self.push(hash, hash, &gram, Marks::CONTENT.with(Marks::GRAM));
        }
    }
}

/// Hash, stem and marks of a number, or of a long word, of ASCII letters and digits.
#[inline(never)]
fn unusual(word: &str, normal: &mut String) -> (u64, u64, Marks) {
    normal.clear();
    normal.push_str(word);
    normal.make_ascii_lowercase();
    let hash = hash::word(normal.as_bytes());
    if word.as_bytes()[0].is_ascii_digit() {
        let digits = normal.bytes().take_while(u8::is_ascii_digit).count();
        return (hash, hash::word(&normal.as_bytes()[..digits]), Marks::CONTENT.with(Marks::NUMBER));
    }
    let is_capitalised = Marks::NAME.where_so(word.starts_with(|c: char| c.is_ascii_uppercase()));
    (hash, hash::word(stem(normal).as_bytes()), Marks::CONTENT.with(is_capitalised))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{shingle, text::tokens};

    fn read(text: &str) -> Words {
        let mut words = Words::default();
        words.read("What was read before leaves nothing behind. 12 \u{5730}\u{94C1} d\u{e9}j\u{e0}\nvu");
        words.read(text);
        words
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_tokens(
            text in "([a-zA-Z]{1,9}|[0-9.,]{1,5}|it's|d\u{e9}j\u{e0}|\u{5730}\u{94C1}\u{505C}\u{8FD0}|_|#{2,7}|\n|Share|[ .,:!?\"-]){0,80}"
        ) {
            let (words, tokens) = (read(&text), tokens(&text));
            prop_assert_eq!(words.count(), tokens.len());
            prop_assert_eq!(words.hashes(), tokens.iter().map(|token| token.word).collect::<Vec<_>>());
            prop_assert_eq!(words.compared(), shingle::words(&tokens));
            let content: Vec<u32> = shingle::content(&tokens).into_iter().map(|stem| (stem >> 32) as u32).collect();
            prop_assert_eq!(words.content(), content);
            prop_assert_eq!(words.have_grams(), tokens.iter().any(|token| token.marks.has(Marks::GRAM)));
        }

        #[test]
        fn lines_are_those_of_the_text(text in "([a-z]{1,3}|\u{5730}\u{94C1}|_|#{1,7}|[\n .]){0,40}") {
            let words = read(&text);
            let with_words = |line: &&str| line.contains(char::is_alphanumeric);
            let expected: Vec<&str> = crate::text::lines(&text).filter(with_words).collect();
            let found: Vec<&str> = words.lines.iter().map(|line| &text[line.text.clone()]).collect();
            prop_assert_eq!(found, expected);
            let mut next = 0;
            for line in &words.lines {
                prop_assert_eq!(line.words.start, next);
                next = line.words.end;
                for word in line.words.clone() {
                    let place = words.columns.place(word);
                    prop_assert!(line.text.start <= place.start && place.end <= line.text.end);
                }
            }
            prop_assert_eq!(next, words.count());
        }
    }

    #[test]
    fn lines_are_set_aside_unless_little_would_be_left() {
        let text = "The mayors met in the town hall, again.\nNobody said a word of it, they said.";
        let mut words = read(text);
        words.set_aside(text, 9, |line| line.starts_with("Nobody"));
        assert_eq!(words.compared().len(), 16);
        words.set_aside(text, 8, |line| line.starts_with("Nobody"));
        assert_eq!(words.compared().len(), 8);
        words.set_aside(text, 1, |_| true);
        assert_eq!((words.compared().len(), words.count()), (8, 16));
    }
}
