//! Crawls: WARC, and WET, which is WARC with the text of its pages.

mod ahead;
mod http;
mod records;

use std::io::BufRead;

use encoding_rs::Encoding;
use rayon::prelude::*;

use super::{
    draft::{Draft, fill},
    encoding,
    event::{Emit, Event, Span},
    html,
    leaf::Context,
    problem::Fault,
    record::Parsed,
    text,
};
use records::{Record, Records};

/// Bytes of records that are parsed at a time: the trees of pages are many times as large.
const BATCH_BYTES: usize = 8 << 20;

/// Reads all records that are pages or texts. Linear in the length of the crawl; in memory are only some records.
pub(super) fn read(source: impl BufRead, path: &str, context: &Context<'_>, emit: &mut Emit<'_>) {
    let mut records = Records::new(source, context.options.limit());
    let mut any = false;
    loop {
        let mut batch = Vec::new();
        let mut bytes = 0;
        let mut end = None;
        while bytes < BATCH_BYTES && end.is_none() {
            match records.next() {
                Ok(Some(record)) => {
                    any = true;
                    bytes += record.as_ref().map_or(0, |record| record.block.len());
                    batch.push(record);
                }
                Ok(None) => end = Some(None),
                Err(fault) => end = Some(Some(fault)),
            }
        }
        let read: Vec<_> = batch.into_par_iter().map(|record| article(record, path, context)).collect();
        read.into_iter().for_each(&mut *emit);
        match end {
            None => {}
            Some(None) if any => return,
            Some(None) if records.count() == 0 => return emit(Event::Fault(None, Fault::empty())),
            // Crawlers keep what they say of themselves, and what came again, in files of their own.
            Some(None) => return (0..records.count()).for_each(|_| emit(Event::LeftOut)),
            Some(Some((number, fault))) => return emit(Event::Fault(number, fault)),
        }
    }
}

/// What a record comes to. Crawls are full of redirections, errors, forms and frames, which are left out.
fn article(record: Result<Record, records::Broken>, path: &str, context: &Context<'_>) -> Event {
    let record = match record {
        Ok(record) => record,
        Err((number, fault)) => return Event::Fault(Some(number), fault),
    };
    let Record { number, bytes, header, block } = record;
    let span = Span { line: Some(number), bytes };
    let id = || format!("{path}:{number}");
    let (content_type, body) = if header.is_response() {
        let (limit, most) = (context.options.limit(), context.options.expansion());
        match http::body(block, &header.payload_type, limit, most) {
            Ok(Some(page)) => page,
            Ok(None) => return Event::LeftOut,
            Err(fault) => return Event::Article(span, Box::new(fault.into())),
        }
    } else {
        (header.content_type.clone(), block)
    };
    let mut draft = match content_type.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => page(body, &content_type),
        "text/plain" => plain(body, &content_type),
        _ => return Event::LeftOut,
    };
    if draft.text.trim().is_empty() {
        return Event::LeftOut;
    }
    fill(&mut draft.id, header.record_id.trim_start_matches('<').trim_end_matches('>'));
    // What the page says of its own address may be true of many pages.
    draft.url = if header.target_uri.is_empty() { draft.url } else { header.target_uri };
    fill(&mut draft.source, host(&draft.url));
    let parsed: Parsed = draft.article(id);
    Event::Article(span, Box::new(parsed))
}

fn page(body: Vec<u8>, content_type: &str) -> Draft {
    let (text, fault) = decoded(body, content_type);
    let mut draft = html::page(&text);
    draft.faults.extend(fault);
    draft
}

fn plain(body: Vec<u8>, content_type: &str) -> Draft {
    let (text, fault) = decoded(body, content_type);
    let (title, body) = text::title_and_body(&text);
    Draft { title: title.into(), text: body.into(), faults: Vec::from_iter(fault), ..Draft::default() }
}

/// A body in UTF-8, and what could not be decoded.
fn decoded(body: Vec<u8>, content_type: &str) -> (String, Option<Fault>) {
    let charset =
        content_type.split("charset=").nth(1).map(|label| label.trim().trim_matches(['"', '\'', ';']));
    let declared = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = encoding::of(&body, declared).encoding;
    let (text, damage) = encoding::decode(body, encoding);
    let text = match text.strip_prefix(encoding::BYTE_ORDER_MARK) {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    (text, damage.fault(encoding))
}

/// The host of an address, which is the outlet where a page does not name it.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_the_address_without_what_is_around_it() {
        assert_eq!(host("https://www.herald.example:8080/a?b#c"), "herald.example");
        assert_eq!(host("dns:herald.example"), "");
    }
}
