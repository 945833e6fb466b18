//! Which articles a command is about.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files of any format (JSON Lines, feeds, deliveries, crawls, tables, pages, texts), packed or not, and directories
    /// of them; `-` is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct PairOfArticles {
    /// A file that holds one article; with --in, the id of an article.
    pub a: String,

    /// The other one.
    pub b: String,

    /// Take A and B for ids of articles in this input; may be given several times.
    #[arg(long = "in", value_name = "INPUT", num_args = 1)]
    pub inputs: Vec<PathBuf>,
}
