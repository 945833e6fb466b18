//! Cuts a crawl into records, and goes on behind those that lie about their length.

use std::{
    io::{self, BufRead},
    ops::Range,
    path::Path,
};

use memchr::memmem;

use super::{super::problem::Fault, ahead::Ahead, http};

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
const HEAD_BYTES: usize = 1 << 20;

/// Blocks that hold no text are looked through up to so long, to find out where a record that lies really ends. Longer ones are
/// passed over, as an image in a crawl is.
const KEPT_BYTES: u64 = 8 << 20;

/// What a server's head is found in.
const ANSWER_HEAD_BYTES: u64 = 1 << 16;

const END: &[u8] = b"\r\n\r\n";
const START: &[u8] = b"WARC/1.";

/// The records of a crawl in order.
pub(super) struct Records<R> {
    source: Ahead<R>,
    number: u64,
    limit: u64,
}

impl<R: BufRead> Records<R> {
    /// Blocks of more than `limit` bytes that may be texts are faults.
    pub fn new(source: R, limit: u64) -> Self {
        Self { source: Ahead::new(source), number: 0, limit }
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
        let header = Header::of(&self.head()?);
        let Some(length) = header.length else {
            self.resynchronise();
            return Err(Trouble::Record(Fault::new("has no valid Content-Length; crawl it again")));
        };
        let wanted = header.is_wanted();
        let answer = if wanted && header.is_response() {
            let most = length.min(ANSWER_HEAD_BYTES) as usize;
            let ahead = self.source.peek(most);
            http_is_text(&ahead[..most.min(ahead.len())], &header)
        } else {
            Some(wanted)
        };
        let is_text = answer.unwrap_or_default();
        let too_large = is_text && length > self.limit;
        let block = self.block(length, is_text && !too_large)?;
        if too_large {
            return Err(Trouble::Record(Fault::too_large(self.limit)));
        }
        if answer.is_none() {
            return Err(Trouble::Record(Fault::new(
                "holds no answer of HTTP (`HTTP/1.1 200 OK`); crawl it again",
            )));
        }
        let bytes = start..self.source.at();
        Ok(Some(is_text.then_some(Record { number: self.number, bytes, header, block })))
    }

    /// Passes over blank lines; the position of the next record.
    fn find_start(&mut self) -> Result<Option<u64>, Trouble> {
        while let Some(b'\r' | b'\n') = self.source.peek(1).first() {
            self.source.consume(1);
        }
        let start = self.source.at();
        let ahead = self.source.peek(START.len());
        if ahead.starts_with(START) {
            self.source.consume(START.len());
            return Ok(Some(start));
        }
        if ahead.len() < START.len() {
            let is_end = ahead.is_empty();
            self.source.failure()?;
            if is_end {
                return Ok(None);
            }
        }
        self.number += 1;
        self.resynchronise();
        Err(Trouble::Record(Fault::new(if start == 0 {
            "does not begin like a WARC record (`WARC/1.0`); leave it out, or name the format with --input-format"
        } else {
            "does not begin like a WARC record (`WARC/1.0`); crawl it again"
        })))
    }

    /// The fields of a head up to the blank line.
    fn head(&mut self) -> Result<Vec<u8>, Trouble> {
        let mut end = 0;
        loop {
            let ahead = self.source.peek(end + 1);
            let ahead = &ahead[..ahead.len().min(HEAD_BYTES)];
            let line = ahead.get(end..).unwrap_or_default();
            if let Some(length) = memchr::memchr(b'\n', line) {
                end += length + 1;
                if matches!(&line[..=length], b"\r\n" | b"\n") {
                    let head = ahead[..end].to_vec();
                    self.source.consume(end);
                    return Ok(head);
                }
                continue;
            }
            let known = ahead.len();
            if known < HEAD_BYTES && self.source.peek(known + 1).len() > known {
                continue;
            }
            self.source.failure()?;
            self.resynchronise();
            let is_long = known == HEAD_BYTES;
            let what = if is_long { "has a head of more than 1 MiB" } else { "is cut short in its head" };
            return Err(Trouble::Record(Fault::new(format!("{what}; crawl it again"))));
        }
    }

    /// The block and what ends it, if it really ends there; empty where it is not `wanted`.
    fn block(&mut self, length: u64, wanted: bool) -> Result<Vec<u8>, Trouble> {
        let kept = if wanted { length } else { length.min(KEPT_BYTES) } as usize;
        let ahead = self.source.peek(kept + END.len());
        let mut block = Vec::new();
        let mut missing = kept.saturating_sub(ahead.len()) as u64;
        if missing > 0 {
            missing = length - ahead.len() as u64;
        } else if kept as u64 == length {
            if let Some(blank) = end(&ahead[kept..]) {
                if wanted {
                    block.extend_from_slice(&ahead[..kept]);
                }
                self.source.consume(kept + blank);
                return Ok(block);
            }
        } else {
            missing = length - self.source.skip(length);
            if let Some(blank) = end(self.source.peek(END.len()))
                && missing == 0
            {
                self.source.consume(blank);
                return Ok(block);
            }
        }
        // What was taken for the block may hold the records behind.
        let goes_on = self.resynchronise();
        Err(Trouble::Record(Fault::new(if missing > 0 && !goes_on {
            self.source.failure()?;
            format!("is cut short: of its {length} bytes {missing} are missing; crawl it again")
        } else {
            format!(
                "says that its block has {length} bytes, which is not true; it was left out, crawl it again"
            )
        })))
    }

    /// Goes on with the next record; whether there is one.
    fn resynchronise(&mut self) -> bool {
        let needle = [END, START].concat();
        loop {
            let ahead = self.source.peek(needle.len());
            if let Some(found) = memmem::find(ahead, &needle) {
                self.source.consume(found + END.len());
                return true;
            }
            let count = ahead.len();
            if count < needle.len() {
                self.source.consume(count);
                return false;
            }
            self.source.consume(count + 1 - needle.len());
        }
    }
}

/// How many of the bytes behind a block are blank, if it can end there. Some crawlers write one line end, or none behind the
/// last record.
fn end(behind: &[u8]) -> Option<usize> {
    let tail = &behind[..behind.len().min(END.len())];
    let blank = tail.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let is_end = tail.len() < END.len() || blank > 0;
    (is_end && START.starts_with(&tail[blank..])).then_some(blank)
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
