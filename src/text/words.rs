//! The words of a text, each of their properties by itself, and the lines that they stand in.

use std::{borrow::Cow, ops::Range};

use super::{
    Marks, Token,
    columns::Columns,
    furniture,
    pieces::{Piece, pieces},
    runs::{Run, Runs},
    tokenize::Marker,
};

/// The words of one text after the other, in the same memory.
///
/// What all articles are fingerprinted by is this, and no more; only of those that are compared [`Token`]s are made.
#[derive(Debug, Default)]
pub struct Words {
    runs: Runs,
    columns: Columns,
    lines: Vec<Line>,
}

/// A line that has words.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub words: Range<usize>,
    /// Its bytes, white space at both ends included.
    pub text: Range<usize>,
    pub is_furniture: bool,
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
        let Self { runs, columns, lines } = self;
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
                Run::Plain(runs) => columns.push_plain(text, runs),
                Run::Special(range) => columns.push_word(text, range),
                Run::Complex(stretch) => pieces(text, stretch, |piece| match piece {
                    Piece::Word(range) => columns.push_word(text, range),
                    Piece::Continuous(range) => columns.push_grams(text, range),
                }),
                Run::Break(range) => end(columns.count(), range),
            }
        }
        end(columns.count(), text.len()..text.len());
    }

    /// Sets further lines aside as furniture, unless fewer than `least` words would be left.
    ///
    /// `text` is the one that was read.
    pub(crate) fn set_aside(&mut self, text: &str, least: usize, is_furniture: impl Fn(&str) -> bool) {
        let of_article = |line: &Line| !line.is_furniture && is_furniture(&text[line.text.clone()]);
        let found: Vec<usize> = (0..self.lines.len()).filter(|&at| of_article(&self.lines[at])).collect();
        if found.is_empty() {
            return;
        }
        let compared: usize = self.article().map(|words| words.len()).sum();
        let less: usize = found.iter().map(|&at| self.lines[at].words.len()).sum();
        if compared - less >= least {
            found.into_iter().for_each(|at| self.lines[at].is_furniture = true);
        }
    }

    /// The number of words, page furniture included.
    pub fn count(&self) -> usize {
        self.columns.count()
    }

    /// Whether n-grams of a script without spaces are among them.
    pub fn have_grams(&self) -> bool {
        self.columns.have_grams()
    }

    /// The frozen hashes of all words in order, page furniture included.
    pub fn hashes(&self) -> &[u64] {
        self.columns.hashes()
    }

    /// The same without page furniture.
    pub fn compared(&self) -> Cow<'_, [u64]> {
        if !self.lines.iter().any(|line| line.is_furniture) {
            return Cow::Borrowed(self.hashes());
        }
        let mut compared = Vec::with_capacity(self.count());
        self.article().for_each(|words| compared.extend_from_slice(&self.hashes()[words]));
        Cow::Owned(compared)
    }

    /// The upper halves of the hashes of the content words' stems, in order and without page furniture.
    pub fn content(&self) -> Vec<u32> {
        // Which words are content cannot be foreseen, so that no branch depends on it.
        let (mut content, mut count) = (vec![0; self.count()], 0);
        for words in self.article() {
            for (stem, marks) in self.columns.stems()[words.clone()].iter().zip(&self.columns.marks()[words])
            {
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

    /// The tokens of the text that was read.
    pub(crate) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.tokens_into(text, &mut tokens);
        tokens
    }

    /// The same in place of those in `tokens`.
    pub(crate) fn tokens_into(&self, text: &str, tokens: &mut Vec<Token>) {
        tokens.clear();
        tokens.reserve(self.count());
        let (hashes, stems, all_marks) = (self.hashes(), self.columns.stems(), self.columns.marks());
        let mut marker = Marker::new(text, all_marks);
        for line in &self.lines {
            let set_aside = Marks::FURNITURE.where_so(line.is_furniture);
            tokens.extend(line.words.clone().map(|at| {
                let place = self.columns.place(at);
                let (start, end) = (place.start as u32, place.end as u32);
                let marks = marker.next(place, all_marks[at]).with(set_aside);
                Token { word: hashes[at], stem: stems[at], start, end, marks }
            }));
        }
    }
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
