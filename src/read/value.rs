//! The value of one JSON field, as far as an article needs it.

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Borrowed from the line where it holds no escapes; what cannot be part of an article is only named.
#[derive(Clone)]
pub(super) enum Value<'l> {
    String(Cow<'l, str>),
    Integer(i128),
    Fraction(f64),
    /// An object with a name, such as an outlet or a person, or an array of names or of such objects.
    Named {
        kind: &'static str,
        name: String,
    },
    Null,
    Other(&'static str),
}

impl Value<'_> {
    /// What it is, as a message says it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Integer(_) | Self::Fraction(_) => "a number",
            Self::Null => "null",
            Self::Named { kind, .. } | Self::Other(kind) => kind,
        }
    }

    /// An array, as far as names are in it.
    pub fn array<'v>(values: impl IntoIterator<Item = Value<'v>>) -> Self {
        let names: Vec<_> = values.into_iter().filter_map(Value::into_name).collect();
        Self::named("an array", names.join(", "))
    }

    /// An object with what it says under `name`.
    pub fn object(name: Option<Value<'_>>) -> Self {
        Self::named("an object", name.and_then(Value::into_name).unwrap_or_default())
    }

    fn named(kind: &'static str, name: String) -> Self {
        if name.is_empty() { Self::Other(kind) } else { Self::Named { kind, name } }
    }

    /// What a person or an outlet is called.
    pub fn into_name(self) -> Option<String> {
        let name = match self {
            Self::String(name) => name.into_owned(),
            Self::Named { name, .. } => name,
            _ => return None,
        };
        let trimmed = name.trim();
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }
}

impl<'l> From<&'l str> for Value<'l> {
    fn from(text: &'l str) -> Self {
        Self::String(Cow::Borrowed(text))
    }
}

impl<'l> From<Cow<'l, str>> for Value<'l> {
    fn from(text: Cow<'l, str>) -> Self {
        Self::String(text)
    }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Value::String(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Value::String(Cow::Owned(value.to_owned())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Value::Integer(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Value::Integer(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Value::Fraction(value))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Value::Other("true or false"))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element::<Value<'de>>()? {
            if matches!(value, Value::String(_) | Value::Named { .. }) {
                values.push(value);
            }
        }
        Ok(Value::array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut name = None;
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if key == "name" {
                name = Some(map.next_value::<Value<'de>>()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Value::object(name))
    }
}
