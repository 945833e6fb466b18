//! `samecopy.toml`, and `samecopy config`, which tells what is in it.

use serde_json::Value;

use crate::{run::Place, tiny};

/// What `config` says of an option: its value and where that comes from.
#[track_caller]
fn in_force(place: &Place, args: &[&str], key: &str) -> (String, String) {
    let shown = place.ok(&[&["config"], args].concat());
    let line = shown.lines().find(|line| line.split(" =").next() == Some(key));
    let (setting, origin) = line.unwrap_or_else(|| panic!("{key} in {shown}")).split_once('#').unwrap();
    (setting.split_once('=').unwrap().1.trim().to_owned(), origin.trim().to_owned())
}

fn said(value: &str, origin: &str) -> (String, String) {
    (value.to_owned(), origin.to_owned())
}

#[test]
fn the_file_wins_over_defaults_and_the_command_line_over_the_file() {
    let place = Place::new(&[
        ("feed.jsonl", &tiny::feed()),
        ("samecopy.toml", "near-duplicate = 1.0\nno-rewrites = true\n"),
    ]);
    assert!(place.ok(&["scan", "feed.jsonl"]).starts_with("No two of 3 articles"));
    assert!(place.ok(&["scan", "feed.jsonl", "--near-duplicate", "0.5"]).contains("1 cluster"));
    assert!(place.ok(&["scan", "feed.jsonl", "--isolated"]).contains("1 cluster"));
    let options = |args: &[&str]| {
        place.json(&[&["scan", "feed.jsonl", "--format", "json"], args].concat())["options"].clone()
    };
    assert_eq!(options(&[])["rewrites"], Value::Bool(false));
    assert_eq!(
        options(&["--rewrites"])["rewrites"],
        Value::Bool(true),
        "a switch of the file can be turned off"
    );
}

#[test]
fn a_table_holds_for_its_command_only() {
    let place = Place::new(&[
        ("feed.jsonl", &tiny::feed()),
        ("samecopy.toml", "format = \"json\"\n[scan]\npairs = true\nformat = \"text\"\nkeep = \"latest\"\n"),
    ]);
    assert!(place.ok(&["scan", "feed.jsonl"]).starts_with("overlap  verdict"));
    let clusters = place.ok(&["scan", "feed.jsonl", "--no-pairs"]);
    assert_eq!(
        clusters.lines().nth(1).map(|line| line.split_whitespace().take(2).collect()),
        Some(vec!["keep", "late"])
    );
    assert!(place.ok(&["compare", "early", "late", "--in", "feed.jsonl"]).starts_with('{'));
    assert!(place.ok(&["dedup", "feed.jsonl"]).starts_with(r#"{"date":"2025-02-18","id":"early""#));
}

#[test]
fn the_nearest_file_above_is_taken() {
    let place = Place::new(&[("samecopy.toml", "threshold = 0.7\n"), ("deep/er/feed.jsonl", &tiny::feed())]);
    let there = |args: &[&str]| {
        let output = place.command(args).current_dir(place.path("deep/er")).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(there(&["config"]).contains("threshold = 0.7 "));
    assert!(there(&["config"]).contains("# ../../samecopy.toml:1\n"));
    place.write("deep/samecopy.toml", "threshold = 0.8\n");
    assert!(there(&["config"]).contains("# ../samecopy.toml:1\n"));
    assert!(there(&["config", "--config", "../../samecopy.toml"]).contains("threshold = 0.7 "));
    assert!(there(&["config", "--isolated"]).contains("threshold = 0.5 "));
}

#[test]
fn config_says_where_each_value_comes_from() {
    let file =
        "# ours\nthreads = 3\nprefer-source = [\"Wire\", \"Herald \\\"17\\\"\"]\n\n[eval]\nerrors = 5\n";
    let place = Place::new(&[("samecopy.toml", file)]);
    assert_eq!(in_force(&place, &[], "threads"), said("3", "samecopy.toml:2"));
    assert_eq!(in_force(&place, &["--threads", "2"], "threads"), said("2", "command line"));
    assert_eq!(in_force(&place, &[], "errors"), said("5", "samecopy.toml:6"));
    assert_eq!(in_force(&place, &[], "within"), said("\"7d\"", "default"));
    assert_eq!(
        in_force(&place, &[], "prefer-source"),
        said(r#"["Wire","Herald \"17\""]"#, "samecopy.toml:3")
    );
    assert!(place.ok(&["config", "--isolated"]).contains("# threads =  "));
}

#[test]
fn what_config_prints_is_a_file_that_says_the_same() {
    let place = Place::new(&[("samecopy.toml", "within = \"36h\"\nquiet = true\n[scan]\npartial = true\n")]);
    let values = |shown: &str| -> Vec<String> {
        shown.lines().map(|line| line.split('#').next().unwrap().trim().to_owned()).collect()
    };
    let before = place.ok(&["config"]);
    place.write("samecopy.toml", &before);
    assert_eq!(values(&place.ok(&["config"])), values(&before));
}

#[test]
fn all_that_is_wrong_is_said_with_its_line() {
    let file = "\
treshold = 0.6
near_duplicate = 1
threshold = 7
within = 7
text-field = true
keep = \"oldest\"
pairs = \"yes\"
prefer-source = [\"Agence, France\"]
[scan]
color = \"never\"
errors = 3
[sacn]
x = 1
";
    let place = Place::new(&[("samecopy.toml", file), ("feed.jsonl", &tiny::feed())]);
    let ended = place.run(&["scan", "feed.jsonl"]);
    assert_eq!((ended.code, ended.text()), (Some(2), ""));
    let expected = "\
error: samecopy.toml:1: unknown key `treshold`; did you mean `threshold`?
error: samecopy.toml:2: unknown key `near_duplicate`; did you mean `near-duplicate`?
error: samecopy.toml:3: `threshold` is 7: it must be a number from 0 to 1
error: samecopy.toml:4: `within` is \"7\": write it as 7d, 36h or off
error: samecopy.toml:5: `text-field` takes a string, and this is a boolean
error: samecopy.toml:6: `keep` is \"oldest\": it must be earliest or latest or longest or first
error: samecopy.toml:7: `pairs` takes true or false, and this is a string
error: samecopy.toml:8: `prefer-source` cannot have \"Agence, France\" in it: no item may hold `,`
error: samecopy.toml:10: `color` holds for every command; write it above the first table, not into [scan]
error: samecopy.toml:11: `scan` has no option `errors`, but `eval` has
error: samecopy.toml:12: unknown key `sacn`; did you mean `scan`?
";
    assert_eq!(ended.stderr, expected);
}

#[test]
fn a_file_that_is_no_toml_or_not_there_is_an_error() {
    let place = Place::new(&[("samecopy.toml", "threshold = 0.6\n\nkeep = \n")]);
    let ended = place.run(&["config"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.starts_with("error: samecopy.toml:3: "), "{}", ended.stderr);
    let ended = place.run(&["config", "--config", "nowhere.toml"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.starts_with("error: cannot read nowhere.toml: "), "{}", ended.stderr);
    // A shell that starts here asks for these.
    assert!(place.ok(&["completions", "bash"]).contains("complete -F _samecopy"));
}

#[test]
fn what_the_command_line_says_wins_over_what_the_file_says_against_it() {
    let place = Place::new(&[("samecopy.toml", "verbose = true\n"), ("feed.jsonl", &tiny::feed())]);
    assert!(place.run(&["scan", "feed.jsonl"]).stderr.contains("verified"));
    assert_eq!(place.run(&["scan", "feed.jsonl", "--quiet"]).stderr, "");
    place.write("samecopy.toml", "quiet = true\n");
    assert!(place.run(&["scan", "feed.jsonl", "--verbose"]).stderr.contains("verified"));
}

#[test]
fn the_schema_for_editors_is_what_the_options_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/config.schema.json");
    let printed = Place::new(&[]).ok(&["config", "--schema"]);
    if std::env::var_os("SCHEMA").is_some_and(|how| how == "overwrite") {
        std::fs::write(path, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert_eq!(printed, kept, "`SCHEMA=overwrite cargo test --test cli schema_for_editors` writes it anew");
    let validator = jsonschema::validator_for(&serde_json::from_str(&kept).unwrap()).unwrap();
    let holds = |text: &str| validator.is_valid(&serde_json::from_str(text).unwrap());
    assert!(holds(
        r#"{"threshold": 0.6, "keep": "longest", "scan": {"partial": true}, "prefer-source": ["AFP"]}"#
    ));
    for wrong in [
        r#"{"treshold": 0.6}"#,
        r#"{"threshold": 7}"#,
        r#"{"keep": "oldest"}"#,
        r#"{"scan": {"errors": 3}}"#,
        r#"{"scan": {"color": "never"}}"#,
        r#"{"partial": "yes"}"#,
    ] {
        assert!(!holds(wrong), "{wrong}");
    }
}
