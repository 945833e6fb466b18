//! `samecopy completions`: what a shell needs to complete commands and options.

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use crate::{Outcome, args::Cli, output::Destination};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  samecopy completions bash > ~/.local/share/bash-completion/completions/samecopy
  samecopy completions zsh > ~/.zfunc/_samecopy       with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc
  samecopy completions fish > ~/.config/fish/completions/samecopy.fish
  samecopy completions powershell >> $PROFILE")]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: Shell,
}

pub fn run(args: &CompletionsArgs) -> Result<Outcome> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "samecopy", &mut script);
    Destination::Stdout.write(|out| out.write_all(&script))?;
    Ok(Outcome::Done)
}
