//! What readers say, in the order of the input.

use std::{
    io,
    ops::Range,
    path::{Path, PathBuf},
};

use super::{mojibake::Mojibake, place::Origin, problem::Fault, record::Parsed};

/// Where an article stands in the source that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// See [`Place::line`](super::Place::line).
    pub line: Option<u64>,
    /// See [`Place::bytes`](super::Place::bytes).
    pub bytes: Range<u64>,
}

/// One thing that came up.
#[derive(Debug)]
pub(super) enum Event {
    /// A source is begun; all that follows is of it.
    Begin(Origin),
    /// An article, or why there is none.
    Article(Span, Box<Parsed>),
    /// Something is wrong with the source.
    Fault(Option<u64>, Fault),
    /// Something is wrong with what never became a source.
    Problem { path: String, fault: Fault },
    /// The encoding of the source was guessed to be this.
    Guessed(&'static str),
    /// What the source was damaged by before it came here.
    Mojibake(Mojibake),
    /// A file to read as well.
    File(PathBuf),
    /// A file that does not look like one of articles.
    LeftOut,
}

pub(super) type Emit<'e> = dyn FnMut(Event) + 'e;

impl Event {
    pub fn unreadable(path: String, error: &io::Error) -> Self {
        let fault = Fault::unreadable(Path::new(&path), error);
        Self::Problem { path, fault }
    }
}
