//! Words to tokens: the marks that tell where a token stands, which only comparison and display read.

use std::ops::Range;

use super::{
    Marks, Token,
    gap::{Gap, gap},
    words::Words,
};

/// The tokens of a text, in order. Linear in its length.
///
/// Positions are bytes of `text`, which must be shorter than 4 GiB.
///
/// # Panics
/// When `text` is 4 GiB or longer; the readers refuse such an article.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut words = Words::default();
    words.read(text);
    words.tokens(text)
}

/// Tells where the tokens of a text stand, one after the other.
pub(super) struct Marker<'t> {
    text: &'t str,
    /// The last one.
    last: Option<Range<usize>>,
    /// In a text that capitalises most of its words, a capital says nothing about names.
    has_names: bool,
}

impl<'t> Marker<'t> {
    /// For a text and the marks of all of its words, of which names are those that are capitalised.
    pub fn new(text: &'t str, words: &[Marks]) -> Self {
        let is_word = |marks: &&Marks| !marks.has(Marks::NUMBER) && !marks.has(Marks::GRAM);
        let capitalised = |marks: &Marks| if marks.has(Marks::NAME) { 1 } else { -1 };
        let capitals: i64 = words.iter().filter(is_word).map(capitalised).sum();
        Self { text, last: None, has_names: capitals <= 0 }
    }

    /// The marks of the next token, given those of its word.
    #[inline]
    pub fn next(&mut self, place: Range<usize>, word: Marks) -> Marks {
        let marks = word.with(self.position(place.start));
        self.last = Some(place);
        if marks.has(Marks::SENTENCE) || !self.has_names { marks.without(Marks::NAME) } else { marks }
    }

    /// Whether the token that starts here is the first of a sentence or a paragraph, by what lies before it.
    #[inline]
    fn position(&self, start: usize) -> Marks {
        let Some(last) = &self.last else {
            return Marks::SENTENCE.with(Marks::PARAGRAPH);
        };
        let between = self.text.as_bytes().get(last.end..start).unwrap_or_default();
        if between == b" " { Marks::default() } else { self.position_behind(last, start) }
    }

    #[inline(never)]
    fn position_behind(&self, last: &Range<usize>, start: usize) -> Marks {
        match gap(self.text.get(last.end..start).unwrap_or_default()) {
            Gap::Line => Marks::SENTENCE.with(Marks::PARAGRAPH),
            Gap::Sentence => Marks::SENTENCE,
            Gap::Stop if !is_abbreviated(&self.text[last.clone()]) => Marks::SENTENCE,
            Gap::Stop | Gap::None => Marks::default(),
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
    use crate::hash;

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
        assert_eq!(hashes[0].0, 0x9A20_7981_1018_1D83_u64);
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
