//! How much of what one article says the other says too, sentence by sentence.
//!
//! Each sentence is looked for in the other article as the stretch that holds most of its content words, rare ones
//! counting for more. A copy says everything again, in whatever words; another report on the event, a sequel with
//! recycled background or an article with the same quotations does so for a few sentences only. Among 188 pairs of
//! real articles judged by reading this alone reached an F1 of 0.96, where the resemblance of skip shingles
//! reached 0.92 and that of word shingles less.

use std::ops::RangeInclusive;

use crate::{
    shingle::HashSet,
    spread,
    text::{Marks, Token},
};

/// Content words at which a sentence without an end is cut.
const LONGEST: usize = 40;

/// Different content words below which a sentence is too little to be found again.
const SHORTEST: usize = 3;

/// Occurrences of a word in one article times those in the other above which it is left out: such a word says
/// nothing, and would cost as much as all others together.
const COMMON: usize = 4096;

/// Share of a sentence that must be found again for its figures to be looked for there.
const FOUND: f64 = 0.2;

/// Content words of the lead, the part that survives when an article is cut.
const LEAD: usize = 40;

/// Content words of the opening: the lead and what stands right below it.
const OPENING: usize = 80;

/// Share of a sentence that must be found again for it not to be new.
const KNOWN: f64 = 0.25;

/// The content words of an article, by sentence and by word.
#[derive(Debug, Clone, Default)]
pub struct Sentences {
    /// Number of content words.
    length: usize,
    /// Where each sentence starts, counted in content words, and the end of the last.
    starts: Vec<u32>,
    /// The different stems.
    stems: HashSet,
    /// What there is to know of each of them.
    words: Vec<Word>,
    /// Where the words stand, counted in content words, word by word.
    positions: Vec<u32>,
    /// The sentences of each word, each once; those of a word start where its positions do.
    sentences: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    /// Where its positions start in `positions`.
    first: u32,
    count: u32,
    /// Number of sentences it stands in.
    spread: u32,
    is_figure: bool,
}

impl Sentences {
    /// Sorts the content words of an article. O(n log n) for n tokens.
    pub fn new(tokens: &[Token]) -> Self {
        let (mut content, mut starts) = (Vec::new(), vec![0]);
        for token in tokens {
            let length = content.len() - starts[starts.len() - 1] as usize;
            if length > 0 && (token.marks.has(Marks::SENTENCE) || length == LONGEST) {
                starts.push(content.len() as u32);
            }
            if token.carries_content() {
                content.push((token.stem, content.len() as u32, token.marks.has(Marks::NUMBER)));
            }
        }
        let length = content.len();
        if length > starts[starts.len() - 1] as usize {
            starts.push(length as u32);
        }
        let sentence_at: Vec<u32> = (0..).zip(starts.windows(2)).flat_map(sentence_of_each).collect();
        spread::sort(&mut content, u32::MAX, |&(stem, ..)| (stem >> 32) as u32);
        let mut sentences = Self {
            length,
            starts,
            stems: HashSet::of_sorted(content.iter().map(|&(stem, ..)| stem)),
            words: Vec::new(),
            positions: content.iter().map(|&(_, position, _)| position).collect(),
            sentences: content.iter().map(|&(_, position, _)| sentence_at[position as usize]).collect(),
        };
        let mut first = 0;
        for word in content.chunk_by(|a, b| a.0 == b.0) {
            let own = &mut sentences.sentences[first..first + word.len()];
            let mut spread = 1;
            for at in 1..own.len() {
                if own[at] != own[spread - 1] {
                    own[spread] = own[at];
                    spread += 1;
                }
            }
            let (count, spread, is_figure) = (word.len() as u32, spread as u32, word[0].2);
            sentences.words.push(Word { first: first as u32, count, spread, is_figure });
            first += word.len();
        }
        sentences
    }

    /// The different stems of the content words.
    pub fn stems(&self) -> &HashSet {
        &self.stems
    }

    fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Content words of a sentence.
    fn length_of(&self, sentence: usize) -> u32 {
        self.starts[sentence + 1] - self.starts[sentence]
    }

    fn sentence_at(&self, position: u32) -> usize {
        self.starts.partition_point(|&start| start <= position) - 1
    }

    /// The sentences of a word in rising order, each once.
    fn sentences_of(&self, word: &Word) -> &[u32] {
        &self.sentences[word.first as usize..(word.first + word.spread) as usize]
    }

    fn positions(&self, word: &Word) -> &[u32] {
        &self.positions[word.first as usize..(word.first + word.count) as usize]
    }
}

/// The sentence of each of its content words.
fn sentence_of_each((sentence, ends): (u32, &[u32])) -> impl Iterator<Item = u32> {
    (ends[0]..ends[1]).map(move |_| sentence)
}

/// How much of one article the other one says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Aligned {
    /// Share of the article, by the weight of its words, that is found in the other, 0..=1.
    pub share: f64,
    /// The same share of its lead, its first 40 content words, 0..=1.
    pub lead: f64,
    /// The same share of its first 80 content words, 0..=1.
    pub opening: f64,
    /// Share of the article in sentences of which less than a quarter is found, 0..=1.
    pub fresh: f64,
    /// Figures, in sentences that were found, that do not stand near the place where they were: another number in
    /// the same phrase, which is what a template leaves behind.
    pub contradicted: usize,
}

/// Two articles whose sentences are to be aligned.
#[derive(Debug)]
pub struct Alignment<'s> {
    a: &'s Sentences,
    b: &'s Sentences,
    /// The places of their common words in either one.
    common: Vec<(u32, u32)>,
    rarity: Rarity,
}

impl<'s> Alignment<'s> {
    /// Finds the words that two articles have in common. O(n + m) for n and m different words.
    pub fn new(a: &'s Sentences, b: &'s Sentences) -> Self {
        let common = a.stems.common_places(&b.stems).collect();
        Self { a, b, common, rarity: Rarity::new(a.count() + b.count()) }
    }

    /// Shares of `a` in `b` and of `b` in `a` that [`Alignment::find`] does not exceed: what is in the other at all,
    /// wherever it stands there. O(n + m), a tenth of the cost.
    pub fn at_most(&self) -> (f64, f64) {
        let weight = |spread: u32| self.rarity.weight(spread);
        let all = |text: &Sentences| {
            text.words.iter().map(|word| weight(word.spread) * f64::from(word.spread)).sum::<f64>()
        };
        let (mut of_a, mut of_b) = ((0.0, all(self.a)), (0.0, all(self.b)));
        for &(x, y) in &self.common {
            let (x, y) = (self.a.words[x as usize].spread, self.b.words[y as usize].spread);
            let both = weight(x + y);
            for (spread, (common, all)) in [(x, &mut of_a), (y, &mut of_b)] {
                *common += both * f64::from(spread);
                // A word of both is less rare than a word of one.
                *all -= (weight(spread) - both) * f64::from(spread);
            }
        }
        let share =
            |(common, all): (f64, f64)| if all > 0.0 { (common / all + ROUNDING).min(1.0) } else { 0.0 };
        (share(of_a), share(of_b))
    }

    /// Aligns the sentences: what of `a` is in `b`, and what of `b` in `a`.
    ///
    /// O(m log m) for m pairs of occurrences of one word in both, which are a few hundred for two articles of one story
    /// and at most 4,096 for any one word.
    pub fn find(&self) -> (Aligned, Aligned) {
        (self.a_in_b(), self.b_in_a())
    }

    /// What of `a` is in `b`: the first half of [`Alignment::find`].
    pub fn a_in_b(&self) -> Aligned {
        find(self.a, self.b, &self.common, &self.rarity)
    }

    /// What of `b` is in `a`: the other half.
    pub fn b_in_a(&self) -> Aligned {
        let swapped: Vec<(u32, u32)> = self.common.iter().map(|&(x, y)| (y, x)).collect();
        find(self.b, self.a, &swapped, &self.rarity)
    }
}

/// More than sums of the same weights in another order may differ.
const ROUNDING: f64 = 1e-9;

/// A word's weight by the number of sentences it stands in, of all sentences of both articles: its rarity to the power
/// of 1.5. On the labelled pairs 1 and 2 scored less, 0 much less.
#[derive(Debug)]
struct Rarity {
    weights: Vec<f64>,
}

impl Rarity {
    fn new(sentences: usize) -> Self {
        // Two short articles know little about which words are rare.
        let all = 1.0 + sentences.max(8) as f64;
        let weight = |spread: usize| {
            let rarity = (all / spread.max(1) as f64).ln().max(0.05);
            rarity * rarity.sqrt()
        };
        Self { weights: (0..=sentences.min(512)).map(weight).collect() }
    }

    fn weight(&self, spread: u32) -> f64 {
        self.weights[(spread as usize).min(self.weights.len() - 1)]
    }
}

/// What one sentence has to be found.
#[derive(Clone, Copy, Default)]
struct Content {
    weight: f64,
    words: usize,
    figures: usize,
}

/// An occurrence of one of a sentence's words in the other article.
#[derive(Clone, Copy, Default)]
struct Hit {
    sentence: u32,
    position: u32,
    word: u32,
}

/// Finds the sentences of `text` in `other`; `common` are the places of their common words in either one.
fn find(text: &Sentences, other: &Sentences, common: &[(u32, u32)], rarity: &Rarity) -> Aligned {
    if text.length == 0 {
        return Aligned::default();
    }
    let mut spread: Vec<u32> = text.words.iter().map(|word| word.spread).collect();
    for &(mine, theirs) in common {
        spread[mine as usize] += other.words[theirs as usize].spread;
    }
    let weights: Vec<f64> = spread.into_iter().map(|spread| rarity.weight(spread)).collect();
    let contents = contents(text, &weights);
    let mut matched = vec![0.0; text.count()];
    let mut contradicted = 0;
    let mut window = Window { weights: &weights, inside: vec![0; text.words.len()] };
    for hits in hits(text, other, common).chunk_by(|x, y| x.sentence == y.sentence) {
        let sentence = hits[0].sentence as usize;
        let content = contents[sentence];
        if content.words < SHORTEST {
            continue;
        }
        let width = text.length_of(sentence) * 3 / 2 + 3;
        let (weight, end) = window.heaviest(hits, width);
        matched[sentence] = weight;
        if weight >= FOUND * content.weight {
            let near = end.saturating_sub(2 * width)..=end + width;
            contradicted += content.figures - figures_within(text, hits, near);
        }
    }
    let weight_of =
        |sentences: usize| contents[..sentences].iter().map(|content| content.weight).sum::<f64>();
    let share = |sentences: usize| matched[..sentences].iter().sum::<f64>() / weight_of(sentences);
    let first = |words: usize| share(text.sentence_at(words.min(text.length - 1) as u32) + 1);
    let is_new = |(content, matched): &(&Content, &f64)| **matched < KNOWN * content.weight;
    let new: f64 = contents.iter().zip(&matched).filter(is_new).map(|(content, _)| content.weight).sum();
    Aligned {
        share: share(text.count()),
        lead: first(LEAD),
        opening: first(OPENING),
        fresh: new / weight_of(text.count()),
        contradicted,
    }
}

fn contents(text: &Sentences, weights: &[f64]) -> Vec<Content> {
    let mut contents = vec![Content::default(); text.count()];
    for (word, &weight) in text.words.iter().zip(weights) {
        for &sentence in text.sentences_of(word) {
            let content = &mut contents[sentence as usize];
            content.weight += weight;
            content.words += 1;
            content.figures += usize::from(word.is_figure);
        }
    }
    contents
}

/// Where the words of each sentence stand in the other article, sentence by sentence and in its order.
///
/// The other article is gone through once in its own order, so that nothing is left to sort.
fn hits(text: &Sentences, other: &Sentences, common: &[(u32, u32)]) -> Vec<Hit> {
    let mut standing = vec![NONE; other.length];
    let mut free = vec![0_u32; text.count() + 1];
    for &(word, theirs) in common {
        let (own, there) = (&text.words[word as usize], &other.words[theirs as usize]);
        if own.count as usize * there.count as usize > COMMON {
            continue;
        }
        for &position in other.positions(there) {
            standing[position as usize] = word;
        }
        for &sentence in text.sentences_of(own) {
            free[sentence as usize + 1] += there.count;
        }
    }
    for sentence in 0..text.count() {
        free[sentence + 1] += free[sentence];
    }
    let mut hits = vec![Hit::default(); free[text.count()] as usize];
    for (position, word) in (0..).zip(standing).filter(|&(_, word)| word != NONE) {
        for &sentence in text.sentences_of(&text.words[word as usize]) {
            let place = &mut free[sentence as usize];
            hits[*place as usize] = Hit { sentence, position, word };
            *place += 1;
        }
    }
    hits
}

/// No common word.
const NONE: u32 = u32::MAX;

/// How many different figures of a sentence stand at the positions `near`.
fn figures_within(text: &Sentences, hits: &[Hit], near: RangeInclusive<u32>) -> usize {
    let figure = |hit: &&Hit| text.words[hit.word as usize].is_figure && near.contains(&hit.position);
    let mut figures: Vec<u32> = hits.iter().filter(figure).map(|hit| hit.word).collect();
    figures.sort_unstable();
    figures.dedup();
    figures.len()
}

/// A window that slides over the hits of one sentence.
struct Window<'w> {
    weights: &'w [f64],
    /// How often each word stands inside; all zero between two sentences.
    inside: Vec<u32>,
}

impl Window<'_> {
    /// The greatest weight of different words within `width` content words, and the position of the last of them.
    fn heaviest(&mut self, hits: &[Hit], width: u32) -> (f64, u32) {
        let (mut best, mut end) = (0.0_f64, 0);
        let (mut weight, mut first) = (0.0, 0);
        for hit in hits {
            while hits[first].position + width <= hit.position {
                let word = hits[first].word as usize;
                self.inside[word] -= 1;
                if self.inside[word] == 0 {
                    weight -= self.weights[word];
                }
                first += 1;
            }
            let word = hit.word as usize;
            if self.inside[word] == 0 {
                weight += self.weights[word];
            }
            self.inside[word] += 1;
            if weight > best {
                (best, end) = (weight, hit.position);
            }
        }
        for hit in &hits[first..] {
            self.inside[hit.word as usize] = 0;
        }
        (best, end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::tokens;

    fn aligned(a: &str, b: &str) -> (Aligned, Aligned) {
        let (a, b) = (Sentences::new(&tokens(a)), Sentences::new(&tokens(b)));
        Alignment::new(&a, &b).find()
    }

    proptest! {
        #[test]
        fn no_more_is_found_than_is_said_to_be_possible(
            a in "([a-m]{4}[.]? ){0,60}", b in "([a-m]{4}[.]? ){0,60}", shared in "([a-z]{5}[.]? ){0,30}"
        ) {
            let sentences = |own: &str| Sentences::new(&tokens(&format!("{own}{shared}")));
            let (a, b) = (sentences(&a), sentences(&b));
            let alignment = Alignment::new(&a, &b);
            let ((there, back), most) = (alignment.find(), alignment.at_most());
            prop_assert!(there.share <= most.0 && back.share <= most.1, "{there:?} {back:?} {most:?}");
        }
    }

    const WIRE: &str = "Rebel negotiators walked out of peace talks on Tuesday, accusing the government of deceit. \
                        The delegation left the hotel shortly before noon, the envoy told reporters. \
                        A truce in force since January 9 expires on February 28. \
                        At least 64,000 people have been killed since the war began in 2014.";

    #[test]
    fn an_article_says_all_of_itself() {
        let (there, back) = aligned(WIRE, WIRE);
        assert_eq!((there.share, there.lead, there.contradicted), (1.0, 1.0, 0));
        assert_eq!(there, back);
    }

    #[test]
    fn other_words_and_another_order_are_found() {
        let rewrite = "More than 64,000 people were killed in the war that began in 2014. On February 28 the truce \
                       that is in force since January 9 will expire. Accusing the government of deceit, negotiators \
                       of the rebels walked out of talks about peace Tuesday.";
        let (there, back) = aligned(WIRE, rewrite);
        assert!(there.share > 0.5 && back.share > 0.6, "{there:?} {back:?}");
        assert_eq!(back.contradicted, 0);
    }

    #[test]
    fn strangers_say_nothing_of_each_other() {
        let other = "The central bank raised its key rate. Economists had expected the decision for weeks.";
        assert_eq!(aligned(WIRE, other).0, Aligned { fresh: 1.0, ..Aligned::default() });
        assert_eq!(aligned(WIRE, "").0, Aligned { fresh: 1.0, ..Aligned::default() });
        assert_eq!(aligned("", "").1, Aligned::default());
    }

    #[test]
    fn another_number_in_the_same_phrase_is_a_contradiction() {
        let template = WIRE.replace("64,000", "71,500").replace("2014", "2009");
        assert_eq!(aligned(WIRE, &template).0.contradicted, 2);
    }

    #[test]
    fn a_cut_article_is_found_whole_and_covers_the_lead() {
        let long = format!(
            "{WIRE} {}",
            "Analysts doubt that either side wants peace before winter comes. ".repeat(9)
        );
        let (there, back) = aligned(WIRE, &long);
        assert!((there.share - 1.0).abs() < 1e-9 && back.share < 0.8, "{there:?} {back:?}");
        assert!(back.lead > back.share, "{back:?}");
    }
}
