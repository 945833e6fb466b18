//! `samecopy scan`: clusters or pairs of the same copy.

use anyhow::Result;
use samecopy::{
    check::{Baseline, Wanted, findings, judge},
    overlap::Verdict,
    report::{CheckReport, FindingFormat, Report, write_json},
    scan::scan,
};

use crate::{
    Outcome,
    args::ScanArgs,
    check::root::Root,
    formats::ReportFormat,
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
    let root = Root::find()?;
    let locate = |path: &str| root.relative(path);
    let as_findings = || {
        let least = if options.partial { Verdict::Partial } else { Verdict::Rewrite };
        let wanted = Wanted { least, locate: &locate, is_judged: &|_| true };
        let judged = judge(findings(&reading, &scan, &wanted), &Baseline::default(), least);
        CheckReport::new(&reading, judged, None, &options, &locate)
    };
    destination.write(|out| match (args.output.format, args.pairs) {
        (ReportFormat::Findings(FindingFormat::Json), _) => write_json(&report, out),
        (ReportFormat::Findings(format), _) => format.write(&as_findings(), out),
        (ReportFormat::Text, true) => listing::pairs(&report, look, out),
        (ReportFormat::Text, false) => listing::clusters(&report, look, out),
    })?;
    Ok(Outcome::of(&reading))
}
