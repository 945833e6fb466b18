//! Which encoding a source is in, and putting it into UTF-8 without hiding what could not be decoded.

use std::{
    borrow::Cow,
    io::{self, BufRead, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{format::root, problem::Fault};

pub(super) const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// An encoding, and whether somebody said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub encoding: &'static Encoding,
    /// By the look of the bytes alone.
    pub guessed: bool,
}

impl Told {
    fn surely(encoding: &'static Encoding) -> Self {
        Self { encoding, guessed: false }
    }
}

/// Bytes in which an encoding may be declared, and which the look of text is judged by.
const LOOKED_AT: usize = 1 << 16;

/// The encoding of what starts with `head`: by its byte order mark, as `declared`, as the text itself declares, or
/// by its look.
pub(super) fn of(head: &[u8], declared: Option<&'static Encoding>) -> Told {
    let is_whole = head.len() <= LOOKED_AT;
    let head = &head[..head.len().min(LOOKED_AT)];
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Told::surely(encoding);
    }
    if let Some(encoding) = declared.or_else(|| bare_utf16(head)).or_else(|| self_declared(head)) {
        return Told::surely(encoding);
    }
    if is_utf8(head, is_whole) {
        return Told::surely(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, is_whole);
    Told { encoding: detector.guess(None, Utf8Detection::Deny), guessed: true }
}

/// XML in UTF-16 without a byte order mark shows by its first two characters.
fn bare_utf16(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [b'<', 0, b'?' | b'!' | b'a'..=b'z', 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, b'?' | b'!' | b'a'..=b'z', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// What `<?xml encoding="…"?>` or `<meta charset="…">` says.
fn self_declared(head: &[u8]) -> Option<&'static Encoding> {
    let start = head.trim_ascii_start();
    if start.starts_with(b"<?xml") {
        let declaration = &start[..memchr::memchr(b'>', start)?];
        return labelled(declaration, b"encoding");
    }
    // The standard has browsers look at the first 1,024 bytes; pages put the element later all the same.
    const META: usize = 8192;
    let start = &start[..start.len().min(META)];
    // Pages that a feed holds say nothing of the feed.
    if !root(&String::from_utf8_lossy(start)).is_some_and(begins_page) {
        return None;
    }
    let lower = start.to_ascii_lowercase();
    let elements = memchr::memmem::find_iter(&lower, b"<meta");
    let mut metas = elements.map(|at| &lower[at..at + memchr::memchr(b'>', &lower[at..]).unwrap_or(0)]);
    metas.find_map(|meta| labelled(meta, b"charset"))
}

/// Whether a page begins with that element or type, all of its first tags being optional.
fn begins_page(root: &str) -> bool {
    ["html", "head", "body", "meta", "title", "link", "script", "style", "base"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(root))
}

/// The encoding that follows a name: `encoding="koi8-r"`, `content="text/html; charset=koi8-r"`.
fn labelled(text: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let rest = text[memchr::memmem::find(text, name)? + name.len()..].trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.+".contains(byte);
    let label = &rest[..rest.iter().position(|byte| !is_label(byte)).unwrap_or(rest.len())];
    match Encoding::for_label(label)? {
        // Whoever could read this declaration byte by byte did not read UTF-16.
        encoding if encoding == UTF_16LE || encoding == UTF_16BE => Some(UTF_8),
        encoding => Some(encoding),
    }
}

/// Whether bytes are UTF-8, perhaps damaged: more of their characters beyond ASCII are whole than not.
///
/// A flipped bit must not turn a text into mojibake. The last character of a head that is not the whole may be cut.
fn is_utf8(head: &[u8], is_whole: bool) -> bool {
    // Most of what there is; many times as fast.
    if str::from_utf8(head).map_or_else(|error| !is_whole && error.error_len().is_none(), |_| true) {
        return true;
    }
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in head.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// The beginning of a text as far as it can be decoded, without its byte order mark.
pub(super) fn lossy(head: &[u8]) -> Cow<'_, str> {
    of(head, None).encoding.decode(head).0
}

/// What could not be decoded.
#[derive(Debug, Default)]
pub(super) struct Damage {
    places: AtomicU64,
    first: AtomicU64,
}

impl Damage {
    fn add(&self, at: u64) {
        if self.places.fetch_add(1, Ordering::Relaxed) == 0 {
            self.first.store(at, Ordering::Relaxed);
        }
    }

    /// What there is to say about it.
    pub fn fault(&self, encoding: &'static Encoding) -> Option<Fault> {
        let first = self.first.load(Ordering::Relaxed);
        let advice = "U+FFFD stands for what is broken; mend it or convert it to UTF-8";
        match self.places.load(Ordering::Relaxed) {
            0 => None,
            1 => Some(Fault::new(format!("is not valid {} at byte {first}; {advice}", shown(encoding)))),
            places => {
                let further = places - 1;
                Some(Fault::new(format!(
                    "is not valid {} at byte {first} and in {further} further places; {advice}",
                    shown(encoding)
                )))
            }
        }
    }
}

/// The name as messages write it.
pub(super) fn shown(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_16LE || encoding == UTF_16BE { "UTF-16" } else { encoding.name() }
}

/// All of a text in UTF-8, its byte order mark with it.
pub(super) fn decode(bytes: Vec<u8>, encoding: &'static Encoding) -> (String, Damage) {
    let bytes = if encoding == UTF_8 {
        match String::from_utf8(bytes) {
            Ok(text) => return (text, Damage::default()),
            Err(error) => error.into_bytes(),
        }
    } else {
        bytes
    };
    let mut transcoder = Transcoder::new(bytes.as_slice(), encoding);
    let mut text = Vec::with_capacity(bytes.len() + bytes.len() / 2);
    transcoder.read_to_end(&mut text).expect("memory is read without errors");
    let damage = Arc::into_inner(transcoder.damage).expect("nobody else holds it");
    (String::from_utf8(text).expect("decoders write UTF-8"), damage)
}

/// A stream in UTF-8 of one in another encoding.
pub(super) struct Transcoder<R> {
    source: R,
    decoder: Decoder,
    read: u64,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
    pub damage: Arc<Damage>,
}

impl<R: BufRead> Transcoder<R> {
    pub fn new(source: R, encoding: &'static Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_without_bom_handling(),
            read: 0,
            ready: vec![0; 1 << 15],
            given: 0,
            ended: false,
            damage: Arc::default(),
        }
        .emptied()
    }

    fn emptied(mut self) -> Self {
        self.ready.clear();
        self
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.resize(1 << 15, 0);
        self.given = 0;
        let input = self.source.fill_buf()?;
        let last = input.is_empty();
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(input, &mut self.ready, last);
        self.source.consume(read);
        self.read += read as u64;
        self.ready.truncate(written);
        if let DecoderResult::Malformed(bad, after) = result {
            self.damage.add(self.read - u64::from(bad) - u64::from(after));
            self.ready.extend_from_slice(char::REPLACEMENT_CHARACTER.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.ended = last && result == DecoderResult::InputEmpty;
        Ok(())
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let count = bytes.len().min(buffer.len());
        buffer[..count].copy_from_slice(&bytes[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Transcoder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.given == self.ready.len() && !self.ended {
            self.fill()?;
        }
        Ok(&self.ready[self.given..])
    }

    fn consume(&mut self, bytes: usize) {
        self.given += bytes;
    }
}

/// Tells which bytes of a source in another encoding a range of its decoded text came from.
pub(super) struct Positions {
    decoder: Decoder,
    decoded: u64,
}

impl Positions {
    pub fn new(encoding: &'static Encoding) -> Self {
        Self { decoder: encoding.new_decoder_without_bom_handling(), decoded: 0 }
    }

    /// How much text the bytes so far have made.
    pub fn at(&self) -> u64 {
        self.decoded
    }

    /// Takes the next byte.
    pub fn add(&mut self, byte: u8) {
        let mut space = [0; 16];
        let (result, _, written, _) = self.decoder.decode_to_utf8(&[byte], &mut space, false);
        debug_assert_eq!(result, CoderResult::InputEmpty, "a byte makes less than sixteen");
        self.decoded += written as u64;
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mark_beats_a_declaration_and_a_declaration_the_look() {
        let russian =
            WINDOWS_1251.encode("<?xml version=\"1.0\" encoding='windows-1251'?><a>Переговоры</a>").0;
        assert_eq!(of(&russian, None), Told::surely(WINDOWS_1251));
        assert_eq!(of(&[b"\xEF\xBB\xBF", &*russian].concat(), None), Told::surely(UTF_8));
        assert_eq!(of(&russian, Some(WINDOWS_1252)), Told::surely(WINDOWS_1252));
        let page = b"<html><META http-equiv=Content-Type content='text/html; charset=Shift_JIS'>\x83e";
        assert_eq!(of(page, None), Told::surely(SHIFT_JIS));
        assert_eq!(of(b"<p>charset=koi8-r</p>\xC3\xA9", None), Told::surely(UTF_8));
        assert_eq!(of(b"<\0?\0x\0", None), Told::surely(UTF_16LE));
    }

    #[test]
    fn without_a_declaration_the_look_decides_and_damaged_utf8_stays_utf8() {
        let text = "Переговоры о прекращении огня сорваны, заявил представитель посредников.";
        assert_eq!(of(text.as_bytes(), None), Told::surely(UTF_8));
        assert_eq!(of(&text.as_bytes()[..21], None), Told::surely(UTF_8));
        let told = of(&WINDOWS_1251.encode(text).0, None);
        assert_eq!(told, Told { encoding: WINDOWS_1251, guessed: true });
        let mut damaged = text.as_bytes().to_vec();
        damaged[9] ^= 0x40;
        assert_eq!(of(&damaged, None), Told::surely(UTF_8));
        let (decoded, damage) = decode(damaged, UTF_8);
        assert!(decoded.contains('\u{FFFD}'));
        assert!(damage.fault(UTF_8).unwrap().message.starts_with("is not valid UTF-8 at byte"));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_as_the_encodings_own_decoder_has_it(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            which in 0_usize..5,
        ) {
            let encoding = [UTF_8, WINDOWS_1251, SHIFT_JIS, GB18030, UTF_16LE][which];
            let (expected, broken) = encoding.decode_without_bom_handling(&bytes);
            let (text, damage) = decode(bytes.clone(), encoding);
            prop_assert_eq!(&text, &*expected);
            prop_assert_eq!(damage.fault(encoding).is_some(), broken);
        }

        #[test]
        fn every_character_is_found_in_the_bytes_it_came_from(text in "[a-zа-яé漢字<>]{0,40}", which in 0_usize..3) {
            let encoding = [UTF_8, GB18030, SHIFT_JIS][which];
            let (bytes, _, lossy) = encoding.encode(&text);
            prop_assume!(!lossy);
            let mut positions = Positions::new(encoding);
            let starts: Vec<u64> = bytes
                .iter()
                .map(|&byte| {
                    let at = positions.at();
                    positions.add(byte);
                    at
                })
                .collect();
            for (at, character) in text.char_indices() {
                let own: Vec<u8> = bytes.iter().zip(&starts).filter(|(_, s)| **s == at as u64).map(|(b, _)| *b).collect();
                prop_assert_eq!(&*encoding.decode_without_bom_handling(&own).0, character.to_string());
            }
        }
    }
}
