//! `samecopy explain`: passages as people and programs see them.

use crate::{run::Place, tiny};

fn place() -> Place {
    Place::new(&[("a.txt", tiny::STORY), ("b.txt", &tiny::edited()), ("c.txt", tiny::OTHER)])
}

/// The bytes of a range in the JSON form.
fn slice<'t>(text: &'t str, range: &serde_json::Value) -> &'t str {
    let at = |end: &str| range[end].as_u64().unwrap() as usize;
    &text[at("start")..at("end")]
}

#[test]
fn runs_are_the_same_words_in_both_texts() {
    let explanation = place().json(&["explain", "a.txt", "b.txt", "--format", "json"]);
    let edited = tiny::edited();
    let mut words = 0;
    for passage in explanation["passages"].as_array().unwrap() {
        for run in passage["runs"].as_array().unwrap() {
            let (a, b) = (slice(tiny::STORY, &run["a"]), slice(&edited, &run["b"]));
            assert_eq!(a, b);
            assert!(slice(tiny::STORY, &passage["a"]).contains(a));
            words += a.split_whitespace().count();
        }
    }
    let all = tiny::STORY.split_whitespace().count();
    assert!(words >= all - "was closed on Saturday".split_whitespace().count() - 2, "{words} of {all}");
}

#[test]
fn matches_stand_in_brackets_without_colours_and_in_none_with_them() {
    let place = place();
    let explain = ["explain", "a.txt", "b.txt", "--width", "1000"];
    let plain = place.ok(&explain);
    assert!(
        plain.contains("[The harbour of Ferran] was closed on Saturday [after the river Wend"),
        "{plain}"
    );
    assert!(!plain.contains('\u{1b}'));
    let coloured = place.ok(&[&explain[..], &["--color", "always"]].concat());
    assert!(coloured.contains("\u{1b}[32mThe harbour of Ferran\u{1b}[0m"), "{coloured:?}");
    assert!(!coloured.replace("\u{1b}[", "").contains('['));
}

#[test]
fn no_line_is_wider_than_asked_for() {
    for (layout, width) in [("side-by-side", 60), ("stacked", 60), ("side-by-side", 140)] {
        let text =
            place().ok(&["explain", "a.txt", "b.txt", "--layout", layout, "--width", &width.to_string()]);
        assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
        assert_eq!(text.contains("A │ "), layout == "stacked");
    }
}

#[test]
fn strangers_share_nothing_and_that_is_no_trouble() {
    let text = place().ok(&["explain", "a.txt", "c.txt"]);
    assert!(text.contains("no passage in common"), "{text}");
}

#[test]
fn control_characters_of_an_article_do_not_reach_the_terminal() {
    let place = Place::new(&[
        ("a.txt", &tiny::STORY.replace("Saturday", "Satur\u{1b}[2Jday")),
        ("b.txt", tiny::STORY),
    ]);
    let text = place.ok(&["explain", "a.txt", "b.txt"]);
    assert!(text.contains('\u{FFFD}') && !text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn what_was_set_aside_is_shown_on_request_and_matches_nothing() {
    let pitch = "Sign up for our newsletter and get the best of the Herald every morning.";
    let [a, b] = [tiny::STORY, tiny::OTHER].map(|text| format!("Share this\n{text}\n{pitch}\n"));
    let place = Place::new(&[("a.txt", &a), ("b.txt", &b), ("c.txt", tiny::STORY)]);
    let text = place.ok(&["explain", "a.txt", "b.txt", "--furniture", "--width", "200"]);
    assert!(text.contains("no passage in common"), "{text}");
    assert!(text.contains("set aside in A as page furniture: 1 line\n"), "{text}");
    assert!(text.contains("\n  Sign up for our newsletter and get the best"), "{text}");
    let none = place.ok(&["explain", "c.txt", "b.txt", "--furniture"]);
    assert!(none.contains("set aside in A: nothing"), "{none}");
    assert!(!place.ok(&["explain", "a.txt", "b.txt"]).contains("set aside"));

    let explanation = place.json(&["explain", "a.txt", "c.txt", "--format", "json"]);
    let (set_aside, body) = (&explanation["furniture"]["a"], a.strip_prefix("Share this\n").unwrap());
    assert_eq!(slice(body, &set_aside[0]), pitch.trim_end_matches('.'));
    assert_eq!(explanation["furniture"]["b"].as_array().unwrap().len(), 0);
}

#[test]
fn what_many_articles_repeat_is_set_aside_among_them_only() {
    let notice = "Our reporters read every letter, and the editor answers one of them on Fridays.";
    let body = |n: usize| {
        let text = if n == 0 { tiny::STORY.to_owned() } else { format!("Item {n}. {}", tiny::OTHER) };
        format!("{text}\n{notice}\nMatter {n} ends the day of the town of number {n}, as was told.")
    };
    let lines: String = (0..8).map(|n| tiny::line(&n.to_string(), "", "", &body(n))).collect();
    let place = Place::new(&[("feed.jsonl", &lines), ("a.txt", &body(0)), ("b.txt", &body(1))]);
    let among = place.ok(&["explain", "0", "1", "--in", "feed.jsonl", "--furniture"]);
    assert!(among.contains("\n  Our reporters read every letter"), "{among}");
    assert!(place.ok(&["explain", "a.txt", "b.txt", "--furniture"]).contains("set aside in A: nothing"));
}
