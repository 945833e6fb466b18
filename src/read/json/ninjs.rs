//! ninjs, generations 1 to 3, which differ in the case of their names and in how they hold several texts.

use serde_json::{Map, Value};

use super::super::{
    draft::{Draft, fill},
    html,
};

/// A news item, if the object is one that can hold a text.
pub(super) fn item(object: &Map<String, Value>) -> Option<Draft> {
    // Generation 3 writes `versionCreated` what the others write `versioncreated`.
    let object = &lower(object);
    let has = |name: &str| object.contains_key(name);
    let is_item =
        has("uri") && (has("versioncreated") || has("pubstatus") || has("headline") || has("headlines"));
    if !is_item && !object.keys().any(|name| name.starts_with("body_")) {
        return None;
    }
    let text = |name: &str| super::text(object, name);
    let mut draft = Draft::default();
    let version = match object.get("version") {
        Some(Value::Number(version)) => version.as_u64().and_then(|version| version.try_into().ok()),
        Some(Value::String(version)) => version.trim().parse().ok(),
        _ => None,
    };
    draft.details.version = version;
    // Updates come under the same name; each is an article of its own.
    draft.id = match version {
        Some(version) if version > 1 && !text("uri").is_empty() => format!("{}:{version}", text("uri")),
        _ => text("uri").to_owned(),
    };
    if text("uri").starts_with("http") {
        draft.url = text("uri").to_owned();
    }
    fill(&mut draft.text, text("body_text"));
    for (name, value) in object.iter().filter(|(name, _)| name.starts_with("body_")) {
        let value = value.as_str().unwrap_or_default();
        let is_html = name.ends_with("html");
        fill(&mut draft.text, if is_html { html::to_text(value) } else { value.to_owned() });
    }
    fill(&mut draft.text, body(object.get("bodies")));
    fill(&mut draft.title, text("headline"));
    fill(&mut draft.title, main(object.get("headlines")));
    fill(&mut draft.title, text("title"));
    for name in ["versioncreated", "contentcreated", "firstcreated"] {
        draft.published(name, text(name));
    }
    draft.embargo("embargoed", text("embargoed"));
    let sources = object.get("infosources").or_else(|| object.get("infosource")).and_then(Value::as_array);
    let source =
        sources.into_iter().flatten().filter_map(Value::as_object).map(|source| super::text(source, "name"));
    let source = source.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    fill(&mut draft.source, text("provider"));
    fill(&mut draft.source, source);
    fill(&mut draft.source, text("copyrightholder"));
    fill(&mut draft.details.credit, text("creditline"));
    fill(&mut draft.details.credit, &draft.source);
    fill(&mut draft.details.byline, text("byline"));
    fill(&mut draft.details.byline, text("by"));
    fill(&mut draft.details.dateline, text("dateline"));
    fill(&mut draft.details.dateline, text("located"));
    fill(&mut draft.details.language, text("language"));
    Some(draft)
}

fn lower(object: &Map<String, Value>) -> Map<String, Value> {
    object.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect()
}

/// The best of several bodies: plain text, else HTML; the main one before others.
fn body(bodies: Option<&Value>) -> String {
    let bodies: Vec<Map<String, Value>> = bodies
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .map(lower)
        .collect();
    let is_html = |body: &Map<String, Value>| {
        let value = super::text(body, "value");
        super::text(body, "contenttype").contains("html")
            || (super::text(body, "contenttype").is_empty() && value.trim_start().starts_with('<'))
    };
    let rank = |body: &&Map<String, Value>| {
        let is_main = matches!(super::text(body, "role"), "main" | "body" | "");
        (super::text(body, "value").trim().is_empty(), !is_main, is_html(body))
    };
    let Some(best) = bodies.iter().min_by_key(rank) else { return String::new() };
    let value = super::text(best, "value");
    if is_html(best) { html::to_text(value) } else { value.to_owned() }
}

/// The value whose role is `main`, else the first.
fn main(values: Option<&Value>) -> String {
    let values = values.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let best = values.min_by_key(|value| super::text(value, "role") != "main");
    best.map(|value| super::text(value, "value").to_owned()).unwrap_or_default()
}
