//! What the page lists: clusters and partial pairs, and which pairs of their members it shows.

use ahash::HashMap;
use serde::Serialize;

use super::oriented;
use crate::{
    direction::Reason,
    membership::{Cluster, Member},
    overlap::{Scores, Verdict},
    report::rounding::{round, rounded},
    scan::Scan,
};

/// Members of a cluster that are shown; the JSON report has them all.
const MOST_MEMBERS: usize = 500;

/// Members up to which any two are shown side by side: 15 pairs.
const SMALL: usize = 6;

/// A cluster, or two articles that share passages. Articles are named by their numbers in the page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Group {
    /// Names the group in addresses: `cluster-12`, `pair-3`.
    pub key: String,
    /// Whether it is a cluster, whose first member survives.
    pub is_cluster: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohesion: Option<f64>,
    pub members: Vec<Shown>,
    /// Members that are not shown.
    pub more: usize,
    /// The pairs that are shown side by side, which go into a block of their own.
    #[serde(skip)]
    pub pairs: Vec<Pair>,
}

/// A member of a group.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shown {
    pub article: u32,
    /// Overlap with the first member, and the verdict on the two.
    pub overlap: f64,
    pub verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// Two articles of the page to be shown side by side; without scores where they were not compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub a: u32,
    pub b: u32,
    pub scores: Option<Scores>,
}

/// The scores of two articles, the first of them first.
type Known<'s> = HashMap<(u32, u32), &'s Scores>;

/// The groups in the order of the page. `name` gives an article of the input its number in the page.
pub(super) fn of_scan(scan: &Scan, name: &mut impl FnMut(u32) -> u32) -> Vec<Group> {
    let known: Known = scan.pairs.iter().map(|pair| ((pair.a, pair.b), &pair.scores)).collect();
    let mut names = HashMap::default();
    let mut name = |index: u32| *names.entry(index).or_insert_with(|| name(index));
    let mut order: Vec<usize> = (0..scan.clusters.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(scan.clusters[at].members.len()));
    let clusters = order.iter().map(|&at| of_cluster(at + 1, &scan.clusters[at], &known, &mut name));
    let mut groups: Vec<Group> = clusters.collect();
    let partial = scan.pairs.iter().filter(|pair| pair.scores.verdict == Verdict::Partial);
    groups.extend((1..).zip(partial).map(|(number, pair): (usize, _)| {
        let (a, b) = (name(pair.a), name(pair.b));
        two(format!("pair-{number}"), a, b, pair.scores)
    }));
    groups
}

/// Articles 0 and 1 alone.
pub(super) fn of_pair(scores: Scores) -> Group {
    two("pair-1".to_owned(), 0, 1, scores)
}

fn two(key: String, a: u32, b: u32, scores: Scores) -> Group {
    let scores = rounded(scores);
    let member =
        |article, overlap, verdict| Shown { article, overlap, verdict, original: None, reason: None };
    Group {
        key,
        is_cluster: false,
        cohesion: None,
        members: vec![member(a, 1.0, None), member(b, scores.overlap, Some(scores.verdict))],
        more: 0,
        pairs: vec![Pair { a, b, scores: Some(scores) }],
    }
}

fn of_cluster(number: usize, cluster: &Cluster, known: &Known, name: &mut impl FnMut(u32) -> u32) -> Group {
    let members = &cluster.members[..cluster.members.len().min(MOST_MEMBERS)];
    let shown: HashMap<u32, u32> =
        members.iter().map(|member| (member.article, name(member.article))).collect();
    let scored = |a: u32, b: u32| {
        let (known, swap) = match known.get(&(a, b)) {
            Some(scores) => (scores, false),
            None => (known.get(&(b, a))?, true),
        };
        Some(oriented(**known, swap))
    };
    let is_shown = |at: usize, x: &Member, y: &Member| {
        let made_from = |x: &Member, y: &Member| x.origin.is_some_and(|origin| origin.original == y.article);
        at == 0 || cluster.members.len() <= SMALL || made_from(x, y) || made_from(y, x)
    };
    let pairs = members.iter().enumerate().flat_map(|(at, x)| {
        let others = members[at + 1..].iter().filter(move |y| is_shown(at, x, y));
        others.map(move |y| (x, y, if at == 0 { y.scores } else { scored(x.article, y.article) }))
    });
    let pairs = pairs.map(|(x, y, scores)| Pair {
        a: shown[&x.article],
        b: shown[&y.article],
        scores: scores.map(rounded),
    });
    Group {
        key: format!("cluster-{number}"),
        is_cluster: true,
        cohesion: Some(round(cluster.cohesion)),
        pairs: pairs.collect(),
        more: cluster.members.len() - members.len(),
        members: members.iter().map(|member| of_member(member, &shown)).collect(),
    }
}

fn of_member(member: &Member, shown: &HashMap<u32, u32>) -> Shown {
    let scores = member.scores.map(rounded);
    // An original that is not shown could not be pointed at.
    let origin = member.origin.and_then(|o| Some((*shown.get(&o.original)?, o.reason)));
    Shown {
        article: shown[&member.article],
        overlap: scores.map_or(1.0, |scores| scores.overlap),
        verdict: scores.map(|scores| scores.verdict),
        original: origin.map(|(original, _)| original),
        reason: origin.map(|(_, reason)| reason),
    }
}
