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
    listing::{self, Look},
    output::Destination,
    progress::Bar,
    terminal::Terminal,
};

pub fn run(args: &ScanArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.options()?;
    let destination = Destination::new(args.output.output.as_deref())?;
    let reading = input::articles(&args.inputs.paths, &args.reading, terminal);
    let scan = scan(&reading.articles, &options, &Bar::new(terminal, "scanning"));
    terminal.funnel(&scan.funnel);
    let report = Report::new(&reading, &scan, &options);
    let look = Look { palette: destination.palette(), columns: destination.columns() };
    destination.write(|out| match (args.output.format, args.pairs) {
        (Format::Json, _) => write_json(&report, out),
        (Format::Text, true) => listing::pairs(&report, look, out),
        (Format::Text, false) => listing::clusters(&report, look, out),
    })?;
    Ok(Outcome::of(&reading))
}
