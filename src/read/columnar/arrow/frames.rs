//! The messages of a stream of Arrow IPC, and of a file, which is a stream between its mark and its footer.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, Read},
    path::Path,
};

use arrow_buffer::Buffer;
use arrow_ipc::{Message, RecordBatch, convert::MessageBuffer, root_as_footer};

use super::super::{
    super::{
        format::{ARROW_FILE, ARROW_STREAM},
        problem::Fault,
        unpack::{HARMLESS, too_much},
    },
    guard::guarded,
};

/// A message and the buffers that it tells of.
pub(super) struct Frame {
    message: MessageBuffer,
    pub body: Buffer,
}

impl Frame {
    pub fn message(&self) -> Message<'_> {
        self.message.as_ref()
    }
}

/// Cuts a source into messages.
pub(super) struct Frames<R> {
    source: R,
    /// The most bytes that a message and its body may have.
    limit: u64,
    /// Bytes so far.
    pub bytes: u64,
    pub is_file: bool,
    /// What stands behind the last message.
    footer: Vec<u8>,
}

/// The mark of a file, and what fills it up to eight bytes.
const MARK: u64 = 8;

/// No writer fills the mark up to more.
const FILLED: u64 = 64;

/// Memory is taken in advance up to so much: the system gives none before it is written to.
const AHEAD: u64 = 1 << 26;

impl<R: BufRead> Frames<R> {
    /// # Errors
    /// It begins like neither a file nor a stream.
    pub fn new(mut source: R, limit: u64) -> Result<Self, Fault> {
        let head = source.fill_buf().map_err(|error| unreadable(&error))?;
        if head.is_empty() {
            return Err(Fault::empty());
        }
        if head.starts_with(b"FEA1") {
            return Err(Fault::new(
                "is Feather of version 1; write it anew as version 2, which is Arrow IPC",
            ));
        }
        let is_file = head.starts_with(ARROW_FILE);
        if !is_file && !head.starts_with(ARROW_STREAM) {
            return Err(Fault::new(
                "begins like no file or stream of Arrow IPC; name its format with --input-format, or fetch it again",
            ));
        }
        let mut frames = Self { source, limit, bytes: 0, is_file, footer: Vec::new() };
        if is_file {
            frames.take(MARK)?;
        }
        Ok(frames)
    }

    /// The next message, `None` at the end.
    ///
    /// # Errors
    /// The source is cut short or damaged where a message begins, so that nothing can be found behind.
    pub fn next(&mut self) -> Result<Option<Frame>, Fault> {
        let Some(mut length) = self.length()? else { return Ok(None) };
        while length == 0 && self.bytes <= FILLED {
            // Some fill the mark up to more than eight bytes.
            length = self.length()?.ok_or_else(cut_short)?;
        }
        if length == u32::from_le_bytes([0xFF; 4]) {
            length = self.length()?.ok_or_else(cut_short)?;
        }
        if length == 0 {
            self.end()?;
            return Ok(None);
        }
        let head = self.take(length.into())?;
        let message =
            guarded(|| MessageBuffer::try_new(Buffer::from_vec(head))).map_err(|why| damaged(&why))?;
        let length =
            u64::try_from(message.as_ref().bodyLength()).map_err(|_| damaged("a length below zero"))?;
        let body = Buffer::from_vec(self.take(length)?);
        Ok(Some(Frame { message, body }))
    }

    /// Four bytes, or the end of a stream.
    fn length(&mut self) -> Result<Option<u32>, Fault> {
        if self.source.fill_buf().map_err(|error| unreadable(&error))?.is_empty() {
            // A stream may just end.
            return if self.is_file { Err(cut_short()) } else { Ok(None) };
        }
        let bytes = self.take(4)?;
        Ok(Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])))
    }

    fn take(&mut self, bytes: u64) -> Result<Vec<u8>, Fault> {
        if bytes > self.limit {
            let limit = self.limit;
            let message = format!(
                "has a batch of more than {limit} bytes; write it anew in smaller ones or raise the limit with --max-document"
            );
            return Err(Fault::new(message));
        }
        let mut taken = Vec::with_capacity(bytes.min(AHEAD) as usize);
        let got =
            self.source.by_ref().take(bytes).read_to_end(&mut taken).map_err(|error| unreadable(&error))?;
        self.bytes += got as u64;
        if got as u64 == bytes { Ok(taken) } else { Err(cut_short()) }
    }

    /// Reads the footer of a file.
    fn end(&mut self) -> Result<(), Fault> {
        if !self.is_file {
            return Ok(());
        }
        let limit = self.limit;
        self.source.by_ref().take(limit).read_to_end(&mut self.footer).map_err(|error| unreadable(&error))?;
        if self.footer.ends_with(ARROW_FILE) {
            return Ok(());
        }
        Err(Fault::new(
            "ends before its footer does, so it was cut short, though all rows were read; fetch it again",
        ))
    }

    /// What the footer says of the file beside its schema, once the last message was read.
    pub fn metadata(&self) -> BTreeMap<String, String> {
        let read = || -> Option<BTreeMap<String, String>> {
            let (footer, tail) =
                self.footer.split_at_checked(self.footer.len().checked_sub(4 + ARROW_FILE.len())?)?;
            let length = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]) as usize;
            let footer = footer.get(footer.len().checked_sub(length)?..)?;
            let pairs = root_as_footer(footer).ok()?.custom_metadata()?;
            let pair =
                |pair: arrow_ipc::KeyValue<'_>| Some((pair.key()?.to_owned(), pair.value()?.to_owned()));
            Some(pairs.iter().filter_map(pair).collect())
        };
        read().unwrap_or_default()
    }
}

/// Looks at what the buffers of a batch say of their length unpacked, since memory is taken by that.
pub(super) fn check_unpacked(batch: &RecordBatch<'_>, body: &[u8], most: u64) -> Result<(), Fault> {
    if batch.compression().is_none() {
        return Ok(());
    }
    let unpacked = batch.buffers().into_iter().flatten().map(|buffer| {
        let start = usize::try_from(buffer.offset()).ok()?;
        let prefix = body.get(start..)?.get(..8)?;
        let length = i64::from_le_bytes(prefix.try_into().ok()?);
        // Less than nothing stands for what is not packed.
        u64::try_from(length).ok()
    });
    let unpacked = unpacked.flatten().fold(0, u64::saturating_add);
    if unpacked > HARMLESS && unpacked / most > body.len() as u64 {
        Err(too_much("batch", most))
    } else {
        Ok(())
    }
}

fn unreadable(error: &io::Error) -> Fault {
    Fault::unreadable(Path::new(""), error)
}

fn cut_short() -> Fault {
    Fault::new("is cut short in the middle of a batch; the rows before it were read; fetch it again")
}

fn damaged(why: &str) -> Fault {
    Fault::new(format!(
        "is damaged where a batch begins ({why}); the rows behind it were not read; fetch it again"
    ))
}
