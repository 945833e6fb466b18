//! Titles, ids and sources that would rather steer the terminal than be read.

use serde_json::json;

use crate::{run::Place, tiny};

/// Clears the screen, sets the window's title, rings, links, goes back, reorders the line, breaks it, and smears it.
fn hostile(name: &str) -> String {
    let smear = "\u{301}".repeat(500);
    format!(
        "{name}\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{1b}]8;;http://evil.example\u{1b}\\\r\u{8}\u{202e}lanigiro\
         \u{2066}\u{85}\u{2028}\n\t\u{0}a{smear} <script>alert(1)</script> \u{7f}"
    )
}

fn feed(id: impl Fn(&str) -> String, source: &str) -> String {
    let line = |name: &str, text: &str| {
        let (id, title, date) = (id(name), hostile(name), hostile("2025-02-18"));
        format!(
            "{}\n",
            json!({"id": id, "title": title, "source": source, "date": date, "url": title, "text": text})
        )
    };
    [line("a", tiny::STORY), line("b", &(tiny::edited() + &hostile(" Rain"))), line("c", tiny::OTHER)]
        .concat()
}

#[track_caller]
fn assert_harmless(text: &str) {
    let steers = |c: &char| {
        c.is_control() && *c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}')
    };
    assert_eq!(text.chars().find(steers), None, "{text:?}");
    assert!(!text.contains(&"\u{301}".repeat(100)), "{text:?}");
}

#[test]
fn nothing_that_steers_a_terminal_gets_through() {
    let place = Place::new(&[("feed.jsonl", &feed(hostile, &hostile("Herald")))]);
    place.write(
        "labels.csv",
        format!("id_a,id_b,label\n\"{}\",\"{}\",no\n", hostile("a"), hostile("b")).replace('\0', ""),
    );
    let [a, b] = ["a", "b"].map(|name| hostile(name).replace('\0', ""));
    // A command line cannot hold a zero byte, so that these two go without.
    place.write("named.jsonl", feed(|name| hostile(name).replace('\0', ""), "Herald"));
    for args in [
        &["scan", "feed.jsonl"][..],
        &["scan", "feed.jsonl", "--pairs"],
        &["why", &a, &b, "named.jsonl"],
        &["why", &a, "nobody\u{1b}[2J", "named.jsonl"],
        &["compare", &a, &b, "--in", "named.jsonl"],
        &["explain", &a, &b, "--in", "named.jsonl"],
        &["explain", &a, &b, "--in", "named.jsonl", "--furniture", "--layout", "stacked"],
        &["eval", "labels.csv", "named.jsonl"],
        &["scan", "nowhere\u{1b}[2J"],
    ] {
        let ended = place.run(args);
        assert!(ended.text().len() + ended.stderr.len() > 20, "{args:?} says something");
        assert_harmless(ended.text());
        assert_harmless(&ended.stderr);
    }
}

#[test]
fn a_title_of_a_million_letters_costs_a_line_of_usual_length() {
    let long = "x".repeat(1 << 20);
    let line = |id: &str| {
        format!("{}\n", json!({"id": id, "title": long, "source": long, "date": long, "text": tiny::STORY}))
    };
    let place = Place::new(&[("feed.jsonl", &(line("a") + &line("b")))]);
    for args in [&["scan", "feed.jsonl"][..], &["explain", "a", "b", "--in", "feed.jsonl"]] {
        let longest = place.run(args).text().lines().map(str::len).max();
        assert!(longest.unwrap() < 700, "{longest:?}");
    }
}

#[test]
fn links_are_for_those_who_can_follow_them_and_lead_where_the_article_is() {
    let line = |id: &str, url: &str| {
        format!("{}\n", json!({"id": id, "title": id, "url": url, "text": tiny::STORY}))
    };
    let feed = line("a", "https://wire.example/a") + &line("b", "https://wire.example/\u{1b}\\\u{1b}[2J");
    let place =
        Place::new(&[("feed.jsonl", &feed), ("text/one.txt", tiny::STORY), ("text/two.txt", tiny::STORY)]);
    let scan = |input: &str, args: &[&str], variables: &[(&str, &str)]| {
        let mut command = place.command(&[&["scan", input], args].concat());
        String::from_utf8(command.envs(variables.iter().copied()).output().unwrap().stdout).unwrap()
    };
    let forced = [("FORCE_HYPERLINK", "1")];
    let linked = scan("feed.jsonl", &["--color", "always"], &forced);
    assert!(linked.contains("\u{1b}]8;;https://wire.example/a\u{1b}\\a\u{1b}]8;;\u{1b}\\"), "{linked:?}");
    assert_eq!(linked.matches("\u{1b}]8;;http").count(), 1, "the other address is none: {linked:?}");
    let files = scan("text", &["--color", "always"], &forced);
    assert!(
        files.contains("\u{1b}]8;;file://") && files.contains("/text/one.txt\u{1b}\\text/one.txt\u{1b}]8;;")
    );
    for plain in [scan("feed.jsonl", &["--color", "always"], &[]), scan("feed.jsonl", &[], &forced)] {
        assert!(!plain.contains("\u{1b}]8"), "{plain:?}");
    }
}
