//! The scores of a pair, and the verdict on it.

use serde::{Deserialize, Serialize};

use crate::{
    sequel::Sequel,
    text::{Marks, Token},
};

/// A value for each direction: how much of the one article is in the other.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Containment {
    /// Share of the first article that the second holds, 0..=1.
    pub a_in_b: f64,
    /// Share of the second article that the first holds, 0..=1.
    pub b_in_a: f64,
}

impl Containment {
    /// The same with the articles in the other order.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { a_in_b: self.b_in_a, b_in_a: self.a_in_b }
    }

    /// The mean of both directions.
    pub fn mean(self) -> f64 {
        (self.a_in_b + self.b_in_a) / 2.0
    }
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
    /// Jaccard of the two sets of content-word skip shingles, 0..=1. It decides nothing and costs as much as all else, so that
    /// a scan leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_resemblance: Option<f64>,
    /// How much of each article, sentence by sentence and in whatever order of words, the other one says, 0..=1.
    pub alignment: Containment,
    /// Share of the figures of the article with fewer of them that the other has too, 0..=1; `None` without any.
    pub figures: Option<f64>,
    /// Share of the names of the article with fewer of them that the other has too, 0..=1; `None` without any.
    pub names: Option<f64>,
    /// What counts further where both are of one source. It is not written in reports.
    #[serde(skip, default = "nothing_new")]
    pub sequel: Sequel,
}

fn nothing_new() -> Sequel {
    Sequel::NONE
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
            skip_resemblance: Some(1.0),
            alignment: Containment { a_in_b: 1.0, b_in_a: 1.0 },
            figures: any(Marks::NUMBER),
            names: any(Marks::NAME.with(Marks::CONTENT)),
            sequel: Sequel::NONE,
        }
    }

    /// The same scores with the articles in the other order.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { containment: self.containment.swapped(), alignment: self.alignment.swapped(), ..self }
    }
}
