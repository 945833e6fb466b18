//! What a source is packed in: compression, told by its first bytes, and archives.

mod archive;
mod bound;
mod gzip;

use std::{
    io::{self, BufRead, Read},
    sync::Arc,
};

pub(super) use archive::{Archive, Member, tar_members, zip_members};
pub(super) use bound::{Bound, Growth, HARMLESS, too_much};
pub(super) use gzip::Losses;

use super::Format;

/// Whether the name of a file says that it holds articles, perhaps packed.
pub(super) fn is_known(name: &str) -> bool {
    let bare = bare(name);
    Format::of_name(bare).is_some() || Archive::of_name(name).is_some() || Archive::of_name(bare).is_some()
}

/// The name of what is in a compressed file: `feed.jsonl` of `feed.jsonl.gz`.
pub(super) fn bare(name: &str) -> &str {
    Compression::of_name(name).map_or(name, |(stem, _)| bare(stem))
}

/// How a stream of bytes is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    /// Bare, as members of a zip archive are.
    Deflate,
}

/// More than any preset of `xz` needs (65 MiB for `-9`), and no danger to any machine.
const XZ_MEMORY_KIB: u32 = 256 << 10;

impl Compression {
    /// Told by the magic bytes at the start.
    pub fn of_content(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            // Ordinary and skippable frames; `pzstd` begins with the latter.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => Some(Self::Bzip2),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            _ => None,
        }
    }

    /// The name of what is compressed, and how its name says that it is.
    pub fn of_name(name: &str) -> Option<(&str, Self)> {
        let (stem, extension) = name.rsplit_once('.')?;
        let compression = match extension.to_ascii_lowercase().as_str() {
            "gz" | "tgz" => Self::Gzip,
            "zst" | "tzst" => Self::Zstd,
            "bz2" | "tbz2" => Self::Bzip2,
            "xz" | "txz" => Self::Xz,
            _ => return None,
        };
        Some((stem, compression))
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Deflate => "deflate",
        }
    }

    /// What is compressed in `source`, in all its members or frames: WARC has one gzip member a record.
    pub fn decoder<R: BufRead>(self, source: R) -> io::Result<Decoder<R>> {
        Ok(match self {
            Self::Gzip => Decoder::Gzip(Box::new(gzip::Members::new(source))),
            Self::Zstd => Decoder::Zstd(zstd::stream::read::Decoder::with_buffer(source)?),
            Self::Bzip2 => Decoder::Bzip2(bzip2::bufread::MultiBzDecoder::new(source)),
            Self::Xz => {
                Decoder::Xz(Box::new(lzma_rust2::XzReader::new_mem_limit(source, true, XZ_MEMORY_KIB)))
            }
            Self::Deflate => Decoder::Deflate(flate2::bufread::DeflateDecoder::new(source)),
        })
    }
}

/// Unpacks a stream.
pub(super) enum Decoder<R: BufRead> {
    Gzip(Box<gzip::Members<R>>),
    Zstd(zstd::stream::read::Decoder<'static, R>),
    Bzip2(bzip2::bufread::MultiBzDecoder<R>),
    Xz(Box<lzma_rust2::XzReader<R>>),
    Deflate(flate2::bufread::DeflateDecoder<R>),
}

impl<R: BufRead> Decoder<R> {
    /// What was left out, as far as was read, where reading goes on behind damage.
    fn losses(&self) -> Option<Arc<Losses>> {
        match self {
            Self::Gzip(members) => Some(Arc::clone(&members.losses)),
            _ => None,
        }
    }
}

impl<R: BufRead> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zstd(decoder) => decoder.read(buffer),
            Self::Bzip2(decoder) => decoder.read(buffer),
            Self::Xz(decoder) => decoder.read(buffer),
            Self::Deflate(decoder) => decoder.read(buffer),
        }
    }
}
