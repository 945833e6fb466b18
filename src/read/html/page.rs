//! The article of a whole page.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

use super::{
    super::draft::{Draft, fill},
    UNREAD, depth, lines, linked,
};

/// Elements of a page beyond which it is no article but an attack, or a dump. Long live blogs have some ten thousand.
const ELEMENTS: usize = 200_000;

/// The article of a page: its main text as browsers' reading modes find it, and what its head says.
pub(in crate::read) fn page(html: &str) -> Draft {
    let document = Document::from(&*depth::shallow(html));
    let mut draft = Draft::default();
    let scripts = document.select("script[type='application/ld+json']");
    let linked = scripts.iter().find_map(|script| linked::article(&script.text())).unwrap_or_default();
    let meta = |selector: &str| {
        let found = document.select(&format!("meta[{selector}]"));
        found
            .iter()
            .find_map(|meta| meta.attr("content"))
            .map(|content| content.to_string())
            .unwrap_or_default()
    };

    fill(&mut draft.title, &linked.headline);
    fill(&mut draft.title, meta("property='og:title'"));
    fill(&mut draft.source, &linked.publisher);
    fill(&mut draft.source, meta("property='og:site_name'"));
    fill(&mut draft.details.byline, &linked.byline);
    fill(&mut draft.details.byline, meta("name='author'"));
    let canonical = document.select("link[rel='canonical']");
    fill(&mut draft.url, canonical.attr_or("href", ""));
    fill(&mut draft.url, meta("property='og:url'"));
    fill(&mut draft.url, &linked.url);
    draft.published("article:published_time", &meta("property='article:published_time'"));
    draft.published("datePublished", &linked.published);
    for selector in ["itemprop='datePublished'", "name='date'", "name='dc.date'", "name='DC.date.issued'"] {
        draft.published(selector, &meta(selector));
    }
    let time = document.select("article time[datetime], header time[datetime]");
    draft.published("datetime", &time.attr_or("datetime", ""));
    fill(&mut draft.details.language, document.select("html").attr_or("lang", ""));
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

fn lines_of(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}
