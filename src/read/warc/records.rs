//! Cuts a crawl into records, and goes on behind those that lie about their length.

use std::{
    io::{self, BufRead, Cursor, Read},
    ops::Range,
    path::Path,
};

use memchr::memmem;

use super::{super::problem::Fault, http};

/// A record that may hold a text.
pub(super) struct Record {
    /// Counted from 1, those that hold none too.
    pub number: u64,
    /// With what ends it.
    pub bytes: Range<u64>,
    pub header: Header,
    pub block: Vec<u8>,
}

/// A record that cannot be read: its number and why.
pub(super) type Broken = (u64, Fault);

/// Why there are no more records, and the number of the last.
pub(super) type Ended = (Option<u64>, Fault);

/// What the head of a record says.
#[derive(Debug, Default)]
pub(super) struct Header {
    kind: String,
    length: Option<u64>,
    pub content_type: String,
    pub record_id: String,
    pub target_uri: String,
    /// What the crawler found the type of an answer to be.
    pub payload_type: String,
}

/// A head is at most so long: some have a list of all addresses that led there.
const HEAD_BYTES: u64 = 1 << 20;

/// Blocks up to so long are kept even if they are of no interest, to find out where a record that lies really ends.
const KEPT_BYTES: u64 = 1 << 20;

/// What a server's head is found in.
const ANSWER_HEAD_BYTES: u64 = 1 << 16;

const END: &[u8] = b"\r\n\r\n";
const START: &[u8] = b"WARC/1.";

/// The records of a crawl in order.
pub(super) struct Records<R> {
    source: Ahead<R>,
    at: u64,
    number: u64,
    limit: u64,
}

impl<R: BufRead> Records<R> {
    /// Blocks of more than `limit` bytes that may be texts are faults.
    pub fn new(source: R, limit: u64) -> Self {
        Self { source: Ahead { ahead: Cursor::new(Vec::new()), source }, at: 0, number: 0, limit }
    }

    /// How many records there were, those that hold no text too.
    pub fn count(&self) -> u64 {
        self.number
    }

    /// The next record that may hold a text, `None` at the end.
    ///
    /// # Errors
    /// The stream fails, or is no crawl; with the number of the record.
    pub fn next(&mut self) -> Result<Option<Result<Record, Broken>>, Ended> {
        loop {
            match self.record() {
                Ok(Some(Some(record))) => return Ok(Some(Ok(record))),
                Ok(Some(None)) => {}
                Ok(None) => return Ok(None),
                Err(Trouble::Record(fault)) => return Ok(Some(Err((self.number, fault)))),
                Err(Trouble::Stream(error)) => {
                    let fault = Fault::unreadable(Path::new(""), &error);
                    return Err((Some(self.number).filter(|&number| number > 0), fault));
                }
            }
        }
    }

    /// One record: `Some(None)` where it holds no text.
    fn record(&mut self) -> Result<Option<Option<Record>>, Trouble> {
        let Some(start) = self.find_start()? else { return Ok(None) };
        self.number += 1;
        let head = self.head()?;
        let header = Header::of(&head);
        let Some(length) = header.length else {
            self.resynchronise(Vec::new())?;
            return Err(Trouble::Record(Fault::new("has no valid Content-Length; crawl it again")));
        };
        let mut block = Vec::with_capacity(length.min(ANSWER_HEAD_BYTES) as usize);
        let end = self.at.saturating_add(length);
        let wanted = header.is_wanted();
        self.read(length.min(if wanted { ANSWER_HEAD_BYTES } else { KEPT_BYTES }), &mut block)?;
        let answer =
            if wanted && header.is_response() { http_is_text(&block, &header) } else { Some(wanted) };
        let is_text = answer.unwrap_or_default();
        let too_large = is_text && length > self.limit;
        if is_text && !too_large {
            self.read(length.saturating_sub(block.len() as u64), &mut block)?;
        } else {
            self.skip(length.saturating_sub(block.len() as u64))?;
        }
        self.check_end(length, end, &mut block)?;
        let bytes = start..self.at;
        if too_large {
            return Err(Trouble::Record(Fault::too_large(self.limit)));
        }
        if answer.is_none() {
            return Err(Trouble::Record(Fault::new(
                "holds no answer of HTTP (`HTTP/1.1 200 OK`); crawl it again",
            )));
        }
        Ok(Some(is_text.then_some(Record { number: self.number, bytes, header, block })))
    }

    /// Passes over blank lines; the position of the next record.
    fn find_start(&mut self) -> Result<Option<u64>, Trouble> {
        loop {
            match self.source.fill_buf()?.first() {
                None => return Ok(None),
                Some(b'\r' | b'\n') => self.consume(1),
                Some(_) => break,
            }
        }
        let start = self.at;
        let mut magic = Vec::new();
        self.read(START.len() as u64, &mut magic)?;
        if magic == START {
            return Ok(Some(start));
        }
        self.number += 1;
        let is_first = start == 0;
        self.resynchronise(magic)?;
        Err(Trouble::Record(Fault::new(if is_first {
            "does not begin like a WARC record (`WARC/1.0`); leave it out, or name the format with --input-format"
        } else {
            "does not begin like a WARC record (`WARC/1.0`); crawl it again"
        })))
    }

    /// The fields of a head up to the blank line.
    fn head(&mut self) -> Result<Vec<u8>, Trouble> {
        let mut head = Vec::new();
        loop {
            let from = head.len();
            let left = HEAD_BYTES.saturating_sub(from as u64);
            let read = (&mut self.source).take(left).read_until(b'\n', &mut head)?;
            self.at += read as u64;
            let line = &head[from..];
            if line == b"\r\n" || line == b"\n" {
                return Ok(head);
            }
            if read == 0 || !line.ends_with(b"\n") {
                let what =
                    if left == 0 { "has a head of more than 1 MiB" } else { "is cut short in its head" };
                self.resynchronise(Vec::new())?;
                return Err(Trouble::Record(Fault::new(format!("{what}; crawl it again"))));
            }
        }
    }

    /// Reads what follows the block, and finds out whether the block really ends there.
    fn check_end(&mut self, length: u64, end: u64, block: &mut Vec<u8>) -> Result<(), Trouble> {
        let missing = end.saturating_sub(self.at);
        let mut tail = Vec::new();
        self.read(END.len() as u64, &mut tail)?;
        // Some crawlers write one line end, or none behind the last record.
        let blank = tail.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let is_end = tail.len() < END.len() || blank > 0;
        if missing == 0 && is_end && START.starts_with(&tail[blank..]) {
            self.give_back(tail.split_off(blank));
            return Ok(());
        }
        // What was read too much may hold the records behind.
        let mut read = std::mem::take(block);
        read.extend_from_slice(&tail);
        let goes_on = self.resynchronise(read)?;
        Err(Trouble::Record(Fault::new(if missing > 0 && !goes_on {
            format!("is cut short: of its {length} bytes {missing} are missing; crawl it again")
        } else {
            format!(
                "says that its block has {length} bytes, which is not true; it was left out, crawl it again"
            )
        })))
    }

    /// Goes on with the next record in `read`, which was read last, or behind it; whether there is one.
    fn resynchronise(&mut self, mut read: Vec<u8>) -> Result<bool, Trouble> {
        let needle = [END, START].concat();
        loop {
            if let Some(found) = memmem::find(&read, &needle) {
                let rest = read.split_off(found + END.len());
                self.give_back(rest);
                return Ok(true);
            }
            let keep = read.len().min(needle.len() - 1);
            read.drain(..read.len() - keep);
            let before = read.len();
            self.read(1 << 16, &mut read)?;
            if read.len() == before {
                return Ok(false);
            }
        }
    }

    fn give_back(&mut self, bytes: Vec<u8>) {
        self.at -= bytes.len() as u64;
        self.source.put(bytes);
    }

    fn consume(&mut self, bytes: usize) {
        self.source.consume(bytes);
        self.at += bytes as u64;
    }

    fn read(&mut self, bytes: u64, into: &mut Vec<u8>) -> Result<(), Trouble> {
        let read = (&mut self.source).take(bytes).read_to_end(into)?;
        self.at += read as u64;
        Ok(())
    }

    fn skip(&mut self, bytes: u64) -> Result<(), Trouble> {
        self.at += io::copy(&mut (&mut self.source).take(bytes), &mut io::sink())?;
        Ok(())
    }
}

/// Whether an answer is a text, as far as its head says; `None` if it has none.
fn http_is_text(answer: &[u8], header: &Header) -> Option<bool> {
    let head = http::Head::of(answer)?;
    let identified = &header.payload_type;
    Some(
        (identified.is_empty() || http::is_text(identified))
            && http::is_text(&head.content_type(identified, answer)),
    )
}

enum Trouble {
    /// One record is broken; the next can be read.
    Record(Fault),
    Stream(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}

impl Header {
    fn of(head: &[u8]) -> Self {
        let mut header = Self::default();
        for line in head.split(|&byte| byte == b'\n') {
            let line = String::from_utf8_lossy(line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "content-length" => header.length = value.parse().ok(),
                "content-type" => header.content_type = value.to_ascii_lowercase(),
                "warc-record-id" => value.clone_into(&mut header.record_id),
                "warc-target-uri" => header.target_uri = value.trim_matches(['<', '>']).to_owned(),
                "warc-identified-payload-type" => header.payload_type = value.to_ascii_lowercase(),
                _ => {}
            }
        }
        header
    }

    pub fn is_response(&self) -> bool {
        self.kind == "response"
    }

    /// Whether it may hold a text: an answer, a file, or text made of one.
    fn is_wanted(&self) -> bool {
        match self.kind.as_str() {
            "response" => self.content_type.starts_with("application/http"),
            "resource" | "conversion" => http::is_text(&self.content_type),
            _ => false,
        }
    }
}

/// A stream to which bytes can be given back.
struct Ahead<R> {
    ahead: Cursor<Vec<u8>>,
    source: R,
}

impl<R> Ahead<R> {
    fn put(&mut self, mut bytes: Vec<u8>) {
        let rest = &self.ahead.get_ref()[self.ahead.position() as usize..];
        bytes.extend_from_slice(rest);
        self.ahead = Cursor::new(bytes);
    }

    fn has_ahead(&self) -> bool {
        (self.ahead.position() as usize) < self.ahead.get_ref().len()
    }
}

impl<R: BufRead> Read for Ahead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.has_ahead() { self.ahead.read(buffer) } else { self.source.read(buffer) }
    }
}

impl<R: BufRead> BufRead for Ahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.has_ahead() { self.ahead.fill_buf() } else { self.source.fill_buf() }
    }

    fn consume(&mut self, bytes: usize) {
        if self.has_ahead() { self.ahead.consume(bytes) } else { self.source.consume(bytes) }
    }
}
