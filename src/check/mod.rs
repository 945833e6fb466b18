//! Gates: which pairs of a scan are new since somebody last looked.
//!
//! A [`Finding`] is a pair of articles under a [`Key`] made of what the two say, so that it stays the same when files are
//! moved, renamed or reordered. A [`Baseline`] is the list of findings that are known; [`judge`] tells these from new ones
//! and knows articles that were edited by their names.

mod baseline;
mod finding;
mod key;
mod matching;

pub use baseline::{Baseline, BaselineError, Entry, VERSION};
pub use finding::{Finding, Side, State, Wanted, findings};
pub use key::{Content, Key, NoKey};
pub use matching::{Judged, Update, judge, update};

#[cfg(test)]
mod tests;
