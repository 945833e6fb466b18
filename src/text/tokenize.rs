//! Pieces of text to tokens: normal forms, stems, and the marks that later stages read.

use std::ops::Range;

use super::{
    Marks, Token, furniture,
    normalise::{normalise, normalise_ascii, normalise_number, strip_accents},
    stem::{FUNCTION, STEM, is_function_word, stem},
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
            Piece::Plain(range) => self.push_plain(range),
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

    /// The same as the long way round for words of ASCII letters and digits, which most words of most texts are.
    fn push_plain(&mut self, range: Range<usize>) {
        let bytes = &self.text.as_bytes()[range.clone()];
        if bytes[0].is_ascii_digit() || bytes.len() > 32 {
            return self.push(Piece::Ascii(range));
        }
        let mut lower = [0; 32];
        let lower = &mut lower[..bytes.len()];
        lower.copy_from_slice(bytes);
        lower.make_ascii_lowercase();
        let (word, stem) = (hash::word(lower), hash::word(&lower[..lower.len().min(STEM)]));
        let is_capitalised = bytes[0].is_ascii_uppercase();
        let is_content = bytes.len() > FUNCTION;
        self.emit_word(word, stem, range, is_capitalised, is_content);
    }

    fn push_word(&mut self, range: Range<usize>) {
        if self.normal.is_empty() {
            return;
        }
        if self.normal.as_bytes()[0].is_ascii_digit() {
            return self.push_number(range);
        }
        let is_capitalised = self.text[range.clone()].chars().next().is_some_and(char::is_uppercase);
        if self.normal.contains('.') {
            self.normal.retain(|c| c != '.');
        }
        let is_content = !is_function_word(&self.normal);
        let word = hash::word(self.normal.as_bytes());
        let stem = if self.normal.is_ascii() {
            hash::word(stem(&self.normal).as_bytes())
        } else {
            self.scratch.clear();
            strip_accents(&self.normal, &mut self.scratch);
            hash::word(stem(&self.scratch).as_bytes())
        };
        self.emit_word(word, stem, range, is_capitalised, is_content);
    }

    fn emit_word(
        &mut self,
        word: u64,
        stem: u64,
        range: Range<usize>,
        is_capitalised: bool,
        is_content: bool,
    ) {
        let mut marks = self.position(range.start);
        self.words += 1;
        self.capitalised += usize::from(is_capitalised);
        if is_capitalised && !marks.has(Marks::SENTENCE) {
            marks = marks.with(Marks::NAME);
        }
        if is_content {
            marks = marks.with(Marks::CONTENT);
        }
        self.emit(word, stem, range, marks);
    }

    fn push_number(&mut self, range: Range<usize>) {
        let digits = self.normal.find(|c: char| !c.is_ascii_digit() && !",.;'".contains(c));
        let tail = self.normal.split_off(digits.unwrap_or(self.normal.len()));
        self.scratch.clear();
        normalise_number(&self.normal, &mut self.scratch);
        let stem = hash::word(self.scratch.as_bytes());
        self.scratch.push_str(&tail);
        let word = hash::word(self.scratch.as_bytes());
        let marks = self.position(range.start).with(Marks::CONTENT).with(Marks::NUMBER);
        self.emit(word, stem, range, marks);
    }

    /// Every n-gram of the run, or the run itself where it is shorter than one.
    fn push_grams(&mut self, range: Range<usize>) {
        let run = &self.text[range.clone()];
        let starts: Vec<usize> =
            run.char_indices().map(|(at, _)| range.start + at).chain([range.end]).collect();
        for window in starts.windows(GRAM.min(starts.len() - 1) + 1) {
            let gram = window[0]..window[window.len() - 1];
            self.normal.clear();
            normalise(&self.text[gram.clone()], &mut self.normal);
            let hash = hash::word(self.normal.as_bytes());
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
        if start == self.end + 1 && self.text.as_bytes()[self.end] == b' ' && self.end > 0 {
            return Marks::default();
        }
        let between = self.text.get(self.end..start).unwrap_or_default();
        if self.tokens.is_empty() || between.contains('\n') || between.contains(BREAK) {
            Marks::SENTENCE.with(Marks::PARAGRAPH)
        } else if self.ends_sentence(between) {
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
            '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | ':' | '"' | '“' | '„' | '«' => {
                true
            }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What makes the tokenizer take the long way round: a typographic space behind every word.
    fn long_way(text: &str) -> Vec<(u64, u64)> {
        let text = text.replace(' ', "\u{2009}");
        tokens(&text).iter().map(|token| (token.word, token.stem)).collect()
    }

    proptest! {
        #[test]
        fn ascii_gives_the_same_tokens_on_both_paths(text in "[a-zA-Z0-9 .,':_-]{0,60}") {
            let short: Vec<(u64, u64)> = tokens(&text).iter().map(|token| (token.word, token.stem)).collect();
            prop_assert_eq!(short, long_way(&text));
        }

        #[test]
        fn positions_are_in_the_text_and_in_order(text in any::<String>()) {
            let tokens = tokens(&text);
            for token in &tokens {
                prop_assert!(text.get(token.start as usize..token.end as usize).is_some_and(|t| !t.is_empty()));
            }
            prop_assert!(tokens.windows(2).all(|w| w[0].start < w[1].start && w[0].end <= w[1].end));
        }
    }

    /// Stored sketches depend on these values: they may change only together with a version of their format.
    #[test]
    fn known_words_have_known_hashes() {
        let hashes: Vec<(u64, u64)> =
            tokens("Talks on 10,500 U.N. ceasefires").iter().map(|token| (token.word, token.stem)).collect();
        let word = |word: &str| hash::word(word.as_bytes());
        let expected = [
            (word("talks"), word("talks")),
            (word("on"), word("on")),
            (word("10500"), word("10500")),
            (word("un"), word("un")),
            (word("ceasefires"), word("cease")),
        ];
        assert_eq!(hashes, expected);
        assert_eq!(hashes[0].0, 0x9ACD_F967_C4D9_A921_u64);
    }

    #[test]
    fn marks_say_where_a_token_stands_and_what_it_is() {
        let marks = |text: &str| tokens(text).iter().map(|token| token.marks).collect::<Vec<_>>();
        let found =
            marks("Talks with Gen. Smith ended. Nobody won 3 points, said Kaba in Mali\nNext day came.");
        let names = [false, false, true, true, false, false, false, false, false, false, true, false, true];
        for (at, is_name) in names.into_iter().enumerate() {
            assert_eq!(found[at].has(Marks::NAME), is_name, "token {at}");
        }
        assert!(
            found[0].has(Marks::PARAGRAPH)
                && found[13].has(Marks::PARAGRAPH)
                && !found[5].has(Marks::PARAGRAPH)
        );
        assert!(found[5].has(Marks::SENTENCE) && !found[3].has(Marks::SENTENCE));
        assert!(found[7].has(Marks::NUMBER));
    }

    #[test]
    fn scripts_without_spaces_give_overlapping_grams() {
        let text = "地铁停运";
        let grams: Vec<&str> = tokens(text).iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
        assert_eq!(grams, ["地铁停", "铁停运"]);
        assert_eq!(tokens("地铁").len(), 1);
    }
}
