//! `samecopy compare`: the scores and the verdict of two articles.

use anyhow::Result;
use clap::Args;
use samecopy::{
    overlap::compare_among,
    report::{pair_entry, write_json},
};

use crate::{
    Outcome,
    args::{Format, OutputArgs, PairOfArticles, ReadingArgs, ScoringArgs},
    input,
    output::Destination,
    scores,
    terminal::Terminal,
};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  samecopy compare ours.txt theirs.txt
  samecopy compare 4711 4712 --in feed.jsonl        two articles by their ids
  samecopy compare -q a.txt b.txt > /dev/null && echo reprint")]
pub struct CompareArgs {
    #[command(flatten)]
    pub articles: PairOfArticles,

    #[command(flatten)]
    pub output: OutputArgs,

    #[command(flatten)]
    pub scoring: ScoringArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

pub fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.scoring.options()?;
    let destination = Destination::new(args.output.output.as_deref())?;
    let pair = input::pair(&args.articles, &args.reading, terminal)?;
    let [a, b] = &pair.articles;
    let scores = compare_among(&pair.furniture, a, b, &options)?;
    let entry = pair_entry(&pair.articles, 0, 1, scores);
    destination.write(|out| match args.output.format {
        Format::Json => write_json(&entry, out),
        Format::Text => scores::write(&entry, destination.palette(), out),
    })?;
    Ok(match (pair.trouble, scores.verdict.is_same_copy()) {
        (true, _) => Outcome::Trouble,
        (false, true) => Outcome::Done,
        (false, false) => Outcome::No,
    })
}
