//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use samecopy::{
    options::{Keep, Options},
    read::{FieldNames, Fields, Input, ReadOptions},
};

/// Finds news articles that are the same copy: reprints, cuts, edits and rewrites of one story.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 done, 1 (compare only) not the same copy, 2 trouble: a wrong option, or input \
                  that could not be read; everything else was processed."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

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
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the clusters of the same copy and show them.
    Scan(ScanArgs),
    /// Score two articles; exit 0 when they are the same copy and 1 when not.
    Compare(CompareArgs),
    /// Show which passages two articles share.
    Explain(ExplainArgs),
    /// Write one article of each cluster, and all that belong to none.
    Dedup(DedupArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one document, described by schema/report.schema.json.
    Json,
}

#[derive(Debug, Args)]
pub struct ScanArgs {
    #[command(flatten)]
    pub inputs: InputArgs,

    /// List the pairs instead of the clusters.
    #[arg(long)]
    pub pairs: bool,

    #[command(flatten)]
    pub detection: DetectionArgs,

    #[command(flatten)]
    pub survivor: SurvivorArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,

    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct PairOfArticles {
    /// A file that holds one article; with --in, the id of an article.
    pub a: String,

    /// The other one.
    pub b: String,

    /// Take A and B for ids of articles in these inputs.
    #[arg(long = "in", value_name = "INPUT", num_args = 1)]
    pub inputs: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    #[command(flatten)]
    pub articles: PairOfArticles,

    #[command(flatten)]
    pub detection: DetectionArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,

    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    pub articles: PairOfArticles,

    /// Side by side, or one above the other; the width of the terminal decides by itself.
    #[arg(long, value_name = "LAYOUT", default_value = "auto")]
    pub layout: LayoutChoice,

    /// Columns of the output [default: those of the terminal, or 120].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    /// Print long stretches without a match in full.
    #[arg(long)]
    pub full: bool,

    #[command(flatten)]
    pub detection: DetectionArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,

    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LayoutChoice {
    /// Side by side where there are 100 columns or more.
    Auto,
    /// Two columns.
    Side,
    /// One article above the other, passage by passage.
    Stacked,
}

#[derive(Debug, Args)]
pub struct DedupArgs {
    #[command(flatten)]
    pub inputs: InputArgs,

    /// Write what was dropped, one JSON object a line: id, survivor, overlap, verdict.
    #[arg(long, value_name = "FILE")]
    pub dropped: Option<PathBuf>,

    /// Keep every article and say in a field `samecopy` what would become of it.
    #[arg(long, conflicts_with = "dropped")]
    pub annotate: bool,

    #[command(flatten)]
    pub survivor: SurvivorArgs,

    #[command(flatten)]
    pub detection: DetectionArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,

    /// Write there instead of to standard output; the file appears whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct InputArgs {
    /// Directories, text files and JSON Lines; `-` is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct OutputArgs {
    /// The form of the output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,

    /// Write there instead of to standard output; the file appears whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Which member of a cluster is kept.
#[derive(Debug, Args)]
#[command(next_help_heading = "Survivors")]
pub struct SurvivorArgs {
    /// Which article of a cluster to keep; ties go to the longer one, then to the lesser id.
    #[arg(long, value_name = "WHICH", default_value = "earliest")]
    pub keep: Keep,

    /// Keep articles of these sources before any other, the best first.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub prefer_source: Vec<String>,
}

/// What counts as the same copy, and how hard to look for it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Detection")]
pub struct DetectionArgs {
    /// Overlap from which two articles are the same copy, 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = Options::default().threshold)]
    pub threshold: f64,

    /// Resemblance of word shingles from which a pair is a near-duplicate, 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = Options::default().near_duplicate)]
    pub near_duplicate: f64,

    /// Look for near-duplicates only, as other tools do.
    #[arg(long)]
    pub no_rewrites: bool,

    /// Report pairs that share passages without being the same copy, too.
    #[arg(long)]
    pub partial: bool,

    /// Words in a shingle.
    #[arg(long, value_name = "N", default_value_t = Options::default().shingle)]
    pub shingle: usize,

    /// Content words that a skip shingle spans.
    #[arg(long, value_name = "N", default_value_t = Options::default().window)]
    pub window: usize,

    /// Bands of the MinHash sketch.
    #[arg(long, value_name = "N", default_value_t = Options::default().bands)]
    pub bands: usize,

    /// Rows of a band.
    #[arg(long, value_name = "N", default_value_t = Options::default().rows)]
    pub rows: usize,

    /// Skip shingles sampled of each article.
    #[arg(long, value_name = "N", default_value_t = Options::default().sample)]
    pub sample: usize,

    /// Rare sampled skip shingles in common from which two articles are compared.
    #[arg(long, value_name = "N", default_value_t = Options::default().collisions)]
    pub collisions: usize,

    /// Articles that share one sampled value before each is linked to a few others only.
    #[arg(long, value_name = "N", default_value_t = Options::default().hot)]
    pub hot: usize,
}

impl DetectionArgs {
    pub fn options(&self, survivor: Option<&SurvivorArgs>) -> Options {
        Options {
            shingle: self.shingle,
            window: self.window,
            bands: self.bands,
            rows: self.rows,
            sample: self.sample,
            collisions: self.collisions,
            hot: self.hot,
            near_duplicate: self.near_duplicate,
            threshold: self.threshold,
            rewrites: !self.no_rewrites,
            partial: self.partial,
            keep: survivor.map(|s| s.keep).unwrap_or_default(),
            prefer_source: survivor.map(|s| s.prefer_source.clone()).unwrap_or_default(),
        }
    }
}

/// Where articles have what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadingArgs {
    /// Field of the id; without it `id`, `guid` or the place in the file.
    #[arg(long, value_name = "NAME")]
    pub id_field: Option<String>,

    /// Field of the text.
    #[arg(long, value_name = "NAME")]
    pub text_field: Option<String>,

    /// Field of the title.
    #[arg(long, value_name = "NAME")]
    pub title_field: Option<String>,

    /// Field of the date.
    #[arg(long, value_name = "NAME")]
    pub date_field: Option<String>,

    /// Field of the source.
    #[arg(long, value_name = "NAME")]
    pub source_field: Option<String>,
}
