//! The members of zip and tar archives.

use std::io::{self, BufRead, Read, Seek};

use zip::CompressionMethod;

use super::{
    super::{
        escaped,
        problem::Fault,
        way::{ReadSeek, Step},
    },
    Compression, HARMLESS, too_much,
};

/// A file that holds files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Archive {
    Zip,
    Tar,
}

/// A regular file in an archive.
pub(in crate::read) struct Member<'r> {
    /// How to come to its bytes from those of the archive.
    pub steps: Vec<Step>,
    pub source: Box<dyn Read + 'r>,
}

/// Takes what came of each member in order: its name, and the member or what is wrong with it.
pub(in crate::read) type TakeMember<'t> = dyn FnMut(&str, Result<Member<'_>, Fault>) + 't;

impl Archive {
    /// Told by the magic bytes: at the start for zip, behind the first header for tar.
    pub fn of_content(head: &[u8]) -> Option<Self> {
        const USTAR: std::ops::Range<usize> = 257..262;
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Some(Self::Zip)
        } else if head.get(USTAR) == Some(b"ustar") {
            Some(Self::Tar)
        } else {
            None
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "zip" => Some(Self::Zip),
            "tar" | "tgz" | "tzst" | "tbz2" | "txz" => Some(Self::Tar),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Tar => "tar",
        }
    }
}

/// Hands over the members of a tar archive as they come by.
///
/// # Errors
/// The archive is damaged; the members before the damage were handed over.
pub(in crate::read) fn tar_members(
    source: Box<dyn BufRead + '_>,
    take: &mut TakeMember<'_>,
) -> io::Result<()> {
    let damaged = |error: io::Error| match Fault::within(&error) {
        Some(_) => error,
        None => {
            Fault::new(format!("its tar data is damaged or cut short ({error}); fetch the file again")).into()
        }
    };
    let mut archive = tar::Archive::new(source);
    for entry in archive.entries().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = escaped(&entry.path_bytes(), str::to_owned);
        let steps = vec![Step::Part { start: entry.raw_file_position(), bytes: entry.size() }];
        let source = Box::new(Whole { bytes: entry.size(), source: entry });
        take(&name, Ok(Member { steps, source }));
    }
    Ok(())
}

/// Says so when there are fewer bytes than were announced.
struct Whole<R> {
    source: R,
    bytes: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.bytes -= read as u64;
        if read == 0 && self.bytes > 0 && !buffer.is_empty() {
            let missing = self.bytes;
            return Err(Fault::new(format!(
                "its tar archive is cut short: {missing} bytes are missing; fetch the file again"
            ))
            .into());
        }
        Ok(read)
    }
}

/// Hands over the members of a zip archive in the order of its directory.
///
/// # Errors
/// The directory is damaged or missing. A damaged member is handed over as a fault.
pub(in crate::read) fn zip_members(
    source: Box<dyn ReadSeek + '_>,
    most: u64,
    take: &mut TakeMember<'_>,
) -> io::Result<()> {
    let damaged = |error: &dyn std::fmt::Display| {
        Fault::new(format!("its zip data is damaged or cut short ({error}); fetch the file again"))
    };
    let mut archive = zip::ZipArchive::new(source).map_err(|error| damaged(&error))?;
    if archive.has_overlapping_entries().unwrap_or(false) {
        return Err(Fault::new("holds members that share bytes, as zip bombs do; it was not read").into());
    }
    for index in 0..archive.len() {
        let (name, directory, encrypted) = match archive.by_index_raw(index) {
            Ok(member) => {
                // UTF-8, else what zip was made for: code page 437.
                let name = member
                    .name()
                    .map_or_else(|_| escaped(member.name_raw(), str::to_owned), |name| name.into_owned());
                (name, member.is_dir(), member.encrypted())
            }
            Err(error) => {
                take(&format!("member {}", index + 1), Err(damaged(&error)));
                continue;
            }
        };
        if directory {
            continue;
        }
        if encrypted {
            take(&name, Err(Fault::new("is encrypted; unpack it with its password first")));
            continue;
        }
        match archive.by_index(index) {
            Ok(member) => match steps(&member, most) {
                Ok(steps) => {
                    let source = Box::new(Checked { source: member, bytes: 0 });
                    take(&name, Ok(Member { steps, source }));
                }
                Err(fault) => take(&name, Err(fault)),
            },
            Err(error) => take(&name, Err(damaged(&error))),
        }
    }
    Ok(())
}

fn steps<R: Read + Seek>(member: &zip::read::ZipFile<'_, R>, most: u64) -> Result<Vec<Step>, Fault> {
    let (start, bytes) = (member.data_start().unwrap_or_default(), member.compressed_size());
    if member.size() > HARMLESS && member.size() / most > bytes {
        return Err(too_much("zip", most));
    }
    let part = Step::Part { start, bytes };
    match member.compression() {
        CompressionMethod::Stored => Ok(vec![part]),
        CompressionMethod::Deflated => Ok(vec![part, Step::Unpack(Compression::Deflate)]),
        other => Err(Fault::new(format!("is packed by {other}, which is not known here; unpack it first"))),
    }
}

/// Says in our words what is wrong with a member, and where.
struct Checked<R> {
    source: R,
    bytes: u64,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer).map_err(|error| {
            let at = self.bytes;
            let message =
                format!("its zip data is damaged after {at} unpacked bytes ({error}); fetch the file again");
            io::Error::from(Fault::new(message))
        })?;
        self.bytes += read as u64;
        Ok(read)
    }
}
