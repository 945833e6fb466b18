//! `samecopy scan`: clusters or pairs of the same copy.

use anyhow::Result;
use samecopy::{
    report::{Report, write_json},
    scan::scan,
};

use crate::{
    Outcome,
    args::{Format, ScanArgs},
    input,
    output::{write_styled, write_to},
    progress::Bar,
    table,
    terminal::Terminal,
};

pub fn run(args: &ScanArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.detection.options(Some(&args.survivor));
    options.check()?;
    let reading = input::articles(&args.inputs.paths, &args.reading, terminal);
    let scan = scan(&reading.articles, &options, &Bar::new(terminal));
    terminal.funnel(&scan.funnel);
    let report = Report::new(&reading, &scan, &options);
    let path = args.output.output.as_deref();
    match (args.output.format, args.pairs) {
        (Format::Json, _) => write_to(path, |out| Ok(write_json(&report, out)?))?,
        (Format::Text, true) => write_styled(path, |out| table::pairs(&report, out))?,
        (Format::Text, false) => write_styled(path, |out| table::clusters(&report, out))?,
    }
    Ok(if reading.problems.is_empty() { Outcome::Done } else { Outcome::Trouble })
}
