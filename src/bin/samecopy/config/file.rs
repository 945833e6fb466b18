//! The file: what stands in it, and what is wrong with it.

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use anyhow::{Result, anyhow};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::known::{Configurable, Kind, Known};

/// Likeness from which a known key is suggested for an unknown one.
const ALIKE: f64 = 0.8;

/// What a file says; nothing where there is none.
#[derive(Debug, Default)]
pub struct Config {
    pub path: PathBuf,
    settings: Vec<Setting>,
}

/// One line of it.
#[derive(Debug)]
pub struct Setting {
    /// The command whose table it stands in, if it stands in one.
    pub command: Option<String>,
    pub key: String,
    /// As they would be written on the command line; one but for lists.
    pub values: Vec<String>,
    pub line: usize,
}

impl Config {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// Says all that is wrong with it, each with its line.
    pub fn parse(path: &Path, text: &str, known: &Known) -> Result<Self> {
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let at = |start: usize| format!("{}:{}", path.display(), line(start));
        let table = DeTable::parse(text).map_err(|error| {
            anyhow!("{}: {}", at(error.span().map_or(0, |span| span.start)), error.message())
        })?;
        let (mut settings, mut faults) = (Vec::new(), Vec::new());
        for (command, key, value) in entries(table.get_ref(), known) {
            match read(command, key.get_ref(), value.get_ref(), known) {
                Ok(values) => settings.push(Setting {
                    command: command.map(str::to_owned),
                    key: key.get_ref().to_string(),
                    values,
                    line: line(key.span().start),
                }),
                Err(fault) => faults.push((key.span().start, fault)),
            }
        }
        faults.sort();
        match faults.iter().map(|(start, fault)| format!("{}: {fault}", at(*start))).collect::<Vec<_>>() {
            faults if faults.is_empty() => Ok(Self { path: path.to_owned(), settings }),
            faults => Err(anyhow!(faults.join("\n"))),
        }
    }

    /// What the file says of an option of a command, or of one of every command.
    pub fn setting(&self, command: Option<&str>, key: &str) -> Option<&Setting> {
        let of = |command: Option<&str>| {
            self.settings.iter().find(|setting| setting.key == key && setting.command.as_deref() == command)
        };
        command.and_then(|name| of(Some(name))).or_else(|| of(None))
    }

    /// The folder that paths in the file start from.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

type Entry<'t, 'i> = (Option<&'t str>, &'t Spanned<toml::de::DeString<'i>>, &'t Spanned<DeValue<'i>>);

/// All keys and values, those of commands' tables with the command.
fn entries<'t, 'i>(table: &'t DeTable<'i>, known: &Known) -> Vec<Entry<'t, 'i>> {
    let mut entries = Vec::new();
    for (key, value) in table {
        match value.get_ref() {
            DeValue::Table(inner) if known.of_command(key.get_ref()).is_some() => {
                entries.extend(inner.iter().map(|(inner, value)| (Some(&**key.get_ref()), inner, value)));
            }
            _ => entries.push((None, key, value)),
        }
    }
    entries
}

/// The values of an option, or what is wrong.
fn read(command: Option<&str>, key: &str, value: &DeValue<'_>, known: &Known) -> Result<Vec<String>, String> {
    let meant: Vec<&Configurable> = match command {
        None => known.of_any(key).into_iter().map(|(_, option)| option).collect(),
        Some(name) => known.of_command(name).unwrap_or_default().iter().filter(|o| o.key == key).collect(),
    };
    let [first, ..] = meant[..] else { return Err(unknown(command, key, known)) };
    let values = first.kind.read(value).ok_or_else(|| {
        format!("`{key}` takes {}, and this is {}", first.kind.wanted(), with_article(value.type_str()))
    })?;
    for option in meant {
        values.iter().try_for_each(|value| option.check(value))?;
    }
    Ok(values)
}

fn unknown(command: Option<&str>, key: &str, known: &Known) -> String {
    let elsewhere = known.of_any(key).first().map(|(command, _)| *command);
    match (command, elsewhere) {
        (Some(name), Some(None)) => {
            return format!(
                "`{key}` holds for every command; write it above the first table, not into [{name}]"
            );
        }
        (Some(name), Some(Some(other))) => {
            return format!("`{name}` has no option `{key}`, but `{other}` has");
        }
        _ => {}
    }
    let keys: Vec<&str> = match command.and_then(|name| known.of_command(name)) {
        Some(options) => options.iter().map(|option| option.key.as_str()).collect(),
        None => {
            known.keys().into_iter().chain(known.commands.iter().map(|(name, _)| name.as_str())).collect()
        }
    };
    let likeness = |other: &str| strsim::jaro_winkler(key, other);
    let nearest = keys.into_iter().max_by(|x, y| likeness(x).total_cmp(&likeness(y)));
    match nearest.filter(|nearest| likeness(nearest) >= ALIKE) {
        Some(nearest) => format!("unknown key `{key}`; did you mean `{nearest}`?"),
        None => format!("unknown key `{key}`; `samecopy config` lists all"),
    }
}

impl Kind {
    fn wanted(self) -> &'static str {
        match self {
            Self::Switch => "true or false",
            Self::Integer => "a whole number",
            Self::Share => "a number",
            Self::Text | Self::Path => "a string",
            Self::List => "an array of strings",
        }
    }

    /// The value as the command line has it, if it is of this kind.
    fn read(self, value: &DeValue<'_>) -> Option<Vec<String>> {
        let text = |value: &DeValue<'_>| value.as_str().map(str::to_owned);
        match self {
            Self::List => value.as_array()?.iter().map(|item| text(item.get_ref())).collect(),
            Self::Switch => Some(vec![value.as_bool()?.to_string()]),
            Self::Path => Some(vec![text(value)?]),
            // Such as megabytes or `all`: the option says what it thinks of a number.
            Self::Text => Some(vec![text(value).or_else(|| whole(value))?]),
            Self::Integer => Some(vec![whole(value)?]),
            Self::Share => Some(vec![whole(value).or_else(|| Some(value.as_float()?.as_str().to_owned()))?]),
        }
    }
}

/// A whole number in decimal digits.
fn whole(value: &DeValue<'_>) -> Option<String> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok().map(|number| number.to_string())
}

impl Configurable {
    /// Whether the command line would take the value.
    fn check(&self, value: &str) -> Result<(), String> {
        if self.kind == Kind::Switch {
            return Ok(());
        }
        if let Some(mark) = self.arg.get_value_delimiter().filter(|mark| value.contains(*mark)) {
            return Err(format!("`{}` cannot have {value:?} in it: no item may hold `{mark}`", self.key));
        }
        // The argument by itself: those it goes, or does not go, together with are not there.
        let alone = clap::Arg::new("alone").long("alone").value_parser(self.arg.get_value_parser().clone());
        let command = clap::Command::new("samecopy").no_binary_name(true).arg(alone);
        let Err(error) = command.try_get_matches_from([format!("--alone={value}")]) else { return Ok(()) };
        let reason = match (error.kind(), error.get(ContextKind::ValidValue)) {
            (ErrorKind::InvalidValue, Some(ContextValue::Strings(valid))) => {
                format!("it must be {}", valid.join(" or "))
            }
            _ => error.source().map_or_else(|| "it must not be empty".to_owned(), ToString::to_string),
        };
        Err(format!("`{}` is {}: {reason}", self.key, self.written(&[value.to_owned()])))
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'i']) { "an" } else { "a" };
    format!("{article} {noun}")
}
