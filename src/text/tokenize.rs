//! Pieces of text to tokens: normal forms, stems, and the marks that later stages read.

use std::ops::Range;

use super::{
    Marks, Token, furniture,
    gap::{Gap, gap},
    normalise::{normalise, normalise_number, strip_accents},
    runs::{Run, Runs},
    stem::{FUNCTION, STEM, is_function_word, stem},
    words::{GRAM, Piece, pieces},
};
use crate::hash;

/// The tokens of a text, in order. Linear in its length.
///
/// Positions are bytes of `text`, which must be shorter than 4 GiB. A [`Tokenizer`] does the same for one text after
/// the other.
///
/// # Panics
/// When `text` is 4 GiB or longer; the readers refuse such an article.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    Tokenizer::default().tokens_into(text, &mut tokens);
    tokens
}

/// Makes tokens of one text after the other in the same memory.
#[derive(Debug, Default)]
pub struct Tokenizer {
    runs: Runs,
    scratch: Scratch,
}

#[derive(Debug, Default)]
struct Scratch {
    /// The text with the bit set that makes lower case of ASCII letters, and some bytes more.
    lower: Vec<u8>,
    normal: String,
    bare: String,
}

impl Tokenizer {
    /// Puts the tokens of `text` in place of those in `tokens`; see [`tokens()`].
    ///
    /// # Panics
    /// When `text` is 4 GiB or longer.
    pub fn tokens_into(&mut self, text: &str, tokens: &mut Vec<Token>) {
        self.words_into(text, tokens);
        furniture::mark(text, tokens);
    }

    /// The same without looking for page furniture.
    pub(super) fn words_into(&mut self, text: &str, tokens: &mut Vec<Token>) {
        assert!(u32::try_from(text.len()).is_ok(), "an article of 4 GiB or more");
        tokens.clear();
        tokens.reserve(text.len() / 5);
        let lower = &mut self.scratch.lower;
        lower.clear();
        lower.reserve(text.len() + SHORT);
        lower.extend(text.bytes().map(|byte| byte | LOWER));
        lower.extend([0; SHORT]);
        let mut pass = Pass { text, scratch: &mut self.scratch, tokens, end: 0, capitals: 0 };
        for run in self.runs.of(text) {
            match run {
                Run::Plain(range) => pass.push_plain(range),
                Run::Special(range) => pass.push_word(range),
                Run::Complex(stretch) => pieces(text, stretch, |piece| match piece {
                    Piece::Word(range) => pass.push_word(range),
                    Piece::Continuous(range) => pass.push_grams(range),
                }),
            }
        }
        pass.finish();
    }
}

/// What distinguishes an ASCII letter of lower case from its capital; digits have it, too.
const LOWER: u8 = 0x20;

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

/// One text on its way to tokens.
struct Pass<'p> {
    text: &'p str,
    scratch: &'p mut Scratch,
    tokens: &'p mut Vec<Token>,
    end: usize,
    /// Words with a capital, less those without.
    capitals: i64,
}

impl Pass<'_> {
    /// The same as the long way round for words of ASCII letters and digits, which most words of most texts are.
    #[inline]
    fn push_plain(&mut self, range: Range<usize>) {
        let (first, length) = (self.text.as_bytes()[range.start], range.len());
        if first.is_ascii_digit() || length > SHORT {
            return self.push_word(range);
        }
        let bytes: &[u8; SHORT] =
            self.scratch.lower[range.start..].first_chunk().expect("some bytes follow the last word");
        let value = u128::from_le_bytes(*bytes);
        let (low, high) = MASKS[length];
        let (low, high) = (value as u64 & low, (value >> 64) as u64 & high);
        let (word, stem) = (hash::short(low, high), hash::short(low & MASKS[STEM].0, 0));
        let is_capitalised = first & LOWER == 0;
        self.emit_word(word, stem, range, is_capitalised, length > FUNCTION);
    }

    #[inline(never)]
    fn push_word(&mut self, range: Range<usize>) {
        let (word, normal) = (&self.text[range.clone()], &mut self.scratch.normal);
        normal.clear();
        normalise(word, normal);
        if normal.is_empty() {
            return;
        }
        if normal.as_bytes()[0].is_ascii_digit() {
            return self.push_number(range);
        }
        let is_capitalised = word.chars().next().is_some_and(char::is_uppercase);
        if normal.contains('.') {
            normal.retain(|c| c != '.');
        }
        let is_content = !is_function_word(normal);
        let word = hash::word(normal.as_bytes());
        let stem = if normal.is_ascii() {
            hash::word(stem(normal).as_bytes())
        } else {
            self.scratch.bare.clear();
            strip_accents(normal, &mut self.scratch.bare);
            hash::word(stem(&self.scratch.bare).as_bytes())
        };
        self.emit_word(word, stem, range, is_capitalised, is_content);
    }

    #[inline]
    fn emit_word(
        &mut self,
        word: u64,
        stem: u64,
        range: Range<usize>,
        is_capitalised: bool,
        is_content: bool,
    ) {
        let mut marks = self.position(range.start);
        self.capitals += if is_capitalised { 1 } else { -1 };
        if is_capitalised && !marks.has(Marks::SENTENCE) {
            marks = marks.with(Marks::NAME);
        }
        if is_content {
            marks = marks.with(Marks::CONTENT);
        }
        self.emit(word, stem, range, marks);
    }

    fn push_number(&mut self, range: Range<usize>) {
        let Scratch { normal, bare: number, .. } = &mut self.scratch;
        let digits = normal.find(|c: char| !c.is_ascii_digit() && !",.;'".contains(c));
        let (digits, tail) = normal.split_at(digits.unwrap_or(normal.len()));
        number.clear();
        normalise_number(digits, number);
        let stem = hash::word(number.as_bytes());
        number.push_str(tail);
        let word = hash::word(number.as_bytes());
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
            let normal = &mut self.scratch.normal;
            normal.clear();
            normalise(&self.text[gram.clone()], normal);
            let hash = hash::word(normal.as_bytes());
            let marks = self.position(gram.start).with(Marks::CONTENT).with(Marks::GRAM);
            self.emit(hash, hash, gram, marks);
        }
    }

    #[inline]
    fn emit(&mut self, word: u64, stem: u64, range: Range<usize>, marks: Marks) {
        self.end = range.end;
        self.tokens.push(Token { word, stem, start: range.start as u32, end: range.end as u32, marks });
    }

    /// Whether the token that starts here is the first of a sentence or a paragraph, by what lies before it.
    #[inline]
    fn position(&self, start: usize) -> Marks {
        let between = self.text.as_bytes().get(self.end..start).unwrap_or_default();
        if between == b" " && self.end > 0 { Marks::default() } else { self.position_behind(start) }
    }

    #[inline(never)]
    fn position_behind(&self, start: usize) -> Marks {
        let Some(last) = self.tokens.last() else {
            return Marks::SENTENCE.with(Marks::PARAGRAPH);
        };
        match gap(self.text.get(self.end..start).unwrap_or_default()) {
            Gap::Line => Marks::SENTENCE.with(Marks::PARAGRAPH),
            Gap::Sentence => Marks::SENTENCE,
            Gap::Stop if !is_abbreviated(&self.text[last.start as usize..last.end as usize]) => {
                Marks::SENTENCE
            }
            Gap::Stop | Gap::None => Marks::default(),
        }
    }

    /// In a text that capitalises most of its words, a capital says nothing about names.
    fn finish(self) {
        if self.capitals > 0 {
            for token in self.tokens {
                token.marks = token.marks.without(Marks::NAME);
            }
        }
    }
}

/// A full stop behind a short capitalised word is one of an abbreviation ("Gen.", "U.S."), not of a sentence.
fn is_abbreviated(last: &str) -> bool {
    last.len() <= 4 && last.starts_with(char::is_uppercase)
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
