//! `samecopy dedup` gives back what it got.

use serde_json::Value;

use crate::{run::Place, tiny};

fn item(id: &str, text: &str) -> String {
    format!("<item><guid>{id}</guid><description>{text}</description></item>")
}

fn feed() -> String {
    let items = [item("early", tiny::STORY), item("late", &tiny::edited()), item("other", tiny::OTHER)];
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Herald</title>\n  {}\n</channel></rss>\n",
        items.join("\n  ")
    )
}

/// The ids that a scan finds.
fn ids(place: &Place, name: &str) -> Vec<String> {
    let report = place.json(&["scan", name, "--format", "json"]);
    let mut ids: Vec<String> =
        report["articles"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn a_feed_stays_a_feed() {
    let place = Place::new(&[("feed.xml", &feed())]);
    let kept = place.ok(&["dedup", "feed.xml", "--keep", "first"]);
    assert_eq!(kept, feed().replace(&format!("\n  {}", item("late", &tiny::edited())), ""));
    place.ok(&["dedup", "feed.xml", "--annotate", "-o", "noted.xml"]);
    assert_eq!(ids(&place, "noted.xml"), ["early", "late", "other"]);
    assert_eq!(place.read("noted.xml").matches("dropped=\"true\" ").count(), 1);
}

#[test]
fn a_table_and_an_array_stay_what_they_are() {
    let csv = format!(
        "id,text\nearly,\"{}\"\nlate,\"{}\"\nother,\"{}\"\n",
        tiny::STORY,
        tiny::edited(),
        tiny::OTHER
    );
    let place = Place::new(&[("feed.csv", &csv)]);
    let kept = place.ok(&["dedup", "feed.csv", "--keep", "first"]);
    assert_eq!(kept, csv.replace(&format!("late,\"{}\"\n", tiny::edited()), ""));

    let array = format!("[\n{}]\n", tiny::feed().trim_end().replace("}\n", "},\n"));
    place.write("feed.json", &array);
    let kept: Value = serde_json::from_str(&place.ok(&["dedup", "feed.json"])).unwrap();
    let all: Value = serde_json::from_str(&array).unwrap();
    assert_eq!(kept.as_array().unwrap().len(), 2);
    assert!(kept.as_array().unwrap().iter().all(|article| all.as_array().unwrap().contains(article)));
}

/// Three articles, the second a copy of the first, among lines that are none; the last has no end.
fn lines_with_bad_ones() -> [String; 8] {
    let line = |id: &str, text: &str| tiny::line(id, "Wire", "2025-02-18", text);
    [
        line("early", tiny::STORY),
        "\r\n".to_owned(),
        "{\"id\": \"no-text\"}\n".to_owned(),
        line("late", &tiny::edited()),
        "{broken\n".to_owned(),
        line("other", tiny::OTHER),
        line("early", tiny::OTHER),
        "[1, 2]".to_owned(),
    ]
}

#[test]
fn lines_that_are_no_article_stay_byte_for_byte() {
    let lines = lines_with_bad_ones();
    let place = Place::new(&[("feed.jsonl", &lines.concat())]);
    let kept = [&lines[..3], &lines[4..]].concat().concat();
    let given = place.run(&["dedup", "feed.jsonl", "--keep", "first"]);
    assert_eq!((given.code, given.text()), (Some(2), &*kept));
    place.run(&["dedup", "feed.jsonl", "--keep", "first", "-o", "kept/"]);
    assert_eq!(place.read("kept/feed.jsonl"), kept);

    let noted = place.run(&["dedup", "feed.jsonl", "--keep", "first", "--annotate"]);
    let without_notes = |line: &str| match line.split_once(", \"samecopy\": ") {
        Some((line, _)) => format!("{line}}}\n"),
        None => line.to_owned(),
    };
    assert_eq!(noted.text().split_inclusive('\n').map(without_notes).collect::<String>(), lines.concat());
    assert_eq!(noted.text().matches("\"samecopy\"").count(), 3);
}

#[test]
fn lines_in_utf16_stay_in_it_and_beside_others_become_utf8() {
    let lines = lines_with_bad_ones();
    let utf16 = |text: &str| -> Vec<u8> {
        format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let kept = [&lines[..3], &lines[4..]].concat().concat();
    let place = Place::new(&[("more.jsonl", &format!("\u{FEFF}{}{{also broken\n", lines[5]))]);
    place.write("feed.jsonl", utf16(&lines.concat()));
    let given = place.run(&["dedup", "feed.jsonl", "--keep", "first"]);
    assert_eq!(given.stdout, utf16(&kept));
    let joined = place.run(&["dedup", "feed.jsonl", "more.jsonl", "--keep", "first"]);
    assert_eq!(joined.text(), kept + "\n{also broken\n", "an article that came again goes");
}

#[test]
fn several_files_go_to_a_directory_each_under_its_own_name() {
    let other = feed().replace("early", "e2").replace("late", "l2").replace("other", "o2");
    let lines = tiny::feed().replace("\"id\":\"", "\"id\":\"line-");
    let place = Place::new(&[
        ("in/a.xml", &feed()),
        ("in/b/c.rss", &other),
        ("in/d.jsonl", &lines),
        ("in/e.txt", tiny::STORY),
    ]);
    let refused = place.run(&["dedup", "in"]);
    assert_eq!((refused.code, refused.text()), (Some(2), ""));
    assert!(refused.stderr.contains("-o kept/"), "{}", refused.stderr);
    place.ok(&["dedup", "in", "-o", "kept/", "--keep", "first"]);
    let kept = place.read("kept/in/a.xml");
    assert!(kept.contains(&item("early", tiny::STORY)) && !kept.contains("<guid>late</guid>"), "{kept}");
    assert!(!place.read("kept/in/b/c.rss").contains("<item>"));
    assert_eq!(place.read("kept/in/d.jsonl"), "");
    assert!(!place.path("kept/in/e.txt").exists());
    place.ok(&["dedup", "in/a.xml", "in/b", "-o", "kept2/"]);
    let two = place.run(&["dedup", "in/a.xml", "in/b"]);
    assert!(two.stderr.contains("in 2 files"), "{}", two.stderr);
}

#[test]
fn of_pages_the_paths_are_written_and_of_packed_feeds_what_was_packed() {
    let page = |text: &str| format!("<html><body><article><p>{text}</p></article></body></html>");
    let place = Place::new(&[
        ("a.html", &page(tiny::STORY)),
        ("b.html", &page(tiny::STORY)),
        ("c.html", &page(tiny::OTHER)),
    ]);
    assert_eq!(place.ok(&["dedup", "a.html", "b.html", "c.html"]), "a.html\nc.html\n");
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_by_columns_stays_one() {
    use std::sync::Arc;

    use parquet::{
        data_type::ByteArrayType, file::writer::SerializedFileWriter, schema::parser::parse_message_type,
    };

    let schema = "message m { required binary id (STRING); required binary text (STRING); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let edited = tiny::edited();
    for cells in [["early", "late", "other"], [tiny::STORY, &edited, tiny::OTHER]] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&cells.map(Into::into), None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    let place = Place::new(&[]);
    place.write("feed.parquet", writer.into_inner().unwrap());

    assert_eq!(ids(&place, "feed.parquet"), ["early", "late", "other"]);
    place.ok(&["dedup", "feed.parquet", "--keep", "first", "-o", "kept.parquet"]);
    assert_eq!(ids(&place, "kept.parquet"), ["early", "other"]);
    place.ok(&["dedup", "feed.parquet", "--annotate", "-o", "noted/"]);
    assert_eq!(ids(&place, "noted/feed.parquet"), ["early", "late", "other"]);
}
