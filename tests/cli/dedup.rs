//! `samecopy dedup`: what is kept, and how it is written.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use crate::{
    run::{Place, feed},
    tiny::{self, line},
};

fn ids(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn survivors_are_input_lines_byte_for_byte_and_in_order() {
    let odd = format!(
        "\u{FEFF}{}\r\n\n  {{ \"text\" :\"{}\",\"extra\":[1.50,{{}}], \"id\": \"odd\" }} \t\n{}",
        tiny::line("early", "Wire", "2025-02-18", tiny::STORY).trim_end(),
        tiny::OTHER,
        tiny::line("late", "Herald", "2025-02-19", &tiny::edited()).trim_end(),
    );
    let place = Place::new(&[("feed.jsonl", &odd)]);
    let kept = place.ok(&["dedup", "feed.jsonl"]);
    assert_eq!(kept, odd[..=odd.rfind('\n').unwrap()]);
}

/// Other systems have no such names.
#[cfg(target_os = "linux")]
#[test]
fn paths_that_are_not_utf_8_stay_apart_and_are_written_as_they_are() {
    use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt};
    let place = Place::new(&[]);
    for (name, text) in [(b"Z\xFCrich.txt", tiny::STORY), (b"Z\xF6rich.txt", tiny::OTHER)] {
        fs::write(place.path("").join(OsStr::from_bytes(name)), text).unwrap();
    }
    let ended = place.run(&["dedup", "."]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(ended.stdout, b"./Z\xF6rich.txt\n./Z\xFCrich.txt\n");
    let report: Value = serde_json::from_str(&place.ok(&["scan", ".", "--format", "json"])).unwrap();
    assert_eq!(report["articles"][1]["id"], r"./Z\xFCrich.txt");
}

#[test]
fn the_feed_is_kept_but_for_the_dropped_and_deduplicating_twice_changes_nothing() {
    let place = Place::with_feed();
    place.ok(&["dedup", "feed.jsonl", "-o", "kept.jsonl", "--dropped", "dropped.jsonl"]);
    let (kept, dropped) = (place.read("kept.jsonl"), ids(&place.read("dropped.jsonl")));
    let feed = feed();
    let expected: Vec<&str> = feed.lines().filter(|line| !dropped.contains(&ids(line)[0])).collect();
    assert_eq!(kept.lines().collect::<Vec<_>>(), expected);
    assert!(dropped.len() >= 30, "{} dropped", dropped.len());
    place.ok(&["dedup", "kept.jsonl", "-o", "again.jsonl", "--dropped", "none.jsonl"]);
    assert_eq!(place.read("again.jsonl"), kept);
    assert_eq!(place.read("none.jsonl"), "");
}

#[test]
fn what_was_dropped_is_told_with_its_survivor_and_overlap() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    place.ok(&["dedup", "feed.jsonl", "--dropped", "dropped.jsonl"]);
    let dropped: Value = serde_json::from_str(&place.read("dropped.jsonl")).unwrap();
    assert_eq!((dropped["id"].as_str(), dropped["survivor"].as_str()), (Some("late"), Some("early")));
    assert_eq!(dropped["verdict"], "near-duplicate");
    let scores = place.json(&["compare", "early", "late", "--in", "feed.jsonl", "--format", "json"]);
    assert_eq!(dropped["overlap"], scores["overlap"]);
}

#[test]
fn annotating_keeps_every_line_and_adds_one_field() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    let annotated = place.ok(&["dedup", "feed.jsonl", "--annotate"]);
    for (line, original) in annotated.lines().zip(tiny::feed().lines()) {
        let (start, _) = line.split_once(", \"samecopy\": ").unwrap();
        assert_eq!(format!("{start}}}"), original, "all else is as it was");
    }
    let fates: Vec<Value> = annotated
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["samecopy"].clone())
        .collect();
    assert_eq!(fates.iter().map(|fate| fate["dropped"] == true).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(
        fates.iter().map(|fate| fate["survivor"].as_str().unwrap()).collect::<Vec<_>>(),
        ["early", "early", "other"]
    );
}

#[test]
fn of_text_files_the_paths_are_written() {
    let files = [("feed/a.txt", tiny::STORY), ("feed/b.txt", tiny::STORY), ("feed/c.txt", tiny::OTHER)];
    let place = Place::new(&files);
    assert_eq!(place.ok(&["dedup", "feed"]), "feed/a.txt\nfeed/c.txt\n");
    let annotated = place.ok(&["dedup", "feed", "--annotate"]);
    assert_eq!(ids(&annotated), ["feed/a.txt", "feed/b.txt", "feed/c.txt"]);
    place.write("feed.jsonl", tiny::feed());
    let mixed = place.run(&["dedup", "feed", "feed.jsonl"]);
    assert_eq!((mixed.code, mixed.text()), (Some(2), ""));
}

#[test]
fn the_policy_chooses_the_survivor() {
    let long = format!("{} Nobody was hurt, the mayor added.", tiny::STORY);
    let feed = [
        line("middle", "Herald", "2025-02-19", tiny::STORY),
        line("dateless", "Globe", "", tiny::STORY),
        line("early", "Wire", "2025-02-18T23:00:00Z", tiny::STORY),
        line("long", "Post", "2025-02-20", &long),
        line("late", "Wire", "Fri, 21 Feb 2025 08:00:00 +0100", tiny::STORY),
    ]
    .concat();
    let place = Place::new(&[("feed.jsonl", &feed)]);
    for (policy, survivor) in [
        (&[][..], "early"),
        (&["--keep", "earliest"], "early"),
        (&["--keep", "latest"], "late"),
        (&["--keep", "longest"], "long"),
        (&["--keep", "first"], "middle"),
        (&["--prefer-source", "Globe,Wire"], "dateless"),
        (&["--prefer-source", "wire", "--keep", "latest"], "late"),
        (&["--prefer-source", "Nowhere,Post"], "long"),
    ] {
        assert_eq!(ids(&place.ok(&[&["dedup", "feed.jsonl"], policy].concat())), [survivor], "{policy:?}");
    }
}

#[test]
fn the_input_may_be_the_output() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    place.ok(&["dedup", "feed.jsonl", "-o", "feed.jsonl"]);
    assert_eq!(ids(&place.read("feed.jsonl")), ["early", "other"]);
    assert_eq!(place.names(), ["feed.jsonl"]);
}

#[test]
fn standard_input_is_deduplicated_like_a_file() {
    let place = Place::new(&[]);
    let ended = place.run_with_stdin(&["dedup", "-", "--quiet"], &tiny::feed());
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert_eq!(ids(ended.text()), ["early", "other"]);
}

#[test]
fn an_empty_feed_is_kept_as_it_is() {
    let place = Place::new(&[("feed.jsonl", "\n")]);
    let ended = place.run(&["dedup", "feed.jsonl"]);
    assert_eq!((ended.code, ended.text()), (Some(2), "\n"));
    assert!(ended.stderr.contains("feed.jsonl: is empty"), "{}", ended.stderr);
}

/// Articles of a few sentences out of a small stock, so that chance makes copies of every degree.
fn mixtures() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let stock = tiny::STORY.split(". ").count() + tiny::OTHER.split(". ").count();
    prop::collection::vec(prop::collection::vec(0..stock, 1..8), 1..16)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn deduplicating_any_mixture_twice_changes_nothing(articles in mixtures()) {
        let stock: Vec<&str> = tiny::STORY.split(". ").chain(tiny::OTHER.split(". ")).collect();
        let text = |article: &Vec<usize>| article.iter().map(|&s| format!("{}. ", stock[s])).collect::<String>();
        let feed: String =
            articles.iter().enumerate().map(|(i, article)| line(&i.to_string(), "", "", &text(article))).collect();
        let place = Place::new(&[("feed.jsonl", &feed)]);
        let once = place.ok(&["dedup", "feed.jsonl", "--dropped", "dropped.jsonl"]);
        let all: BTreeSet<String> = ids(&feed).into_iter().collect();
        let parted = ids(&once).into_iter().chain(ids(&place.read("dropped.jsonl")));
        prop_assert_eq!(parted.clone().count(), all.len(), "every article is kept or dropped");
        prop_assert_eq!(parted.collect::<BTreeSet<_>>(), all);
        place.write("once.jsonl", &once);
        prop_assert_eq!(place.ok(&["dedup", "once.jsonl"]), once);
    }
}

#[cfg(unix)]
#[test]
fn a_directory_takes_more_files_than_may_be_open_at_a_time() {
    let place = Place::new(&[]);
    for n in 0..200 {
        let words: Vec<String> = (0..20).map(|word| format!("word{}", n * 20 + word)).collect();
        place.write(&format!("in/{n}.txt"), words.join(" "));
    }
    let ended = std::process::Command::new("sh")
        .args(["-c", "ulimit -n 100; exec \"$0\" dedup in -o kept/", env!("CARGO_BIN_EXE_samecopy")])
        .current_dir(place.path(""))
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
}
