//! Which field of a line becomes what of an article.

use super::*;

#[test]
fn all_fields_of_a_line_are_read() {
    let line = br#"{"id":"a","title":"T","text":"Body.","source":"S","date":"2025-02-18","url":"http://x/1","n":[{}]}"#;
    let (files, reading) = lines(line);
    assert_eq!(files.problems(&reading), [""; 0]);
    let article = &reading.articles[0];
    let text = article.text.read().unwrap();
    let read = [&*article.id, &*article.title, &*text, &*article.source, &*article.url];
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
    assert_eq!(texts(&reading), ["first", "first", "second", "new"]);
}

#[test]
fn a_name_in_another_case_will_do_where_none_is_written_as_asked_for() {
    let (_files, reading) = lines(
        br#"{"Text":"first","TITLE":"One"}
{"Text":"second","body":"first","content":"third"}
{"text":null,"Text":"first"}
{"ID":"a","id":"b","Id":"c","text":"first"}
"#,
    );
    assert_eq!(texts(&reading), ["first"; 4]);
    assert_eq!(reading.articles[0].title, "One");
    assert_eq!(reading.articles[3].id, "b");

    let mut options = ReadOptions::default();
    options.fields.text = FieldNames::exactly("Body");
    let (_files, reading) = lines_with(br#"{"body":"second","Body":"first","BODY":"third"}"#, &options);
    assert_eq!(texts(&reading), ["first"]);
    let (files, reading) = lines_with(br#"{"BODY":["first"]}"#, &options);
    assert_one_problem(&files.problems(&reading), "feed.jsonl:1", &["field \"Body\" is an array"]);
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
fn an_outlet_and_authors_may_be_objects_with_a_name() {
    let (files, reading) = lines(
        br#"{"text":"a","source":{"id":null,"name":"Herald"},"author":{"name":"A. Bell"},"language":"en"}
{"text":"b","authors":["A. Bell",{"url":"x","name":"C. Dorn"},null,[]],"lang":7}
{"text":"c","author":null,"language":" "}
{"text":"d","source":{"id":"herald"}}
"#,
    );
    assert_one_problem(
        &files.problems(&reading),
        "feed.jsonl:4",
        &["field \"source\" is an object, expected a string"],
    );
    let [first, second, third, _] = &reading.articles[..] else { panic!() };
    assert_eq!(
        [&*first.source, &first.details().byline, &first.details().language],
        ["Herald", "A. Bell", "en"]
    );
    assert_eq!((&*second.details().byline, &*second.details().language), ("A. Bell, C. Dorn", ""));
    assert_eq!(third.details, None);
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
        let (value, kind) = if field == "date" { ("[1]", "an array") } else { ("1.5", "a number") };
        let (files, reading) = lines(format!("{{\"text\":\"Body.\",\"{field}\":{value}}}").as_bytes());
        assert_eq!(files.ids(&reading), ["feed.jsonl:1"]);
        let expected = format!("field \"{field}\" is {kind}, expected {expected}");
        assert_one_problem(&files.problems(&reading), "feed.jsonl:1", &[&expected]);
    }
}

#[test]
fn a_date_may_be_counted_since_1970() {
    for value in ["1739887380", "\"1739887380\"", "1739887380000", "1739887380.0", "\"1739887380000\""] {
        let (files, reading) = lines(format!("{{\"text\":\"Body.\",\"date\":{value}}}").as_bytes());
        assert_eq!(files.problems(&reading), [""; 0]);
        let published = reading.articles[0].published.as_ref().unwrap();
        assert_eq!(published.instant.to_string(), "2025-02-18T14:03:00Z", "{value}");
    }
    let (files, reading) = lines(br#"{"text":"Body.","date":2025021814}"#);
    let parts = ["field \"date\" holds \"2025021814\", which is no date"];
    assert_one_problem(&files.problems(&reading), "feed.jsonl:1", &parts);
    assert_eq!(reading.articles[0].published, None, "it may be an hour");
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
