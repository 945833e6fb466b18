//! The bytes of a Parquet file, which is read from its end.

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
};

use bytes::Bytes;
use parquet::{
    basic::Compression,
    errors::{ParquetError, Result},
    file::reader::{ChunkReader, Length},
};

use super::{
    super::super::{
        leaf::Leaf,
        problem::Fault,
        unpack::{HARMLESS, too_much},
        way::{Base, Way},
    },
    thrift,
};

/// All bytes of a file.
pub(super) enum Source {
    File(File),
    /// What is packed, or comes from standard input.
    Memory(Bytes),
}

impl Source {
    /// Takes what was opened; what is packed is unpacked into memory.
    ///
    /// # Errors
    /// It cannot be read, or has more than `limit` bytes unpacked.
    pub fn new(leaf: Leaf<'_>, limit: u64) -> std::result::Result<Self, Fault> {
        let unreadable = |error: io::Error| Fault::unreadable(Path::new(&leaf.path), &error);
        if leaf.way.steps.is_empty() {
            return Self::of_base(&leaf.way.base).map_err(unreadable);
        }
        let (bytes, read) = leaf.stream.bytes(limit);
        read.map_err(unreadable)?;
        if bytes.len() as u64 > limit {
            return Err(Fault::document_too_large(limit));
        }
        Ok(Self::Memory(bytes.into()))
    }

    /// The same file a second time.
    ///
    /// # Errors
    /// It cannot be read any more, or has changed.
    pub fn again(way: &Way) -> io::Result<Self> {
        if way.steps.is_empty() {
            return Self::of_base(&way.base);
        }
        let mut bytes = Vec::new();
        way.open()?.read_to_end(&mut bytes)?;
        Ok(Self::Memory(bytes.into()))
    }

    fn of_base(base: &Base) -> io::Result<Self> {
        base.check()?;
        Ok(match base {
            Base::File { path, .. } => Self::File(File::open(path)?),
            Base::Memory(bytes) => Self::Memory(Bytes::from_owner(bytes.clone())),
        })
    }
}

impl Length for Source {
    fn len(&self) -> u64 {
        match self {
            Self::File(file) => Length::len(file),
            Self::Memory(bytes) => Length::len(bytes),
        }
    }
}

impl ChunkReader for Source {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(match self {
            Self::File(file) => Box::new(file.get_read(start)?),
            Self::Memory(bytes) => Box::new(bytes.get_read(start)?),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        match self {
            // A header may ask for more than there is.
            Self::File(file) if start.saturating_add(length as u64) > Length::len(file) => {
                Err(ParquetError::EOF("its pages reach beyond the end of the file".to_owned()))
            }
            Self::File(file) => file.get_bytes(start, length),
            Self::Memory(bytes) => bytes.get_bytes(start, length),
        }
    }
}

/// The pages of one column, whose sizes are looked at before memory is taken for them.
pub(super) struct Pages {
    pub source: std::sync::Arc<Source>,
    pub compression: Compression,
    /// How many times its size a page may unpack to, once it is large.
    pub most: u64,
}

/// How much is looked at to find a whole header: most have less than a hundred bytes, but some hold the least and the
/// greatest text of a page.
const HEADERS: [u64; 4] = [1 << 8, 1 << 14, 1 << 20, 1 << 26];

impl Length for Pages {
    fn len(&self) -> u64 {
        self.source.len()
    }
}

impl ChunkReader for Pages {
    type T = Cursor<Vec<u8>>;

    /// The header of a page, and perhaps some bytes of it; the page itself is asked for as bytes.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut page = self.source.get_read(start)?;
        let mut header = Vec::new();
        for most in HEADERS {
            page.by_ref().take(most - header.len() as u64).read_to_end(&mut header)?;
            if let Some((unpacked, packed)) = thrift::page_bytes(&header) {
                self.check(unpacked, packed)?;
                return Ok(Cursor::new(header));
            }
        }
        Err(ParquetError::General("the header of a page makes no sense".to_owned()))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let bytes = self.source.get_bytes(start, length)?;
        if matches!(self.compression, Compression::GZIP(_)) {
            // The one decoder that pays no attention to the size in the header.
            let most = HARMLESS.max((length as u64).saturating_mul(self.most));
            let decoder = flate2::bufread::MultiGzDecoder::new(&bytes[..]);
            let unpacked = io::copy(&mut decoder.take(most + 1), &mut io::sink()).unwrap_or(0);
            self.check(unpacked, length as u64)?;
        }
        Ok(bytes)
    }
}

impl Pages {
    fn check(&self, unpacked: u64, packed: u64) -> Result<()> {
        if unpacked > HARMLESS && unpacked / self.most > packed {
            return Err(ParquetError::General(too_much("page", self.most).message));
        }
        Ok(())
    }
}
