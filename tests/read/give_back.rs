//! Sources given back without some of their articles.

use proptest::prelude::*;
use samecopy::read::Fate;
use serde_json::{Value, json};

use super::*;

/// What the first source becomes when the articles of these ids are dropped.
fn without(name: &str, bytes: &[u8], dropped: &[&str]) -> Vec<u8> {
    let files = Files::new(&[(name, bytes)]);
    let reading = files.read(&[name]);
    let mut out = Vec::new();
    let mut fate = |index: usize| {
        let is_dropped = dropped.contains(&&*reading.articles[index].id);
        if is_dropped { Fate::Dropped } else { Fate::Kept }
    };
    reading.give_back(0, &mut fate, &mut out).unwrap();
    out
}

fn noted(name: &str, bytes: &[u8]) -> String {
    let files = Files::new(&[(name, bytes)]);
    let reading = files.read(&[name]);
    let mut out = Vec::new();
    let note = json!({"dropped": true, "survivor": "<é\">"});
    let mut fate = |index: usize| match index {
        1 => Fate::Noted(note.as_object().unwrap().clone()),
        _ => Fate::Noted(json!({"dropped": false}).as_object().unwrap().clone()),
    };
    reading.give_back(0, &mut fate, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const ITEMS: &str = "<?xml version=\"1.0\"?>\r\n<rss><channel><title>Вести</title>\r\n  <item><guid>a</guid><description>Å</description></item>\r\n  \
    <!-- x --><item><guid>b</guid><description>Привет &amp; Ñ</description></item>\n\n  <item><guid>bad</item>\n\
    <item><guid>c</guid><description>c</description></item></channel></rss>\n<!-- end -->";

#[test]
fn items_are_cut_out_of_a_feed_with_their_indentation_and_all_else_stays() {
    assert_eq!(without("f.xml", ITEMS.as_bytes(), &[]), ITEMS.as_bytes());
    let expected = ITEMS.replace("\r\n  <item><guid>a</guid><description>Å</description></item>", "");
    assert_eq!(String::from_utf8(without("f.xml", ITEMS.as_bytes(), &["a"])).unwrap(), expected);
    let none = without("f.xml", ITEMS.as_bytes(), &["a", "b", "c"]);
    let expected = "<?xml version=\"1.0\"?>\r\n<rss><channel><title>Вести</title>\r\n  <!-- x -->\n\n  \
        <item><guid>bad</item></channel></rss>\n<!-- end -->";
    assert_eq!(String::from_utf8(none).unwrap(), expected);
}

#[test]
fn a_feed_in_another_encoding_stays_in_it() {
    let feed = ITEMS.replace("\"1.0\"", "\"1.0\" encoding=\"windows-1251\"").replace(['Å', 'Ñ'], "ы");
    let expected = feed.replace("<item><guid>b</guid><description>Привет &amp; ы</description></item>", "");
    for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::UTF_16LE] {
        let encode = |text: &str| match encoding.name() {
            "UTF-16LE" => {
                text.replace("windows-1251", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            _ => encoding.encode(text).0.into_owned(),
        };
        assert_eq!(without("f.xml", &encode(&feed), &["b"]), encode(&expected), "{}", encoding.name());
    }
}

#[test]
fn damaged_characters_stay_as_they_are() {
    let mut feed = b"<rss><channel><item><guid>a</guid><description>x \xD0</description></item>".to_vec();
    feed.extend(
        "<item><guid>b</guid><description>Привет, мир</description></item>\n<x>\u{41f}</x></channel></rss>"
            .bytes(),
    );
    let kept = [&feed[..14], &feed[feed.windows(9).position(|w| w == b"</item><i").unwrap() + 7..]].concat();
    assert_eq!(without("f.xml", &feed, &["a"]), kept);
    let broken = [&feed[..], b"\xD0<"].concat();
    assert_eq!(without("f.xml", &broken, &[]), broken);
}

#[test]
fn rows_are_cut_out_of_a_table() {
    let table = "\u{FEFF}id,text\r\na,\"A,\r\nand\"\r\nbad\r\nb,B\r\n\r\nc,Ç";
    assert_eq!(without("t.csv", table.as_bytes(), &[]), table.as_bytes());
    assert_eq!(
        String::from_utf8(without("t.csv", table.as_bytes(), &["a", "b"])).unwrap(),
        "\u{FEFF}id,text\r\nbad\r\n\r\nc,Ç"
    );
    assert_eq!(
        String::from_utf8(without("t.csv", table.as_bytes(), &["c"])).unwrap(),
        "\u{FEFF}id,text\r\na,\"A,\r\nand\"\r\nbad\r\nb,B\r\n\r\n"
    );
}

#[test]
fn of_joined_lines_no_two_marks_come_together() {
    let line = |id: &str| format!("\u{FEFF}{{\"id\":\"{id}\",\"text\":\"{id}\"}}\n");
    let joined = [line("a"), line("b"), line("c")].concat();
    assert_eq!(without("l.jsonl", joined.as_bytes(), &[]), joined.as_bytes());
    for (dropped, kept) in [(&["b"][..], line("a") + &line("c")), (&["a", "b"], line("c"))] {
        assert_eq!(without("l.jsonl", joined.as_bytes(), dropped), kept.as_bytes(), "{dropped:?}");
    }
}

#[test]
fn elements_are_cut_out_of_lists_in_objects() {
    let feed = "{\"version\": \"https://jsonfeed.org/version/1\",\n \"items\": [\n  {\"id\": \"a\", \"content_text\": \"A\"},\n  \
        {\"id\": \"b\", \"content_text\": \"B\"}\n ],\n \"title\": \"T\"}\n";
    assert_eq!(without("f.json", feed.as_bytes(), &[]), feed.as_bytes());
    let expected = feed.replace(",\n  {\"id\": \"b\", \"content_text\": \"B\"}", "");
    assert_eq!(String::from_utf8(without("f.json", feed.as_bytes(), &["b"])).unwrap(), expected);
    let none = String::from_utf8(without("f.json", feed.as_bytes(), &["a", "b"])).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&none).unwrap()["items"], json!([]));
}

#[test]
fn notes_are_added_in_the_way_of_the_format() {
    let feed = noted("f.xml", ITEMS.as_bytes());
    assert!(feed.contains(
        "<description>Привет &amp; Ñ</description><samecopy xmlns=\"urn:samecopy:note:1\" dropped=\"true\" \
         survivor=\"&lt;&#233;&quot;&gt;\"/></item>"
    ), "{feed}");
    let files = Files::new(&[("f.xml", feed.as_bytes())]);
    assert_eq!(files.ids(&files.read(&["f.xml"])), ["a", "b", "c"]);

    let table = noted("t.csv", "id;text\na;A\nb;B\n".as_bytes());
    let expected = "id;text;samecopy\na;A;\"{\"\"dropped\"\":false}\"\n\
        b;B;\"{\"\"dropped\"\":true,\"\"survivor\"\":\"\"<\\u00e9\\\"\">\"\"}\"\n";
    assert_eq!(table, expected);
    let files = Files::new(&[("t.csv", table.as_bytes())]);
    assert_eq!(files.ids(&files.read(&["t.csv"])), ["a", "b"]);

    let array = noted("a.json", b"[{\"id\":\"a\",\"text\":\"A\"},\n {\"id\":\"b\",\"text\":\"B\"}]");
    let parsed: Value = serde_json::from_str(&array).unwrap();
    assert_eq!(parsed[1]["samecopy"]["survivor"], "<é\">");
    assert_eq!(parsed[0]["samecopy"]["dropped"], false);
}

#[test]
fn rows_that_are_not_noted_get_an_empty_cell() {
    let (kept, dropped) = (
        "\"{\"\"dropped\"\":false}\"",
        "\"{\"\"dropped\"\":true,\"\"survivor\"\":\"\"<\\u00e9\\\"\">\"\"}\"",
    );
    for line_end in ["\n", "\r\n", "\r"] {
        let table = "id,text\nbad\na,A\na,\"another, A\"\n\nb,\"B\nand\"\na,A\nc,\"open\nd,1,2\n";
        let expected = format!(
            "id,text,samecopy\nbad,\na,A,{kept}\na,\"another, A\",\n\nb,\"B\nand\",{dropped}\na,A,\nc,\"open\nd,1,2,\n"
        );
        let given = noted("t.csv", table.replace('\n', line_end).as_bytes());
        assert_eq!(given, expected.replace('\n', line_end));
    }

    // A table of which nothing but a repeat is good.
    let files = Files::new(&[("a.csv", b"id,text\na,A\n"), ("b.csv", b"id;text\na;A\nb;B;B")]);
    let reading = files.read(&["a.csv", "b.csv"]);
    let mut out = Vec::new();
    reading.give_back(1, &mut |_| Fate::Noted(serde_json::Map::new()), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "id;text;samecopy\na;A;\nb;B;B;");
}

#[test]
fn a_note_goes_into_the_head_of_a_record_whatever_ends_its_lines() {
    let text = "One line.\r\n\r\nAnother line.";
    let length = text.len();
    for line_end in ["\r\n", "\n"] {
        let head =
            format!("WARC/1.0\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: {length}\n");
        let head = head.replace('\n', line_end);
        let crawl = format!("{head}{line_end}{text}\r\n\r\n");
        let expected = format!("{head}Samecopy: {{\"dropped\":false}}{line_end}{line_end}{text}\r\n\r\n");
        assert_eq!(noted("c.warc", crawl.as_bytes()), expected, "{line_end:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_left_of_an_array_is_what_a_parser_filters(
        articles in proptest::collection::vec((any::<bool>(), any::<bool>(), "[a\"\\\\,\\[\\]{}é]{1,8}"), 0..7),
        pretty in any::<bool>(),
    ) {
        let all: Vec<Value> = articles
            .iter()
            .enumerate()
            .map(|(n, (_, good, text))| if *good { json!({"id": n.to_string(), "text": text}) } else { json!([n]) })
            .collect();
        let text = Value::from(all.clone());
        let text = if pretty { serde_json::to_string_pretty(&text) } else { serde_json::to_string(&text) }.unwrap();
        let dropped: Vec<String> =
            (0..all.len()).filter(|&n| articles[n].0 && articles[n].1).map(|n| n.to_string()).collect();
        let dropped: Vec<&str> = dropped.iter().map(String::as_str).collect();
        let left = without("a.json", text.as_bytes(), &dropped);
        let expected: Vec<Value> =
            all.into_iter().enumerate().filter(|(n, _)| !(articles[*n].0 && articles[*n].1)).map(|(_, v)| v).collect();
        prop_assert_eq!(serde_json::from_slice::<Value>(&left).unwrap(), Value::from(expected));
    }

    #[test]
    fn what_is_left_of_a_table_is_what_a_parser_filters(
        rows in proptest::collection::vec((any::<bool>(), "[a\",\r\né]{0,6}"), 1..7),
        line_end in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let mut table = format!("id,text{line_end}");
        for (n, (_, text)) in rows.iter().enumerate() {
            table += &format!("{n},\"x{}\"{line_end}", text.replace('"', "\"\""));
        }
        let dropped: Vec<String> = (0..rows.len()).filter(|&n| rows[n].0).map(|n| n.to_string()).collect();
        let dropped: Vec<&str> = dropped.iter().map(String::as_str).collect();
        let left = without("t.csv", table.as_bytes(), &dropped);
        let parsed: Vec<(usize, String)> =
            csv::Reader::from_reader(&*left).deserialize().map(Result::unwrap).collect();
        let expected: Vec<(usize, String)> =
            rows.into_iter().enumerate().filter(|(_, (drop, _))| !drop).map(|(n, (_, text))| (n, "x".to_owned() + &text)).collect();
        prop_assert_eq!(parsed, expected);
    }
}
