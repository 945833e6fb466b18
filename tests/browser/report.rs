//! Reports to look at.

use std::{fs, path::PathBuf, process::Command};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::chromium::Chromium;

/// A report in a directory of its own.
pub struct Report {
    folder: TempDir,
}

impl Report {
    /// Of these articles, with further arguments.
    pub fn of(articles: &str, args: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("feed.jsonl"), articles).unwrap();
        let scan = ["scan", "feed.jsonl", "--format", "html", "-o", "report.html"];
        Self::written(folder, &[&scan[..], args].concat())
    }

    /// Of the fixtures.
    pub fn of_fixtures(args: &[&str]) -> Self {
        Self::of(&fixtures(), args)
    }

    /// Of a command that writes `report.html`; `feed.jsonl` holds the fixtures.
    pub fn of_command(args: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("feed.jsonl"), fixtures()).unwrap();
        Self::written(folder, args)
    }

    fn written(folder: TempDir, args: &[&str]) -> Self {
        let program = env!("CARGO_BIN_EXE_samecopy");
        let output = Command::new(program).args(args).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("report.html")
    }

    /// Opens it in a browser, if there is one.
    pub fn open(&self) -> Option<Chromium> {
        let mut chromium = Chromium::start()?;
        chromium.open(&self.path());
        Some(chromium)
    }
}

pub fn fixtures() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/feed.jsonl");
    fs::read_to_string(path).unwrap()
}

/// An article as a line of JSON.
pub fn article(id: &str, title: &str, source: &str, text: &str) -> String {
    let article: Value = json!({ "id": id, "title": title, "source": source, "text": text });
    format!("{article}\n")
}
