//! The report of an evaluation.

use serde::Serialize;

use super::{ErrorEntry, SCHEMA_VERSION, Tool, entry::errors};
use crate::{
    eval::Evaluation,
    options::Options,
    read::{LabelReading, Reading},
};

/// Everything an evaluation has to say; `schema/eval.schema.json` describes its JSON form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvalReport {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// What wrote the report.
    pub tool: Tool,
    /// The settings in effect.
    pub options: serde_json::Value,
    /// The file of the labels, `-` for standard input.
    pub labels_path: String,
    /// Pairs whose label says neither yes nor no, and articles without a cluster.
    pub left_out: usize,
    /// Articles that were read, labelled or not.
    pub articles: usize,
    /// The figures.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// What could not be read.
    pub errors: Vec<ErrorEntry>,
}

impl EvalReport {
    /// Puts a report together.
    pub fn new(labels: &LabelReading, reading: &Reading, options: &Options, evaluation: Evaluation) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::default(),
            options: serde_json::to_value(options).expect("options are plain values"),
            labels_path: labels.path.clone(),
            left_out: labels.left_out,
            articles: reading.articles.len(),
            evaluation,
            errors: [errors(&labels.problems), errors(&reading.problems)].concat(),
        }
    }
}
