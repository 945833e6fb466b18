//! Findings against a baseline: what is new, what is known, what is stale.

use std::{collections::HashSet, iter};

use ahash::HashMap;

use super::{
    baseline::{Baseline, Entry, Identity},
    finding::{Finding, State},
    key::{Content, Key},
};
use crate::overlap::Verdict;

/// How an article is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Both,
    Content,
    Name,
}

/// The ways in which a finding is recognised, the surest first. Content before name, because a name is given anew more
/// easily than a text is written anew; and of identical articles in several places, those that stayed where they were
/// before those that moved, so that the one that came is the one that is new.
const WAYS: [[By; 2]; 5] = [
    [By::Both, By::Both],
    [By::Both, By::Content],
    [By::Content, By::Content],
    [By::Content, By::Name],
    [By::Name, By::Name],
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Mark<'a> {
    Both(Content, &'a str),
    Content(Content),
    Name(&'a str),
}

fn mark<'a>((content, name): (Content, Option<&'a str>), by: By) -> Option<Mark<'a>> {
    match by {
        By::Both => name.map(|name| Mark::Both(content, name)),
        By::Content => Some(Mark::Content(content)),
        By::Name => name.map(Mark::Name),
    }
}

/// The marks of both articles in one of the ways, whichever of the two is recognised in which.
fn marks<'a>([a, b]: Identity<'a>, [first, second]: [By; 2]) -> impl Iterator<Item = [Mark<'a>; 2]> {
    let one = [mark(a, first), mark(b, second)];
    let two = (first != second).then(|| [mark(a, second), mark(b, first)]);
    iter::once(one).chain(two).filter_map(|[a, b]| {
        let mut marks = [a?, b?];
        marks.sort_unstable();
        Some(marks)
    })
}

/// For each finding the entry that it is, as an index. No entry is two findings. O(n + m).
fn recognised(findings: &[Finding], entries: &[Entry]) -> Vec<Option<usize>> {
    let mut entry_of = vec![None; findings.len()];
    let mut is_free = vec![true; entries.len()];
    for way in WAYS {
        // Filled from the end, so that the first entry is the first to be taken.
        let mut stock = HashMap::<[Mark<'_>; 2], Vec<usize>>::default();
        for (index, entry) in entries.iter().enumerate().rev().filter(|(index, _)| is_free[*index]) {
            for marks in marks(entry.identity(), way) {
                stock.entry(marks).or_default().push(index);
            }
        }
        for (finding, found) in findings.iter().zip(&mut entry_of).filter(|(_, found)| found.is_none()) {
            *found = marks(finding.identity(), way).find_map(|marks| {
                let stock = stock.get_mut(&marks)?;
                iter::from_fn(|| stock.pop()).find(|&index| is_free[index])
            });
            if let Some(index) = *found {
                is_free[index] = false;
            }
        }
    }
    entry_of
}

/// Findings that know whether they are new.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The findings in their order, known ones under the key that the baseline has for them.
    pub findings: Vec<Finding>,
    /// Entries that nothing was found for: their articles are gone, or the same copy no more.
    pub stale: Vec<Entry>,
}

/// Tells known findings from new ones. Entries below `least` were not looked for and are not stale. O(n + m).
///
/// A finding is known by the content of both articles, whatever they are called and wherever they are; else by the
/// content of one and the name of the other, or by both names, whatever was edited. An entry knows one finding: another
/// reprint of a known pair is new.
pub fn judge(mut findings: Vec<Finding>, baseline: &Baseline, least: Verdict) -> Judged {
    let entries = baseline.entries();
    let entry_of = recognised(&findings, entries);
    let mut keys = Keys::without(entries);
    let mut is_stale: Vec<bool> = entries.iter().map(|entry| entry.is_judged(least)).collect();
    for (finding, found) in findings.iter_mut().zip(&entry_of) {
        if let Some(index) = *found {
            is_stale[index] = false;
            finding.state = State::Known;
            finding.key = entries[index].key;
        } else {
            finding.key = keys.free(finding.key);
        }
    }
    let stale = entries.iter().zip(is_stale).filter(|(_, is_stale)| *is_stale);
    Judged { findings, stale: stale.map(|(entry, _)| entry.clone()).collect() }
}

/// Gives keys out, none twice.
struct Keys {
    taken: HashSet<Key>,
    /// Where to go on with each pair of contents: a thousand reprints make pairs of the same contents by the thousand.
    next: HashMap<[Content; 2], Key>,
}

impl Keys {
    fn without(entries: &[Entry]) -> Self {
        Self { taken: entries.iter().map(|entry| entry.key).collect(), next: HashMap::default() }
    }

    /// The first key of the same contents that is not taken.
    fn free(&mut self, key: Key) -> Key {
        let next = self.next.entry(key.contents()).or_insert(key);
        while !self.taken.insert(*next) {
            *next = next.next();
        }
        *next
    }
}

/// A baseline that holds what was found, and how it differs from the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The new baseline.
    pub baseline: Baseline,
    /// Entries that were not there.
    pub added: Vec<Entry>,
    /// Entries that nothing was found for.
    pub removed: Vec<Entry>,
    /// Entries as they are now whose articles were edited, moved or renamed, or whose verdict changed.
    pub changed: Vec<Entry>,
}

/// The baseline that knows all these findings. Entries below `least`, which were not looked for, stay. O(n log n).
pub fn update(findings: &[Finding], baseline: &Baseline, least: Verdict) -> Update {
    let old = baseline.entries();
    let entry_of = recognised(findings, old);
    let contents = |finding: &Finding| Key::new([finding.article.content, finding.other.content], 1);
    let keeps = |finding: &Finding, index: usize| old[index].key.contents() == contents(finding).contents();

    let mut is_gone = vec![true; old.len()];
    let (mut entries, mut edited) = (Vec::new(), Vec::new());
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for (finding, found) in findings.iter().zip(&entry_of) {
        if let Some(index) = *found {
            is_gone[index] = false;
        }
        match *found {
            Some(index) if keeps(finding, index) => {
                let entry = Entry::new(finding, old[index].key);
                if entry != old[index] {
                    changed.push(entry.clone());
                }
                entries.push(entry);
            }
            found => edited.push((finding, found)),
        }
    }
    let (removed, unseen): (Vec<Entry>, Vec<Entry>) = old
        .iter()
        .zip(is_gone)
        .filter(|(_, is_gone)| *is_gone)
        .map(|(entry, _)| entry.clone())
        .partition(|entry| entry.is_judged(least));
    entries.extend(unseen);

    let mut keys = Keys::without(&entries);
    for (finding, found) in edited {
        let entry = Entry::new(finding, keys.free(contents(finding)));
        if found.is_some() {
            changed.push(entry.clone())
        } else {
            added.push(entry.clone())
        }
        entries.push(entry);
    }
    added.sort();
    changed.sort();
    Update { baseline: Baseline::new(entries), added, removed, changed }
}
