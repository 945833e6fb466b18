//! The command line as its users see it.
//!
//! What does not depend on how well copies are detected is kept as data in `cases`; after a wanted change
//! `TRYCMD=overwrite cargo test --test cli` writes it anew.

#![allow(clippy::print_stderr, reason = "a test that skips itself says so")]

mod bad_input;
mod check;
mod compare;
mod config;
mod dedup;
mod eval;
mod explain;
mod give_back;
mod guide;
mod help;
mod hostile;
mod labelled;
mod memory;
mod output;
mod provenance;
mod recipes;
mod run;
mod same_output;
mod schema;
mod tiny;
mod why;

#[test]
fn the_cases_kept_as_data_hold() {
    trycmd::TestCases::new().case("tests/cli/cases/*.md");
}
