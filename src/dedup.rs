//! Which articles to keep and which to drop.

use std::{collections::BTreeMap, io};

use crate::{
    article::Article,
    furniture::Furniture,
    options::Options,
    overlap::{Scores, compare_among},
    progress::Progress,
    scan::{Scan, scan},
};

/// An article that is dropped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dropped {
    /// Index of the article that is kept in its place.
    pub survivor: u32,
    /// Scores of the survivor against the dropped article, in this order.
    pub scores: Scores,
}

/// What becomes of each article.
#[derive(Debug, Clone)]
pub struct Dedup {
    /// The dropped articles by index; all others are kept.
    pub dropped: BTreeMap<u32, Dropped>,
    /// The scan of all articles.
    pub scan: Scan,
}

/// Keeps one article of each cluster and every article that belongs to none.
///
/// Survivors are scanned again until none is dropped, so that deduplicating what was kept changes nothing: without
/// the other members two clusters that only a weak pair bridged may be one, or a hot list be short. Each further
/// scan costs less than the one before; a second one is the rule and a third the exception.
///
/// # Errors
/// As [`scan`].
///
/// # Panics
/// As [`scan`].
pub fn dedup(articles: &[Article], options: &Options, progress: &impl Progress) -> io::Result<Dedup> {
    let first = scan(articles, options, progress)?;
    let mut dropped = BTreeMap::new();
    let mut kept: Vec<u32> = (0..articles.len() as u32).collect();
    let mut found = drops(&first, &kept);
    while !found.is_empty() {
        dropped.extend(found);
        kept.retain(|index| !dropped.contains_key(index));
        let rest: Vec<&Article> = kept.iter().map(|&index| &articles[index as usize]).collect();
        found = drops(&scan(&rest, options, progress)?, &kept);
    }
    follow(&mut dropped, articles, options)?;
    Ok(Dedup { dropped, scan: first })
}

/// What a scan of the articles `kept` drops, by their indices among all.
fn drops(scan: &Scan, kept: &[u32]) -> Vec<(u32, Dropped)> {
    let members = scan.clusters.iter().flat_map(|cluster| {
        let survivor = kept[cluster.survivor as usize];
        cluster.members.iter().filter_map(move |member| {
            let scores = member.scores?;
            Some((kept[member.article as usize], Dropped { survivor, scores }))
        })
    });
    members.collect()
}

/// An article dropped for one that was dropped later goes to the survivor of that one.
fn follow(dropped: &mut BTreeMap<u32, Dropped>, articles: &[Article], options: &Options) -> io::Result<()> {
    let last = |mut index: u32| {
        while let Some(next) = dropped.get(&index) {
            index = next.survivor;
        }
        index
    };
    let moved: Vec<(u32, u32)> = dropped
        .iter()
        .filter(|(_, drop)| dropped.contains_key(&drop.survivor))
        .map(|(&index, drop)| (index, last(drop.survivor)))
        .collect();
    if moved.is_empty() {
        return Ok(());
    }
    let furniture = Furniture::of(articles)?;
    for (index, survivor) in moved {
        let (kept, article) = (&articles[survivor as usize], &articles[index as usize]);
        let scores = compare_among(&furniture, kept, article, options)?;
        dropped.insert(index, Dropped { survivor, scores });
    }
    Ok(())
}
