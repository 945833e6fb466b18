//! The command line of samecopy.
//!
//! Exit status: 0 done, 1 not the same copy (`compare`) or new findings (`check`), 2 trouble.

mod args;
mod check;
mod commands;
mod config;
mod dedup;
mod eval;
mod explain;
mod formats;
mod harmless;
mod input;
mod listing;
mod look;
mod output;
mod palette;
mod progress;
mod scores;
mod table;
mod terminal;

use std::process::ExitCode;

use anstream::ColorChoice;
use anyhow::{Context, Result};
use rayon::ThreadPoolBuilder;
use samecopy::read::Reading;

use args::{ColorWhen, Command};
use config::CommandLine;
use output::is_broken_pipe;
use terminal::Terminal;

/// Of the system's memory one thread waits for another that gives back what the first has taken.
#[cfg(all(feature = "jemalloc", not(target_env = "msvc")))]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did what was asked.
    Done,
    /// It did what was asked, and the answer is no.
    No,
    /// Something could not be read; the rest was processed.
    Trouble,
}

impl Outcome {
    fn of(reading: &Reading) -> Self {
        if reading.problems.is_empty() { Self::Done } else { Self::Trouble }
    }
}

fn main() -> ExitCode {
    output::remove_unfinished_when_stopped();
    let ended = config::command_line().and_then(|line| run(&line));
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Ok(Outcome::Trouble) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(line: &CommandLine) -> Result<Outcome> {
    let cli = &line.cli;
    match cli.global.color {
        ColorWhen::Auto => {}
        ColorWhen::Always => ColorChoice::Always.write_global(),
        ColorWhen::Never => ColorChoice::Never.write_global(),
    }
    let terminal = &Terminal { quiet: cli.global.quiet, verbose: cli.global.verbose };
    // The thread that reads and writes takes part in the work.
    let threads = cli.global.threads.map_or(0, usize::from);
    let pool = ThreadPoolBuilder::new().num_threads(threads).use_current_thread().build_global();
    pool.with_context(|| match threads {
        0 => "cannot start a thread for each core; try fewer with --threads".to_owned(),
        threads => format!("cannot start {threads} threads; try fewer with --threads"),
    })?;
    match &cli.command {
        Command::Scan(args) => commands::scan::run(args, terminal),
        Command::Compare(args) => commands::compare::run(args, terminal),
        Command::Explain(args) => commands::explain::run(args, terminal),
        Command::Check(args) => commands::check::run(args, terminal),
        Command::Dedup(args) => commands::dedup::run(args, terminal),
        Command::Why(args) => commands::why::run(args, terminal),
        Command::Eval(args) => commands::eval::run(args, terminal),
        Command::Config(args) => commands::config::run(args, line),
        Command::Completions(args) => commands::completions::run(args),
        Command::Man(args) => commands::man::run(args, terminal),
    }
}
