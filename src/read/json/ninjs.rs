//! ninjs, generations 1 to 3, which differ in the case of their names and in how they hold several texts.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    super::{
        draft::{Draft, fill},
        html,
    },
    Standard,
};

/// A news item, if the object is one.
pub(super) fn item(object: &Map<String, Value>) -> Option<Standard> {
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
    let is_text = matches!(text("type"), "" | "text" | "composite") || !draft.text.trim().is_empty();
    Some(if is_text { Standard::Article(Box::new(draft)) } else { Standard::NoText })
}

fn lower(object: &Map<String, Value>) -> Map<String, Value> {
    object.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect()
}

/// The best of several bodies: the main one before others, plain text before HTML; where roles do not tell, the longest,
/// or all parts of a text one after the other. What leads to a text or goes with a picture stands in for none.
fn body(bodies: Option<&Value>) -> String {
    let bodies = bodies.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let mut bodies: Vec<Body> = bodies.map(Body::new).filter(|body| !body.text.trim().is_empty()).collect();
    let Some(best) = bodies.iter().map(Body::rank).min() else { return String::new() };
    bodies.retain(|body| body.rank() == best);
    bodies.sort_by_key(|body| body.is_html);
    let mut parts = BTreeMap::new();
    for body in &bodies {
        if let Some(number) = body.part() {
            parts.entry(number).or_insert(&*body.text);
        }
    }
    if parts.len() > 1 {
        return parts.into_values().collect::<Vec<_>>().join("\n");
    }
    let length = |body: &Body| if best == Rank::Unknown { body.text.len() } else { 0 };
    // The first of equal ones.
    bodies.into_iter().rev().max_by_key(length).map(|body| body.text).unwrap_or_default()
}

struct Body {
    role: String,
    is_html: bool,
    text: String,
}

/// How likely a body is all of the text, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Main,
    Unknown,
    Aside,
}

impl Body {
    fn new(object: &Map<String, Value>) -> Self {
        let object = &lower(object);
        let (value, kind) = (super::text(object, "value"), super::text(object, "contenttype"));
        let is_html = kind.contains("html") || (kind.is_empty() && value.trim_start().starts_with('<'));
        let text = if is_html { html::to_text(value) } else { value.to_owned() };
        Self { role: super::text(object, "role").trim().to_ascii_lowercase(), is_html, text }
    }

    fn rank(&self) -> Rank {
        match &*self.role {
            "" | "main" | "body" | "content" => Rank::Main,
            "abstract" | "caption" | "description" | "intro" | "lead" | "standfirst" | "summary"
            | "teaser" => Rank::Aside,
            _ => Rank::Unknown,
        }
    }

    /// The number of `part2`.
    fn part(&self) -> Option<u32> {
        self.role.strip_prefix("part")?.trim_start_matches(['-', '_', ' ']).parse().ok()
    }
}

/// The value whose role is `main`, else the first.
fn main(values: Option<&Value>) -> String {
    let values = values.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let best = values.min_by_key(|value| super::text(value, "role") != "main");
    best.map(|value| super::text(value, "value").to_owned()).unwrap_or_default()
}
