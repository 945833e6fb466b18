//! The content words of an article, by sentence and by word.

use crate::{
    lookup::Lookup,
    text::{Marks, Token},
};

/// Content words at which a sentence without an end is cut.
const LONGEST: usize = 40;

/// The content words of an article, by sentence and by word.
#[derive(Debug, Clone, Default)]
pub struct Sentences {
    /// Where each sentence starts, counted in content words, and the end of the last.
    starts: Vec<u32>,
    /// The different stems, in the order in which they come.
    stems: Vec<u64>,
    /// What there is to know of each of them.
    pub(super) words: Vec<Word>,
    /// The word at each place, counted in content words.
    pub(super) word_at: Vec<u32>,
    /// The sentences that the words stand in, word by word, each once for each word.
    pub(super) places: Vec<Place>,
    /// How many different words, and how many figures, each sentence has.
    pub(super) kinds: Vec<(u32, u32)>,
    /// Numbers of sentences that words stand in, and how many words stand in so many.
    pub(super) spreads: Vec<(u32, u32)>,
    /// How many of the stems are figures, and names.
    facts: (usize, usize),
}

/// A word in a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub word: u32,
    pub sentence: u32,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    /// Where its sentences start in `places`.
    first: u32,
    pub count: u32,
    /// Number of sentences it stands in.
    pub spread: u32,
    /// Whether it is a figure where it comes first.
    pub is_figure: bool,
    /// [`FIGURE`] and [`NAME`], wherever it stands.
    facts: u8,
}

const FIGURE: u8 = 1;
const NAME: u8 = 2;

impl Sentences {
    /// Sorts the content words of an article, with room for their hashes. O(n) for n tokens.
    pub(crate) fn new(tokens: &[Token], numbers: &mut Lookup) -> Self {
        let Content { stems: all, facts, sentences, starts } = Content::new(tokens);
        numbers.begin(all.len());
        let word_at: Vec<u32> = all.iter().map(|&stem| numbers.number(stem)).collect();
        let stems = numbers.hashes().to_vec();

        let mut words = vec![Word::default(); stems.len()];
        let mut last = vec![NONE; stems.len()];
        // The first occurrence, at which a word is a figure or not, comes last.
        for ((&word, &facts), &sentence) in word_at.iter().zip(&facts).zip(&sentences).rev() {
            let (word, last) = (&mut words[word as usize], &mut last[word as usize]);
            word.count += 1;
            word.spread += u32::from(sentence != *last);
            word.is_figure = facts & FIGURE != 0;
            word.facts |= facts;
            *last = sentence;
        }
        let (mut spreads, mut many) = ([0; FEW_SENTENCES], Vec::new());
        let mut first = 0;
        for word in &mut words {
            word.first = first;
            first += word.spread;
            match spreads.get_mut(word.spread as usize) {
                Some(words) => *words += 1,
                None => many.push((word.spread, 1)),
            }
        }
        many.extend((0..).zip(spreads).filter(|&(_, words)| words > 0));

        let mut places = vec![Place::default(); first as usize];
        let mut kinds = vec![(0, 0); starts.len() - 1];
        let mut next: Vec<u32> = words.iter().map(|word| word.first).collect();
        last.fill(NONE);
        for (&number, &sentence) in word_at.iter().zip(&sentences) {
            let (word, next, last) =
                (&words[number as usize], &mut next[number as usize], &mut last[number as usize]);
            // Whether the word came in this sentence before cannot be foreseen: its place is then written once more.
            let is_new = u32::from(sentence != *last);
            places[(*next - (1 - is_new)) as usize] = Place { word: number, sentence };
            let (words, figures) = &mut kinds[sentence as usize];
            *words += is_new;
            *figures += is_new & u32::from(word.is_figure);
            *next += is_new;
            *last = sentence;
        }
        let all = 0..words.len() as u32;
        let sentences = Self { starts, stems, words, word_at, places, kinds, spreads: many, facts: (0, 0) };
        Self { facts: sentences.facts_at(all), ..sentences }
    }

    /// The different stems of the content words.
    pub fn stems(&self) -> &[u64] {
        &self.stems
    }

    /// Number of content words.
    pub fn content_words(&self) -> usize {
        self.word_at.len()
    }

    /// The stems of the content words in order.
    pub fn content(&self) -> Vec<u64> {
        self.word_at.iter().map(|&word| self.stems[word as usize]).collect()
    }

    /// How many stems are figures, and how many names.
    pub fn facts(&self) -> (usize, usize) {
        self.facts
    }

    /// How many of the stems at these places are figures, and how many names.
    pub fn facts_at(&self, places: impl Iterator<Item = u32>) -> (usize, usize) {
        places.fold((0, 0), |(figures, names), place| {
            let facts = self.words[place as usize].facts;
            (figures + usize::from(facts & FIGURE), names + usize::from((facts & NAME) >> 1))
        })
    }

    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Content words of a sentence.
    pub(super) fn length_of(&self, sentence: usize) -> u32 {
        self.starts[sentence + 1] - self.starts[sentence]
    }

    pub(super) fn sentence_at(&self, position: u32) -> usize {
        self.starts.partition_point(|&start| start <= position) - 1
    }

    /// The sentences of a word in rising order, each once.
    pub(super) fn sentences_of(&self, word: u32) -> impl Iterator<Item = u32> {
        let Word { first, spread, .. } = self.words[word as usize];
        self.places[first as usize..(first + spread) as usize].iter().map(|place| place.sentence)
    }
}

/// No sentence.
const NONE: u32 = u32::MAX;

/// Sentences up to which words are counted together by the number of those they stand in.
const FEW_SENTENCES: usize = 64;

/// The content words in the order of the text.
#[derive(Default)]
struct Content {
    stems: Vec<u64>,
    /// [`FIGURE`] and [`NAME`].
    facts: Vec<u8>,
    /// The sentence of each.
    sentences: Vec<u32>,
    starts: Vec<u32>,
}

impl Content {
    fn new(tokens: &[Token]) -> Self {
        let mut content = Self {
            stems: vec![0; tokens.len()],
            facts: vec![0; tokens.len()],
            sentences: vec![0; tokens.len()],
            starts: vec![0],
        };
        let (mut length, mut start) = (0, 0);
        for token in tokens {
            if length > start && (token.marks.has(Marks::SENTENCE) || length - start == LONGEST) {
                start = length;
                content.starts.push(start as u32);
            }
            let has = |marks: Marks, fact: u8| u8::from(token.marks.has(marks)) * fact;
            content.stems[length] = token.stem;
            content.facts[length] = has(Marks::NUMBER, FIGURE) | has(Marks::NAME, NAME);
            content.sentences[length] = content.starts.len() as u32 - 1;
            length += usize::from(token.carries_content());
        }
        if length > start {
            content.starts.push(length as u32);
        }
        content.stems.truncate(length);
        content
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::text::tokens;

    proptest! {
        #[test]
        fn words_and_sentences_are_those_of_the_naive_twin(
            text in "(([a-c]{4}|[A-C][a-c]{3}|[0-9]{1,2}|the)([.] | |\n)){0,60}", long in 0_usize..3
        ) {
            let tokens = tokens(&text.repeat(1 + 40 * long));
            let content: Vec<&Token> = tokens.iter().filter(|token| token.carries_content()).collect();
            let sentences = Sentences::new(&tokens, &mut Lookup::default());
            prop_assert_eq!(sentences.content(), content.iter().map(|token| token.stem).collect::<Vec<_>>());
            prop_assert_eq!(sentences.stems.iter().collect::<BTreeSet<_>>().len(), sentences.stems.len());
            let sentence_of = |at: usize| sentences.sentence_at(at as u32) as u32;
            for (number, (&stem, word)) in (0..).zip(sentences.stems.iter().zip(&sentences.words)) {
                let places: Vec<usize> = (0..content.len()).filter(|&at| content[at].stem == stem).collect();
                let held: BTreeSet<u32> = places.iter().map(|&at| sentence_of(at)).collect();
                let any = |marks: Marks| places.iter().any(|&at| content[at].marks.has(marks));
                let facts = (u8::from(any(Marks::NUMBER)) * FIGURE) | (u8::from(any(Marks::NAME)) * NAME);
                prop_assert_eq!((word.count as usize, word.spread as usize), (places.len(), held.len()));
                prop_assert_eq!((word.is_figure, word.facts), (content[places[0]].marks.has(Marks::NUMBER), facts));
                prop_assert!(sentences.sentences_of(number).eq(held));
            }
            for sentence in 0..sentences.count() {
                let is_here = |word: &Word| sentences.places[word.first as usize..(word.first + word.spread) as usize]
                    .iter().any(|place| place.sentence as usize == sentence);
                let here: Vec<&Word> = sentences.words.iter().filter(|word| is_here(word)).collect();
                let figures = here.iter().filter(|word| word.is_figure).count();
                prop_assert_eq!(sentences.kinds[sentence], (here.len() as u32, figures as u32));
            }
            let spreads: u32 = sentences.spreads.iter().map(|&(spread, words)| spread * words).sum();
            prop_assert_eq!(spreads as usize, sentences.places.len());
        }
    }
}
