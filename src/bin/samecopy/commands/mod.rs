//! One file for each command.

pub mod check;
pub mod compare;
pub mod dedup;
pub mod eval;
pub mod explain;
pub mod scan;
pub mod why;
