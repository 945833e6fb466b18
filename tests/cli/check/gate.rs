//! What is new, what is known, and how the command ends.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use super::newsroom::{body, copy, file};
use crate::{
    run::Place,
    tiny::{self, line},
};

const BASELINE: &str = "samecopy.baseline";
const GATE: [&str; 4] = ["check", "content", "--baseline", BASELINE];

/// A repository of 398 articles, 12 of them copies of others, whose baseline is written, and then two more copies.
fn repository() -> Place {
    let place = Place::new(&[]);
    for number in 0..386 {
        let name = format!("content/{}/story-{number}.md", 2020 + number % 5);
        place.write(&name, file(&format!("Story {number}"), &body(number)));
    }
    for number in 0..12 {
        let name = format!("content/agency/copy-{number}.md");
        place.write(&name, file(&format!("Copy {number}"), &copy(&body(number), 1)));
    }
    assert_eq!(place.run(&[&GATE[..], &["--update-baseline"]].concat()).code, Some(0));
    for number in [40, 41] {
        let name = format!("content/agency/late-{number}.md");
        place.write(&name, file(&format!("Late {number}"), &copy(&body(number), 2)));
    }
    place
}

/// The names of both articles of each new finding.
fn new_names(report: &Value) -> BTreeSet<[String; 2]> {
    let new = report["findings"].as_array().unwrap().iter().filter(|finding| finding["state"] == "new");
    new.map(|finding| {
        let mut names =
            [&finding["article"], &finding["other"]].map(|side| side["name"].as_str().unwrap().to_owned());
        names.sort();
        names
    })
    .collect()
}

fn keys(report: &Value) -> BTreeSet<String> {
    report["findings"].as_array().unwrap().iter().map(|f| f["key"].as_str().unwrap().to_owned()).collect()
}

fn json(place: &Place, args: &[&str]) -> (Option<i32>, Value) {
    let ended = place.run(&[args, &["--format", "json"]].concat());
    (ended.code, serde_json::from_slice(&ended.stdout).unwrap_or_else(|_| panic!("{}", ended.stderr)))
}

#[test]
fn of_400_articles_with_12_known_pairs_the_2_new_ones_are_named_wherever_all_are_moved() {
    let place = repository();
    let (code, report) = json(&place, &GATE);
    assert_eq!(code, Some(1));
    assert_eq!(report["counts"], serde_json::json!({ "new": 2, "known": 12, "stale": 0 }));
    assert_eq!(report["articles"], 400);
    let expected = [40, 41]
        .map(|n| [format!("content/{}/story-{n}.md", 2020 + n % 5), format!("content/agency/late-{n}.md")]);
    assert_eq!(new_names(&report), BTreeSet::from(expected));
    let said = place.run(&GATE);
    assert!(
        said.text().contains("content/agency/late-40.md") && said.text().contains("2 new findings, 12 known")
    );

    // Another place for everything, other names, another directory to run in, and the inputs in another order.
    fs::rename(place.path("content"), place.path("archive")).unwrap();
    fs::rename(place.path("archive/agency"), place.path("archive/zz")).unwrap();
    fs::rename(place.path("archive/2020/story-0.md"), place.path("archive/2024/a.md")).unwrap();
    let moved = ["check", "archive/2024", "archive/zz", ".", "--baseline", BASELINE];
    let (code, again) = json(&place, &moved);
    assert_eq!((code, &again["counts"]), (Some(1), &report["counts"]));
    assert_eq!(keys(&again), keys(&report));
    let full = place.path("archive");
    let baseline = place.path(BASELINE);
    let elsewhere = Place::new(&[]);
    let from_elsewhere = ["check", full.to_str().unwrap(), "--baseline", baseline.to_str().unwrap()];
    let (code, again) = json(&elsewhere, &from_elsewhere);
    assert_eq!((code, &again["counts"]), (Some(1), &report["counts"]));

    assert_eq!(place.run(&[&moved[..], &["--update-baseline"]].concat()).code, Some(0));
    let (code, after) = json(&place, &moved);
    assert_eq!(
        (code, &after["counts"]),
        (Some(0), &serde_json::json!({ "new": 0, "known": 14, "stale": 0 }))
    );
    assert_eq!(keys(&after), keys(&report));
}

#[test]
fn reordering_a_feed_changes_nothing_with_ids_and_without() {
    let bodies: Vec<String> = (0..6).flat_map(|number| [body(number), copy(&body(number), 1)]).collect();
    for with_ids in [true, false] {
        let line = |(number, text): (usize, &String)| {
            let id = if with_ids { format!("n-{number}") } else { String::new() };
            line(&id, "Wire", "2025-02-18", text)
        };
        let mut lines: Vec<String> = bodies.iter().enumerate().map(line).collect();
        let place = Place::new(&[("feed.jsonl", &lines.concat())]);
        let gate = ["check", "feed.jsonl", "--baseline", BASELINE];
        place.ok(&[&gate[..], &["--update-baseline"]].concat());
        let written = place.read(BASELINE);
        assert_eq!(written.lines().count(), 1 + 6, "the version and a line for each finding: {written}");
        lines.rotate_left(5);
        lines.reverse();
        place.write("feed.jsonl", lines.concat());
        assert_eq!(json(&place, &gate).0, Some(0));
        assert_eq!(
            place.ok(&[&gate[..], &["--update-baseline"]].concat()),
            "6 known findings: 0 added, 0 removed, 0 changed.\n"
        );
        assert_eq!(place.read(BASELINE), written);
    }
}

/// Two articles that are the same copy, in files.
fn pair() -> Place {
    Place::new(&[
        ("content/a.txt", tiny::STORY),
        ("content/b.txt", &tiny::edited()),
        ("content/c.txt", tiny::OTHER),
    ])
}

#[test]
fn without_a_baseline_every_finding_is_new() {
    let place = pair();
    let ended = place.run(&["check", "content"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(1), ""));
    assert!(ended.text().ends_with("\n1 new finding in 3 articles.\n"), "{}", ended.text());
    fs::remove_file(place.path("content/b.txt")).unwrap();
    assert_eq!(place.ok(&["check", "content"]), "0 new findings in 2 articles.\n");
}

#[test]
fn a_gate_without_its_baseline_says_what_to_run() {
    let place = pair();
    place.write("my files/d.txt", tiny::OTHER);
    let ended = place.run(&["check", "content", "my files", "--baseline", BASELINE]);
    assert_eq!((ended.code, ended.text()), (Some(2), ""));
    let advice = "samecopy check content 'my files' --baseline samecopy.baseline --update-baseline";
    assert!(ended.stderr.contains("does not exist") && ended.stderr.contains(advice), "{}", ended.stderr);
    let ended = place.run(&["check", "content", "--baseline", "content"]);
    assert!(
        ended.code == Some(2) && ended.stderr.contains("cannot read the baseline content"),
        "{}",
        ended.stderr
    );
}

#[test]
fn an_edited_article_is_known_by_its_name() {
    let place = pair();
    place.ok(&[&GATE[..], &["--update-baseline"]].concat());
    let key = |report: &Value| report["findings"][0]["key"].as_str().unwrap().to_owned();
    let before = key(&json(&place, &GATE).1);
    for edited in [&["content/b.txt"][..], &["content/a.txt", "content/b.txt"]] {
        for name in edited {
            place.write(name, format!("{} Nobody was hurt.", place.read(name)));
        }
        let (code, report) = json(&place, &GATE);
        assert_eq!(
            (code, key(&report)),
            (Some(0), before.clone()),
            "the key is the baseline's until that is updated"
        );
    }
    let said = place.ok(&[&GATE[..], &["--update-baseline"]].concat());
    assert!(
        said.contains("\n1 known finding: 0 added, 0 removed, 1 changed.\n") && said.starts_with("~ "),
        "{said}"
    );
    assert_ne!(key(&json(&place, &GATE).1), before);
}

#[test]
fn articles_on_one_line_are_named_by_their_file() {
    let place = pair();
    let text = |name| serde_json::json!({ "text": place.read(name) });
    place.write("content/feed.json", Value::from([text("content/a.txt"), text("content/b.txt")]).to_string());
    std::fs::remove_file(place.path("content/a.txt")).unwrap();
    std::fs::remove_file(place.path("content/b.txt")).unwrap();
    let names = new_names(&json(&place, &["check", "content"]).1);
    assert_eq!(names, [["content/feed.json", "content/feed.json"].map(str::to_owned)].into());
}

#[test]
fn another_reprint_of_a_known_pair_is_new_and_named() {
    let place = Place::new(&[("content/m.txt", tiny::STORY), ("content/n.txt", tiny::STORY)]);
    place.ok(&[&GATE[..], &["--update-baseline"]].concat());
    // Its name comes before the known ones, and its text is theirs.
    place.write("content/a.txt", tiny::STORY);
    let (code, report) = json(&place, &GATE);
    assert_eq!((code, &report["counts"]["known"]), (Some(1), &1.into()));
    let names = |other: &str| ["content/a.txt".to_owned(), other.to_owned()];
    assert_eq!(new_names(&report), BTreeSet::from([names("content/m.txt"), names("content/n.txt")]));
    assert_eq!(keys(&report).len(), 3, "each has a key of its own");
}

#[test]
fn what_is_found_no_more_is_stale_and_no_failure() {
    let place = pair();
    place.ok(&[&GATE[..], &["--update-baseline"]].concat());
    fs::remove_file(place.path("content/b.txt")).unwrap();
    let ended = place.run(&GATE);
    assert_eq!(ended.code, Some(0));
    assert!(
        ended.text().contains("content/b.txt") && ended.text().contains("0 known, 1 stale"),
        "{}",
        ended.text()
    );
    assert!(ended.stderr.contains("1 stale finding in the baseline"), "{}", ended.stderr);
    let entry = &json(&place, &GATE).1["stale"][0];
    let mut names = [entry["a"].as_str().unwrap(), entry["b"].as_str().unwrap()];
    names.sort_unstable();
    assert_eq!(names, ["content/a.txt", "content/b.txt"]);
}

#[test]
fn the_limits_decide_how_it_ends() {
    let place = pair();
    let code = |args: &[&str]| place.run(&[&["check", "content"], args].concat()).code;
    assert_eq!(code(&["--max-new", "1"]), Some(0));
    assert_eq!(code(&["--max-new", "0"]), Some(1));
    assert_eq!(code(&["--exit-zero"]), Some(0));
    assert_eq!(code(&["--min-verdict", "near-duplicate"]), Some(1));
    assert_eq!(code(&["--min-verdict", "identical"]), Some(0));
    place.write("content/empty.txt", "");
    assert_eq!(code(&["--exit-zero"]), Some(2), "trouble is not put up with");
    assert_eq!(code(&["--max-new", "x"]), Some(2));
}

#[test]
fn shared_passages_are_findings_when_asked_for() {
    let quote: String = body(1).split("\n\n").take(2).collect::<Vec<_>>().join("\n\n");
    let texts = [body(1), format!("{}\n\n{quote}", body(2))];
    let place = Place::new(&[("content/a.txt", &texts[0]), ("content/b.txt", &texts[1])]);
    let found = |args: &[&str]| json(&place, &[&["check", "content"], args].concat()).1["findings"].clone();
    assert_eq!(found(&[]), serde_json::json!([]));
    assert_eq!(found(&["--min-verdict", "partial"])[0]["verdict"], "partial");
    let text = place.run(&["check", "content", "--min-verdict", "partial", "--format", "github"]);
    assert!(
        text.text().starts_with("::notice ") && text.text().contains("shares passages with"),
        "{}",
        text.text()
    );
}

#[test]
fn a_baseline_that_cannot_be_understood_is_named_with_its_line() {
    let place = pair();
    place.ok(&[&GATE[..], &["--update-baseline"]].concat());
    let good = place.read(BASELINE);
    let entry = good.lines().nth(1).unwrap();
    for (text, line, said) in [
        (String::new(), 1, "with which a baseline begins"),
        (entry.to_owned(), 1, "with which a baseline begins"),
        ("{\"samecopy_baseline\":2}\n".to_owned(), 1, "is of version 2"),
        (format!("{good}<<<<<<< HEAD\n"), 3, "is no entry of a baseline"),
        (format!("{good}{{\"key\":\"x\"}}\n"), 3, "is no entry of a baseline"),
        (format!("{good}\n{entry}\n"), 4, "of a line before it"),
        (good.replace("\"verdict\"", "\"judgement\""), 2, "is no entry of a baseline"),
    ] {
        place.write(BASELINE, &text);
        for update in [&[][..], &["--update-baseline"]] {
            let ended = place.run(&[&GATE[..], update].concat());
            let place_named = format!("error: {BASELINE}:{line}: ");
            assert!(
                ended.code == Some(2) && ended.stderr.starts_with(&place_named),
                "{text}: {}",
                ended.stderr
            );
            assert!(ended.stderr.contains(said), "{}", ended.stderr);
        }
        assert_eq!(place.read(BASELINE), text, "it is left as it was");
    }
    place.write(BASELINE, good.replace('\n', "\r\n"));
    assert_eq!(place.run(&GATE).code, Some(0), "whatever the lines end in");
}

#[test]
fn what_the_command_writes_is_no_input_of_it() {
    let place = pair();
    let gate = ["check", ".", "--baseline", "known.jsonl"];
    place.ok(&[&gate[..], &["--update-baseline"]].concat());
    for _ in 0..2 {
        let ended = place.run(&[&gate[..], &["--also", "markdown=summary.md", "-o", "out.txt"]].concat());
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    }
    assert_eq!(place.read("out.txt"), "0 new findings, 1 known, 0 stale in 3 articles.\n");
}

#[test]
fn standard_input_can_be_judged() {
    let place = Place::new(&[]);
    let ended = place.run_with_stdin(&["check", "-"], &tiny::feed());
    assert_eq!(ended.code, Some(1));
    assert!(ended.text().contains("-:1 late"), "{}", ended.text());
    for format in ["sarif", "github", "gitlab", "junit", "markdown", "csv"] {
        let ended = place.run_with_stdin(&["check", "-", "--format", format], &tiny::feed());
        assert!(ended.code == Some(1) && ended.text().contains("Title of early"), "{}", ended.text());
    }
}
