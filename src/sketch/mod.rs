//! Sketches: the few sampled hashes kept of an article, with their parameters inside.
//!
//! Two sketches of different parameters cannot be compared; the attempt is an error that names the parameter.

mod bottom_k;
mod min_hash;
mod signature;
mod vocabulary;

pub use bottom_k::BottomK;
pub use min_hash::MinHash;
pub use signature::Signature;
pub use vocabulary::{Rarity, Vocabularies, Vocabulary};

/// Two sketches were made with different parameters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("sketches differ in `{parameter}`: {left} and {right}; make both with the same options")]
pub struct Mismatch {
    /// The parameter that differs.
    pub parameter: &'static str,
    /// Its value on the left.
    pub left: usize,
    /// Its value on the right.
    pub right: usize,
}

fn agree(parameter: &'static str, left: usize, right: usize) -> Result<(), Mismatch> {
    if left == right { Ok(()) } else { Err(Mismatch { parameter, left, right }) }
}
