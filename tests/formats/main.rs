//! One small feed in every format: the same articles from each, and what damage to one of them costs.

mod bodies;
#[cfg(feature = "parquet")]
mod columnar;
mod damaged;
mod feed;
mod fuzz;
mod same;
mod written;

use std::{collections::BTreeSet, fs};

use samecopy::{
    Article, Options,
    read::{Input, ReadOptions, Reading, read},
    scan,
};
use tempfile::TempDir;

use feed::{Sample, feed};
use fuzz::Seeded;
use written::{Says, Written};

/// The feed of one format as files in a directory.
struct Place(TempDir);

impl Place {
    fn new(files: &[(String, Vec<u8>)]) -> Self {
        let place = Self(TempDir::new().unwrap());
        for (name, bytes) in files {
            fs::write(place.0.path().join(name), bytes).unwrap();
        }
        place
    }

    /// What a user names: the directory, or the file that names the others.
    fn input(&self, written: &Written) -> std::path::PathBuf {
        if written.is_linked { self.0.path().join(&written.files[0].0) } else { self.0.path().to_owned() }
    }

    fn read(&self, written: &Written) -> Reading {
        self.read_with(written, &ReadOptions::default())
    }

    fn read_with(&self, written: &Written, options: &ReadOptions) -> Reading {
        read(&[Input::new(self.input(written))], options, &mut std::io::empty()).unwrap()
    }
}

fn problems(reading: &Reading) -> Vec<String> {
    reading.problems.listed().iter().map(ToString::to_string).collect()
}

/// The id under which the feed knows an article whose format has no place for one.
fn id(article: &Article, says: Says) -> &str {
    if says.id {
        return &article.id;
    }
    let name = article.id.rsplit('/').next().unwrap();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Title, paragraphs, and what the format says beside.
type Known = (String, Vec<String>, Option<String>, Option<String>, Option<String>);

fn known(article: &Article, says: Says) -> Known {
    let text = article.text.read().unwrap();
    let lines = text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
    let time = article.published.as_ref().map(|published| published.instant.to_string());
    (
        article.title.to_string(),
        lines.collect(),
        says.outlet.then(|| article.source.to_string()),
        time.filter(|_| says.time),
        says.url.then(|| article.url.to_string()),
    )
}

fn expected(sample: &Sample, says: Says) -> Known {
    (
        sample.title.to_owned(),
        sample.paragraphs.iter().map(|paragraph| (*paragraph).to_owned()).collect(),
        says.outlet.then(|| sample.outlet.to_owned()),
        says.time.then(|| sample.time.to_owned()),
        says.url.then(|| sample.url()),
    )
}

/// The ids of each cluster.
fn clusters(articles: &[Article], says: Says) -> BTreeSet<BTreeSet<String>> {
    let found = scan(articles, &Options::default(), &()).unwrap();
    let members = |cluster: &samecopy::membership::Cluster| {
        cluster.members.iter().map(|member| id(&articles[member.article as usize], says).to_owned()).collect()
    };
    found.clusters.iter().map(members).collect()
}
