//! Reports: what a scan found, in the words and the order in which people and programs read it.

mod check;
mod csv;
mod document;
mod entries;
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
pub use entries::Entries;
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
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// What wrote the report.
    pub tool: Tool,
    /// The settings in effect.
    pub options: serde_json::Value,
    /// Every article that was read, in the order of the input.
    pub articles: Entries<'a, ArticleEntry>,
    /// The verified pairs, in the order of their ids.
    pub pairs: Entries<'a, PairEntry>,
    /// The clusters, in the order of their least ids.
    pub clusters: Entries<'a, ClusterEntry>,
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

impl<'a> Report<'a> {
    /// Puts a report together.
    pub fn new(reading: &'a Reading, scan: &'a Scan, options: &Options) -> Self {
        let articles = &reading.articles;
        let cluster_of = cluster_of(scan, articles.len());
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::default(),
            options: serde_json::to_value(options).expect("options are plain values"),
            articles: Entries::new(articles.len(), move |index| {
                article_entry(reading, scan, index, cluster_of[index])
            }),
            pairs: Entries::new(scan.pairs.len(), |index| {
                let pair = &scan.pairs[index];
                pair_entry(articles, pair.a, pair.b, pair.scores)
            }),
            clusters: Entries::new(scan.clusters.len(), |index| {
                cluster_entry(articles, index + 1, &scan.clusters[index])
            }),
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
