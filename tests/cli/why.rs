//! `samecopy why`: the pairs between two articles of a cluster.

use serde_json::Value;

use crate::{
    run::{Place, feed},
    tiny::{self, line},
};

const OTHER: &str = "The parliament of Ostland passed its budget on Tuesday by three votes after a night of talks. \
    Finance Minister Jana Kolar said the deficit would fall to 2.9 percent of output next year, and promised no new \
    taxes before the election in May. The opposition called the plan a fairy tale.";

/// A story cut down step by step, so that the first and the last share nothing.
fn steps() -> Place {
    let story = [tiny::STORY, tiny::OTHER, OTHER].join(" ");
    let words: Vec<&str> = story.split(' ').collect();
    let part = |range: std::ops::Range<usize>| words[range].join(" ");
    let quarter = words.len() / 4;
    let lines = [
        line("first", "Wire", "2025-02-18", &part(0..2 * quarter)),
        line("second", "Herald", "2025-02-18", &part(quarter / 2..2 * quarter + quarter / 2)),
        line("third", "Post", "2025-02-19", &part(quarter..3 * quarter)),
        line("fourth", "Portal", "2025-02-19", &part(2 * quarter - quarter / 2..3 * quarter + quarter / 2)),
        line("last", "Blog", "2025-02-20", &part(2 * quarter..4 * quarter)),
        line("alone", "Blog", "2025-02-20", &OTHER.replace("Ostland", "Westland")[..100]),
    ];
    Place::new(&[("feed.jsonl", &lines.concat())])
}

#[test]
fn the_chain_leads_from_the_one_to_the_other_over_pairs_of_the_same_copy() {
    let place = steps();
    let why = place.json(&["why", "first", "last", "feed.jsonl", "--format", "json"]);
    assert_eq!(why["together"], true, "{why}");
    let chain = why["chain"].as_array().unwrap();
    assert!(chain.len() > 1);
    let mut at = &why["articles"][0]["id"];
    assert_eq!(at, "first");
    for (pair, article) in chain.iter().zip(&why["articles"].as_array().unwrap()[1..]) {
        assert_eq!((&pair["a"], &pair["b"]), (at, &article["id"]));
        assert!(["identical", "near-duplicate", "rewrite"].contains(&pair["verdict"].as_str().unwrap()));
        assert!(pair["overlap"].as_f64() >= why["weakest"].as_f64());
        at = &article["id"];
    }
    assert_eq!(at, "last");
    assert!(why["direct"]["overlap"].as_f64() < Some(0.5));

    let text = place.ok(&["why", "first", "last", "--in", "feed.jsonl"]);
    let hops = text.lines().filter(|line| line.trim_start().starts_with('↓')).count();
    assert_eq!(hops, chain.len());
    assert!(text.starts_with("Both are in cluster 1, by "), "{text}");
    for word in ["Wire", "2025-02-20", "days apart", "A and Z by themselves: distinct"] {
        assert!(text.contains(word), "{word} in {text}");
    }
}

#[test]
fn articles_of_different_clusters_and_of_none_have_no_chain() {
    let place = Place::new(&[("feed.jsonl", &feed())]);
    let why = |a, z| -> Value { place.json(&["why", a, z, "feed.jsonl", "--format", "json"]) };
    let apart = why("oil-spill/wire", "ceasefire-talks/wire");
    assert_eq!((&apart["together"], &apart["weakest"]), (&Value::Bool(false), &Value::Null));
    assert_eq!(apart["chain"].as_array().unwrap().len(), 0);
    assert_eq!(apart["articles"].as_array().unwrap().len(), 2);
    assert_eq!(apart["direct"]["verdict"], "distinct");
    let text = |a, z| place.ok(&["why", a, z, "feed.jsonl"]);
    assert!(text("oil-spill/wire", "ceasefire-talks/wire").starts_with("They are in different clusters"));
    assert!(text("oil-spill/wire", "oil-spill/lookalike").contains("and Z in none"));
    assert!(text("oil-spill/lookalike", "oil-spill/followup").starts_with("Neither is in a cluster."));
}

#[test]
fn an_unknown_or_a_single_article_is_an_error() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    let unknown = place.run(&["why", "early", "lat", "feed.jsonl"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stderr.contains("did you mean \"late\"?"), "{}", unknown.stderr);
    let single = place.run(&["why", "early", "early", "feed.jsonl"]);
    assert_eq!(single.code, Some(2));
    assert!(single.stderr.contains("name two different ones"), "{}", single.stderr);
    assert_eq!(place.run(&["why", "early", "late"]).code, Some(2), "no input");
}
