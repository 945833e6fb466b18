//! `samecopy why`: the chain of pairs that put two articles into one cluster.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anstyle::Style;
use anyhow::{Result, bail};
use clap::Args;
use samecopy::{
    furniture::Furniture,
    overlap::compare_among,
    report::{PairEntry, Why, write_json},
    scan::scan,
};

use crate::{
    Outcome,
    args::{DetectionArgs, Format, OutputArgs, ReadingArgs},
    harmless::Cut,
    input,
    listing::counted,
    look::Look,
    output::Destination,
    progress::Bar,
    table::{Column, Table},
    terminal::Terminal,
};

#[derive(Debug, Args)]
#[command(after_help = "\
The chain is the strongest there is: its weakest pair has the greatest overlap; of several such chains the
shortest. With the options of the scan in question the clusters are those of that scan.

Examples:
  samecopy why 4711 4807 feed.jsonl
  samecopy why wire.txt blog.txt . --threshold 0.7
  samecopy why 4711 4807 --in feed.jsonl --format json")]
pub struct WhyArgs {
    /// The id of an article.
    pub a: String,

    /// The id of another one.
    pub z: String,

    /// Directories, text files and JSON Lines, all articles of the scan; `-` is standard input.
    #[arg(required_unless_present = "among", value_name = "INPUT")]
    pub paths: Vec<PathBuf>,

    /// The same, for those used to `compare`; may be given several times.
    #[arg(long = "in", id = "among", value_name = "INPUT", num_args = 1)]
    pub among: Vec<PathBuf>,

    #[command(flatten)]
    pub output: OutputArgs,

    #[command(flatten)]
    pub detection: DetectionArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

pub fn run(args: &WhyArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.detection.options()?;
    let destination = Destination::new(args.output.output.as_deref())?;
    if args.a == args.z {
        bail!("both articles are {:?}; name two different ones", args.a);
    }
    let paths = [&args.paths[..], &args.among].concat();
    let reading = input::articles(&paths, &args.reading, terminal)?;
    let options = input::in_room_of(&reading, options);
    let pair @ (a, z) =
        (input::position(&args.a, &reading.articles)?, input::position(&args.z, &reading.articles)?);
    let scan = scan(&reading.articles, &options, &Bar::new(terminal, "scanning"))?;
    terminal.funnel(&scan.funnel);
    let furniture = Furniture::of(&reading.articles)?;
    let [first, last] = [a, z].map(|index| &reading.articles[index as usize]);
    let direct = compare_among(&furniture, first, last, &options)?;
    let why = Why::new(&reading, &scan, pair, direct);
    let look = destination.look();
    destination.write(|out| match args.output.format {
        Format::Json => write_json(&why, out),
        Format::Text => write(&why, look, out),
    })?;
    Ok(Outcome::of(&reading))
}

fn write(why: &Why, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let faint = look.palette.faint;
    writeln!(out, "{}\n", answer(why))?;
    let mut table =
        Table::new([Column::Left, Column::Text(Cut::Start), Column::Text(Cut::End), Column::Text(Cut::End)]);
    for (at, article) in why.articles.iter().enumerate() {
        let (mark, style) = match at {
            0 => ("A", look.palette.heading),
            _ if at + 1 == why.articles.len() => ("Z", look.palette.heading),
            _ => ("", Style::new()),
        };
        let [source, date] =
            [&article.source, &article.date].map(|field| field.as_deref().unwrap_or_default());
        table.push(style, [mark, &article.id, source, date]);
    }
    let mut hops = why.chain.iter();
    for line in table.lines(look.columns) {
        writeln!(out, "{line}")?;
        if let Some(hop) = hops.next() {
            writeln!(out, "   {faint}↓ {}{faint:#}", judged(hop))?;
        }
    }
    match &why.chain[..] {
        [_] => Ok(()),
        _ => writeln!(out, "\nA and Z by themselves: {}", judged(&why.direct)),
    }
}

/// What the two are to each other's clusters.
fn answer(why: &Why) -> String {
    let clusters = [why.articles.first(), why.articles.last()].map(|article| article.and_then(|a| a.cluster));
    match clusters {
        [Some(cluster), _] if why.together => {
            let weakest = why.weakest.unwrap_or(1.0);
            let pairs = counted(why.chain.len(), "pair");
            format!("Both are in cluster {cluster}, by {pairs}; the least overlap is {weakest:.2}.")
        }
        [Some(a), Some(z)] => format!("They are in different clusters, {a} and {z}."),
        [Some(a), None] => format!("A is in cluster {a}, and Z in none."),
        [None, Some(z)] => format!("A is in no cluster, and Z in cluster {z}."),
        [None, None] => "Neither is in a cluster.".to_owned(),
    }
}

fn judged(pair: &PairEntry) -> String {
    let days = pair.days_apart.map_or(String::new(), |days| format!(", {days:.1} days apart"));
    format!("{}, overlap {:.2}{days}", pair.scores.verdict, pair.scores.overlap)
}
