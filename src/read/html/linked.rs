//! JSON-LD in pages.

use serde_json::Value;

/// What a page says of its article for machines.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Linked {
    pub headline: String,
    pub published: String,
    pub byline: String,
    pub publisher: String,
    pub url: String,
    pub language: String,
    pub body: String,
}

/// The first article in a script of JSON-LD, wherever in lists and graphs it stands.
pub(super) fn article(script: &str) -> Option<Linked> {
    let value: Value = serde_json::from_str(script.trim()).ok()?;
    let article = find(&value)?;
    let text = |name: &str| article.get(name).map(named).unwrap_or_default();
    let url = match article.get("mainEntityOfPage") {
        Some(Value::String(url)) => url.clone(),
        Some(page) => page.get("@id").map(named).unwrap_or_default(),
        None => String::new(),
    };
    Some(Linked {
        headline: text("headline"),
        published: text("datePublished"),
        byline: text("author"),
        publisher: text("publisher"),
        url: if url.is_empty() { text("url") } else { url },
        language: text("inLanguage"),
        body: text("articleBody"),
    })
}

/// serde_json refuses values that nest deeper than 128.
fn find(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(values) => values.iter().find_map(find),
        Value::Object(object) => {
            let is_article = match object.get("@type") {
                Some(Value::String(kind)) => is_article(kind),
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_article),
                _ => false,
            };
            if is_article { Some(value) } else { object.get("@graph").and_then(find) }
        }
        _ => None,
    }
}

/// `NewsArticle`, `ReportageNewsArticle` and the like.
fn is_article(kind: &str) -> bool {
    let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
    kind.ends_with("Article") || kind.ends_with("BlogPosting")
}

/// A text, the name of a person or organisation, or several of them.
fn named(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(object) => object.get("name").map(named).unwrap_or_default(),
        Value::Array(values) => {
            let names: Vec<String> = values.iter().map(named).filter(|name| !name.is_empty()).collect();
            names.join(", ")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_lists_and_graphs() {
        let article_of = r#"{"@type":["Thing","NewsArticle"],"headline":"Talks collapse","author":[{"name":"A. Bell"},
            {"name":"C. Dorn"}],"publisher":{"@type":"Organization","name":"The Herald"},
            "mainEntityOfPage":{"@id":"https://herald.example/1"},"datePublished":"2025-02-18"}"#;
        let expected = Linked {
            headline: "Talks collapse".into(),
            published: "2025-02-18".into(),
            byline: "A. Bell, C. Dorn".into(),
            publisher: "The Herald".into(),
            url: "https://herald.example/1".into(),
            ..Linked::default()
        };
        for script in [
            article_of.to_owned(),
            format!("[{{\"@type\":\"WebSite\"}}, {article_of}]"),
            format!(
                "{{\"@context\":\"https://schema.org\",\"@graph\":[{{\"@type\":\"Person\"}},{article_of}]}}"
            ),
        ] {
            assert_eq!(article(&script).as_ref(), Some(&expected), "{script}");
        }
        assert_eq!(article(r#"{"@type":"WebSite"}"#), None);
        assert_eq!(article("{"), None);
    }
}
