//! Which article of a cluster is kept.

use std::cmp::Reverse;

use crate::{
    article::Article,
    options::{Keep, Options},
    provenance::source_key,
};

/// What decides between the members of a cluster.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its number of tokens.
    pub words: usize,
    /// Its place in the input.
    pub place: u32,
}

/// The member that is kept: of the most preferred source ([`Options::prefer_source`]), then by
/// [`Options::keep`], then the longest, then the one of the least id.
///
/// # Panics
/// When `members` is empty.
pub fn survivor<'a>(members: &[u32], candidate: impl Fn(u32) -> Candidate<'a>, options: &Options) -> u32 {
    let rank = |index: u32| {
        let Candidate { article, words, place } = candidate(index);
        let named = |source: &String| source_key(source) == source_key(&article.source);
        let source = options.prefer_source.iter().position(named).unwrap_or(usize::MAX);
        let published = article.published.as_ref().map(|p| p.instant.as_second());
        let order = match options.keep {
            Keep::Earliest => published.unwrap_or(i64::MAX),
            Keep::Latest => published.map_or(i64::MAX, |second| -second),
            Keep::Longest => 0,
            Keep::First => place.into(),
        };
        (source, order, Reverse(words), article.id.as_str())
    };
    *members.iter().min_by_key(|&&index| rank(index)).expect("a cluster has members")
}
