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
