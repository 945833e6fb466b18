//! What is said to the person at the terminal, on standard error.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use samecopy::{funnel::Funnel, read::Problems};

/// Problems printed before the rest is only counted.
const PRINTED: usize = 20;

/// How much is said.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    pub quiet: bool,
    pub verbose: bool,
}

#[allow(clippy::print_stderr, reason = "this is where the program speaks")]
impl Terminal {
    /// An error that ended the command.
    pub fn error(&self, error: &anyhow::Error) {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        anstream::eprintln!("{style}error{style:#}: {}", harmless(&format!("{error:#}")));
    }

    /// Input that could not be used.
    pub fn problems(&self, problems: &Problems) {
        let style = Style::new().fg_color(Some(AnsiColor::Yellow.into()));
        for problem in problems.listed().iter().take(PRINTED) {
            anstream::eprintln!("{style}problem{style:#}: {}", harmless(&problem.to_string()));
        }
        let further = problems.count().saturating_sub(PRINTED as u64);
        if further > 0 {
            anstream::eprintln!("{style}problem{style:#}: and {further} more; `scan --format json` lists them");
        }
    }

    /// Something worth knowing.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            anstream::eprintln!("{}", harmless(message));
        }
    }

    /// The funnel of a scan, for `--verbose`.
    pub fn funnel(&self, funnel: &Funnel) {
        if !self.verbose {
            return;
        }
        let mut table = String::new();
        for step in &funnel.steps {
            let seconds = step.elapsed.as_secs_f64();
            let _ = writeln!(table, "{:>12} {:<9} {:<31} {seconds:>8.3} s", step.count, step.unit, step.stage);
        }
        anstream::eprint!("{table}");
    }
}

/// The text with control characters, which could drive a terminal, made visible, and line feeds kept.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) { '\u{FFFD}' } else { c }).collect()
}

fn is_harmful(c: char) -> bool {
    let reorders = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}');
    (c.is_control() && c != '\n') || reorders
}
