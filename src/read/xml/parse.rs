//! Cuts an XML document into its articles, and goes on behind what is damaged.

use std::ops::Range;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    super::{options::ReadOptions, problem::Fault},
    Kind,
    building::Building,
    dtd::{Entities, resolved, unescaped},
    lines::Lines,
    namespaces::Namespaces,
    recovery::tag,
    sections::Sections,
    tree::{Element, Node},
};

/// What came up, in order.
pub(super) enum Found {
    Root { language: String },
    Header(Element),
    Item(Item),
    Fault(Option<u64>, Fault),
}

/// An article's element.
pub(super) struct Item {
    pub kind: Kind,
    pub line: u64,
    pub bytes: Range<usize>,
    /// The element and what is wrong with parts of it, or why it cannot be read.
    pub content: Result<(Element, Vec<Fault>), Fault>,
}

pub(super) const NEXT_BEGINS: &str = "it is not closed before the next one begins";

/// Parses a document. Linear in its length.
pub(super) fn parse(text: &str, options: &ReadOptions, take: &mut dyn FnMut(Found)) {
    let mut parser = Parser {
        text,
        options,
        lines: Lines::new(text),
        sections: Sections::new(text),
        entities: Entities::new(options.max_entity_bytes),
        kind: None,
        path: Vec::new(),
        namespaces: Namespaces::default(),
        building: None,
        item_tag: None,
        nests: true,
        take,
    };
    let mut start = 0;
    while let Some(next) = parser.run(start) {
        start = next;
    }
}

pub(super) struct Parser<'p> {
    pub text: &'p str,
    options: &'p ReadOptions,
    pub lines: Lines<'p>,
    sections: Sections<'p>,
    entities: Entities,
    pub kind: Option<Kind>,
    /// Local names of the open elements outside of articles.
    pub path: Vec<&'p str>,
    pub namespaces: Namespaces,
    pub building: Option<Building>,
    /// How the document writes the tag of an article, to find the next one behind damage.
    pub item_tag: Option<String>,
    /// Whether articles may hold elements of their own tag; not once one that seemed to was only not closed.
    pub nests: bool,
    pub take: &'p mut dyn FnMut(Found),
}

/// Whether to go on.
#[derive(PartialEq, Eq)]
enum Next {
    Go,
    /// Anew, behind damage.
    Again(usize),
    /// The root cannot be used.
    Stop,
}

impl<'p> Parser<'p> {
    /// Parses from `start` on; gives back where to start anew behind damage.
    fn run(&mut self, start: usize) -> Option<usize> {
        // What is well-formed is read in one go.
        let (stop, unclosed) = if start == 0 {
            (self.text.len(), "")
        } else {
            let tag = tag(self.item_tag.as_deref(), self.kind).unwrap_or_default();
            self.sections.closed(start, tag)
        };
        let mut reader = Reader::from_str(&self.text[start..stop]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = false;
        loop {
            let at = start + reader.buffer_position() as usize;
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = start + reader.error_position() as usize;
                    return self.damaged(at, &error.to_string());
                }
            };
            let end = start + reader.buffer_position() as usize;
            let next = match event {
                Event::Start(tag) => self.start(&tag, at, end, false),
                Event::Empty(tag) => self.start(&tag, at, end, true),
                Event::End(tag) => self.end(tag.local_name().as_ref(), at, end),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) if self.runs_on(&text) => {
                    return self.damaged(at, "a CDATA section is not closed");
                }
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) => self.reference(&reference),
                Event::DocType(text) => {
                    self.entities.declare(&text);
                    Next::Go
                }
                Event::Eof if stop < self.text.len() => {
                    return self.damaged(stop, &format!("{unclosed} is not closed"));
                }
                Event::Eof => {
                    return self.ended(end);
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => Next::Go,
            };
            match next {
                Next::Go => {}
                Next::Again(start) => return Some(start),
                Next::Stop => return None,
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize, end: usize, empty: bool) -> Next {
        let name = tag.name();
        let (local, prefix) = name.decompose();
        let depth = self.path.len() + self.building.as_ref().map_or(0, |building| building.open.len());
        let attributes = self.attributes(tag, depth);
        let space = self.namespaces.space(prefix.as_ref().map_or("", |prefix| prefix.as_ref()));
        let local: &str = local.as_ref();
        if self.item_tag.as_deref() == Some(name.0) && self.is_inside_item() {
            match &mut self.building {
                Some(building) if self.nests && building.open.len() > 1 => {
                    building.nested.get_or_insert((at, building.open.len()));
                }
                _ => self.break_off(at, NEXT_BEGINS),
            }
        }
        if let Some(building) = &mut self.building {
            let element = Element { space, name: local.to_owned(), attributes, children: Vec::new() };
            let most = self.options.depth();
            if building.open.len() >= most {
                building.broken.get_or_insert_with(|| {
                    Fault::new(format!(
                        "its elements nest deeper than {most}; mend it or raise the limit with --max-depth"
                    ))
                });
                // Kept flat from here on: what is so deep is never read.
            } else if empty {
                building.add(Node::Element(element));
                self.namespaces.unbind(depth);
            } else {
                building.open.push(element);
            }
            return Next::Go;
        }
        let Some(kind) = self.kind.or_else(|| Kind::of_root(local)) else {
            let message = format!(
                "is XML, but its root {local:?} is none of RSS, Atom, NewsML-G2, NITF or OPML; convert it to one of them"
            );
            (self.take)(Found::Fault(None, Fault::new(message)));
            return Next::Stop;
        };
        if self.kind.is_none() {
            self.kind = Some(kind);
            let language = attribute(&attributes, "xml:lang").to_owned();
            (self.take)(Found::Root { language });
        }
        let is_item = kind.is_item(&self.path, local);
        if is_item || kind.is_header(&self.path, local) {
            if is_item {
                self.item_tag.get_or_insert_with(|| name.0.to_owned());
            }
            let element = Element { space, name: local.to_owned(), attributes, children: Vec::new() };
            let building = Building {
                is_item,
                start: at,
                line: self.lines.number(at),
                open: vec![element],
                nested: None,
                faults: Vec::new(),
                broken: None,
            };
            self.building = Some(building);
            if empty {
                self.finish(end);
            }
        } else if !empty {
            // The name lives in the text, at this place.
            let from = at + 1 + (name.0.len() - local.len());
            self.path.push(&self.text[from..from + local.len()]);
        } else {
            self.namespaces.unbind(self.path.len());
        }
        Next::Go
    }

    /// Whether the open element is an article that cannot hold another one.
    fn is_inside_item(&self) -> bool {
        self.building.as_ref().is_some_and(|building| building.is_item)
            && matches!(self.kind, Some(Kind::Rss | Kind::Rdf | Kind::Atom | Kind::NewsMessage))
    }

    fn end(&mut self, local: &str, at: usize, end: usize) -> Next {
        let Some(building) = &mut self.building else {
            match self.path.iter().rposition(|open| *open == local) {
                Some(index) => {
                    if index + 1 != self.path.len() {
                        let (line, open) = (self.lines.number(at), self.path[self.path.len() - 1]);
                        let message = format!("</{local}> closes <{open}>; mend it");
                        (self.take)(Found::Fault(Some(line), Fault::new(message)));
                    }
                    self.path.truncate(index);
                    self.namespaces.unbind(index);
                }
                None => {
                    let line = self.lines.number(at);
                    let message = format!("</{local}> closes nothing; mend it");
                    (self.take)(Found::Fault(Some(line), Fault::new(message)));
                }
            }
            return Next::Go;
        };
        let open = building.open.last().map_or("", |element| &element.name);
        if open != local && building.broken.is_none() {
            let line = self.lines.number(at);
            building.broken = Some(Fault::new(format!("</{local}> closes <{open}> in line {line}; mend it")));
        }
        if let Some(index) = building.open.iter().rposition(|element| element.name == local) {
            while building.open.len() > index.max(1) {
                building.close();
            }
            if index == 0 {
                self.finish(end);
            } else {
                let depth = self.path.len() + index;
                self.namespaces.unbind(depth);
            }
        } else if self.path.contains(&local) {
            // The article's own end was lost.
            if let Some(next) = self.unnested() {
                return Next::Again(next);
            }
            self.break_off(at, &format!("it is not closed before </{local}>"));
            return self.end(local, at, end);
        }
        Next::Go
    }

    fn text(&mut self, text: &str) -> Next {
        let Some(building) = &mut self.building else { return Next::Go };
        if text.contains('\0') {
            building.fault(Fault::new("holds a NUL byte, for which U+FFFD stands; mend it"));
            building.add_text(&text.replace('\0', "\u{FFFD}"));
        } else {
            building.add_text(text);
        }
        Next::Go
    }

    fn reference(&mut self, name: &str) -> Next {
        let Some(building) = &mut self.building else { return Next::Go };
        match resolved(&mut self.entities, name) {
            Ok(text) => building.add_text(&text),
            Err(message) => {
                building.add_text(&format!("&{name};"));
                building.fault(Fault::new(message));
            }
        }
        Next::Go
    }

    /// The article or header is whole.
    pub fn finish(&mut self, end: usize) {
        let Some(mut building) = self.building.take() else { return };
        self.namespaces.unbind(self.path.len());
        let limit = self.options.limit();
        let line = building.line;
        let (Some(element), Some(kind)) = (building.open.pop(), self.kind) else { return };
        if building.is_item {
            let bytes = building.start..end;
            let content = match building.broken {
                _ if bytes.len() as u64 > limit => Err(Fault::too_large(limit)),
                None => Ok((element, building.faults)),
                Some(Fault { field, message }) => {
                    Err(Fault { field, message: format!("is not well-formed: {message}") })
                }
            };
            (self.take)(Found::Item(Item { kind, line, bytes, content }));
        } else {
            if let Some(fault) = building.broken {
                (self.take)(Found::Fault(Some(line), fault));
            }
            (self.take)(Found::Header(element));
        }
    }

    fn attributes(&mut self, tag: &BytesStart<'_>, depth: usize) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false).flatten() {
            let key = attribute.key.0;
            let value = unescaped(&mut self.entities, &attribute.value);
            if let Some(prefix) = key.strip_prefix("xmlns") {
                self.namespaces.bind(depth, prefix.strip_prefix(':').unwrap_or(prefix), &value);
            } else {
                attributes.push((key.to_owned(), value));
            }
        }
        attributes
    }
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> &'a str {
    attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}
