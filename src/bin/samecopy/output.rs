//! Where results go: standard output, or a file that appears whole or not at all.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process,
    sync::Mutex,
};

use anstream::{AutoStream, ColorChoice, adapter::strip_bytes};
use anyhow::{Context, Result};
use tempfile::NamedTempFile;

/// The temporary file being written, to be removed when the user interrupts.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Makes Ctrl-C and a request to terminate end the program quietly, without leaving half a file.
pub fn remove_unfinished_on_interrupt() {
    let installed = ctrlc::set_handler(|| {
        if let Ok(mut unfinished) = UNFINISHED.lock()
            && let Some(path) = unfinished.take()
        {
            let _ = fs::remove_file(path);
        }
        // 128 + SIGINT, what a shell reports of an interrupted program.
        process::exit(130);
    });
    installed.expect("the handler is set once");
}

/// Lets `write` produce the output at `path`, or on standard output without one.
pub fn write_to(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let Some(path) = path else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        return Ok(out.flush()?);
    };
    let cannot = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = NamedTempFile::new_in(folder).with_context(cannot)?;
    remember(Some(file.path().to_owned()));
    let mut out = BufWriter::new(file);
    write(&mut out).with_context(cannot)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error).with_context(cannot)?;
    let file = file.persist(path).map_err(|error| error.error).with_context(cannot)?;
    remember(None);
    file.sync_all().with_context(cannot)
}

/// Like [`write_to`], for text with colours: they are left out where nobody would see them.
pub fn write_styled(path: Option<&Path>, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<()> {
    let mut text = Vec::new();
    write(&mut text)?;
    let plain = path.is_some() || AutoStream::choice(&io::stdout()) == ColorChoice::Never;
    write_to(path, |out| {
        if plain {
            strip_bytes(&text).try_for_each(|part| out.write_all(part))?;
        } else {
            out.write_all(&text)?;
        }
        Ok(())
    })
}

fn remember(path: Option<PathBuf>) {
    if let Ok(mut unfinished) = UNFINISHED.lock() {
        *unfinished = path;
    }
}

/// Whether the reader of our output has gone away, which is its right.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
            || cause.downcast_ref::<serde_json::Error>().is_some_and(|e| e.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}
