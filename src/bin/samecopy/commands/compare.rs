//! `samecopy compare`: the scores and the verdict of two articles.

use anyhow::Result;
use samecopy::{
    overlap::compare_among,
    report::{pair_entry, write_json},
};

use crate::{
    Outcome,
    args::{CompareArgs, Format},
    input,
    output::Destination,
    scores,
    terminal::Terminal,
};

pub fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.scoring.options()?;
    let destination = Destination::new(args.output.output.as_deref())?;
    let pair = input::pair(&args.articles, &args.reading, terminal)?;
    let [a, b] = &pair.articles;
    let scores = compare_among(&pair.furniture, a, b, &options);
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
