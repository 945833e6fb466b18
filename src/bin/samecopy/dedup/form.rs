//! What the articles that were read are in, which says what can be given back.

use anyhow::{Result, bail};
use samecopy::read::{Format, Place, Reading};

/// What one output can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Lines of JSON of several files.
    Lines,
    /// The paths of files that are an article each.
    Paths,
    /// One file with articles in it.
    File(u32),
    /// Files that cannot be one, so many.
    Files(usize),
    /// Different things.
    Mixture,
}

impl Form {
    pub fn of(reading: &Reading) -> Self {
        let is_path = |place: &Place| place.line.is_none();
        let format = |place: &Place| reading.origins[place.origin as usize].format();
        let places = &reading.places;
        if places.iter().all(|place| format(place) == Format::JsonLines) {
            // Also those in which nothing was good.
            let is_lines = |&number: &u32| reading.origins[number as usize].format() == Format::JsonLines;
            let origins: Vec<u32> = (0..reading.origins.len() as u32).filter(is_lines).collect();
            if let [origin] = origins[..] { Self::File(origin) } else { Self::Lines }
        } else if places.iter().all(is_path) {
            Self::Paths
        } else if places.iter().any(|place| is_path(place) || format(place) == Format::JsonLines) {
            Self::Mixture
        } else {
            let mut origins: Vec<u32> = places.iter().map(|place| place.origin).collect();
            origins.dedup();
            match origins[..] {
                [origin] => Self::File(origin),
                _ => Self::Files(origins.len()),
            }
        }
    }

    /// Whether there is such an output.
    ///
    /// # Errors
    /// One output cannot be all of it.
    pub fn check(self) -> Result<()> {
        match self {
            Self::Files(count) => bail!(
                "the articles are in {count} files, and one output cannot be all of them; name a directory with \
                 --output (`-o kept/`), where each is written by its own name"
            ),
            Self::Mixture => bail!(
                "the inputs hold files of one article each and files of many, and one output cannot be both; name a \
                 directory with --output (`-o kept/`), or deduplicate each by itself"
            ),
            Self::Lines | Self::Paths | Self::File(_) => Ok(()),
        }
    }
}
