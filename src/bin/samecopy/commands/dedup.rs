//! `samecopy dedup`: one article of each cluster, as it was read.

use std::io::{self, Write};

use anyhow::{Result, bail};
use samecopy::{
    dedup::{Dedup, dedup},
    overlap::Verdict,
    read::{RawBytes, Reading},
};
use serde::Serialize;

use crate::{Outcome, args::DedupArgs, input, output::write_to, progress::Bar, terminal::Terminal};

/// What a line of `--dropped`, or the field that `--annotate` adds, says of an article.
#[derive(Debug, Serialize)]
struct Fate<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    dropped: bool,
    survivor: &'a str,
    overlap: f64,
    verdict: Option<Verdict>,
}

pub fn run(args: &DedupArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.detection.options(Some(&args.survivor));
    options.check()?;
    let reading = input::articles(&args.inputs.paths, &args.reading, terminal);
    let lines = reading.places.iter().filter(|place| place.line.is_some()).count();
    if lines != 0 && lines != reading.places.len() {
        bail!(
            "the inputs hold both JSON Lines and text files, and the output could be neither; deduplicate each by itself"
        );
    }
    let result = dedup(&reading.articles, &options, &Bar::new(terminal));
    terminal.funnel(&result.scan.funnel);
    if let Some(path) = &args.dropped {
        write_to(Some(path), |out| Ok(write_dropped(&reading, &result, out)?))?;
    }
    write_to(args.output.as_deref(), |out| Ok(write_articles(args.annotate, &reading, &result, out)?))?;
    let (all, dropped) = (reading.articles.len(), result.dropped.len());
    terminal.note(&format!("{all} articles read, {} kept, {dropped} dropped", all - dropped));
    Ok(if reading.problems.is_empty() { Outcome::Done } else { Outcome::Trouble })
}

fn write_articles(annotate: bool, reading: &Reading, result: &Dedup, out: &mut dyn Write) -> io::Result<()> {
    let mut raw = reading.raw_bytes();
    for (index, place) in (0..).zip(&reading.places) {
        match (annotate, place.line.is_some()) {
            (true, true) => write_annotated(raw.get(place)?, &fate(reading, result, index), out)?,
            (true, false) => {
                let fate = Fate { id: Some(&reading.articles[index as usize].id), ..fate(reading, result, index) };
                write_line(&fate, out)?;
            }
            (false, _) if result.dropped.contains_key(&index) => {}
            (false, true) => write_raw(&mut raw, reading, index, out)?,
            (false, false) => writeln!(out, "{}", reading.path(place))?,
        }
    }
    Ok(())
}

fn write_raw(raw: &mut RawBytes<'_>, reading: &Reading, index: u32, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(raw.get(&reading.places[index as usize])?)?;
    out.write_all(b"\n")
}

/// The line with one more field at its end, all else byte for byte.
fn write_annotated(line: &[u8], fate: &Fate<'_>, out: &mut dyn Write) -> io::Result<()> {
    let brace = line.iter().rposition(|&byte| byte == b'}').expect("an article's line is an object");
    let (object, end) = line.split_at(brace);
    let is_empty = object.trim_ascii_end().ends_with(b"{");
    out.write_all(object)?;
    out.write_all(if is_empty { b"\"samecopy\": " } else { b", \"samecopy\": " })?;
    serde_json::to_writer(&mut *out, fate)?;
    out.write_all(end)?;
    out.write_all(b"\n")
}

fn write_dropped(reading: &Reading, result: &Dedup, out: &mut dyn Write) -> io::Result<()> {
    for &index in result.dropped.keys() {
        let id = Some(reading.articles[index as usize].id.as_str());
        write_line(&Fate { id, ..fate(reading, result, index) }, out)?;
    }
    Ok(())
}

fn write_line(fate: &Fate<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, fate)?;
    writeln!(out)
}

fn fate<'a>(reading: &'a Reading, result: &Dedup, index: u32) -> Fate<'a> {
    let id = |index: u32| reading.articles[index as usize].id.as_str();
    match result.dropped.get(&index) {
        Some(drop) => Fate {
            id: None,
            dropped: true,
            survivor: id(drop.survivor),
            overlap: (drop.scores.overlap * 10_000.0).round() / 10_000.0,
            verdict: Some(drop.scores.verdict),
        },
        None => Fate { id: None, dropped: false, survivor: id(index), overlap: 1.0, verdict: None },
    }
}
