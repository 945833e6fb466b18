//! Gives sources back without some of their articles, all else byte for byte.

mod edit;

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    ops::Range,
};

use encoding_rs::{UTF_16BE, UTF_16LE};
use serde_json::{Map, Value};

#[cfg(feature = "parquet")]
use super::columnar;
use super::{
    Format, Reading,
    encoding::{BYTE_ORDER_MARK, Positions},
    place::{Place, named},
    way::{LastMember, Step, Way, changed},
};
use edit::Editor;

/// What becomes of an article when its source is given back.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It stays as it is.
    Kept,
    /// It is taken out, with what separates it from the next.
    Dropped,
    /// It stays, and something is said of it: a field `samecopy` in JSON, a cell in a column of that name in tables,
    /// which is empty in other rows,
    /// an element of that name in XML, where each value is an attribute, a field of a WARC record's head.
    Noted(Map<String, Value>),
}

impl Reading {
    /// Writes a source as it was read, unpacked, but for the articles that are not kept; `fate` is asked for each
    /// article of the source in order, by its index, for those of tables twice, as it tells whether there is a column for
    /// notes.
    ///
    /// An article that came again ([`Reading::repeats`]) goes, unless the one that it repeats is noted; then it stays as it
    /// is. What is no article stays as it is, bad input too, and so does the encoding. Texts and pages, of which the one
    /// article is all, are written or not. An archive that is packed as a whole is unpacked once for members in their
    /// order, and anew for every step back.
    ///
    /// # Errors
    /// The source cannot be read any more, or has changed since it was read; or those of `out`.
    ///
    /// # Panics
    /// If there is no such source.
    pub fn give_back(
        &self,
        origin: u32,
        fate: &mut dyn FnMut(usize) -> Fate,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match utf16(self.origins[origin as usize].way()) {
            None => self.edit(origin, |way| Bytes::new(way, &self.last_member), fate, out),
            // Its commas and brackets are no bytes of their own: it is edited as text.
            Some(unit) => {
                let out = &mut Utf16 { out, unit, rest: Vec::new() };
                self.edit(origin, |way| Bytes::decoded(way, &self.last_member), fate, out)
            }
        }
    }

    /// The same in UTF-8 and without a byte order mark, so that sources of lines can follow each other in one output.
    ///
    /// # Errors
    /// Those of [`Reading::give_back`].
    ///
    /// # Panics
    /// If there is no such source.
    pub fn give_back_in_utf8(
        &self,
        origin: u32,
        fate: &mut dyn FnMut(usize) -> Fate,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.edit(origin, |way| Bytes::decoded(way, &self.last_member)?.without_mark(), fate, out)
    }

    fn edit(
        &self,
        origin: u32,
        open: impl FnOnce(&Way) -> io::Result<Bytes>,
        fate: &mut dyn FnMut(usize) -> Fate,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let source = &self.origins[origin as usize];
        let articles = of_origin(&self.places, origin, |place| place.origin);
        let repeats = of_origin(&self.repeats, origin, |(place, _)| place.origin);
        let repeats = self.repeats[repeats].iter().map(|(place, index)| (place, *index, true));
        let mut parts: Vec<(&Place, usize, bool)> =
            articles.map(|index| (&self.places[index], index, false)).chain(repeats).collect();
        parts.sort_by_key(|(place, ..)| (place.bytes.start, place.line));
        let is_table = matches!(source.format(), Format::Csv | Format::Tsv);
        let is_noted = is_table && parts.iter().any(|(_, index, _)| matches!(fate(*index), Fate::Noted(_)));
        let mut fate = |index: usize, is_repeat: bool| match fate(index) {
            fate if !is_repeat => fate,
            Fate::Noted(_) => Fate::Kept,
            Fate::Dropped | Fate::Kept => Fate::Dropped,
        };
        if let [(place, index, is_repeat)] = parts[..]
            && place.line.is_none()
            && fate(index, is_repeat) == Fate::Dropped
        {
            return Ok(());
        }
        parts.retain(|(place, ..)| place.line.is_some());
        #[cfg(feature = "parquet")]
        if matches!(source.format(), Format::Parquet | Format::Arrow) {
            // Their rows have no bytes of their own.
            let rows = parts.drain(..).map(|(place, index, is_repeat)| (place.line, fate(index, is_repeat)));
            let fates: Vec<(u64, Fate)> = rows.filter_map(|(line, fate)| Some((line?, fate))).collect();
            if fates.iter().any(|(_, fate)| *fate != Fate::Kept) {
                return columnar::give_back(source, fates, out).map_err(|error| named(source.path(), &error));
            }
        }
        let mut bytes = open(source.way()).map_err(|error| named(source.path(), &error))?;
        let mut editor = Editor::new(source.format(), is_noted, out);
        for (place, index, is_repeat) in parts {
            let place = &place.bytes;
            if source.format() == Format::Warc {
                // Nothing separates records, and what is between may be long.
                bytes.copy(place.start, editor.out())?;
            }
            let mut part = |end| bytes.up_to(end).map_err(|error| named(source.path(), &error));
            editor.gap(part(Some(place.start))?)?;
            editor.article(&part(Some(place.end))?, fate(index, is_repeat))?;
        }
        if source.format() == Format::Warc {
            io::copy(&mut bytes.source, editor.out())?;
        }
        editor.gap(bytes.up_to(None).map_err(|error| named(source.path(), &error))?)?;
        editor.end()
    }
}

/// Which of things in the order of the input belong to a source.
fn of_origin<T>(all: &[T], origin: u32, of: impl Fn(&T) -> u32) -> Range<usize> {
    all.partition_point(|one| of(one) < origin)..all.partition_point(|one| of(one) <= origin)
}

/// A code unit as bytes, where a source is in UTF-16.
fn utf16(way: &Way) -> Option<fn(u16) -> [u8; 2]> {
    match way.steps.last() {
        Some(Step::Decode(encoding)) if *encoding == UTF_16LE => Some(u16::to_le_bytes),
        Some(Step::Decode(encoding)) if *encoding == UTF_16BE => Some(u16::to_be_bytes),
        _ => None,
    }
}

/// Writes UTF-8 as UTF-16.
struct Utf16<'o> {
    out: &'o mut dyn Write,
    unit: fn(u16) -> [u8; 2],
    /// The beginning of a character.
    rest: Vec<u8>,
}

impl Write for Utf16<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let whole = match str::from_utf8(&self.rest) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let text = str::from_utf8(&self.rest[..whole]).expect("it was looked at");
        let units: Vec<u8> = text.encode_utf16().flat_map(self.unit).collect();
        self.out.write_all(&units)?;
        self.rest.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The bytes of a source by positions in its decoded text.
struct Bytes {
    source: BufReader<Box<dyn Read + Send>>,
    at: u64,
    /// In encodings in which positions are not those of bytes.
    positions: Option<Positions>,
    /// A byte that was looked at and belongs to what follows.
    ahead: Option<u8>,
}

impl Bytes {
    fn new(way: &Way, last_member: &LastMember) -> io::Result<Self> {
        let mut way = way.clone();
        let mut positions = None;
        if let Some(Step::Decode(encoding)) = way.steps.last() {
            positions = Some(Positions::new(encoding));
            way.steps.pop();
        }
        Ok(Self { positions, ..Self::decoded(&way, last_member)? })
    }

    /// Those of the decoded text itself.
    fn decoded(way: &Way, last_member: &LastMember) -> io::Result<Self> {
        Ok(Self {
            source: BufReader::new(way.open_behind(last_member)?),
            at: 0,
            positions: None,
            ahead: None,
        })
    }

    fn without_mark(mut self) -> io::Result<Self> {
        let mark = BYTE_ORDER_MARK.as_bytes();
        if self.source.fill_buf()?.starts_with(mark) {
            self.source.consume(mark.len());
            self.at = mark.len() as u64;
        }
        Ok(self)
    }

    /// Writes the bytes up to a position where positions are those of bytes.
    fn copy(&mut self, end: u64, out: &mut dyn Write) -> io::Result<()> {
        let wanted = end - self.at;
        self.at = end;
        let got = io::copy(&mut self.source.by_ref().take(wanted), out)?;
        if got == wanted { Ok(()) } else { Err(changed()) }
    }

    /// The bytes up to a position, or all.
    fn up_to(&mut self, end: Option<u64>) -> io::Result<Vec<u8>> {
        let mut bytes: Vec<u8> = self.ahead.take().into_iter().collect();
        let Some(end) = end else {
            self.source.read_to_end(&mut bytes)?;
            return Ok(bytes);
        };
        let Some(positions) = &mut self.positions else {
            let wanted = end - self.at;
            let got = self.source.by_ref().take(wanted).read_to_end(&mut bytes)? as u64;
            self.at = end;
            return if got == wanted { Ok(bytes) } else { Err(changed()) };
        };
        while positions.at() < end {
            let Some(&byte) = self.source.fill_buf()?.first() else { return Err(changed()) };
            self.source.consume(1);
            positions.add(byte);
            // Only this byte showed that the one before it was broken.
            if positions.at() > end && byte.is_ascii() {
                self.ahead = Some(byte);
            } else {
                bytes.push(byte);
            }
        }
        Ok(bytes)
    }
}
