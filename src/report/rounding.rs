//! Scores as reports give them.

use serde::Serializer;

use crate::overlap::{Containment, Scores};

/// The overlap as reports give it.
pub fn rounded_overlap(scores: Scores) -> f64 {
    round(scores.overlap)
}

/// Four digits are more than the scores mean, and equal on every machine whatever its logarithm's last bit.
pub(super) fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// Writes a score as reports do, with four digits behind the point.
pub fn four_digits<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(round(*value))
}

/// All scores as reports give them.
pub(super) fn rounded(scores: Scores) -> Scores {
    let both = |Containment { a_in_b, b_in_a }| Containment { a_in_b: round(a_in_b), b_in_a: round(b_in_a) };
    Scores {
        overlap: round(scores.overlap),
        resemblance: round(scores.resemblance),
        containment: both(scores.containment),
        skip_resemblance: scores.skip_resemblance.map(round),
        alignment: both(scores.alignment),
        figures: scores.figures.map(round),
        names: scores.names.map(round),
        ..scores
    }
}
