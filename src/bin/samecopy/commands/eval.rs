//! `samecopy eval`: how far a scan agrees with labels.

use std::{
    io,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use clap::Args;
use samecopy::{
    eval::evaluate,
    read::{Input, read_labels},
    report::{EvalReport, write_json},
};

use crate::{
    Outcome,
    args::{Format, InputArgs, OutputArgs, ReadingArgs, ScoringArgs, SearchArgs, number::whole},
    eval::{plot, text},
    input,
    output::Destination,
    progress::Bar,
    terminal::Terminal,
};

#[derive(Debug, Args)]
#[command(after_help = "\
Labels are a table with a header, or JSON Lines. Either of pairs, or of clusters:
  id_a, id_b, label [, confidence]  The same copy are those labelled `same`, `yes`, `true` or `1`;
                                    left out, `partial`, `skip` and empty ones; all others are not.
                                    Confidence is 1 for sure, greater for less sure.
  id, cluster [, family] [, role]   Articles of one cluster are the same copy, all others are not.
Other columns are ignored, so that articles may say their cluster themselves.

Examples:
  samecopy eval labels.tsv feed.jsonl
  samecopy eval judged.tsv 2025/ --errors 50 --plot curve.svg
  samecopy eval feed.jsonl feed.jsonl --format json")]
pub struct EvalArgs {
    /// A table or JSON Lines of labels; `-` is standard input.
    #[arg(value_name = "LABELS")]
    pub labels: PathBuf,

    #[command(flatten)]
    pub inputs: InputArgs,

    /// Missed and false pairs to list, each, the worst first.
    #[arg(long, value_name = "N", value_parser = whole, default_value_t = 10)]
    pub errors: usize,

    /// Draw precision against recall as an SVG image.
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,

    #[command(flatten)]
    pub output: OutputArgs,

    #[command(flatten)]
    pub scoring: ScoringArgs,

    #[command(flatten)]
    pub search: SearchArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

pub fn run(args: &EvalArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.search.options(&args.scoring)?;
    let destination = Destination::new(args.output.output.as_deref())?;
    let plot = args.plot.as_deref().map(|path| Destination::new(Some(path))).transpose()?;
    if plot.as_ref() == Some(&destination) {
        bail!("the figures and the plot cannot go to the same place; name two files");
    }
    let stdin = Path::new("-");
    if args.labels == stdin && args.inputs.paths.iter().any(|path| path == stdin) {
        bail!("standard input cannot be both the labels and the articles; write one of them to a file");
    }
    let labels = read_labels(&Input::new(&args.labels), &mut io::stdin().lock());
    terminal.problems(&labels.problems);
    if labels.labels.is_empty() {
        bail!("{} holds no label to go by; `samecopy help eval` says how to write them", labels.path);
    }
    let reading = input::articles(&args.inputs.paths, &args.reading, terminal)?;
    let options = input::in_room_of(&reading, options);
    let bar = Bar::new(terminal, "scanning");
    let evaluation = evaluate(&reading.articles, &labels.labels, &options, args.errors, &bar)?;
    drop(bar);
    let report = EvalReport::new(&labels, &reading, &options, evaluation);

    let image = |plot: Destination| {
        plot.stage(|out| out.write_all(plot::precision_recall(&report.evaluation).as_bytes()))
    };
    let staged = plot.map(image).transpose()?;
    let look = destination.look();
    destination.write(|out| match args.output.format {
        Format::Json => write_json(&report, out),
        Format::Text => text::write(&report, look, out),
    })?;
    if let Some(staged) = staged {
        staged.commit()?;
    }
    Ok(if labels.problems.is_empty() { Outcome::of(&reading) } else { Outcome::Trouble })
}
