//! JSON Feed, versions 1 and 1.1.

use serde_json::{Map, Value};

use super::{
    super::{
        draft::{Draft, fill, header},
        html,
    },
    text,
};
use crate::article::Article;

/// An item of a feed, if the object is one.
pub(super) fn item(object: &Map<String, Value>) -> Option<Draft> {
    if !object.contains_key("content_text") && !object.contains_key("content_html") {
        return None;
    }
    let mut draft = Draft::default();
    fill(&mut draft.text, text(object, "content_text"));
    fill(&mut draft.text, html::to_text(text(object, "content_html")));
    fill(&mut draft.text, text(object, "summary"));
    fill(&mut draft.title, text(object, "title"));
    fill(&mut draft.url, text(object, "url"));
    match object.get("id") {
        Some(Value::Number(id)) => draft.id = id.to_string(),
        _ => fill(&mut draft.id, text(object, "id")),
    }
    fill(&mut draft.id, &draft.url);
    for name in ["date_published", "date_modified"] {
        draft.published(name, text(object, name));
    }
    let authors = object.get("authors").and_then(Value::as_array);
    let names = authors.into_iter().flatten().chain(object.get("author")).filter_map(Value::as_object);
    let names: Vec<&str> = names.map(|author| text(author, "name")).filter(|name| !name.is_empty()).collect();
    fill(&mut draft.details.byline, names.join(", "));
    fill(&mut draft.details.language, text(object, "language"));
    Some(draft)
}

/// Adds what the feed says of all its items.
pub(super) fn add_header(article: &mut Article, feed: &Map<String, Value>) {
    if !text(feed, "version").contains("jsonfeed.org") {
        return;
    }
    if article.source.trim().is_empty() {
        article.source = header(text(feed, "title")).into();
    }
    let language = header(text(feed, "language"));
    if !language.is_empty() {
        fill(&mut article.details.get_or_insert_default().language, language);
    }
}
