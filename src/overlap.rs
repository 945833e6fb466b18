//! Verification: exact scores of a pair of articles, and the verdict on them.

use std::io;

use serde::{Deserialize, Serialize};

use crate::{
    alignment::{Aligned, Alignment, Sentences},
    article::Article,
    furniture::Furniture,
    likelihood::{Agreement, Traits},
    options::Options,
    provenance::placed,
    sequel::Sequel,
    shingle::{HashSet, shingles, skip_shingles},
    text::{Marks, Token},
};

/// What is compared of one article: exact sets, none of them sampled.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Number of tokens that are compared.
    words: usize,
    /// Those that are n-grams of a script without spaces.
    grams: usize,
    sentences: Sentences,
    figures: HashSet,
    names: HashSet,
    shingles: HashSet,
    content: Vec<u64>,
    window: usize,
}

impl Evidence {
    /// Gathers the sets of an article, leaving page furniture out. O(n log n) for n tokens.
    pub fn new(tokens: &[Token], options: &Options) -> Self {
        let mut words = Vec::with_capacity(tokens.len());
        let mut content = Vec::with_capacity(tokens.len());
        let (mut figures, mut names, mut grams) = (Vec::new(), Vec::new(), 0);
        for token in tokens.iter().filter(|token| token.is_compared()) {
            words.push(token.word);
            grams += usize::from(token.marks.has(Marks::GRAM));
            if token.marks.has(Marks::CONTENT) {
                content.push(token.stem);
            }
            if token.marks.has(Marks::NUMBER) {
                figures.push(token.stem);
            }
            if token.marks.has(Marks::NAME.with(Marks::CONTENT)) {
                names.push(token.stem);
            }
        }
        Self {
            words: words.len(),
            grams,
            sentences: Sentences::new(tokens),
            figures: figures.into_iter().collect(),
            names: names.into_iter().collect(),
            shingles: shingles(&words, options.shingle).collect(),
            content,
            window: options.window,
        }
    }

    fn skip_shingles(&self) -> HashSet {
        skip_shingles(&self.content, self.window).collect()
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

/// Whether two articles have the same words in the same order; never so for articles without words.
pub fn are_identical(a: &[Token], b: &[Token]) -> bool {
    !a.is_empty() && a.iter().map(|t| t.word).eq(b.iter().map(|t| t.word))
}

/// Compares two articles exactly, whatever they are to each other.
///
/// # Errors
/// A text was put away and cannot be read.
///
/// # Panics
/// When a text is 4 GiB or longer.
pub fn compare_articles(a: &Article, b: &Article, options: &Options) -> io::Result<Scores> {
    compare_among(&Furniture::default(), a, b, options)
}

/// Compares two articles exactly, as a scan does of all articles that have this furniture.
///
/// # Errors
/// A text was put away and cannot be read.
///
/// # Panics
/// When a text is 4 GiB or longer.
pub fn compare_among(
    furniture: &Furniture,
    a: &Article,
    b: &Article,
    options: &Options,
) -> io::Result<Scores> {
    let (left, right) = (furniture.tokens(&a.text.read()?), furniture.tokens(&b.text.read()?));
    if are_identical(&left, &right) {
        return Ok(Scores::identical(&left));
    }
    let scores = compare(&Evidence::new(&left, options), &Evidence::new(&right, options), options);
    Ok(placed(scores, a, b, options))
}

/// Compares two articles that are not identical, exactly. O(n + m) in the sizes of their sets, O(n log n + m log m)
/// the first time.
pub fn compare(a: &Evidence, b: &Evidence, options: &Options) -> Scores {
    let found = Alignment::new(&a.sentences, &b.sentences).find();
    Scores {
        skip_resemblance: Some(skip_resemblance(a, b)),
        ..scores(a, b, &Facts::of(a, b, Intersection::of_shingles(a, b)), found, options)
    }
}

/// Of which pairs the scores are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// Of those that have something to say: the same copy, or a passage in common.
    Found,
    /// Of others, too, but of no strangers: those of which neither article says a tenth of the other and, where
    /// near-duplicates alone are asked for, those that are none.
    Related,
    /// Of all.
    All,
}

/// Like [`compare`] without the resemblance of skip shingles, at a fraction of the cost: `None` for a pair that is not wanted.
///
/// If only those are that were [found](Wanted::Found), a pair whose words, in whatever order they stand, rule out that it
/// is the same copy is not aligned, and one that is ruled out by what is found of its longer article not to the end: it is
/// `None`, or partial if it shares a passage. Of such a partial one the overlap and the alignment are only what they do not
/// exceed, unless [`Options::partial`] asks for those. Of 350,000 candidates among 84,678 wire items 0.58 are ruled out by
/// their words and share no passage, 0.13 do; of the others 0.4 are ruled out half-way.
pub fn compare_candidates(a: &Evidence, b: &Evidence, options: &Options, wanted: Wanted) -> Option<Scores> {
    let near_only = !options.rewrites && !options.partial;
    let words = Intersection::of_shingles(a, b);
    if wanted < Wanted::All && near_only && words.resemblance() < options.near_duplicate {
        return None;
    }
    let (alignment, facts) = (Alignment::new(&a.sentences, &b.sentences), Facts::of(a, b, words));
    let is_passage = facts.words.is_passage();
    let found = if wanted == Wanted::Found && !(options.partial && is_passage) {
        match align_unless_ruled_out(a, b, &alignment, &facts, options) {
            Ok(found) => found,
            Err(at_most) => return is_passage.then_some(Scores { verdict: Verdict::Partial, ..at_most }),
        }
    } else {
        alignment.find()
    };
    let long = a.content.len().max(b.content.len()) > LONG;
    let related = wanted == Wanted::All || long || found.0.share.max(found.1.share) >= PARTIAL;
    related.then(|| scores(a, b, &facts, found, options))
}

/// Aligns two articles, unless they are no copies by what both have at all, or by what of the longer one the other says: then
/// the error is what their scores do not exceed.
fn align_unless_ruled_out(
    a: &Evidence,
    b: &Evidence,
    alignment: &Alignment,
    facts: &Facts,
    options: &Options,
) -> Result<(Aligned, Aligned), Scores> {
    let check = |shares: (f64, f64), lead: f64, contradicted: usize| {
        let said = facts.said(shares);
        let overlap = Traits { lead, contradicted, ..facts.traits(a, b, said) }.likelihood_at_most();
        if overlap < options.threshold { Err(facts.scores(said, overlap)) } else { Ok(()) }
    };
    let (a_at_most, b_at_most) = alignment.at_most();
    check((a_at_most, b_at_most), 1.0, 0)?;
    if a.words >= b.words {
        let longer = alignment.a_in_b();
        check((longer.share, b_at_most), longer.lead, longer.contradicted)?;
        Ok((longer, alignment.b_in_a()))
    } else {
        let longer = alignment.b_in_a();
        check((a_at_most, longer.share), longer.lead, longer.contradicted)?;
        Ok((alignment.a_in_b(), longer))
    }
}

fn skip_resemblance(a: &Evidence, b: &Evidence) -> f64 {
    Intersection::new(&a.skip_shingles(), &b.skip_shingles()).resemblance()
}

/// What two articles have in common, wherever it stands in them.
struct Facts {
    figures: Agreement,
    names: Agreement,
    words: Intersection,
}

impl Facts {
    fn of(a: &Evidence, b: &Evidence, words: Intersection) -> Self {
        Self {
            figures: Agreement::new((&a.figures, a.sentences.stems()), (&b.figures, b.sentences.stems())),
            names: Agreement::new((&a.names, a.sentences.stems()), (&b.names, b.sentences.stems())),
            words,
        }
    }

    /// How much each article says of the other, given how much was found sentence by sentence: what stands there word for
    /// word is said, too, also where words are too common to be looked for.
    fn said(&self, (a_in_b, b_in_a): (f64, f64)) -> Containment {
        let Containment { a_in_b: a, b_in_a: b } = self.words.containment();
        Containment { a_in_b: a_in_b.max(a), b_in_a: b_in_a.max(b) }
    }

    /// The scores of a pair of which so much is said, but for its verdict and what counts where both are of one source.
    fn scores(&self, alignment: Containment, overlap: f64) -> Scores {
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
    fn traits(&self, a: &Evidence, b: &Evidence, alignment: Containment) -> Traits {
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

fn scores(
    a: &Evidence,
    b: &Evidence,
    facts: &Facts,
    (a_in_b, b_in_a): (Aligned, Aligned),
    options: &Options,
) -> Scores {
    let alignment = facts.said((a_in_b.share, b_in_a.share));
    let contradicted = a_in_b.contradicted + b_in_a.contradicted;
    let lead = if a.words >= b.words { a_in_b.lead } else { b_in_a.lead };
    let traits = Traits { contradicted, lead, ..facts.traits(a, b, alignment) };
    let differing = facts.figures.and(facts.names).differing();
    let sequel = Sequel {
        lead: a_in_b.lead.min(b_in_a.lead),
        opening: a_in_b.opening.min(b_in_a.opening),
        fresh: a_in_b.fresh.max(b_in_a.fresh),
        changed: 100.0 * (contradicted as f64 + differing as f64 / 3.0) / (a.words + b.words).max(1) as f64,
        in_round_up: false,
    };
    let scores = Scores { sequel, ..facts.scores(alignment, traits.likelihood()) };
    Scores { verdict: verdict(&scores, &facts.words, options), ..scores }
}

fn verdict(scores: &Scores, words: &Intersection, options: &Options) -> Verdict {
    let same_copy = scores.overlap >= options.threshold;
    if same_copy && scores.resemblance >= options.near_duplicate {
        Verdict::NearDuplicate
    } else if same_copy && options.rewrites {
        Verdict::Rewrite
    } else if words.is_passage() {
        Verdict::Partial
    } else {
        Verdict::Distinct
    }
}

/// Content words of an article in which many are too common to be looked for, so that its sentences alone do not tell.
const LONG: usize = 20_000;

/// Shingles in common from which two articles share a passage.
const PASSAGE: usize = 5;

/// Containment of word shingles from which a pair that is not the same copy is called partial.
const PARTIAL: f64 = 0.1;

/// How much two sets have in common.
struct Intersection {
    a: usize,
    b: usize,
    common: usize,
}

impl Intersection {
    fn new(a: &HashSet, b: &HashSet) -> Self {
        Self { a: a.len(), b: b.len(), common: a.common(b) }
    }

    fn of_shingles(a: &Evidence, b: &Evidence) -> Self {
        Self::new(&a.shingles, &b.shingles)
    }

    /// Whether it is more than turns of phrase.
    fn is_passage(&self) -> bool {
        self.common >= PASSAGE && ratio(self.common, self.a.min(self.b)) >= PARTIAL
    }

    fn resemblance(&self) -> f64 {
        ratio(self.common, self.a + self.b - self.common)
    }

    fn containment(&self) -> Containment {
        Containment { a_in_b: ratio(self.common, self.a), b_in_a: ratio(self.common, self.b) }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of every two articles of the feed, whole and cut to their first sentences.
    #[test]
    fn what_is_passed_over_would_be_distinct() {
        let feed = include_str!("../fixtures/feed.jsonl");
        let articles = feed.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let texts: Vec<String> =
            articles.map(|article| article["text"].as_str().unwrap().to_owned()).collect();
        let cut = texts.iter().map(|text| text.chars().take(400).collect());
        let (options, mut passed_over) = (Options::default(), 0);
        let evidence: Vec<Evidence> = texts
            .iter()
            .cloned()
            .chain(cut)
            .map(|text| Evidence::new(&crate::text::tokens(&text), &options))
            .collect();
        for (at, a) in evidence.iter().enumerate() {
            for b in &evidence[..at] {
                let full = compare_candidates(a, b, &options, Wanted::Related);
                let all =
                    compare_candidates(a, b, &Options { partial: true, ..Options::default() }, Wanted::Found);
                assert!(all.is_none_or(|scores| Some(scores) == full));
                match compare_candidates(a, b, &options, Wanted::Found) {
                    Some(scores) => {
                        let full = full.unwrap();
                        assert_eq!((scores.verdict, scores.containment), (full.verdict, full.containment));
                        assert!(
                            scores == full || !full.verdict.is_same_copy() && scores.overlap >= full.overlap
                        );
                    }
                    None => {
                        passed_over += usize::from(full.is_some());
                        assert!(full.is_none_or(|scores| scores.verdict == Verdict::Distinct), "{full:?}");
                    }
                }
            }
        }
        assert!(passed_over > 10, "{passed_over}");
    }

    #[test]
    fn two_long_articles_of_few_words_are_near_duplicates() {
        let text: String = (0..60_000_u64).map(|n| format!("word{} ", crate::hash::mix(n) % 100)).collect();
        let article = |text: String| Article { text: text.into(), ..Article::default() };
        let (a, b) = (article(text.clone()), article(text + "The end came."));
        let scores = compare_articles(&a, &b, &Options::default()).unwrap();
        assert_eq!(scores.verdict, Verdict::NearDuplicate, "{scores:?}");
        let found = crate::scan::scan(
            &[Article { id: "a".into(), ..a }, Article { id: "b".into(), ..b }],
            &Options::default(),
            &(),
        )
        .unwrap();
        assert_eq!(found.clusters.len(), 1);
    }
}
