//! The same articles give the same report, whatever the number of threads and the order of the input.

use serde_json::Value;

use crate::run::{Place, feed};

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let place = Place::with_feed();
    for args in [
        &["scan", "feed.jsonl", "--partial", "--format", "json"][..],
        &["scan", "feed.jsonl"],
        &["scan", "feed.jsonl", "--pairs"],
        &["dedup", "feed.jsonl", "--annotate"],
    ] {
        let one = place.ok(&[args, &["--threads", "1"]].concat());
        for threads in ["2", "7"] {
            assert!(
                place.ok(&[args, &["--threads", threads]].concat()) == one,
                "{args:?} with {threads} threads"
            );
        }
    }
}

/// A report without what depends on the order of the input: where the articles stand, and in which order.
fn without_places(mut report: Value) -> Value {
    let articles = report["articles"].as_array_mut().unwrap();
    articles.sort_by_key(|article| article["id"].as_str().unwrap().to_owned());
    for article in articles {
        article["line"] = Value::Null;
    }
    report
}

#[test]
fn any_order_of_the_input_gives_the_same_report() {
    let place = Place::with_feed();
    let scan = || without_places(place.json(&["scan", "feed.jsonl", "--partial", "--format", "json"]));
    let expected = scan();
    let feed = feed();
    let lines: Vec<&str> = feed.split_inclusive('\n').collect();
    // Steps that are coprime to the number of lines visit each of them once.
    for step in [62, 20, 5] {
        let shuffled: String = (0..lines.len()).map(|i| lines[i * step % lines.len()]).collect();
        assert_ne!(shuffled, feed);
        place.write("feed.jsonl", shuffled);
        assert!(scan() == expected, "with a step of {step}");
    }
}

#[test]
fn articles_in_one_file_or_in_many_give_the_same_clusters() {
    let place = Place::with_feed();
    let clusters =
        |inputs: &[&str]| place.json(&[&["scan", "--format", "json"], inputs].concat())["clusters"].take();
    let feed = feed();
    let (first, second) = feed.split_at(feed.match_indices('\n').nth(30).unwrap().0 + 1);
    place.write("parts/a.jsonl", second);
    place.write("parts/b.ndjson", first);
    assert_eq!(clusters(&["parts"]), clusters(&["feed.jsonl"]));
}
