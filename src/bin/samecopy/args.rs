//! The command line: what all commands have in common. What only one of them knows stands beside its code.

mod articles;
mod detection;
mod formats;
mod html;
mod memory;
pub mod number;
mod output;
mod reading;
mod survivor;
mod within;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::{
    check::CheckArgs, compare::CompareArgs, completions::CompletionsArgs, config::ConfigArgs,
    dedup::DedupArgs, eval::EvalArgs, explain::ExplainArgs, man::ManArgs, scan::ScanArgs, why::WhyArgs,
};

pub use articles::{InputArgs, PairOfArticles};
pub use detection::{DetectionArgs, ScoringArgs, SearchArgs};
pub use formats::FormatArgs;
pub use html::{HtmlTexts, PageFormat};
pub use memory::MemoryArgs;
pub use output::{Format, OutputArgs};
pub use reading::ReadingArgs;
pub use survivor::SurvivorArgs;

/// Finds news articles that are the same copy: reprints, cuts, edits and rewrites of one story.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 done; 1 compare: not the same copy, check: new findings; 2 trouble: \
                  a wrong option, or input that could not be read while the rest was processed.\n\n`samecopy help COMMAND` shows examples."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    #[command(flatten)]
    pub global: GlobalArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the clusters of the same copy and show them.
    Scan(ScanArgs),
    /// Score two articles; exit 0 when they are the same copy and 1 when not.
    Compare(CompareArgs),
    /// Show which passages two articles share.
    Explain(ExplainArgs),
    /// Show the chain of pairs that put two articles into one cluster.
    Why(WhyArgs),
    /// Fail where there are copies that a baseline does not know, and say which.
    Check(CheckArgs),
    /// Write one article of each cluster, and all that belong to none.
    Dedup(DedupArgs),
    /// Measure how far a scan agrees with labels of your own.
    Eval(EvalArgs),
    /// Print what is configured, and where.
    Config(ConfigArgs),
    /// Print the completions for a shell.
    Completions(CompletionsArgs),
    /// Write the man pages into a directory.
    Man(ManArgs),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct GlobalArgs {
    /// When to use colours; NO_COLOR is honoured.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,

    /// Say nothing but results and errors.
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Say how many articles and pairs each stage let through, and how long it took.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,

    /// Worker threads [default: one for each core].
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,

    /// Read this file instead of the nearest samecopy.toml.
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,

    /// Read no samecopy.toml.
    #[arg(long, global = true)]
    pub isolated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    Auto,
    Always,
    Never,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn no_option_is_at_odds_with_another() {
        super::Cli::command().debug_assert();
    }
}
