//! `samecopy scan`: clusters or pairs of the same copy.

use std::io::{self, Write};

use anyhow::Result;
use clap::Args;
use samecopy::{
    check::{Baseline, Wanted, findings, judge},
    furniture::Furniture,
    options::Options,
    overlap::Verdict,
    read::Reading,
    report::{
        CheckReport, Report,
        html::{HtmlReport, Room},
    },
    scan::{Scan, scan},
};

use crate::{
    Outcome,
    args::{DetectionArgs, HtmlTexts, InputArgs, OutputArgs, PageFormat, ReadingArgs, SurvivorArgs},
    check::root::Root,
    formats::ScanFormat,
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
  samecopy scan crawl.jsonl.zst --text-field body
  samecopy scan feed.jsonl --format json -o report.json
  samecopy scan feed.jsonl --format html -o report.html")]
pub struct ScanArgs {
    #[command(flatten)]
    pub inputs: InputArgs,

    /// List the pairs instead of the clusters.
    #[arg(long)]
    pub pairs: bool,

    #[command(flatten)]
    pub output: OutputArgs<ScanFormat>,

    /// Megabytes of articles' texts that an HTML page may hold, or all, or none.
    ///
    /// The largest clusters come first. A cluster without texts is listed all the same, with its articles and scores.
    #[arg(long, value_name = "MB", default_value = "50", allow_negative_numbers = true)]
    pub html_texts: HtmlTexts,

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
    let reading = input::articles(&args.inputs.paths, &args.reading, terminal)?;
    let options = input::in_room_of(&reading, options);
    let scan = scan(&reading.articles, &options, &Bar::new(terminal, "scanning"))?;
    terminal.funnel(&scan.funnel);
    let report = Report::new(&reading, &scan, &options);
    let look = destination.look();
    let root = Root::find()?;
    let locate = |path: &str| root.relative(path);
    let as_findings = || -> io::Result<CheckReport> {
        let least = if options.partial { Verdict::Partial } else { Verdict::Rewrite };
        let wanted = Wanted { least, locate: &locate, is_judged: &|_| true };
        let judged = judge(findings(&reading, &scan, &wanted)?, &Baseline::default(), least);
        Ok(CheckReport::new(&reading, judged, None, &options, &locate))
    };
    destination.write(|out| match (args.output.format, args.pairs) {
        (ScanFormat::Findings(format), _) => format.write(&as_findings()?, out),
        (ScanFormat::Page(PageFormat::Json), _) => report.write_json(out),
        (ScanFormat::Page(PageFormat::Html), _) => {
            write_html(&report, &scan, &reading, args.html_texts.0, out)
        }
        (ScanFormat::Page(PageFormat::Text), true) => listing::pairs(&report, look, out),
        (ScanFormat::Page(PageFormat::Text), false) => listing::clusters(&report, look, out),
    })?;
    Ok(Outcome::of(&reading))
}

fn write_html(
    report: &Report,
    scan: &Scan,
    reading: &Reading,
    room: Room,
    out: &mut dyn Write,
) -> io::Result<()> {
    let furniture = Furniture::of(&reading.articles)?;
    let text = |index: u32| reading.articles[index as usize].text.read();
    HtmlReport::of_scan(report, scan).write(&furniture, text, room, out)
}
