//! What a server answered.

use std::io::Read;

use super::super::{problem::Fault, unpack::Compression};

/// Header fields of an answer; browsers allow about as many.
const FIELDS: usize = 256;

/// The type and the body of a page that was found; `None` for errors, redirections and what is no answer at all.
///
/// # Errors
/// The body cannot be unpacked, or has more than `limit` bytes then.
pub(super) fn body(mut answer: Vec<u8>, limit: u64) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut head = httparse::Response::new(&mut fields);
    let Ok(httparse::Status::Complete(start)) = head.parse(&answer) else { return Ok(None) };
    if !matches!(head.code, Some(200..=299)) {
        return Ok(None);
    }
    let field = |name: &str| {
        let found = head.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
        found
            .map(|field| String::from_utf8_lossy(field.value).trim().to_ascii_lowercase())
            .unwrap_or_default()
    };
    let content_type = field("content-type");
    if !is_text(&content_type) {
        return Ok(None);
    }
    let is_chunked = field("transfer-encoding").contains("chunked");
    let is_packed = !field("content-encoding").is_empty();
    answer.drain(..start);
    let mut body = answer;
    // Many crawlers take the coding off and leave the field.
    if is_chunked && let Some(joined) = unchunked(&body) {
        body = joined;
    }
    if is_packed && let Some(compression) = Compression::of_content(&body) {
        let broken = |error: std::io::Error| {
            Fault::new(format!("its page cannot be unpacked ({error}); crawl it again"))
        };
        let mut page = Vec::new();
        let decoder = compression.decoder(&*body).map_err(broken)?;
        decoder.take(limit.saturating_add(1)).read_to_end(&mut page).map_err(broken)?;
        if page.len() as u64 > limit {
            return Err(Fault::too_large(limit));
        }
        body = page;
    }
    Ok(Some((content_type, body)))
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
        body(answer.to_vec(), 1 << 20).unwrap().map(|(_, body)| String::from_utf8(body).unwrap())
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
        assert!(body(cut, 1 << 20).unwrap_err().message.contains("crawl it again"));
    }
}
