//! Finds the files that the inputs stand for.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use ahash::AHashSet;

use super::{
    Input, Reading, directory,
    problem::Fault,
    shown,
    stream::Stream,
    way::{Base, Stamp, Way},
};

/// Something to open.
pub(super) enum Found {
    Stdin(Arc<[u8]>),
    File(PathBuf),
}

/// Finds files, each once.
pub(super) struct Finder {
    seen: AHashSet<PathBuf>,
}

impl Finder {
    /// Finds any files but some.
    pub fn except(paths: &[PathBuf]) -> Self {
        Self { seen: paths.iter().map(|path| identity(path)).collect() }
    }

    /// Lists all files in the order of the inputs; what cannot be listed becomes a problem of `reading`.
    pub fn find(&mut self, inputs: &[Input], stdin: &mut dyn io::Read, reading: &mut Reading) -> Vec<Found> {
        let mut found = Vec::new();
        let mut stdin = Some(stdin);
        for input in inputs {
            let path = match input {
                // Components drop what is double in `feed//2025/`, so that ids do not depend on it.
                Input::Path(path) => path.components().collect::<PathBuf>(),
                Input::Stdin => {
                    let mut bytes = Vec::new();
                    if let Some(stdin) = stdin.take() {
                        if let Err(error) = stdin.read_to_end(&mut bytes) {
                            reading.problems.push(STDIN, None, Fault::unreadable(Path::new(STDIN), &error));
                        }
                        found.push(Found::Stdin(bytes.into()));
                    }
                    continue;
                }
            };
            found.extend(self.file(&path, reading));
        }
        found
    }

    /// As [`Finder::file`], for a path that the input names and not the user: a list that somebody sent may name a device
    /// or a pipe, which may never end.
    pub fn listed(&mut self, path: &Path, reading: &mut Reading) -> Vec<Found> {
        match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => {
                let fault = Fault::new("is named in a list of feeds and no regular file; it is not read");
                reading.problems.push(&shown(path), None, fault);
                Vec::new()
            }
            _ => self.file(path, reading),
        }
    }

    /// The file of a path, or those in the directory, as far as they were not found before.
    pub fn file(&mut self, path: &Path, reading: &mut Reading) -> Vec<Found> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let walk = directory::walk(path);
                reading.left_out += walk.left_out;
                for (path, fault) in walk.faults {
                    reading.problems.push(&path, None, fault);
                }
                let new = walk.files.into_iter().filter(|path| self.seen.insert(identity(path)));
                new.map(Found::File).collect()
            }
            Ok(_) if self.seen.insert(identity(path)) => vec![Found::File(path.to_owned())],
            Ok(_) => Vec::new(),
            Err(error) => {
                reading.problems.push(&shown(path), None, Fault::unreadable(path, &error));
                Vec::new()
            }
        }
    }
}

const STDIN: &str = "-";

/// The same for every path to one file. Pipes of a shell have no such path, but their own names are unique.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

impl Found {
    /// The path to show, and the first bytes or why there are none.
    pub fn open(self) -> (String, Result<(Way, Stream<'static>), Fault>) {
        match self {
            Self::Stdin(bytes) => {
                let stream = Stream::of_bytes(bytes.to_vec());
                (STDIN.to_owned(), Ok((Way::new(Base::Memory(bytes)), stream)))
            }
            Self::File(path) => {
                let opened = open_file(&path).map_err(|error| Fault::unreadable(&path, &error));
                (shown(&path), opened)
            }
        }
    }
}

fn open_file(path: &Path) -> io::Result<(Way, Stream<'static>)> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        let base = Base::File { path: path.to_owned(), stamp: Stamp::of(&metadata) };
        return Ok((Way::new(base), Stream::start(Box::new(file))?));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok((Way::new(Base::Memory(bytes.as_slice().into())), Stream::of_bytes(bytes)))
}
