//! Bad input is reported with its place, the rest is processed, and the exit status says so.

use std::fs;

use crate::{run::Place, tiny};

/// Scans a place that holds something bad beside a good feed, and gives back what is said about it.
#[track_caller]
fn problems(place: &Place, inputs: &[&str]) -> Vec<String> {
    place.write("good.jsonl", tiny::feed());
    let ended = place.run(&[&["scan", "good.jsonl"], inputs].concat());
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    assert!(ended.text().contains("1 cluster in "), "the rest is processed: {}", ended.text());
    ended.stderr.lines().map(str::to_owned).collect()
}

#[track_caller]
fn assert_problem(place: &Place, inputs: &[&str], expected: &str) {
    let found = problems(place, inputs);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with(&format!("problem: {expected}")), "{found:#?}");
}

#[test]
fn bad_files_are_named() {
    assert_problem(&Place::new(&[]), &["missing.txt"], "missing.txt: does not exist");
    assert_problem(&Place::new(&[("a.txt", "")]), &["a.txt"], "a.txt: is empty");
    assert_problem(&Place::new(&[("a.txt", " \n\n")]), &["a.txt"], "a.txt: has no text");
    assert_problem(&Place::new(&[("a.txt", "Text\0with NUL.")]), &["a.txt"], "a.txt: looks binary");
    let place = Place::new(&[]);
    place.write("a.txt", b"\xC3\x89t\xC3\xA9, caf\xE9");
    assert_problem(&place, &["a.txt"], "a.txt: is not valid UTF-8 at byte 10");
    fs::create_dir(place.path("empty")).unwrap();
    assert_problem(&place, &["empty"], "empty: holds no articles");
}

#[test]
fn bad_lines_are_numbered() {
    for (line, said) in [
        ("not json", "bad.jsonl:2: is not valid JSON at column 2"),
        ("{\"id\": \"x\"}", "bad.jsonl:2: field \"text\" is missing"),
        ("{\"text\": 7}", "bad.jsonl:2: field \"text\" is a number"),
        ("[1]", "bad.jsonl:2: is an array"),
        ("{\"id\": \"x\", \"text\": \"\"}", "bad.jsonl:2: has no text"),
        (
            "{\"id\": \"x\", \"text\": \"Text.\", \"date\": \"soon\"}",
            "bad.jsonl:2: field \"date\" holds \"soon\"",
        ),
        ("{\"id\": \"one\", \"text\": \"Text.\"}", "bad.jsonl:2: id \"one\" is taken by bad.jsonl:1"),
    ] {
        let place = Place::new(&[]);
        place.write("bad.jsonl", tiny::line("one", "", "", "A text of its own.") + line + "\n");
        assert_problem(&place, &["bad.jsonl"], said);
    }
}

#[cfg(unix)]
#[test]
fn a_directory_loop_is_named_and_not_followed() {
    let place = Place::new(&[("feed/a.txt", tiny::STORY)]);
    std::os::unix::fs::symlink("..", place.path("feed/up")).unwrap();
    place.write("good.jsonl", tiny::feed());
    let ended = place.run(&["scan", "feed"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("feed/up"), "{}", ended.stderr);
}

#[test]
fn an_article_over_the_limit_is_read_where_the_limit_is_raised_as_the_message_says() {
    let place = Place::with_feed();
    place.write("samecopy.toml", "max-article = \"100\"\n");
    let ended = place.run(&["scan", "feed.jsonl"]);
    assert_eq!(ended.code, Some(2));
    let said = "is larger than 100 bytes, the most an article may have; split it or raise the limit with --max-article";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    assert_eq!(place.run(&["scan", "feed.jsonl", "--max-article", "10K"]).stderr, "");
}

#[cfg(unix)]
#[test]
fn files_without_the_right_to_read_or_write_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new(&[("secret.txt", tiny::STORY), ("locked/old", "")]);
    let forbid =
        |name, mode| fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap();
    forbid("secret.txt", 0o000);
    forbid("locked", 0o555);
    if fs::read(place.path("secret.txt")).is_ok() {
        eprintln!("skipped: this user, probably root, may read and write everything");
    } else {
        assert_problem(&place, &["secret.txt"], "secret.txt: may not be read");
        let ended = place.run(&["scan", "good.jsonl", "-o", "locked/new"]);
        assert_eq!(ended.code, Some(2));
        assert!(ended.stderr.contains("cannot write locked/new: the directory locked"), "{}", ended.stderr);
    }
    forbid("locked", 0o755);
}

#[test]
fn articles_shorter_than_a_shingle_are_compared_as_they_are() {
    let texts = ["Talks collapsed.", "Talks collapsed!", "Talks resumed.", "Rain.", "雨", "?"];
    let feed: String = (0..).zip(texts).map(|(i, text)| tiny::line(&format!("{i}"), "", "", text)).collect();
    let place = Place::new(&[("feed.jsonl", &feed)]);
    let report = place.json(&["scan", "feed.jsonl", "--format", "json"]);
    let pairs: Vec<_> =
        report["pairs"].as_array().unwrap().iter().map(|p| (&p["a"], &p["b"], &p["verdict"])).collect();
    assert_eq!(format!("{pairs:?}"), r#"[(String("0"), String("1"), String("identical"))]"#);
}

#[test]
fn many_problems_are_counted_and_all_of_them_are_in_the_json() {
    let place = Place::new(&[("bad.jsonl", &"[]\n".repeat(10_050))]);
    let ended = place.run(&["scan", "bad.jsonl", "--format", "json"]);
    assert_eq!(ended.code, Some(2));
    assert_eq!(ended.stderr.lines().count(), 21);
    assert!(ended.stderr.ends_with("and 10,030 more; `scan --format json` lists them\n"), "{}", ended.stderr);
    let report: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 10_001);
    assert!(errors[10_000]["message"].as_str().unwrap().starts_with("50 more errors"), "{}", errors[10_000]);
    assert!(errors[10_000]["path"].is_null());
}

#[test]
fn what_a_file_name_holds_does_not_steer_the_terminal() {
    let ended = Place::new(&[]).run(&["scan", "a\u{1b}[2Jb.txt"]);
    assert!(ended.stderr.contains("a\u{FFFD}[2Jb.txt: does not exist"), "{:?}", ended.stderr);
}
