//! What may be configured: the options of the command line but those of a single run.

use std::{any::TypeId, path::PathBuf};

use clap::{Arg, ArgAction};
use serde_json::Value;

/// Options that say what one run reads and writes, not how.
const OF_ONE_RUN: [&str; 12] = [
    "also",
    "annotate",
    "changed-since",
    "config",
    "dropped",
    "help",
    "in",
    "isolated",
    "output",
    "plot",
    "update-baseline",
    "version",
];

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Switch,
    Integer,
    /// From 0 to 1.
    Share,
    Text,
    /// Relative to the file that names it.
    Path,
    List,
}

/// An option that may be configured.
#[derive(Debug, Clone)]
pub struct Configurable {
    /// Its name, with hyphens, as on the command line.
    pub key: String,
    pub kind: Kind,
    pub arg: Arg,
}

/// All options that may be configured.
#[derive(Debug, Clone)]
pub struct Known {
    /// Those of every command.
    pub everywhere: Vec<Configurable>,
    /// Those of each command that has any.
    pub commands: Vec<(String, Vec<Configurable>)>,
}

/// The options of the command line that may be configured.
pub fn known(command: &clap::Command) -> Known {
    let of =
        |command: &clap::Command| command.get_arguments().filter_map(Configurable::of).collect::<Vec<_>>();
    let commands = command.get_subcommands().map(|command| (command.get_name().to_owned(), of(command)));
    Known {
        everywhere: of(command),
        commands: commands.filter(|(name, options)| name != "config" && !options.is_empty()).collect(),
    }
}

impl Configurable {
    /// The option, unless it is of one run only.
    pub fn of(arg: &Arg) -> Option<Self> {
        let key = arg.get_long().filter(|key| !OF_ONE_RUN.contains(key) && !arg.is_hide_set())?.to_owned();
        Some(Self { key, kind: Kind::of(arg), arg: arg.clone() })
    }
}

impl Kind {
    pub fn of(arg: &Arg) -> Self {
        let parsed = arg.get_value_parser().type_id();
        let is = |types: &[TypeId]| types.iter().any(|of| parsed == *of);
        match arg.get_action() {
            ArgAction::SetTrue | ArgAction::SetFalse => Self::Switch,
            ArgAction::Append => Self::List,
            _ if is(&[TypeId::of::<f64>()]) => Self::Share,
            _ if is(&[TypeId::of::<PathBuf>()]) => Self::Path,
            _ if is(&[
                TypeId::of::<usize>(),
                TypeId::of::<u64>(),
                TypeId::of::<u32>(),
                TypeId::of::<u16>(),
            ]) =>
            {
                Self::Integer
            }
            _ => Self::Text,
        }
    }
}

impl Known {
    /// The options that a top-level key may mean, each with the command it is of; `None` is every command.
    pub fn of_any(&self, key: &str) -> Vec<(Option<&str>, &Configurable)> {
        let everywhere = self.everywhere.iter().map(|option| (None, option));
        let commands = self
            .commands
            .iter()
            .flat_map(|(name, options)| options.iter().map(move |option| (Some(name.as_str()), option)));
        everywhere.chain(commands).filter(|(_, option)| option.key == key).collect()
    }

    /// The options of a command's own table.
    pub fn of_command(&self, name: &str) -> Option<&[Configurable]> {
        self.commands.iter().find(|(command, _)| command == name).map(|(_, options)| &options[..])
    }

    /// Every key once, those of every command first.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        let all = self.everywhere.iter().chain(self.commands.iter().flat_map(|(_, options)| options));
        for option in all {
            if !keys.contains(&option.key.as_str()) {
                keys.push(&option.key);
            }
        }
        keys
    }
}

impl Configurable {
    /// What holds where nobody says anything, as TOML and JSON write it alike.
    pub fn default(&self) -> Option<Value> {
        let defaults: Vec<String> =
            self.arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        match self.kind {
            Kind::Switch => Some(false.into()),
            Kind::List => Some(defaults.into()),
            _ if defaults.is_empty() => None,
            _ => Some(self.written(&defaults)),
        }
    }

    /// A value of the command line, as TOML and JSON write it alike.
    pub fn written(&self, values: &[String]) -> Value {
        let first = || values.first().cloned().unwrap_or_default();
        match self.kind {
            Kind::List => values.into(),
            Kind::Text | Kind::Path => first().into(),
            // Both were checked, and are numbers or truth values in JSON, too.
            Kind::Switch | Kind::Integer | Kind::Share => first().parse().unwrap_or_else(|_| first().into()),
        }
    }

    /// Whether two commands mean the same by it.
    pub fn is_like(&self, other: &Self) -> bool {
        let names = |option: &Self| -> Vec<String> {
            option.arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
        };
        self.kind == other.kind && self.default() == other.default() && names(self) == names(other)
    }
}
