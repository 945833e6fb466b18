//! `samecopy scan`: clusters or pairs of the same copy.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use anyhow::Result;
use samecopy::{
    furniture::Furniture,
    read::Reading,
    report::{
        Report,
        html::{HtmlReport, Room},
        write_json,
    },
    scan::{Scan, scan},
};

use crate::{
    Outcome,
    args::{PageFormat, ScanArgs},
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
        (PageFormat::Json, _) => write_json(&report, out),
        (PageFormat::Html, _) => write_html(&report, &scan, &reading, args.html_texts.0, out),
        (PageFormat::Text, true) => listing::pairs(&report, look, out),
        (PageFormat::Text, false) => listing::clusters(&report, look, out),
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
    let furniture = Furniture::of(&reading.articles.iter().collect::<Vec<_>>());
    let text = |index: u32| Ok(Cow::from(&reading.articles[index as usize].text));
    HtmlReport::of_scan(report, scan).write(&furniture, text, room, out)
}
