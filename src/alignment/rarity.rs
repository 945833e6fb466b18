//! How much a word counts.

/// Sentences of two articles up to which weights are kept: a quarter of a megabyte at the most.
const KEPT: usize = 256;

/// Sentences beyond which a word counts no less.
const MOST: usize = 512;

/// A word's weight by the number of sentences it stands in, of all sentences of both articles: its rarity to the power
/// of 1.5. On the labelled pairs 1 and 2 scored less, 0 much less.
#[derive(Debug, Default)]
pub(super) struct Rarity {
    weights: Vec<f64>,
}

impl Rarity {
    pub fn new(sentences: usize) -> Self {
        // Two short articles know little about which words are rare.
        let all = 1.0 + sentences.max(8) as f64;
        let weight = |spread: usize| {
            let rarity = (all / spread.max(1) as f64).ln().max(0.05);
            rarity * rarity.sqrt()
        };
        Self { weights: (0..=sentences.min(MOST)).map(weight).collect() }
    }

    pub fn weight(&self, spread: u32) -> f64 {
        self.weights[(spread as usize).min(self.weights.len() - 1)]
    }
}

/// Rarities that were asked for, since most pairs have as many sentences as some pair before them: to take the logarithms
/// anew for each was a twentieth of exact comparison.
#[derive(Debug, Default)]
pub(super) struct Rarities {
    kept: Vec<Option<Rarity>>,
    last: Rarity,
}

impl Rarities {
    /// The rarity of words in so many sentences.
    pub fn of(&mut self, sentences: usize) -> &Rarity {
        if sentences > KEPT {
            self.last = Rarity::new(sentences);
            return &self.last;
        }
        if self.kept.len() <= sentences {
            self.kept.resize_with(sentences + 1, || None);
        }
        self.kept[sentences].get_or_insert_with(|| Rarity::new(sentences))
    }
}
