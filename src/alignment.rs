//! How much of what one article says the other says too, sentence by sentence.
//!
//! Each sentence is looked for in the other article as the stretch that holds most of its content words, rare ones
//! counting for more. A copy says everything again, in whatever words; another report on the event, a sequel with
//! recycled background or an article with the same quotations does so for a few sentences only. Among 190 pairs of
//! real articles judged by reading this alone reached an F1 of 0.96, where the resemblance of skip shingles
//! reached 0.92 and that of word shingles less.

use crate::{
    shingle::HashSet,
    text::{Marks, Token},
};

/// Content words at which a sentence without an end is cut.
const LONGEST: usize = 40;

/// Different content words below which a sentence is too little to be found again.
const SHORTEST: usize = 3;

/// Exponent of the weight of rare words; 1 and 2 scored less on the labelled pairs, 0 much less.
const RARITY: f64 = 1.5;

/// Occurrences of a word in one article times those in the other above which it is left out: such a word says
/// nothing, and would cost as much as all others together.
const COMMON: usize = 4096;

/// Content words of the lead, the part that survives when an article is cut.
const LEAD: usize = 40;

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
}

#[derive(Debug, Clone, Copy)]
struct Word {
    /// Where its positions start in `positions`.
    first: u32,
    count: u32,
    /// Number of sentences it stands in.
    spread: u32,
}

impl Sentences {
    /// Sorts the content words of an article. O(n log n) for n tokens.
    pub fn new(tokens: &[Token]) -> Self {
        let (mut order, mut starts) = (Vec::new(), vec![0]);
        for token in tokens {
            let length = order.len() - starts[starts.len() - 1] as usize;
            if length > 0 && (token.marks.has(Marks::SENTENCE) || length == LONGEST) {
                starts.push(order.len() as u32);
            }
            if token.carries_content() {
                order.push((token.stem, order.len() as u32));
            }
        }
        let length = order.len();
        if length > starts[starts.len() - 1] as usize {
            starts.push(length as u32);
        }
        order.sort_unstable();
        let mut sentences = Self {
            length,
            starts,
            stems: order.iter().map(|&(stem, _)| stem).collect(),
            words: Vec::new(),
            positions: order.iter().map(|&(_, position)| position).collect(),
        };
        let mut first = 0;
        for word in order.chunk_by(|a, b| a.0 == b.0) {
            let mut within: Vec<usize> = word.iter().map(|&(_, p)| sentences.sentence_at(p)).collect();
            within.dedup();
            let (count, spread) = (word.len() as u32, within.len() as u32);
            sentences.words.push(Word { first, count, spread });
            first += count;
        }
        sentences
    }

    /// Number of content words.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are no content words.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The different stems of the content words.
    pub fn stems(&self) -> &HashSet {
        &self.stems
    }

    fn count(&self) -> usize {
        self.starts.len() - 1
    }

    fn sentence_at(&self, position: u32) -> usize {
        self.starts.partition_point(|&start| start <= position) - 1
    }

    fn positions(&self, word: &Word) -> &[u32] {
        &self.positions[word.first as usize..(word.first + word.count) as usize]
    }
}

/// How much of each article the other one says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Alignment {
    /// Share of the first article, by the weight of its words, that stands in the second, 0..=1.
    pub a_in_b: f64,
    /// Share of the second article that stands in the first, 0..=1.
    pub b_in_a: f64,
    /// Share of the lead of the first article that stands in the second, 0..=1.
    pub lead_a_in_b: f64,
    /// Share of the lead of the second article that stands in the first, 0..=1.
    pub lead_b_in_a: f64,
}

/// Aligns the sentences of two articles. O(m log m) for m pairs of occurrences of one word in both, which are a few
/// hundred for two articles of one story and at most [`COMMON`] a word.
pub fn align(a: &Sentences, b: &Sentences) -> Alignment {
    let rarity = Rarity::new(a.count() + b.count());
    let common: Vec<(u32, u32)> = a.stems.common_places(&b.stems).collect();
    let weights = |own: &Sentences, shared: &dyn Fn(&(u32, u32)) -> (u32, u32), other: &Sentences| {
        let mut spread: Vec<u32> = own.words.iter().map(|word| word.spread).collect();
        for (mine, theirs) in common.iter().map(shared) {
            spread[mine as usize] += other.words[theirs as usize].spread;
        }
        spread.iter().map(|&spread| rarity.weight(spread)).collect::<Vec<f64>>()
    };
    let weights_a = weights(a, &|&(x, y)| (x, y), b);
    let weights_b = weights(b, &|&(x, y)| (y, x), a);
    let (a_in_b, lead_a_in_b) = found(a, b, &weights_a, common.iter().copied());
    let (b_in_a, lead_b_in_a) = found(b, a, &weights_b, common.iter().map(|&(x, y)| (y, x)));
    Alignment { a_in_b, b_in_a, lead_a_in_b, lead_b_in_a }
}

/// A word's weight by the number of sentences it stands in, of all sentences of both articles.
struct Rarity {
    weights: Vec<f64>,
}

impl Rarity {
    fn new(sentences: usize) -> Self {
        // A pair of two short articles knows little about which words are rare.
        let all = 1.0 + sentences.max(8) as f64;
        let weight = |spread: usize| (all / spread.max(1) as f64).ln().max(0.05).powf(RARITY);
        Self { weights: (0..=sentences.min(512)).map(weight).collect() }
    }

    fn weight(&self, spread: u32) -> f64 {
        self.weights[(spread as usize).min(self.weights.len() - 1)]
    }
}

/// An occurrence of one of a sentence's words in the other article.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    sentence: u32,
    position: u32,
    word: u32,
}

/// The share of `text`, and of its lead, that stands in `other`.
fn found(
    text: &Sentences,
    other: &Sentences,
    weights: &[f64],
    common: impl Iterator<Item = (u32, u32)>,
) -> (f64, f64) {
    let mut hits = Vec::new();
    for (mine, theirs) in common {
        let (own, there) = (&text.words[mine as usize], &other.words[theirs as usize]);
        if own.count as usize * there.count as usize > COMMON {
            continue;
        }
        let mut last = u32::MAX;
        for &position in text.positions(own) {
            let sentence = text.sentence_at(position) as u32;
            if sentence != last {
                hits.extend(other.positions(there).iter().map(|&p| Hit { sentence, position: p, word: mine }));
            }
            last = sentence;
        }
    }
    hits.sort_unstable();

    let mut all = vec![0.0; text.count()];
    let mut different = vec![0_usize; text.count()];
    for (word, &weight) in text.words.iter().zip(weights) {
        let mut last = usize::MAX;
        for &position in text.positions(word) {
            let sentence = text.sentence_at(position);
            if sentence != last {
                all[sentence] += weight;
                different[sentence] += 1;
            }
            last = sentence;
        }
    }

    let mut matched = vec![0.0; text.count()];
    let mut inside = vec![0_u32; text.words.len()];
    for hits in hits.chunk_by(|x, y| x.sentence == y.sentence) {
        let sentence = hits[0].sentence as usize;
        if different[sentence] >= SHORTEST {
            let length = text.starts[sentence + 1] - text.starts[sentence];
            matched[sentence] = heaviest(hits, length * 3 / 2 + 3, weights, &mut inside);
        }
    }
    let lead = text.sentence_at(LEAD.min(text.length.saturating_sub(1)) as u32) + 1;
    let share = |sentences: usize| {
        let (matched, all) = (&matched[..sentences], &all[..sentences]);
        matched.iter().sum::<f64>() / all.iter().sum::<f64>().max(f64::MIN_POSITIVE)
    };
    if text.is_empty() { (0.0, 0.0) } else { (share(text.count()), share(lead)) }
}

/// The greatest weight of different words within `width` content words. `inside` comes and goes all zero.
fn heaviest(hits: &[Hit], width: u32, weights: &[f64], inside: &mut [u32]) -> f64 {
    let (mut best, mut sum, mut first) = (0.0_f64, 0.0, 0);
    for hit in hits {
        while hits[first].position + width <= hit.position {
            let word = hits[first].word as usize;
            inside[word] -= 1;
            if inside[word] == 0 {
                sum -= weights[word];
            }
            first += 1;
        }
        let word = hit.word as usize;
        if inside[word] == 0 {
            sum += weights[word];
        }
        inside[word] += 1;
        best = best.max(sum);
    }
    for hit in &hits[first..] {
        inside[hit.word as usize] = 0;
    }
    best
}
