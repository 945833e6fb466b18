//! What the page shows of a group when somebody opens it: texts, passages, furniture, figures.

use std::{borrow::Cow, io, ops::Range};

use ahash::{HashMap, HashSet};
use serde::Serialize;

use super::{
    HtmlReport,
    embed::write_block,
    groups::{Group, Pair},
    units::Units,
};
use crate::{
    furniture::Furniture,
    overlap::Scores,
    passage::{Passage, PassageOptions, compared_passages},
    report::set_aside,
    text::{Marks, Token},
};

/// The blocks of a group.
pub(super) struct Detail {
    /// One for each article, by its number in the page.
    pub texts: Vec<(u32, Vec<u8>)>,
    /// One for the pairs.
    pub pairs: Vec<u8>,
}

/// An article's text, and what of it is page furniture.
#[derive(Serialize)]
struct TextData<'t> {
    text: &'t str,
    /// Start and end of each stretch.
    furniture: Vec<u32>,
}

/// Two articles side by side. All places are in UTF-16 units.
#[derive(Serialize)]
struct PairData {
    a: u32,
    b: u32,
    scores: Option<Scores>,
    /// Of each passage: start and end in `a`, start and end in `b`, matching words, and of each run what lies between it and
    /// the run before it in `a`, its length in `a`, the same two in `b`. In the order of reading of `a`.
    passages: Vec<Vec<u32>>,
    /// Figures that the other article has not: start and end of each in `a`, and in `b`.
    figures: [Vec<u32>; 2],
}

/// An article, ready to be set beside others.
struct Prepared<'t> {
    text: Cow<'t, str>,
    tokens: Vec<Token>,
    units: Units,
    stems: HashSet<u64>,
}

/// The blocks of a group. Linear in the texts, and for each pair in what [`compared_passages`] takes.
///
/// # Errors
/// Those of `text`.
pub(super) fn detail<'t>(
    report: &HtmlReport,
    group: &Group,
    furniture: &Furniture,
    text: &impl Fn(u32) -> io::Result<Cow<'t, str>>,
) -> io::Result<Detail> {
    let mut articles = HashMap::default();
    for member in &group.members {
        articles.insert(member.article, Prepared::new(text(report.input(member.article))?, furniture));
    }
    let pairs: Vec<PairData> =
        group.pairs.iter().map(|pair| PairData::new(pair, &articles[&pair.a], &articles[&pair.b])).collect();
    let texts = group.members.iter().map(|member| {
        let block = articles[&member.article].block();
        Ok((member.article, written(&format!("text-{}", member.article), &block)?))
    });
    Ok(Detail {
        texts: texts.collect::<io::Result<_>>()?,
        pairs: written(&format!("pairs-{}", group.key), &pairs)?,
    })
}

fn written(id: &str, value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    write_block(id, value, &mut out)?;
    Ok(out)
}

impl<'t> Prepared<'t> {
    fn new(text: Cow<'t, str>, furniture: &Furniture) -> Self {
        let tokens = furniture.tokens(&text);
        let stems = tokens.iter().filter(|token| token.is_compared()).map(|token| token.stem).collect();
        Self { units: Units::of(&text), tokens, stems, text }
    }

    fn block(&self) -> TextData<'_> {
        TextData { text: &self.text, furniture: self.flat(set_aside(&self.tokens)) }
    }

    fn flat(&self, ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<u32> {
        ranges.into_iter().map(|range| self.units.range(&range)).flat_map(|r| [r.start, r.end]).collect()
    }

    /// The figures that the other article has not, wherever they stand.
    fn figures_without(&self, other: &Self) -> Vec<u32> {
        let alone = |token: &&Token| {
            token.is_compared() && token.marks.has(Marks::NUMBER) && !other.stems.contains(&token.stem)
        };
        self.flat(self.tokens.iter().filter(alone).map(|token| token.start as usize..token.end as usize))
    }
}

impl PairData {
    fn new(pair: &Pair, a: &Prepared, b: &Prepared) -> Self {
        let found = compared_passages(&a.tokens, &b.tokens, &PassageOptions::default());
        Self {
            a: pair.a,
            b: pair.b,
            scores: pair.scores,
            passages: found.iter().map(|passage| flat(passage, &a.units, &b.units)).collect(),
            figures: [a.figures_without(b), b.figures_without(a)],
        }
    }
}

fn flat(passage: &Passage, a: &Units, b: &Units) -> Vec<u32> {
    let (in_a, in_b) = (a.range(&passage.a), b.range(&passage.b));
    let mut flat = vec![in_a.start, in_a.end, in_b.start, in_b.end, passage.matched as u32];
    let (mut end_a, mut end_b) = (in_a.start, in_b.start);
    for (run_a, run_b) in &passage.runs {
        let (run_a, run_b) = (a.range(run_a), b.range(run_b));
        flat.extend([run_a.start - end_a, run_a.end - run_a.start]);
        flat.extend([run_b.start - end_b, run_b.end - run_b.start]);
        (end_a, end_b) = (run_a.end, run_b.end);
    }
    flat
}
