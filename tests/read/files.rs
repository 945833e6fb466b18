//! Texts, directories, encodings, and what concerns whole files.

use samecopy::read::Fate;

use super::*;

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
    assert_eq!((&*reading.articles[0].id, &*text(&reading.articles[0])), ("-", "Just a text. {\"text\":1}"));
    assert_eq!(stdin(b"").problems.listed()[0].to_string(), "-: is empty; fill it in or leave it out");
}

#[test]
fn standard_input_is_read_once_however_often_it_is_named() {
    let reading =
        read(&[Input::Stdin, Input::new("-")], &ReadOptions::default(), &mut "A text.".as_bytes()).unwrap();
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
fn an_article_that_comes_again_is_read_once_and_is_no_trouble() {
    let item = |guid: &str, text: &str| {
        format!("<item><guid>{guid}</guid><description>{text}</description></item>\n")
    };
    let feed =
        |items: &[String]| format!("<rss><channel><title>Herald</title>\n{}</channel></rss>", items.concat());
    let monday = feed(&[item("1", "Rain."), item("2", "Talks.")]);
    let tuesday = feed(&[item("2", "Talks."), item("3", "Snow."), item("1", "Rain fell.")]);
    let files = Files::new(&[("monday.xml", monday.as_bytes()), ("tuesday.xml", tuesday.as_bytes())]);
    let reading = files.read(&["monday.xml", "tuesday.xml"]);
    assert_eq!(files.ids(&reading), ["1", "2", "3"]);
    assert_one_problem(
        &files.problems(&reading),
        "tuesday.xml:4",
        &["id \"1\" is taken", "with other content", "new version"],
    );
    let [(place, of)] = &reading.repeats[..] else { panic!("one article came again: {:?}", reading.repeats) };
    assert_eq!((place.origin, place.line, *of), (1, Some(2), 1));

    let given = |fate: fn(usize) -> Fate| {
        let mut out = Vec::new();
        reading.give_back(1, &mut |index| fate(index), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(given(|_| Fate::Kept), feed(&[item("3", "Snow."), item("1", "Rain fell.")]));
    let noted = given(|_| Fate::Noted(serde_json::Map::new()));
    assert!(noted.contains(&item("2", "Talks.")), "{noted}");
}

#[test]
fn a_file_that_is_one_article_is_held_to_the_limit_of_an_article() {
    let options = ReadOptions { max_article_bytes: 100, ..ReadOptions::default() };
    let long = "A long text. ".repeat(10);
    let files = Files::new(&[
        ("one.json", format!("{{\n\"text\": \"{long}\"}}").as_bytes()),
        ("page.xml", format!("<html><body><p>{long}</p></body></html>").as_bytes()),
        // Fits as it stands, but not in UTF-8.
        ("cells.csv", &[b"text\n", &[0xFF; 60][..], b"\n"].concat()),
    ]);
    let names = ["one.json", "page.xml", "cells.csv"];
    let reading = files.read_with(&names, &options);
    assert_eq!(files.ids(&reading), [""; 0]);
    let problems = files.problems(&reading);
    for name in names {
        let is_said =
            |problem: &&String| problem.starts_with(name) && problem.contains("larger than 100 bytes");
        assert_eq!(problems.iter().filter(is_said).count(), 1, "{name}: {problems:?}");
    }
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
    let expected = "is larger than 100 bytes, the most an article may have; split it or raise the limit with --max-article";
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
