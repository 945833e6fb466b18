//! What dates and sources do to pairs and clusters.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    run::{Place, feed},
    tiny::{self, line},
};

/// The text of an article of the fixtures.
fn text(id: &str) -> String {
    let articles = feed();
    let mut articles = articles.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    articles.find(|article| article["id"] == id).unwrap()["text"].as_str().unwrap().to_owned()
}

/// A story and its rewrite, published on these days, and a reprint from the century before.
fn rewritten(first: &str, second: &str) -> Place {
    let (wire, rewrite) = (text("oil-spill/wire"), text("oil-spill/rewrite"));
    let reprint = wire.replace("said", "told reporters");
    let lines = [
        line("wire", "Wire", first, &wire),
        line("rewrite", "Portal", second, &rewrite),
        line("reprint", "Archive", "1925-02-01", &reprint),
    ];
    Place::new(&[("feed.jsonl", &lines.concat()), ("labels.tsv", "id_a\tid_b\tlabel\nwire\trewrite\tsame\n")])
}

fn pairs(report: &Value) -> BTreeSet<[&str; 3]> {
    let pairs = report["pairs"].as_array().unwrap().iter();
    pairs.map(|pair| ["a", "b", "verdict"].map(|field| pair[field].as_str().unwrap())).collect()
}

fn clusters(report: &Value) -> Vec<BTreeSet<&str>> {
    let clusters = report["clusters"].as_array().unwrap().iter();
    clusters
        .map(|cluster| {
            cluster["members"].as_array().unwrap().iter().map(|m| m["id"].as_str().unwrap()).collect()
        })
        .collect()
}

#[test]
fn a_rewrite_appears_within_days_and_a_reprint_at_any_time() {
    let near = rewritten("2025-02-01", "2025-02-08").json(&["scan", "feed.jsonl", "--format", "json"]);
    assert!(pairs(&near).contains(&["rewrite", "wire", "rewrite"]), "{near}");
    assert!(pairs(&near).contains(&["reprint", "wire", "near-duplicate"]), "{near}");

    let far = rewritten("2025-02-01", "2025-02-09");
    let scan = ["scan", "feed.jsonl", "--format", "json"];
    let report = far.json(&scan);
    assert_eq!(pairs(&report), [["reprint", "wire", "near-duplicate"]].into());
    assert_eq!(clusters(&report), [["reprint", "wire"].into()]);
    assert_eq!(report["options"]["within"], 604_800);
    let partial = far.json(&[&scan[..], &["--partial"]].concat());
    assert!(pairs(&partial).contains(&["rewrite", "wire", "partial"]), "{partial}");
    for within in ["192h", "8d", "off"] {
        let report = far.json(&[&scan[..], &["--within", within]].concat());
        assert!(pairs(&report).contains(&["rewrite", "wire", "rewrite"]), "{within}");
    }
    assert_eq!(
        far.ok(&["dedup", "feed.jsonl"]).lines().count(),
        2,
        "the reprint is the earliest; the rewrite stays"
    );
}

#[test]
fn an_unknown_date_excludes_nothing() {
    let report = rewritten("2025-02-01", "one fine day").run(&["scan", "feed.jsonl", "--format", "json"]);
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    assert!(pairs(&report).contains(&["rewrite", "wire", "rewrite"]));
}

#[test]
fn two_articles_are_judged_by_their_dates_as_a_scan_judges_them() {
    let far = rewritten("2025-02-01", "2025-02-09");
    let compare = ["compare", "wire", "rewrite", "--in", "feed.jsonl"];
    assert_eq!(far.run(&compare).code, Some(1));
    assert_eq!(far.run(&[&compare[..], &["--within", "8d"]].concat()).code, Some(0));
    assert!(far.ok(&["explain", "wire", "rewrite", "--in", "feed.jsonl"]).contains("partial, overlap"));

    let recall = |within| {
        let eval = ["eval", "labels.tsv", "feed.jsonl", "--format", "json", "--within", within];
        far.json(&eval)["pairs"]["recall"].as_f64()
    };
    assert_eq!((recall("7d"), recall("8d")), (Some(0.0), Some(1.0)));
}

#[test]
fn a_distance_that_is_none_is_an_error() {
    for within in ["7", "-1d", "soon"] {
        let ended = Place::with_feed().run(&["scan", "feed.jsonl", &format!("--within={within}")]);
        assert_eq!(ended.code, Some(2));
        assert!(ended.stderr.contains("write it as 7d, 36h or off"), "{}", ended.stderr);
    }
}

/// Two prints of one source and, perhaps, one of another; two of a second story by the first source.
fn printed(other: Option<&str>) -> Place {
    let mut lines = vec![
        line("early", "Wire", "2025-02-18", tiny::STORY),
        line("late", "WIRE", "2025-02-19", &tiny::edited()),
        line("sports", "Wire", "2025-02-19", tiny::OTHER),
        line("sports again", "Wire", "2025-02-19", tiny::OTHER),
    ];
    lines.extend(
        other.map(|source| line("other", source, "2025-02-20", &tiny::STORY.replace("said", "says"))),
    );
    Place::new(&[("feed.jsonl", &lines.concat())])
}

#[test]
fn two_articles_of_one_source_meet_through_a_third_only() {
    let scan = ["scan", "feed.jsonl", "--ignore-same-source", "--format", "json"];
    let report = printed(None).json(&scan);
    assert!(pairs(&report).is_empty() && clusters(&report).is_empty());
    for other in ["Herald", ""] {
        let report = printed(Some(other)).json(&scan);
        assert_eq!(clusters(&report), [["early", "late", "other"].into()]);
        assert!(pairs(&report).iter().all(|[a, b, _]| *a == "other" || *b == "other"));
        assert_eq!(pairs(&report).len(), 2);
    }
}

#[test]
fn only_what_two_known_sources_printed_is_reported_and_dropped() {
    let scan = ["scan", "feed.jsonl", "--cross-source-only", "--format", "json"];
    for (other, found) in [(None, 0), (Some(""), 0), (Some("Herald"), 1)] {
        let place = printed(other);
        let report = place.json(&scan);
        assert_eq!(clusters(&report).len(), found, "{other:?}");
        assert_eq!(pairs(&report).len(), 2 * found, "{other:?}");
        let kept = place.ok(&["dedup", "feed.jsonl", "--cross-source-only"]);
        let all = if other.is_some() { 5 } else { 4 };
        assert_eq!(kept.lines().count(), all - 2 * found, "{other:?}");
    }
}

#[test]
fn a_large_group_of_identical_articles_holds_through_other_sources() {
    let source = |n: usize| if n < 20 { "Wire" } else { "Herald" };
    let prints: String = (0..40).map(|n| line(&format!("{n:02}"), source(n), "", tiny::STORY)).collect();
    let edits: String = (0..40).map(|n| line(&format!("e{n:02}"), source(n), "", &tiny::edited())).collect();
    let place = Place::new(&[("prints.jsonl", &prints), ("edits.jsonl", &edits)]);
    let scan = ["scan", "prints.jsonl", "--ignore-same-source", "--format", "json"];
    assert_eq!(clusters(&place.json(&scan))[0].len(), 40);
    assert_eq!(clusters(&place.json(&[&scan[..], &["edits.jsonl"]].concat()))[0].len(), 80);
}
