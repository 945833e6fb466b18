//! How to come by the bytes of a source, and a second time.

use std::{
    fmt,
    fs::{File, Metadata},
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        let source: Box<dyn Read + Send> = if let [Step::Part { start, bytes }, rest @ ..] = steps {
            steps = rest;
            base.seek(SeekFrom::Start(*start))?;
            Box::new(base.take(*bytes))
        } else {
            Box::new(base)
        };
        taken(source, steps)
    }

    /// The same; in an archive that is packed as a whole, going on where the reader of another member ended, if that is
    /// before.
    ///
    /// # Errors
    /// Those of [`Way::open`].
    pub fn open_behind(&self, last: &LastMember) -> io::Result<Box<dyn Read + Send>> {
        let Some(part @ 1..) = self.steps.iter().position(|step| matches!(step, Step::Part { .. })) else {
            return self.open();
        };
        let (around, within) = self.steps.split_at(part);
        let [Step::Part { start, bytes }, within @ ..] = within else { return self.open() };
        self.base.check()?;
        let archive = Self { base: self.base.clone(), steps: around.to_vec() };
        let mut last = last.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut member = match last.take() {
            Some((way, member)) if way.is(&archive) && member.is_free_before(*start) => member,
            _ => Member(Arc::new(Mutex::new((archive.open()?, 0)))),
        };
        let at = member.at();
        skip(&mut member, start - at)?;
        *last = Some((archive, Member(Arc::clone(&member.0))));
        taken(Box::new(member.take(*bytes)), within)
    }

    fn is(&self, other: &Self) -> bool {
        let is_base = match (&self.base, &other.base) {
            (Base::File { path, stamp }, Base::File { path: other, stamp: others }) => {
                path == other && stamp == others
            }
            (Base::Memory(bytes), Base::Memory(other)) => Arc::ptr_eq(bytes, other),
            _ => false,
        };
        is_base && self.steps == other.steps
    }
}

/// A stream after some steps.
fn taken(mut source: Box<dyn Read + Send>, steps: &[Step]) -> io::Result<Box<dyn Read + Send>> {
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

/// The packed archive of which a member was opened last: to unpack it for each of its members takes quadratic time.
#[derive(Default)]
pub(super) struct LastMember(Mutex<Option<(Way, Member)>>);

impl fmt::Debug for LastMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LastMember")
    }
}

/// An archive that is being unpacked, and how far it is.
struct Member(Arc<Mutex<(Box<dyn Read + Send>, u64)>>);

impl Member {
    fn at(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    /// Whether nobody reads it, and it can go on to a position.
    fn is_free_before(&self, start: u64) -> bool {
        Arc::strong_count(&self.0) == 1 && self.at() <= start
    }
}

impl Read for Member {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (source, at) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let read = source.read(buffer)?;
        *at += read as u64;
        Ok(read)
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
