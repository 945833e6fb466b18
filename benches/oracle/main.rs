//! How many of the pairs that are the same copy does the search for candidates find?
//!
//! Compares all pairs of articles exactly, as a scan compares candidates, and holds what a scan finds against that; sources are
//! left out of it. Not run by `cargo bench` or in continuous integration: it takes minutes to hours.
//!
//!     cargo bench --bench oracle -- feed.jsonl --missed missed.tsv

mod exact;
mod near;
mod recall;
mod truth;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use anyhow::{Context, ensure};
use clap::Parser;
use samecopy::{
    Options,
    read::{Input, ReadOptions, read},
    scan,
};

/// Measures how many of the pairs that exact comparison calls the same copy a scan finds.
#[derive(Parser)]
#[command(name = "oracle")]
struct Arguments {
    /// Directories, text files and JSON Lines.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// Where the exact pairs are kept: read if it is there, else made and written. Remove it when the scores change.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// Share of the smaller vocabulary that two articles must have in common to be compared; 0 compares all pairs.
    ///
    /// Not proven, but far below what copies share, which is reported: where the two come close, lower it. Scripts
    /// without spaces need 0.
    #[arg(long, value_name = "SHARE", default_value_t = 0.3)]
    floor: f64,
    /// Where to write the pairs that the scan misses.
    #[arg(long, value_name = "FILE")]
    missed: Option<PathBuf>,
    /// Weight of common skip shingles that makes a candidate, in place of the default.
    #[arg(long, value_name = "N")]
    collisions: Option<usize>,
    /// Skip shingles sampled of each article, in place of the default.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Articles that may share a sampled value before the list is thinned out, in place of the default.
    #[arg(long, value_name = "N")]
    hot: Option<usize>,
    /// Threads; 0 for one a core.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "oracle: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build_global()?;
    let mut options = Options::default();
    let settings = [
        (&mut options.collisions, arguments.collisions),
        (&mut options.sample, arguments.sample),
        (&mut options.hot, arguments.hot),
    ];
    for (setting, given) in settings {
        *setting = given.unwrap_or(*setting);
    }
    options.check()?;

    let inputs: Vec<Input> = arguments.input.iter().map(Input::new).collect();
    let reading = read(&inputs, &ReadOptions::default(), &mut io::empty())?;
    ensure!(!reading.articles.is_empty(), "no articles were read");
    let mut articles = reading.articles;
    // Doubts about pairs of one source come after the search, and depend on what else was found.
    articles.iter_mut().for_each(|article| article.source.clear());

    let known = match &arguments.truth {
        Some(path) if path.exists() => {
            truth::read(path, &articles).with_context(|| path.display().to_string())?
        }
        _ => {
            let start = Instant::now();
            let tiles = AtomicUsize::new(0);
            let progress = |of| {
                let done = tiles.fetch_add(1, Ordering::Relaxed) + 1;
                let _ = write!(io::stderr(), "\r{done} of {of} tiles");
            };
            let pairs = exact::same_copies(&articles, &options, arguments.floor, progress);
            let _ = writeln!(io::stderr(), ", {:.0} s", start.elapsed().as_secs_f64());
            if let Some(path) = &arguments.truth {
                truth::write(path, &articles, &pairs).with_context(|| path.display().to_string())?;
            }
            pairs
        }
    };
    let found = scan(&articles, &options, &())?;
    let recall = recall::Recall::new(&known, &found.pairs);
    if let Some(path) = &arguments.missed {
        truth::write(path, &articles, &recall.missed).with_context(|| path.display().to_string())?;
    }
    write!(io::stdout(), "{} articles\n{recall}", articles.len())?;
    Ok(())
}
