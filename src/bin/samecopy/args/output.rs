//! In which form results are written, and where to.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one document, described by schema/report.schema.json.
    Json,
}

/// Output in one of the formats `F`, of which one is called `text`.
#[derive(Debug, Args)]
pub struct OutputArgs<F: ValueEnum + Clone + Send + Sync + 'static = Format> {
    /// The form of the output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: F,

    /// Write there instead of to standard output; the file appears whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
