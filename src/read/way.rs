//! How to come by the bytes of a source, and a second time.

use std::{
    fs::{File, Metadata},
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom},
    path::PathBuf,
    sync::Arc,
    time::SystemTime,
};

use super::{encoding::Transcoder, unpack::Compression};

/// From what lies on the disk, or was kept, to what a reader was given.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub base: Base,
    pub steps: Vec<Step>,
}

/// Where a way begins.
#[derive(Debug, Clone)]
pub(super) enum Base {
    /// A regular file is opened again: keeping its bytes would double the memory of a large input.
    File { path: PathBuf, stamp: Stamp },
    /// What cannot be read twice: standard input and pipes.
    Memory(Arc<[u8]>),
}

/// What is done to a stream of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Unpack(Compression),
    /// A member of an archive.
    Part {
        start: u64,
        bytes: u64,
    },
    /// To UTF-8.
    Decode(&'static encoding_rs::Encoding),
}

/// Tells whether a file is still what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok() }
    }
}

pub(super) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Base {
    /// The bytes from the first on.
    ///
    /// # Errors
    /// The file cannot be opened any more, or has changed since it was read.
    pub fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        match self {
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            Self::File { path, .. } => {
                self.check()?;
                Ok(Box::new(BufReader::new(File::open(path)?)))
            }
        }
    }

    /// # Errors
    /// The file is not there any more, or has changed since it was read.
    pub fn check(&self) -> io::Result<()> {
        match self {
            Self::File { path, stamp } if Stamp::of(&path.metadata()?) != *stamp => Err(changed()),
            _ => Ok(()),
        }
    }
}

impl Way {
    pub fn new(base: Base) -> Self {
        Self { base, steps: Vec::new() }
    }

    /// The same way and one step more.
    pub fn then(&self, step: Step) -> Self {
        let steps = self.steps.iter().copied().chain([step]).collect();
        Self { base: self.base.clone(), steps }
    }

    /// The bytes that the reader was given.
    ///
    /// # Errors
    /// Those of [`Base::open`], and of a member of an archive that is not there any more.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let mut base = self.base.open()?;
        let mut steps = &self.steps[..];
        let mut source: Box<dyn Read + Send> = if let [Step::Part { start, bytes }, rest @ ..] = steps {
            steps = rest;
            base.seek(SeekFrom::Start(*start))?;
            Box::new(base.take(*bytes))
        } else {
            Box::new(base)
        };
        for step in steps {
            source = match *step {
                Step::Unpack(compression) => Box::new(compression.decoder(BufReader::new(source))?),
                Step::Decode(encoding) => Box::new(Transcoder::new(BufReader::new(source), encoding)),
                Step::Part { start, bytes } => {
                    skip(&mut source, start)?;
                    Box::new(source.take(bytes))
                }
            };
        }
        Ok(source)
    }
}

/// Passes over so many bytes, all of which have to be there.
pub(super) fn skip(source: &mut impl Read, bytes: u64) -> io::Result<()> {
    let skipped = io::copy(&mut source.take(bytes), &mut io::sink())?;
    if skipped == bytes { Ok(()) } else { Err(changed()) }
}

pub(super) fn changed() -> io::Error {
    io::Error::other("has changed since it was read; run again")
}
