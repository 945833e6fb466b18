//! OPML: lists of feeds.

use std::path::{Path, PathBuf};

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
    if let Some(path) = address.strip_prefix("file://") {
        return Event::File(PathBuf::from(path));
    }
    if address.contains("://") {
        let message =
            format!("names {address}, and nothing is fetched; save the feed and name the file instead");
        return Event::Fault(None, Fault::new(message));
    }
    Event::File(folder.join(address))
}
