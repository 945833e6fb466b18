//! Chooses the reader of a source.

use std::io::BufReader;

use encoding_rs::UTF_8;

use super::{
    encoding::{self, Transcoder},
    event::{Emit, Event, Span},
    format::Format,
    html, json_lines,
    leaf::{Context, Leaf},
    problem::Fault,
    record::Parsed,
    text,
    way::Step,
    xml,
};

/// Reads a source whose packing is off.
pub(super) fn read(leaf: Leaf<'_>, context: &Context<'_>, emit: &mut Emit<'_>) {
    let options = context.options;
    let format = options.format.or_else(|| Format::of_name(leaf.name()));
    match format.unwrap_or_else(|| Format::of_content(leaf.stream.head())) {
        Format::JsonLines => read_lines(leaf, context, emit),
        format @ (Format::Text | Format::Html | Format::Xml) => read_document(leaf, format, context, emit),
    }
}

/// Formats that are read in bounded memory whatever their length.
fn read_lines(mut leaf: Leaf<'_>, context: &Context<'_>, emit: &mut Emit<'_>) {
    let told = encoding::of(leaf.stream.head(), context.options.encoding);
    // Single lines that are no UTF-8 are left out rather than taken for another encoding: JSON has no other.
    let is_utf8 = told.encoding == UTF_8 || told.guessed;
    if !is_utf8 {
        leaf.way = leaf.way.then(Step::Decode(told.encoding));
    }
    emit(Event::Begin(leaf.origin(Format::JsonLines)));
    let Leaf { path, stream, .. } = leaf;
    let mut damage = None;
    let count = {
        let take =
            |line, bytes, parsed| emit(Event::Article(Span { line: Some(line), bytes }, Box::new(parsed)));
        if is_utf8 {
            json_lines::read(stream.buffered(), &path, context, take)
        } else {
            let transcoder = Transcoder::new(stream.buffered(), told.encoding);
            damage = Some(transcoder.damage.clone());
            json_lines::read(BufReader::new(transcoder), &path, context, take)
        }
    };
    if let Some(fault) = damage.and_then(|damage| damage.fault(told.encoding)) {
        emit(Event::Fault(None, fault));
    }
    match count {
        Ok(0) => emit(Event::Fault(None, Fault::empty())),
        Ok(_) => {}
        Err(error) => emit(Event::Fault(None, Fault::unreadable(std::path::Path::new(&path), &error))),
    }
}

/// Formats that are read as a whole.
fn read_document(leaf: Leaf<'_>, format: Format, context: &Context<'_>, emit: &mut Emit<'_>) {
    emit(Event::Begin(leaf.origin(format)));
    let options = context.options;
    let limit = if format == Format::Text { options.limit() } else { options.max_document_bytes };
    let Leaf { path, stream, .. } = leaf;
    let (bytes, read) = stream.bytes(limit);
    if let Err(error) = read {
        emit(Event::Fault(None, Fault::unreadable(std::path::Path::new(&path), &error)));
        return;
    }
    let length = bytes.len() as u64;
    if bytes.is_empty() {
        emit(Event::Fault(None, Fault::empty()));
        return;
    }
    if length > limit {
        emit(Event::Fault(None, Fault::too_large(limit)));
        return;
    }
    let told = encoding::of(&bytes, options.encoding);
    let is_utf16 = encoding::shown(told.encoding) == "UTF-16";
    if !is_utf16 && bytes.contains(&0) {
        emit(Event::Fault(None, Fault::binary()));
        return;
    }
    let (text, damage) = encoding::decode(bytes, told.encoding);
    if text.contains('\0') {
        emit(Event::Fault(None, Fault::binary()));
        return;
    }
    if told.guessed {
        emit(Event::Guessed(told.encoding.name()));
    }
    if let Some(fault) = damage.fault(told.encoding) {
        emit(Event::Fault(None, fault));
    }
    let bare = text.strip_prefix(encoding::BYTE_ORDER_MARK).unwrap_or(&text);
    let offset = (text.len() - bare.len()) as u64;
    if bare.len() as u64 > limit {
        emit(Event::Fault(None, Fault::too_large(limit)));
        return;
    }
    let parsed: Parsed = match format {
        Format::Xml if root_of_page(bare) => html::page(bare).article(|| path),
        Format::Xml => return xml::read(bare, offset, &path, context, emit),
        Format::Html => html::page(bare).article(|| path),
        Format::Text | Format::JsonLines => text::article(bare, path),
    };
    emit(Event::Article(Span { line: None, bytes: 0..length }, Box::new(parsed)));
}

/// XHTML is XML too, and read as the page that it is.
fn root_of_page(text: &str) -> bool {
    Format::of_content(text.as_bytes()) == Format::Html
}
