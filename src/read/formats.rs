//! Chooses the reader of a source.

use std::{
    io::{BufRead, BufReader},
    mem,
    path::Path,
};

use encoding_rs::UTF_8;

use super::{
    columnar,
    encoding::{self, Told, Transcoder},
    event::{Emit, Event, Span},
    format::Format,
    html, json, json_lines,
    leaf::{Context, Leaf},
    markdown,
    mojibake::Counter,
    problem::Fault,
    record::Parsed,
    stream::Stream,
    table, text, warc,
    way::Step,
    xml,
};

/// Reads a source whose packing is off.
pub(super) fn read(leaf: Leaf<'_>, context: &Context<'_>, emit: &mut Emit<'_>) {
    let losses = leaf.losses.clone();
    let mut counter = Counter::default();
    let mut seen = |event| {
        counter.see(&event);
        emit(event);
    };
    read_unpacked(leaf, context, &mut seen);
    if let Some(found) = counter.found() {
        emit(Event::Mojibake(found));
    }
    for fault in losses.iter().filter_map(|losses| losses.fault()) {
        emit(Event::Fault(None, fault));
    }
}

fn read_unpacked(leaf: Leaf<'_>, context: &Context<'_>, emit: &mut Emit<'_>) {
    let head = leaf.stream.head();
    let seen = || Format::of_content(head, |name| context.schema.is_text(name));
    let format = match (context.options.format, Format::of_name(leaf.name())) {
        (Some(forced), _) => forced,
        // An object a line is often called `.json` too.
        (None, Some(Format::Json)) if seen() == Format::JsonLines => Format::JsonLines,
        (None, Some(named)) => named,
        (None, None) => seen(),
    };
    match format {
        Format::JsonLines => streamed(leaf, format, context, emit, |source, path, emit| {
            let take = |line, bytes, parsed| {
                emit(Event::Article(Span { line: Some(line), bytes }, Box::new(parsed)));
            };
            match json_lines::read(source, path, context, take) {
                Ok(0) => emit(Event::Fault(None, Fault::empty())),
                Ok(_) => {}
                Err(error) => emit(Event::Fault(None, Fault::unreadable(Path::new(path), &error))),
            }
        }),
        Format::Json if is_array(head) => streamed(leaf, format, context, emit, |source, path, emit| {
            json::read_array(source, path, context, emit);
        }),
        Format::Csv | Format::Tsv => {
            let is_tabbed = format == Format::Tsv;
            let delimiter =
                if is_tabbed { b'\t' } else { table::delimiter(encoding::lossy(head).as_bytes()) };
            streamed(leaf, format, context, emit, |source, path, emit| {
                table::read(source, delimiter, path, context, emit);
            });
        }
        Format::Warc => {
            // Each page has its own encoding.
            emit(Event::Begin(leaf.origin(format)));
            warc::read(leaf.stream.buffered(), &leaf.path, context, emit);
        }
        Format::Parquet | Format::Arrow => columnar::read(leaf, format, context, emit),
        Format::Text | Format::Markdown | Format::Html | Format::Json | Format::Xml => {
            whole(leaf, format, context, emit);
        }
    }
}

fn is_array(head: &[u8]) -> bool {
    encoding::lossy(head).trim_start().starts_with('[')
}

/// Formats that are read in bounded memory whatever their length.
fn streamed(
    mut leaf: Leaf<'_>,
    format: Format,
    context: &Context<'_>,
    emit: &mut Emit<'_>,
    read: impl FnOnce(Box<dyn BufRead + '_>, &str, &mut Emit<'_>),
) {
    let Told { encoding, guessed } = encoding::of(leaf.stream.head(), context.options.encoding);
    // JSON is UTF-8 by its standard: a line that is not is left out rather than taken for another encoding.
    let is_json = matches!(format, Format::JsonLines | Format::Json);
    if encoding == UTF_8 || (guessed && is_json) {
        emit(Event::Begin(leaf.origin(format)));
        read(leaf.stream.buffered(), &leaf.path, emit);
        return;
    }
    leaf.way = leaf.way.then(Step::Decode(encoding));
    emit(Event::Begin(leaf.origin(format)));
    if guessed {
        emit(Event::Guessed(encoding.name()));
    }
    let transcoder = Transcoder::new(leaf.stream.buffered(), encoding);
    let damage = transcoder.damage.clone();
    read(Box::new(BufReader::new(transcoder)), &leaf.path, emit);
    if let Some(fault) = damage.fault(encoding) {
        emit(Event::Fault(None, fault));
    }
}

/// Formats that are read as a whole.
fn whole(mut leaf: Leaf<'_>, format: Format, context: &Context<'_>, emit: &mut Emit<'_>) {
    let is_article = matches!(format, Format::Text | Format::Markdown | Format::Html);
    let stream = mem::replace(&mut leaf.stream, Stream::of_bytes(Vec::new()));
    let decoded = Decoded::new(stream, &leaf.path, is_article, context);
    // Articles in a file are placed in its decoded text, an article that is a file in its bytes.
    if let Ok(Decoded { told, fault, .. }) = &decoded
        && !is_article
        && (told.encoding != UTF_8 || fault.is_some())
    {
        leaf.way = leaf.way.then(Step::Decode(told.encoding));
    }
    emit(Event::Begin(leaf.origin(format)));
    let path = leaf.path;
    let Decoded { text, length, told, cut, fault } = match decoded {
        Ok(decoded) => decoded,
        Err(fault) => return emit(Event::Fault(None, fault)),
    };
    if told.guessed {
        emit(Event::Guessed(told.encoding.name()));
    }
    for fault in cut.into_iter().chain(fault) {
        emit(Event::Fault(None, fault));
    }
    let bare = text.strip_prefix(encoding::BYTE_ORDER_MARK).unwrap_or(&text);
    let offset = (text.len() - bare.len()) as u64;
    let limit = context.options.limit();
    let parsed: Parsed = match format {
        Format::Json => return json::read_object(bare, offset, &path, context, emit),
        // XHTML is XML too, and read as the page that it is.
        Format::Xml if Format::of_content(bare.as_bytes(), |_| false) != Format::Html => {
            return xml::read(bare, offset, &path, context, emit);
        }
        _ if bare.len() as u64 > limit => Fault::too_large(limit).into(),
        Format::Html | Format::Xml => html::page(bare).article(|| path),
        Format::Markdown => markdown::article(bare, path, context),
        _ => text::article(bare, path),
    };
    emit(Event::Article(Span { line: None, bytes: 0..length }, Box::new(parsed)));
}

/// Bytes in which a document shows what it is.
const HEAD: usize = 1 << 10;

/// Whether a text begins like XML or JSON: a NUL in it is damage to one of its articles.
fn is_markup(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').starts_with(['<', '{', '['])
}

/// All of a text.
struct Decoded {
    text: String,
    /// Bytes that it had before it was decoded.
    length: u64,
    told: Told,
    /// Why a document of several articles ends before its end.
    cut: Option<Fault>,
    /// What could not be decoded.
    fault: Option<Fault>,
}

impl Decoded {
    fn new(stream: Stream<'_>, path: &str, is_article: bool, context: &Context<'_>) -> Result<Self, Fault> {
        let options = context.options;
        let limit = if is_article { options.limit() } else { options.max_document_bytes };
        let too_large =
            || if is_article { Fault::too_large(limit) } else { Fault::document_too_large(limit) };
        let (bytes, read) = stream.bytes(limit);
        let cut = read.err().map(|error| Fault::unreadable(Path::new(path), &error));
        let length = bytes.len() as u64;
        if let Some(fault) = cut.clone().filter(|_| is_article || length == 0) {
            return Err(fault);
        }
        if length == 0 {
            return Err(Fault::empty());
        }
        if length > limit {
            return Err(too_large());
        }
        let told = encoding::of(&bytes, options.encoding);
        // Asked before it is decoded: of an image this is the more helpful thing to say.
        if encoding::shown(told.encoding) != "UTF-16"
            && bytes.contains(&0)
            && (is_article || !is_markup(&encoding::lossy(&bytes[..bytes.len().min(HEAD)])))
        {
            return Err(Fault::binary());
        }
        let (text, damage) = encoding::decode(bytes, told.encoding);
        if text.contains('\0') && (is_article || !is_markup(&text)) {
            return Err(Fault::binary());
        }
        if text.len() as u64 > limit {
            return Err(too_large());
        }
        Ok(Self { text, length, told, cut, fault: damage.fault(told.encoding) })
    }
}
