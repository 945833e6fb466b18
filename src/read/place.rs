//! Where an article came from, and the bytes it was read from.

use std::{
    fs::{File, Metadata},
    io::{self, BufReader, Read, Write},
    ops::Range,
    path::PathBuf,
    time::SystemTime,
};

/// Where an article stands in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which origin, as an index into [`Reading::origins`](super::Reading::origins).
    pub origin: u32,
    /// The line, counted from 1, of an article in JSON Lines; `None` for an article that is a whole text.
    pub line: Option<u64>,
    /// The article's bytes in its origin: a line without its `\n` (and without a byte order mark before it),
    /// or all.
    pub bytes: Range<u64>,
}

/// A file, or standard input, that was read.
#[derive(Debug)]
pub struct Origin {
    path: String,
    kept: Kept,
}

/// How to come by the bytes a second time.
#[derive(Debug)]
pub(super) enum Kept {
    /// A regular file is opened again: keeping its bytes would double the memory of a large input.
    OnDisk { path: PathBuf, stamp: Stamp },
    /// What cannot be read twice: standard input, pipes, and what had to be decoded first.
    InMemory(Vec<u8>),
}

/// Tells whether a file is still what it was.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok() }
    }
}

impl Origin {
    pub(super) fn new(path: String, kept: Kept) -> Self {
        Self { path, kept }
    }

    /// The path as the user named it or as it was found below what the user named, with `/`; `-` for standard
    /// input.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Gives back the bytes that articles were read from. Cheapest in the order of the input: a file stays open
/// until another one is asked for.
#[derive(Debug)]
pub struct RawBytes<'a> {
    origins: &'a [Origin],
    open: Option<Open>,
    buffer: Vec<u8>,
}

#[derive(Debug)]
struct Open {
    origin: u32,
    file: BufReader<File>,
    position: u64,
}

impl<'a> RawBytes<'a> {
    pub(super) fn new(origins: &'a [Origin]) -> Self {
        Self { origins, open: None, buffer: Vec::new() }
    }

    /// The bytes of one place, exactly as they stood in the input; those of JSON Lines in UTF-16 as UTF-8.
    ///
    /// # Errors
    /// The file cannot be opened or read any more, or has changed since it was read.
    ///
    /// # Panics
    /// If the place belongs to another reading.
    pub fn get(&mut self, place: &Place) -> io::Result<&[u8]> {
        let origin = &self.origins[place.origin as usize];
        match &origin.kept {
            Kept::InMemory(bytes) => Ok(&bytes[place.bytes.start as usize..place.bytes.end as usize]),
            Kept::OnDisk { path, stamp } => {
                let open = self.open.take().filter(|open| open.origin == place.origin);
                let fetched =
                    open.map_or_else(|| Open::new(place.origin, path, stamp), Ok).and_then(|mut open| {
                        open.fetch(&place.bytes, &mut self.buffer)?;
                        Ok(open)
                    });
                self.open = Some(fetched.map_err(|error| named(&origin.path, &error))?);
                Ok(&self.buffer)
            }
        }
    }

    /// Writes the line of an article and a `\n`, so that a last line without one cannot run into the next.
    ///
    /// # Errors
    /// Those of [`RawBytes::get`] and of `out`.
    pub fn write_line(&mut self, place: &Place, out: &mut impl Write) -> io::Result<()> {
        out.write_all(self.get(place)?)?;
        out.write_all(b"\n")
    }
}

impl Open {
    fn new(origin: u32, path: &PathBuf, stamp: &Stamp) -> io::Result<Self> {
        let file = File::open(path)?;
        if Stamp::of(&file.metadata()?) != *stamp {
            return Err(changed());
        }
        Ok(Self { origin, file: BufReader::new(file), position: 0 })
    }

    fn fetch(&mut self, bytes: &Range<u64>, buffer: &mut Vec<u8>) -> io::Result<()> {
        // Unlike `seek`, a relative seek keeps what is buffered already.
        self.file.seek_relative(bytes.start.cast_signed() - self.position.cast_signed())?;
        buffer.clear();
        let wanted = bytes.end - bytes.start;
        let got = self.file.by_ref().take(wanted).read_to_end(buffer)? as u64;
        self.position = bytes.start + got;
        if got == wanted { Ok(()) } else { Err(changed()) }
    }
}

fn changed() -> io::Error {
    io::Error::other("has changed since it was read; run again")
}

fn named(path: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{path}: {error}"))
}
