//! Stops what grows out of all proportion while it is unpacked.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
    sync::Arc,
};

use super::{Compression, Decoder, Losses};
use crate::read::problem::Fault;

/// Unpacked bytes up to which nothing is a bomb.
pub(in crate::read) const HARMLESS: u64 = 64 << 20;

/// How much there is of a source before and after it is unpacked, layer by layer.
#[derive(Debug, Default)]
pub(in crate::read) struct Growth {
    packed: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Growth {
    /// Notes that so many bytes are there to be unpacked.
    pub fn add_packed(&self, bytes: u64) {
        self.packed.set(self.packed.get() + bytes);
    }

    fn add_unpacked(&self, bytes: u64) {
        self.unpacked.set(self.unpacked.get() + bytes);
    }

    fn is_beyond(&self, most: u64, harmless: u64) -> bool {
        let unpacked = self.unpacked.get();
        unpacked > harmless && unpacked / most > self.packed.get()
    }
}

/// Unpacks a stream, up to a multiple of its compressed size, and of that of what it is in.
pub(in crate::read) struct Bound<R: BufRead> {
    unpacked: Decoder<Counted<R>>,
    own: Rc<Growth>,
    /// That of the outermost layer, where there are several: each would multiply what the one before allows.
    outer: Option<Rc<Growth>>,
    compression: Compression,
    most: u64,
    harmless: u64,
}

impl<R: BufRead> Bound<R> {
    /// `most` is how many times as long as the compressed bytes the result may be, once it has more than 64 MiB.
    pub fn new(
        compression: Compression,
        source: R,
        most: u64,
        outer: Option<Rc<Growth>>,
    ) -> io::Result<Self> {
        let own = Rc::<Growth>::default();
        let counted = Counted { source, growth: Rc::clone(&own) };
        let unpacked = compression.decoder(counted)?;
        Ok(Self { unpacked, own, outer, compression, most, harmless: HARMLESS })
    }

    /// What all that is unpacked of the source counts towards.
    pub fn growth(&self) -> Rc<Growth> {
        Rc::clone(self.outer.as_ref().unwrap_or(&self.own))
    }
}

impl<R: BufRead> Bound<R> {
    /// What was left out, as far as was read, where reading goes on behind damage.
    pub fn losses(&self) -> Option<Arc<Losses>> {
        self.unpacked.losses()
    }
}

impl<R: BufRead> Read for Bound<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let at = self.own.unpacked.get();
        let read = self.unpacked.read(buffer).map_err(|error| damaged(self.compression, at, &error))?;
        for growth in [&self.own].into_iter().chain(&self.outer) {
            growth.add_unpacked(read as u64);
            if growth.is_beyond(self.most, self.harmless) {
                return Err(too_much(self.compression.name(), self.most).into());
            }
        }
        Ok(read)
    }
}

fn damaged(compression: Compression, at: u64, error: &io::Error) -> io::Error {
    let name = compression.name();
    let what = match error.kind() {
        io::ErrorKind::UnexpectedEof => "is cut short",
        io::ErrorKind::OutOfMemory => "needs more memory to unpack than is allowed",
        _ => "is damaged",
    };
    Fault::new(format!("its {name} data {what} after {at} unpacked bytes ({error}); fetch the file again"))
        .into()
}

pub(in crate::read) fn too_much(name: &str, most: u64) -> Fault {
    Fault::new(format!(
        "its {name} data unpacks to more than {most} times its size, as zip bombs do; the rest was not read; \
         if it can be trusted, raise the limit with --max-expansion"
    ))
}

/// Counts the bytes that were consumed.
pub(in crate::read) struct Counted<R> {
    source: R,
    growth: Rc<Growth>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.growth.add_packed(read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.growth.add_packed(bytes as u64);
        self.source.consume(bytes);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn unpack(compression: Compression, packed: &[u8], most: u64) -> Result<usize, String> {
        let mut bound = Bound::new(compression, packed, most, None).unwrap();
        bound.harmless = 1 << 16;
        bound.read_to_end(&mut Vec::new()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_bomb_is_stopped_and_the_limit_can_be_raised() {
        let zeros = vec![b' '; 1 << 20];
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&zeros).unwrap();
        for (compression, packed) in [
            (Compression::Gzip, gzip.finish().unwrap()),
            (Compression::Zstd, zstd::encode_all(&*zeros, 3).unwrap()),
        ] {
            let error = unpack(compression, &packed, 250).unwrap_err();
            assert!(error.contains("unpacks to more than 250 times its size"), "{error}");
            assert!(error.contains("--max-expansion"), "{error}");
            assert_eq!(unpack(compression, &packed, 1 << 20), Ok(zeros.len()));
        }
        let mut small = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        small.write_all(&zeros[..1 << 16]).unwrap();
        assert_eq!(
            unpack(Compression::Gzip, &small.finish().unwrap(), 1),
            Ok(1 << 16),
            "what is small is harmless"
        );
    }

    #[test]
    fn layers_do_not_multiply_the_limit() {
        let pack = |bytes: &[u8]| {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            gzip.write_all(bytes).unwrap();
            gzip.finish().unwrap()
        };
        let once = pack(&vec![b' '; 1 << 24]);
        let twice = pack(&once);
        let unpack = |most| {
            let mut outer = Bound::new(Compression::Gzip, &twice[..], most, None).unwrap();
            let growth = outer.growth();
            outer.harmless = 1 << 16;
            let mut inner =
                Bound::new(Compression::Gzip, io::BufReader::new(outer), most, Some(growth)).unwrap();
            inner.harmless = 1 << 16;
            inner.read_to_end(&mut Vec::new()).map_err(|error| error.to_string())
        };
        let most = (1 << 24) / once.len() as u64 + 1;
        assert!(unpack(most).unwrap_err().contains("unpacks to more than"), "each layer alone is within it");
        assert_eq!(unpack(1 << 20), Ok(1 << 24));
    }
}
