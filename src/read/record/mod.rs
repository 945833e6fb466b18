//! One line of JSON to one article.

mod faults;
mod fields;

use std::borrow::Cow;

use ahash::AHashMap;
use compact_str::CompactString;
use serde::de::DeserializeSeed;

use super::{
    json::{self, Standard},
    options::{FieldNames, Fields},
    problem::Fault,
    value::Value,
};
use crate::article::{Article, Details, Published};
use faults::{missing, not_an_object};
pub(super) use faults::{no_date, not_valid};
use fields::{Record, RecordSeed};

/// What one line, or one text, came to: no article means that the faults say why; without any, it is left out, as it is
/// no text.
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
    Language,
    Byline,
}

const ALL_ROLES: [Role; 8] =
    [Role::Id, Role::Text, Role::Title, Role::Date, Role::Source, Role::Url, Role::Language, Role::Byline];

/// Parses lines according to the names of their fields.
pub(super) struct Schema<'f> {
    fields: &'f Fields,
    /// The roles of each name, each with the name's rank in it: one field may be both id and address.
    roles: AHashMap<&'f str, Vec<(Role, usize)>>,
    /// The same of names in small letters, which rank behind all those that are written as they should be.
    in_any_case: AHashMap<String, Vec<(Role, usize)>>,
}

impl<'f> Schema<'f> {
    pub fn new(fields: &'f Fields) -> Self {
        let (mut roles, mut in_any_case) = (AHashMap::new(), AHashMap::new());
        let all = |rank: &dyn Fn(&[String]) -> Option<usize>| {
            let ranked = |role| Some((role, rank(names(fields, role).names())?));
            ALL_ROLES.into_iter().filter_map(ranked).collect::<Vec<_>>()
        };
        for name in ALL_ROLES.iter().flat_map(|&role| names(fields, role).names()) {
            let exactly = |names: &[String]| names.iter().position(|other| other == name);
            let in_some_case = |names: &[String]| {
                let place = names.iter().position(|other| other.eq_ignore_ascii_case(name))?;
                Some(names.len() + place)
            };
            roles.insert(&**name, all(&|names| exactly(names).or_else(|| in_some_case(names))));
            in_any_case.insert(name.to_ascii_lowercase(), all(&in_some_case));
        }
        Self { fields, roles, in_any_case }
    }

    /// The article of one line, under the given id if it has none of its own.
    pub fn parse(&self, line: &str, id: impl FnOnce() -> String) -> Parsed {
        match self.record(line) {
            Ok(record) if record.has(Role::Text) => self.article(record, id),
            Ok(record) => match json::standard(line) {
                Some(Standard::Article(draft)) => draft.article(id),
                Some(Standard::NoText) => Parsed::default(),
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

    /// The parts that a field of this name plays, whatever the case of its ASCII letters.
    pub fn roles(&self, name: &str) -> &[(Role, usize)] {
        let roles = self.roles.get(name).or_else(|| {
            let has_capitals = name.bytes().any(|byte| byte.is_ascii_uppercase());
            let small = if has_capitals { Cow::Owned(name.to_ascii_lowercase()) } else { name.into() };
            self.in_any_case.get(&*small)
        });
        roles.map_or(&[], Vec::as_slice)
    }

    /// Whether a field of this name may hold the text.
    pub fn is_text(&self, name: &str) -> bool {
        self.roles(name).iter().any(|(role, _)| matches!(role, Role::Text))
    }

    /// Whether somebody asked for a field of this very name.
    #[cfg(feature = "parquet")]
    pub fn is_demanded(&self, name: &str) -> bool {
        let mut names = ALL_ROLES.iter().map(|&role| names(self.fields, role));
        names.any(|names| names.is_demanded() && names.names().iter().any(|demanded| demanded == name))
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
            Some((_, Value::Integer(id))) => Some(id.to_string().into()),
            None if self.fields.id.is_demanded() => {
                faults.push(missing(&self.fields.id, "id"));
                None
            }
            other => self.string(Role::Id, other, &mut faults).map(|(_, id)| id),
        };
        let source = record.take_filled(Role::Source).map(|(rank, value)| match value {
            // As interfaces write it: `"source": {"id": null, "name": "Herald"}`.
            Value::Named { kind: "an object", name } => (rank, Value::String(name.into())),
            value => (rank, value),
        });
        let source = self.string(Role::Source, source, &mut faults);
        let mut string = |role| self.string(role, record.take_filled(role), &mut faults);
        let title = string(Role::Title);
        let url = string(Role::Url);
        let date = match record.take_filled(Role::Date) {
            // Seconds or the like since 1970.
            Some((rank, Value::Integer(count))) => Some((rank, count.to_string().into())),
            Some((rank, Value::Fraction(count))) => Some((rank, count.to_string().into())),
            other => self.string(Role::Date, other, &mut faults),
        };
        let published = date.and_then(|(rank, written)| {
            let published = Published::parse(&written);
            if published.is_none() {
                faults.push(no_date(self.name(Role::Date, rank), &written));
            }
            published
        });
        // Nobody has to say these, so that whatever else stands there is no fault.
        let mut name = |role| record.take(role).and_then(|(_, value)| value.into_name()).unwrap_or_default();
        let details =
            Details { language: name(Role::Language), byline: name(Role::Byline), ..Details::default() };
        let is_said = !details.language.is_empty() || !details.byline.is_empty();
        let or_empty =
            |found: Option<(usize, Cow<'_, str>)>| found.map(|(_, value)| value.into()).unwrap_or_default();
        let article = Article {
            id: id.map_or_else(|| default_id().into(), CompactString::from),
            title: or_empty(title),
            text: text.into(),
            source: or_empty(source),
            published,
            url: or_empty(url),
            details: is_said.then(|| Box::new(details)),
        };
        Parsed { article: Some(article), faults }
    }

    /// A string with the rank of its name; anything else is a fault.
    fn string<'l>(
        &self,
        role: Role,
        value: Option<(usize, Value<'l>)>,
        faults: &mut Vec<Fault>,
    ) -> Option<(usize, Cow<'l, str>)> {
        match value? {
            (rank, Value::String(value)) => Some((rank, value)),
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
        Fault::in_field(self.name(role, rank), format_args!("is {}, expected {expected}", value.kind()))
    }

    /// The name of a rank, as it should be written.
    fn name(&self, role: Role, rank: usize) -> &str {
        let names = names(self.fields, role).names();
        &names[rank % names.len()]
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
        Role::Language => &fields.language,
        Role::Byline => &fields.byline,
    }
}
