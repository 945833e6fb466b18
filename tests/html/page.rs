//! A page, taken apart.

use std::collections::BTreeMap;

use samecopy::{
    Options,
    furniture::Furniture,
    read::{Input, ReadOptions, Reading, read},
    report::{
        Report,
        html::{HtmlReport, Room},
    },
    scan,
};
use serde_json::Value;

/// The page of articles, which are read from lines of JSON as any others.
pub fn page(lines: &[String], options: &Options, room: Room) -> String {
    let reading = reading(lines);
    let found = scan(&reading.articles, options, &()).unwrap();
    let report = Report::new(&reading, &found, options);
    let furniture = Furniture::of(&reading.articles).unwrap();
    let text = |index: u32| reading.articles[index as usize].text.read();
    let mut out = Vec::new();
    HtmlReport::of_scan(&report, &found).write(&furniture, text, room, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn reading(lines: &[String]) -> Reading {
    let reading = read(&[Input::Stdin], &ReadOptions::default(), &mut lines.concat().as_bytes()).unwrap();
    assert!(reading.problems.is_empty());
    reading
}

/// The blocks of data by their ids, as an HTML parser finds them: up to the next `</script`.
pub fn blocks(page: &str) -> BTreeMap<String, Value> {
    let starts = page.split("<script type=\"application/json\" id=\"").skip(1);
    let block = |rest: &str| {
        let (id, rest) = rest.split_once("\">").unwrap();
        let (json, _) = rest.split_once("</script").unwrap();
        (id.to_owned(), serde_json::from_str(json).unwrap())
    };
    starts.map(block).collect()
}

/// The contents of the one element that starts so.
pub fn inside<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    assert_eq!(page.matches(start).count(), 1, "{start}");
    page.split_once(start).unwrap().1.split_once(end).unwrap().0
}

/// The units `start..end` of a text in UTF-16.
pub fn units(text: &Value, start: u64, end: u64) -> String {
    let units: Vec<u16> = text.as_str().unwrap().encode_utf16().collect();
    String::from_utf16(&units[start as usize..end as usize]).unwrap()
}
