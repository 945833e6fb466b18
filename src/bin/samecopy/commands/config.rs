//! `samecopy config`: what holds, and who says so.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Args, CommandFactory, parser::ValueSource};
use samecopy::report::write_json;

use crate::{
    Outcome,
    args::Cli,
    config::{CommandLine, Configurable, known, schema},
    harmless::one_line,
    output::Destination,
    palette::Palette,
};

#[derive(Debug, Args)]
#[command(after_help = "\
What it prints is a valid samecopy.toml. That file is looked for in the working directory and, upwards, in those
that hold it; its keys are the options of the commands. A table such as [scan] holds for one command only.
Options of the command line win over it, and of a switch the opposite is one, too: --no-partial, --rewrites.
Paths in the file start from its directory.

Examples:
  samecopy config                                   what is in force here
  samecopy config --isolated > samecopy.toml        a file to start from: all defaults
  samecopy config --schema > samecopy.schema.json   for editors: `#:schema ./samecopy.schema.json`")]
pub struct ConfigArgs {
    /// Print the JSON Schema of the file instead.
    #[arg(long)]
    pub schema: bool,
}

pub fn run(args: &ConfigArgs, line: &CommandLine) -> Result<Outcome> {
    let destination = Destination::Stdout;
    destination.write(|out| match args.schema {
        true => write_json(&schema(&known(&Cli::command())), out),
        false => write(line, destination.palette(), out),
    })?;
    Ok(Outcome::Done)
}

fn write(line: &CommandLine, palette: Palette, out: &mut dyn Write) -> io::Result<()> {
    let faint = palette.faint;
    match line.config.path.as_os_str() {
        none if none.is_empty() => writeln!(out, "{faint}# no samecopy.toml is in force{faint:#}")?,
        path => writeln!(out, "{faint}# {} is in force{faint:#}", one_line(&path.to_string_lossy()))?,
    }
    let known = known(&Cli::command());
    let is_shared = |option: &Configurable| {
        let all = known.of_any(&option.key);
        all.len() > 1 && all.iter().all(|(_, other)| other.is_like(option))
    };
    let mut shared: Vec<&Configurable> = known.everywhere.iter().collect();
    for option in known.commands.iter().flat_map(|(_, options)| options).filter(|option| is_shared(option)) {
        if shared.iter().all(|other| other.key != option.key) {
            shared.push(option);
        }
    }
    let rows = shared.into_iter().map(|option| row(option, None, line)).collect::<Vec<_>>();
    write_rows(&rows, palette, out)?;
    for (name, options) in &known.commands {
        let own = |option: &&Configurable| {
            let in_table = line.config.setting(Some(name), &option.key).is_some_and(|s| s.command.is_some());
            in_table || !is_shared(option)
        };
        let rows: Vec<_> = options.iter().filter(own).map(|option| row(option, Some(name), line)).collect();
        if !rows.is_empty() {
            let heading = palette.heading;
            writeln!(out, "\n{heading}[{name}]{heading:#}")?;
            write_rows(&rows, palette, out)?;
        }
    }
    Ok(())
}

/// A line of TOML, and where it comes from.
fn row(option: &Configurable, command: Option<&str>, line: &CommandLine) -> (String, String) {
    let id = option.arg.get_id().as_str();
    let given = line.matches.subcommand().map(|(_, matches)| matches).filter(|matches| {
        matches.try_contains_id(id).unwrap_or(false)
            && matches.value_source(id) == Some(ValueSource::CommandLine)
    });
    let (value, origin) = match (given, line.config.setting(command, &option.key)) {
        (Some(matches), _) => {
            let raw = matches.get_raw(id).into_iter().flatten();
            let values: Vec<String> = raw.map(|value| value.to_string_lossy().into_owned()).collect();
            (Some(option.written(&values)), "command line".to_owned())
        }
        (None, Some(setting)) => {
            let origin = format!("{}:{}", line.config.path.display(), setting.line);
            (Some(option.written(&setting.values)), origin)
        }
        (None, None) => (option.default(), "default".to_owned()),
    };
    match value {
        Some(value) => (one_line(&format!("{} = {value}", option.key)), origin),
        None => (format!("# {} =", option.key), "not set".to_owned()),
    }
}

fn write_rows(rows: &[(String, String)], palette: Palette, out: &mut dyn Write) -> io::Result<()> {
    let faint = palette.faint;
    let width = rows.iter().map(|(setting, _)| setting.chars().count()).max().unwrap_or(0);
    rows.iter()
        .try_for_each(|(setting, origin)| writeln!(out, "{setting:width$}  {faint}# {origin}{faint:#}"))
}
