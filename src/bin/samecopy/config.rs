//! `samecopy.toml`: options that hold for every run in a directory and below.
//!
//! The file has no list of keys of its own: what may stand in it, and with which values, is what the command line
//! knows. It is read between two passes over the arguments, the first of which finds out where it is, while in the
//! second its values are the defaults.

mod apply;
mod file;
mod known;
mod schema;

use std::{
    env, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use crate::args::{Cli, Command};

pub use file::Config;
pub use known::{Configurable, known};
pub use schema::schema;

/// The name that is looked for.
const NAME: &str = "samecopy.toml";

/// What was asked for, and the file that had a say in it.
pub struct CommandLine {
    pub cli: Cli,
    pub matches: ArgMatches,
    pub config: Config,
}

/// Reads the command line and, between its lines, the configuration. Ends the program where the arguments are wrong
/// or ask for help.
///
/// # Errors
/// The configuration cannot be read, or has something in it that it must not have.
pub fn command_line() -> Result<CommandLine> {
    let command = apply::with_counterparts(Cli::command());
    let matches = command.clone().get_matches();
    let cli = parsed(&matches);
    // A shell that starts must not stumble over the file of the directory it starts in.
    let is_apart = matches!(cli.command, Command::Completions(_) | Command::Man(_));
    let path = match &cli.global.config {
        Some(path) => Some(path.clone()),
        None if cli.global.isolated || is_apart => None,
        None => nearest(),
    };
    let Some(path) = path else { return Ok(CommandLine { cli, matches, config: Config::default() }) };
    let cannot = || format!("cannot read {}", path.display());
    let text = fs::read_to_string(&path).with_context(cannot)?;
    let config = Config::parse(&path, &text, &known(&Cli::command()))?;
    let matches = apply::with_defaults(command, &config, &matches).get_matches();
    Ok(CommandLine { cli: parsed(&matches), matches, config })
}

fn parsed(matches: &ArgMatches) -> Cli {
    Cli::from_arg_matches(matches).unwrap_or_else(|error| error.exit())
}

/// The file in the working directory or, above it, in the nearest directory that has one, as seen from here.
fn nearest() -> Option<PathBuf> {
    let levels = env::current_dir().map_or(1, |here| here.ancestors().count());
    let mut folder = PathBuf::new();
    for _ in 0..levels {
        let path = folder.join(NAME);
        if is_there(&path) {
            return Some(path);
        }
        folder.push("..");
    }
    None
}

/// A file that is there and cannot be looked at is an error later, not a reason to go on looking.
fn is_there(path: &Path) -> bool {
    !matches!(fs::metadata(path), Err(error) if error.kind() == ErrorKind::NotFound)
}
