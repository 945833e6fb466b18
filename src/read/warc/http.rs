//! What a server answered.

use std::io::{self, Read};

use flate2::bufread::ZlibDecoder;

use super::super::{
    Format,
    problem::Fault,
    unpack::{Compression, HARMLESS, too_much},
};

/// What the head of an answer says. Servers and crawlers write lines there that no standard knows, which are passed over
/// as browsers do.
pub(super) struct Head {
    code: u16,
    /// Names in lower case, and values.
    fields: Vec<(String, String)>,
    /// Where the body begins.
    end: usize,
}

impl Head {
    /// `None` if it does not begin like an answer of any version of HTTP.
    pub fn of(answer: &[u8]) -> Option<Self> {
        let mut lines = answer.split_inclusive(|&byte| byte == b'\n');
        let status = lines.next()?;
        let mut head = Self { code: code(status)?, fields: Vec::new(), end: status.len() };
        for line in lines {
            head.end += line.len();
            let line = String::from_utf8_lossy(line);
            if line.trim_end_matches(['\r', '\n']).is_empty() {
                break;
            }
            if line.starts_with([' ', '\t'])
                && let Some((_, value)) = head.fields.last_mut()
            {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                head.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Some(head)
    }

    fn field(&self, name: &str) -> String {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim().to_ascii_lowercase()).unwrap_or_default()
    }

    /// The type that the server says; else the one that the crawler `identified`; else HTML if the body looks like it.
    pub fn content_type(&self, identified: &str, answer: &[u8]) -> String {
        let said = self.field("content-type");
        if !said.is_empty() {
            said
        } else if !identified.is_empty() {
            identified.to_owned()
        } else if Format::of_content(&answer[self.end..], |_| false) == Format::Html {
            "text/html".into()
        } else {
            String::new()
        }
    }
}

/// The status of `HTTP/1.1 200 OK` or `HTTP/2 200`.
fn code(status: &[u8]) -> Option<u16> {
    let status = String::from_utf8_lossy(status);
    let mut words = status.split_ascii_whitespace();
    words.next().filter(|version| version.starts_with("HTTP/"))?;
    words.next()?.parse().ok()
}

/// The type and the body of a page that was found; `None` for errors, redirections and what is no text. For `identified`
/// see [`Head::content_type`].
///
/// # Errors
/// The body cannot be unpacked, or has more than `limit` bytes then, or more than `most` times as many as before.
pub(super) fn body(
    mut answer: Vec<u8>,
    identified: &str,
    limit: u64,
    most: u64,
) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let Some(head) = Head::of(&answer) else { return Ok(None) };
    let content_type = head.content_type(identified, &answer);
    if !(200..300).contains(&head.code) || !is_text(&content_type) {
        return Ok(None);
    }
    answer.drain(..head.end);
    let mut body = answer;
    // Many crawlers take the coding off and leave the field.
    if head.field("transfer-encoding").contains("chunked")
        && let Some(joined) = unchunked(&body)
    {
        body = joined;
    }
    let coding = head.field("content-encoding");
    if !coding.is_empty()
        && let Some(page) = unpacked(&body, &coding, limit, most)?
    {
        body = page;
    }
    Ok(Some((content_type, body)))
}

/// A body without its coding, which its first bytes tell better than its name; `None` if it has none.
fn unpacked(body: &[u8], coding: &str, limit: u64, most: u64) -> Result<Option<Vec<u8>>, Fault> {
    let proportionate = HARMLESS.max(most.saturating_mul(body.len() as u64));
    let broken =
        |error: io::Error| Fault::new(format!("its page cannot be unpacked ({error}); crawl it again"));
    let read = |decoder: &mut dyn Read| {
        let mut page = Vec::new();
        decoder.take(limit.min(proportionate).saturating_add(1)).read_to_end(&mut page).map_err(broken)?;
        match page.len() as u64 {
            length if length > limit => Err(Fault::too_large(limit)),
            length if length > proportionate => Err(too_much(coding, most)),
            _ => Ok(Some(page)),
        }
    };
    if let Some(compression) = Compression::of_content(body) {
        return read(&mut compression.decoder(body).map_err(broken)?);
    }
    let is_deflate = coding.split(',').any(|name| name.trim() == "deflate");
    if is_deflate && is_zlib(body) {
        return read(&mut ZlibDecoder::new(body));
    }
    if looks_like_text(body) {
        return Ok(None);
    }
    if is_deflate {
        // As servers wrote it that took the name at its word.
        return read(&mut Compression::Deflate.decoder(body).map_err(broken)?);
    }
    Err(Fault::new(format!(
        "its page is packed as {coding:?} and cannot be unpacked; crawl it again with gzip or without"
    )))
}

/// The two bytes of RFC 1950.
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [method, check, ..] if method & 0x8F == 8 && u16::from_be_bytes([*method, *check]) % 31 == 0)
}

/// Whether there is none of the control characters of which compressed bytes are full; UTF-16 has them, too.
fn looks_like_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(4096)];
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F);
    head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) || !head.iter().any(is_control)
}

/// Whether a type is one of those that are read.
pub(super) fn is_text(content_type: &str) -> bool {
    ["text/html", "application/xhtml+xml", "text/plain"].iter().any(|known| content_type.starts_with(known))
}

/// The chunks of a body put together, `None` if it does not consist of chunks.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    loop {
        let Ok(httparse::Status::Complete((start, bytes))) = httparse::parse_chunk_size(body) else {
            // What was cut short gives what there is.
            return (!joined.is_empty()).then_some(joined);
        };
        if bytes == 0 {
            return Some(joined);
        }
        let chunk = &body[start..];
        let bytes = usize::try_from(bytes).ok()?.min(chunk.len());
        joined.extend_from_slice(&chunk[..bytes]);
        let rest = &chunk[bytes..];
        body = rest.strip_prefix(b"\r\n").unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn page(answer: &[u8]) -> Option<String> {
        body(answer.to_vec(), "", 1 << 20, 250).unwrap().map(|(_, body)| String::from_utf8(body).unwrap())
    }

    #[test]
    fn only_texts_that_were_found_are_pages() {
        let answer = |status: &str, kind: &str| {
            format!("HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n\r\nbody").into_bytes()
        };
        assert_eq!(page(&answer("200", "Text/HTML; charset=utf-8")).as_deref(), Some("body"));
        assert_eq!(page(&answer("404", "text/html")), None);
        assert_eq!(page(&answer("301", "text/html")), None);
        assert_eq!(page(&answer("200", "image/png")), None);
        assert_eq!(page(b"garbage"), None);
    }

    #[test]
    fn odd_heads_are_read_as_browsers_do() {
        let many: String = (0..300).map(|n| format!("X-{n}: x\r\n")).collect();
        for (status, fields) in [
            ("HTTP/2 200", "content-type: text/plain\r\n"),
            ("HTTP/2.0 200 OK", "Content-Type: text/plain\r\n"),
            ("HTTP/3 200 \u{e9}t\u{e9}", "Content-Type: text/plain\r\n"),
            ("HTTP/1.1 200", "X Foo: x\r\nContent-Type : text/plain\r\n"),
            ("HTTP/1.1 200 OK", "garbage\r\nContent-Type:\r\n text/plain\r\n"),
            ("HTTP/1.1 200 OK", &format!("{many}Content-Type: text/plain\r\n")),
        ] {
            assert_eq!(
                page(format!("{status}\r\n{fields}\r\nbody").as_bytes()).as_deref(),
                Some("body"),
                "{status} {fields}"
            );
        }
        assert_eq!(
            page(b"HTTP/1.0 200 OK\nContent-Type: text/plain\n\nbody\n\n").as_deref(),
            Some("body\n\n")
        );
    }

    #[test]
    fn where_the_server_names_no_type_the_crawler_or_the_body_does() {
        let answer = |body: &str| format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes();
        let kind = |body_: &str, identified: &str| {
            body(answer(body_), identified, 1 << 20, 250).unwrap().map(|(content_type, _)| content_type)
        };
        assert_eq!(kind("body", "text/plain").as_deref(), Some("text/plain"));
        assert_eq!(kind("<!doctype html><p>x", "").as_deref(), Some("text/html"));
        assert_eq!(kind("body", ""), None);
        assert_eq!(kind("<html>", "image/png"), None);
    }

    #[test]
    fn chunks_and_compression_are_taken_off_where_they_are() {
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n";
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"a page of some length").unwrap();
        let gzip = gzip.finish().unwrap();
        let mut chunked = head.to_vec();
        for part in gzip.chunks(7) {
            chunked.extend(format!("{:x}\r\n", part.len()).bytes());
            chunked.extend(part);
            chunked.extend(b"\r\n");
        }
        chunked.extend(b"0\r\n\r\n");
        assert_eq!(page(&chunked).as_deref(), Some("a page of some length"));
        let plain = [&head[..], b"already taken off"].concat();
        assert_eq!(page(&plain).as_deref(), Some("already taken off"));
        let cut = [&head[..], &gzip[..gzip.len() - 12]].concat();
        assert!(body(cut, "", 1 << 20, 250).unwrap_err().message.contains("crawl it again"));
    }

    #[test]
    fn deflate_is_unpacked_and_what_cannot_be_is_no_text() {
        let text = "The harbour was closed after the river burst two levees, the mayor said.";
        let answer = |coding: &str, body: &[u8]| {
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: {coding}\r\n\r\n");
            [head.as_bytes(), body].concat()
        };
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        zlib.write_all(text.as_bytes()).unwrap();
        let zlib = zlib.finish().unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        raw.write_all(text.as_bytes()).unwrap();
        let raw = raw.finish().unwrap();
        for (coding, body) in [
            ("deflate", &zlib[..]),
            ("identity, deflate", &raw),
            ("deflate", text.as_bytes()),
            ("br", text.as_bytes()),
        ] {
            assert_eq!(page(&answer(coding, body)).as_deref(), Some(text), "{coding} {body:?}");
        }
        let packed: Vec<u8> = (0..200u8).map(|n| n.wrapping_mul(37)).collect();
        for coding in ["br", "deflate", "gzip", "x-unknown"] {
            let message = body(answer(coding, &packed), "", 1 << 20, 250).unwrap_err().message;
            assert!(
                message.contains("cannot be unpacked") && message.contains("crawl it again"),
                "{message}"
            );
        }
        let mut packer =
            flate2::read::ZlibEncoder::new(io::repeat(b'a').take(1 << 16), flate2::Compression::best());
        let mut bomb = Vec::new();
        packer.read_to_end(&mut bomb).unwrap();
        assert!(
            body(answer("deflate", &bomb), "", 1 << 10, 250)
                .unwrap_err()
                .message
                .contains("larger than 1024 bytes")
        );
    }
}
