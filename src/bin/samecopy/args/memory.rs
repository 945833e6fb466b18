//! How much memory there is, and where to go on without.

use std::{env, path::PathBuf};

use clap::Args;
use samecopy::scratch::Scratch;

use super::formats::Bytes;

/// How much memory there is, and where to go on without.
#[derive(Debug, Args)]
#[command(next_help_heading = "Memory")]
pub struct MemoryArgs {
    /// Memory for articles and what is found out about them: 512M, 2G. What does not fit goes to temporary files.
    ///
    /// The result is the same.
    #[arg(long, value_name = "BYTES", default_value = "1G")]
    pub memory: Bytes,

    /// Directory of temporary files [default: that of the system].
    #[arg(long, value_name = "DIR")]
    pub tmp_dir: Option<PathBuf>,
}

impl MemoryArgs {
    pub fn scratch(&self) -> Scratch {
        Scratch::new(self.memory.0, self.tmp_dir.clone().unwrap_or_else(env::temp_dir))
    }
}
