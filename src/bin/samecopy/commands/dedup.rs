//! `samecopy dedup`: one article of each cluster, as it was read.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use samecopy::dedup::dedup;

use crate::{
    Outcome,
    args::{DetectionArgs, InputArgs, ReadingArgs, SurvivorArgs},
    dedup::{Fates, Form, write_dropped},
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
    let options = input::in_room_of(&reading, options);
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
            let files = fates.write_folder(folder)?;
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
