//! Markdown with what its YAML front matter says.

use saphyr::{LoadableYamlNode, Scalar, Yaml};

use super::{
    leaf::Context,
    problem::Fault,
    record::{Parsed, Role},
    text,
    value::Value,
};

const TEXT: &[(Role, usize)] = &[(Role::Text, 0)];

/// The article of a whole text: its body as it stands, and what its front matter says.
pub(super) fn article(text: &str, path: String, context: &Context<'_>) -> Parsed {
    let Some((matter, body)) = split(text) else { return text::article(text, path) };
    let yaml = match Yaml::load_from_str(matter) {
        Ok(documents) => documents.into_iter().next(),
        Err(error) => {
            let line = error.marker().line() + 1;
            let mut parsed = text::article(body, path);
            let what =
                format!("has front matter that is not valid YAML in line {line}: {}; mend it", error.info());
            parsed.faults.push(Fault::new(what));
            return parsed;
        }
    };
    let mapping = yaml.as_ref().and_then(Yaml::as_mapping);
    let fields =
        mapping.into_iter().flatten().filter_map(|(name, value)| Some((name.as_str()?, as_json(value)?)));
    let fields = fields.filter(|(name, _)| !context.schema.is_text(name));
    let cells = fields.map(|(name, value)| (context.schema.roles(name), value)).chain([(TEXT, body.into())]);
    let Parsed { article, mut faults } = context.schema.row(cells, || path.clone());
    let Some(mut article) = article else { return Parsed { article, faults } };
    // A title in the front matter leaves the first line to the body, where it may be repeated.
    let mut parsed = text::article(body, article.id.to_string());
    faults.retain(|fault| !parsed.faults.contains(fault));
    if let Some(bare) = &mut parsed.article {
        article.text = std::mem::take(&mut bare.text);
        if article.title.is_empty() {
            article.title = std::mem::take(&mut bare.title);
        }
        parsed.article = Some(article);
    }
    parsed.faults.extend(faults);
    parsed
}

/// Whether a text begins like front matter.
pub(super) fn has_front_matter(head: &str) -> bool {
    head.starts_with("---\n") || head.starts_with("---\r\n")
}

/// The front matter and the body, if there is the line that ends the one.
fn split(text: &str) -> Option<(&str, &str)> {
    if !has_front_matter(text) {
        return None;
    }
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&text[start..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// A value as it would be in JSON; numbers as they are written.
fn as_json(value: &Yaml<'_>) -> Option<Value<'static>> {
    Some(match value {
        Yaml::Value(Scalar::String(text)) => Value::String(text.to_string().into()),
        Yaml::Value(Scalar::Integer(number)) => Value::String(number.to_string().into()),
        Yaml::Sequence(values) => Value::array(values.iter().filter_map(as_json)),
        Yaml::Mapping(_) => Value::object(value.as_mapping_get("name").and_then(as_json)),
        _ => return None,
    })
}
