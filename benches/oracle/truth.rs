//! Pairs of the same copy as a table, tab-separated.

use std::path::Path;

use ahash::HashMap;
use anyhow::Context;
use samecopy::{Article, Verdict};

/// A pair of the same copy, by indices of articles, the lesser first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Same {
    pub a: u32,
    pub b: u32,
    pub verdict: Verdict,
    pub overlap: f64,
    pub resemblance: f64,
    pub skip_resemblance: f64,
    /// Share of the smaller vocabulary that is common.
    pub shared: f64,
}

type Row = (String, String, Verdict, f64, f64, f64, f64);

const COLUMNS: [&str; 7] = ["a", "b", "verdict", "overlap", "resemblance", "skip_resemblance", "shared"];

pub fn write(path: &Path, articles: &[Article], pairs: &[Same]) -> anyhow::Result<()> {
    let mut table = csv::WriterBuilder::new().delimiter(b'\t').from_path(path)?;
    table.write_record(COLUMNS)?;
    for pair in pairs {
        let id = |index: u32| articles[index as usize].id.as_str();
        let Same { verdict, overlap, resemblance, skip_resemblance, shared, .. } = *pair;
        table.serialize((id(pair.a), id(pair.b), verdict, overlap, resemblance, skip_resemblance, shared))?;
    }
    Ok(table.flush()?)
}

pub fn read(path: &Path, articles: &[Article]) -> anyhow::Result<Vec<Same>> {
    let index: HashMap<&str, u32> = articles.iter().map(|article| article.id.as_str()).zip(0..).collect();
    let find = |id: &str| index.get(id).copied().with_context(|| format!("no article has the id {id:?}"));
    let mut table = csv::ReaderBuilder::new().delimiter(b'\t').from_path(path)?;
    table
        .deserialize()
        .map(|row| {
            let (a, b, verdict, overlap, resemblance, skip_resemblance, shared): Row = row?;
            let (a, b) = (find(&a)?, find(&b)?);
            Ok(Same { a: a.min(b), b: a.max(b), verdict, overlap, resemblance, skip_resemblance, shared })
        })
        .collect()
}
