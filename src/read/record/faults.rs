//! What is wrong with a record, and what to do.

use super::super::{options::FieldNames, problem::Fault};

pub(super) fn missing(names: &FieldNames, role: &str) -> Fault {
    let field = names.names().first().map_or(role, String::as_str);
    let looked = match names.names() {
        [_] => String::new(),
        _ => format!(" (looked for {})", names.listed()),
    };
    Fault::in_field(
        field,
        format_args!("is missing{looked}; name the field that holds the {role} with --{role}-field"),
    )
}

pub(in crate::read) fn no_date(field: &str, written: &str) -> Fault {
    const SHOWN: usize = 40;
    let mut shown: String = written.chars().take(SHOWN).collect();
    if shown.len() < written.len() {
        shown.push('…');
    }
    Fault::in_field(
        field,
        format_args!("holds {shown:?}, which is no date; write it like 2025-02-18 or 2025-02-18T14:03:00Z"),
    )
}

/// That something is no JSON, with the column.
pub(in crate::read) fn not_valid(error: &serde_json::Error, advice: &str) -> Fault {
    let message = error.to_string();
    let (reason, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
    let column = error.column();
    Fault::new(format!("is not valid JSON at column {column}: {reason}; {advice}"))
}

pub(super) fn not_an_object(line: &str, error: &serde_json::Error) -> Fault {
    if !error.is_data() {
        return not_valid(error, "JSON Lines hold one whole object a line");
    }
    let (kind, advice) = match line.trim_start().as_bytes().first() {
        Some(b'[') => ("an array", "; `jq -c '.[]'` makes lines of an array"),
        Some(b'"') => ("a string", ""),
        Some(b't' | b'f') => ("true or false", ""),
        Some(b'n') => ("null", ""),
        _ => ("a number", ""),
    };
    Fault::new(format!("is {kind}, expected an object with the fields of one article{advice}"))
}
