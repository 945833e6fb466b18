//! What dates and sources mean for a pair.

use std::str::FromStr;

use clap::Args;
use jiff::{Span, SpanRelativeTo};
use samecopy::options::Options;

/// Seconds, or any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within(pub Option<u64>);

impl FromStr for Within {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" {
            return Ok(Self(None));
        }
        let seconds = |span: Span| {
            span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?.as_secs().try_into().ok()
        };
        text.parse()
            .ok()
            .and_then(seconds)
            .map(|seconds| Self(Some(seconds)))
            .ok_or("write it as 7d, 36h or off")
    }
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
}

impl SourceArgs {
    pub fn with(&self, options: Options) -> Options {
        let Self { ignore_same_source, cross_source_only } = *self;
        Options { ignore_same_source, cross_source_only, ..options }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_rewrites_is_days_hours_or_off() {
        let within = |text: &str| text.parse::<Within>().map(|within| within.0);
        assert_eq!(within("7d"), Ok(Options::default().within), "the default");
        assert_eq!(within("36h"), Ok(Some(129_600)));
        assert_eq!(within("1d 12h"), within("36h"));
        assert_eq!(within("0s"), Ok(Some(0)));
        assert_eq!(within("off"), Ok(None));
        for text in ["", "7", "-7d", "soon", "2 months", "7d7"] {
            assert!(within(text).is_err(), "{text}");
        }
    }
}
