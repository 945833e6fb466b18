//! `samecopy dedup`: one article of each cluster, as it was read.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use samecopy::{
    dedup::{Dedup, dedup},
    overlap::Verdict,
    read::{self, Format, Reading},
    report::rounded_overlap,
};
use serde::Serialize;

use crate::{
    Outcome,
    args::{DetectionArgs, InputArgs, ReadingArgs, SurvivorArgs},
    input,
    listing::counted,
    output::{Destination, Staged},
    progress::Bar,
    terminal::Terminal,
};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  samecopy dedup feed.jsonl -o kept.jsonl --dropped dropped.jsonl
  samecopy dedup feed.jsonl --keep longest --prefer-source Reuters,AFP > kept.jsonl
  samecopy dedup feed.xml > kept.xml                 RSS stays RSS, a table a table, byte for byte
  samecopy dedup feeds/ -o kept/                     every file without what is dropped
  samecopy dedup 2025/ | xargs -d '\\n' cp -t kept    text files: the paths of those to keep")]
pub struct DedupArgs {
    #[command(flatten)]
    pub inputs: InputArgs,

    /// Write what was dropped, one JSON object a line: id, survivor, overlap, verdict.
    #[arg(long, value_name = "FILE")]
    pub dropped: Option<PathBuf>,

    /// Keep every article and say what would become of it: in JSON and XML in a field or element `samecopy`, in tables
    /// in a column of that name, of texts and pages in a line of JSON.
    #[arg(long, conflicts_with = "dropped")]
    pub annotate: bool,

    /// Write there instead of to standard output; the file appears whole or not at all. In a directory, or a name that
    /// ends with a slash, every input is written by its own name.
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
    let folder = args.output.as_deref().filter(|path| is_folder(path));
    let destination = Destination::new(args.output.as_deref().filter(|_| folder.is_none()))?;
    let dropped = args.dropped.as_deref().map(|path| Destination::new(Some(path))).transpose()?;
    if dropped.as_ref() == Some(&destination) {
        bail!("the articles and what was dropped cannot go to the same place; name two files");
    }
    let reading = input::articles(&args.inputs.paths, &args.reading, terminal)?;
    let form = Form::of(&reading);
    if folder.is_none() {
        form.check()?;
    }
    let result = dedup(&reading.articles, &options, &Bar::new(terminal, "scanning"))?;
    terminal.funnel(&result.scan.funnel);

    // All are written before any is put in its place, so that they belong together.
    let staged = dropped.map(|place| place.stage(|out| write_dropped(&reading, &result, out))).transpose()?;
    let fates = Fates { reading: &reading, result: &result, annotate: args.annotate };
    match folder {
        Some(folder) => {
            let files = write_folder(folder, &fates)?;
            files.into_iter().try_for_each(Staged::commit)?;
        }
        None => destination.stage(|out| fates.write(form, out))?.commit()?,
    }
    if let Some(staged) = staged {
        staged.commit()?;
    }
    let (all, dropped) = (reading.articles.len(), result.dropped.len());
    terminal.note(&format!("{} read: {} kept, {dropped} dropped", counted(all, "article"), all - dropped));
    Ok(Outcome::of(&reading))
}

/// A directory, or a name that can only be that of one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with('/')
}

/// What one output can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Lines of JSON, of any number of files.
    Lines,
    /// The paths of files that are an article each.
    Paths,
    /// One file with articles in it.
    File(u32),
    /// Files that cannot be one, so many.
    Files(usize),
    /// Different things.
    Mixture,
}

impl Form {
    fn of(reading: &Reading) -> Self {
        let is_path = |place: &read::Place| place.line.is_none();
        let format = |place: &read::Place| reading.origins[place.origin as usize].format();
        let places = &reading.places;
        if places.iter().all(|place| format(place) == Format::JsonLines) {
            Self::Lines
        } else if places.iter().all(is_path) {
            Self::Paths
        } else if places.iter().any(|place| is_path(place) || format(place) == Format::JsonLines) {
            Self::Mixture
        } else {
            let mut origins: Vec<u32> = places.iter().map(|place| place.origin).collect();
            origins.dedup();
            match origins[..] {
                [origin] => Self::File(origin),
                _ => Self::Files(origins.len()),
            }
        }
    }

    /// # Errors
    /// One output cannot be all of it.
    fn check(self) -> Result<()> {
        match self {
            Self::Files(count) => bail!(
                "the articles are in {count} files, and one output cannot be all of them; name a directory with \
                 --output (`-o kept/`), where each is written by its own name"
            ),
            Self::Mixture => bail!(
                "the inputs hold files of one article each and files of many, and one output cannot be both; name a \
                 directory with --output (`-o kept/`), or deduplicate each by itself"
            ),
            Self::Lines | Self::Paths | Self::File(_) => Ok(()),
        }
    }
}

/// Writes every file that was read into a directory.
fn write_folder(folder: &Path, fates: &Fates<'_>) -> Result<Vec<Staged>> {
    let mut staged = Vec::new();
    let mut names = std::collections::BTreeSet::new();
    for (number, origin) in (0..).zip(&fates.reading.origins) {
        if fates.is_gone(number) {
            continue;
        }
        let name = origin.file_name();
        if !names.insert(name.clone()) {
            bail!(
                "two inputs would both be written to {name} in the output; deduplicate them into two directories"
            );
        }
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        let place = Destination::new(Some(&path))?;
        staged.push(place.stage(|out| fates.write_file(number, out))?);
    }
    Ok(staged)
}

/// What becomes of every article.
struct Fates<'f> {
    reading: &'f Reading,
    result: &'f Dedup,
    annotate: bool,
}

impl Fates<'_> {
    fn write(&self, form: Form, out: &mut dyn Write) -> io::Result<()> {
        match form {
            Form::Lines => self.write_lines(None, out),
            Form::File(origin) => self.write_file(origin, out),
            _ => self.write_paths(out),
        }
    }

    fn is_dropped(&self, index: usize) -> bool {
        self.result.dropped.contains_key(&(index as u32))
    }

    /// Whether a file is one article, which is dropped.
    fn is_gone(&self, origin: u32) -> bool {
        let is_it = |place: &read::Place| place.origin == origin && place.line.is_none();
        let mut places = self.reading.places.iter().enumerate();
        let is_dropped = places.any(|(index, place)| is_it(place) && self.is_dropped(index));
        !self.annotate && (is_dropped || self.reading.repeats.iter().any(|(place, _)| is_it(place)))
    }

    fn write_paths(&self, out: &mut dyn Write) -> io::Result<()> {
        for (index, place) in self.reading.places.iter().enumerate() {
            if self.annotate {
                let id = &self.reading.articles[index].id;
                write_line(&Named { id, fate: Fate::new(self.reading, self.result, index as u32) }, out)?;
            } else if !self.is_dropped(index) {
                writeln!(out, "{}", self.reading.path(place))?;
            }
        }
        Ok(())
    }

    /// The lines of one file, or of all.
    fn write_lines(&self, origin: Option<u32>, out: &mut dyn Write) -> io::Result<()> {
        let mut raw = self.reading.raw_bytes();
        for (index, place) in self.reading.places.iter().enumerate() {
            if origin.is_some_and(|origin| origin != place.origin) {
                continue;
            }
            if self.annotate {
                write_annotated(raw.get(place)?, &Fate::new(self.reading, self.result, index as u32), out)?;
            } else if !self.is_dropped(index) {
                out.write_all(raw.get(place)?)?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn write_file(&self, origin: u32, out: &mut dyn Write) -> io::Result<()> {
        if self.reading.origins[origin as usize].format() == Format::JsonLines {
            return self.write_lines(Some(origin), out);
        }
        let mut fate = |index: usize| {
            if self.annotate {
                read::Fate::Noted(Fate::new(self.reading, self.result, index as u32).note())
            } else if self.is_dropped(index) {
                read::Fate::Dropped
            } else {
                read::Fate::Kept
            }
        };
        self.reading.give_back(origin, &mut fate, out)
    }
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

    fn note(&self) -> serde_json::Map<String, serde_json::Value> {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(note)) => note,
            _ => unreachable!("a fate is an object"),
        }
    }
}
