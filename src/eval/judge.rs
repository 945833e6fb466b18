//! Labels and a scan to judged pairs. All indices are those of the scanned articles, which are in order of id.

use std::io;

use ahash::AHashMap;
use rayon::prelude::*;

use super::pairs::{Compared, Judged};
use crate::{
    article::Article,
    furniture::Furniture,
    options::Options,
    overlap::{Scores, Verdict, compare_among},
    progress::Progress,
    provenance::{dated, may_be_rewrites},
    scan::Scan,
    verify::Verified,
};

/// The most pairs that are judged, some 1.3 GB of them.
pub(super) const JUDGED: usize = 20_000_000;

/// The most missed pairs of clusters that are compared after the scan, for half a minute on one core.
pub(super) const COMPARED: usize = 20_000;

/// A pair of indices, the lesser first, that somebody judged.
pub(super) struct Known {
    pub pair: (u32, u32),
    pub same: bool,
    pub confidence: Option<u8>,
}

/// What a scan says of any pair, those included that it does not list because they follow from others.
struct Findings<'a> {
    articles: &'a [&'a Article],
    options: &'a Options,
    /// Of several identical articles the first, of any other article itself.
    first: Vec<u32>,
    /// By the first articles, of their copies' verdicts the best: that of a pair whose dates do not forbid it.
    found: AHashMap<(u32, u32), Scores>,
    /// Pairs of copies that the scan lists, with what their own sources and dates make of them.
    listed: AHashMap<(u32, u32), Scores>,
}

/// What a scan says of one pair.
#[derive(Clone, Copy)]
struct Found {
    compared: Compared,
    /// The highest threshold at which a scan reports the pair as the same copy.
    reach: Option<f64>,
}

impl<'a> Findings<'a> {
    /// A scan lists every verified pair in which an article stands first among identical ones.
    fn new(scan: &Scan, articles: &'a [&'a Article], options: &'a Options) -> Self {
        let mut first: Vec<u32> = (0..scan.words.len() as u32).collect();
        let (identical, other): (Vec<&Verified>, Vec<&Verified>) =
            scan.pairs.iter().partition(|pair| pair.scores.verdict == Verdict::Identical);
        for pair in identical {
            first[pair.b as usize] = first[pair.b as usize].min(first[pair.a as usize]);
        }
        let mut found = AHashMap::with_capacity(other.len());
        let mut listed = AHashMap::new();
        for pair in other {
            let firsts = ordered(first[pair.a as usize], first[pair.b as usize]);
            let best = found.entry(firsts).or_insert(pair.scores);
            best.verdict = best.verdict.min(pair.scores.verdict);
            best.overlap = best.overlap.max(pair.scores.overlap);
            if firsts != (pair.a, pair.b) {
                listed.insert((pair.a, pair.b), pair.scores);
            }
        }
        Self { articles, options, found, listed, first }
    }

    fn of(&self, (a, b): (u32, u32)) -> Option<Found> {
        let itself = ordered(a, b);
        let pair = ordered(self.first[a as usize], self.first[b as usize]);
        if pair.0 == pair.1 {
            let compared = Compared { overlap: 1.0, verdict: Verdict::Identical };
            return Some(Found { compared, reach: Some(1.0) });
        }
        let scores = self.listed.get(&itself).or_else(|| self.found.get(&pair))?;
        let (a, b) = (self.articles[a as usize], self.articles[b as usize]);
        let verdict = dated(scores.verdict, a, b, self.options);
        let compared = Compared { overlap: scores.overlap, verdict };
        Some(Found { compared, reach: reach(scores, (a, b), self.options) })
    }
}

/// A scan with another threshold judges by the overlap alone, but for what it does not call the same copy in spite of
/// its overlap, and for rewrites where these are not wanted or the dates forbid them.
fn reach(scores: &Scores, (a, b): (&Article, &Article), options: &Options) -> Option<f64> {
    let may_be_rewrites = options.rewrites && may_be_rewrites(a, b, options);
    let is_wanted = may_be_rewrites || scores.resemblance >= options.near_duplicate;
    let is_refused = scores.overlap >= options.threshold && !scores.verdict.is_same_copy();
    (is_wanted && !is_refused).then_some(scores.overlap)
}

fn ordered(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}

/// Judges the pairs of which something is known; all of them are compared.
pub(super) fn pairs(
    known: Vec<Known>,
    scan: &Scan,
    articles: &[&Article],
    options: &Options,
    progress: &impl Progress,
) -> io::Result<Vec<Judged>> {
    let findings = Findings::new(scan, articles, options);
    let mut judged: Vec<Judged> = known
        .into_iter()
        .map(|known| Judged { confidence: known.confidence, ..judge(known.pair, known.same, &findings) })
        .collect();
    judged.sort_unstable_by_key(|pair| (pair.a, pair.b));
    compare_missed(&mut judged, usize::MAX, articles, options, progress)?;
    Ok(judged)
}

/// Judges all pairs of one cluster, and of two clusters those that were verified; of the others, which are not the
/// same copy and were not found, nothing needs to be known. `clusters` has a number for every labelled article.
///
/// Returns `None` when there are more than [`JUDGED`].
pub(super) fn clusters(
    clusters: &[Option<u32>],
    scan: &Scan,
    articles: &[&Article],
    options: &Options,
    progress: &impl Progress,
) -> io::Result<Option<Vec<Judged>>> {
    let members = groups(clusters.iter().map(|cluster| cluster.map(|cluster| cluster as usize)));
    let count: usize =
        members.iter().map(|members| members.len() * members.len().saturating_sub(1) / 2).sum();
    if count > JUDGED {
        return Ok(None);
    }
    let findings = Findings::new(scan, articles, options);
    let mut judged = Vec::with_capacity(count);
    for members in &members {
        for (i, &a) in members.iter().enumerate() {
            judged.extend(members[i + 1..].iter().map(|&b| judge((a, b), true, &findings)));
        }
    }
    let labelled = clusters.iter().zip(&findings.first);
    let identical = groups(labelled.map(|(cluster, &first)| cluster.map(|_| first as usize)));
    let of = |first: u32| identical.get(first as usize).map_or(&[][..], Vec::as_slice);
    let mut verified: Vec<(u32, u32)> = findings.found.keys().copied().collect();
    verified
        .extend((0..identical.len() as u32).filter(|&first| of(first).len() > 1).map(|first| (first, first)));
    for (a, b) in verified {
        for (i, &x) in of(a).iter().enumerate() {
            let others = if a == b { &of(a)[i + 1..] } else { of(b) };
            let others = others.iter().filter(|&&y| clusters[x as usize] != clusters[y as usize]);
            judged.extend(others.map(|&y| judge(ordered(x, y), false, &findings)));
            if judged.len() > JUDGED {
                return Ok(None);
            }
        }
    }
    judged.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    compare_missed(&mut judged, COMPARED, articles, options, progress)?;
    Ok(Some(judged))
}

/// The articles of each number.
fn groups(numbers: impl Iterator<Item = Option<usize>>) -> Vec<Vec<u32>> {
    let mut groups = Vec::new();
    for (article, number) in (0..).zip(numbers) {
        if let Some(number) = number {
            if groups.len() <= number {
                groups.resize_with(number + 1, Vec::new);
            }
            groups[number].push(article);
        }
    }
    groups
}

fn judge((a, b): (u32, u32), same: bool, findings: &Findings<'_>) -> Judged {
    let found = findings.of((a, b));
    Judged {
        a,
        b,
        same,
        confidence: None,
        candidate: found.is_some(),
        compared: found.map(|found| found.compared),
        reach: found.and_then(|found| found.reach),
    }
}

/// Compares what the search for candidates passed over, as many pairs as `most`.
fn compare_missed(
    judged: &mut [Judged],
    most: usize,
    articles: &[&Article],
    options: &Options,
    progress: &impl Progress,
) -> io::Result<()> {
    let missed: Vec<&mut Judged> =
        judged.iter_mut().filter(|pair| pair.compared.is_none()).take(most).collect();
    progress.begin("comparing labelled pairs", missed.len(), "pairs");
    if missed.is_empty() {
        return Ok(());
    }
    let furniture = Furniture::of(articles)?;
    missed.into_par_iter().try_for_each(|pair| {
        let (a, b) = (articles[pair.a as usize], articles[pair.b as usize]);
        let scores = compare_among(&furniture, a, b, options)?;
        pair.compared = Some(Compared::new(&scores));
        progress.advance(1);
        Ok(())
    })
}
