//! `samecopy scan`: clusters or pairs of the same copy.

use anyhow::Result;
use clap::Args;
use samecopy::{
    options::Options,
    report::{Report, write_json},
    scan::scan,
};

use crate::{
    Outcome,
    args::{DetectionArgs, Format, InputArgs, OutputArgs, ReadingArgs, SurvivorArgs},
    input, listing,
    output::Destination,
    progress::Bar,
    terminal::Terminal,
};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  samecopy scan feed.jsonl                          clusters, the article to keep first
  samecopy scan 2025/ extra.txt --pairs             pairs of directories and files
  zcat crawl.gz | samecopy scan - --text-field body
  samecopy scan feed.jsonl --format json -o report.json")]
pub struct ScanArgs {
    #[command(flatten)]
    pub inputs: InputArgs,

    /// List the pairs instead of the clusters.
    #[arg(long)]
    pub pairs: bool,

    #[command(flatten)]
    pub output: OutputArgs,

    #[command(flatten)]
    pub survivor: SurvivorArgs,

    #[command(flatten)]
    pub detection: DetectionArgs,

    /// List pairs that share passages without being the same copy, too.
    #[arg(long)]
    pub partial: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

pub fn run(args: &ScanArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.survivor.with(Options { partial: args.partial, ..args.detection.options()? });
    let destination = Destination::new(args.output.output.as_deref())?;
    let reading = input::articles(&args.inputs.paths, &args.reading, terminal);
    let scan = scan(&reading.articles, &options, &Bar::new(terminal, "scanning"));
    terminal.funnel(&scan.funnel);
    let report = Report::new(&reading, &scan, &options);
    let look = destination.look();
    destination.write(|out| match (args.output.format, args.pairs) {
        (Format::Json, _) => write_json(&report, out),
        (Format::Text, true) => listing::pairs(&report, look, out),
        (Format::Text, false) => listing::clusters(&report, look, out),
    })?;
    Ok(Outcome::of(&reading))
}
