//! Pieces of text to tokens: normal forms, stems, and the marks that later stages read.

use std::ops::Range;

use super::{
    Marks, Token, furniture,
    normalise::{normalise, normalise_ascii, normalise_number, strip_accents},
    stem,
    words::{GRAM, Piece, pieces},
};
use crate::hash;

/// The tokens of a text, in order. Linear in its length.
///
/// Positions are bytes of `text`, which must be shorter than 4 GiB.
///
/// # Panics
/// When `text` is 4 GiB or longer; the readers refuse such an article.
pub fn tokens(text: &str) -> Vec<Token> {
    assert!(u32::try_from(text.len()).is_ok(), "an article of 4 GiB or more");
    let mut tokenizer = Tokenizer {
        text,
        tokens: Vec::with_capacity(text.len() / 6),
        end: 0,
        normal: String::new(),
        scratch: String::new(),
        capitalised: 0,
        words: 0,
    };
    pieces(text, |piece| tokenizer.push(piece));
    tokenizer.finish()
}

/// How crawlers write the end of a paragraph in a text without line feeds.
pub const BREAK: &str = "###";

struct Tokenizer<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    end: usize,
    normal: String,
    scratch: String,
    capitalised: usize,
    words: usize,
}

impl Tokenizer<'_> {
    fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Ascii(range) => {
                self.normal.clear();
                normalise_ascii(&self.text[range.clone()], &mut self.normal);
                self.push_word(range);
            }
            Piece::Word(range) => {
                self.normal.clear();
                normalise(&self.text[range.clone()], &mut self.normal);
                self.push_word(range);
            }
            Piece::Continuous(range) => self.push_grams(range),
        }
    }

    fn push_word(&mut self, range: Range<usize>) {
        if self.normal.is_empty() {
            return;
        }
        if self.normal.as_bytes()[0].is_ascii_digit() {
            return self.push_number(range);
        }
        let mut marks = self.position(range.start);
        let first = self.text[range.clone()].chars().next().is_some_and(char::is_uppercase);
        self.words += 1;
        self.capitalised += usize::from(first);
        if first && !marks.has(Marks::SENTENCE) {
            marks = marks.with(Marks::NAME);
        }
        if self.normal.contains('.') {
            self.normal.retain(|c| c != '.');
        }
        if !stem::is_function_word(&self.normal) {
            marks = marks.with(Marks::CONTENT);
        }
        let word = hash::frozen(self.normal.as_bytes());
        let stem = if self.normal.is_ascii() {
            hash::frozen(stem::stem(&self.normal).as_bytes())
        } else {
            self.scratch.clear();
            strip_accents(&self.normal, &mut self.scratch);
            hash::frozen(stem::stem(&self.scratch).as_bytes())
        };
        self.emit(word, stem, range, marks);
    }

    fn push_number(&mut self, range: Range<usize>) {
        let digits = self.normal.find(|c: char| !c.is_ascii_digit() && !",.;'".contains(c));
        let tail = self.normal.split_off(digits.unwrap_or(self.normal.len()));
        self.scratch.clear();
        normalise_number(&self.normal, &mut self.scratch);
        let stem = hash::frozen(self.scratch.as_bytes());
        self.scratch.push_str(&tail);
        let word = hash::frozen(self.scratch.as_bytes());
        let marks = self.position(range.start).with(Marks::CONTENT).with(Marks::NUMBER);
        self.emit(word, stem, range, marks);
    }

    /// Every n-gram of the run, or the run itself where it is shorter than one.
    fn push_grams(&mut self, range: Range<usize>) {
        let run = &self.text[range.clone()];
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| range.start + at).chain([range.end]).collect();
        for window in starts.windows(GRAM.min(starts.len() - 1) + 1) {
            let gram = window[0]..window[window.len() - 1];
            self.normal.clear();
            normalise(&self.text[gram.clone()], &mut self.normal);
            let hash = hash::frozen(self.normal.as_bytes());
            let marks = self.position(gram.start).with(Marks::CONTENT).with(Marks::GRAM);
            self.emit(hash, hash, gram, marks);
        }
    }

    fn emit(&mut self, word: u64, stem: u64, range: Range<usize>, marks: Marks) {
        self.end = range.end;
        self.tokens.push(Token { word, stem, start: range.start as u32, end: range.end as u32, marks });
    }

    /// Whether the token that starts here is the first of a sentence or a paragraph, by what lies before it.
    fn position(&self, start: usize) -> Marks {
        let between = self.text.get(self.end..start).unwrap_or_default();
        if self.tokens.is_empty() || between.contains('\n') || between.contains(BREAK) {
            Marks::SENTENCE.with(Marks::PARAGRAPH)
        } else if between != " " && self.ends_sentence(between) {
            Marks::SENTENCE
        } else {
            Marks::default()
        }
    }

    /// A full stop behind a short capitalised word is one of an abbreviation ("Gen.", "U.S."), not of a sentence.
    fn ends_sentence(&self, between: &str) -> bool {
        let abbreviated = || {
            let last = self.tokens.last().map_or("", |t| &self.text[t.start as usize..t.end as usize]);
            last.len() <= 4 && last.starts_with(char::is_uppercase)
        };
        between.chars().any(|c| match c {
            '.' => !abbreviated(),
            '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | ':' | '"' | '“' | '„' | '«' => true,
            _ => false,
        })
    }

    /// In a text that capitalises most of its words, a capital says nothing about names.
    fn finish(mut self) -> Vec<Token> {
        if self.capitalised * 2 > self.words {
            for token in &mut self.tokens {
                token.marks = token.marks.without(Marks::NAME);
            }
        }
        furniture::mark(self.text, &mut self.tokens);
        self.tokens
    }
}
