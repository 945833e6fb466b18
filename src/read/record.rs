//! One line of JSON to one article.

use std::fmt;

use ahash::AHashMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{
    json,
    options::{FieldNames, Fields},
    problem::Fault,
    value::Value,
};
use crate::article::{Article, Published};

/// What one line, or one text, came to: no article means that the faults say why.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub article: Option<Article>,
    pub faults: Vec<Fault>,
}

impl From<Fault> for Parsed {
    fn from(fault: Fault) -> Self {
        Self { article: None, faults: vec![fault] }
    }
}

pub(super) const NO_TEXT: &str = "has no text, so it resembles nothing; fill it in or leave the article out";

/// The part that a field plays; also its index in a record.
#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Id,
    Text,
    Title,
    Date,
    Source,
    Url,
}

const ROLES: usize = 6;

/// Parses lines according to the names of their fields.
pub(super) struct Schema<'f> {
    fields: &'f Fields,
    /// The roles of each name, each with the name's rank in it: one field may be both id and address.
    roles: AHashMap<&'f str, Vec<(Role, usize)>>,
}

impl<'f> Schema<'f> {
    pub fn new(fields: &'f Fields) -> Self {
        use Role::{Date, Id, Source, Text, Title, Url};
        let mut roles: AHashMap<&str, Vec<(Role, usize)>> = AHashMap::new();
        for role in [Id, Text, Title, Date, Source, Url] {
            for (rank, name) in names(fields, role).names().iter().enumerate() {
                roles.entry(name).or_default().push((role, rank));
            }
        }
        Self { fields, roles }
    }

    /// The article of one line, under the given id if it has none of its own.
    pub fn parse(&self, line: &str, id: impl FnOnce() -> String) -> Parsed {
        match self.record(line) {
            Ok(record) if record.has(Role::Text) => self.article(record, id),
            Ok(record) => match json::standard(line) {
                Some(draft) => draft.article(id),
                None => self.article(record, id),
            },
            Err(error) => not_an_object(line, &error).into(),
        }
    }

    /// The article of a row of a table: the parts that each cell plays, and the cell.
    pub fn row<'r, V: Into<Value<'r>>>(
        &self,
        cells: impl Iterator<Item = (&'r [(Role, usize)], V)>,
        id: impl FnOnce() -> String,
    ) -> Parsed {
        let mut record = Record::default();
        for (roles, cell) in cells {
            let cell = cell.into();
            for &role in roles.iter().filter(|_| !matches!(cell, Value::Null)) {
                record.offer(role, cell.clone());
            }
        }
        self.article(record, id)
    }

    /// The parts that a field of this name plays.
    pub fn roles(&self, name: &str) -> &[(Role, usize)] {
        self.roles.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a field of this name may hold the text.
    pub fn is_text(&self, name: &str) -> bool {
        self.roles(name).iter().any(|(role, _)| matches!(role, Role::Text))
    }

    /// Whether somebody asked for a field of this name.
    #[cfg(feature = "parquet")]
    pub fn is_demanded(&self, name: &str) -> bool {
        self.roles(name).iter().any(|(role, _)| names(self.fields, *role).is_demanded())
    }

    /// That no field holds the text.
    pub fn without_text(&self) -> Fault {
        missing(&self.fields.text, "text")
    }

    fn record<'l>(&self, line: &'l str) -> serde_json::Result<Record<'l>> {
        let mut deserializer = serde_json::Deserializer::from_str(line);
        let record = RecordSeed(self).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(record)
    }

    fn article(&self, mut record: Record<'_>, default_id: impl FnOnce() -> String) -> Parsed {
        let mut faults = Vec::new();
        let text = match record.take(Role::Text) {
            Some((_, Value::String(text))) => text.into_owned(),
            Some((rank, value)) => return self.wrong_type(Role::Text, rank, &value).into(),
            None => return missing(&self.fields.text, "text").into(),
        };
        if text.trim().is_empty() {
            faults.push(Fault::new(NO_TEXT));
        }
        let id = match record.take_filled(Role::Id) {
            Some((_, Value::Integer(id))) => Some(id.to_string()),
            None if self.fields.id.is_demanded() => {
                faults.push(missing(&self.fields.id, "id"));
                None
            }
            other => self.string(Role::Id, other, &mut faults).map(|(_, id)| id),
        };
        let mut string = |role| self.string(role, record.take_filled(role), &mut faults);
        let title = string(Role::Title);
        let source = string(Role::Source);
        let url = string(Role::Url);
        let date = match record.take_filled(Role::Date) {
            // Seconds or the like since 1970.
            Some((rank, Value::Integer(count))) => Some((rank, count.to_string())),
            Some((rank, Value::Fraction(count))) => Some((rank, count.to_string())),
            other => self.string(Role::Date, other, &mut faults),
        };
        let published = date.and_then(|(rank, written)| {
            let published = Published::parse(&written);
            if published.is_none() {
                faults.push(no_date(&self.fields.date.names()[rank], &written));
            }
            published
        });
        let or_empty = |found: Option<(usize, String)>| found.map(|(_, value)| value).unwrap_or_default();
        let article = Article {
            id: id.unwrap_or_else(default_id),
            title: or_empty(title),
            text,
            source: or_empty(source),
            published,
            url: or_empty(url),
            details: None,
        };
        Parsed { article: Some(article), faults }
    }

    /// A string with the rank of its name; anything else is a fault.
    fn string(
        &self,
        role: Role,
        value: Option<(usize, Value<'_>)>,
        faults: &mut Vec<Fault>,
    ) -> Option<(usize, String)> {
        match value? {
            (rank, Value::String(value)) => Some((rank, value.into_owned())),
            (rank, value) => {
                faults.push(self.wrong_type(role, rank, &value));
                None
            }
        }
    }

    fn wrong_type(&self, role: Role, rank: usize, value: &Value<'_>) -> Fault {
        let expected = match role {
            Role::Id => "a string or a whole number of at most 64 bits",
            Role::Date => "a string such as \"2025-02-18\" or seconds since 1970",
            _ => "a string",
        };
        let name = &names(self.fields, role).names()[rank];
        Fault::in_field(name, format_args!("is {}, expected {expected}", value.kind()))
    }
}

fn names(fields: &Fields, role: Role) -> &FieldNames {
    match role {
        Role::Id => &fields.id,
        Role::Text => &fields.text,
        Role::Title => &fields.title,
        Role::Date => &fields.date,
        Role::Source => &fields.source,
        Role::Url => &fields.url,
    }
}

fn missing(names: &FieldNames, role: &str) -> Fault {
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

pub(super) fn no_date(field: &str, written: &str) -> Fault {
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
pub(super) fn not_valid(error: &serde_json::Error, advice: &str) -> Fault {
    let message = error.to_string();
    let (reason, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
    let column = error.column();
    Fault::new(format!("is not valid JSON at column {column}: {reason}; {advice}"))
}

fn not_an_object(line: &str, error: &serde_json::Error) -> Fault {
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

/// The values found so far, each with the rank of its name.
#[derive(Default)]
struct Record<'l>([Option<(usize, Value<'l>)>; ROLES]);

impl<'l> Record<'l> {
    fn has(&self, role: Role) -> bool {
        self.0[role as usize].is_some()
    }

    fn take(&mut self, role: Role) -> Option<(usize, Value<'l>)> {
        self.0[role as usize].take()
    }

    /// As `take`, but a blank string counts as missing: feeds write `""` where they know nothing.
    fn take_filled(&mut self, role: Role) -> Option<(usize, Value<'l>)> {
        self.take(role).filter(|(_, value)| !matches!(value, Value::String(value) if value.trim().is_empty()))
    }

    /// Keeps the better of two: a preferred name, or the later of two equal ones, as most readers of JSON do.
    fn offer(&mut self, (role, rank): (Role, usize), value: Value<'l>) {
        let slot = &mut self.0[role as usize];
        if slot.as_ref().is_none_or(|(kept, _)| rank <= *kept) {
            *slot = Some((rank, value));
        }
    }
}

struct RecordSeed<'s>(&'s Schema<'s>);

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
        let mut record = Record::default();
        while let Some(roles) = map.next_key_seed(KeySeed(self.0))? {
            let Some((&first, others)) = roles.split_first() else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: Value<'de> = map.next_value()?;
            if matches!(value, Value::Null) {
                continue;
            }
            for &other in others {
                record.offer(other, value.clone());
            }
            record.offer(first, value);
        }
        Ok(record)
    }
}

/// Looks a key up without keeping it.
struct KeySeed<'s>(&'s Schema<'s>);

impl<'de, 's> DeserializeSeed<'de> for KeySeed<'s> {
    type Value = &'s [(Role, usize)];

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'s> Visitor<'_> for KeySeed<'s> {
    type Value = &'s [(Role, usize)];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.roles.get(key).map_or(&[], Vec::as_slice))
    }
}
