//! OPML: lists of feeds.

use std::path::Path;

use super::{
    super::{event::Event, problem::Fault},
    tree::Element,
};

/// The files that a list names, relative to its own place. Feeds elsewhere are reported: nothing is fetched.
pub(super) fn files(root: &Element, path: &str) -> Vec<Event> {
    let mut addresses = Vec::new();
    gather(root, &mut addresses);
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut events: Vec<Event> = addresses.into_iter().map(|address| event(address, folder)).collect();
    if events.is_empty() {
        events.push(Event::Fault(None, Fault::new("names no feeds: no outline in it has an xmlUrl")));
    }
    events
}

fn gather<'e>(element: &'e Element, addresses: &mut Vec<&'e str>) {
    for child in element.elements() {
        let address = child.attribute("xmlUrl").trim();
        if child.name == "outline" && !address.is_empty() {
            addresses.push(address);
        }
        gather(child, addresses);
    }
}

fn event(address: &str, folder: &Path) -> Event {
    let lower = address.to_ascii_lowercase();
    let file = if lower.starts_with("file:") { local(&address["file:".len()..]) } else { None };
    if let Some(file) = file {
        return Event::File(folder.join(decoded(file)));
    }
    if address.contains("://") {
        let message =
            format!("names {address}, and nothing is fetched; save the feed and name the file instead");
        return Event::Fault(None, Fault::new(message));
    }
    let literal = folder.join(address);
    // Some write names as they are, percent signs and all.
    Event::File(if literal.exists() { literal } else { folder.join(decoded(address)) })
}

/// What follows `file:`, without the name of this machine; `None` if it is on another one.
fn local(rest: &str) -> Option<&str> {
    let Some(rest) = rest.strip_prefix("//") else { return Some(rest) };
    let (host, _) = rest.split_once('/')?;
    (host.is_empty() || host.eq_ignore_ascii_case("localhost")).then(|| &rest[host.len()..])
}

/// An address without its percent signs; as it stands where they are none of an address in UTF-8.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}
