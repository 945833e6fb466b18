//! Why two articles are, or are not, in one cluster.

use serde::{Deserialize, Serialize};

use super::{
    ArticleEntry, PairEntry,
    entry::{article_entry, cluster_of, pair_entry},
    rounding::round,
};
use crate::{chain::strongest_chain, overlap::Scores, read::Reading, scan::Scan, verify::Verified};

/// The chain of pairs that put two articles into one cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// Whether both are in one cluster.
    pub together: bool,
    /// The articles of the chain, from the first one asked for to the second; only these two without a chain.
    pub articles: Vec<ArticleEntry>,
    /// The pairs of the chain, each from one article to the next; empty where the two are not together.
    pub chain: Vec<PairEntry>,
    /// The least overlap of a pair of the chain, 0..=1; `None` without a chain.
    pub weakest: Option<f64>,
    /// The two articles by themselves.
    pub direct: PairEntry,
}

impl Why {
    /// Finds the strongest chain from article `a` to article `z` inside their cluster. `direct` are their scores.
    pub fn new(reading: &Reading, scan: &Scan, (a, z): (u32, u32), direct: Scores) -> Self {
        let articles = &reading.articles;
        let cluster_of = cluster_of(scan, articles.len());
        let cluster = |article: u32| cluster_of[article as usize];
        let together = cluster(a).is_some() && cluster(a) == cluster(z);
        let inside = |pair: &&Verified| {
            pair.scores.verdict.is_same_copy()
                && cluster(pair.a) == cluster(a)
                && cluster(pair.b) == cluster(a)
        };
        let chain = if together {
            let pairs: Vec<Verified> = scan.pairs.iter().filter(inside).copied().collect();
            let id = |article: u32| &articles[article as usize].id;
            strongest_chain(articles.len(), &pairs, (a, z), id).unwrap_or_default()
        } else {
            Vec::new()
        };
        let mut named = vec![a];
        named.extend(chain.iter().map(|pair| pair.b));
        if chain.is_empty() {
            named.push(z);
        }
        let article = |index: u32| article_entry(reading, scan, index as usize, cluster(index));
        Self {
            together,
            articles: named.into_iter().map(article).collect(),
            weakest: chain.iter().map(|pair| pair.scores.overlap).min_by(f64::total_cmp).map(round),
            chain: chain.iter().map(|pair| pair_entry(articles, pair.a, pair.b, pair.scores)).collect(),
            direct: pair_entry(articles, a, z, direct),
        }
    }
}
