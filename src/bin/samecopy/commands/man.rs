//! `samecopy man`: the man pages of the program and of each command.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::{Args, CommandFactory};
use clap_mangen::Man;

use crate::{Outcome, args::Cli, listing::counted, output::Destination, terminal::Terminal};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  samecopy man ~/.local/share/man/man1
  samecopy man man && man -l man/samecopy-scan.1")]
pub struct ManArgs {
    /// The directory to write to; it is made where there is none.
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
}

pub fn run(args: &ManArgs, terminal: &Terminal) -> Result<Outcome> {
    let directory = &args.directory;
    fs::create_dir_all(directory).with_context(|| format!("cannot make {}", directory.display()))?;
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let pages: Vec<Man> = [program.clone()]
        .into_iter()
        .chain(program.get_subcommands().map(|command| {
            // The page is called as the command is, and says so.
            command.clone().name(command.get_display_name().unwrap_or_default().to_owned())
        }))
        .map(Man::new)
        .collect();
    for page in &pages {
        let destination = Destination::new(Some(&directory.join(page.get_filename())))?;
        destination.write(|out| page.render(out))?;
    }
    terminal.note(&format!("{} written to {}", counted(pages.len(), "page"), directory.display()));
    Ok(Outcome::Done)
}
