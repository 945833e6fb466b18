//! Finds the files that the inputs stand for, and opens each in its format.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
};

use ahash::AHashSet;

use super::{
    Format, Input, Reading, directory,
    place::{Kept, Stamp},
    problem::Fault,
    record::Parsed,
    shown,
    text::{self, Utf16},
};

/// Something to open.
pub(super) enum Found {
    Stdin(Vec<u8>),
    File {
        path: PathBuf,
        /// What its name says, if that says anything.
        format: Option<Format>,
    },
}

/// What was opened: texts are parsed by then, of lines only the first are looked at.
pub(super) enum Content {
    Text { kept: Kept, bytes: u64, parsed: Box<Parsed> },
    Lines { kept: Kept, source: Box<dyn BufRead + Send> },
    LinesInMemory { bytes: Vec<u8>, broken_at: Option<usize> },
}

/// Lists all files in the order of the inputs, but for some; what cannot be listed becomes a problem of `reading`.
pub(super) fn find(
    inputs: &[Input],
    except: &[PathBuf],
    stdin: &mut dyn io::Read,
    reading: &mut Reading,
) -> Vec<Found> {
    let mut found = Vec::new();
    let mut seen: AHashSet<PathBuf> = except.iter().map(|path| identity(path)).collect();
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
                    found.push(Found::Stdin(bytes));
                }
                continue;
            }
        };
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                let walk = directory::walk(&path);
                reading.left_out += walk.left_out;
                for (path, fault) in walk.faults {
                    reading.problems.push(&path, None, fault);
                }
                let new = walk.files.into_iter().filter(|(path, _)| seen.insert(identity(path)));
                found.extend(new.map(|(path, format)| Found::File { path, format: Some(format) }));
            }
            Ok(_) if seen.insert(identity(&path)) => {
                let format = Format::of_name(&path);
                found.push(Found::File { path, format });
            }
            Ok(_) => {}
            Err(error) => reading.problems.push(&shown(&path), None, Fault::unreadable(&path, &error)),
        }
    }
    found
}

const STDIN: &str = "-";

/// The same for every path to one file. Pipes of a shell have no such path, but their own names are unique.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

impl Found {
    /// The path to show, and the content or what is wrong with it.
    pub fn open(self, limit: u64) -> (String, Result<Content, Fault>) {
        match self {
            Self::Stdin(bytes) => (STDIN.to_owned(), Ok(in_memory(bytes, None, STDIN, limit))),
            Self::File { path, format } => {
                let name = shown(&path);
                let content = open_file(&path, format, &name, limit);
                let content = content.map_err(|error| Fault::unreadable(&path, &error));
                (name, content)
            }
        }
    }
}

fn open_file(path: &Path, format: Option<Format>, name: &str, limit: u64) -> io::Result<Content> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        return Ok(in_memory(bytes, format, name, limit));
    }
    let kept = Kept::OnDisk { path: path.to_owned(), stamp: Stamp::of(&metadata) };
    let mut bytes = Vec::new();
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut bytes)?;
    match format.unwrap_or_else(|| Format::of_content(&bytes)) {
        Format::Text => {
            // One byte over the limit tells that the file is too large.
            let more = limit.saturating_add(1).saturating_sub(bytes.len() as u64);
            file.take(more).read_to_end(&mut bytes)?;
            Ok(text(bytes, kept, name, limit))
        }
        Format::JsonLines if text::is_utf16(&bytes) => {
            file.read_to_end(&mut bytes)?;
            Ok(in_memory(bytes, Some(Format::JsonLines), name, limit))
        }
        Format::JsonLines => {
            let source = Box::new(BufReader::new(Cursor::new(bytes).chain(file)));
            Ok(Content::Lines { kept, source })
        }
    }
}

/// Enough to look past blank lines for the format; most texts fit in whole.
const HEAD_BYTES: u64 = 1 << 16;

fn in_memory(bytes: Vec<u8>, format: Option<Format>, name: &str, limit: u64) -> Content {
    let format = format.unwrap_or_else(|| Format::of_content(&bytes[..bytes.len().min(HEAD_BYTES as usize)]));
    match (format, text::utf16(&bytes)) {
        (Format::Text, _) => text(bytes.clone(), Kept::InMemory(bytes), name, limit),
        (Format::JsonLines, None) => Content::LinesInMemory { bytes, broken_at: None },
        (Format::JsonLines, Some(Utf16 { text, broken_at })) => {
            Content::LinesInMemory { bytes: text.into_bytes(), broken_at }
        }
    }
}

fn text(bytes: Vec<u8>, kept: Kept, name: &str, limit: u64) -> Content {
    let length = bytes.len() as u64;
    Content::Text { kept, bytes: length, parsed: Box::new(text::article(bytes, name.to_owned(), limit)) }
}
