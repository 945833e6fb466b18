//! The JSON Schema of `samecopy.toml`, for editors.

use serde_json::{Map, Value, json};

use super::known::{Configurable, Kind, Known};

/// The schema, made of what the command line knows.
pub fn schema(known: &Known) -> Value {
    let mut properties = Map::new();
    for key in known.keys() {
        let all: Vec<Value> = known.of_any(key).into_iter().map(|(_, option)| property(option)).collect();
        // An option of several commands has the values that all of them take.
        let fewest = all.into_iter().min_by_key(|property| property["enum"].as_array().map_or(0, Vec::len));
        properties.insert(key.to_owned(), fewest.expect("the key is of an option"));
    }
    for (name, options) in &known.commands {
        let own = options.iter().map(|option| (option.key.clone(), property(option))).collect();
        let table = object(format!("Options of `samecopy {name}` only."), own);
        properties.insert(name.clone(), table);
    }
    let mut schema = object("Options of samecopy, as `samecopy help` describes them.".to_owned(), properties);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "samecopy.toml".into();
    schema
}

fn object(description: String, properties: Map<String, Value>) -> Value {
    json!({
        "description": description,
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn property(option: &Configurable) -> Value {
    let mut property = match option.kind {
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Integer => json!({ "type": "integer", "minimum": 0 }),
        Kind::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Kind::Text | Kind::Path => json!({ "type": "string" }),
        Kind::List => json!({ "type": "array", "items": { "type": "string" } }),
    };
    let values = option.arg.get_possible_values();
    if matches!(option.kind, Kind::Text) && !values.is_empty() {
        property["enum"] = values.iter().map(|value| value.get_name()).collect();
    }
    if let Some(help) = option.arg.get_help() {
        property["description"] = help.to_string().into();
    }
    if let Some(default) = option.default() {
        property["default"] = default;
    }
    property
}
