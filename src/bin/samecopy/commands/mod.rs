//! One file for each command.

pub mod check;
pub mod compare;
pub mod completions;
pub mod config;
pub mod dedup;
pub mod eval;
pub mod explain;
pub mod man;
pub mod scan;
pub mod why;
