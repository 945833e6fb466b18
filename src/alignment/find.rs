//! Finding the sentences of one article in another.

use std::ops::RangeInclusive;

use super::{Aligned, ROUNDING, Rarity, Sentences, sentences::Place};

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

/// What one search needs, kept for the next one.
#[derive(Debug, Default)]
pub(super) struct Room {
    sought: Vec<Sought>,
    contents: Vec<Content>,
    /// How much of each sentence was found.
    matched: Vec<f64>,
    hits: Hits,
    /// How often each word stands inside the window; all zero between two sentences.
    inside: Vec<u32>,
    figures: Vec<u32>,
}

/// A word that is looked for.
#[derive(Debug, Clone, Copy)]
struct Sought {
    weight: f64,
    /// Its weight if it is looked for, 0 if the other article has it not, or too often.
    found: f64,
    /// How often it stands in the other article then.
    count: u32,
}

/// Hits that are kept room for; of articles as long as books there are millions.
const ROOM: usize = 1 << 16;

impl Room {
    /// Gives back what only few articles need.
    pub fn give_back(&mut self) {
        if self.hits.hits.len().max(self.hits.standing.len()).max(self.inside.len()) > ROOM {
            *self = Self::default();
        }
    }
}

/// What one sentence has to be found.
#[derive(Debug, Clone, Copy, Default)]
struct Content {
    weight: f64,
    /// What those of its words weigh that are looked for.
    found: f64,
}

/// An occurrence of one of a sentence's words in the other article.
#[derive(Debug, Clone, Copy, Default)]
struct Hit {
    position: u32,
    word: u32,
}

/// Finds the sentences of `text` in `other`; `common` are the places of their common words in either one.
///
/// The error is what the share does not exceed, once that is less than `least`.
pub(super) fn find(
    text: &Sentences,
    other: &Sentences,
    common: impl Iterator<Item = (u32, u32)> + Clone,
    rarity: &Rarity,
    least: f64,
    room: &mut Room,
) -> Result<Aligned, f64> {
    if text.content_words() == 0 {
        return Ok(Aligned::default());
    }
    let Room { sought, contents, matched, hits, inside, figures } = room;
    sought.clear();
    sought.extend(text.words.iter().map(|word| Sought {
        weight: rarity.weight(word.spread),
        found: 0.0,
        count: 0,
    }));
    hits.begin(other);
    for (mine, theirs) in common {
        let (word, there) = (&text.words[mine as usize], &other.words[theirs as usize]);
        let weight = rarity.weight(word.spread + there.spread);
        let is_sought = word.count as usize * there.count as usize <= COMMON;
        sought[mine as usize] = if is_sought {
            hits.seek(mine, theirs);
            Sought { weight, found: weight, count: there.count }
        } else {
            Sought { weight, found: 0.0, count: 0 }
        };
    }
    contents.clear();
    contents.resize(text.count(), Content::default());
    let counts = hits.counts(text.count());
    for &Place { word, sentence } in &text.places {
        let Sought { weight, found, count } = sought[word as usize];
        let content = &mut contents[sentence as usize];
        content.weight += weight;
        content.found += found;
        counts[sentence as usize + 1] += count;
    }
    hits.fill(text, other);
    matched.clear();
    matched.resize(text.count(), 0.0);
    if inside.len() < text.words.len() {
        inside.resize(text.words.len(), 0);
    }
    let mut window = Window { sought, inside };
    let weight_of =
        |sentences: usize| contents[..sentences].iter().map(|content| content.weight).sum::<f64>();
    let whole = weight_of(text.count());
    let mut at_most = contents.iter().map(|content| content.found).sum::<f64>();
    let enough = (least - ROUNDING) * whole;
    let mut contradicted = 0;
    for (sentence, (content, &(words, of_figures))) in contents.iter().zip(&text.kinds).enumerate() {
        if at_most < enough {
            return Err(at_most / whole + ROUNDING);
        }
        let own = hits.of(sentence);
        if (words as usize) < SHORTEST {
            at_most -= content.found;
            continue;
        }
        if own.is_empty() {
            continue;
        }
        let width = text.length_of(sentence) * 3 / 2 + 3;
        let (weight, end) = window.heaviest(own, width);
        matched[sentence] = weight;
        at_most -= content.found - weight;
        if weight >= FOUND * content.weight && of_figures > 0 {
            let near = end.saturating_sub(2 * width)..=end + width;
            contradicted += of_figures as usize - figures_within(text, own, near, figures);
        }
    }
    let share = |sentences: usize| matched[..sentences].iter().sum::<f64>() / weight_of(sentences);
    let first = |words: usize| share(text.sentence_at(words.min(text.content_words() - 1) as u32) + 1);
    let is_new = |(content, matched): &(&Content, &f64)| **matched < KNOWN * content.weight;
    let new: f64 = contents.iter().zip(&*matched).filter(is_new).map(|(content, _)| content.weight).sum();
    Ok(Aligned {
        share: share(text.count()),
        lead: first(LEAD),
        opening: first(OPENING),
        fresh: new / whole,
        contradicted,
    })
}

/// Where the words of each sentence stand in the other article, sentence by sentence and in its order.
#[derive(Debug, Default)]
struct Hits {
    hits: Vec<Hit>,
    /// Where those of each sentence end.
    ends: Vec<u32>,
    /// For each word of the other article which of the words it is that are looked for.
    is: Vec<u32>,
    /// Where the other article has any of these.
    standing: Vec<Hit>,
}

/// No word that is looked for.
const NONE: u32 = u32::MAX;

impl Hits {
    /// Begins a search in `other`.
    fn begin(&mut self, other: &Sentences) {
        self.is.clear();
        self.is.resize(other.words.len(), NONE);
    }

    /// Looks for a word, which is `theirs` in the other article.
    fn seek(&mut self, mine: u32, theirs: u32) {
        self.is[theirs as usize] = mine;
    }

    /// How many hits each of so many sentences will have, to be counted, behind one that has none.
    fn counts(&mut self, sentences: usize) -> &mut [u32] {
        self.ends.clear();
        self.ends.resize(sentences + 1, 0);
        &mut self.ends
    }

    /// Goes through the other article once in its own order, so that nothing is left to sort.
    fn fill(&mut self, text: &Sentences, other: &Sentences) {
        let Self { hits, ends, is, standing } = self;
        for sentence in 1..ends.len() {
            ends[sentence] += ends[sentence - 1];
        }
        if standing.len() < other.content_words() {
            standing.resize(other.content_words(), Hit::default());
        }
        let mut count = 0;
        for (position, &word) in (0..).zip(&other.word_at) {
            let word = is[word as usize];
            // Whether it is looked for cannot be foreseen.
            standing[count] = Hit { position, word };
            count += usize::from(word != NONE);
        }
        let all = ends[ends.len() - 1] as usize;
        if hits.len() < all {
            hits.resize(all, Hit::default());
        }
        for &hit in &standing[..count] {
            for sentence in text.sentences_of(hit.word) {
                let place = &mut ends[sentence as usize];
                hits[*place as usize] = hit;
                *place += 1;
            }
        }
    }

    /// Those of one sentence, by position.
    fn of(&self, sentence: usize) -> &[Hit] {
        let start = if sentence == 0 { 0 } else { self.ends[sentence - 1] };
        &self.hits[start as usize..self.ends[sentence] as usize]
    }
}

/// How many different figures of a sentence stand at the positions `near`.
fn figures_within(
    text: &Sentences,
    hits: &[Hit],
    near: RangeInclusive<u32>,
    figures: &mut Vec<u32>,
) -> usize {
    let figure = |hit: &&Hit| text.words[hit.word as usize].is_figure && near.contains(&hit.position);
    figures.clear();
    figures.extend(hits.iter().filter(figure).map(|hit| hit.word));
    figures.sort_unstable();
    figures.dedup();
    figures.len()
}

/// A window that slides over the hits of one sentence.
struct Window<'w> {
    sought: &'w [Sought],
    inside: &'w mut [u32],
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
                    weight -= self.sought[word].weight;
                }
                first += 1;
            }
            let word = hit.word as usize;
            if self.inside[word] == 0 {
                weight += self.sought[word].weight;
            }
            self.inside[word] += 1;
            // Neither can be foreseen, and both take no branch.
            let is_more = weight > best;
            best = if is_more { weight } else { best };
            end = if is_more { hit.position } else { end };
        }
        for hit in &hits[first..] {
            self.inside[hit.word as usize] = 0;
        }
        (best, end)
    }
}
