//! The page's overview: figures, articles, and what was in force.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    article::{Article, Published},
    overlap::Verdict,
    report::{ArticleEntry, ErrorEntry, Report, StepEntry},
    scan::Scan,
};

/// Bytes of a title, an id or any other line that are shown.
const LINE: usize = 400;

/// Problems that are listed; the JSON report has more.
const PROBLEMS: usize = 100;

/// Bars of the histogram of overlaps, from 0 to 1.
const BARS: usize = 20;

/// What stands above the table of clusters.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Summary<'r> {
    version: &'static str,
    /// `None` where the page is about two articles only.
    scan: Option<ScanData<'r>>,
    /// The articles of all groups.
    pub articles: Vec<ArticleData<'r>>,
}

#[derive(Debug, Clone, Serialize)]
struct ScanData<'r> {
    articles: usize,
    clusters: usize,
    /// Articles that belong to a cluster.
    clustered: usize,
    dropped: usize,
    pairs: usize,
    options: &'r serde_json::Value,
    funnel: &'r [StepEntry],
    problems: &'r [ErrorEntry],
    more_problems: usize,
    histogram: Vec<Bar>,
}

/// The pairs of some overlap, by verdict.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Bar {
    identical: usize,
    near_duplicate: usize,
    rewrite: usize,
    partial: usize,
}

/// An article of the page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ArticleData<'r> {
    /// Its number in the input.
    #[serde(skip)]
    pub index: u32,
    id: Cow<'r, str>,
    #[serde(skip_serializing_if = "is_empty")]
    title: Cow<'r, str>,
    #[serde(skip_serializing_if = "is_empty")]
    source: Cow<'r, str>,
    /// Seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<i64>,
    #[serde(skip_serializing_if = "is_empty")]
    url: Cow<'r, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<usize>,
}

impl<'r> Summary<'r> {
    pub fn of_scan(report: &'r Report<'_>, scan: &Scan, articles: Vec<ArticleData<'r>>) -> Self {
        let clustered = scan.clusters.iter().map(|cluster| cluster.members.len()).sum::<usize>();
        let listed = report.errors.len().min(PROBLEMS);
        let data = ScanData {
            articles: report.articles.len(),
            clusters: report.clusters.len(),
            clustered,
            dropped: clustered - report.clusters.len(),
            pairs: report.pairs.len(),
            options: &report.options,
            funnel: &report.funnel,
            problems: &report.errors[..listed],
            more_problems: report.errors.len() - listed,
            histogram: histogram(scan),
        };
        Self { version: env!("CARGO_PKG_VERSION"), scan: Some(data), articles }
    }

    pub fn of_pair(articles: Vec<ArticleData<'r>>) -> Self {
        Self { version: env!("CARGO_PKG_VERSION"), scan: None, articles }
    }
}

fn histogram(scan: &Scan) -> Vec<Bar> {
    let mut bars = vec![Bar::default(); BARS];
    for pair in &scan.pairs {
        let bar = &mut bars[((pair.scores.overlap * BARS as f64) as usize).min(BARS - 1)];
        match pair.scores.verdict {
            Verdict::Identical => bar.identical += 1,
            Verdict::NearDuplicate => bar.near_duplicate += 1,
            Verdict::Rewrite => bar.rewrite += 1,
            Verdict::Partial | Verdict::Distinct => bar.partial += 1,
        }
    }
    bars
}

impl<'r> ArticleData<'r> {
    pub fn of_entry(index: u32, entry: ArticleEntry) -> Self {
        let known = |value: Option<String>| Cow::Owned(cut(&value.unwrap_or_default()).into_owned());
        let published = entry.date.as_deref().and_then(Published::parse);
        Self {
            index,
            id: known(Some(entry.id)),
            title: known(Some(entry.title)),
            source: known(entry.source),
            time: published.map(|published| published.instant.as_second()),
            url: address(entry.url.unwrap_or_default().into()),
            words: Some(entry.words),
        }
    }

    pub fn of_article(index: u32, article: &'r Article) -> Self {
        let published = article.published.as_ref();
        Self {
            index,
            id: cut(&article.id),
            title: cut(&article.title),
            source: cut(&article.source),
            time: published.map(|published| published.instant.as_second()),
            url: address((&article.url).into()),
            words: None,
        }
    }
}

/// As much of a line as is shown: a title of a megabyte in every row would bring the page to a halt.
fn cut(line: &str) -> Cow<'_, str> {
    if line.len() <= LINE {
        return line.into();
    }
    let ends = line.char_indices().map(|(at, _)| at).take_while(|&at| at <= LINE);
    format!("{}…", &line[..ends.last().unwrap_or_default()]).into()
}

fn is_empty(line: &str) -> bool {
    line.is_empty()
}

/// An address as it is or not at all.
fn address(url: Cow<'_, str>) -> Cow<'_, str> {
    if url.len() <= 2048 { url } else { "".into() }
}
