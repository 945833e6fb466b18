//! RSS and Atom.

use super::{
    super::{
        draft::{Draft, fill},
        html,
    },
    Header,
    text::paragraphs,
    tree::{Element, Space, text_of},
};

/// The title of a feed; only Atom says of what kind it is.
pub(super) fn feed_title(title: &Element) -> String {
    let is_atom = title.space == Space::Atom || !title.attribute("type").is_empty();
    if is_atom { construct(title) } else { html::to_text(&title.text()) }
}

/// An `<item>` of RSS.
pub(super) fn item(element: &Element, header: &Header) -> Draft {
    let own = |name: &str| element.own(element.space, name).or_else(|| element.own(Space::None, name));
    let dublin_core = |name: &str| element.own(Space::DublinCore, name);
    let mut draft = Draft::default();
    fill(&mut draft.text, escaped(element.own(Space::Content, "encoded")));
    if draft.text.trim().is_empty() {
        draft.text = element.own(Space::Xhtml, "body").map_or_else(String::new, paragraphs);
    }
    fill(&mut draft.text, escaped(own("description")));
    fill(&mut draft.text, escaped(dublin_core("description")));
    fill(&mut draft.title, html::to_text(&text_of(own("title"))));
    fill(&mut draft.title, text_of(dublin_core("title")));

    let guid = own("guid");
    fill(&mut draft.url, text_of(own("link")));
    fill(&mut draft.url, link(element));
    fill(&mut draft.id, text_of(guid));
    fill(&mut draft.id, element.attribute("rdf:about"));
    fill(&mut draft.id, text_of(dublin_core("identifier")));
    fill(&mut draft.id, &draft.url);
    if guid.is_some_and(|guid| guid.attribute("isPermaLink") != "false") && draft.id.starts_with("http") {
        fill(&mut draft.url, &draft.id);
    }

    fill(&mut draft.source, text_of(own("source")));
    fill(&mut draft.source, text_of(dublin_core("publisher")));
    fill(&mut draft.source, &header.title);
    for (name, date) in [
        ("pubDate", own("pubDate")),
        ("dc:date", dublin_core("date")),
        ("dc:issued", dublin_core("issued")),
        ("atom:published", element.own(Space::Atom, "published")),
        ("atom:updated", element.own(Space::Atom, "updated")),
    ] {
        draft.published(name, &text_of(date));
    }
    fill(&mut draft.details.byline, text_of(dublin_core("creator")));
    fill(&mut draft.details.byline, text_of(own("author")));
    fill(&mut draft.details.language, text_of(dublin_core("language")));
    fill(&mut draft.details.language, element.attribute("xml:lang"));
    fill(&mut draft.details.language, &header.language);
    draft
}

/// An `<entry>` of Atom.
pub(super) fn entry(element: &Element, header: &Header) -> Draft {
    let own = |name: &str| element.own(element.space, name);
    let mut draft = Draft::default();
    fill(&mut draft.text, own("content").map(construct).unwrap_or_default());
    fill(&mut draft.text, own("summary").map(construct).unwrap_or_default());
    fill(&mut draft.title, own("title").map(construct).unwrap_or_default());
    fill(&mut draft.id, text_of(own("id")));
    fill(&mut draft.url, link(element));
    fill(&mut draft.id, &draft.url);
    let source = own("source").and_then(|source| source.child("title"));
    fill(&mut draft.source, source.map(construct).unwrap_or_default());
    fill(&mut draft.source, &header.title);
    for name in ["published", "issued", "updated", "modified"] {
        draft.published(name, &text_of(own(name)));
    }
    let authors: Vec<String> = element.all("author").map(|author| text_of(author.child("name"))).collect();
    fill(&mut draft.details.byline, authors.join(", "));
    fill(&mut draft.details.language, own("content").map_or("", |content| content.attribute("xml:lang")));
    fill(&mut draft.details.language, element.attribute("xml:lang"));
    fill(&mut draft.details.language, &header.language);
    draft
}

/// Escaped HTML, or markup that somebody forgot to escape.
fn escaped(element: Option<&Element>) -> String {
    match element {
        Some(element) if element.elements().next().is_some() => paragraphs(element),
        element => html::to_text(&text_of(element)),
    }
}

/// Text, escaped HTML or XHTML, by its attribute `type`. What is elsewhere (`src`) or in Base64 is no text.
fn construct(element: &Element) -> String {
    match element.attribute("type") {
        "" | "text" | "text/plain" if element.elements().next().is_none() => element.text(),
        "html" | "text/html" => html::to_text(&element.text()),
        kind if kind.is_empty() || kind == "xhtml" || kind.ends_with("xml") => paragraphs(element),
        kind if kind.starts_with("text") => element.text(),
        _ => String::new(),
    }
}

/// Where the article itself is, as Atom says it.
fn link(element: &Element) -> &str {
    let mut links = element.all("link").filter(|link| !link.attribute("href").is_empty());
    let is_own = |link: &&Element| matches!(link.attribute("rel"), "" | "alternate");
    links.find(is_own).map_or("", |link| link.attribute("href"))
}
