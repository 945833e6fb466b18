//! Verification: exact scores of a pair of articles, and the verdict on them.

use serde::{Deserialize, Serialize};

use crate::{
    article::Article,
    options::Options,
    shingle::{HashSet, content, shingles, skip_shingles},
    text::{Marks, Token, tokens},
};

/// What is compared of one article: exact sets, none of them sampled.
#[derive(Debug, Clone)]
pub struct Evidence {
    shingles: HashSet,
    skip_shingles: HashSet,
    stems: HashSet,
    figures: HashSet,
    names: HashSet,
}

impl Evidence {
    /// Gathers the sets of an article. O(n window log n) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        let stems = |marks: Marks| tokens.iter().filter(move |t| t.marks.has(marks)).map(|t| t.stem).collect();
        Self {
            shingles: shingles(tokens, options.shingle).collect(),
            skip_shingles: skip_shingles(&content(tokens), options.window).collect(),
            stems: stems(Marks::default()),
            figures: stems(Marks::NUMBER),
            names: stems(Marks::NAME.with(Marks::CONTENT)),
        }
    }
}

/// A value for each direction: how much of the one article is in the other.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Containment {
    /// Share of the first article that the second holds, 0..=1.
    pub a_in_b: f64,
    /// Share of the second article that the first holds, 0..=1.
    pub b_in_a: f64,
}

/// The exact scores of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// The verdict that these scores lead to.
    pub verdict: Verdict,
    /// The calibrated score, 0..=1: how likely the two are the same copy. 0.5 is the even chance.
    pub overlap: f64,
    /// Jaccard of the two sets of word shingles, 0..=1.
    pub resemblance: f64,
    /// Containment of the word shingles, in both directions.
    pub containment: Containment,
    /// Jaccard of the two sets of content-word skip shingles, 0..=1.
    pub skip_resemblance: f64,
    /// Share of the figures of the article with fewer of them that the other has too, 0..=1; `None` without any.
    pub figures: Option<f64>,
    /// Share of the names of the article with fewer of them that the other has too, 0..=1; `None` without any.
    pub names: Option<f64>,
}

/// What a pair of articles is to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The same words in the same order.
    Identical,
    /// Mostly the same shingles.
    NearDuplicate,
    /// One copy, reworded, cut or put into another language and back.
    Rewrite,
    /// Shared passages, but not the same copy.
    Partial,
    /// Nothing that counts.
    Distinct,
}

impl Verdict {
    /// Whether the two are the same copy.
    pub fn is_same_copy(self) -> bool {
        self <= Self::Rewrite
    }

    /// The verdict as it is written in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::NearDuplicate => "near-duplicate",
            Self::Rewrite => "rewrite",
            Self::Partial => "partial",
            Self::Distinct => "distinct",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl Scores {
    /// The scores of two articles of the same words in the same order.
    pub fn identical(tokens: &[Token]) -> Self {
        let any = |marks: Marks| tokens.iter().any(|token| token.marks.has(marks)).then_some(1.0);
        Self {
            verdict: Verdict::Identical,
            overlap: 1.0,
            resemblance: 1.0,
            containment: Containment { a_in_b: 1.0, b_in_a: 1.0 },
            skip_resemblance: 1.0,
            figures: any(Marks::NUMBER),
            names: any(Marks::NAME.with(Marks::CONTENT)),
        }
    }

    /// The same scores with the articles in the other order.
    #[must_use]
    pub fn swapped(self) -> Self {
        let Containment { a_in_b, b_in_a } = self.containment;
        Self { containment: Containment { a_in_b: b_in_a, b_in_a: a_in_b }, ..self }
    }
}

/// Whether two articles have the same words in the same order; never so for articles without words.
pub fn are_identical(a: &[Token], b: &[Token]) -> bool {
    !a.is_empty() && a.iter().map(|t| t.word).eq(b.iter().map(|t| t.word))
}

/// Compares two articles exactly, whatever they are to each other.
///
/// # Panics
/// When a text is 4 GiB or longer.
pub fn compare_articles(a: &Article, b: &Article, options: &Options) -> Scores {
    let (a, b) = (tokens(&a.text), tokens(&b.text));
    if are_identical(&a, &b) {
        Scores::identical(&a)
    } else {
        compare(&Evidence::new(&a, options), &Evidence::new(&b, options), options)
    }
}

/// Compares two articles that are not identical, exactly. O(n + m) in the sizes of their sets.
pub fn compare(a: &Evidence, b: &Evidence, options: &Options) -> Scores {
    let words = Intersection::new(&a.shingles, &b.shingles);
    let skips = Intersection::new(&a.skip_shingles, &b.skip_shingles);
    let mut scores = Scores {
        verdict: Verdict::Distinct,
        overlap: 0.0,
        resemblance: words.resemblance(),
        containment: words.containment(),
        skip_resemblance: skips.resemblance(),
        figures: agreement((&a.figures, &a.stems), (&b.figures, &b.stems)),
        names: agreement((&a.names, &a.stems), (&b.names, &b.stems)),
    };
    scores.overlap = likelihood(&scores, &skips);
    scores.verdict = verdict(&scores, &words, options);
    scores
}

fn verdict(scores: &Scores, words: &Intersection, options: &Options) -> Verdict {
    if scores.resemblance >= options.near_duplicate && words.common > 0 {
        Verdict::NearDuplicate
    } else if scores.overlap >= options.threshold && options.rewrites {
        Verdict::Rewrite
    } else if words.common >= PASSAGE && words.greater_containment() >= PARTIAL {
        Verdict::Partial
    } else {
        Verdict::Distinct
    }
}

/// Shingles in common from which two articles share a passage.
const PASSAGE: usize = 5;

/// Containment of word shingles from which a pair that is not the same copy is called partial.
const PARTIAL: f64 = 0.1;

struct Intersection {
    a: usize,
    b: usize,
    common: usize,
}

impl Intersection {
    fn new(a: &HashSet, b: &HashSet) -> Self {
        Self { a: a.len(), b: b.len(), common: a.common(b) }
    }

    fn resemblance(&self) -> f64 {
        ratio(self.common, self.a + self.b - self.common)
    }

    fn containment(&self) -> Containment {
        Containment { a_in_b: ratio(self.common, self.a), b_in_a: ratio(self.common, self.b) }
    }

    fn greater_containment(&self) -> f64 {
        ratio(self.common, self.a.min(self.b))
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Share of the facts of the article with fewer of them that stand anywhere in the other.
fn agreement(a: (&HashSet, &HashSet), b: (&HashSet, &HashSet)) -> Option<f64> {
    let (fewer, other) = if (a.0.len(), b.1.len()) <= (b.0.len(), a.1.len()) { (a.0, b.1) } else { (b.0, a.1) };
    (!fewer.is_empty()).then(|| ratio(fewer.common(other), fewer.len()))
}

/// The calibrated score: a logistic of the logarithm of the skip resemblance and of the agreement of facts.
fn likelihood(scores: &Scores, skips: &Intersection) -> f64 {
    // Two sets of a few dozen pairs resemble each other by chance: both are held to have this many more.
    const DAMPING: f64 = 20.0;
    let resemblance = skips.common as f64 / ((skips.a + skips.b - skips.common) as f64 + DAMPING);
    let figures = scores.figures.map_or(0.0, |share| share - 0.5);
    let names = scores.names.map_or(0.0, |share| share - 0.6);
    let evidence = 2.5 * ((resemblance + 0.003) / (0.05 + 0.003)).ln() + 1.5 * figures + 2.0 * names;
    1.0 / (1.0 + (-evidence).exp())
}
