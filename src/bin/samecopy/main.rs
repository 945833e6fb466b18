//! The command line of samecopy.
//!
//! Exit status: 0 done, 1 not the same copy (`compare`), 2 trouble.

mod args;
mod commands;
mod explain;
mod input;
mod output;
mod progress;
mod table;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, ColorWhen, Command};
use output::is_broken_pipe;
use terminal::Terminal;

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

fn main() -> ExitCode {
    let cli = Cli::parse();
    output::remove_unfinished_on_interrupt();
    match cli.color {
        ColorWhen::Auto => {}
        ColorWhen::Always => anstream::ColorChoice::Always.write_global(),
        ColorWhen::Never => anstream::ColorChoice::Never.write_global(),
    }
    if let Some(threads) = cli.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
        pool.expect("the pool is built once, before anything uses it");
    }
    let terminal = Terminal { quiet: cli.quiet, verbose: cli.verbose };
    let outcome = match &cli.command {
        Command::Scan(args) => commands::scan::run(args, &terminal),
        Command::Compare(args) => commands::compare::run(args, &terminal),
        Command::Explain(args) => commands::explain::run(args, &terminal),
        Command::Dedup(args) => commands::dedup::run(args, &terminal),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Ok(Outcome::Trouble) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.error(&error);
            ExitCode::from(2)
        }
    }
}
