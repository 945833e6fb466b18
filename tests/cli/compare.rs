//! `samecopy compare`: verdicts and exit statuses.

use crate::{
    run::{Place, feed, fixture},
    tiny,
};

#[test]
fn the_same_copy_is_exit_0_and_another_copy_is_exit_1() {
    let place = Place::new(&[("a.txt", tiny::STORY), ("b.txt", &tiny::edited()), ("c.txt", tiny::OTHER)]);
    let same = place.run(&["compare", "a.txt", "b.txt"]);
    assert_eq!(same.code, Some(0));
    assert!(same.text().contains("near-duplicate: the same copy"), "{}", same.text());
    let other = place.run(&["compare", "a.txt", "c.txt"]);
    assert_eq!(other.code, Some(1));
    assert!(other.text().contains("distinct: not the same copy"), "{}", other.text());
    assert_eq!(other.stderr, "", "an answer is no trouble");
}

#[test]
fn an_article_is_identical_with_itself_and_with_a_copy_of_its_file() {
    let place = Place::new(&[("a.txt", tiny::STORY), ("sub/a.txt", tiny::STORY)]);
    for other in ["a.txt", "./a.txt", "sub/a.txt", "sub//a.txt"] {
        let scores = place.json(&["compare", "a.txt", other, "--format", "json"]);
        assert_eq!(
            (scores["verdict"].as_str(), scores["overlap"].as_f64()),
            (Some("identical"), Some(1.0)),
            "{other}"
        );
    }
}

#[test]
fn articles_are_found_by_their_ids() {
    let place =
        Place::new(&[("one.jsonl", &tiny::feed()), ("two.jsonl", &tiny::line("far", "", "", tiny::STORY))]);
    let inputs = ["--in", "one.jsonl", "--in", "two.jsonl"];
    let scores = place.json(&[&["compare", "early", "far", "--format", "json"], &inputs[..]].concat());
    assert_eq!((scores["a"].as_str(), scores["b"].as_str()), (Some("early"), Some("far")));
    let unknown = place.run(&[&["compare", "early", "lat"], &inputs[..]].concat());
    assert_eq!((unknown.code, unknown.text()), (Some(2), ""));
    assert_eq!(unknown.stderr.trim(), "error: no article has the id \"lat\"; did you mean \"late\"?");
}

#[test]
fn the_order_of_the_articles_exchanges_the_containments_and_nothing_else() {
    let place = Place::new(&[("a.txt", tiny::STORY), ("b.txt", &tiny::STORY[..300])]);
    let [ab, ba] = [["a.txt", "b.txt"], ["b.txt", "a.txt"]]
        .map(|[a, b]| place.json(&["compare", a, b, "--format", "json"]));
    assert!(ab["containment"]["b_in_a"].as_f64() > ab["containment"]["a_in_b"].as_f64());
    assert_eq!(ab["containment"]["a_in_b"], ba["containment"]["b_in_a"]);
    for field in ["verdict", "overlap", "resemblance", "skip_resemblance", "figures", "names"] {
        assert_eq!(ab[field], ba[field], "{field}");
    }
}

#[test]
fn trouble_is_exit_2_whatever_the_answer_would_be() {
    let place = Place::new(&[("a.txt", tiny::STORY), ("feed.jsonl", &(feed() + "no json\n"))]);
    for args in [
        &["compare", "a.txt", "missing.txt"][..],
        &["compare", "a.txt", "feed.jsonl"],
        &["compare", "oil-spill/wire", "oil-spill/reprint", "--in", "feed.jsonl"],
        &["compare", "a.txt"],
        &["compare", "a.txt", "a.txt", "--threshold", "2"],
        &["compare", "a.txt", "a.txt", "--shingle", "0"],
    ] {
        let ended = place.run(args);
        assert_eq!(ended.code, Some(2), "{args:?}");
        assert!(
            ended.stderr.starts_with("error: ") || ended.stderr.starts_with("problem: "),
            "{}",
            ended.stderr
        );
    }
}

#[test]
fn the_title_of_a_text_file_is_not_compared() {
    let text = std::fs::read_to_string(fixture("text/oil-spill/wire.txt")).unwrap();
    let (_, body) = text.split_once("\n\n").unwrap();
    let place = Place::new(&[("a.txt", &text), ("b.txt", &format!("Another headline\n\n{body}"))]);
    assert!(place.ok(&["compare", "a.txt", "b.txt"]).contains("identical: the same copy"));
}
