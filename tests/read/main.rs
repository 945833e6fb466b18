//! What a user sees of reading: the articles, their places, and what is said about bad input.
#![allow(clippy::print_stderr, reason = "a test that skips itself says so")]

mod agency;
#[cfg(feature = "parquet")]
mod columnar;
mod encodings;
mod feeds;
mod fields;
mod files;
mod give_back;
mod json;
mod lines;
#[cfg(unix)]
mod links;
mod packed;
mod pages;
mod properties;
mod tables;
mod warc;

use std::{
    fs,
    path::{Path, PathBuf},
};

use samecopy::{
    Article,
    read::{FieldNames, Input, Problems, ReadOptions, Reading, read},
};
use tempfile::TempDir;

/// A directory of files for one test.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let directory = Self(TempDir::new().unwrap());
        for (name, bytes) in files {
            let path = directory.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        directory
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, names: &[&str]) -> Reading {
        self.read_with(names, &ReadOptions::default())
    }

    fn read_with(&self, names: &[&str], options: &ReadOptions) -> Reading {
        let inputs: Vec<Input> = names.iter().map(|name| Input::new(self.path(name))).collect();
        read(&inputs, options, &mut "not asked for".as_bytes()).unwrap()
    }

    /// A text with this directory's own path taken out.
    fn relative(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.path().display()), "")
    }

    fn ids(&self, reading: &Reading) -> Vec<String> {
        reading.articles.iter().map(|article| self.relative(&article.id)).collect()
    }

    fn problems(&self, reading: &Reading) -> Vec<String> {
        reading.problems.listed().iter().map(|problem| self.relative(&problem.to_string())).collect()
    }
}

/// Reads one file of JSON Lines.
fn lines(bytes: &[u8]) -> (Files, Reading) {
    lines_with(bytes, &ReadOptions::default())
}

fn lines_with(bytes: &[u8], options: &ReadOptions) -> (Files, Reading) {
    let files = Files::new(&[("feed.jsonl", bytes)]);
    let reading = files.read_with(&["feed.jsonl"], options);
    (files, reading)
}

/// The only problem, which has to start with `path` and contain every other part.
#[track_caller]
fn assert_one_problem(problems: &[String], place: &str, parts: &[&str]) {
    let [problem] = problems else { panic!("one problem expected: {problems:#?}") };
    assert!(problem.starts_with(&format!("{place}: ")), "{problem}");
    for part in parts {
        assert!(problem.contains(part), "{part:?} is not in {problem:?}");
    }
}

fn stdin(bytes: &[u8]) -> Reading {
    let mut bytes = bytes;
    read(&[Input::new("-")], &ReadOptions::default(), &mut bytes).unwrap()
}

fn texts(reading: &Reading) -> Vec<String> {
    reading.articles.iter().map(text).collect()
}

fn text(article: &Article) -> String {
    article.text.read().unwrap().into_owned()
}

fn raw(reading: &Reading) -> Vec<Vec<u8>> {
    let mut raw = reading.raw_bytes();
    reading.places.iter().map(|place| raw.get(place).unwrap().to_vec()).collect()
}
