//! Arrays, objects around arrays, JSON Feed.

use super::*;

#[test]
fn an_array_is_read_like_lines_and_its_elements_are_given_back() {
    let array = "\u{FEFF} [\n  {\"id\": \"a\", \"text\": \"One, [two] {three} \\\" four.\"} ,\n\n  { \"id\":\"b\",\"body\":\"Two.\",\"n\":[{},[]] }\n]\n";
    for name in ["feed.json", "feed"] {
        let files = Files::new(&[(name, array.as_bytes())]);
        let reading = files.read(&[name]);
        assert_eq!(files.problems(&reading), [""; 0]);
        assert_eq!(files.ids(&reading), ["a", "b"]);
        assert_eq!(reading.articles[0].text, "One, [two] {three} \" four.");
        assert_eq!(reading.places.iter().map(|place| place.line).collect::<Vec<_>>(), [Some(2), Some(4)]);
        assert_eq!(raw(&reading)[1], b"{ \"id\":\"b\",\"body\":\"Two.\",\"n\":[{},[]] }");
    }
    assert_eq!(stdin(array.as_bytes()).articles.len(), 2);
}

#[test]
fn elements_on_one_line_have_different_ids() {
    let elements = r#"{"title":"A","text":"A."},{"id":"b","text":"B."},{"text":7},{"text":"D."}"#;
    for (text, line) in [
        (format!("[{elements}]"), 1),
        (format!("{{\"articles\":[{elements}]}}"), 1),
        (format!("{{\n\"articles\": [{elements}]\n}}"), 2),
    ] {
        let files = Files::new(&[("feed.json", text.as_bytes())]);
        let reading = files.read(&["feed.json"]);
        let ids = [format!("feed.json:{line}"), "b".to_owned(), format!("feed.json:{line}#4")];
        assert_eq!(files.ids(&reading), ids, "{text}");
        assert_one_problem(
            &files.problems(&reading),
            &format!("feed.json:{line}"),
            &["\"text\" is a number"],
        );
    }
}

#[test]
fn a_bad_element_is_reported_with_its_line_and_the_others_are_read() {
    for (bad, said) in [
        ("{\"id\":\"b\"}", "field \"text\" is missing"),
        ("{\"id\":\"b\",\"text\":\"x\",}", "is not valid JSON at column"),
        ("{\"id\":\"b\",\"text\":\"x}", "a string is not closed in line 3"),
        ("[1, 2]", "is an array, expected an object"),
        ("7", "is a number"),
        ("{\"id\":\"b\",\"text\":7}", "field \"text\" is a number"),
    ] {
        let array =
            format!("[\n{{\"id\":\"a\",\"text\":\"A.\"}},\n{bad},\n{{\"id\":\"c\",\"text\":\"C.\"}}\n]");
        let files = Files::new(&[("feed.json", array.as_bytes())]);
        let reading = files.read(&["feed.json"]);
        assert_eq!(files.ids(&reading), ["a", "c"], "{bad}");
        assert_one_problem(&files.problems(&reading), "feed.json:3", &[said]);
    }
}

#[test]
fn damage_is_told_with_the_line_in_which_it_is() {
    let pretty =
        "[\n  {\n    \"id\": \"a\",\n    \"text\": nope\n  },\n  {\"id\": \"b\", \"text\": \"B.\"}\n]\n";
    let around = "{\n\"a\": 1,\n\"items\": [\n{\"id\": \"a\",\n\"text\": \"A.\n},\n{\"id\": \"b\", \"text\": \"B.\"}\n]\n}\n";
    let behind = "{\n\"items\": [\n{\"id\": \"b\", \"text\": \"B.\"}\n],\n\"total\": nope\n}\n";
    let before = "{\n\"total\": nope,\n\"items\": [\n{\"id\": \"b\", \"text\": \"B.\"}\n]\n}\n";
    for (document, line, said) in [
        (pretty, 4, "is not valid JSON at column 14: expected ident; mend it, or fetch it again"),
        (around, 4, "a string is not closed in line 5"),
        (behind, 5, "is not valid JSON at column 11: expected ident; mend it, or fetch it again"),
        (before, 2, "is not valid JSON at column 11: expected ident; mend it, or fetch it again"),
    ] {
        let files = Files::new(&[("feed.json", document.as_bytes())]);
        let reading = files.read(&["feed.json"]);
        assert_eq!(files.ids(&reading), ["b"]);
        assert_one_problem(&files.problems(&reading), &format!("feed.json:{line}"), &[said]);
    }
}

#[test]
fn an_array_cut_short_gives_what_was_whole() {
    let files = Files::new(&[("feed.json", b"[{\"id\":\"a\",\"text\":\"A.\"},\n{\"id\":\"b\",\"te")]);
    let reading = files.read(&["feed.json"]);
    assert_eq!(files.ids(&reading), ["a"]);
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("feed.json:2: is not closed before the file ends"), "{problems:?}");
}

#[test]
fn objects_are_told_from_lines_by_how_they_are_broken() {
    let pretty = b"{\n  \"id\": \"a\",\n  \"text\": \"A.\"\n}\n";
    let around = b"{\n  \"status\": \"ok\",\n  \"articles\": [\n    {\"title\": \"T\", \"content\": \"A.\"},\n    {\"content\": \"B.\"}\n  ]\n}";
    let lines = b"{\"id\":\"a\",\"text\":\"A.\"}\n{\"id\":\"b\",\"text\":\"B.\"}\n";
    let broken = b"{\"id\":\"a\",\"text\n{\"id\":\"b\",\"text\":\"B.\"}\n";
    let interface = br#"{"total":2,"entries":[{"id":1,"content":"A."},{"id":2,"content":"B."}]}"#;
    let cut_off =
        format!(r#"{{"total":1,"entries":[{{"id":7,"content":"{}"}}]}}"#, "Talks resume. ".repeat(1 << 15));
    let broken_in_list =
        b"{\"total\":3,\"articles\":[\n{\"id\":\"a\",\"text\":\"A.\"},\n{\"id\":\"b\",\"text\":\"B.\"}\n]}\n";
    let broken_behind_element =
        b"{\"articles\":[{\"id\":\"a\",\"text\":\"A.\"},\n{\"id\":\"b\",\"text\":\"B.\"}]}";
    let broken_before_colon = b"{\"items\"\n: [{\"id\":\"a\",\"text\":\"A.\"}]}";
    let broken_behind_colon = b"{\"items\":\n[{\"id\":\"a\",\"text\":\"A.\"}]}";
    let damaged_in_list =
        b"{\"articles\":[\n{\"id\":\"a\",\"text\":\"A.},\n{\"id\":\"b\",\"text\":\"B.\"}\n]}\n";
    let cut_behind_colon =
        b"{\"id\":\"a\",\"text\":\n{\"id\":\"b\",\"text\":\"B.\"}\n{\"id\":\"c\",\"text\":\"C.\"}\n";
    let with_list = br#"{"id":"a","items":[{"id":3}],"text":"A."}"#;
    for (bytes, ids) in [
        (&pretty[..], &["a"][..]),
        (interface, &["1", "2"]),
        (cut_off.as_bytes(), &["7"]),
        (with_list, &["a"]),
        (around, &["x.json:4", "x.json:5"]),
        (lines, &["a", "b"]),
        (broken, &["b"]),
        (broken_in_list, &["a", "b"]),
        (broken_behind_element, &["a", "b"]),
        (broken_before_colon, &["a"]),
        (broken_behind_colon, &["a"]),
        (damaged_in_list, &["b"]),
        (cut_behind_colon, &["b", "c"]),
    ] {
        for name in ["x.json", "x"] {
            let files = Files::new(&[(name, bytes)]);
            let found = files.ids(&files.read(&[name]));
            let expected: Vec<String> = ids.iter().map(|id| id.replace("x.json", name)).collect();
            assert_eq!(found, expected, "{name} {}", String::from_utf8_lossy(bytes));
        }
    }
    let files = Files::new(&[("x.json", pretty)]);
    let reading = files.read(&["x.json"]);
    assert_eq!(reading.places[0].line, None);
}

const JSON_FEED: &str = r#"{
 "version": "https://jsonfeed.org/version/1.1", "title": "Gulf Morning Post", "language": "en",
 "authors": [{"name": "Desk"}],
 "items": [
  {"id": "1", "url": "https://gulf.example/1", "title": "Talks", "content_html": "<p>Talks&nbsp;collapsed.</p><p>Again.</p>",
   "date_published": "2025-02-18T15:03:00+01:00", "authors": [{"name": "A. Bell"}, {"name": "C. Dorn"}]},
  {"id": 2, "content_text": "It rained.", "language": "ar", "author": {"name": "E. Falk"}, "date_published": "soon"}
 ]
}"#;

#[test]
fn a_json_feed_gives_every_item_with_what_the_feed_says() {
    let files = Files::new(&[("feed.json", JSON_FEED.as_bytes())]);
    let reading = files.read(&["feed.json"]);
    assert_one_problem(
        &files.problems(&reading),
        "feed.json:7",
        &["field \"date_published\" holds \"soon\""],
    );
    assert_eq!(files.ids(&reading), ["1", "2"]);
    let [first, second] = &reading.articles[..] else { panic!("two articles") };
    assert_eq!(first.text, "Talks collapsed.\nAgain.");
    assert_eq!(
        [&*first.title, &*first.source, &*first.url],
        ["Talks", "Gulf Morning Post", "https://gulf.example/1"]
    );
    assert_eq!(first.published.as_ref().unwrap().instant.to_string(), "2025-02-18T14:03:00Z");
    assert_eq!((&*first.details().byline, &*first.details().language), ("A. Bell, C. Dorn", "en"));
    assert_eq!(
        (&*text(second), &*second.details().byline, &*second.details().language),
        ("It rained.", "E. Falk", "ar")
    );
    assert!(raw(&reading)[1].starts_with(b"{\"id\": 2,"));
}

#[test]
fn a_damaged_json_feed_gives_its_other_items() {
    let damaged = JSON_FEED.replace("\"title\": \"Talks\"", "\"title\": \"Talks");
    let files = Files::new(&[("feed.json", damaged.as_bytes())]);
    let reading = files.read(&["feed.json"]);
    assert_eq!(files.ids(&reading), ["2"]);
    assert_eq!(reading.articles[0].source, "Gulf Morning Post");
    assert!(
        files.problems(&reading)[0].starts_with("feed.json:5: is not valid JSON"),
        "{:?}",
        files.problems(&reading)
    );
    let cut = &JSON_FEED[..JSON_FEED.find("\"language\": \"ar\"").unwrap()];
    let files = Files::new(&[("feed.json", cut.as_bytes())]);
    let reading = files.read(&["feed.json"]);
    assert_eq!(files.ids(&reading), ["1"]);
    assert!(files.problems(&reading)[0].contains("cut short"), "{:?}", files.problems(&reading));
}
