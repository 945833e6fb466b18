//! `samecopy check`: gates, their baselines, and the forms of findings.

mod formats;
mod gate;
pub mod git;
mod hostile;
mod integrations;
mod newsroom;
mod update;
