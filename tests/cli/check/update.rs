//! What `--update-baseline` writes and says.

use std::fs;

use crate::{run::Place, tiny};

const GATE: [&str; 4] = ["check", "content", "--baseline", "known.jsonl"];
const UPDATE: [&str; 5] = ["check", "content", "--baseline", "known.jsonl", "--update-baseline"];

fn three_copies() -> Place {
    let third = tiny::edited().replace("due for repair", "waiting for repair");
    Place::new(&[
        ("content/a.txt", tiny::STORY),
        ("content/b.txt", &tiny::edited()),
        ("content/c.txt", &third),
    ])
}

#[test]
fn the_file_has_a_version_and_a_sorted_line_for_each_finding() {
    let place = three_copies();
    let said = place.ok(&UPDATE);
    let text = place.read("known.jsonl");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "{\"samecopy_baseline\":1}");
    assert_eq!(lines.len(), 4);
    assert!(lines[1..].is_sorted(), "{text}");
    assert_eq!(
        said.lines().filter(|line| line.starts_with("+ near-duplicate  content/")).count(),
        3,
        "{said}"
    );
    assert!(said.ends_with("3 known findings: 3 added, 0 removed, 0 changed.\n"), "{said}");
    assert_eq!(place.names(), ["content", "known.jsonl"]);
}

#[test]
fn it_says_what_was_added_and_what_was_removed() {
    let place = three_copies();
    place.ok(&UPDATE);
    fs::remove_file(place.path("content/c.txt")).unwrap();
    place.write("content/d.txt", tiny::OTHER);
    place.write("content/e.txt", tiny::OTHER);
    let said = place.ok(&UPDATE);
    let marks: Vec<&str> = said.lines().map(|line| &line[..1]).collect();
    assert_eq!(marks, ["+", "-", "-", "2"], "{said}");
    assert!(
        said.contains("+ identical  content/d.txt  content/e.txt") && said.contains("content/c.txt"),
        "{said}"
    );
    assert_eq!(place.run(&GATE).code, Some(0));
    let text = place.read("known.jsonl");
    assert_eq!(place.ok(&UPDATE), "2 known findings: 0 added, 0 removed, 0 changed.\n");
    assert_eq!(place.read("known.jsonl"), text);
}

#[test]
fn entries_that_were_not_looked_for_stay() {
    let place = three_copies();
    place.ok(&UPDATE);
    let before = place.read("known.jsonl");
    let said = place.ok(&[&UPDATE[..], &["--min-verdict", "identical"]].concat());
    assert_eq!(
        (said.as_str(), place.read("known.jsonl")),
        ("3 known findings: 0 added, 0 removed, 0 changed.\n", before)
    );
    let ended = place.run(&[&GATE[..], &["--min-verdict", "identical"]].concat());
    assert!(ended.text().contains("0 stale"), "nor are they stale: {}", ended.text());
}

#[test]
fn nothing_is_written_when_something_cannot_be_read() {
    let place = three_copies();
    place.ok(&UPDATE);
    let before = place.read("known.jsonl");
    place.write("content/b.txt", b"\xEF\xBB\xBFcaf\xE9 au lait");
    let ended = place.run(&UPDATE);
    assert_eq!((ended.code, ended.text()), (Some(2), ""));
    assert!(ended.stderr.contains("known.jsonl is left as it was"), "{}", ended.stderr);
    assert_eq!(place.read("known.jsonl"), before);
}

#[test]
fn options_that_would_leave_findings_out_are_refused() {
    let place = three_copies();
    assert_eq!(place.run(&["check", "content", "--update-baseline"]).code, Some(2), "where to?");
    for option in [
        &["--changed-since", "HEAD"][..],
        &["--max-new", "1"],
        &["--exit-zero"],
        &["--format", "json"],
        &["-o", "x"],
    ] {
        let ended = place.run(&[&UPDATE[..], option].concat());
        assert!(ended.code == Some(2) && ended.stderr.contains("cannot be used with"), "{}", ended.stderr);
    }
    let ended = place.run(&["check", "content", "--baseline", "nowhere/known.jsonl", "--update-baseline"]);
    assert!(ended.stderr.contains("the directory nowhere does not exist"), "{}", ended.stderr);
    assert_eq!(place.names(), ["content"]);
}
