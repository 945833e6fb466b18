//! Scans to findings: the pairs that a gate is about, as people look them up.

use std::{cmp::Reverse, io};

use ahash::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::key::{Content, Key};
use crate::{
    overlap::Verdict,
    read::Reading,
    report::{harmless::shortened, pair_entry},
    scan::Scan,
    verify::Verified,
};

/// Characters kept of a name or a title: enough to tell what is meant, and a hostile title cannot fill a report.
const CHARS: usize = 300;

/// A pair of articles that are, or share, what they should not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What tells it from every other, wherever the articles are.
    pub key: Key,
    /// Whether the baseline has it.
    pub state: State,
    /// What the two are to each other.
    pub verdict: Verdict,
    /// The overlap, 0..=1.
    pub overlap: f64,
    /// Days between the two publications, where both are known.
    pub days_apart: Option<f64>,
    /// The article to look at: the changed one, else the later one.
    pub article: Side,
    /// The one it is the same copy as.
    pub other: Side,
}

/// What the baseline says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is not there, or there is no baseline.
    New,
    /// It is there.
    Known,
}

impl State {
    /// The state as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
        }
    }
}

/// One article of a finding. Names, ids, titles and sources are cut to 300 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// What the article is called, wherever the root is: its id in the input, else its path.
    pub name: String,
    /// Its id in this scan.
    pub id: String,
    /// Its title, empty where it has none.
    pub title: String,
    /// The outlet.
    pub source: Option<String>,
    /// The time of publication as the input wrote it.
    pub date: Option<String>,
    /// The file, from the root on; `-` for standard input.
    pub path: String,
    /// The line of that file, from 1, for formats of one article a line.
    pub line: Option<u64>,
    /// The hash of its text.
    #[serde(skip, default = "no_content")]
    pub content: Content,
    /// Whether no other article has this name.
    #[serde(skip)]
    pub is_named: bool,
}

fn no_content() -> Content {
    Content::of("")
}

impl Side {
    /// The path, and the line where there is one.
    pub fn place(&self) -> String {
        self.line.map_or_else(|| self.path.clone(), |line| format!("{}:{line}", self.path))
    }
}

/// What to look for among the pairs of a scan.
pub struct Wanted<'a> {
    /// The verdict that a pair must have at least; `identical` is the most.
    pub least: Verdict,
    /// A path of the input as reports name it, from the root on.
    pub locate: &'a dyn Fn(&str) -> String,
    /// Whether the article of that index is judged; a pair is, if one of its articles is.
    pub is_judged: &'a dyn Fn(u32) -> bool,
}

/// The findings of a scan, the worst first: by verdict, then by falling overlap, then by name.
///
/// Every one is [`State::New`], under a key of its own. O(n + p log p) for n articles and p pairs, and the texts of the
/// articles found.
///
/// # Errors
/// A text was put away and cannot be read.
pub fn findings(reading: &Reading, scan: &Scan, wanted: &Wanted<'_>) -> io::Result<Vec<Finding>> {
    let sides = Sides::new(reading, wanted.locate);
    let is_wanted = |pair: &&Verified| {
        pair.scores.verdict <= wanted.least && ((wanted.is_judged)(pair.a) || (wanted.is_judged)(pair.b))
    };
    let pairs: Vec<&Verified> = scan.pairs.iter().filter(is_wanted).collect();
    let contents = contents(reading, &pairs)?;
    let finding = |pair: &&Verified| {
        let entry = pair_entry(&reading.articles, pair.a, pair.b, pair.scores);
        let (article, other) = sides.looked_at(pair.a, pair.b, wanted.is_judged);
        let (article, other) = (sides.side(article, &contents), sides.side(other, &contents));
        Finding {
            key: Key::new([article.content, other.content], 1),
            state: State::New,
            verdict: entry.scores.verdict,
            overlap: entry.scores.overlap,
            days_apart: entry.days_apart,
            article,
            other,
        }
    };
    let mut findings: Vec<Finding> = pairs.iter().map(finding).collect();
    findings.sort_by(|x, y| {
        let by_score = x.verdict.cmp(&y.verdict).then(y.overlap.total_cmp(&x.overlap));
        let names = |f: &Finding| [f.article.name.clone(), f.other.name.clone()];
        by_score.then_with(|| names(x).cmp(&names(y))).then_with(|| places(x).cmp(&places(y)))
    });
    Ok(findings)
}

/// The contents of the articles of pairs. An article is read and hashed once, however many pairs it is in.
fn contents(reading: &Reading, pairs: &[&Verified]) -> io::Result<HashMap<u32, Content>> {
    let mut articles: Vec<u32> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    articles.sort_unstable();
    articles.dedup();
    let content = |&index: &u32| Ok((index, Content::of(&reading.articles[index as usize].text.read()?)));
    articles.par_iter().map(content).collect()
}

fn places(finding: &Finding) -> [(&str, Option<u64>); 2] {
    [&finding.article, &finding.other].map(|side| (side.path.as_str(), side.line))
}

/// The articles under the names they keep.
struct Sides<'a> {
    reading: &'a Reading,
    paths: Vec<String>,
    names: Vec<String>,
    bearers: HashMap<String, u32>,
}

impl<'a> Sides<'a> {
    fn new(reading: &'a Reading, locate: &dyn Fn(&str) -> String) -> Self {
        let paths: Vec<String> = reading.origins.iter().map(|origin| locate(origin.path())).collect();
        let names: Vec<String> =
            (0..reading.articles.len()).map(|index| name(reading, &paths, index)).collect();
        let mut bearers = HashMap::<String, u32>::default();
        for name in &names {
            match bearers.get_mut(name) {
                Some(count) => *count += 1,
                None => drop(bearers.insert(name.clone(), 1)),
            }
        }
        Self { reading, paths, names, bearers }
    }

    fn side(&self, index: u32, contents: &HashMap<u32, Content>) -> Side {
        let content = contents[&index];
        let index = index as usize;
        let (article, place) = (&self.reading.articles[index], &self.reading.places[index]);
        let name = self.names[index].clone();
        let known = |text: &str| (!text.is_empty()).then(|| shortened(text, CHARS).into_owned());
        Side {
            is_named: self.bearers[&name] == 1,
            name,
            id: shortened(&article.id, CHARS).into_owned(),
            title: shortened(&article.title, CHARS).into_owned(),
            source: known(&article.source),
            date: article.published.as_ref().and_then(|published| known(&published.written)),
            path: self.paths[place.origin as usize].clone(),
            line: place.line,
            content,
        }
    }

    /// The article to look at, and the other one: what was changed before what was not, then the later before the
    /// earlier, then the greater name.
    fn looked_at(&self, a: u32, b: u32, is_judged: &dyn Fn(u32) -> bool) -> (u32, u32) {
        let published = |index: u32| self.reading.articles[index as usize].published.as_ref();
        let dates = published(a).zip(published(b));
        let order = is_judged(b)
            .cmp(&is_judged(a))
            .then(dates.map_or(std::cmp::Ordering::Equal, |(a, b)| b.instant.cmp(&a.instant)))
            .then_with(|| Reverse(&self.names[a as usize]).cmp(&Reverse(&self.names[b as usize])));
        if order.is_le() { (a, b) } else { (b, a) }
    }
}

/// What an article is called whatever its number in the input and whatever stands before the root: an id of its own;
/// where the path serves as the id, the path from the root on, without a line.
fn name(reading: &Reading, paths: &[String], index: usize) -> String {
    let (article, place) = (&reading.articles[index], &reading.places[index]);
    let (read, path) = (reading.path(place), &paths[place.origin as usize]);
    let is_line = |rest: &str| {
        let nth = place.line.and_then(|line| rest.strip_prefix(&format!(":{line}")));
        nth.is_some_and(|nth| nth.is_empty() || nth.starts_with('#'))
    };
    let name = match article.id.strip_prefix(read) {
        Some(rest) if is_line(rest) => path.clone(),
        Some(rest) if rest.is_empty() || rest.starts_with([':', '#']) => format!("{path}{rest}"),
        _ => article.id.to_string(),
    };
    shortened(&name, CHARS).into_owned()
}
