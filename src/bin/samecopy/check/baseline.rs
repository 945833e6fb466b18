//! The baseline as a file.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use samecopy::check::Baseline;

use crate::output::Destination;

/// What is in the baseline of the articles in `inputs`; nothing yet, where one is to be written.
///
/// # Errors
/// It is not there, or is no baseline.
pub fn read(path: &Path, inputs: &[PathBuf], is_written: bool) -> Result<Baseline> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_written => {
            // Found out before hours of work are done in vain.
            Destination::new(Some(path))?;
            return Ok(Baseline::default());
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
            "the baseline {} does not exist, and without it nothing is known; to write it, run this with the options \
             of detection and reading in use:\n  samecopy check {} --baseline {} --update-baseline",
            path.display(),
            inputs.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(" "),
            quoted(path),
        ),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read the baseline {}", path.display()));
        }
    };
    Baseline::parse(&text).map_err(|error| anyhow!("{}:{}: {}", path.display(), error.line, error.message))
}

/// The path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy().into_owned();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+,".contains(&byte);
    if path.bytes().all(is_plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
