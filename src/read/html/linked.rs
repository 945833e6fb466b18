//! JSON-LD in pages.

use std::collections::HashMap;

use serde_json::Value;

use super::to_text;

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

/// Names of people and organisations by what they are referred to.
type Names<'v> = HashMap<&'v str, &'v Value>;

/// The first article in a script of JSON-LD, wherever in lists and graphs it stands.
pub(super) fn article(script: &str) -> Option<Linked> {
    let script = bare(script)?;
    let value: Value =
        serde_json::from_str(script).or_else(|_| serde_json::from_str(&with_escapes(script))).ok()?;
    let article = find(&value)?;
    let mut names = Names::new();
    gather(&value, &mut names);
    let text = |name: &str| article.get(name).map(|value| named(value, &names)).unwrap_or_default();
    let url = match article.get("mainEntityOfPage") {
        Some(Value::String(url)) => url.clone(),
        Some(page) => page.get("@id").and_then(Value::as_str).unwrap_or_default().to_owned(),
        None => String::new(),
    };
    Some(Linked {
        // Templates escape for HTML what is no HTML.
        headline: to_text(&text("headline")),
        published: text("datePublished"),
        byline: to_text(&text("author")),
        publisher: to_text(&text("publisher")),
        url: if url.is_empty() { text("url") } else { url },
        language: text("inLanguage"),
        body: text("articleBody"),
    })
}

/// A script without what hides it from parsers of XML and HTML.
fn bare(script: &str) -> Option<&str> {
    let script = match script.split_once("<![CDATA[") {
        Some((before, inside)) if !before.contains('{') => {
            inside.rsplit_once("]]>").map_or(inside, |(inside, _)| inside)
        }
        _ => script,
    };
    let start = script.find(['{', '['])?;
    script.get(start..=script.rfind(['}', ']'])?)
}

/// A script in which the control characters of strings, which JSON forbids, are escaped.
fn with_escapes(script: &str) -> String {
    let mut escaped = String::with_capacity(script.len() + 64);
    let mut is_string = false;
    let mut is_escaped = false;
    for c in script.chars() {
        match c {
            '"' if !is_escaped => is_string = !is_string,
            '\n' if is_string => {
                escaped.push_str(if is_escaped { "n" } else { "\\n" });
                is_escaped = false;
                continue;
            }
            _ => {}
        }
        escaped.push(if c.is_ascii_control() { ' ' } else { c });
        is_escaped = is_string && c == '\\' && !is_escaped;
    }
    escaped
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
            let inside = || ["@graph", "mainEntity"].iter().find_map(|name| find(object.get(*name)?));
            if is_article { Some(value) } else { inside() }
        }
        _ => None,
    }
}

/// The names in a graph.
fn gather<'v>(value: &'v Value, names: &mut Names<'v>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, names)),
        Value::Object(object) => {
            if let (Some(Value::String(id)), Some(name)) = (object.get("@id"), object.get("name")) {
                names.entry(id).or_insert(name);
            }
            object.values().filter(|value| !value.is_string()).for_each(|value| gather(value, names));
        }
        _ => {}
    }
}

/// `NewsArticle`, `ReportageNewsArticle` and the like.
fn is_article(kind: &str) -> bool {
    let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
    kind.ends_with("Article") || kind.ends_with("BlogPosting")
}

/// A text, the name of a person or organisation, or several of them.
fn named(value: &Value, names: &Names<'_>) -> String {
    let plain = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match value {
        Value::Object(object) => match object.get("name") {
            Some(name) => named(name, names),
            None => {
                let id = object.get("@id").and_then(Value::as_str);
                id.and_then(|id| names.get(id)).map(|name| plain(name)).unwrap_or_default()
            }
        },
        Value::Array(values) => {
            let found = values.iter().map(|value| named(value, names));
            found.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
        }
        _ => plain(value),
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

    #[test]
    fn scripts_are_read_as_templates_write_them() {
        let article_of = r#"{"@type":"NewsArticle","headline":"Dam &amp; river","author":"A"}"#;
        for script in [
            format!("//<![CDATA[\n{article_of}\n//]]>"),
            format!("/*<![CDATA[*/[{article_of}]/*]]>*/"),
            format!("<!-- {article_of} -->"),
            format!("{article_of};"),
            format!("{{\"@type\":\"WebPage\",\"name\":\"Page\",\"mainEntity\":{article_of}}}"),
            article_of.replace("\"A\"", "\"A\", \"description\": \"a \\\"\n\tb\\\\\""),
        ] {
            let found = article(&script).unwrap_or_else(|| panic!("{script}"));
            assert_eq!([&*found.headline, &*found.byline], ["Dam & river", "A"], "{script}");
        }
        let body = article("{\"@type\":\"NewsArticle\",\"articleBody\":\"One.\r\nTwo.\"}").unwrap().body;
        assert_eq!(body, "One. \nTwo.");
    }

    #[test]
    fn what_stands_elsewhere_in_a_graph_is_looked_up() {
        let found = article(
            r##"{"@graph":[{"@type":"Article","author":[{"@id":"#a"},{"@id":"#none"}],"publisher":{"@id":"#o"},
                "mainEntityOfPage":{"@id":"https://herald.example/3"}},{"@type":"WebPage","isPartOf":{"@type":"WebSite",
                "publisher":{"@id":"#o","name":"The Herald"}}},{"@id":"#a","@type":"Person","name":"C. Dorn"},
                {"@id":"https://herald.example/3","name":"Page"}]}"##,
        );
        let found = found.unwrap();
        assert_eq!(
            [&*found.byline, &*found.publisher, &*found.url],
            ["C. Dorn", "The Herald", "https://herald.example/3"]
        );
    }
}
