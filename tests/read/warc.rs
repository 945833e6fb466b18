//! Crawls.

use samecopy::read::Fate;

use super::*;

fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(status: u16, kind: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} X\r\nServer: s\r\nContent-Type: {kind}\r\n\r\n{body}").into_bytes()
}

fn page(n: usize) -> Vec<u8> {
    let paragraph =
        "The harbour was closed after the river burst two levees, the mayor told a crowded news conference. ";
    let html = format!(
        "<html><head><title>Page {n}</title></head><body><article><p>Number {n}. {paragraph}</p><p>{paragraph}</p></article></body></html>"
    );
    let fields = format!(
        "WARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Target-URI: https://www.herald.example/{n}\r\n\
         WARC-Date: 2025-06-07T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    );
    record("response", &fields, &answer(200, "text/html; charset=utf-8", &html))
}

fn crawl() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: x\r\n"),
        record("request", "Content-Type: application/http; msgtype=request\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        page(1),
        record(
            "response",
            "Content-Type: application/http\r\n",
            &answer(404, "text/html", "<p>Not found</p>"),
        ),
        record(
            "response",
            "Content-Type: application/http\r\n",
            &answer(200, "image/png", "\0\0WARC/1.0\r\n"),
        ),
        page(2),
        record(
            "conversion",
            "WARC-Record-ID: <urn:uuid:wet>\r\nWARC-Target-URI: http://zora.example/3\r\nContent-Type: text/plain\r\n",
            "Pogajanja propadla\n\nPogajanja so v torek propadla, je dejal posrednik.".as_bytes(),
        ),
        record(
            "resource",
            "WARC-Record-ID: <urn:uuid:own>\r\nContent-Type: text/html\r\n",
            b"<p>Only a line.</p>",
        ),
    ]
}

fn gzip_each(records: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::new();
    for record in records {
        let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, record).unwrap();
        encoder.finish().unwrap();
    }
    packed
}

#[test]
fn pages_and_texts_of_a_crawl_are_articles() {
    let records = crawl();
    for (name, bytes) in
        [("c.warc", records.concat()), ("c.warc.gz", gzip_each(&records)), ("crawl", records.concat())]
    {
        let files = Files::new(&[(name, &bytes)]);
        let reading = files.read(&[name]);
        assert_eq!(files.problems(&reading), [""; 0]);
        assert_eq!(files.ids(&reading), ["urn:uuid:1", "urn:uuid:2", "urn:uuid:wet", "urn:uuid:own"]);
        let [first, _, wet, own] = &reading.articles[..] else { panic!("four articles") };
        assert!(text(first).starts_with("Number 1. The harbour"), "{}", text(first));
        assert_eq!(
            [&*first.title, &*first.url, &*first.source],
            ["Page 1", "https://www.herald.example/1", "herald.example"]
        );
        assert_eq!([&*wet.title, &*wet.source], ["Pogajanja propadla", "zora.example"]);
        assert_eq!(own.text, "Only a line.");
        assert_eq!(reading.places.iter().map(|place| place.line).collect::<Vec<_>>(), [3, 6, 7, 8].map(Some));
        assert_eq!(raw(&reading)[1], records[5], "with what ends it");
        assert_eq!(reading.left_out, 1, "what was not found; an image is not looked at");
    }
}

#[test]
fn a_crawl_is_given_back_without_the_dropped_pages() {
    let records = crawl();
    let files = Files::new(&[("c.warc.gz", &gzip_each(&records))]);
    let reading = files.read(&["c.warc.gz"]);
    let mut out = Vec::new();
    let mut fate = |index| if index == 0 { Fate::Dropped } else { Fate::Kept };
    reading.give_back(0, &mut fate, &mut out).unwrap();
    assert_eq!(out, [&records[..2], &records[3..]].concat().concat());

    let mut noted = Vec::new();
    let note = serde_json::json!({"dropped": true});
    reading.give_back(0, &mut |_| Fate::Noted(note.as_object().unwrap().clone()), &mut noted).unwrap();
    let files = Files::new(&[("c.warc", &noted)]);
    assert_eq!(files.read(&["c.warc"]).articles, reading.articles);
    assert!(String::from_utf8_lossy(&noted).contains("\r\nSamecopy: {\"dropped\":true}\r\n\r\nHTTP/1.1 200"));
}

fn with_length(record: &[u8], length: &str) -> Vec<u8> {
    let text = String::from_utf8(record.to_vec()).unwrap();
    let (before, rest) = text.split_once("Content-Length: ").unwrap();
    let (_, after) = rest.split_once('\r').unwrap();
    format!("{before}Content-Length: {length}\r{after}").into_bytes()
}

#[test]
fn a_record_that_lies_about_its_length_is_reported_and_the_others_are_read() {
    for (length, said) in [
        ("10", "says that its block has 10 bytes"),
        ("500", "says that its block has 500 bytes"),
        ("99999999999999", "says that its block has 99999999999999 bytes"),
        ("18446744073709551615", "says that its block has"),
        ("-1", "has no valid Content-Length"),
        ("", "has no valid Content-Length"),
    ] {
        let bytes = [page(1), with_length(&page(2), length), page(3), page(4)].concat();
        let files = Files::new(&[("c.warc", &bytes)]);
        let reading = files.read(&["c.warc"]);
        assert_eq!(files.ids(&reading), ["urn:uuid:1", "urn:uuid:3", "urn:uuid:4"], "{length}");
        assert_one_problem(&files.problems(&reading), "c.warc:2", &[said]);
        assert_eq!(raw(&reading)[1], page(3));
    }
}

#[test]
fn records_that_lie_one_after_the_other_take_linear_time_and_none_hides_the_pages_between() {
    let lie = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 60000000\r\n\r\n\r\n\r\n";
    let lies = lie.repeat(20_000);
    let files = Files::new(&[("c.warc", &[&lies[..], &page(1), &lies, &page(2)].concat())]);
    let reading = files.read(&["c.warc"]);
    assert_eq!(files.ids(&reading), ["urn:uuid:1", "urn:uuid:2"]);
    assert_eq!(reading.problems.count(), 40_000);
    assert!(files.problems(&reading)[0].starts_with("c.warc:1: says that its block has 60000000 bytes"));
    assert_eq!(raw(&reading), [page(1), page(2)]);
}

#[test]
fn a_long_record_that_lies_and_holds_no_text_hides_none_behind_it() {
    let text = "The harbour was closed. ".repeat(10_000);
    let pages = vec![record("conversion", "Content-Type: text/plain\r\n", text.as_bytes()); 9];
    let lie = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 1500000\r\n\r\n\r\n\r\n";
    let files = Files::new(&[("c.warc", &[&lie[..], &pages.concat()].concat())]);
    let reading = files.read(&["c.warc"]);
    assert_eq!(raw(&reading), pages);
}

#[test]
fn a_crawl_cut_anywhere_gives_the_records_before_the_cut() {
    let bytes = [page(1), page(2)].concat();
    let first = page(1).len();
    for at in (1..bytes.len()).step_by(7) {
        let files = Files::new(&[("c.warc", &bytes[..at])]);
        let reading = files.read(&["c.warc"]);
        let whole = usize::from(at + 4 >= first) + usize::from(at + 4 >= bytes.len());
        assert_eq!(reading.articles.len(), whole, "{at}: {:?}", files.problems(&reading));
        assert_eq!(
            reading.problems.is_empty(),
            at.abs_diff(first) <= 4 && at <= first || at + 4 >= bytes.len(),
            "{at}"
        );
    }
}

#[test]
fn garbage_between_records_is_reported() {
    let bytes = [page(1), b"garbage\n".to_vec(), page(2), b"\r\n\r\n".to_vec(), page(3)].concat();
    let files = Files::new(&[("c.warc", &bytes), ("not.warc", b"Just a text.")]);
    let reading = files.read(&["c.warc", "not.warc"]);
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("c.warc:2: does not begin like a WARC record"), "{problems:?}");
    assert!(problems[1].starts_with("not.warc:1: does not begin like a WARC record"), "{problems:?}");
    assert_eq!(reading.articles.last().unwrap().id, "urn:uuid:3");
}

#[test]
fn a_damaged_member_of_a_packed_crawl_costs_its_record_alone() {
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, bytes).unwrap();
        encoder.finish().unwrap()
    };
    let mut members: Vec<Vec<u8>> = (0..5).map(|n| gzip(&page(n))).collect();
    let middle = members[2].len() / 2;
    members[2][middle] ^= 0xFF;
    let files = Files::new(&[("c.warc.gz", &members.concat())]);
    let reading = files.read(&["c.warc.gz"]);
    let ids: Vec<String> = [0, 1, 3, 4].iter().map(|n| format!("urn:uuid:{n}")).collect();
    assert_eq!(files.ids(&reading), ids);
    let problems = files.problems(&reading);
    assert!(
        problems.iter().any(|problem| problem.contains("gzip data is damaged in member 3")),
        "{problems:?}"
    );
    let raw = raw(&reading);
    assert_eq!(raw[3], page(4), "records behind the damage are found again");
    let mut rest = Vec::new();
    let mut fate = |index: usize| if index == 2 { Fate::Dropped } else { Fate::Kept };
    reading.give_back(0, &mut fate, &mut rest).unwrap();
    assert!(rest.ends_with(&page(4)) && !rest.ends_with(&[page(3), page(4)].concat()));
}

#[test]
fn answers_with_odd_heads_are_read_and_what_is_no_answer_is_reported() {
    let answer = |id: usize, fields: &str, head: &str| {
        let fields = format!("WARC-Record-ID: <urn:uuid:{id}>\r\nContent-Type: application/http\r\n{fields}");
        record("response", &fields, format!("{head}\r\n\r\n<html><p>A line of page {id}.</html>").as_bytes())
    };
    let identified = "WARC-Identified-Payload-Type: text/html\r\n";
    let records = [
        answer(1, "", "HTTP/2 200\r\nContent-Type: text/html"),
        answer(
            2,
            "",
            "HTTP/1.1 200 OK\r\nX-Powered By: y\r\nnone\r\nContent-Type : text/html;\r\n charset=utf-8",
        ),
        answer(3, identified, "HTTP/1.1 200 OK\r\nServer: s"),
        answer(4, "", "garbage"),
        answer(5, "", "HTTP/1.1 200 OK\r\nContent-Type: text/html"),
    ];
    let files = Files::new(&[("c.warc", &records.concat())]);
    let reading = files.read(&["c.warc"]);
    assert_eq!(files.ids(&reading), [1, 2, 3, 5].map(|id| format!("urn:uuid:{id}")));
    assert_eq!(reading.articles[0].text, "A line of page 1.");
    assert_one_problem(&files.problems(&reading), "c.warc:4", &["holds no answer of HTTP"]);
}

#[test]
fn a_crawl_without_pages_is_left_out_and_not_empty() {
    let revisit = record("revisit", "Content-Type: application/http\r\n", &answer(200, "text/html", ""));
    let files =
        Files::new(&[("meta.warc", &[&crawl()[..2], &[revisit]].concat().concat()), ("none.warc", b"")]);
    let reading = files.read(&["meta.warc", "none.warc"]);
    assert_eq!(reading.left_out, 3);
    assert_one_problem(&files.problems(&reading), "none.warc", &["is empty"]);
}

#[test]
fn a_page_in_an_unknown_coding_is_reported_with_its_record_and_never_read_as_text() {
    let packed: String = (0..200u8).map(|n| char::from(n.wrapping_mul(37) % 128)).collect();
    let answer =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: br\r\n\r\n{packed}");
    let records =
        [page(1), record("response", "Content-Type: application/http\r\n", answer.as_bytes()), page(3)];
    let files = Files::new(&[("c.warc", &records.concat())]);
    let reading = files.read(&["c.warc"]);
    assert_eq!(files.ids(&reading), ["urn:uuid:1", "urn:uuid:3"]);
    assert_one_problem(&files.problems(&reading), "c.warc:2", &["is packed as \"br\"", "crawl it again"]);
}

#[test]
fn a_page_that_grows_out_of_proportion_when_it_is_unpacked_is_reported() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n\r\n";
    let bomb = record(
        "response",
        "Content-Type: application/http\r\n",
        &[&head[..], &packed::gzip(&vec![b'a'; 65 << 20])].concat(),
    );
    let files = Files::new(&[("crawl.warc", &[page(1), bomb, page(2)].concat())]);
    let options = ReadOptions { max_article_bytes: 1 << 30, ..ReadOptions::default() };
    let reading = files.read_with(&["crawl.warc"], &options);
    assert_eq!(reading.articles.len(), 2);
    assert_one_problem(&files.problems(&reading), "crawl.warc:2", &["250 times"]);
}
