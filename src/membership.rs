//! Groups and survivors to clusters, each member with its scores against the survivor.

use ahash::HashMap;

use crate::{
    candidates::Pair,
    direction::Origin,
    overlap::{Scores, Verdict},
    reprints::LISTED,
    verify::Verified,
};

/// Articles that are the same copy.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Index of the article that is kept.
    pub survivor: u32,
    /// All members: the survivor, then the others by falling overlap with it and by id.
    pub members: Vec<Member>,
    /// Share of the pairs of members that were found to be the same copy, 0..=1.
    pub cohesion: f64,
}

/// An article in a cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Index of the article.
    pub article: u32,
    /// Its scores against the survivor, the survivor first; `None` for the survivor itself. The verdict may be
    /// `partial` or `distinct`: the article then belongs to the cluster through other members.
    pub scores: Option<Scores>,
    /// The member it was probably made from, `None` where that is unknown.
    pub origin: Option<Origin>,
}

/// The pairs of a survivor and a member that are not among `pairs`, which are in rising order.
pub fn unscored(groups: &[Vec<u32>], survivors: &[u32], pairs: &[Verified]) -> Vec<Pair> {
    let with_survivor = groups.iter().zip(survivors).flat_map(|(members, &survivor)| {
        members.iter().filter(move |&&m| m != survivor).map(move |&m| (m.min(survivor), m.max(survivor)))
    });
    with_survivor.filter(|&pair| find(pairs, pair).is_none()).collect()
}

/// Puts the clusters together. `origins` are those of the members of each group; `pairs` and `further` are in rising order and hold every pair of a survivor and a
/// member between them. O(p + m log p) for p pairs and m members.
pub fn describe(
    groups: &[Vec<u32>],
    survivors: &[u32],
    pairs: &[Verified],
    further: &[Verified],
    origins: &[Vec<Option<Origin>>],
) -> Vec<Cluster> {
    let links = links(groups, pairs);
    let cluster = |at: usize| {
        let (members, survivor) = (&groups[at], survivors[at]);
        let scores = |article: u32| {
            let pair = (article.min(survivor), article.max(survivor));
            let scores = find(pairs, pair).or_else(|| find(further, pair))?;
            Some(if survivor < article { scores } else { scores.swapped() })
        };
        let member = |(&article, &origin): (&u32, &Option<Origin>)| Member {
            article,
            scores: scores(article),
            origin,
        };
        let mut members: Vec<Member> = members.iter().zip(&origins[at]).map(member).collect();
        let overlap = |member: &Member| member.scores.map_or(f64::INFINITY, |s| s.overlap);
        members.sort_by(|x, y| overlap(y).total_cmp(&overlap(x)));
        let all = members.len() * (members.len() - 1) / 2;
        Cluster { survivor, members, cohesion: links[at] as f64 / all as f64 }
    };
    (0..groups.len()).map(cluster).collect()
}

/// How many of the pairs lie inside each group, those included that are not listed because there are too many of one
/// kind: among identical articles, and between these and another's.
fn links(groups: &[Vec<u32>], pairs: &[Verified]) -> Vec<usize> {
    let mut group_of = HashMap::<u32, usize>::default();
    for (group, members) in groups.iter().enumerate() {
        group_of.extend(members.iter().map(|&member| (member, group)));
    }
    let mut first: HashMap<u32, u32> = group_of.keys().map(|&article| (article, article)).collect();
    for pair in pairs.iter().filter(|pair| pair.scores.verdict == Verdict::Identical) {
        if let Some(first) = first.get_mut(&pair.b) {
            *first = pair.a.min(*first);
        }
    }
    let mut sizes = HashMap::<u32, usize>::default();
    for &first in first.values() {
        *sizes.entry(first).or_default() += 1;
    }
    let mut listed = HashMap::<(u32, u32), (usize, usize)>::default();
    for pair in pairs {
        match (group_of.get(&pair.a), group_of.get(&pair.b)) {
            (Some(&a), Some(b)) if a == *b => {
                let (x, y) = (first[&pair.a], first[&pair.b]);
                listed.entry((x.min(y), x.max(y))).or_insert((a, 0)).1 += 1;
            }
            _ => {}
        }
    }
    let mut links = vec![0; groups.len()];
    for ((x, y), (group, listed)) in listed {
        let (m, n) = (sizes[&x], sizes[&y]);
        let all = if x == y { n * (n - 1) / 2 } else { m * n };
        links[group] += if m * n > LISTED { all } else { listed };
    }
    links
}

fn find(pairs: &[Verified], pair: Pair) -> Option<Scores> {
    let at = pairs.binary_search_by_key(&pair, |p| (p.a, p.b)).ok()?;
    Some(pairs[at].scores)
}

#[cfg(test)]
mod tests {
    use crate::{Article, Options, scan};

    #[test]
    fn identical_articles_cohere_wholly_though_not_all_their_pairs_are_listed() {
        let text = "The harbour of Ferran was closed on Saturday after the river Wend burst two levees.";
        let article = |n: usize| Article {
            id: format!("{n:02}").into(),
            text: text.into(),
            source: format!("Paper {}", n % 3).into(),
            ..Article::default()
        };
        let articles: Vec<Article> = (0..60).map(article).collect();
        let found = scan(&articles, &Options::default(), &()).unwrap();
        assert!(found.pairs.len() < 60 * 59 / 2, "{} pairs", found.pairs.len());
        let [cluster] = &found.clusters[..] else { panic!("{:?}", found.clusters) };
        assert_eq!((cluster.members.len(), cluster.cohesion), (60, 1.0));
    }
}
