//! How far a scan agrees with labels that somebody made.
//!
//! Two questions are kept apart. *What does a scan find?* is asked of its verdicts: precision, recall, F1, the sweep over
//! thresholds, the clusters. *What is the overlap worth?* is asked of the score of every pair of which the truth is
//! known: average precision, the curve, reliability. Pairs that the search for candidates passed over count as not
//! found in the first; in the second they are compared after all.
//!
//! | figure | of | where |
//! |---|---|---|
//! | precision, recall, F1 | pairs | [`Rates`] |
//! | candidate recall | pairs | [`pairs::candidate_recall`] |
//! | average precision | pairs | [`pairs::average_precision`] |
//! | reliability | pairs | [`pairs::reliability`] |
//! | adjusted Rand index | clusters | [`clusters::adjusted_rand_index`] |
//! | B-cubed precision, recall, F1 | clusters | [`clusters::b_cubed`] |

mod breakdown;
pub mod clusters;
mod fit;
mod judge;
pub mod labels;
pub mod pairs;

use std::{hash::Hash, io};

use ahash::AHashMap;
use serde::Serialize;

pub use breakdown::{ConfidenceRow, Disagreement, FamilyRow, RoleRow};
pub use clusters::BCubed;
pub use labels::{ArticleLabel, Labels, PairLabel};
pub use pairs::{Bin, CurvePoint, Judged, Rates, Setting};

use crate::{
    article::Article,
    options::Options,
    progress::Progress,
    report::four_digits,
    scan::{Scan, scan_all},
};
use fit::Fitted;

/// All that labels tell of a scan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// What the labels said and how much of it could be used.
    pub labels: LabelCounts,
    /// What was found, pair by pair.
    pub pairs: PairFigures,
    /// The same of the pairs of which the judge was sure enough; empty without confidences.
    pub confidences: Vec<ConfidenceRow>,
    /// What was found, as clusters; `None` where pairs were judged.
    pub clusters: Option<ClusterFigures>,
    /// What would be found with other thresholds.
    pub sweep: Vec<Setting>,
    /// What would be found with the best threshold, `None` where no pair of the same copy can be found.
    pub best: Option<Setting>,
    /// The share of the same copy that the overlap predicts, and the share there is.
    pub reliability: [Bin; 10],
    /// By the roles of the two articles; empty without roles.
    pub roles: Vec<RoleRow>,
    /// The worst families; empty without families.
    pub families: Vec<FamilyRow>,
    /// How many families there are, those included that are not listed.
    pub family_count: usize,
    /// The worst pairs that were not found.
    pub missed: Vec<Disagreement>,
    /// The worst pairs that were found and are not the same copy.
    #[serde(rename = "false")]
    pub wrong: Vec<Disagreement>,
    /// Precision and recall of the overlap at every value that occurs, for a plot.
    #[serde(skip)]
    pub curve: Vec<CurvePoint>,
    /// Precision and recall of a scan at every threshold that matters, for a plot.
    #[serde(skip)]
    pub found_curve: Vec<CurvePoint>,
}

/// What the labels said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelCounts {
    /// Whether pairs were judged or articles sorted into clusters.
    pub kind: LabelKind,
    /// Labels that fit articles.
    pub used: usize,
    /// Labelled articles that were read.
    pub articles: usize,
    /// Pairs of them that are the same copy.
    pub same: usize,
    /// Pairs of them that are not.
    pub different: usize,
    /// Labelled articles that were not read: their labels are left out.
    pub unknown: usize,
    /// The first ids of these.
    pub unknown_ids: Vec<String>,
}

/// The two kinds of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelKind {
    /// Single pairs were judged.
    Pairs,
    /// Articles were sorted into clusters.
    Clusters,
}

/// Figures of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PairFigures {
    /// What a scan with the threshold in effect found.
    #[serde(flatten)]
    pub setting: Setting,
    /// Average precision of the overlap, 0..=1.
    #[serde(serialize_with = "four_digits")]
    pub average_precision: f64,
    /// Share of the pairs of the same copy that the search for candidates came upon, 0..=1.
    #[serde(serialize_with = "four_digits")]
    pub candidate_recall: f64,
    /// Pairs that were compared; of two clusters only candidates are.
    pub compared: usize,
    /// Pairs of the same copy that were no candidates and were not compared either, being more than
    /// 20,000: they rank behind all others.
    pub uncompared: usize,
}

/// Figures of clusters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClusterFigures {
    /// Clusters of two or more labelled articles that should be found.
    pub truth: usize,
    /// Clusters of two or more labelled articles that were found.
    pub found: usize,
    /// The adjusted Rand index.
    #[serde(serialize_with = "four_digits")]
    pub ari: f64,
    /// The B-cubed figures.
    pub b_cubed: BCubed,
}

/// Why nothing could be evaluated.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// No label fits an article.
    #[error(
        "none of the {labels} labels is of an article that was read: labels and articles must have the same ids; \
         `scan --format json` lists those of the articles"
    )]
    NoneFits {
        /// How many labels there are.
        labels: usize,
    },
    /// There are more pairs than memory is good for.
    #[error("the labels make more than {most} pairs to judge; label a sample of the articles")]
    TooMany {
        /// The most pairs.
        most: usize,
    },
    /// A text was put away and cannot be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
}

/// Ids of unknown articles that are named.
const NAMED: usize = 5;

/// Scans the articles and compares what it finds with the labels; `errors` is how many missed and false pairs are
/// listed, each.
///
/// Articles without a label take part in the scan and in nothing else. The result does not depend on the order of
/// articles and labels or on the number of threads. Time and memory are those of a scan, and linear in the pairs
/// that share a cluster.
///
/// # Errors
/// When no label fits an article, labels make too many pairs, or a text cannot be read.
///
/// # Panics
/// As [`scan`](crate::scan::scan).
pub fn evaluate(
    articles: &[Article],
    labels: &Labels,
    options: &Options,
    errors: usize,
    progress: &impl Progress,
) -> Result<Evaluation, Unusable> {
    let mut sorted: Vec<&Article> = articles.iter().collect();
    sorted.sort_by(|x, y| x.id.cmp(&y.id));
    let fitted = Fitted::new(labels, &sorted);
    if fitted.used == 0 {
        return Err(Unusable::NoneFits { labels: labels.len() });
    }
    let scan = scan_all(&sorted, options, progress)?;
    let (kind, judged) = match labels {
        Labels::Pairs(_) => {
            (LabelKind::Pairs, judge::pairs(fitted.pairs, &scan, &sorted, options, progress)?)
        }
        Labels::Clusters(_) => {
            let judged = judge::clusters(&fitted.clusters, &scan, &sorted, options, progress)?;
            (LabelKind::Clusters, judged.ok_or(Unusable::TooMany { most: judge::JUDGED })?)
        }
    };

    let threshold = options.threshold;
    let same = judged.iter().filter(|pair| pair.same).count();
    let all = match kind {
        LabelKind::Pairs => judged.len(),
        LabelKind::Clusters => fitted.labelled * (fitted.labelled - 1) / 2,
    };
    let curve = pairs::curve(&judged);
    let (families, family_count) = breakdown::by_family(threshold, &judged, &fitted.articles);
    let id = |article: u32| sorted[article as usize].id.as_str();
    Ok(Evaluation {
        labels: LabelCounts {
            kind,
            used: fitted.used,
            articles: fitted.labelled,
            same,
            different: all - same,
            unknown: fitted.unknown.len(),
            unknown_ids: fitted.unknown.iter().take(NAMED).map(|&id| id.to_owned()).collect(),
        },
        pairs: PairFigures {
            setting: Setting { threshold, rates: Rates::at(threshold, &judged) },
            average_precision: pairs::average_precision(&curve),
            candidate_recall: pairs::candidate_recall(&judged),
            compared: judged.iter().filter(|pair| pair.compared.is_some()).count(),
            uncompared: judged.iter().filter(|pair| pair.compared.is_none()).count(),
        },
        confidences: breakdown::by_confidence(threshold, &judged),
        clusters: (kind == LabelKind::Clusters).then(|| cluster_figures(&fitted.clusters, &scan)),
        sweep: pairs::sweep(&judged),
        best: pairs::best(&judged, threshold),
        reliability: pairs::reliability(&judged),
        roles: breakdown::by_role(threshold, &judged, &fitted.articles),
        families,
        family_count,
        missed: breakdown::missed(threshold, &judged, errors, id),
        wrong: breakdown::wrong(threshold, &judged, errors, id),
        curve,
        found_curve: pairs::found_curve(&judged),
    })
}

fn cluster_figures(truth: &[Option<u32>], scan: &Scan) -> ClusterFigures {
    // An article that belongs to no cluster is one by itself.
    let mut found: Vec<usize> = (0..truth.len()).map(|article| scan.clusters.len() + article).collect();
    for (number, cluster) in scan.clusters.iter().enumerate() {
        for member in &cluster.members {
            found[member.article as usize] = number;
        }
    }
    let labelled = || truth.iter().zip(&found).filter_map(|(truth, &found)| Some((truth.as_ref()?, found)));
    ClusterFigures {
        truth: several(labelled().map(|(truth, _)| truth)),
        found: several(labelled().map(|(_, found)| found)),
        ari: clusters::adjusted_rand_index(labelled()),
        b_cubed: clusters::b_cubed(labelled()),
    }
}

/// How many classes several articles have.
fn several<K: Hash + Eq>(classes: impl Iterator<Item = K>) -> usize {
    let mut sizes = AHashMap::<K, usize>::new();
    classes.for_each(|class| *sizes.entry(class).or_default() += 1);
    sizes.values().filter(|&&size| size > 1).count()
}
