//! From the evidence of two articles to what tells copies from strangers.

use super::{Containment, Evidence, Scores, Verdict};
use crate::{
    alignment::Alignment,
    likelihood::{Agreement, Known, Traits},
    lookup::Lookup,
    sequel::Sequel,
};

/// What two articles have in common, wherever it stands in them.
pub(super) struct Facts {
    pub figures: Agreement,
    pub names: Agreement,
    pub words: Intersection,
}

impl Facts {
    pub fn of(a: &Evidence, b: &Evidence, alignment: &Alignment, words: Intersection) -> Self {
        let known = |article: &Evidence, facts: usize, found: usize| Known {
            facts,
            found,
            words: article.sentences.stems().len(),
        };
        let ((a_figures, a_names), (b_figures, b_names)) = (a.sentences.facts(), b.sentences.facts());
        let [(of_a, names_of_a), (of_b, names_of_b)] = alignment.facts();
        Self {
            figures: Agreement::new(known(a, a_figures, of_a), known(b, b_figures, of_b)),
            names: Agreement::new(known(a, a_names, names_of_a), known(b, b_names, names_of_b)),
            words,
        }
    }

    /// How much each article says of the other, given how much was found sentence by sentence: what stands there word for
    /// word is said, too, also where words are too common to be looked for.
    pub fn said(&self, (a_in_b, b_in_a): (f64, f64)) -> Containment {
        let Containment { a_in_b: a, b_in_a: b } = self.words.containment();
        Containment { a_in_b: a_in_b.max(a), b_in_a: b_in_a.max(b) }
    }

    /// The scores of a pair of which so much is said, but for its verdict and what counts where both are of one source.
    pub fn scores(&self, alignment: Containment, overlap: f64) -> Scores {
        Scores {
            verdict: Verdict::Distinct,
            overlap,
            resemblance: self.words.resemblance(),
            containment: self.words.containment(),
            skip_resemblance: None,
            alignment,
            figures: self.figures.share(),
            names: self.names.share(),
            sequel: Sequel::NONE,
        }
    }

    /// The traits of a pair of which so much is said, but for how the two are aligned.
    pub fn traits(&self, a: &Evidence, b: &Evidence, alignment: Containment) -> Traits {
        Traits {
            alignment: alignment.mean(),
            resemblance: self.words.resemblance(),
            figures: self.figures,
            names: self.names,
            contradicted: 0,
            lead: 1.0,
            words: (a.words, b.words),
            grams: ratio(a.grams + b.grams, a.words + b.words),
        }
    }
}

/// Shingles in common from which two articles share a passage.
const PASSAGE: usize = 5;

/// Containment of word shingles from which a pair that is not the same copy is called partial.
pub(super) const PARTIAL: f64 = 0.1;

/// How much two sets have in common.
pub(super) struct Intersection {
    a: usize,
    b: usize,
    common: usize,
}

impl Intersection {
    /// Of the word shingles, those of `a` being what is looked up.
    pub fn of_shingles(a: &Evidence, b: &Evidence, shingles_of_a: &Lookup) -> Self {
        Self { a: a.shingles.len(), b: b.shingles.len(), common: shingles_of_a.common(&b.shingles) }
    }

    pub fn of_skip_shingles(a: &Evidence, b: &Evidence) -> Self {
        let (a, b) = (a.skip_shingles(), b.skip_shingles());
        Self { a: a.len(), b: b.len(), common: a.common(&b) }
    }

    /// Whether it is more than turns of phrase.
    pub fn is_passage(&self) -> bool {
        self.common >= PASSAGE && ratio(self.common, self.a.min(self.b)) >= PARTIAL
    }

    pub fn resemblance(&self) -> f64 {
        ratio(self.common, self.a + self.b - self.common)
    }

    pub fn containment(&self) -> Containment {
        Containment { a_in_b: ratio(self.common, self.a), b_in_a: ratio(self.common, self.b) }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
