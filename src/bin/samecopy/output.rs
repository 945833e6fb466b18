//! Where results go: standard output, or a file that appears whole or not at all.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
    process,
    sync::Mutex,
};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result, bail};
use supports_hyperlinks::Stream;
use tempfile::{Builder, NamedTempFile, TempPath};

use crate::{look::Look, palette::Palette};

/// The temporary files being written, to be removed when the program is stopped.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Makes Ctrl-C, and whoever stops a job, end the program quietly, without leaving half a file.
pub fn remove_unfinished_when_stopped() {
    #[cfg(unix)]
    {
        use signal_hook::{
            consts::{SIGINT, SIGTERM},
            iterator::Signals,
        };
        let mut signals = Signals::new([SIGINT, SIGTERM]).expect("both may be handled");
        // What a shell reports of a program that a signal ended.
        std::thread::spawn(move || signals.forever().for_each(|signal| stop(128 + signal)));
    }
    #[cfg(not(unix))]
    ctrlc::set_handler(|| stop(130)).expect("the handler is set once");
}

fn stop(status: i32) {
    // Held until the end, so that no further file is begun.
    let unfinished = UNFINISHED.lock();
    for path in unfinished.iter().flat_map(|paths| paths.iter()) {
        let _ = fs::remove_file(path);
    }
    process::exit(status);
}

/// Where a result goes.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination {
    Stdout,
    /// What is no regular file, such as a pipe, cannot be replaced and is written to as it is.
    Device(PathBuf),
    File(PathBuf),
}

impl Destination {
    /// The file of that name, standard output without one and for `-`.
    ///
    /// # Errors
    /// It cannot be written. That is found out here, before hours of work are done in vain.
    pub fn new(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else { return Ok(Self::Stdout) };
        let cannot = || format!("cannot write {}", path.display());
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => bail!("{}: it is a directory; name a file", cannot()),
            Ok(metadata) if !metadata.is_file() => Ok(Self::Device(path.to_owned())),
            Ok(_) => {
                // A file that may not be written may not be replaced either.
                OpenOptions::new().append(true).open(path).with_context(cannot)?;
                // Through a link, the file it leads to is what the user wants written.
                let path = fs::canonicalize(path).with_context(cannot)?;
                try_folder(&path).with_context(cannot)?;
                Ok(Self::File(path))
            }
            Err(_) => {
                try_folder(path).with_context(cannot)?;
                let name = path.file_name().with_context(cannot)?;
                Ok(Self::File(fs::canonicalize(folder(path)).with_context(cannot)?.join(name)))
            }
        }
    }

    /// The colours that suit the destination: those asked for, else those that somebody would see.
    pub fn palette(&self) -> Palette {
        let choice = match self {
            Self::Stdout => AutoStream::choice(&io::stdout()),
            Self::Device(_) | Self::File(_) => ColorChoice::global(),
        };
        match choice {
            ColorChoice::Always | ColorChoice::AlwaysAnsi => Palette::COLOURED,
            ColorChoice::Auto | ColorChoice::Never => Palette::default(),
        }
    }

    /// How text for people is to look there.
    pub fn look(&self) -> Look {
        let palette = self.palette();
        let links =
            *self == Self::Stdout && palette != Palette::default() && supports_hyperlinks::on(Stream::Stdout);
        Look { palette, columns: self.columns(), links }
    }

    /// Columns of the terminal, where the result goes to one.
    pub fn columns(&self) -> Option<usize> {
        let terminal = *self == Self::Stdout && io::stdout().is_terminal();
        let size = terminal.then(|| terminal_size::terminal_size_of(io::stdout())).flatten();
        size.map(|(terminal_size::Width(columns), _)| columns.into())
    }

    /// Lets `write` produce the result. A file is not there before [`Staged::commit`]. That nobody reads standard output
    /// to its end is no error.
    pub fn stage(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Staged> {
        match self {
            Self::Stdout => {
                let mut out = BufWriter::new(io::stdout().lock());
                match write(&mut out).and_then(|()| out.flush()) {
                    // Whoever reads only the first lines still wants the other files, and the exit status.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                    written => written.context("cannot write to standard output")?,
                }
                Ok(Staged(None))
            }
            Self::Device(path) => {
                let cannot = || format!("cannot write {}", path.display());
                let mut out =
                    BufWriter::new(OpenOptions::new().append(true).open(path).with_context(cannot)?);
                write(&mut out).and_then(|()| out.flush()).with_context(cannot)?;
                Ok(Staged(None))
            }
            Self::File(path) => {
                let cannot = || format!("cannot write {}", path.display());
                let mut out = BufWriter::new(unfinished(path).with_context(cannot)?);
                write(&mut out).and_then(|()| out.flush()).with_context(cannot)?;
                let file = out.into_inner().map_err(io::IntoInnerError::into_error).with_context(cannot)?;
                file.as_file().sync_all().with_context(cannot)?;
                // Closed: many are staged at a time, and a process may have but so many open.
                Ok(Staged(Some((file.into_temp_path(), path.clone()))))
            }
        }
    }

    /// Lets `write` produce the result and puts it in its place.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        self.stage(write)?.commit()
    }
}

/// A file that is written and not in its place yet; dropped, it leaves nothing behind.
#[must_use = "the file is not in its place yet"]
pub struct Staged(Option<(TempPath, PathBuf)>);

impl Staged {
    /// Puts the file in its place.
    pub fn commit(self) -> Result<()> {
        let Some((file, path)) = self.0 else { return Ok(()) };
        let cannot = || format!("cannot write {}", path.display());
        file.persist(&path).map_err(|error| error.error).with_context(cannot)?;
        Ok(())
    }
}

/// A temporary file beside `path`, with the rights that a file at `path` has or would get.
fn unfinished(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".samecopy-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut unfinished = UNFINISHED.lock().expect("no thread panics while it holds the list");
    let file = builder.tempfile_in(folder(path))?;
    unfinished.push(file.path().to_owned());
    drop(unfinished);
    if let Ok(metadata) = fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    Ok(file)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a file can be made beside `path`. The one made for the trial has no name and vanishes.
fn try_folder(path: &Path) -> Result<()> {
    let folder = folder(path);
    match tempfile::tempfile_in(folder) {
        Ok(_) => Ok(()),
        // The system's words would be about a temporary file nobody has heard of.
        Err(error) => bail!(match error.kind() {
            io::ErrorKind::NotFound => format!("the directory {} does not exist", folder.display()),
            io::ErrorKind::NotADirectory => format!("{} is not a directory", folder.display()),
            io::ErrorKind::PermissionDenied =>
                format!("the directory {} is not yours to write", folder.display()),
            _ => error.to_string(),
        }),
    }
}

/// Whether the reader of our output has gone away, which is its right.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind =
        |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<io::Error>().map(io::Error::kind);
    error.chain().any(|cause| kind(cause) == Some(io::ErrorKind::BrokenPipe))
}
