//! What a user sees of reading: the articles, their places, and what is said about bad input.
#![allow(clippy::print_stderr, reason = "a test that skips itself says so")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use proptest::prelude::*;
use samecopy::read::{FieldNames, Input, Problems, ReadOptions, Reading, read};
use tempfile::TempDir;

/// A directory of files for one test.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let directory = Self(TempDir::new().unwrap());
        for (name, bytes) in files {
            let path = directory.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        directory
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, names: &[&str]) -> Reading {
        self.read_with(names, &ReadOptions::default())
    }

    fn read_with(&self, names: &[&str], options: &ReadOptions) -> Reading {
        let inputs: Vec<Input> = names.iter().map(|name| Input::new(self.path(name))).collect();
        read(&inputs, options, &mut "not asked for".as_bytes())
    }

    /// A text with this directory's own path taken out.
    fn relative(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.path().display()), "")
    }

    fn ids(&self, reading: &Reading) -> Vec<String> {
        reading.articles.iter().map(|article| self.relative(&article.id)).collect()
    }

    fn problems(&self, reading: &Reading) -> Vec<String> {
        reading.problems.listed().iter().map(|problem| self.relative(&problem.to_string())).collect()
    }
}

/// Reads one file of JSON Lines.
fn lines(bytes: &[u8]) -> (Files, Reading) {
    lines_with(bytes, &ReadOptions::default())
}

fn lines_with(bytes: &[u8], options: &ReadOptions) -> (Files, Reading) {
    let files = Files::new(&[("feed.jsonl", bytes)]);
    let reading = files.read_with(&["feed.jsonl"], options);
    (files, reading)
}

/// The only problem, which has to start with `path` and contain every other part.
#[track_caller]
fn assert_one_problem(problems: &[String], place: &str, parts: &[&str]) {
    let [problem] = problems else { panic!("one problem expected: {problems:#?}") };
    assert!(problem.starts_with(&format!("{place}: ")), "{problem}");
    for part in parts {
        assert!(problem.contains(part), "{part:?} is not in {problem:?}");
    }
}

fn stdin(bytes: &[u8]) -> Reading {
    let mut bytes = bytes;
    read(&[Input::new("-")], &ReadOptions::default(), &mut bytes)
}

fn raw(reading: &Reading) -> Vec<Vec<u8>> {
    let mut raw = reading.raw_bytes();
    reading.places.iter().map(|place| raw.get(place).unwrap().to_vec()).collect()
}

#[test]
fn all_fields_of_a_line_are_read() {
    let line = br#"{"id":"a","title":"T","text":"Body.","source":"S","date":"2025-02-18","url":"http://x/1","n":[{}]}"#;
    let (files, reading) = lines(line);
    assert_eq!(files.problems(&reading), [""; 0]);
    let article = &reading.articles[0];
    let read = [&article.id, &article.title, &article.text, &article.source, &article.url];
    assert_eq!(read, ["a", "T", "Body.", "S", "http://x/1"]);
    assert_eq!(article.published.as_ref().unwrap().instant.to_string(), "2025-02-18T00:00:00Z");
}

#[test]
fn the_preferred_name_wins_wherever_it_stands_and_null_is_missing() {
    let (_files, reading) = lines(
        br#"{"body":"second","text":"first"}
{"text":"first","body":"second"}
{"text":null,"body":"second","content":"third"}
{"text":"old","text":"new"}
"#,
    );
    let texts: Vec<_> = reading.articles.iter().map(|article| article.text.as_str()).collect();
    assert_eq!(texts, ["first", "first", "second", "new"]);
}

#[test]
fn one_field_may_play_two_parts() {
    let mut options = ReadOptions::default();
    options.fields.id = FieldNames::exactly("url");
    let (_files, reading) = lines_with(br#"{"text":"Body.","url":"http://x/1"}"#, &options);
    assert_eq!((&*reading.articles[0].id, &*reading.articles[0].url), ("http://x/1", "http://x/1"));
}

#[test]
fn integers_are_ids_and_lines_without_an_id_are_named_by_their_place() {
    let (files, reading) = lines(
        b"{\"id\":18446744073709551615,\"text\":\"a\"}\n\n{\"text\":\"b\"}\n{\"id\":-3,\"text\":\"c\"}\n",
    );
    assert_eq!(files.ids(&reading), ["18446744073709551615", "feed.jsonl:3", "-3"]);
    assert!(reading.problems.is_empty());
}

#[test]
fn an_id_that_was_asked_for_and_is_missing_is_reported_and_the_article_kept() {
    let mut options = ReadOptions::default();
    options.fields.id = FieldNames::exactly("key");
    for line in [&br#"{"id":"a","text":"Body."}"#[..], br#"{"key":" ","text":"Body."}"#] {
        let (files, reading) = lines_with(line, &options);
        assert_eq!(files.ids(&reading), ["feed.jsonl:1"]);
        assert_one_problem(
            &files.problems(&reading),
            "feed.jsonl:1",
            &["field \"key\" is missing", "--id-field"],
        );
    }
}

#[test]
fn a_missing_text_is_reported_with_its_line_and_field() {
    let (files, reading) = lines(b"{\"text\":\"a\"}\n{\"id\":\"b\"}\n{\"text\":\"c\"}\n");
    assert_eq!(reading.articles.len(), 2);
    assert_one_problem(
        &files.problems(&reading),
        "feed.jsonl:2",
        &["field \"text\" is missing", "\"body\"", "--text-field"],
    );
    let problem = &reading.problems.listed()[0];
    assert_eq!((problem.line, problem.field.as_deref()), (Some(2), Some("text")));
    let json = serde_json::to_value(problem).unwrap();
    assert_eq!(json["line"], 2);
    assert_eq!(json["field"], "text");
    assert!(json["path"].as_str().unwrap().ends_with("feed.jsonl"));
    assert!(json["message"].as_str().unwrap().starts_with("field \"text\" is missing"));
}

#[test]
fn a_text_of_the_wrong_type_is_reported_and_its_line_left_out() {
    for (value, kind) in [
        ("3", "a number"),
        ("3.5", "a number"),
        ("true", "true or false"),
        ("[1,[2]]", "an array"),
        (r#"{"a":{"b":1}}"#, "an object"),
    ] {
        let (files, reading) = lines(format!("{{\"text\":{value}}}\n{{\"text\":\"good\"}}").as_bytes());
        assert_eq!(files.ids(&reading), ["feed.jsonl:2"]);
        let expected = format!("field \"text\" is {kind}, expected a string");
        assert_one_problem(&files.problems(&reading), "feed.jsonl:1", &[&expected]);
    }
}

#[test]
fn another_field_of_the_wrong_type_is_reported_and_the_article_kept() {
    for (field, expected) in [
        ("id", "a string or a whole number"),
        ("title", "a string"),
        ("source", "a string"),
        ("url", "a string"),
        ("date", "a string such as"),
    ] {
        let (files, reading) = lines(format!("{{\"text\":\"Body.\",\"{field}\":1.5}}").as_bytes());
        assert_eq!(files.ids(&reading), ["feed.jsonl:1"]);
        let expected = format!("field \"{field}\" is a number, expected {expected}");
        assert_one_problem(&files.problems(&reading), "feed.jsonl:1", &[&expected]);
    }
}

#[test]
fn an_unreadable_date_is_reported_and_the_article_kept() {
    let (files, reading) = lines(br#"{"text":"Body.","published_at":"yesterday"}"#);
    assert_eq!(reading.articles[0].published, None);
    assert_one_problem(
        &files.problems(&reading),
        "feed.jsonl:1",
        &["field \"published_at\" holds \"yesterday\", which is no date", "2025-02-18"],
    );
}

#[test]
fn empty_fields_other_than_the_text_are_as_good_as_missing() {
    let (files, reading) = lines(br#"{"id":"","text":"Body.","date":"","title":" ","source":""}"#);
    assert_eq!(files.ids(&reading), ["feed.jsonl:1"]);
    assert!(reading.problems.is_empty());
}

#[test]
fn a_line_that_is_not_json_is_reported_with_its_column() {
    for (line, parts) in [
        (&br#"{"text":"a",}"#[..], &["not valid JSON at column 13", "trailing comma"][..]),
        (br#"{"text":"a"} x"#, &["not valid JSON at column 14", "trailing characters"]),
        (br#"{"text":"a"#, &["not valid JSON", "EOF"]),
        (br#"{"text":"\ud800"}"#, &["not valid JSON", "hex escape"]),
        (b"hello", &["not valid JSON at column 1"]),
    ] {
        let bytes = [line, b"\n{\"text\":\"good\"}\n"].concat();
        let (files, reading) = lines(&bytes);
        assert_eq!(files.ids(&reading), ["feed.jsonl:2"]);
        assert_one_problem(&files.problems(&reading), "feed.jsonl:1", parts);
        assert!(!files.problems(&reading)[0].contains("at line"), "the column is told once");
    }
}

#[test]
fn a_line_that_is_no_object_is_reported() {
    for (line, kind) in [
        ("[{\"text\":\"a\"}]", "is an array"),
        ("\"a\"", "is a string"),
        (" 7", "is a number"),
        ("null", "is null"),
        ("true", "is true or false"),
    ] {
        let (files, reading) = lines(line.as_bytes());
        assert!(reading.articles.is_empty());
        assert_one_problem(&files.problems(&reading), "feed.jsonl:1", &[kind, "expected an object"]);
    }
}

#[test]
fn a_line_of_invalid_utf8_is_reported_and_left_out() {
    let (files, reading) = lines(b"{\"text\":\"a\"}\n{\"text\":\"\xE9t\xE9\"}\n{\"text\":\"c\"}\n");
    assert_eq!(files.ids(&reading), ["feed.jsonl:1", "feed.jsonl:3"]);
    assert_one_problem(&files.problems(&reading), "feed.jsonl:2", &["not valid UTF-8 at column 10"]);
}

#[test]
fn an_article_without_text_is_kept_and_reported() {
    let (files, reading) = lines(b"{\"text\":\"\"}\n{\"text\":\" \\n\"}\n");
    assert_eq!(reading.articles.len(), 2);
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("feed.jsonl:1: has no text"), "{problems:?}");
    assert!(problems[1].starts_with("feed.jsonl:2: has no text"), "{problems:?}");

    let files = Files::new(&[("a.txt", b" \n\n")]);
    let reading = files.read(&["a.txt"]);
    assert_eq!(reading.articles.len(), 1);
    assert_one_problem(&files.problems(&reading), "a.txt", &["has no text"]);
}

#[test]
fn nul_in_a_json_string_is_text_and_in_a_text_file_looks_binary() {
    let (_files, reading) = lines(br#"{"text":"a\u0000b"}"#);
    assert_eq!(reading.articles[0].text, "a\0b");
    let files = Files::new(&[("a.txt", b"\x89PNG\0\0"), ("b.txt", b"good")]);
    let reading = files.read(&["a.txt", "b.txt"]);
    assert_eq!(files.ids(&reading), ["b.txt"]);
    assert_one_problem(&files.problems(&reading), "a.txt", &["looks binary"]);
}

#[test]
fn lines_are_given_back_byte_for_byte() {
    let given: &[u8] = b"\xEF\xBB\xBF{\"text\":\"a\"}\r\n \t\r\n  {\"text\" : \"\\u0062\"} \nbad\n\xEF\xBB\xBF{\"text\":\"c\"}";
    let expected = ["{\"text\":\"a\"}\r", "  {\"text\" : \"\\u0062\"} ", "{\"text\":\"c\"}"];
    let (_files, from_file) = lines(given);
    let from_stdin = stdin(given);
    for reading in [from_file, from_stdin] {
        assert_eq!(raw(&reading), expected.map(|line| line.as_bytes().to_vec()));
        assert_eq!(
            reading.places.iter().map(|place| place.line).collect::<Vec<_>>(),
            [Some(1), Some(3), Some(5)]
        );
        let mut written = Vec::new();
        let mut raw = reading.raw_bytes();
        for place in &reading.places {
            raw.write_line(place, &mut written).unwrap();
        }
        assert_eq!(String::from_utf8(written).unwrap(), expected.join("\n") + "\n");
    }
}

#[test]
fn lines_of_several_files_are_given_back_in_any_order() {
    let files = Files::new(&[
        ("a.jsonl", b"{\"text\":\"1\"}\n{\"text\":\"2\"}\n"),
        ("b.jsonl", b"{\"text\":\"3\"}\n"),
        ("c.txt", b"4\n"),
    ]);
    let reading = files.read(&["a.jsonl", "b.jsonl", "c.txt"]);
    let mut raw = reading.raw_bytes();
    for (index, expected) in [
        (3, "4\n"),
        (1, "{\"text\":\"2\"}"),
        (2, "{\"text\":\"3\"}"),
        (0, "{\"text\":\"1\"}"),
        (1, "{\"text\":\"2\"}"),
    ] {
        assert_eq!(raw.get(&reading.places[index]).unwrap(), expected.as_bytes());
    }
    assert!(reading.path(&reading.places[3]).ends_with("c.txt"));
}

#[test]
fn a_file_that_changed_since_it_was_read_is_not_given_back() {
    let (files, reading) = lines(b"{\"text\":\"a\"}\n");
    fs::write(files.path("feed.jsonl"), "{\"text\":\"another\"}\n").unwrap();
    let error = reading.raw_bytes().get(&reading.places[0]).unwrap_err().to_string();
    assert!(files.relative(&error).starts_with("feed.jsonl: has changed"), "{error}");
}

#[test]
fn a_text_file_is_one_article_named_by_its_path() {
    let files = Files::new(&[
        ("a.txt", b"Talks collapse\n\nThe body.\nIt goes on.\n"),
        ("b", b"\xEF\xBB\xBFOnly a body.\n"),
    ]);
    let reading = files.read(&["a.txt", "b"]);
    assert_eq!(files.ids(&reading), ["a.txt", "b"]);
    assert_eq!(reading.articles[0].title, "Talks collapse");
    assert_eq!(reading.articles[0].text, "The body.\nIt goes on.\n");
    assert_eq!(reading.articles[1].text, "Only a body.\n");
    assert_eq!(reading.places[1].line, None);
}

#[test]
fn standard_input_is_lines_or_one_text() {
    let reading = stdin(b"\n  {\"text\":\"a\"}\n{\"text\":\"b\"}\n");
    assert_eq!(reading.articles.iter().map(|article| &*article.id).collect::<Vec<_>>(), ["-:2", "-:3"]);
    let reading = stdin(b"Just a text. {\"text\":1}");
    assert_eq!((&*reading.articles[0].id, &*reading.articles[0].text), ("-", "Just a text. {\"text\":1}"));
    assert_eq!(stdin(b"").problems.listed()[0].to_string(), "-: is empty; fill it in or leave it out");
}

#[test]
fn standard_input_is_read_once_however_often_it_is_named() {
    let reading = read(&[Input::Stdin, Input::new("-")], &ReadOptions::default(), &mut "A text.".as_bytes());
    assert_eq!(reading.articles.len(), 1);
    assert!(reading.problems.is_empty());
}

#[test]
fn the_content_decides_where_the_name_says_nothing() {
    let files = Files::new(&[
        ("feed.json", b"\xEF\xBB\xBF \n{\"text\":\"a\"}"),
        ("feed", b"{\"text\":\"b\"}"),
        ("story.html", b"A text."),
        ("braces.txt", b"{curly}"),
        ("FEED.JSONL", b"bad\n"),
    ]);
    let reading = files.read(&["feed.json", "feed", "story.html", "braces.txt", "FEED.JSONL"]);
    assert_eq!(files.ids(&reading), ["feed.json:2", "feed:1", "story.html", "braces.txt"]);
    assert_one_problem(&files.problems(&reading), "FEED.JSONL:1", &["not valid JSON"]);
}

#[test]
fn utf16_is_decoded_by_its_byte_order_mark() {
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let line = "{\"id\":\"a\",\"text\":\"Été 🌍\"}";
    let files = Files::new(&[
        ("a.txt", &utf16("Été 🌍", u16::to_le_bytes)),
        ("b.txt", &utf16("Été 🌍", u16::to_be_bytes)),
        ("c.jsonl", &utf16(&format!("bad\r\n{line}\r\n"), u16::to_le_bytes)),
        ("d.json", &utf16(&line.replace("\"a\"", "\"d\""), u16::to_be_bytes)),
    ]);
    let reading = files.read(&["a.txt", "b.txt", "c.jsonl", "d.json"]);
    assert_eq!(files.ids(&reading), ["a.txt", "b.txt", "a", "d"]);
    assert!(reading.articles.iter().all(|article| article.text == "Été 🌍"));
    assert_one_problem(&files.problems(&reading), "c.jsonl:1", &["not valid JSON"]);
    assert_eq!(raw(&reading)[2], format!("{line}\r").as_bytes(), "lines come back in UTF-8");
}

#[test]
fn texts_that_cannot_be_decoded_are_reported_with_the_byte() {
    let files =
        Files::new(&[("a.txt", b"caf\xE9"), ("b.txt", b"\xFF\xFEa\0\x00\xD8"), ("c.txt", b"\xFF\xFE\0\0")]);
    let reading = files.read(&["a.txt", "b.txt", "c.txt"]);
    assert!(reading.articles.is_empty());
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("a.txt: is not valid UTF-8 at byte 3; convert"), "{problems:?}");
    assert!(problems[1].starts_with("b.txt: is not valid UTF-16 at byte 4; convert"), "{problems:?}");
    assert!(problems[2].starts_with("c.txt: looks binary"), "{problems:?}");
}

#[test]
fn broken_utf16_in_one_line_does_not_lose_the_others() {
    let mut bytes: Vec<u8> = b"\xFF\xFE".to_vec();
    bytes.extend("{\"text\":\"".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.extend(0xD800_u16.to_le_bytes());
    bytes.extend("\"}\n{\"text\":\"b\"}\n".encode_utf16().flat_map(u16::to_le_bytes));
    let (files, reading) = lines(&bytes);
    assert_eq!(reading.articles.len(), 2);
    assert_one_problem(&files.problems(&reading), "feed.jsonl", &["not valid UTF-16 at byte 20"]);
}

#[test]
fn a_directory_is_read_in_the_order_of_its_paths() {
    let files = Files::new(&[
        ("feed/b.txt", b"b"),
        ("feed/a/z.ndjson", b"{\"text\":\"z1\"}\n{\"text\":\"z2\"}"),
        ("feed/a/y.md", b"y"),
        ("feed/c.text", b"c"),
        ("feed/picture.png", b"\0"),
        ("feed/README", b"left out"),
        ("feed/.hidden.txt", b"hidden"),
        ("feed/.git/config.txt", b"hidden"),
    ]);
    let reading = files.read(&["feed//"]);
    assert_eq!(
        files.ids(&reading),
        ["feed/a/y.md", "feed/a/z.ndjson:1", "feed/a/z.ndjson:2", "feed/b.txt", "feed/c.text"]
    );
    assert_eq!(reading.left_out, 2);
    assert!(reading.problems.is_empty());
}

#[test]
fn a_directory_without_articles_is_reported() {
    let files = Files::new(&[("feed/picture.png", b"\0")]);
    let reading = files.read(&["feed"]);
    assert_one_problem(&files.problems(&reading), "feed", &["holds no articles", ".jsonl"]);
}

#[test]
fn a_missing_file_is_reported_and_the_rest_is_read() {
    let files = Files::new(&[("a.txt", b"a"), ("b.txt", b"b")]);
    let reading = files.read(&["a.txt", "missing.txt", "b.txt"]);
    assert_eq!(files.ids(&reading), ["a.txt", "b.txt"]);
    assert_one_problem(&files.problems(&reading), "missing.txt", &["does not exist", "spelling"]);
}

#[test]
fn empty_files_are_reported() {
    let files = Files::new(&[("a.txt", b""), ("b.jsonl", b""), ("c.jsonl", b"\n \n")]);
    let reading = files.read(&["a.txt", "b.jsonl", "c.jsonl"]);
    assert!(reading.articles.is_empty());
    let places: Vec<String> =
        files.problems(&reading).iter().map(|problem| problem[..17].to_owned()).collect();
    assert_eq!(places, ["a.txt: is empty; ", "b.jsonl: is empty", "c.jsonl: is empty"]);
}

#[test]
fn the_second_of_two_articles_with_one_id_is_reported_with_both_places() {
    let files = Files::new(&[
        ("a.jsonl", b"{\"id\":\"x\",\"text\":\"first\"}\n{\"id\":\"y\",\"text\":\"other\"}\n"),
        ("b.jsonl", b"\n{\"id\":\"x\",\"text\":\"second\"}\n{\"id\":\"z\",\"text\":\"last\"}"),
    ]);
    let reading = files.read(&["a.jsonl", "b.jsonl"]);
    assert_eq!(files.ids(&reading), ["x", "y", "z"]);
    assert_eq!(reading.articles[0].text, "first");
    assert_eq!(raw(&reading)[2], b"{\"id\":\"z\",\"text\":\"last\"}");
    assert_one_problem(
        &files.problems(&reading),
        "b.jsonl:2",
        &["id \"x\" is taken", "a.jsonl:1", "left out"],
    );
}

#[test]
fn an_article_over_the_limit_is_reported() {
    let options = ReadOptions { max_article_bytes: 100, ..ReadOptions::default() };
    let long = "x".repeat(120);
    // The second line is longer than a block, the fourth is not.
    let feed = format!(
        "{{\"text\":\"a\"}}\n{}\n{{\"text\":\"b\"}}\n{long}\n{{\"text\":\"c\"}}\n",
        "x".repeat(20 << 20)
    );
    let files = Files::new(&[
        ("feed.jsonl", feed.as_bytes()),
        ("long.txt", long.as_bytes()),
        ("fits.txt", &long.as_bytes()[..100]),
    ]);
    let reading = files.read_with(&["feed.jsonl", "long.txt", "fits.txt"], &options);
    assert_eq!(files.ids(&reading), ["feed.jsonl:1", "feed.jsonl:3", "feed.jsonl:5", "fits.txt"]);
    let problems = files.problems(&reading);
    let expected = "is larger than 100 bytes, the most an article may have; split it or raise the limit";
    assert_eq!(
        problems,
        ["feed.jsonl:2", "feed.jsonl:4", "long.txt"].map(|place| format!("{place}: {expected}"))
    );
    assert_eq!(raw(&reading)[1], b"{\"text\":\"b\"}");
}

#[test]
fn lines_across_many_blocks_keep_their_order_and_their_bytes() {
    let body = "word ".repeat(200);
    let feed: String = (0..30_000).map(|n| format!("{{\"id\":{n},\"text\":\"{n} {body}\"}}\n")).collect();
    let (_files, reading) = lines(feed.as_bytes());
    assert_eq!(reading.articles.len(), 30_000);
    assert!(reading.articles.iter().enumerate().all(|(n, article)| article.id == n.to_string()));
    let raw = raw(&reading);
    assert!(raw.iter().zip(feed.lines()).all(|(raw, line)| raw == line.as_bytes()));
}

#[test]
fn problems_beyond_the_cap_are_counted() {
    let (_files, reading) = lines("bad\n".repeat(Problems::LISTED + 5).as_bytes());
    assert_eq!(reading.problems.listed().len(), Problems::LISTED);
    assert_eq!(reading.problems.unlisted(), 5);
    assert_eq!(reading.problems.listed().last().unwrap().line, Some(Problems::LISTED as u64));
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_file_that_is_reached_twice_is_read_once() {
        let files = Files::new(&[("feed/a.txt", b"a")]);
        symlink(files.path("feed/a.txt"), files.path("feed/b.txt")).unwrap();
        let reading = files.read(&["feed", "feed/a.txt", "feed/../feed/b.txt"]);
        assert_eq!(files.ids(&reading), ["feed/a.txt"]);
        assert!(reading.problems.is_empty());
    }

    #[test]
    fn a_directory_loop_is_reported_and_the_rest_is_read() {
        let files = Files::new(&[("feed/a/x.txt", b"x"), ("feed/b.txt", b"b")]);
        symlink(files.path("feed"), files.path("feed/a/loop")).unwrap();
        let reading = files.read(&["feed"]);
        assert_eq!(files.ids(&reading), ["feed/a/x.txt", "feed/b.txt"]);
        assert_one_problem(
            &files.problems(&reading),
            "feed/a/loop",
            &["is a link back to feed,", "remove the link"],
        );
    }

    #[test]
    fn links_to_other_directories_are_followed() {
        let files = Files::new(&[("feed/a.txt", b"a"), ("elsewhere/b.txt", b"b")]);
        symlink(files.path("elsewhere"), files.path("feed/link")).unwrap();
        assert_eq!(files.ids(&files.read(&["feed"])), ["feed/a.txt", "feed/link/b.txt"]);
    }

    #[test]
    fn a_link_to_nothing_is_reported_unless_it_is_hidden() {
        let files = Files::new(&[("feed/a.txt", b"a")]);
        symlink(files.path("nothing"), files.path("feed/dangling.txt")).unwrap();
        symlink(files.path("nothing"), files.path("feed/.#lock.txt")).unwrap();
        let reading = files.read(&["feed"]);
        assert_eq!(files.ids(&reading), ["feed/a.txt"]);
        assert_one_problem(
            &files.problems(&reading),
            "feed/dangling.txt",
            &["is a link to something that does not exist"],
        );
    }

    #[test]
    fn a_link_to_itself_is_reported() {
        let files = Files::new(&[("a.txt", b"a")]);
        symlink(files.path("self.txt"), files.path("self.txt")).unwrap();
        let reading = files.read(&["self.txt", "a.txt"]);
        assert_eq!(files.ids(&reading), ["a.txt"]);
        assert_one_problem(&files.problems(&reading), "self.txt", &["cannot be read"]);
    }

    #[test]
    fn what_may_not_be_read_is_reported_and_the_rest_is_read() {
        let files = Files::new(&[("feed/a.txt", b"a"), ("feed/b/c.txt", b"c"), ("feed/d.txt", b"d")]);
        for name in ["feed/a.txt", "feed/b"] {
            fs::set_permissions(files.path(name), fs::Permissions::from_mode(0o000)).unwrap();
        }
        if fs::File::open(files.path("feed/a.txt")).is_ok() {
            eprintln!("skipped: this user, probably root, may read everything");
            return;
        }
        let reading = files.read(&["feed"]);
        assert_eq!(files.ids(&reading), ["feed/d.txt"]);
        let mut problems = files.problems(&reading);
        problems.sort();
        assert!(problems[0].starts_with("feed/a.txt: may not be read"), "{problems:?}");
        assert!(problems[1].starts_with("feed/b: may not be read"), "{problems:?}");
        fs::set_permissions(files.path("feed/b"), fs::Permissions::from_mode(0o700)).unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_fails_while_it_is_read_is_reported() {
        // The memory of a process opens like a regular file, and its first page cannot be read.
        let files = Files::new(&[("a.txt", b"a")]);
        let inputs = [Input::new("/proc/self/mem"), Input::new(files.path("a.txt"))];
        let reading = read(&inputs, &ReadOptions::default(), &mut "".as_bytes());
        assert_eq!(files.ids(&reading), ["a.txt"]);
        assert_one_problem(&files.problems(&reading), "/proc/self/mem", &["cannot be read"]);
    }

    #[test]
    fn a_pipe_is_kept_so_that_its_lines_can_be_given_back() {
        let (reader, mut writer) = std::io::pipe().unwrap();
        let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&reader));
        if !Path::new(&path).exists() {
            eprintln!("skipped: no /dev/fd here");
            return;
        }
        std::io::Write::write_all(&mut writer, b"{\"text\":\"a\"}\n").unwrap();
        drop(writer);
        let reading = read(&[Input::new(&path)], &ReadOptions::default(), &mut "".as_bytes());
        assert_eq!(raw(&reading), [b"{\"text\":\"a\"}"]);
    }
}

/// Bytes that come close to what is expected: lines with parts of JSON, marks and line ends in any order.
fn almost_json_lines() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        Just(b"{\"text\":\"a\"}".to_vec()),
        Just(b"{\"id\":1,\"text\":\"\\u00e9\"}".to_vec()),
        Just(b"{\"id\":\"".to_vec()),
        Just(b"\"date\":\"x\",".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\xEF\xBB\xBF".to_vec()),
        Just(b"\xFF\xFE".to_vec()),
        Just(b" ".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_and_given_back_from_a_file(bytes in almost_json_lines(), name in "[ab]\\.(txt|jsonl|x)") {
        let files = Files::new(&[(&name, &bytes)]);
        let reading = files.read(&[&name]);
        assert_places_are_of(&reading, &bytes)?;
    }

    #[test]
    fn any_bytes_are_read_and_given_back_from_standard_input(bytes in almost_json_lines()) {
        assert_places_are_of(&stdin(&bytes), &bytes)?;
    }
}

fn assert_places_are_of(reading: &Reading, bytes: &[u8]) -> Result<(), TestCaseError> {
    prop_assert_eq!(reading.articles.len(), reading.places.len());
    prop_assert!(
        !reading.articles.is_empty() || !reading.problems.is_empty(),
        "nothing is lost without a word"
    );
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let mut end = 0;
    for (raw, place) in raw(reading).iter().zip(&reading.places) {
        prop_assert!(place.bytes.start >= end, "places are in order and apart");
        end = place.bytes.end;
        if !(utf16 && place.line.is_some()) {
            prop_assert_eq!(raw, &bytes[place.bytes.start as usize..end as usize]);
        }
        if let Some(line) = place.line {
            prop_assert!(!raw.contains(&b'\n'));
            let before = bytes[..place.bytes.start as usize].iter().filter(|&&byte| byte == b'\n').count();
            prop_assert!(utf16 || line == before as u64 + 1);
        }
    }
    Ok(())
}
