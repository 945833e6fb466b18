//! The article of a whole page.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

use super::{
    super::draft::{Draft, fill},
    UNREAD, depth, lines, linked,
};

/// Elements of a page beyond which it is no article but an attack, or a dump. Long live blogs have some ten thousand.
const ELEMENTS: usize = 200_000;

/// Names by which pages say when they were published, beside that of Open Graph.
const DATES: [&str; 14] = [
    "og:article:published_time",
    "og:published_time",
    "datePublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publication_date",
    "parsely-pub-date",
];

/// The article of a page: its main text as browsers' reading modes find it, and what its head says.
pub(in crate::read) fn page(html: &str) -> Draft {
    let document = Document::from(&*depth::shallow(html));
    let mut draft = Draft::default();
    let scripts = document.select("script[type^='application/ld+json' i]");
    let linked = scripts.iter().find_map(|script| linked::article(&script.text())).unwrap_or_default();
    let metas = metas(&document);
    let meta = |name: &str| {
        let found = metas.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, content)| &**content).unwrap_or_default()
    };

    fill(&mut draft.title, &linked.headline);
    fill(&mut draft.title, meta("og:title"));
    fill(&mut draft.source, &linked.publisher);
    fill(&mut draft.source, meta("og:site_name"));
    fill(&mut draft.details.byline, &linked.byline);
    fill(&mut draft.details.byline, meta("author"));
    let canonical = document.select("link[rel='canonical' i]");
    fill(&mut draft.url, canonical.attr_or("href", ""));
    fill(&mut draft.url, meta("og:url"));
    fill(&mut draft.url, &linked.url);
    draft.published("article:published_time", meta("article:published_time"));
    draft.published("datePublished", &linked.published);
    for name in DATES {
        draft.published(name, meta(name));
    }
    let time = document.select("article time[datetime], header time[datetime]");
    draft.published("datetime", &time.attr_or("datetime", ""));
    let root = document.select("html");
    fill(&mut draft.details.language, root.attr_or("lang", ""));
    fill(&mut draft.details.language, root.attr_or("xml:lang", ""));
    fill(&mut draft.details.language, &linked.language);

    let config = Config {
        max_elements_to_parse: ELEMENTS,
        disable_json_ld: true,
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let fallback = document.clone();
    if !depth::is_deep(fallback.root())
        && let Ok(article) =
            Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse())
    {
        fill(&mut draft.title, &article.title);
        draft.text = lines_of(&article.text_content);
    }
    if draft.text.trim().is_empty() {
        draft.text = linked.body;
    }
    if draft.text.trim().is_empty() {
        fallback.select(UNREAD).remove();
        fallback.select("head").remove();
        draft.text = lines(&fallback.root());
    }
    draft
}

/// What the head says, by name: authors of pages mix up the attributes that name it.
fn metas(document: &Document) -> Vec<(String, String)> {
    let mut metas = Vec::new();
    for meta in document.select("meta[content]").iter() {
        let content = meta.attr_or("content", "");
        let names = ["property", "name", "itemprop"].into_iter().filter_map(|attribute| meta.attr(attribute));
        if !content.trim().is_empty() {
            metas.extend(names.map(|name| (name.trim().to_owned(), content.to_string())));
        }
    }
    metas
}

fn lines_of(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}
