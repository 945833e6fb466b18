//! Cuts a stream into blocks of whole lines, so that a file of any size is read in bounded memory.

use std::{
    io::{self, BufRead, Read},
    mem,
};

/// A part of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Some whole lines; the last of the stream may lack its `\n`.
    Lines {
        bytes: Vec<u8>,
        /// Position of the first byte in the stream.
        offset: u64,
    },
    /// A line over the limit, which was skipped.
    Overlong,
}

/// Hands out a stream block by block.
pub(super) struct Blocks<R> {
    source: R,
    block_bytes: usize,
    limit: u64,
    buffer: Vec<u8>,
    /// Memory for the next buffer.
    spare: Vec<u8>,
    offset: u64,
    ended: bool,
    failed: Option<io::Error>,
}

impl<R: BufRead> Blocks<R> {
    /// Blocks of about `block_bytes`, more only where one line is longer than that. A line that has no end after
    /// `limit` bytes is skipped; other lines may be over the limit still.
    pub fn new(source: R, block_bytes: usize, limit: u64) -> Self {
        Self {
            source,
            block_bytes,
            limit,
            buffer: Vec::new(),
            spare: Vec::new(),
            offset: 0,
            ended: false,
            failed: None,
        }
    }

    /// The next block, `None` at the end.
    ///
    /// # Errors
    /// The stream fails; all whole lines before the failure have been handed out by then.
    pub fn next(&mut self) -> io::Result<Option<Block>> {
        while !self.ended {
            if self.buffer.len() as u64 > self.limit {
                return self.skip_line().map(Some);
            }
            let searched = self.buffer.len();
            self.fill();
            if let Some(at) = memchr::memrchr(b'\n', &self.buffer[searched..]) {
                return Ok(Some(self.give(searched + at + 1)));
            }
        }
        match (self.failed.take(), self.buffer.len()) {
            (Some(error), _) => Err(error),
            (None, 0) => Ok(None),
            (None, rest) => Ok(Some(self.give(rest))),
        }
    }

    fn fill(&mut self) {
        let wanted = self.block_bytes as u64;
        match self.source.by_ref().take(wanted).read_to_end(&mut self.buffer) {
            Ok(got) => self.ended = (got as u64) < wanted,
            Err(error) => {
                self.ended = true;
                self.failed = Some(error);
            }
        }
    }

    /// Takes the memory of a block back, to be used for another one.
    pub fn recycle(&mut self, bytes: Vec<u8>) {
        self.spare = bytes;
    }

    fn give(&mut self, bytes: usize) -> Block {
        let mut rest = mem::take(&mut self.spare);
        rest.clear();
        rest.extend_from_slice(&self.buffer[bytes..]);
        self.buffer.truncate(bytes);
        let bytes = mem::replace(&mut self.buffer, rest);
        let offset = self.offset;
        self.offset += bytes.len() as u64;
        Block::Lines { bytes, offset }
    }

    fn skip_line(&mut self) -> io::Result<Block> {
        let skipped = self.source.skip_until(b'\n')?;
        self.offset += (self.buffer.len() + skipped) as u64;
        self.buffer.clear();
        Ok(Block::Overlong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_of_any_size_are_the_stream_cut_after_line_ends(
            bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'x')], 0..60),
            block_bytes in 1usize..20,
        ) {
            let mut blocks = Blocks::new(&bytes[..], block_bytes, u64::MAX);
            let mut joined = Vec::new();
            while let Some(block) = blocks.next().unwrap() {
                let Block::Lines { bytes: part, offset } = block else { panic!("nothing is overlong") };
                prop_assert_eq!(offset, joined.len() as u64);
                prop_assert!(matches!(joined.last(), None | Some(b'\n')), "a block starts a line");
                joined.extend_from_slice(&part);
                blocks.recycle(part);
            }
            prop_assert_eq!(joined, bytes);
        }
    }

    #[test]
    fn a_line_without_end_is_skipped_and_the_next_keeps_its_place() {
        let mut blocks = Blocks::new(&b"aaaaaaaaaaaa\nb\n"[..], 4, 5);
        assert_eq!(blocks.next().unwrap(), Some(Block::Overlong));
        assert_eq!(blocks.next().unwrap(), Some(Block::Lines { bytes: b"b\n".to_vec(), offset: 13 }));
        assert_eq!(blocks.next().unwrap(), None);
    }

    #[test]
    fn whole_lines_before_a_failure_are_handed_out() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("bad sector"))
            }
        }
        let source = io::BufReader::new((&b"a\nb\nc"[..]).chain(Failing));
        let mut blocks = Blocks::new(source, 64, 64);
        assert_eq!(blocks.next().unwrap(), Some(Block::Lines { bytes: b"a\nb\n".to_vec(), offset: 0 }));
        assert_eq!(blocks.next().unwrap_err().to_string(), "bad sector");
    }
}
