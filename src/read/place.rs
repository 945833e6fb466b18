//! Where an article came from, and the bytes it was read from.

use std::{
    fs::File,
    io::{self, BufReader, Read, Write},
    ops::Range,
};

use super::{
    Format,
    unpack::bare,
    way::{Base, LastMember, Step, Way, changed, skip},
};

/// Where an article stands in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which origin, as an index into [`Reading::origins`](super::Reading::origins).
    pub origin: u32,
    /// The line on which the article begins, in files without lines the number of its row or record, counted from 1;
    /// `None` for an article that is all of its origin.
    pub line: Option<u64>,
    /// The article's bytes in its origin, unpacked: of JSON Lines a line without its `\n` (and without a byte order
    /// mark before it), of XML its element, of a crawl its record, or all. In another encoding than UTF-8, those of
    /// the origin's text in UTF-8. Empty in formats that have no such bytes.
    pub bytes: Range<u64>,
}

/// A file, a file in an archive, or standard input, that was read.
#[derive(Debug, Clone)]
pub struct Origin {
    path: String,
    format: Format,
    way: Way,
    #[cfg(feature = "parquet")]
    expansion: u64,
}

impl Origin {
    pub(super) fn new(path: String, format: Format, way: Way) -> Self {
        Self {
            path,
            format,
            way,
            #[cfg(feature = "parquet")]
            expansion: 1,
        }
    }

    /// Notes how many times its size each part of it may unpack to, where a format packs them itself.
    #[cfg(feature = "parquet")]
    pub(super) fn unpacking_to(self, expansion: u64) -> Self {
        Self { expansion, ..self }
    }

    #[cfg(feature = "parquet")]
    pub(super) fn expansion(&self) -> u64 {
        self.expansion
    }

    /// The path as the user named it or as it was found below what the user named, with `/`; `-` for standard
    /// input. A file in an archive has the path of the archive before its own.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path as the system has it, where it is not UTF-8 and [`Origin::path`] only shows it; else the same.
    pub fn path_bytes(&self) -> &[u8] {
        let is_member = self.way.steps.iter().any(|step| matches!(step, Step::Part { .. }));
        match &self.way.base {
            Base::File { path, .. } if path.to_str().is_none() && !is_member => {
                path.as_os_str().as_encoded_bytes()
            }
            _ => self.path.as_bytes(),
        }
    }

    /// A relative path under which it can be written, unpacked, into a directory: without the root, steps up and what
    /// says how it was compressed; `stdin` for standard input.
    pub fn file_name(&self) -> String {
        let path = if self.way.steps.iter().any(|step| matches!(step, Step::Unpack(_))) {
            bare(&self.path)
        } else {
            &self.path
        };
        let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
        let name: Vec<&str> = parts.collect();
        if path == "-" { "stdin".to_owned() } else { name.join("/").replace(':', "_") }
    }

    pub(super) fn way(&self) -> &Way {
        &self.way
    }

    /// How it holds its articles.
    pub fn format(&self) -> Format {
        self.format
    }
}

/// Gives back the bytes that articles were read from. Cheapest in the order of the input: a file stays open
/// until another one is asked for, and what is packed is unpacked once, but anew for every step back.
pub struct RawBytes<'a> {
    origins: &'a [Origin],
    last_member: &'a LastMember,
    open: Option<Open>,
    buffer: Vec<u8>,
}

struct Open {
    origin: u32,
    source: Source,
    position: u64,
}

enum Source {
    File(BufReader<File>),
    Stream(Box<dyn Read + Send>),
}

impl<'a> RawBytes<'a> {
    pub(super) fn new(origins: &'a [Origin], last_member: &'a LastMember) -> Self {
        Self { origins, last_member, open: None, buffer: Vec::new() }
    }

    /// The bytes of one place, exactly as they stood in the input, unpacked; in another encoding than UTF-8, as UTF-8.
    ///
    /// # Errors
    /// The file cannot be opened or read any more, or has changed since it was read.
    ///
    /// # Panics
    /// If the place belongs to another reading.
    pub fn get(&mut self, place: &Place) -> io::Result<&[u8]> {
        let origin = &self.origins[place.origin as usize];
        let open =
            self.open.take().filter(|open| open.origin == place.origin && open.reaches(place.bytes.start));
        let fetched = open
            .map_or_else(|| Open::new(place.origin, &origin.way, self.last_member), Ok)
            .and_then(|mut open| {
                open.fetch(&place.bytes, &mut self.buffer)?;
                Ok(open)
            });
        self.open = Some(fetched.map_err(|error| named(&origin.path, &error))?);
        Ok(&self.buffer)
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
    fn new(origin: u32, way: &Way, last_member: &LastMember) -> io::Result<Self> {
        let source = match &way.base {
            Base::File { path, .. } if way.steps.is_empty() => {
                way.base.check()?;
                Source::File(BufReader::new(File::open(path)?))
            }
            _ => Source::Stream(way.open_behind(last_member)?),
        };
        Ok(Self { origin, source, position: 0 })
    }

    fn reaches(&self, start: u64) -> bool {
        matches!(self.source, Source::File(_)) || start >= self.position
    }

    fn fetch(&mut self, bytes: &Range<u64>, buffer: &mut Vec<u8>) -> io::Result<()> {
        let source: &mut dyn Read = match &mut self.source {
            Source::File(file) => {
                // Unlike `seek`, a relative seek keeps what is buffered already.
                file.seek_relative(bytes.start.cast_signed() - self.position.cast_signed())?;
                file
            }
            Source::Stream(stream) => {
                skip(stream, bytes.start - self.position)?;
                stream
            }
        };
        buffer.clear();
        let wanted = bytes.end - bytes.start;
        let got = source.take(wanted).read_to_end(buffer)? as u64;
        self.position = bytes.start + got;
        if got == wanted { Ok(()) } else { Err(changed()) }
    }
}

pub(super) fn named(path: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{path}: {error}"))
}
