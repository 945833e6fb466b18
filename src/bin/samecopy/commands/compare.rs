//! `samecopy compare`: the scores and the verdict of two articles.

use anyhow::Result;
use samecopy::{
    overlap::compare_articles,
    report::{pair_entry, write_json},
};

use crate::{
    Outcome,
    args::{CompareArgs, Format},
    input,
    output::{write_styled, write_to},
    table,
    terminal::Terminal,
};

pub fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.detection.options(None);
    options.check()?;
    let (reading, articles) = input::pair(&args.articles, &args.reading, terminal)?;
    let scores = compare_articles(&articles[0], &articles[1], &options);
    let entry = pair_entry(&articles, 0, 1, scores);
    let path = args.output.output.as_deref();
    match args.output.format {
        Format::Json => write_to(path, |out| Ok(write_json(&entry, out)?))?,
        Format::Text => write_styled(path, |out| table::scores(&entry, out))?,
    }
    Ok(match (reading.problems.is_empty(), scores.verdict.is_same_copy()) {
        (false, _) => Outcome::Trouble,
        (true, true) => Outcome::Done,
        (true, false) => Outcome::No,
    })
}
