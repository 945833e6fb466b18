//! JSON documents: arrays of articles, JSON Feed, ninjs, and objects around a list of articles.

mod elements;
mod feed;
mod ninjs;

use std::{collections::BTreeMap, io::BufRead, ops::Range};

use rayon::prelude::*;
use serde::de::IgnoredAny;
use serde_json::{Map, Value, value::RawValue};

use super::{
    default_id::default_id,
    draft::Draft,
    event::{Emit, Event, Span},
    leaf::Context,
    problem::Fault,
    record::{Parsed, not_valid},
};
use elements::{Element, Elements, Trouble};

const MEND: &str = "mend it, or fetch it again";

/// Bytes of articles that are parsed at a time: enough to keep the threads busy.
const BATCH_BYTES: usize = 8 << 20;

/// Reads an array, article by article. Linear in its length.
pub(super) fn read_array(source: impl BufRead, path: &str, context: &Context<'_>, emit: &mut Emit<'_>) {
    let elements = Elements::new(source, context.options.limit());
    if let Err((line, fault)) = read_elements(elements, path, context, emit) {
        emit(Event::Fault(line, fault));
    }
}

/// How many bytes they have.
fn read_elements<R: BufRead>(
    mut elements: Elements<R>,
    path: &str,
    context: &Context<'_>,
    emit: &mut Emit<'_>,
) -> Result<u64, Trouble> {
    let mut any = false;
    loop {
        let (batch, end) = batch(&mut elements);
        any |= !batch.is_empty();
        let parsed: Vec<(u64, Parsed)> =
            batch.par_iter().map(|element| parse(element, path, context)).collect();
        for (Element { start, text, .. }, (line, parsed)) in batch.iter().zip(parsed) {
            let span = Span { line: Some(line), bytes: *start..*start + text.len() as u64 };
            emit(Event::Article(span, Box::new(parsed)));
        }
        match end {
            None => {}
            Some(Ok(())) if !any => return Err((None, Fault::new("holds no articles; leave it out"))),
            Some(end) => return end.map(|()| elements.at()),
        }
    }
}

/// Some elements, and the end if they are the last.
fn batch<R: BufRead>(elements: &mut Elements<R>) -> (Vec<Element>, Option<Result<(), Trouble>>) {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while bytes < BATCH_BYTES {
        match elements.next() {
            Ok(Some(element)) => {
                bytes += element.text.len();
                batch.push(element);
            }
            Ok(None) => return (batch, Some(Ok(()))),
            Err(trouble) => return (batch, Some(Err(trouble))),
        }
    }
    (batch, None)
}

/// The line in which it is, or is damaged, and what it says.
fn parse(element: &Element, path: &str, context: &Context<'_>) -> (u64, Parsed) {
    let Element { line, nth, text, fault, .. } = element;
    if let Some(fault) = fault {
        return (*line, fault.clone().into());
    }
    let parsed = match str::from_utf8(text) {
        Ok(text) => {
            let parsed = context.schema.parse(text, || default_id(path, *line, *nth));
            // In JSON Lines, for which the schema speaks, the line is told and the advice is another.
            if parsed.article.is_none()
                && let Err(error) = serde_json::from_str::<IgnoredAny>(text)
            {
                return (line + error.line() as u64 - 1, not_valid(&error, MEND).into());
            }
            parsed
        }
        Err(error) => {
            let at = error.valid_up_to();
            Fault::new(format!("is not valid UTF-8 {at} bytes after its start; convert the file to UTF-8"))
                .into()
        }
    };
    (*line, parsed)
}

/// Names under which interfaces hand out lists of articles.
const LISTS: [&str; 7] = ["items", "articles", "results", "data", "docs", "entries", "stories"];

/// Whether an object holds a list of articles and no text of its own; of one that is cut off, what is before the list
/// has to do.
pub(super) fn is_around_list(object: &str, is_text: impl Fn(&str) -> bool) -> bool {
    let names = |object: &str| serde_json::from_str::<BTreeMap<String, IgnoredAny>>(object).ok();
    LISTS.iter().any(|&name| {
        let Some(list) = list_in(object, name) else { return false };
        let before = object[..object.len() - list.len()].to_owned() + "[]}";
        let is_outermost = names(&before).is_some();
        is_outermost
            && !names(object).or_else(|| names(&before)).is_some_and(|all| all.keys().any(|n| is_text(n)))
    })
}

/// Reads an object: one article, or a list of them under one of several names.
pub(super) fn read_object(text: &str, offset: u64, path: &str, context: &Context<'_>, emit: &mut Emit<'_>) {
    let limit = context.options.limit();
    let raw: serde_json::Result<BTreeMap<String, &RawValue>> = serde_json::from_str(text);
    let has_text = raw.as_ref().is_ok_and(|raw| raw.keys().any(|name| context.schema.is_text(name)));
    let list = match &raw {
        Ok(_) if has_text => None,
        Ok(raw) => {
            LISTS.iter().find_map(|&name| raw.get(name)?.get().starts_with('[').then(|| raw[name].get()))
        }
        // What is around the damage can be read all the same.
        Err(_) => LISTS.iter().find_map(|&name| list_in(text, name)),
    };
    let Some(list) = list else {
        let parsed = match raw {
            Ok(_) if text.len() as u64 > limit => Fault::too_large(limit).into(),
            Ok(_) => context.schema.parse(text, || path.to_owned()),
            Err(error) => {
                return emit(Event::Fault(Some(error.line() as u64), not_valid(&error, MEND)));
            }
        };
        let bytes = offset..offset + text.len() as u64;
        emit(Event::Article(Span { line: None, bytes }, Box::new(parsed)));
        return;
    };
    let start = list.as_ptr() as usize - text.as_ptr() as usize;
    // What the feed says of all its articles; behind the list, where hardly any does, only if nothing is damaged.
    let header = if raw.is_ok() {
        text[..start].to_owned() + "[]" + &text[start + list.len()..]
    } else {
        text[..start].to_owned() + "[]}"
    };
    let header: Map<String, Value> = serde_json::from_str(&header).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count() as u64;
    let offset = offset + start as u64;
    let mut emit_moved = |event| {
        emit(match event {
            Event::Article(span, mut parsed) => {
                let bytes = span.bytes.start + offset..span.bytes.end + offset;
                if let Some(article) = &mut parsed.article {
                    feed::add_header(article, &header);
                }
                Event::Article(Span { line: span.line, bytes }, parsed)
            }
            event => event,
        });
    };
    let elements = Elements::inside(list.as_bytes(), limit, lines + 1);
    match read_elements(elements, path, context, &mut emit_moved) {
        Err((line, fault)) => emit(Event::Fault(line, fault)),
        Ok(length) if raw.is_err() => {
            if let Err(error) = around(text, start + 1..start + length as usize - 1) {
                emit(Event::Fault(Some(error.line() as u64), not_valid(&error, MEND)));
            }
        }
        Ok(_) => {}
    }
}

/// What is wrong around a list whose elements are in `inside`.
fn around(text: &str, inside: Range<usize>) -> serde_json::Result<IgnoredAny> {
    let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
    let blanks: String = text[inside.clone()].bytes().map(blank).collect();
    serde_json::from_str(&(text[..inside.start].to_owned() + &blanks + &text[inside.end..]))
}

/// From the beginning of a list on, in text that is not valid.
fn list_in<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let at = text.find(&format!("\"{name}\""))? + name.len() + 2;
    let list = text[at..].trim_start().strip_prefix(':')?.trim_start();
    list.starts_with('[').then_some(list)
}

/// What an object of a standard is.
pub(super) enum Standard {
    Article(Box<Draft>),
    /// A picture, a video or the like.
    NoText,
}

/// What an object is that has none of the fields of an article by their plain names.
pub(super) fn standard(text: &str) -> Option<Standard> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else { return None };
    let draft = |draft| Standard::Article(Box::new(draft));
    ninjs::item(&object).or_else(|| feed::item(&object).map(draft))
}

/// The text of a field, empty where it is missing or no text.
fn text<'o>(object: &'o Map<String, Value>, name: &str) -> &'o str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}
