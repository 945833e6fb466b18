//! A stream of which any part that lies ahead can be looked at before it is read.

use std::io::{self, BufRead, Read};

/// Bytes that are read at a time, where a few are asked for.
const READ_BYTES: usize = 1 << 16;

/// A stream, and what was read of it ahead. Takes linear time, however often what is ahead is looked at.
pub(super) struct Ahead<R> {
    source: R,
    bytes: Vec<u8>,
    /// Where in `bytes` the stream goes on.
    from: usize,
    at: u64,
    ended: bool,
    failed: Option<io::Error>,
}

impl<R: BufRead> Ahead<R> {
    pub fn new(source: R) -> Self {
        Self { source, bytes: Vec::new(), from: 0, at: 0, ended: false, failed: None }
    }

    /// How many bytes were consumed.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// At least so many of the next bytes, fewer where the stream ends or fails before.
    pub fn peek(&mut self, wanted: usize) -> &[u8] {
        let missing = wanted.saturating_sub(self.bytes.len() - self.from);
        if missing > 0 && !self.ended {
            // Only what is shorter than what was consumed is moved.
            if self.from > self.bytes.len() / 2 {
                self.bytes.drain(..self.from);
                self.from = 0;
            }
            let most = missing.max(READ_BYTES) as u64;
            match self.source.by_ref().take(most).read_to_end(&mut self.bytes) {
                Ok(read) => self.ended = (read as u64) < most,
                Err(error) => (self.ended, self.failed) = (true, Some(error)),
            }
        }
        &self.bytes[self.from..]
    }

    /// Passes over bytes that were looked at.
    pub fn consume(&mut self, bytes: usize) {
        self.from += bytes;
        self.at += bytes as u64;
    }

    /// Passes over bytes that need not fit in memory; how many there were.
    pub fn skip(&mut self, bytes: u64) -> u64 {
        let ahead = bytes.min((self.bytes.len() - self.from) as u64);
        self.consume(ahead as usize);
        if ahead == bytes || self.ended {
            return ahead;
        }
        let mut rest = self.source.by_ref().take(bytes - ahead);
        self.failed = io::copy(&mut rest, &mut io::sink()).err();
        let missing = rest.limit();
        self.ended = missing > 0;
        self.at += bytes - ahead - missing;
        bytes - missing
    }

    /// # Errors
    /// Why the stream ended before its end; once.
    pub fn failure(&mut self) -> io::Result<()> {
        self.failed.take().map_or(Ok(()), Err)
    }
}
