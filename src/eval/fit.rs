//! Labels to the articles that they are of.

use std::collections::BTreeSet;

use ahash::AHashMap;

use super::{
    judge::Known,
    labels::{ArticleLabel, Labels},
};
use crate::article::Article;

/// The labels that fit articles, which are known by their indices.
pub(super) struct Fitted<'l> {
    /// The judged pairs, where pairs were judged.
    pub pairs: Vec<Known>,
    /// The label of every article, where articles were sorted into clusters.
    pub articles: Vec<Option<&'l ArticleLabel>>,
    /// The number of the cluster of every article.
    pub clusters: Vec<Option<u32>>,
    /// Labels that fit.
    pub used: usize,
    /// Articles that they are of.
    pub labelled: usize,
    /// Labelled ids that no article has.
    pub unknown: BTreeSet<&'l str>,
}

impl<'l> Fitted<'l> {
    /// Looks the labelled ids up among the articles; of several labels of one article the last counts.
    pub fn new(labels: &'l Labels, articles: &[&Article]) -> Self {
        let indices: AHashMap<&str, u32> =
            (0..).zip(articles).map(|(i, article)| (article.id.as_str(), i)).collect();
        let mut fitted = Self {
            pairs: Vec::new(),
            articles: vec![None; articles.len()],
            clusters: vec![None; articles.len()],
            used: 0,
            labelled: 0,
            unknown: BTreeSet::new(),
        };
        let mut index = |id: &'l str| {
            let found = indices.get(id).copied();
            if found.is_none() {
                fitted.unknown.insert(id);
            }
            found
        };
        match labels {
            Labels::Pairs(labels) => {
                for label in labels {
                    if let (Some(a), Some(b)) = (index(&label.a), index(&label.b)) {
                        let pair = (a.min(b), a.max(b));
                        fitted.pairs.push(Known { pair, same: label.same, confidence: label.confidence });
                    }
                }
                let labelled: BTreeSet<u32> =
                    fitted.pairs.iter().flat_map(|known| <[u32; 2]>::from(known.pair)).collect();
                (fitted.used, fitted.labelled) = (fitted.pairs.len(), labelled.len());
            }
            Labels::Clusters(labels) => {
                let mut numbers = AHashMap::<&str, u32>::new();
                for label in labels {
                    if let Some(article) = index(&label.id) {
                        let next = numbers.len() as u32;
                        fitted.articles[article as usize] = Some(label);
                        fitted.clusters[article as usize] =
                            Some(*numbers.entry(&label.cluster).or_insert(next));
                    }
                }
                fitted.labelled = fitted.articles.iter().flatten().count();
                fitted.used = fitted.labelled;
            }
        }
        fitted
    }
}
