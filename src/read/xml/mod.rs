//! XML: feeds, agency deliveries, and lists of feeds, told apart by their root.

mod building;
mod dtd;
mod lines;
mod namespaces;
mod newsml;
mod nitf;
mod opml;
mod parse;
mod recovery;
mod sections;
mod syndication;
mod text;
mod tree;

use super::{
    default_id::{OnLine, default_id},
    draft,
    event::{Emit, Event, Span},
    leaf::Context,
    problem::Fault,
    record::Parsed,
};
use parse::{Found, Item};
use tree::Element;

/// What an XML document holds, told by its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// RSS 0.9x and 2.0.
    Rss,
    /// RSS 1.0.
    Rdf,
    Atom,
    AtomEntry,
    NewsMessage,
    NewsItem,
    Nitf,
    Opml,
}

impl Kind {
    fn of_root(name: &str) -> Option<Self> {
        Some(match name {
            "rss" => Self::Rss,
            "RDF" => Self::Rdf,
            "feed" => Self::Atom,
            "entry" => Self::AtomEntry,
            "newsMessage" => Self::NewsMessage,
            "newsItem" => Self::NewsItem,
            "nitf" => Self::Nitf,
            "opml" => Self::Opml,
            _ => return None,
        })
    }

    /// Whether an element in the elements `path` is an article.
    fn is_item(self, path: &[&str], name: &str) -> bool {
        match self {
            Self::Rss => name == "item" && matches!(path, ["rss"] | ["rss", "channel"]),
            Self::Rdf => name == "item" && path == ["RDF"],
            Self::Atom => name == "entry" && path == ["feed"],
            Self::NewsMessage => name == "newsItem" && path == ["newsMessage", "itemSet"],
            Self::AtomEntry | Self::NewsItem | Self::Nitf | Self::Opml => path.is_empty(),
        }
    }

    /// Whether an element says something of all articles.
    fn is_header(self, path: &[&str], name: &str) -> bool {
        match self {
            Self::Rss => path == ["rss", "channel"],
            Self::Rdf => path == ["RDF"] && name == "channel",
            Self::Atom => path == ["feed"],
            _ => false,
        }
    }
}

/// What a feed says of all its articles.
#[derive(Debug, Default)]
struct Header {
    title: String,
    language: String,
}

/// Reads an XML document.
pub(super) fn read(text: &str, offset: u64, path: &str, context: &Context<'_>, emit: &mut Emit<'_>) {
    let mut header = Header::default();
    let options = context.options;
    let mut any = false;
    let mut on_line = OnLine::default();
    parse::parse(text, options, &mut |found| match found {
        Found::Root { language } => header.language = draft::header(&language).to_owned(),
        Found::Header(element) => header.add(&element),
        Found::Fault(line, fault) => {
            any = true;
            emit(Event::Fault(line, fault));
        }
        Found::Item(item) => {
            any = true;
            let Item { kind, line, bytes, content } = item;
            let whole = matches!(kind, Kind::AtomEntry | Kind::NewsItem | Kind::Nitf | Kind::Opml);
            let span = Span {
                line: (!whole).then_some(line),
                bytes: bytes.start as u64 + offset..bytes.end as u64 + offset,
            };
            let nth = on_line.next(line);
            let id = || if whole { path.to_owned() } else { default_id(path, line, nth) };
            match content {
                Err(fault) => emit(Event::Article(span, Box::new(fault.into()))),
                Ok((element, faults)) => {
                    if kind == Kind::Opml {
                        opml::files(&element, path).into_iter().for_each(&mut *emit);
                        return;
                    }
                    match article(kind, &element, &header, id) {
                        Some(mut parsed) => {
                            parsed.faults.splice(..0, faults);
                            emit(Event::Article(span, Box::new(parsed)));
                        }
                        None => emit(Event::LeftOut),
                    }
                }
            }
        }
    });
    if !any {
        emit(Event::Fault(None, Fault::new("holds no articles; leave it out")));
    }
}

/// The article of an element; `None` for pictures and the like.
fn article(kind: Kind, element: &Element, header: &Header, id: impl FnOnce() -> String) -> Option<Parsed> {
    let draft = match kind {
        Kind::Rss | Kind::Rdf => syndication::item(element, header),
        Kind::Atom | Kind::AtomEntry => syndication::entry(element, header),
        Kind::NewsMessage | Kind::NewsItem => newsml::item(element)?,
        Kind::Nitf => nitf::item(element),
        Kind::Opml => return None,
    };
    Some(draft.article(id))
}

impl Header {
    fn add(&mut self, element: &Element) {
        match &*element.name {
            "title" if self.title.is_empty() => {
                self.title = draft::header(&syndication::feed_title(element)).to_owned();
            }
            "language" => self.language = draft::header(&element.text()).to_owned(),
            // RSS 1.0 has the channel beside its items.
            "channel" => element.elements().for_each(|child| self.add(child)),
            _ => {}
        }
    }
}
