//! Evaluations for people: tables and a plot.

pub mod plot;
pub mod text;
