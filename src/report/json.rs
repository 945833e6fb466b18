//! The report as one JSON document.

use std::io::{self, Write};

use serde::Serialize;

/// Writes a value as JSON, indented by two spaces, with a line feed at the end.
///
/// # Errors
/// Those of `out`.
pub fn write_json(value: &impl Serialize, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}
