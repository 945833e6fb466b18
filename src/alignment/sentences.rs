//! The content words of an article, by sentence and by word.

use crate::{
    shingle::HashSet,
    spread,
    text::{Marks, Token},
};

/// Content words at which a sentence without an end is cut.
const LONGEST: usize = 40;

/// The content words of an article, by sentence and by word.
#[derive(Debug, Clone, Default)]
pub struct Sentences {
    /// Number of content words.
    pub(super) length: usize,
    /// Where each sentence starts, counted in content words, and the end of the last.
    starts: Vec<u32>,
    /// The different stems.
    stems: HashSet,
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
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub word: u32,
    pub sentence: u32,
}

#[derive(Debug, Clone, Copy)]
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
    /// Sorts the content words of an article. O(n log n) for n tokens.
    pub fn new(tokens: &[Token]) -> Self {
        let mut content = Content::new(tokens);
        let order = content.order();
        let stem = |&position: &u32| content.stems[position as usize];
        let stems = HashSet::of_sorted(order.iter().map(stem));
        let mut sentences = Self {
            length: order.len(),
            words: Vec::with_capacity(stems.len()),
            word_at: vec![0; order.len()],
            places: Vec::with_capacity(order.len()),
            kinds: vec![(0, 0); content.starts.len() - 1],
            ..Self::default()
        };
        let mut spreads = [0; FEW_SENTENCES];
        let mut first = 0;
        for (word, &stem) in (0..).zip(stems.as_slice()) {
            let (mut end, mut facts, place) = (first, 0, sentences.places.len());
            let is_figure = content.facts[order[first] as usize] & FIGURE != 0;
            let mut last = NONE;
            while end < order.len() && content.stems[order[end] as usize] == stem {
                let position = order[end] as usize;
                sentences.word_at[position] = word;
                facts |= content.facts[position];
                let sentence = content.sentences[position];
                if sentence != last {
                    sentences.places.push(Place { word, sentence });
                    let (words, figures) = &mut sentences.kinds[sentence as usize];
                    *words += 1;
                    *figures += u32::from(is_figure);
                    last = sentence;
                }
                end += 1;
            }
            let (count, spread) = ((end - first) as u32, (sentences.places.len() - place) as u32);
            sentences.words.push(Word { first: place as u32, count, spread, is_figure, facts });
            sentences.facts.0 += usize::from(facts & FIGURE != 0);
            sentences.facts.1 += usize::from(facts & NAME != 0);
            if (spread as usize) < FEW_SENTENCES {
                spreads[spread as usize] += 1;
            } else {
                sentences.spreads.push((spread, 1));
            }
            first = end;
        }
        sentences.spreads.extend((0..).zip(spreads).filter(|&(_, words)| words > 0));
        Self { starts: content.starts, stems, ..sentences }
    }

    /// The different stems of the content words.
    pub fn stems(&self) -> &HashSet {
        &self.stems
    }

    /// Number of content words.
    pub fn content_words(&self) -> usize {
        self.length
    }

    /// The stems of the content words in order.
    pub fn content(&self) -> Vec<u64> {
        self.word_at.iter().map(|&word| self.stems.as_slice()[word as usize]).collect()
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

    /// The positions of the words, ordered by stem and then rising. O(n log n).
    ///
    /// What is sorted are the first bits of each stem with its position in the place of the others, half of what both take.
    fn order(&mut self) -> Vec<u32> {
        let positions = self.stems.len().next_power_of_two() as u64 - 1;
        let keys = (0..).zip(&self.stems).map(|(position, stem)| (stem & !positions) | position);
        let mut keys: Vec<u64> = keys.collect();
        spread::sort(&mut keys, u32::MAX, |key| (key >> 32) as u32);
        let mut order: Vec<u32> = keys.iter().map(|key| (key & positions) as u32).collect();
        let stem = |&position: &u32| self.stems[position as usize];
        if !order.is_sorted_by_key(stem) {
            order.sort_unstable_by_key(|&position| (self.stems[position as usize], position));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn words_are_ordered_by_stem_and_place_however_alike_their_first_bits(
            mut stems in vec(prop_oneof![any::<u64>(), 0_u64..40, (1_u64 << 40)..(1 << 40) + 99], 0..200)
        ) {
            stems.extend_from_within(..stems.len() / 2);
            let mut expected: Vec<u32> = (0..stems.len() as u32).collect();
            expected.sort_by_key(|&position| stems[position as usize]);
            let order = Content { stems, ..Content::default() }.order();
            prop_assert_eq!(order, expected);
        }
    }
}
