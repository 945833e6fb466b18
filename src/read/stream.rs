//! A source whose first bytes have been looked at.

use std::io::{self, BufRead, BufReader, Cursor, Read};

/// Most articles that are a file of their own fit in whole, and enough lines to look past blank ones.
const AHEAD: u64 = 1 << 18;

/// Bytes to come, the first of them read already.
pub(super) struct Stream<'r> {
    head: Vec<u8>,
    rest: Option<Box<dyn Read + 'r>>,
}

impl<'r> Stream<'r> {
    /// Reads the first bytes.
    ///
    /// # Errors
    /// Nothing can be read. A failure after the first byte comes up when the rest is read.
    pub fn start(mut source: Box<dyn Read + 'r>) -> io::Result<Self> {
        let mut head = Vec::new();
        match source.by_ref().take(AHEAD).read_to_end(&mut head) {
            Ok(bytes) if (bytes as u64) < AHEAD => Ok(Self { head, rest: None }),
            Ok(_) => Ok(Self { head, rest: Some(source) }),
            Err(error) if head.is_empty() => Err(error),
            Err(error) => Ok(Self { head, rest: Some(Box::new(Failing(Some(error)))) }),
        }
    }

    pub fn of_bytes(bytes: Vec<u8>) -> Self {
        Self { head: bytes, rest: None }
    }

    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether all of it is in memory.
    pub fn is_whole(&self) -> bool {
        self.rest.is_none()
    }

    /// All bytes, or the first `limit` and one more.
    pub fn bytes(self, limit: u64) -> (Vec<u8>, io::Result<()>) {
        let Self { mut head, rest } = self;
        let more = limit.saturating_add(1).saturating_sub(head.len() as u64);
        let read = rest.map_or(Ok(0), |rest| rest.take(more).read_to_end(&mut head));
        (head, read.map(drop))
    }

    pub fn buffered(self) -> Box<dyn BufRead + 'r> {
        match self.rest {
            None => Box::new(Cursor::new(self.head)),
            Some(rest) => Box::new(BufReader::with_capacity(1 << 16, Cursor::new(self.head).chain(rest))),
        }
    }
}

/// Gives back an error at the place where it came up.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
