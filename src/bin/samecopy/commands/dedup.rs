//! `samecopy dedup`: one article of each cluster, as it was read.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::{Result, bail};
use clap::Args;
use samecopy::{
    dedup::{Dedup, dedup},
    overlap::Verdict,
    read::Reading,
    report::rounded_overlap,
};
use serde::Serialize;

use crate::{
    Outcome,
    args::{DetectionArgs, InputArgs, ReadingArgs, SurvivorArgs},
    input,
    listing::counted,
    output::Destination,
    progress::Bar,
    terminal::Terminal,
};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  samecopy dedup feed.jsonl -o kept.jsonl --dropped dropped.jsonl
  samecopy dedup feed.jsonl --keep longest --prefer-source Reuters,AFP > kept.jsonl
  samecopy dedup 2025/ | xargs -d '\\n' cp -t kept    text files: the paths of those to keep")]
pub struct DedupArgs {
    #[command(flatten)]
    pub inputs: InputArgs,

    /// Write what was dropped, one JSON object a line: id, survivor, overlap, verdict.
    #[arg(long, value_name = "FILE")]
    pub dropped: Option<PathBuf>,

    /// Keep every article and say in a field `samecopy` what would become of it; of text files, in a line of JSON.
    #[arg(long, conflicts_with = "dropped")]
    pub annotate: bool,

    /// Write there instead of to standard output; the file appears whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub survivor: SurvivorArgs,

    #[command(flatten)]
    pub detection: DetectionArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

pub fn run(args: &DedupArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.survivor.with(args.detection.options()?);
    let destination = Destination::new(args.output.as_deref())?;
    let dropped = args.dropped.as_deref().map(|path| Destination::new(Some(path))).transpose()?;
    if dropped.as_ref() == Some(&destination) {
        bail!("the articles and what was dropped cannot go to the same place; name two files");
    }
    let reading = input::articles(&args.inputs.paths, &args.reading, terminal);
    let lines = reading.places.iter().filter(|place| place.line.is_some()).count();
    if lines != 0 && lines != reading.places.len() {
        bail!(
            "the inputs hold JSON Lines and text files, and one output cannot be both; deduplicate each by itself"
        );
    }
    let result = dedup(&reading.articles, &options, &Bar::new(terminal, "scanning"));
    terminal.funnel(&result.scan.funnel);

    // Both are written before either is put in its place, so that they belong together.
    let staged = dropped.map(|place| place.stage(|out| write_dropped(&reading, &result, out))).transpose()?;
    destination.stage(|out| write_articles(args.annotate, &reading, &result, out))?.commit()?;
    if let Some(staged) = staged {
        staged.commit()?;
    }
    let (all, dropped) = (reading.articles.len(), result.dropped.len());
    terminal.note(&format!("{} read: {} kept, {dropped} dropped", counted(all, "article"), all - dropped));
    Ok(Outcome::of(&reading))
}

fn write_articles(annotate: bool, reading: &Reading, result: &Dedup, out: &mut dyn Write) -> io::Result<()> {
    let mut raw = reading.raw_bytes();
    for (index, place) in (0..).zip(&reading.places) {
        let is_line = place.line.is_some();
        if annotate && is_line {
            write_annotated(raw.get(place)?, &Fate::new(reading, result, index), out)?;
        } else if annotate {
            let id = &reading.articles[index as usize].id;
            write_line(&Named { id, fate: Fate::new(reading, result, index) }, out)?;
        } else if result.dropped.contains_key(&index) {
            continue;
        } else if is_line {
            out.write_all(raw.get(place)?)?;
            out.write_all(b"\n")?;
        } else {
            writeln!(out, "{}", reading.path(place))?;
        }
    }
    Ok(())
}

/// The line with one more field at its end, all else byte for byte.
fn write_annotated(line: &[u8], fate: &Fate<'_>, out: &mut dyn Write) -> io::Result<()> {
    let brace = line.iter().rposition(|&byte| byte == b'}').expect("an article's line is an object");
    // An article's object is never empty: it has a text.
    let (fields, end) = line.split_at(brace);
    out.write_all(fields)?;
    out.write_all(b", \"samecopy\": ")?;
    serde_json::to_writer(&mut *out, fate)?;
    out.write_all(end)?;
    out.write_all(b"\n")
}

fn write_dropped(reading: &Reading, result: &Dedup, out: &mut dyn Write) -> io::Result<()> {
    for &index in result.dropped.keys() {
        let id = &reading.articles[index as usize].id;
        write_line(&Named { id, fate: Fate::new(reading, result, index) }, out)?;
    }
    Ok(())
}

fn write_line(line: &Named<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// What becomes of an article.
#[derive(Debug, Serialize)]
struct Fate<'a> {
    dropped: bool,
    /// The article itself where it is kept.
    survivor: &'a str,
    overlap: f64,
    verdict: Option<Verdict>,
}

/// The same in a line of its own.
#[derive(Debug, Serialize)]
struct Named<'a> {
    id: &'a str,
    #[serde(flatten)]
    fate: Fate<'a>,
}

impl<'a> Fate<'a> {
    fn new(reading: &'a Reading, result: &Dedup, index: u32) -> Self {
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
}
