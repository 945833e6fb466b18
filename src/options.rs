//! What a user may set, with the defaults that the measurements chose.

use crate::scratch::Scratch;

/// Settings of a scan or a comparison. The defaults are meant for news in any language.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Options {
    /// Consecutive tokens in a shingle, at least 1. Five is what every MinHash tool of the field uses.
    pub shingle: usize,
    /// Content words between which a skip shingle may span, at least 1.
    pub window: usize,
    /// Bands of the MinHash sketch, at least 1.
    ///
    /// 42 bands of 3 rows find a pair of resemblance 0.5 with probability 1 − (1 − 0.5³)⁴² = 0.996.
    pub bands: usize,
    /// Rows in a band, at least 1.
    pub rows: usize,
    /// Skip shingles sampled of each article, at least 1.
    pub sample: usize,
    /// Weight of the sampled skip shingles that two articles must share to be compared, at least 1: one that hardly
    /// any other article has counts 4, one that hundreds have 1.
    pub collisions: usize,
    /// Articles that may share one sampled value before each of them is linked to a few of the others only, at
    /// least 2.
    ///
    /// Among 84,678 wire items 64 finds 0.987 of the same-copy pairs, 96 0.990 and 128 0.992; a million generated articles are
    /// searched in 5.8 s with 128, and in 5.2 s with 96.
    pub hot: usize,
    /// Resemblance from which a pair is a near-duplicate, 0..=1.
    ///
    /// 0.45 of what is left without page furniture keeps the customary promise of 0.5 of whole texts: of the generated copies
    /// with a resemblance of at least 0.5 it finds 0.9997, and 0.5 finds 0.987.
    pub near_duplicate: f64,
    /// Overlap from which a pair is the same copy, 0..=1. The score is made so that 0.5 is the even chance.
    pub threshold: f64,
    /// Whether to look for rewrites, or for near-duplicates only.
    pub rewrites: bool,
    /// Seconds that two articles may have been published apart for one to be a rewrite of the other, where both
    /// dates are known; `None` for any distance. Reprints are found at any distance anyway.
    pub within: Option<u64>,
    /// Whether pairs of one known source are no pairs: neither listed nor a reason to put two articles into one
    /// cluster, where they may still meet through an article of another source.
    pub ignore_same_source: bool,
    /// Whether only pairs of two known sources are listed, and only clusters with members of at least two.
    pub cross_source_only: bool,
    /// Names of agencies beside those that are known everywhere: an article that credits one which published no member of
    /// its cluster has its original elsewhere.
    pub agencies: Vec<String>,
    /// Whether to report pairs that share passages without being the same copy.
    pub partial: bool,
    /// Which member of a cluster survives.
    pub keep: Keep,
    /// Sources whose article survives before any other, best first.
    pub prefer_source: Vec<String>,
    /// Memory, and where to go on without. It changes nothing of what is found.
    #[serde(skip)]
    pub scratch: Scratch,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            shingle: 5,
            window: 12,
            bands: 42,
            rows: 3,
            sample: 96,
            collisions: 4,
            hot: 96,
            near_duplicate: 0.45,
            threshold: 0.5,
            rewrites: true,
            within: Some(7 * 86_400),
            ignore_same_source: false,
            cross_source_only: false,
            agencies: Vec::new(),
            partial: false,
            keep: Keep::Earliest,
            prefer_source: Vec::new(),
            scratch: Scratch::default(),
        }
    }
}

/// Which member of a cluster survives, among those of the most preferred source. Ties go to the longer article,
/// then to the lesser id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Keep {
    /// The first published; an article without a date comes last.
    #[default]
    Earliest,
    /// The last published; an article without a date comes last.
    Latest,
    /// The one of the most words.
    Longest,
    /// The first in the order of the input.
    First,
}

/// A setting outside its range.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("`{name}` is {value}: it must be {range}")]
pub struct OutOfRange {
    /// The setting.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// What it may be.
    pub range: &'static str,
}

impl Options {
    /// Checks every setting against its range.
    ///
    /// # Errors
    /// Names the first one out of range.
    pub fn check(&self) -> Result<(), OutOfRange> {
        let counts = [
            ("shingle", self.shingle, 1),
            ("window", self.window, 1),
            ("bands", self.bands, 1),
            ("rows", self.rows, 1),
            ("sample", self.sample, 1),
            ("collisions", self.collisions, 1),
            ("hot", self.hot, 2),
        ];
        for (name, value, least) in counts {
            if value < least || value > 65_536 {
                let range = if least == 2 { "from 2 to 65536" } else { "from 1 to 65536" };
                return Err(OutOfRange { name, value: value.to_string(), range });
            }
        }
        if self.collisions > 4 * self.sample {
            let value = self.collisions.to_string();
            return Err(OutOfRange { name: "collisions", value, range: "at most four times `sample`" });
        }
        if self.bands * self.rows > 65_536 {
            let value = format!("{} times `rows`, which is {}", self.bands, self.rows);
            return Err(OutOfRange { name: "bands", value, range: "so that there are at most 65536 values" });
        }
        for (name, value) in [("near_duplicate", self.near_duplicate), ("threshold", self.threshold)] {
            if !(0.0..=1.0).contains(&value) {
                return Err(OutOfRange { name, value: value.to_string(), range: "from 0 to 1" });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_in_range() {
        assert_eq!(Options::default().check(), Ok(()));
    }

    #[test]
    fn a_setting_out_of_range_is_named() {
        for (options, name) in [
            (Options { shingle: 0, ..Options::default() }, "shingle"),
            (Options { hot: 1, ..Options::default() }, "hot"),
            (Options { bands: 257, rows: 256, ..Options::default() }, "bands"),
            (Options { collisions: 385, ..Options::default() }, "collisions"),
            (Options { threshold: f64::NAN, ..Options::default() }, "threshold"),
        ] {
            assert_eq!(options.check().unwrap_err().name, name);
        }
    }
}
