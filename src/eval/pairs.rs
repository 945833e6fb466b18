//! Judged pairs to figures: precision, recall, average precision, thresholds, reliability.

use serde::Serialize;

use crate::{
    overlap::{Scores, Verdict},
    report::four_digits,
};

/// A pair of which the truth is known, and what was found of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Index of the article with the lesser id.
    pub a: u32,
    /// Index of the other.
    pub b: u32,
    /// The truth: whether the two are the same copy.
    pub same: bool,
    /// How sure the judge was: 1 is sure, greater is less sure.
    pub confidence: Option<u8>,
    /// Whether the search for candidates came upon the pair.
    pub candidate: bool,
    /// Its exact scores, as far as figures need them; `None` where it was never compared.
    pub compared: Option<Compared>,
    /// The highest threshold at which a scan still reports the pair as the same copy; `None` if at no threshold.
    pub reach: Option<f64>,
}

/// What a comparison said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// The calibrated score, 0..=1.
    pub overlap: f64,
    /// The verdict at the threshold of the scan.
    pub verdict: Verdict,
}

impl Compared {
    /// The part of the scores that figures need.
    pub fn new(scores: &Scores) -> Self {
        Self { overlap: scores.overlap, verdict: scores.verdict }
    }
}

impl Judged {
    /// Whether a scan with that threshold reports the pair as the same copy.
    pub fn is_found(&self, threshold: f64) -> bool {
        self.reach.is_some_and(|reach| reach >= threshold)
    }

    fn overlap(&self) -> Option<f64> {
        self.compared.map(|compared| compared.overlap)
    }
}

/// How far what was found agrees with the truth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rates {
    /// Share of the found pairs that are the same copy, 0..=1; 0 when none was found.
    #[serde(serialize_with = "four_digits")]
    pub precision: f64,
    /// Share of the pairs of the same copy that were found, 0..=1; 0 when there is none.
    #[serde(serialize_with = "four_digits")]
    pub recall: f64,
    /// The harmonic mean of the two.
    #[serde(serialize_with = "four_digits")]
    pub f1: f64,
    /// Found, and the same copy.
    pub right: usize,
    /// Found, and not the same copy.
    #[serde(rename = "false")]
    pub wrong: usize,
    /// The same copy, and not found.
    pub missed: usize,
}

impl Rates {
    /// The shares that follow from the counts.
    pub fn new(right: usize, wrong: usize, missed: usize) -> Self {
        Self {
            precision: share(right, right + wrong),
            recall: share(right, right + missed),
            f1: share(2 * right, 2 * right + wrong + missed),
            right,
            wrong,
            missed,
        }
    }

    /// The rates of a scan with that threshold on the pairs. O(n).
    pub fn at<'j>(threshold: f64, judged: impl IntoIterator<Item = &'j Judged>) -> Self {
        let (mut right, mut wrong, mut missed) = (0, 0, 0);
        for pair in judged {
            match (pair.is_found(threshold), pair.same) {
                (true, true) => right += 1,
                (true, false) => wrong += 1,
                (false, true) => missed += 1,
                (false, false) => {}
            }
        }
        Self::new(right, wrong, missed)
    }
}

/// A part as a share of the whole, 0 of nothing.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Share of the pairs of the same copy that the search for candidates came upon, 0..=1. What it passes over no
/// threshold brings back.
pub fn candidate_recall(judged: &[Judged]) -> f64 {
    let same = || judged.iter().filter(|pair| pair.same);
    share(same().filter(|pair| pair.candidate).count(), same().count())
}

/// Precision and recall at one threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// The threshold, 0..=1.
    pub threshold: f64,
    /// Share of the pairs from there on that are the same copy, 0..=1.
    pub precision: f64,
    /// Share of the pairs of the same copy that are among them, 0..=1.
    pub recall: f64,
}

/// What the overlap is worth: a point for every overlap that occurs, falling, so that recall rises. O(n log n).
///
/// Every pair that was compared counts, whether or not it was a candidate: the curve is about the score, not about
/// the search. Pairs that were never compared are never found.
pub fn curve(judged: &[Judged]) -> Vec<CurvePoint> {
    curve_of(judged, |pair| pair.compared.map(|compared| compared.overlap))
}

/// What a scan finds: a point for every threshold at which it finds more, falling. O(n log n).
pub fn found_curve(judged: &[Judged]) -> Vec<CurvePoint> {
    curve_of(judged, |pair| pair.reach)
}

fn curve_of(judged: &[Judged], score: impl Fn(&Judged) -> Option<f64>) -> Vec<CurvePoint> {
    let same = judged.iter().filter(|pair| pair.same).count();
    let mut ranked: Vec<(f64, bool)> =
        judged.iter().filter_map(|pair| Some((score(pair)?, pair.same))).collect();
    ranked.sort_unstable_by(|x, y| y.0.total_cmp(&x.0));
    let (mut found, mut right) = (0, 0);
    let points = ranked.chunk_by(|x, y| x.0 == y.0).map(|equal| {
        found += equal.len();
        right += equal.iter().filter(|pair| pair.1).count();
        CurvePoint { threshold: equal[0].0, precision: share(right, found), recall: share(right, same) }
    });
    points.collect()
}

/// Average precision, 0..=1: the precision at each point of a curve, weighted by the recall that the point adds.
///
/// It is 1 when every pair of the same copy overlaps more than every other pair, wherever the threshold lies. Pairs
/// of equal overlap count together, so their order does not matter; there is no interpolation, which would flatter
/// (Davis, Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006). Linear.
pub fn average_precision(curve: &[CurvePoint]) -> f64 {
    let mut reached = 0.0;
    curve
        .iter()
        .map(|point| (point.recall - std::mem::replace(&mut reached, point.recall)) * point.precision)
        .sum()
}

/// A threshold and what a scan with it would agree on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Setting {
    /// Overlap from which a pair is the same copy, 0..=1.
    #[serde(serialize_with = "four_digits")]
    pub threshold: f64,
    /// How far it agrees with the truth.
    #[serde(flatten)]
    pub rates: Rates,
}

/// The thresholds 0.05, 0.10 to 0.95. O(n) each.
pub fn sweep(judged: &[Judged]) -> Vec<Setting> {
    (1..20).map(|step| f64::from(step) / 20.0).map(|threshold| setting(threshold, judged)).collect()
}

/// The threshold of the best F1, or `None` when no pair of the same copy can be found; the one `in_effect` if none is
/// better, else of equal ones the greatest. O(n log n).
///
/// It lies midway between the overlaps that it parts, where it generalises best, as far as four digits allow.
pub fn best(judged: &[Judged], in_effect: f64) -> Option<Setting> {
    let curve = found_curve(judged);
    let f1 = |point: &CurvePoint| 2.0 * point.precision * point.recall / (point.precision + point.recall);
    let useful = curve.iter().enumerate().filter(|(_, point)| point.recall > 0.0);
    // Of equal ones `max_by` takes the last.
    let (at, point) = useful.rev().max_by(|x, y| f1(x.1).total_cmp(&f1(y.1)))?;
    let next = curve.get(at + 1).map_or(0.0, |point| point.threshold);
    let midway = (f64::midpoint(point.threshold, next) * 10_000.0).round() / 10_000.0;
    let parts = next < midway && midway <= point.threshold;
    let best = setting(if parts { midway } else { point.threshold }, judged);
    let present = setting(in_effect, judged);
    Some(if present.rates.f1 >= best.rates.f1 { present } else { best })
}

fn setting(threshold: f64, judged: &[Judged]) -> Setting {
    Setting { threshold, rates: Rates::at(threshold, judged) }
}

/// Pairs of about the same overlap, and how many of them are the same copy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// The least overlap.
    #[serde(serialize_with = "four_digits")]
    pub from: f64,
    /// Where the next bin begins; the last one ends with 1 and holds it.
    #[serde(serialize_with = "four_digits")]
    pub to: f64,
    /// Pairs in the bin.
    pub pairs: usize,
    /// Their mean overlap, 0 when there are none.
    #[serde(serialize_with = "four_digits")]
    pub predicted: f64,
    /// Share of them that are the same copy, 0 when there are none.
    #[serde(serialize_with = "four_digits")]
    pub observed: f64,
}

/// The reliability of the overlap in ten bins: where it is calibrated, predicted and observed share agree (Niculescu-Mizil,
/// Caruana, "Predicting good probabilities with supervised learning", ICML 2005). O(n).
pub fn reliability(judged: &[Judged]) -> [Bin; 10] {
    let mut pairs = [0; 10];
    let mut same = [0; 10];
    let mut total = [0.0; 10];
    for (pair, overlap) in judged.iter().filter_map(|pair| Some((pair, pair.overlap()?))) {
        let bin = ((overlap * 10.0) as usize).min(9);
        pairs[bin] += 1;
        same[bin] += usize::from(pair.same);
        total[bin] += overlap;
    }
    std::array::from_fn(|bin| Bin {
        from: bin as f64 / 10.0,
        to: (bin + 1) as f64 / 10.0,
        pairs: pairs[bin],
        predicted: if pairs[bin] == 0 { 0.0 } else { total[bin] / pairs[bin] as f64 },
        observed: share(same[bin], pairs[bin]),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judged(overlap: Option<f64>, same: bool) -> Judged {
        let compared = overlap.map(|overlap| Compared { overlap, verdict: Verdict::Rewrite });
        Judged { a: 0, b: 1, same, confidence: None, candidate: overlap.is_some(), compared, reach: overlap }
    }

    /// Few distinct values, so that ties are frequent.
    fn some_judged() -> impl Strategy<Value = Vec<Judged>> {
        let overlap = prop::option::of((0_u32..=20).prop_map(|twentieths| f64::from(twentieths) / 20.0));
        prop::collection::vec((overlap, any::<bool>()).prop_map(|(o, same)| judged(o, same)), 0..40)
    }

    /// By the definition: the pairs above each threshold are counted anew.
    fn naive_average_precision(judged: &[Judged]) -> f64 {
        let same = judged.iter().filter(|pair| pair.same).count();
        let (mut sum, mut last) = (0.0, 0.0);
        for threshold in (0..=20).rev().map(|twentieths| f64::from(twentieths) / 20.0) {
            let above = judged.iter().filter(|pair| pair.overlap().is_some_and(|o| o >= threshold));
            let (right, wrong): (Vec<&Judged>, Vec<&Judged>) = above.partition(|pair| pair.same);
            if right.is_empty() {
                continue;
            }
            let recall = right.len() as f64 / same as f64;
            sum += (recall - last) * right.len() as f64 / (right.len() + wrong.len()) as f64;
            last = recall;
        }
        sum
    }

    proptest! {
        #[test]
        fn average_precision_is_that_of_the_naive_twin(judged in some_judged()) {
            let difference = average_precision(&curve(&judged)) - naive_average_precision(&judged);
            prop_assert!(difference.abs() < 1e-12);
        }

        #[test]
        fn no_threshold_is_better_than_the_best(judged in some_judged()) {
            let best_f1 = best(&judged, 0.5).map_or(0.0, |best| best.rates.f1);
            for threshold in (0..=100).map(|percent| f64::from(percent) / 100.0) {
                prop_assert!(Rates::at(threshold, &judged).f1 <= best_f1);
            }
        }

        #[test]
        fn every_compared_pair_is_in_one_bin(judged in some_judged()) {
            let bins = reliability(&judged);
            let compared = judged.iter().filter(|pair| pair.compared.is_some()).count();
            prop_assert_eq!(bins.iter().map(|bin| bin.pairs).sum::<usize>(), compared);
            for bin in bins.iter().filter(|bin| bin.pairs > 0) {
                prop_assert!((bin.from - 1e-9..=bin.to + 1e-9).contains(&bin.predicted));
            }
        }
    }

    /// The example in the documentation of scikit-learn's `average_precision_score`.
    #[test]
    fn average_precision_of_a_known_ranking() {
        let pairs = [(0.1, false), (0.4, false), (0.35, true), (0.8, true)];
        let pairs = pairs.map(|(overlap, same)| judged(Some(overlap), same));
        assert!((average_precision(&curve(&pairs)) - 0.833_333).abs() < 1e-6);
    }

    #[test]
    fn the_best_threshold_lies_midway_between_the_pairs_it_parts() {
        let pairs = [(0.9, true), (0.7, true), (0.4, false), (0.1, false)];
        let pairs = pairs.map(|(overlap, same)| judged(Some(overlap), same));
        let midway = best(&pairs, 0.2).unwrap();
        assert!((midway.threshold - 0.55).abs() < 1e-9);
        assert_eq!(midway.rates, Rates::new(2, 0, 0));
        assert_eq!(best(&pairs, 0.5).unwrap().threshold, 0.5, "nothing is gained by another");
    }

    #[test]
    fn what_was_never_compared_is_missed_at_every_threshold() {
        let pairs = [judged(None, true), judged(Some(1.0), true)];
        assert_eq!(Rates::at(0.0, &pairs), Rates::new(1, 0, 1));
        assert_eq!(average_precision(&curve(&pairs)), 0.5);
        assert_eq!(candidate_recall(&pairs), 0.5);
    }

    #[test]
    fn without_pairs_every_figure_is_zero() {
        assert_eq!(Rates::at(0.5, &[]), Rates::new(0, 0, 0));
        assert_eq!(average_precision(&curve(&[])), 0.0);
        assert_eq!(best(&[], 0.5), None);
        assert_eq!(best(&[judged(Some(0.5), false)], 0.5), None);
    }
}
