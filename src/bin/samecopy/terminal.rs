//! What is said to the person at the terminal, on standard error.

use std::{fmt::Display, io::Write};

use anstyle::Style;
use indicatif::HumanCount;
use samecopy::{
    funnel::Funnel,
    read::{Mojibake, Problems, Reading},
};

use crate::{harmless::harmless, listing::counted, palette::Palette};

/// Problems printed before the rest is only counted.
const PRINTED: usize = 20;

const ERROR: Style = Palette::ERROR;
const PROBLEM: Style = Palette::PROBLEM;

/// How much is said.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    pub quiet: bool,
    pub verbose: bool,
}

/// An error that ended the program; each line of it is one.
pub fn error(error: &anyhow::Error) {
    for line in harmless(&format!("{error:#}")).lines() {
        say(format_args!("{ERROR}error{ERROR:#}: {line}"));
    }
}

impl Terminal {
    /// What was wrong with the input, and what was left out of it.
    pub fn reading(&self, reading: &Reading) {
        self.problems(&reading.problems);
        if reading.left_out > 0 {
            let left_out = counted(reading.left_out as usize, "item");
            self.note(&format!(
                "{left_out} left out: of directories and archives only files of known formats are read, of crawls and \
                 deliveries only texts"
            ));
        }
        if !reading.repeats.is_empty() {
            let articles = counted(reading.repeats.len(), "article");
            self.note(&format!(
                "{articles} came again under the same id and with the same content, and count once"
            ));
        }
        for &Mojibake { origin, articles, places, replaced } in &reading.mojibake {
            let (path, articles) =
                (reading.origins[origin as usize].path(), counted(articles as usize, "article"));
            let places = counted((places + replaced) as usize, "place");
            self.note(&format!(
                "warning: {path}: {places} in {articles} were decoded wrongly before, such as Ã© for é or U+FFFD; \
                 nothing is repaired, ask for a better copy"
            ));
        }
        for (encoding, &files) in &reading.guessed {
            let files = counted(files as usize, "file");
            self.note(&format!(
                "{files} read as {encoding}, by the look of the text; if that is wrong, name the encoding with \
                 --encoding"
            ));
        }
    }

    /// What was wrong.
    pub fn problems(&self, problems: &Problems) {
        for problem in problems.listed().iter().take(PRINTED) {
            say(format_args!("{PROBLEM}problem{PROBLEM:#}: {}", harmless(&problem.to_string())));
        }
        let further = problems.count().saturating_sub(PRINTED as u64);
        if further > 0 {
            let further = HumanCount(further);
            say(format_args!(
                "{PROBLEM}problem{PROBLEM:#}: and {further} more; `scan --format json` lists them"
            ));
        }
    }

    /// Something worth knowing.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            say(harmless(message));
        }
    }

    /// The funnel of a scan, for `--verbose`.
    pub fn funnel(&self, funnel: &Funnel) {
        for step in funnel.steps.iter().filter(|_| self.verbose) {
            let (count, seconds) = (HumanCount(step.count as u64).to_string(), step.elapsed.as_secs_f64());
            say(format_args!("{count:>12} {:<9} {:<31} {seconds:>8.3} s", step.unit, step.stage));
        }
    }
}

/// Nobody can be told that nobody listens.
fn say(message: impl Display) {
    let _ = writeln!(anstream::stderr(), "{message}");
}
