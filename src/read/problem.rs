//! What went wrong while reading: where, and what to do about it.

use std::{fmt, io, path::Path};

use serde::{Deserialize, Serialize};

/// One thing that was wrong with the input; the rest of the input was read all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The file or directory as the user named it or as it was found below what the user named; `-` is
    /// standard input.
    pub path: String,
    /// The line, counted from 1, where the problem is one line's.
    pub line: Option<u64>,
    /// The JSON field, where the problem is one field's.
    pub field: Option<String>,
    /// What is wrong and what to do, without the place.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Problems in the order they were met: of the files' names, of their content, of clashing ids.
///
/// Only the first [`Problems::LISTED`] are kept, the others are counted: a file of the wrong format may have
/// one in each of millions of lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    listed: Vec<Problem>,
    unlisted: u64,
}

impl Problems {
    /// How many problems are kept.
    pub const LISTED: usize = 10_000;

    /// The problems that were kept.
    pub fn listed(&self) -> &[Problem] {
        &self.listed
    }

    /// How many more there were.
    pub fn unlisted(&self) -> u64 {
        self.unlisted
    }

    /// How many there were in all.
    pub fn count(&self) -> u64 {
        self.listed.len() as u64 + self.unlisted
    }

    /// Whether all went well.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    pub(super) fn push(&mut self, path: &str, line: Option<u64>, fault: Fault) {
        if self.listed.len() < Self::LISTED {
            let Fault { field, message } = fault;
            self.listed.push(Problem { path: path.to_owned(), line, field, message });
        } else {
            self.unlisted += 1;
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// Readers in the middle of a stack of streams can only return errors of I/O.
impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        Self::other(fault)
    }
}

/// A problem that does not know its place yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub field: Option<String>,
    pub message: String,
}

impl Fault {
    pub fn new(message: impl Into<String>) -> Self {
        Self { field: None, message: message.into() }
    }

    /// A fault of one field; `what` follows its name.
    pub fn in_field(name: &str, what: impl fmt::Display) -> Self {
        Self { field: Some(name.to_owned()), message: format!("field {name:?} {what}") }
    }

    /// The fault that travels in an error of a stream.
    pub fn within(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// Why a file or directory cannot be read.
    pub fn unreadable(path: &Path, error: &io::Error) -> Self {
        if let Some(fault) = Self::within(error) {
            return fault.clone();
        }
        Self::new(match error.kind() {
            io::ErrorKind::NotFound if path.is_symlink() => {
                "is a link to something that does not exist; mend or remove it".to_owned()
            }
            io::ErrorKind::NotFound => "does not exist; check the spelling".to_owned(),
            io::ErrorKind::PermissionDenied => "may not be read; ask for the right to read it".to_owned(),
            _ => format!("cannot be read ({error}); check the disk or the link"),
        })
    }

    /// A file over the limit that has to be in memory as a whole.
    pub fn document_too_large(limit: u64) -> Self {
        Self::new(format!(
            "is larger than {limit} bytes, the most a file that is read as a whole may have; split it or raise the \
             limit with --max-document"
        ))
    }

    /// A file that is no text.
    pub fn binary() -> Self {
        Self::new("looks binary: it holds NUL bytes; leave it out, or save it as text in UTF-8")
    }

    /// A file without anything in it.
    pub fn empty() -> Self {
        Self::new("is empty; fill it in or leave it out")
    }

    /// An article over the limit.
    pub fn too_large(limit: u64) -> Self {
        Self::new(format!(
            "is larger than {limit} bytes, the most an article may have; split it or raise the limit with --max-article"
        ))
    }
}
