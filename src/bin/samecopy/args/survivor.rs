//! Which member of a cluster is kept.

use clap::Args;
use samecopy::options::{Keep, Options};

/// Which member of a cluster is kept.
#[derive(Debug, Args)]
#[command(next_help_heading = "Survivors")]
pub struct SurvivorArgs {
    /// Which article of a cluster to keep; ties go to the longer one, then to the lesser id.
    #[arg(long, value_name = "WHICH", default_value = "earliest")]
    pub keep: Keep,

    /// Keep articles of these sources before any other, the best first: `Reuters,AFP`.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub prefer_source: Vec<String>,
}

impl SurvivorArgs {
    pub fn with(&self, options: Options) -> Options {
        Options { keep: self.keep, prefer_source: self.prefer_source.clone(), ..options }
    }
}
