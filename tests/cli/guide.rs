//! Every command in README and guide is run, and prints what they show.
//!
//! A block of `sh` is one script. In a block of `console` each line that starts with `$` is a command, and what
//! follows it is its output, in which a line of `…` stands for any lines. `GUIDE=overwrite` writes outputs that have
//! no such line anew. Programs from elsewhere are stood in for by ones that print the feed.

#![cfg(target_os = "linux")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::json;

use crate::{
    check::git::git,
    run::{Place, feed, fixture},
    tiny,
};

/// By name, with the file that they print; those called by an address print what is there.
const ABSENT: [(&str, &str); 3] = [
    ("curl", "$(case $* in *miniflux*) echo miniflux.json;; *) echo week.xml;; esac)"),
    ("jq", "entries.jsonl"),
    ("sqlite3", "entries.jsonl"),
];
/// What the tests themselves cannot do to the repository they run in.
const NOT_RUN: [&str; 5] = ["cargo test", "cargo bench", "cargo install", "just ", "git "];

#[test]
fn every_command_of_the_readme_and_the_guide_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let chapters = fs::read_dir(root.join("docs/guide/src")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = chapters.chain([root.join("README.md")]).collect();
    pages.sort();
    let (mut run, mut faults) = (0, Vec::new());
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        let place = prepared();
        let mut written = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            written.push(line.to_owned());
            let Some(language @ ("sh" | "console")) = line.strip_prefix("```") else { continue };
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let at = format!("{}:{}", page.file_name().unwrap().display(), written.len());
            if language == "sh" {
                let (code, said) = bash(&place, &format!("set -eo pipefail\n{}", block.join("\n")));
                if code != Some(0) || said.contains("problem:") {
                    faults.push(format!("{at}: exit status {code:?}\n{said}"));
                }
                written.extend(block.iter().map(|line| (*line).to_owned()));
                run += 1;
            } else {
                for (command, shown) in commands(&block) {
                    let (_, said) = bash(&place, command);
                    let said: Vec<&str> = said.lines().map(str::trim_end).collect();
                    if !matches(&said, &shown) {
                        faults.push(format!("{at}: {command}\n{}", said.join("\n")));
                    }
                    written.push(format!("$ {command}"));
                    written.extend(
                        if shown.contains(&"…") { shown } else { said }.into_iter().map(str::to_owned),
                    );
                    run += 1;
                }
            }
            written.push("```".to_owned());
        }
        if std::env::var_os("GUIDE").is_some_and(|how| how == "overwrite") {
            fs::write(page, written.join("\n") + "\n").unwrap();
        }
    }
    assert!(faults.is_empty(), "`GUIDE=overwrite` writes outputs anew\n{}", faults.join("\n\n"));
    assert!(run > 30, "the commands are found: {run}");
}

/// The commands of a console, with what they are said to print.
fn commands<'t>(block: &[&'t str]) -> Vec<(&'t str, Vec<&'t str>)> {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, Vec::new())),
            (None, Some((_, shown))) => shown.push(line),
            (None, None) => panic!("output before any command: {line}"),
        }
    }
    commands
}

/// Whether the output is the one shown, whose `…` lines stand for any lines.
fn matches(said: &[&str], shown: &[&str]) -> bool {
    match shown.iter().position(|line| *line == "…") {
        None => said == shown,
        Some(gap) => {
            let (head, tail) = (&shown[..gap], &shown[gap + 1..]);
            said.starts_with(head) && (gap..=said.len()).any(|at| matches(&said[at..], tail))
        }
    }
}

fn bash(place: &Place, script: &str) -> (Option<i32>, String) {
    let lines = script.lines().filter(|line| !NOT_RUN.iter().any(|start| line.starts_with(start)));
    let script: String =
        lines.map(|line| line.replace("cargo run --release -- ", "samecopy ") + "\n").collect();
    let path = format!(
        "{}:{}:{}",
        place.path("bin").display(),
        Path::new(env!("CARGO_BIN_EXE_samecopy")).parent().unwrap().display(),
        std::env::var("PATH").unwrap(),
    );
    let mut command = Command::new("bash");
    command.args(["-uc", &format!("exec 2>&1\n{script}")]).current_dir(place.path(".")).env("PATH", path);
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// A directory with all that the commands name.
fn prepared() -> Place {
    let lines = [
        tiny::line("4711", "Wire", "2025-02-18", tiny::STORY),
        tiny::line("4712", "Herald", "2025-02-18", &tiny::edited()),
        tiny::line("4807", "Ledger", "2025-02-19", &tiny::edited()),
    ];
    let item =
        |id: &str, text: &str| format!("<item><guid>{id}</guid><description>{text}</description></item>");
    let rss = |id: &str| {
        format!(
            "<rss><channel>{}{}</channel></rss>",
            item(id, tiny::STORY),
            item(&format!("{id}2"), &tiny::edited())
        )
    };
    let entry = |id: u32, text: &str| json!({"id": id, "published_at": "2025-02-18", "content": format!("<p>{text}</p>"), "feed": {"title": "Wire"}});
    let miniflux = json!({"total": 2, "entries": [entry(1, tiny::STORY), entry(2, &tiny::edited())]});
    let row = |id: &str, text: &str| format!("{id},Wire,2025-02-18,\"{text}\"\n");
    let table =
        ["id,outlet,date,body\n".to_owned(), row("1", tiny::STORY), row("2", &tiny::edited())].concat();
    let page = |id: &str, text: &str| {
        let length = text.len();
        format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://wire.example/{id}\r\n\
             WARC-Date: 2025-02-18T06:00:00Z\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n\
             {text}\r\n\r\n"
        )
    };
    let place = Place::new(&[
        ("feed.xml", &rss("one")),
        ("week.xml", &rss("week")),
        ("miniflux.json", &miniflux.to_string()),
        ("articles.csv", &table),
        ("crawl.warc", &[page("a", tiny::STORY), page("b", &tiny::edited())].concat()),
        ("feeds/wire.xml", &rss("two")),
        ("feeds/herald.rss", &rss("three")),
        ("feed.jsonl", &(feed() + &lines.concat())),
        ("fixtures/feed.jsonl", &feed()),
        ("fixtures/labels.tsv", &fs::read_to_string(fixture("labels.tsv")).unwrap()),
        ("labels.csv", "id_a,id_b,label\n4711,4712,same\n4711,4807,same\n"),
        ("LABELS.tsv", "id_a\tid_b\tlabel\n4711\t4712\tsame\n"),
        ("entries.jsonl", &lines.concat()),
        ("2025/wire.txt", tiny::STORY),
        ("2025/herald.txt", &tiny::edited()),
        ("ours.txt", tiny::STORY),
        ("theirs.txt", &tiny::edited()),
        ("content/posts/levees.md", tiny::STORY),
        ("content/posts/harbour.md", &tiny::edited()),
        ("content/posts/shield.md", tiny::OTHER),
        ("incoming/2025-02-17.jsonl", &lines[0]),
        ("incoming/2025-02-18.jsonl", &lines[1..].concat()),
    ]);
    place.write("ARTICLES.jsonl", lines.concat());
    let crawled = [("a", tiny::STORY), ("b", tiny::OTHER)];
    let crawl: String = crawled
        .map(|(id, text)| {
            format!("{}\n", json!({"id": id, "body": text, "crawled_at": "2025-02-18T06:00:00Z"}))
        })
        .concat();
    place.write("crawl.jsonl", crawl);
    assert!(Command::new("gzip").arg(place.path("crawl.jsonl")).status().unwrap().success());
    // Whoever writes to them has to find a reader.
    for (program, printed) in ABSENT {
        let script =
            format!("#!/bin/sh\ncat > /dev/null\ncd \"$(dirname \"$0\")/..\" && exec cat {printed}\n");
        place.write(&format!("bin/{program}"), script);
        fs::set_permissions(place.path(&format!("bin/{program}")), fs::Permissions::from_mode(0o755))
            .unwrap();
    }
    git(&place, &["init", "-q", "-b", "main"]);
    git(&place, &["add", "-A"]);
    git(&place, &["commit", "-q", "-m", "articles"]);
    git(&place, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    place
}
