//! What becomes of an article.

use std::io::{self, Write};

use samecopy::{dedup::Dedup, overlap::Verdict, read::Reading, report::rounded_overlap};
use serde::Serialize;
use serde_json::{Map, Value};

/// What becomes of an article.
#[derive(Debug, Serialize)]
pub struct Fate<'a> {
    dropped: bool,
    /// The article itself where it is kept.
    survivor: &'a str,
    overlap: f64,
    verdict: Option<Verdict>,
}

/// The same in a line of its own.
#[derive(Debug, Serialize)]
pub struct Named<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub fate: Fate<'a>,
}

impl<'a> Fate<'a> {
    pub fn new(reading: &'a Reading, result: &Dedup, index: u32) -> Self {
        let id = |index: u32| reading.articles[index as usize].id.as_str();
        match result.dropped.get(&index) {
            Some(drop) => Self {
                dropped: true,
                survivor: id(drop.survivor),
                overlap: rounded_overlap(drop.scores),
                verdict: Some(drop.scores.verdict),
            },
            None => Self { dropped: false, survivor: id(index), overlap: 1.0, verdict: None },
        }
    }

    /// It as what is added to an article.
    pub fn note(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(note)) => note,
            _ => unreachable!("a fate is an object"),
        }
    }
}

/// Writes what was dropped, an article a line.
pub fn write_dropped(reading: &Reading, result: &Dedup, out: &mut dyn Write) -> io::Result<()> {
    for &index in result.dropped.keys() {
        let id = &reading.articles[index as usize].id;
        write_line(&Named { id, fate: Fate::new(reading, result, index) }, out)?;
    }
    Ok(())
}

pub fn write_line(line: &Named<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
