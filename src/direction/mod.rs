//! Direction: from which member of a cluster another one was probably made.
//!
//! Three things speak, the first of them loudest: who credits whom, who was first, and who holds the other whole. Where
//! none does, or the original is no member, the direction stays unknown.

mod credits;
mod names;

use std::io;

use ahash::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    article::{Article, TextReader},
    verify::Verified,
};
use credits::Credits;
use names::{Agencies, Names};

/// Containment of word shingles from which an article is nearly whole in another.
const WHOLE: f64 = 0.8;

/// The other article must be contained that much less.
const LESS: f64 = 0.8;

/// Why an article is taken for the original of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// The other one credits its source.
    Credits,
    /// It is the first of the cluster.
    Earlier,
    /// It contains the other one nearly whole, and more.
    Contains,
}

/// The likely original of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Index of the original.
    pub original: u32,
    /// What speaks for it.
    pub reason: Reason,
}

/// The likely original of every member of every group, `None` where it is unknown; that is so of an original itself.
///
/// `pairs` are those of the same copy. An article that credits an agency which published no member has its original
/// elsewhere. Dates tell the first article only if, as far as they are written, it is before all others; two bare dates
/// of one day are not. `agencies` are names of some beside those that are known. Linear in the articles' lines and the
/// pairs, but for the members of each source, which are sorted.
///
/// # Errors
/// A text was put away and cannot be read.
pub fn origins(
    groups: &[Vec<u32>],
    articles: &[&Article],
    pairs: &[Verified],
    agencies: &[String],
) -> io::Result<Vec<Vec<Option<Origin>>>> {
    let mut group_of = HashMap::<u32, usize>::default();
    for (group, members) in groups.iter().enumerate() {
        group_of.extend(members.iter().map(|&member| (member, group)));
    }
    let mut inside = vec![Vec::new(); groups.len()];
    for pair in pairs {
        if let (Some(&a), Some(&b)) = (group_of.get(&pair.a), group_of.get(&pair.b))
            && a == b
        {
            inside[a].push(pair);
        }
    }
    let agencies = Agencies::with(agencies);
    let of = |(members, pairs): (&Vec<u32>, &Vec<&Verified>)| {
        Ok(Group::new(members, articles, pairs, &agencies)?.origins())
    };
    groups.par_iter().zip(&inside).map(of).collect()
}

/// What is known of the members of one cluster. They are numbered by their place in it.
struct Group<'a> {
    members: &'a [u32],
    dates: Vec<Option<(i64, i64)>>,
    credits: Vec<Credits>,
    /// The members of each source.
    of_source: Vec<Vec<usize>>,
    source: Vec<Option<usize>>,
    /// For each member those that contain it, with how much of themselves it contains.
    containers: Vec<Vec<(usize, f64)>>,
}

impl<'a> Group<'a> {
    fn new(
        members: &'a [u32],
        articles: &[&Article],
        pairs: &[&Verified],
        agencies: &Agencies,
    ) -> io::Result<Self> {
        let mut numbers = HashMap::<String, usize>::default();
        let (mut names, mut of_source) = (Vec::new(), Vec::<Vec<usize>>::new());
        let mut source = vec![None; members.len()];
        for (member, &article) in members.iter().enumerate() {
            let name = articles[article as usize].source.trim();
            if !name.is_empty() {
                let number = *numbers.entry(name.to_lowercase()).or_insert_with(|| {
                    names.push(name);
                    of_source.push(Vec::new());
                    names.len() - 1
                });
                of_source[number].push(member);
                source[member] = Some(number);
            }
        }
        let names = Names::of(&names, agencies);
        let article = |member: usize| articles[members[member] as usize];
        // A cluster may be most of a scan.
        let credits = members.par_iter().zip(&source).with_min_len(64);
        let credits = credits.map_init(TextReader::default, |texts, (&member, &own)| {
            names.credits(articles[member as usize], own, texts)
        });
        let credits = credits.collect::<io::Result<_>>()?;

        let mut containers = vec![Vec::new(); members.len()];
        let place = |article: u32| members.binary_search(&article).expect("the pair is of members");
        for pair in pairs {
            let (a, b, held) = (place(pair.a), place(pair.b), pair.scores.containment);
            if held.a_in_b >= WHOLE && held.b_in_a <= LESS * held.a_in_b {
                containers[a].push((b, held.b_in_a));
            } else if held.b_in_a >= WHOLE && held.a_in_b <= LESS * held.b_in_a {
                containers[b].push((a, held.a_in_b));
            }
        }
        Ok(Self {
            dates: (0..members.len()).map(|m| article(m).published.as_ref().map(|p| p.span())).collect(),
            credits,
            members,
            of_source,
            source,
            containers,
        })
    }

    fn origins(&self) -> Vec<Option<Origin>> {
        let credited = self.credited();
        let first = self.first(&credited);
        let origin = |member: usize| {
            let (original, reason) = if let Some(original) = credited[member] {
                (original, Reason::Credits)
            } else if self.credits[member].others {
                return None;
            } else if let Some(first) = first.filter(|&first| self.is_before(first, member)) {
                (first, Reason::Earlier)
            } else {
                (self.container(member, &credited)?, Reason::Contains)
            };
            Some(Origin { original: self.members[original], reason })
        };
        (0..self.members.len()).map(origin).collect()
    }

    /// For each member the first article of a source that it credits, which is not its own, those aside that credit
    /// its source.
    ///
    /// Which that is depends on the two sources alone, so that each two are looked at once, and what is passed over
    /// credits back: linear in the credits.
    fn credited(&self) -> Vec<Option<usize>> {
        let age = |member: usize| (self.dates[member].map_or(i64::MAX, |date| date.0), member);
        let mut by_age = self.of_source.clone();
        by_age.iter_mut().for_each(|members| members.sort_unstable_by_key(|&member| age(member)));
        let credits_back = |other: usize, own: Option<usize>| {
            own.is_some_and(|own| self.credits[other].sources.binary_search(&own).is_ok())
        };
        let mut firsts = HashMap::<(Option<usize>, usize), Option<usize>>::default();
        let credited = |(credits, &own): (&Credits, &Option<usize>)| {
            let first = |&source: &usize| {
                let find = || by_age[source].iter().copied().find(|&other| !credits_back(other, own));
                *firsts.entry((own, source)).or_insert_with(find)
            };
            credits.sources.iter().filter_map(first).min_by_key(|&other| age(other))
        };
        self.credits.iter().zip(&self.source).map(credited).collect()
    }

    /// The member that was published before the others, copies of other members aside. Of several that the dates do
    /// not tell apart it is the one that most members credit.
    fn first(&self, credited: &[Option<usize>]) -> Option<usize> {
        let end = self.dates.iter().flatten().map(|date| date.1).min()?;
        let is_first = |&member: &usize| self.dates[member].is_some_and(|date| date.0 < end);
        let is_copy = |member: usize| credited[member].is_some() || self.credits[member].others;
        let first: Vec<usize> = (0..self.members.len()).filter(is_first).filter(|&m| !is_copy(m)).collect();
        let mut credits = vec![0; self.members.len()];
        credited.iter().flatten().for_each(|&member| credits[member] += 1);
        let most = first.iter().map(|&member| credits[member]).max()?;
        let mut best = first.into_iter().filter(|&member| credits[member] == most);
        best.next().filter(|_| best.next().is_none())
    }

    /// Whether one member was published before another, as far as their dates are written.
    fn is_before(&self, earlier: usize, later: usize) -> bool {
        matches!((self.dates[earlier], self.dates[later]), (Some(earlier), Some(later)) if earlier.1 <= later.0)
    }

    /// The longest article that contains a member and may be its original: one that is no copy itself, if there is one.
    fn container(&self, member: usize, credited: &[Option<usize>]) -> Option<usize> {
        let may_be = |other: usize| !self.is_before(member, other) && credited[other] != Some(member);
        let containers = self.containers[member].iter().filter(|&&(other, _)| may_be(other));
        let rank = |&(other, held): &(usize, f64)| (credited[other].is_some(), held, other);
        let best = containers.min_by(|x, y| {
            let ((x, held_x, at_x), (y, held_y, at_y)) = (rank(x), rank(y));
            x.cmp(&y).then(held_x.total_cmp(&held_y)).then(at_x.cmp(&at_y))
        });
        best.map(|&(other, _)| other)
    }
}

#[cfg(test)]
mod tests;
