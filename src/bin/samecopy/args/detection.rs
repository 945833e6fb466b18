//! What counts as the same copy, and how hard to look for it.

use anyhow::{Result, anyhow};
use clap::Args;
use samecopy::options::Options;

use super::{
    number::{count, share},
    within::Within,
};

/// All that decides which articles a scan puts together.
#[derive(Debug, Args)]
pub struct DetectionArgs {
    #[command(flatten)]
    scoring: ScoringArgs,

    #[command(flatten)]
    sources: SourceArgs,

    #[command(flatten)]
    search: SearchArgs,
}

/// What counts as the same copy.
#[derive(Debug, Args)]
#[command(next_help_heading = "Detection")]
pub struct ScoringArgs {
    /// Overlap from which two articles are the same copy, 0 to 1.
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = Options::default().threshold)]
    pub threshold: f64,

    /// Resemblance of word shingles from which a pair is a near-duplicate, 0 to 1.
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = Options::default().near_duplicate)]
    pub near_duplicate: f64,

    /// Look for near-duplicates only, as other tools do.
    #[arg(long)]
    pub no_rewrites: bool,

    /// Time between two publications up to which one may be a rewrite of the other: 7d, 36h, or off.
    ///
    /// A pair further apart that would be a `rewrite` is `partial`. Reprints, that is identical articles and
    /// near-duplicates, match at any distance, and an article without a date at any distance from the others.
    #[arg(long, value_name = "TIME", default_value = "7d", allow_hyphen_values = true)]
    pub within: Within,

    /// Words in a shingle.
    #[arg(long, value_name = "N", value_parser = count(1), default_value_t = Options::default().shingle, hide_short_help = true)]
    pub shingle: usize,

    /// Content words that a skip shingle spans.
    #[arg(long, value_name = "N", value_parser = count(1), default_value_t = Options::default().window, hide_short_help = true)]
    pub window: usize,
}

/// Which pairs and clusters count, by source.
#[derive(Debug, Args)]
#[command(next_help_heading = "Detection")]
pub struct SourceArgs {
    /// Take no two articles of one source for a pair.
    ///
    /// Such pairs are not listed and do not put articles into one cluster; two articles of one source still share a
    /// cluster where both are the same copy as an article of another source. Sources are compared without regard to
    /// case; an article without a source is of no other's.
    #[arg(long)]
    pub ignore_same_source: bool,

    /// Report, and deduplicate, only what was printed by two sources or more.
    ///
    /// Pairs are listed when both sources are known and differ, clusters when their members have at least two known
    /// sources. How clusters are made does not change.
    #[arg(long)]
    pub cross_source_only: bool,

    /// Agencies beside the known ones (AFP, Reuters, AP, dpa and the like), whose credit tells an article's original:
    /// `Meridian Wire,NPA`.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub agencies: Vec<String>,
}

/// How hard to look for candidate pairs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Detection")]
pub struct SearchArgs {
    /// Bands of the MinHash sketch.
    #[arg(long, value_name = "N", value_parser = count(1), default_value_t = Options::default().bands, hide_short_help = true)]
    pub bands: usize,

    /// Rows of a band.
    #[arg(long, value_name = "N", value_parser = count(1), default_value_t = Options::default().rows, hide_short_help = true)]
    pub rows: usize,

    /// Skip shingles sampled of each article.
    #[arg(long, value_name = "N", value_parser = count(1), default_value_t = Options::default().sample, hide_short_help = true)]
    pub sample: usize,

    /// Sampled skip shingles in common from which two articles are compared: a rare one counts 4, a common one 1.
    #[arg(long, value_name = "N", value_parser = count(1), default_value_t = Options::default().collisions, hide_short_help = true)]
    pub collisions: usize,

    /// Articles that share one sampled value before each is linked to a few others only.
    #[arg(long, value_name = "N", value_parser = count(2), default_value_t = Options::default().hot, hide_short_help = true)]
    pub hot: usize,
}

impl DetectionArgs {
    /// The options of a scan.
    ///
    /// # Errors
    /// Two of them do not go together.
    pub fn options(&self) -> Result<Options> {
        let SourceArgs { ignore_same_source, cross_source_only, agencies } = &self.sources;
        let (ignore_same_source, cross_source_only) = (*ignore_same_source, *cross_source_only);
        let agencies = agencies.clone();
        Ok(Options { ignore_same_source, cross_source_only, agencies, ..self.search.options(&self.scoring)? })
    }
}

impl SearchArgs {
    /// The options of a scan of all sources alike.
    ///
    /// # Errors
    /// Two of them do not go together.
    pub fn options(&self, scoring: &ScoringArgs) -> Result<Options> {
        let Self { bands, rows, sample, collisions, hot } = *self;
        checked(Options { bands, rows, sample, collisions, hot, ..scoring.options()? })
    }
}

impl ScoringArgs {
    /// The options of a comparison, which needs no others.
    ///
    /// # Errors
    /// Two of them do not go together.
    pub fn options(&self) -> Result<Options> {
        let Self { threshold, near_duplicate, no_rewrites, within: Within(within), shingle, window } = *self;
        let rewrites = !no_rewrites;
        checked(Options {
            threshold,
            near_duplicate,
            rewrites,
            within,
            shingle,
            window,
            ..Options::default()
        })
    }
}

/// The options, or which flag does not go with the others.
fn checked(options: Options) -> Result<Options> {
    match options.check() {
        Ok(()) => Ok(options),
        Err(error) => {
            let (flag, range) = (error.name.replace('_', "-"), error.range.replace("`sample`", "--sample"));
            Err(anyhow!(
                "--{flag} is {}, and must be {range}; `samecopy config` says what is in force",
                error.value
            ))
        }
    }
}
