//! Reports: what a scan found, in the words and the order in which people and programs read it.

mod check;
mod csv;
mod entry;
mod eval;
mod explanation;
mod format;
mod github;
mod gitlab;
pub mod harmless;
#[cfg(feature = "html")]
pub mod html;
mod json;
mod junit;
mod markdown;
mod rounding;
mod sarif;
mod why;
mod wording;

pub use check::{CheckReport, Counts};
pub use entry::{
    ArticleEntry, ClusterEntry, DetailsEntry, ErrorEntry, MemberEntry, PairEntry, StepEntry, pair_entry,
};
pub use eval::EvalReport;
pub use explanation::{Bytes, Explanation, FurnitureEntry, PassageEntry, RunEntry, set_aside};
pub use format::FindingFormat;
pub(crate) use json::escaped_json;
pub use json::write_json;
pub(crate) use rounding::four_digits;
pub use rounding::rounded_overlap;
pub use why::Why;

use serde::{Deserialize, Serialize};

use entry::{article_entry, cluster_entry, cluster_of, errors};

use crate::{options::Options, read::Reading, scan::Scan};

/// The version of the report's format. It rises when a property changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 1;

/// Everything a scan has to say; `schema/report.schema.json` describes its JSON form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// What wrote the report.
    pub tool: Tool,
    /// The settings in effect.
    pub options: serde_json::Value,
    /// Every article that was read, in the order of the input.
    pub articles: Vec<ArticleEntry>,
    /// The verified pairs, in the order of their ids.
    pub pairs: Vec<PairEntry>,
    /// The clusters, in the order of their least ids.
    pub clusters: Vec<ClusterEntry>,
    /// How many items each stage let through.
    pub funnel: Vec<StepEntry>,
    /// What could not be read; where that is too much to list, the last entry says how much more there was.
    pub errors: Vec<ErrorEntry>,
}

/// Name and version of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Always `samecopy`.
    pub name: String,
    /// The version, by the rules of Semantic Versioning.
    pub version: String,
}

impl Default for Tool {
    /// This program.
    fn default() -> Self {
        Self { name: "samecopy".into(), version: env!("CARGO_PKG_VERSION").into() }
    }
}

impl Report {
    /// Puts a report together.
    pub fn new(reading: &Reading, scan: &Scan, options: &Options) -> Self {
        let articles = &reading.articles;
        let cluster_of = cluster_of(scan, articles.len());
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::default(),
            options: serde_json::to_value(options).expect("options are plain values"),
            articles: (0..articles.len()).map(|i| article_entry(reading, scan, i, cluster_of[i])).collect(),
            pairs: scan.pairs.iter().map(|p| pair_entry(articles, p.a, p.b, p.scores)).collect(),
            clusters: (1..).zip(&scan.clusters).map(|(id, c)| cluster_entry(articles, id, c)).collect(),
            funnel: scan
                .funnel
                .steps
                .iter()
                .map(|s| StepEntry { stage: s.stage.into(), count: s.count, unit: s.unit.into() })
                .collect(),
            errors: errors(&reading.problems),
        }
    }
}
