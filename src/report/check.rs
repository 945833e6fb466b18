//! The report of a gate.

use ahash::HashMap;
use serde::{Deserialize, Serialize};

use super::{ErrorEntry, SCHEMA_VERSION, Tool, entry::errors};
use crate::{
    check::{Entry, Finding, Judged, Side, State},
    options::Options,
    overlap::Verdict,
    read::Reading,
};

/// Everything a gate has to say; `schema/check.schema.json` describes its JSON form. All forms of [`super::FindingFormat`]
/// are made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// What wrote the report.
    pub tool: Tool,
    /// The settings in effect.
    pub options: serde_json::Value,
    /// The file of known findings, from the root on; `None` without one.
    pub baseline: Option<String>,
    /// Articles that were read.
    pub articles: usize,
    /// How many findings there are.
    pub counts: Counts,
    /// The findings, the worst first: by verdict, then by falling overlap, then by name.
    pub findings: Vec<Finding>,
    /// Entries of the baseline that nothing was found for.
    pub stale: Vec<Entry>,
    /// What could not be read.
    pub errors: Vec<ErrorEntry>,
}

/// How many findings there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// That the baseline does not have.
    pub new: usize,
    /// That it has.
    pub known: usize,
    /// Entries of the baseline that nothing was found for.
    pub stale: usize,
}

impl CheckReport {
    /// Puts a report together. `locate` gives a path of the input as reports name it, from the root on.
    pub fn new(
        reading: &Reading,
        Judged { findings, stale }: Judged,
        baseline: Option<String>,
        options: &Options,
        locate: &dyn Fn(&str) -> String,
    ) -> Self {
        let located = |error: ErrorEntry| ErrorEntry { path: error.path.map(|path| locate(&path)), ..error };
        let new = findings.iter().filter(|finding| finding.state == State::New).count();
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::default(),
            options: serde_json::to_value(options).expect("options are plain values"),
            baseline,
            articles: reading.articles.len(),
            counts: Counts { new, known: findings.len() - new, stale: stale.len() },
            findings,
            stale,
            errors: errors(&reading.problems).into_iter().map(located).collect(),
        }
    }

    /// The findings that the baseline does not have.
    pub fn new_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.state == State::New)
    }

    /// The new findings by the article to look at, the worst first: of twenty copies each is the same copy as nineteen
    /// others, and a person has nineteen articles to look at, not 190 pairs. O(n).
    pub(super) fn new_by_article(&self) -> Vec<ArticleFindings<'_>> {
        let mut articles: Vec<ArticleFindings<'_>> = Vec::new();
        let mut seen = HashMap::default();
        for finding in self.new_findings() {
            let Side { path, line, id, content, .. } = &finding.article;
            let at = *seen.entry((path, line, id, content)).or_insert(articles.len());
            match articles.get_mut(at) {
                Some(article) => article.more += 1,
                None => articles.push(ArticleFindings { worst: finding, more: 0 }),
            }
        }
        articles
    }
}

/// What was found of one article.
pub(super) struct ArticleFindings<'a> {
    /// The worst finding.
    pub worst: &'a Finding,
    /// How many more there are.
    pub more: usize,
}

/// What each verdict is called by services that know severities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Identical | Verdict::NearDuplicate => Self::Error,
            Verdict::Rewrite => Self::Warning,
            Verdict::Partial | Verdict::Distinct => Self::Note,
        }
    }
}
