//! `samecopy check`: whether there are copies that nobody knows of yet.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use samecopy::{
    check::{Baseline, Wanted, findings, judge, update},
    options::Options,
    overlap::Verdict,
    report::CheckReport,
    scan::scan,
};

use crate::{
    Outcome,
    args::{DetectionArgs, InputArgs, OutputArgs, ReadingArgs, number::whole},
    check::{baseline, changes::Changes, destinations::Destinations, root::Root, text},
    formats::{Further, ReportFormat},
    input,
    listing::counted,
    output::Destination,
    progress::Bar,
    terminal::Terminal,
};

#[derive(Debug, Args)]
#[command(after_help = "\
Exit status: 0 no new findings; 1 new findings, more of them than --max-new; 2 trouble: a wrong option, a broken \
baseline, or input that could not be read. A finding is a pair of articles; it stays the same when files are \
moved, renamed or reordered.

Examples:
  samecopy check content --baseline samecopy.baseline --update-baseline   note what is known
  samecopy check content --baseline samecopy.baseline                     fail on anything else
  samecopy check content --changed-since origin/main                      what a branch changed
  samecopy check feed.jsonl --min-verdict near-duplicate --max-new 5
  samecopy check content --format github --also sarif=found.sarif --also markdown=summary.md")]
pub struct CheckArgs {
    #[command(flatten)]
    pub inputs: InputArgs,

    #[command(flatten)]
    pub output: OutputArgs<ReportFormat>,

    /// Write a form of the findings to a file as well, such as sarif=found.sarif; may be given several times.
    #[arg(long, value_name = "FORMAT=FILE")]
    pub also: Vec<Further>,

    #[command(flatten)]
    pub gate: GateArgs,

    #[command(flatten)]
    pub detection: DetectionArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// What is new, and how much of it is too much.
#[derive(Debug, Args)]
#[command(next_help_heading = "Gate")]
pub struct GateArgs {
    /// The file of known findings; all others are new. Without it, every finding is.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Write what is found to the baseline, and say what was added and removed.
    #[arg(
        long,
        requires = "baseline",
        conflicts_with_all = ["changed_since", "max_new", "exit_zero", "format", "output", "also"]
    )]
    pub update_baseline: bool,

    /// Judge only articles changed in git since this revision, against all others.
    ///
    /// An article is changed if its file is, or in JSON Lines its line, between the point where REV and the current
    /// commit parted and the files as they are now; moved files are not. Stale entries of the baseline are not told
    /// then.
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,

    /// The verdict from which a pair is a finding.
    #[arg(long, value_name = "VERDICT", default_value = "rewrite")]
    pub min_verdict: Least,

    /// New findings that are put up with.
    #[arg(long, value_name = "N", value_parser = whole, default_value_t = 0)]
    pub max_new: usize,

    /// Report new findings without failing; trouble still fails.
    #[arg(long)]
    pub exit_zero: bool,
}

/// The verdicts, from most to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Least {
    Identical,
    NearDuplicate,
    Rewrite,
    /// Pairs that share passages without being the same copy, too.
    Partial,
}

impl Least {
    fn verdict(self) -> Verdict {
        match self {
            Self::Identical => Verdict::Identical,
            Self::NearDuplicate => Verdict::NearDuplicate,
            Self::Rewrite => Verdict::Rewrite,
            Self::Partial => Verdict::Partial,
        }
    }
}

pub fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Outcome> {
    let gate = &args.gate;
    let least = gate.min_verdict.verdict();
    let options = Options { partial: least == Verdict::Partial, ..args.detection.options()? };
    let root = Root::find()?;
    let destinations = Destinations::new(&args.output, &args.also, gate.baseline.as_deref())?;
    let read = |path: &PathBuf| baseline::read(path, &args.inputs.paths, gate.update_baseline);
    let baseline = gate.baseline.as_ref().map(read).transpose()?;
    let changes =
        gate.changed_since.as_deref().map(|revision| Changes::since(revision, &root)).transpose()?;

    let ours = args.also.iter().map(|also| &also.path).chain(&gate.baseline).chain(&args.output.output);
    let ours: Vec<PathBuf> = ours.cloned().collect();
    let reading = input::articles_except(&ours, &args.inputs.paths, &args.reading, terminal)?;
    let options = input::in_room_of(&reading, options);
    let scan = scan(&reading.articles, &options, &Bar::new(terminal, "scanning"))?;
    terminal.funnel(&scan.funnel);

    let locate = |path: &str| root.relative(path);
    let is_judged = |index: u32| {
        let place = &reading.places[index as usize];
        changes.as_ref().is_none_or(|changes| changes.has(&locate(reading.path(place)), place.line))
    };
    let found = findings(&reading, &scan, &Wanted { least, locate: &locate, is_judged: &is_judged })?;

    if let (true, Some(path), Some(baseline)) = (gate.update_baseline, &gate.baseline, &baseline) {
        if !reading.problems.is_empty() {
            bail!("{} is left as it was: entries of what could not be read would be lost", path.display());
        }
        let update = update(&found, baseline, least);
        Destination::new(Some(path))?.write(|out| update.baseline.write(out))?;
        Destination::Stdout.write(|out| text::update(&update, out))?;
        return Ok(Outcome::Done);
    }

    let mut judged = judge(found, baseline.as_ref().unwrap_or(&Baseline::default()), least);
    if changes.is_some() {
        judged.stale.clear();
    }
    let named = gate.baseline.as_deref().map(|path| locate(&path.to_string_lossy()));
    let report = CheckReport::new(&reading, judged, named, &options, &locate);
    destinations.write(&report)?;
    say(&report, gate, terminal);
    Ok(match report.counts.new > gate.max_new && !gate.exit_zero {
        _ if !reading.problems.is_empty() => Outcome::Trouble,
        true => Outcome::No,
        false => Outcome::Done,
    })
}

fn say(report: &CheckReport, gate: &GateArgs, terminal: &Terminal) {
    if report.counts.stale > 0 {
        let entries = counted(report.counts.stale, "stale finding");
        terminal.note(&format!(
            "{entries} in the baseline; the same command with --update-baseline removes them"
        ));
    }
    if report.counts.new > 0 && gate.baseline.is_some() {
        terminal.note("what is new and wanted is noted by the same command with --update-baseline");
    }
}
