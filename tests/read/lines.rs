//! Lines of JSON, good and bad, and giving them back.

use super::*;

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
