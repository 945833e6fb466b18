//! Markdown with what its YAML front matter says.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

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
    let yaml = match MarkedYaml::load_from_str(matter) {
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
    let mapping = yaml.as_ref().and_then(|yaml| yaml.data.as_mapping());
    let named = mapping.into_iter().flatten().filter_map(|(name, value)| Some((name.data.as_str()?, value)));
    let known =
        named.filter(|(name, _)| !context.schema.is_text(name) && !context.schema.roles(name).is_empty());
    let fields = known.filter_map(|(name, value)| {
        let value = as_written(value, matter).or_else(|| as_json(value))?;
        Some((context.schema.roles(name), value))
    });
    let cells = fields.chain([(TEXT, body.into())]);
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

/// A number or truth value to the letter: as a value, an id or a title would lose its zeros, its base or its case.
fn as_written(value: &MarkedYaml<'_>, matter: &str) -> Option<Value<'static>> {
    let YamlData::Value(scalar) = &value.data else { return None };
    if matches!(scalar, Scalar::Null | Scalar::String(_)) {
        return None;
    }
    let written: String = matter.chars().skip(value.span.start.index()).take(value.span.len()).collect();
    // The place of a value with an anchor, an alias or a tag is also theirs.
    let is_plain = Scalar::parse_from_cow(written.as_str().into()) == *scalar;
    is_plain.then(|| Value::String(written.into()))
}

/// A value as it would be in JSON, numbers as strings.
fn as_json(value: &MarkedYaml<'_>) -> Option<Value<'static>> {
    Some(match &value.data {
        YamlData::Value(Scalar::String(text)) => Value::String(text.to_string().into()),
        YamlData::Value(Scalar::Integer(number)) => Value::String(number.to_string().into()),
        YamlData::Sequence(values) => Value::array(values.iter().filter_map(as_json)),
        YamlData::Mapping(_) => Value::object(value.data.as_mapping_get("name").and_then(as_json)),
        _ => return None,
    })
}
