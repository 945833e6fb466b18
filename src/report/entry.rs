//! What reports hold of articles, pairs, clusters and problems, and how it is taken from a scan.

use serde::{Deserialize, Serialize};

use super::rounding::{round, rounded};
use crate::{
    article::{Article, Details},
    direction::Reason,
    membership::Cluster,
    overlap::{Scores, Verdict},
    read::{Problem, Problems, Reading},
    scan::Scan,
};

/// An article as a report names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleEntry {
    /// The article's id.
    pub id: String,
    /// Its title, empty where it has none.
    pub title: String,
    /// The outlet.
    pub source: Option<String>,
    /// The time of publication as the input wrote it.
    pub date: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The file it was read from, `-` for standard input.
    pub path: String,
    /// The line of that file, from 1, for formats of one article a line.
    pub line: Option<u64>,
    /// Number of tokens.
    pub words: usize,
    /// The cluster it belongs to.
    pub cluster: Option<usize>,
    /// What wires say of it beside; absent where the input said nothing of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<DetailsEntry>,
}

/// What wires say of an article beside what every feed says. What is unknown is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsEntry {
    /// The language, as a tag such as `de` or `pt-BR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The authors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// Place and time before the first sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<String>,
    /// The agency or other provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// The version of a text that is sent more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Until when it is not to be published, as the input wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo: Option<String>,
}

impl From<&Details> for DetailsEntry {
    fn from(details: &Details) -> Self {
        let Details { language, byline, dateline, credit, version, embargo } = details;
        Self {
            language: known(language),
            byline: known(byline),
            dateline: known(dateline),
            credit: known(credit),
            version: *version,
            embargo: embargo.as_ref().map(|embargo| embargo.written.to_string()),
        }
    }
}

/// A verified pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairEntry {
    /// The id of the first article; in a scan the lesser one.
    pub a: String,
    /// The id of the second article.
    pub b: String,
    /// The scores.
    #[serde(flatten)]
    pub scores: Scores,
    /// Days between the two publications, where both are known.
    pub days_apart: Option<f64>,
}

/// A cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClusterEntry {
    /// Its number, from 1.
    pub id: usize,
    /// The id of the article that is kept.
    pub survivor: String,
    /// Share of the pairs of members that were found to be the same copy, 0..=1.
    pub cohesion: f64,
    /// The members, the survivor first.
    pub members: Vec<MemberEntry>,
}

/// A member of a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberEntry {
    /// The article's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The outlet.
    pub source: Option<String>,
    /// The time of publication as the input wrote it.
    pub date: Option<String>,
    /// Overlap with the survivor, 0..=1; 1 for the survivor itself.
    pub overlap: f64,
    /// Verdict against the survivor; `None` for the survivor itself.
    pub verdict: Option<Verdict>,
    /// Whether `dedup` would drop it.
    pub dropped: bool,
    /// The id of the member it was probably made from; `None` where that is unknown.
    pub original: Option<String>,
    /// What speaks for that; `None` without an original.
    pub reason: Option<Reason>,
}

/// A stage of the funnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepEntry {
    /// What was counted.
    pub stage: String,
    /// How many.
    pub count: usize,
    /// Of what.
    pub unit: String,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorEntry {
    /// The file or directory, `-` for standard input; `None` where the trouble is not in one place.
    pub path: Option<String>,
    /// The line, from 1, where the trouble is in one line.
    pub line: Option<u64>,
    /// The field, where the trouble is in one field.
    pub field: Option<String>,
    /// What went wrong and what to do about it.
    pub message: String,
}

impl From<&Problem> for ErrorEntry {
    fn from(problem: &Problem) -> Self {
        let Problem { path, line, field, message } = problem.clone();
        Self { path: Some(path), line, field, message }
    }
}

/// The number of each article's cluster.
pub(super) fn cluster_of(scan: &Scan, articles: usize) -> Vec<Option<usize>> {
    let mut cluster_of = vec![None; articles];
    for (number, cluster) in (1..).zip(&scan.clusters) {
        for member in &cluster.members {
            cluster_of[member.article as usize] = Some(number);
        }
    }
    cluster_of
}

/// An article, with the number of its cluster.
pub(super) fn article_entry(
    reading: &Reading,
    scan: &Scan,
    index: usize,
    cluster: Option<usize>,
) -> ArticleEntry {
    let (article, place) = (&reading.articles[index], &reading.places[index]);
    ArticleEntry {
        id: article.id.to_string(),
        title: article.title.to_string(),
        source: known(&article.source),
        date: date(article),
        url: known(&article.url),
        path: reading.path(place).to_owned(),
        line: place.line,
        words: scan.words[index],
        cluster,
        details: article.details.as_deref().map(DetailsEntry::from),
    }
}

/// A pair of articles with its scores, as reports hold it.
pub fn pair_entry(articles: &[Article], a: u32, b: u32, scores: Scores) -> PairEntry {
    let (a, b) = (&articles[a as usize], &articles[b as usize]);
    let seconds = a.published.as_ref().zip(b.published.as_ref()).map(|(a, b)| a.seconds_apart(b));
    PairEntry {
        a: a.id.to_string(),
        b: b.id.to_string(),
        scores: rounded(scores),
        days_apart: seconds.map(|seconds| round(seconds as f64 / 86_400.0)),
    }
}

/// A cluster under its number.
pub(super) fn cluster_entry(articles: &[Article], id: usize, cluster: &Cluster) -> ClusterEntry {
    let members = cluster.members.iter().map(|member| {
        let article = &articles[member.article as usize];
        MemberEntry {
            id: article.id.to_string(),
            title: article.title.to_string(),
            source: known(&article.source),
            date: date(article),
            overlap: member.scores.map_or(1.0, |scores| round(scores.overlap)),
            verdict: member.scores.map(|scores| scores.verdict),
            dropped: member.article != cluster.survivor,
            original: member.origin.map(|origin| articles[origin.original as usize].id.to_string()),
            reason: member.origin.map(|origin| origin.reason),
        }
    });
    ClusterEntry {
        id,
        survivor: articles[cluster.survivor as usize].id.to_string(),
        cohesion: round(cluster.cohesion),
        members: members.collect(),
    }
}

/// What could not be read, and how much more there was.
pub(super) fn errors(problems: &Problems) -> Vec<ErrorEntry> {
    let more = (problems.unlisted() > 0).then(|| ErrorEntry {
        path: None,
        line: None,
        field: None,
        message: format!("{} more errors are not listed; mend these and run again", problems.unlisted()),
    });
    problems.listed().iter().map(ErrorEntry::from).chain(more).collect()
}

fn known(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}

fn date(article: &Article) -> Option<String> {
    article.published.as_ref().map(|published| published.written.to_string())
}
