//! From traits of a pair to the one calibrated score.

use crate::shingle::HashSet;

/// What the score of a pair is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traits {
    /// Mean share of each article that the other says too, 0..=1.
    pub alignment: f64,
    /// Figures and names that agree.
    pub facts: Agreement,
    /// Words of both articles.
    pub words: (usize, usize),
    /// Share of the words that are n-grams of a script without spaces, 0..=1.
    pub grams: f64,
}

/// How many of the facts of the article with fewer of them stand anywhere in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    pub(crate) common: usize,
    pub(crate) of: usize,
}

impl Agreement {
    /// Compares the facts of two articles, each given with all words of the article.
    pub fn new(a: (&HashSet, &HashSet), b: (&HashSet, &HashSet)) -> Self {
        let a_is_fewer = (a.0.len(), b.1.len()) <= (b.0.len(), a.1.len());
        let (fewer, other) = if a_is_fewer { (a.0, b.1) } else { (b.0, a.1) };
        Self { common: fewer.common(other), of: fewer.len() }
    }

    /// Both agreements taken together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { common: self.common + other.common, of: self.of + other.of }
    }

    /// The share that agrees, 0..=1; `None` where there are no facts.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.common as f64 / self.of as f64)
    }

    /// The share that agrees, drawn towards what is usual where the facts are few.
    fn smoothed(self) -> f64 {
        const USUAL: f64 = 0.6;
        const DOUBT: f64 = 3.0;
        (self.common as f64 + USUAL * DOUBT) / (self.of as f64 + DOUBT)
    }
}

/// How likely the two articles are the same copy, 0..=1.
pub fn likelihood(traits: &Traits) -> f64 {
    let (more, fewer) = (traits.words.0.max(traits.words.1), traits.words.0.min(traits.words.1));
    let length = ((more.max(1) as f64) * (fewer.max(1) as f64)).ln() / 2.0;
    let inequality = (more.max(1) as f64 / fewer.max(1) as f64).ln();
    let evidence = -11.8
        + 26.5 * traits.alignment
        + 14.5 * traits.facts.smoothed().min(AGREED)
        + 5.0 * traits.grams
        - 1.05 * length
        - 1.0 * inequality;
    1.0 / (1.0 + (-evidence).exp())
}

/// Agreement of facts beyond which more of it says nothing: two reports of one event have as much in common.
const AGREED: f64 = 0.7;
