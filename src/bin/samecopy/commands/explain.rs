//! `samecopy explain`: the passages that two articles share.

use std::{
    borrow::Cow,
    io::{self, Write},
    ops::Range,
};

use anyhow::Result;
use clap::Args;
use samecopy::{
    article::Article,
    overlap::compare_among,
    passage::{Passage, PassageOptions, compared_passages},
    report::{
        Explanation, PairEntry,
        html::{HtmlReport, Room},
        pair_entry, set_aside, write_json,
    },
};

use crate::{
    Outcome,
    args::{OutputArgs, PageFormat, PairOfArticles, ReadingArgs, ScoringArgs},
    explain::{Layout, Style, View, lines},
    harmless::{Cut, fitted, one_line},
    input,
    listing::counted,
    output::Destination,
    palette::Palette,
    table::{Column, Table},
    terminal::Terminal,
};

/// Columns where there is no terminal to ask.
const COLUMNS: usize = 120;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  samecopy explain ours.txt theirs.txt
  samecopy explain 4711 4712 --in feed.jsonl --layout stacked
  samecopy explain a.txt b.txt --color always | less -R
  samecopy explain a.txt b.txt --format html -o pair.html")]
pub struct ExplainArgs {
    #[command(flatten)]
    pub articles: PairOfArticles,

    /// How the texts stand [default: side by side where there are 100 columns or more].
    #[arg(long, value_name = "LAYOUT")]
    pub layout: Option<View>,

    /// Columns of the output [default: those of the terminal, else 120].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    /// Show what was set aside of each article as page furniture, which is never compared.
    ///
    /// Lines that many articles repeat are furniture only where these articles are given with --in.
    #[arg(long)]
    pub furniture: bool,

    /// Print long stretches without a match in full.
    #[arg(long)]
    pub full: bool,

    #[command(flatten)]
    pub output: OutputArgs<PageFormat>,

    #[command(flatten)]
    pub scoring: ScoringArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

pub fn run(args: &ExplainArgs, terminal: &Terminal) -> Result<Outcome> {
    let options = args.scoring.options()?;
    let destination = Destination::new(args.output.output.as_deref())?;
    let pair = input::pair(&args.articles, &args.reading, terminal)?;
    let [a, b] = &pair.articles;
    let entry = pair_entry(&pair.articles, 0, 1, compare_among(&pair.furniture, a, b, &options)?);
    let texts = [a.text.read()?, b.text.read()?];
    let texts = [&*texts[0], &*texts[1]];
    let tokens = texts.map(|text| pair.furniture.tokens(text));
    let found = compared_passages(&tokens[0], &tokens[1], &PassageOptions::default());
    let furniture = tokens.map(|tokens| set_aside(&tokens));

    let palette = destination.palette();
    let width = args.width.map(usize::from).or_else(|| destination.columns()).unwrap_or(COLUMNS);
    let mut layout = Layout { brackets: palette == Palette::default(), ..Layout::for_width(width) };
    layout.view = args.layout.unwrap_or(layout.view);
    layout.elide_over = layout.elide_over.filter(|_| !args.full);

    destination.write(|out| match args.output.format {
        PageFormat::Json => write_json(&Explanation::new(entry, &found, [&furniture[0], &furniture[1]]), out),
        PageFormat::Html => {
            let text = |index: u32| Ok(Cow::from(texts[index as usize]));
            HtmlReport::of_pair([a, b], &entry).write(&pair.furniture, text, Room::Unbounded, out)
        }
        PageFormat::Text => {
            write_heading(&entry, [a, b], texts, &found, palette, width, out)?;
            if args.furniture {
                write_furniture(texts, &furniture, layout, palette, out)?;
            }
            write_texts(texts, &found, layout, palette, out)
        }
    })?;
    Ok(if pair.trouble { Outcome::Trouble } else { Outcome::Done })
}

/// Which articles these are, and what they are to each other.
fn write_heading(
    pair: &PairEntry,
    articles: [&Article; 2],
    texts: [&str; 2],
    passages: &[Passage],
    palette: Palette,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = Table::new([
        Column::Left,
        Column::Text(Cut::Start),
        Column::Text(Cut::End),
        Column::Text(Cut::End),
        Column::Text(Cut::End),
    ]);
    for (name, article) in ["A", "B"].into_iter().zip(articles) {
        let date = article.published.as_ref().map_or("", |published| published.written.as_str());
        table.push(palette.heading, [name, &article.id, &article.title, &article.source, date]);
    }
    table.lines(Some(width)).try_for_each(|line| writeln!(out, "{line}"))?;

    let (verdict, overlap) = (pair.scores.verdict, pair.scores.overlap);
    writeln!(out, "\n{verdict}, overlap {overlap:.2}")?;
    let covered = |text: &str, length: fn(&Passage) -> usize| {
        100.0 * passages.iter().map(length).sum::<usize>() as f64 / text.trim().len().max(1) as f64
    };
    match passages.len() {
        0 => writeln!(out, "no passage in common"),
        count => writeln!(
            out,
            "{} {:.0} % of A and {:.0} % of B",
            if count == 1 { "1 passage holds".to_owned() } else { format!("{count} passages hold") },
            covered(texts[0], |passage| passage.a.len()),
            covered(texts[1], |passage| passage.b.len()),
        ),
    }
}

/// What no comparison looked at.
fn write_furniture(
    texts: [&str; 2],
    furniture: &[Vec<Range<usize>>; 2],
    layout: Layout,
    palette: Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    let faint = palette.faint;
    for (name, (text, lines)) in ["A", "B"].into_iter().zip(texts.into_iter().zip(furniture)) {
        match lines.len() {
            0 => writeln!(out, "\nset aside in {name}: nothing")?,
            count => writeln!(out, "\nset aside in {name} as page furniture: {}", counted(count, "line"))?,
        }
        for line in lines {
            let line = one_line(&text[line.clone()]);
            writeln!(out, "{faint}  {}{faint:#}", fitted(&line, layout.width.saturating_sub(2), Cut::End))?;
        }
    }
    Ok(())
}

fn write_texts(
    [a, b]: [&str; 2],
    passages: &[Passage],
    layout: Layout,
    palette: Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in lines(a, b, passages, layout) {
        let painted = line.iter().map(|span| {
            let style = match span.style {
                Style::Label => palette.faint,
                Style::Plain => anstyle::Style::new(),
                Style::Matched => palette.matched,
                Style::Substituted => palette.substituted,
            };
            format!("{style}{}{style:#}", span.text)
        });
        writeln!(out, "{}", painted.collect::<String>().trim_end())?;
    }
    Ok(())
}
