//! Where the errors are: by role, by family, by the confidence of the judge, and one by one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    labels::ArticleLabel,
    pairs::{Judged, Rates, share},
};
use crate::{overlap::Verdict, report::four_digits};

/// The rates of the pairs of which the judge was sure enough.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ConfidenceRow {
    /// Pairs of this confidence and of lesser numbers, which are surer, count.
    pub confidence: u8,
    /// The rates of them.
    #[serde(flatten)]
    pub rates: Rates,
}

/// A row for every confidence that occurs; pairs without one are in none of them.
pub(super) fn by_confidence(threshold: f64, judged: &[Judged]) -> Vec<ConfidenceRow> {
    let levels: BTreeSet<u8> = judged.iter().filter_map(|pair| pair.confidence).collect();
    let row = |confidence| {
        let sure = judged.iter().filter(|pair| pair.confidence.is_some_and(|c| c <= confidence));
        ConfidenceRow { confidence, rates: Rates::at(threshold, sure) }
    };
    levels.into_iter().map(row).collect()
}

/// What was found of the pairs of two roles, in either order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleRow {
    /// The two roles, the lesser first.
    pub roles: [String; 2],
    /// Share of the pairs of the same copy that were found, 0..=1; 0 when there is none.
    #[serde(serialize_with = "four_digits")]
    pub recall: f64,
    /// Pairs that were found and are the same copy.
    pub right: usize,
    /// Pairs of the same copy that were not found.
    pub missed: usize,
    /// Pairs of one family that were found and are not the same copy.
    pub false_in_family: usize,
    /// Pairs of two families that were found and are not the same copy.
    pub false_across_families: usize,
}

/// A row for every two roles of which pairs are the same copy or were found, in their order.
pub(super) fn by_role(threshold: f64, judged: &[Judged], labels: &[Option<&ArticleLabel>]) -> Vec<RoleRow> {
    let mut rows = BTreeMap::<[&str; 2], RoleRow>::new();
    for pair in judged.iter().filter(|pair| pair.same || pair.is_found(threshold)) {
        let (Some(a), Some(b)) = (labels[pair.a as usize], labels[pair.b as usize]) else { continue };
        let (Some(x), Some(y)) = (a.role.as_deref(), b.role.as_deref()) else { continue };
        let roles = [x.min(y), x.max(y)];
        let row = rows.entry(roles).or_insert_with(|| RoleRow {
            roles: roles.map(str::to_owned),
            recall: 0.0,
            right: 0,
            missed: 0,
            false_in_family: 0,
            false_across_families: 0,
        });
        let count = match (pair.same, pair.is_found(threshold)) {
            (true, true) => &mut row.right,
            (true, false) => &mut row.missed,
            (false, _) if a.family.is_some() && a.family == b.family => &mut row.false_in_family,
            (false, _) => &mut row.false_across_families,
        };
        *count += 1;
    }
    let mut rows: Vec<RoleRow> = rows.into_values().collect();
    rows.iter_mut().for_each(|row| row.recall = share(row.right, row.right + row.missed));
    rows
}

/// The rates of the pairs that have an article in a family.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FamilyRow {
    /// The family.
    pub family: String,
    /// The rates.
    #[serde(flatten)]
    pub rates: Rates,
}

/// Families listed.
const FAMILIES: usize = 20;

/// The families of the least F1, the worst first, and how many families with pairs of the same copy, or pairs that
/// were found, there are. A pair across two families counts for both.
pub(super) fn by_family(
    threshold: f64,
    judged: &[Judged],
    labels: &[Option<&ArticleLabel>],
) -> (Vec<FamilyRow>, usize) {
    let family = |article: u32| labels[article as usize].and_then(|label| label.family.as_deref());
    let mut pairs = BTreeMap::<&str, Vec<&Judged>>::new();
    for pair in judged.iter().filter(|pair| pair.same || pair.is_found(threshold)) {
        let (a, b) = (family(pair.a), family(pair.b));
        for family in a.into_iter().chain(b.filter(|_| a != b)) {
            pairs.entry(family).or_default().push(pair);
        }
    }
    let mut rows: Vec<FamilyRow> = pairs
        .into_iter()
        .map(|(family, pairs)| FamilyRow { family: family.to_owned(), rates: Rates::at(threshold, pairs) })
        .collect();
    let count = rows.len();
    rows.sort_by(|x, y| x.rates.f1.total_cmp(&y.rates.f1));
    rows.truncate(FAMILIES);
    (rows, count)
}

/// A pair on which the scan and the truth do not agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disagreement {
    /// The lesser id.
    pub a: String,
    /// The greater id.
    pub b: String,
    /// The calibrated score, 0..=1; `None` where the pair was never compared.
    #[serde(serialize_with = "four_digits_if_any")]
    pub overlap: Option<f64>,
    /// The verdict, `None` where the pair was never compared.
    pub verdict: Option<Verdict>,
    /// Whether the search for candidates came upon the pair.
    pub candidate: bool,
    /// How sure the judge was: 1 is sure, greater is less sure.
    pub confidence: Option<u8>,
}

fn four_digits_if_any<S: serde::Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => four_digits(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// The worst `most` pairs that were missed: those the judge was surest of, and of these the ones that overlap least.
pub(super) fn missed<'a>(
    threshold: f64,
    judged: &[Judged],
    most: usize,
    id: impl Fn(u32) -> &'a str,
) -> Vec<Disagreement> {
    let mut missed: Vec<&Judged> = judged.iter().filter(|p| p.same && !p.is_found(threshold)).collect();
    missed.sort_by(|x, y| {
        let sureness = |pair: &Judged| pair.confidence.unwrap_or(u8::MAX);
        sureness(x).cmp(&sureness(y)).then(overlap(x).total_cmp(&overlap(y)))
    });
    missed.into_iter().take(most).map(|pair| error(pair, &id)).collect()
}

/// The worst `most` pairs that were found and are not the same copy: those that overlap most.
pub(super) fn wrong<'a>(
    threshold: f64,
    judged: &[Judged],
    most: usize,
    id: impl Fn(u32) -> &'a str,
) -> Vec<Disagreement> {
    let mut wrong: Vec<&Judged> = judged.iter().filter(|p| !p.same && p.is_found(threshold)).collect();
    wrong.sort_by(|x, y| overlap(y).total_cmp(&overlap(x)));
    wrong.into_iter().take(most).map(|pair| error(pair, &id)).collect()
}

/// A pair that was never compared comes before all others.
fn overlap(pair: &Judged) -> f64 {
    pair.compared.map_or(-1.0, |compared| compared.overlap)
}

fn error<'a>(pair: &Judged, id: impl Fn(u32) -> &'a str) -> Disagreement {
    Disagreement {
        a: id(pair.a).to_owned(),
        b: id(pair.b).to_owned(),
        overlap: pair.compared.map(|compared| compared.overlap),
        verdict: pair.compared.map(|compared| compared.verdict),
        candidate: pair.candidate,
        confidence: pair.confidence,
    }
}
