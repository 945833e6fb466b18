//! The command line.

mod html;
mod provenance;

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{Args, Parser, Subcommand, ValueEnum};
use samecopy::options::{Keep, Options};

use crate::explain::View;
pub use html::{HtmlTexts, PageFormat};
pub use provenance::{SourceArgs, Within};

/// Finds news articles that are the same copy: reprints, cuts, edits and rewrites of one story.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 done; 1 (compare only) not the same copy; 2 trouble: a wrong option, or input that \
                  could not be read while the rest was processed.\n\n`samecopy help COMMAND` shows examples."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    #[command(flatten)]
    pub global: GlobalArgs,
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
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the clusters of the same copy and show them.
    #[command(after_help = "\
Examples:
  samecopy scan feed.jsonl                          clusters, the article to keep first
  samecopy scan 2025/ extra.txt --pairs             pairs of directories and files
  zcat crawl.gz | samecopy scan - --text-field body
  samecopy scan feed.jsonl --format json -o report.json
  samecopy scan feed.jsonl --format html -o report.html")]
    Scan(ScanArgs),
    /// Score two articles; exit 0 when they are the same copy and 1 when not.
    #[command(after_help = "\
Examples:
  samecopy compare ours.txt theirs.txt
  samecopy compare 4711 4712 --in feed.jsonl        two articles by their ids
  samecopy compare -q a.txt b.txt > /dev/null && echo reprint")]
    Compare(CompareArgs),
    /// Show which passages two articles share.
    #[command(after_help = "\
Examples:
  samecopy explain ours.txt theirs.txt
  samecopy explain 4711 4712 --in feed.jsonl --layout stacked
  samecopy explain a.txt b.txt --color always | less -R
  samecopy explain a.txt b.txt --format html -o pair.html")]
    Explain(ExplainArgs),
    /// Show the chain of pairs that put two articles into one cluster.
    Why(crate::commands::why::WhyArgs),
    /// Write one article of each cluster, and all that belong to none.
    #[command(after_help = "\
Examples:
  samecopy dedup feed.jsonl -o kept.jsonl --dropped dropped.jsonl
  samecopy dedup feed.jsonl --keep longest --prefer-source Reuters,AFP > kept.jsonl
  samecopy dedup 2025/ | xargs -d '\\n' cp -t kept    text files: the paths of those to keep")]
    Dedup(DedupArgs),
    /// Measure how far a scan agrees with labels of your own.
    Eval(crate::commands::eval::EvalArgs),
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
    pub output: OutputArgs<PageFormat>,

    /// Megabytes of articles' texts that an HTML page may hold, or all, or none.
    ///
    /// The largest clusters come first. A cluster without texts is listed all the same, with its articles and scores.
    #[arg(long, value_name = "MB", default_value = "50")]
    pub html_texts: HtmlTexts,

    #[command(flatten)]
    pub survivor: SurvivorArgs,

    #[command(flatten)]
    pub scoring: ScoringArgs,

    /// List pairs that share passages without being the same copy, too.
    #[arg(long)]
    pub partial: bool,

    #[command(flatten)]
    pub sources: SourceArgs,

    #[command(flatten)]
    pub search: SearchArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
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

#[derive(Debug, Args)]
pub struct CompareArgs {
    #[command(flatten)]
    pub articles: PairOfArticles,

    #[command(flatten)]
    pub output: OutputArgs,

    #[command(flatten)]
    pub scoring: ScoringArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    pub articles: PairOfArticles,

    /// How the texts stand [default: side by side where there are 100 columns or more].
    #[arg(long, value_name = "LAYOUT")]
    pub layout: Option<View>,

    /// Columns of the output [default: those of the terminal, else 120].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    /// Show what was set aside of each article as page furniture, which is never compared.
    ///
    /// Lines that many articles repeat are furniture only where these articles are given with --in.
    #[arg(long)]
    pub furniture: bool,

    /// Print long stretches without a match in full.
    #[arg(long)]
    pub full: bool,

    #[command(flatten)]
    pub output: OutputArgs<PageFormat>,

    #[command(flatten)]
    pub scoring: ScoringArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub struct DedupArgs {
    #[command(flatten)]
    pub inputs: InputArgs,

    /// Write what was dropped, one JSON object a line: id, survivor, overlap, verdict.
    #[arg(long, value_name = "FILE")]
    pub dropped: Option<PathBuf>,

    /// Keep every article and say in a field `samecopy` what would become of it; of text files, in a line of JSON.
    #[arg(long, conflicts_with = "dropped")]
    pub annotate: bool,

    /// Write there instead of to standard output; the file appears whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub survivor: SurvivorArgs,

    #[command(flatten)]
    pub scoring: ScoringArgs,

    #[command(flatten)]
    pub sources: SourceArgs,

    #[command(flatten)]
    pub search: SearchArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub struct InputArgs {
    /// Directories, text files and JSON Lines; `-` is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub paths: Vec<PathBuf>,
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

/// What counts as the same copy.
#[derive(Debug, Args)]
#[command(next_help_heading = "Detection")]
pub struct ScoringArgs {
    /// Overlap from which two articles are the same copy, 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = Options::default().threshold)]
    pub threshold: f64,

    /// Resemblance of word shingles from which a pair is a near-duplicate, 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = Options::default().near_duplicate)]
    pub near_duplicate: f64,

    /// Look for near-duplicates only, as other tools do.
    #[arg(long)]
    pub no_rewrites: bool,

    /// Time between two publications up to which one may be a rewrite of the other: 7d, 36h, or off.
    ///
    /// A pair further apart that would be a `rewrite` is `partial`. Reprints, that is identical articles and
    /// near-duplicates, match at any distance, and an article without a date at any distance from the others.
    #[arg(long, value_name = "TIME", default_value = "7d")]
    pub within: Within,

    /// Words in a shingle.
    #[arg(long, value_name = "N", default_value_t = Options::default().shingle, hide_short_help = true)]
    pub shingle: usize,

    /// Content words that a skip shingle spans.
    #[arg(long, value_name = "N", default_value_t = Options::default().window, hide_short_help = true)]
    pub window: usize,
}

/// How hard to look for candidate pairs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Detection")]
pub struct SearchArgs {
    /// Bands of the MinHash sketch.
    #[arg(long, value_name = "N", default_value_t = Options::default().bands, hide_short_help = true)]
    pub bands: usize,

    /// Rows of a band.
    #[arg(long, value_name = "N", default_value_t = Options::default().rows, hide_short_help = true)]
    pub rows: usize,

    /// Skip shingles sampled of each article.
    #[arg(long, value_name = "N", default_value_t = Options::default().sample, hide_short_help = true)]
    pub sample: usize,

    /// Sampled skip shingles in common from which two articles are compared: a rare one counts 4, a common one 1.
    #[arg(long, value_name = "N", default_value_t = Options::default().collisions, hide_short_help = true)]
    pub collisions: usize,

    /// Articles that share one sampled value before each is linked to a few others only.
    #[arg(long, value_name = "N", default_value_t = Options::default().hot, hide_short_help = true)]
    pub hot: usize,
}

/// Where articles have what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fields of JSON Lines")]
pub struct ReadingArgs {
    /// Field of the id [default: `id`, `guid`, else the place in the file].
    #[arg(long, value_name = "NAME")]
    pub id_field: Option<String>,

    /// Field of the text [default: `text`, `body`, `content`, `maintext` or `article`].
    #[arg(long, value_name = "NAME")]
    pub text_field: Option<String>,

    /// Field of the title [default: `title` or `headline`].
    #[arg(long, value_name = "NAME")]
    pub title_field: Option<String>,

    /// Field of the date [default: `date`, `published`, `published_at` and the like].
    #[arg(long, value_name = "NAME")]
    pub date_field: Option<String>,

    /// Field of the source [default: `source`, `publisher`, `outlet` or `source_domain`].
    #[arg(long, value_name = "NAME")]
    pub source_field: Option<String>,
}

impl ScanArgs {
    pub fn options(&self) -> Result<Options> {
        let options = Options { partial: self.partial, ..self.scoring.base() };
        checked(self.survivor.with(self.sources.with(self.search.with(options))))
    }
}

impl DedupArgs {
    pub fn options(&self) -> Result<Options> {
        checked(self.survivor.with(self.sources.with(self.search.with(self.scoring.base()))))
    }
}

impl SurvivorArgs {
    fn with(&self, options: Options) -> Options {
        Options { keep: self.keep, prefer_source: self.prefer_source.clone(), ..options }
    }
}

impl SearchArgs {
    /// The options of a scan that keeps nothing.
    pub fn options(&self, scoring: &ScoringArgs) -> Result<Options> {
        checked(self.with(scoring.base()))
    }

    fn with(&self, options: Options) -> Options {
        let Self { bands, rows, sample, collisions, hot } = *self;
        Options { bands, rows, sample, collisions, hot, ..options }
    }
}

impl ScoringArgs {
    /// The options of a comparison, which needs no others.
    pub fn options(&self) -> Result<Options> {
        checked(self.base())
    }

    fn base(&self) -> Options {
        let Self { threshold, near_duplicate, no_rewrites, within: Within(within), shingle, window } = *self;
        let rewrites = !no_rewrites;
        Options { threshold, near_duplicate, rewrites, within, shingle, window, ..Options::default() }
    }
}

/// The options, or which flag is out of range.
fn checked(options: Options) -> Result<Options> {
    match options.check() {
        Ok(()) => Ok(options),
        Err(error) => {
            let (flag, range) = (error.name.replace('_', "-"), error.range.replace("`sample`", "--sample"));
            Err(anyhow!("--{flag} is {}, and must be {range}", error.value))
        }
    }
}
