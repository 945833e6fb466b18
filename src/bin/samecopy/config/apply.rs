//! The configuration as defaults of the command line.

use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command, Id, parser::ValueSource};

use super::{
    file::Config,
    known::{Configurable, Kind},
};

/// The commands with a hidden opposite for every switch, so that the command line can also turn off what the file
/// turns on; and with numbers below zero taken for wrong values, where they would be taken for unknown options.
pub fn with_counterparts(command: Command) -> Command {
    let with = |command: Command| {
        let counterparts: Vec<Arg> = command.get_arguments().filter_map(counterpart).collect();
        let is_number = |arg: &Arg| matches!(Kind::of(arg), Kind::Integer | Kind::Share);
        command
            .mut_args(|arg| if is_number(&arg) { arg.allow_negative_numbers(true) } else { arg })
            .args(counterparts)
    };
    with(command).mut_subcommands(with)
}

fn counterpart(arg: &Arg) -> Option<Arg> {
    let option = Configurable::of(arg).filter(|option| option.kind == Kind::Switch)?;
    let name = opposite(&option.key);
    let counterpart = Arg::new(name.clone()).long(name).action(ArgAction::SetTrue).hide(true);
    Some(counterpart.overrides_with(arg.get_id()).global(arg.is_global_set()))
}

/// `no-pairs` for `pairs`, `rewrites` for `no-rewrites`.
fn opposite(key: &str) -> String {
    key.strip_prefix("no-").map_or_else(|| format!("no-{key}"), str::to_owned)
}

/// The commands with the values of the file for defaults, but for what the command line speaks against.
pub fn with_defaults(command: Command, config: &Config, given: &ArgMatches) -> Command {
    let Some((name, given)) = given.subcommand() else { return command };
    let with = |command: Command, of: Option<&str>| {
        let defaults = defaults(&command, of, config, given);
        defaults
            .into_iter()
            .fold(command, |command, (id, values)| command.mut_arg(id, |arg| arg.default_values(values)))
    };
    with(command, None).mut_subcommand(name, |command| with(command, Some(name)))
}

fn defaults(
    command: &Command,
    of: Option<&str>,
    config: &Config,
    given: &ArgMatches,
) -> Vec<(Id, Vec<String>)> {
    let is_given = |id: &str| {
        given.try_contains_id(id).unwrap_or(false) && given.value_source(id) == Some(ValueSource::CommandLine)
    };
    let conflict =
        |a: &Arg, b: &Arg| command.get_arg_conflicts_with(a).iter().any(|c| c.get_id() == b.get_id());
    let contradicted = |arg: &Arg, key: &str| {
        let rivals = command.get_arguments().filter(|rival| is_given(rival.get_id().as_str()));
        is_given(&opposite(key))
            || rivals.into_iter().any(|rival| conflict(arg, rival) || conflict(rival, arg))
    };
    let default = |arg: &Arg| {
        let option = Configurable::of(arg)?;
        let setting = config.setting(of, &option.key).filter(|_| !contradicted(arg, &option.key))?;
        Some((arg.get_id().clone(), values(&option, &setting.values, config.folder())))
    };
    command.get_arguments().filter_map(default).collect()
}

fn values(option: &Configurable, values: &[String], folder: &Path) -> Vec<String> {
    let from_folder = |path: &String| folder.join(path).to_string_lossy().into_owned();
    match option.kind {
        Kind::Path => values.iter().map(from_folder).collect(),
        _ => values.to_vec(),
    }
}
