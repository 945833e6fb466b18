//! Gzip member by member: crawls have one for each record, and what is damaged in one must not cost the others.

use std::{
    io::{self, BufRead, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::super::problem::Fault;

/// What was lost of a stream that was read to its end all the same.
#[derive(Debug, Default)]
pub(in crate::read) struct Losses {
    count: AtomicU64,
    /// The number of the first member that is damaged.
    first: AtomicU64,
    /// Whether what is behind the last member is none.
    is_trailed: AtomicBool,
}

impl Losses {
    fn add(&self, member: u64) {
        if self.count.fetch_add(1, Ordering::Relaxed) == 0 {
            self.first.store(member, Ordering::Relaxed);
        }
    }

    /// What there is to say about it.
    pub fn fault(&self) -> Option<Fault> {
        let first = self.first.load(Ordering::Relaxed);
        let further = match self.count.load(Ordering::Relaxed) {
            0 if self.is_trailed.load(Ordering::Relaxed) => {
                let what = "its gzip data is followed by bytes that are none, which were left out";
                return Some(Fault::new(format!(
                    "{what}; cut them off, or fetch the file again if it should go on"
                )));
            }
            0 => return None,
            1 => String::new(),
            count => format!(" and in {} further places", count - 1),
        };
        let advice = "what follows was read; fetch the file again";
        Some(Fault::new(format!("its gzip data is damaged in member {first}{further}; {advice}")))
    }
}

/// Unpacks all members of a stream. Behind damage it goes on with the next member, on a line of its own; only if there
/// is none, that is an error. What follows the last member and is none costs nothing of it.
pub(in crate::read) struct Members<R> {
    source: R,
    /// Bytes read and not yet used, from `at` on.
    input: Vec<u8>,
    at: usize,
    ended: bool,
    state: State,
    inflate: Decompress,
    crc: Crc,
    member: u64,
    /// What is still to be given in place of what was lost.
    gap: &'static [u8],
    pub losses: Arc<Losses>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    Inside,
    /// Before the checksum.
    Behind,
    Lost,
    /// Behind a whole member, before what is none.
    Trailed,
    End,
}

/// Bytes read at a time.
const BLOCK: u64 = 1 << 16;

/// A head is at most so long; it may hold a name and a comment.
const HEAD: usize = 1 << 16;

const CHECKSUM: usize = 8;

impl<R: BufRead> Members<R> {
    pub fn new(source: R) -> Self {
        Self {
            source,
            input: Vec::new(),
            at: 0,
            ended: false,
            state: State::Between,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            member: 0,
            gap: b"",
            losses: Arc::default(),
        }
    }

    fn left(&self) -> &[u8] {
        &self.input[self.at..]
    }

    /// Reads on until so many bytes are left, or all are read.
    fn need(&mut self, bytes: usize) -> io::Result<()> {
        while self.left().len() < bytes && !self.ended {
            self.input.drain(..self.at);
            self.at = 0;
            self.ended = self.source.by_ref().take(BLOCK).read_to_end(&mut self.input)? == 0;
        }
        Ok(())
    }

    /// Begins the next member, if there is one.
    fn begin(&mut self) -> io::Result<State> {
        self.need(1)?;
        // Tapes and some tools fill up with zeros.
        while self.member > 0 && self.left().first() == Some(&0) {
            self.at += 1;
            self.need(1)?;
        }
        if self.left().is_empty() {
            return Ok(State::End);
        }
        loop {
            match head(self.left()) {
                Head::Whole(bytes) => {
                    self.at += bytes;
                    self.member += 1;
                    self.inflate.reset(false);
                    self.crc.reset();
                    return Ok(State::Inside);
                }
                Head::Cut if !self.ended && self.left().len() < HEAD => self.need(self.left().len() + 1)?,
                Head::Cut if self.ended => return Err(io::ErrorKind::UnexpectedEof.into()),
                head @ (Head::Cut | Head::None) => {
                    let is_trailed = self.member > 0 && matches!(head, Head::None);
                    self.member += 1;
                    // What begins here must not be found again.
                    self.at += 1;
                    return Ok(if is_trailed { State::Trailed } else { State::Lost });
                }
            }
        }
    }

    fn inflate(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.need(1)?;
        let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
        let result = self.inflate.decompress(&self.input[self.at..], out, FlushDecompress::None);
        self.at += (self.inflate.total_in() - read) as usize;
        let written = (self.inflate.total_out() - written) as usize;
        self.crc.update(&out[..written]);
        match result {
            Ok(Status::StreamEnd) => self.state = State::Behind,
            Ok(_) if written == 0 && self.ended && self.left().is_empty() => {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            Ok(_) => {}
            Err(_) => self.state = State::Lost,
        }
        Ok(written)
    }

    /// Compares the checksum and the length of a member.
    fn check(&mut self) -> io::Result<State> {
        self.need(CHECKSUM)?;
        let Some((checksum, _)) = self.left().split_first_chunk::<CHECKSUM>() else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        let expected = [self.crc.sum().to_le_bytes(), self.crc.amount().to_le_bytes()].concat();
        if checksum[..] != expected {
            return Ok(State::Lost);
        }
        self.at += CHECKSUM;
        Ok(State::Between)
    }

    /// Finds the next member behind what is none, or is damaged.
    ///
    /// # Errors
    /// There is none, and something was lost.
    fn find(&mut self) -> io::Result<State> {
        loop {
            self.need(MARK)?;
            let found = memchr::memchr(MAGIC[0], self.left());
            self.at = found.map_or(self.input.len(), |found| self.at + found);
            self.need(MARK)?;
            if self.left().len() < MARK && self.state == State::Trailed {
                self.losses.is_trailed.store(true, Ordering::Relaxed);
                return Ok(State::End);
            }
            if self.left().len() < MARK {
                let what = "its checksum or what it is made of is wrong, and no other member follows";
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            if is_mark(self.left()) {
                self.losses.add(self.member);
                self.gap = GAP;
                return Ok(State::Between);
            }
            self.at += 1;
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty() {
            if !self.gap.is_empty() {
                return self.gap.read(buffer);
            }
            match self.state {
                State::Between => self.state = self.begin()?,
                State::Behind => self.state = self.check()?,
                State::Lost | State::Trailed => self.state = self.find()?,
                State::End => break,
                State::Inside => {
                    let written = self.inflate(buffer)?;
                    if written > 0 {
                        return Ok(written);
                    }
                }
            }
        }
        Ok(0)
    }
}

/// What ends a line, and a record of a crawl, which would go on in the next one otherwise.
const GAP: &[u8] = b"\r\n\r\n";

const MAGIC: [u8; 3] = [0x1F, 0x8B, 8];

/// Bytes at the start of every head.
const MARK: usize = 10;

/// Whether a member begins here, and not just three bytes that look like it: the flags are known ones, and so are the
/// effort and the system.
fn is_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
        && bytes[3] & 0xE0 == 0
        && matches!(bytes[8], 0 | 2 | 4)
        && matches!(bytes[9], 0..=13 | 255)
}

enum Head {
    Whole(usize),
    Cut,
    None,
}

/// Flags of what a head has beside its first bytes.
const CHECKSUM_OF_HEAD: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;

/// How long the head of a member is.
fn head(bytes: &[u8]) -> Head {
    let known = bytes.len().min(MAGIC.len());
    if bytes[..known] != MAGIC[..known] {
        return Head::None;
    }
    let Some(&flags) = bytes.get(3) else { return Head::Cut };
    let mut end = MARK;
    if flags & EXTRA != 0 {
        let Some(length) = bytes.get(end..end + 2) else { return Head::Cut };
        end += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let Some(length) = bytes.get(end..).and_then(|rest| memchr::memchr(0, rest)) else {
                return Head::Cut;
            };
            end += length + 1;
        }
    }
    if flags & CHECKSUM_OF_HEAD != 0 {
        end += 2;
    }
    if bytes.len() < end { Head::Cut } else { Head::Whole(end) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder};
    use proptest::prelude::*;

    use super::*;

    fn member(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzBuilder::new()
            .filename("a.txt")
            .comment("c")
            .extra([7; 300])
            .write(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(packed: &[u8], at_a_time: usize) -> (Vec<u8>, io::Result<()>, Option<String>) {
        let mut members = Members::new(packed);
        let mut all = Vec::new();
        let mut buffer = vec![0; at_a_time];
        let ended = loop {
            match members.read(&mut buffer) {
                Ok(0) => break Ok(()),
                Ok(read) => all.extend_from_slice(&buffer[..read]),
                Err(error) => break Err(error),
            }
        };
        (all, ended, members.losses.fault().map(|fault| fault.message))
    }

    #[test]
    fn a_damaged_member_costs_no_other() {
        let texts: Vec<Vec<u8>> =
            (0..3).map(|n| format!("record {n} of a crawl\n").repeat(50).into_bytes()).collect();
        let members: Vec<Vec<u8>> = texts.iter().map(|text| member(text)).collect();
        // In the deflated data, in the checksum, in the head.
        for (at, kept) in [(members[1].len() - 20, false), (members[1].len() - 6, true), (0, false)] {
            let mut damaged = members.clone();
            damaged[1][at] ^= 0x15;
            let (all, ended, losses) = read(&damaged.concat(), 1000);
            assert!(ended.is_ok(), "{ended:?}");
            assert!(all.starts_with(&texts[0]) && all.ends_with(&texts[2]), "{at}");
            let whole = [&texts[0][..], &texts[1], GAP, &texts[2]].concat();
            assert_eq!(all == whole, kept, "{at}");
            assert_eq!(
                losses.unwrap(),
                "its gzip data is damaged in member 2; what follows was read; fetch the file again"
            );
        }
        let mut damaged = members.concat();
        let at = damaged.len() - 6;
        damaged[at] ^= 1;
        assert!(read(&damaged, 1000).1.is_err(), "nothing follows");
        assert_eq!(read(&members.concat()[..at], 1000).1.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let (all, ended, losses) = read(&[members.concat(), vec![0; 600]].concat(), 1000);
        assert!(ended.is_ok() && losses.is_none());
        assert_eq!(all, texts.concat());
    }

    #[test]
    fn what_follows_the_last_member_and_is_none_costs_nothing() {
        for trail in [&b"\n"[..], b"-- end of the file --", &[0, 0, b'x']] {
            let (all, ended, losses) = read(&[&member(b"good")[..], trail].concat(), 1000);
            assert_eq!((&all[..], ended.is_ok()), (&b"good"[..], true), "{trail:?}");
            let said = losses.is_some_and(|losses| losses.contains("followed by bytes that are none"));
            assert!(said, "{trail:?}");
        }
    }

    #[test]
    fn a_head_without_end_is_passed_over() {
        let endless = [&MAGIC[..], &[NAME, 0, 0, 0, 0, 0, 3], &[b'x'; HEAD + 7]].concat();
        let (all, ended, losses) = read(&[endless, member(b"good")].concat(), 1000);
        assert_eq!((all, ended.is_ok(), losses.is_some()), ([GAP, b"good"].concat(), true, true));
    }

    proptest! {
        #[test]
        fn what_is_unpacked_does_not_depend_on_how_much_is_asked_for(
            sizes in proptest::collection::vec(0_usize..3000, 1..4),
            damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
            at_a_time in 1_usize..5000,
        ) {
            let text = |size| (0..size).map(|n| b"the river Wend burst "[n * n % 21]).collect::<Vec<u8>>();
            let mut packed: Vec<u8> = sizes.iter().flat_map(|&size| member(&text(size))).collect();
            for (index, bits) in &damage {
                let at = index.index(packed.len());
                packed[at] ^= bits;
            }
            let (all, ended, losses) = read(&packed, 1 << 16);
            let (again, ended_again, losses_again) = read(&packed, at_a_time);
            prop_assert_eq!(&all, &again);
            prop_assert_eq!((ended.is_ok(), losses), (ended_again.is_ok(), losses_again));
            if damage.is_empty() {
                let mut expected = Vec::new();
                flate2::read::MultiGzDecoder::new(&packed[..]).read_to_end(&mut expected).unwrap();
                prop_assert!(ended.is_ok() && all == expected);
            }
        }
    }
}
