//! The fields of an object that are parts of an article.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{super::value::Value, ALL_ROLES, Role, Schema};

/// The values found so far, each with the rank of its name.
#[derive(Default)]
pub(super) struct Record<'l>([Option<(usize, Value<'l>)>; ALL_ROLES.len()]);

impl<'l> Record<'l> {
    pub fn has(&self, role: Role) -> bool {
        self.0[role as usize].is_some()
    }

    pub fn take(&mut self, role: Role) -> Option<(usize, Value<'l>)> {
        self.0[role as usize].take()
    }

    /// As `take`, but a blank string counts as missing: feeds write `""` where they know nothing.
    pub fn take_filled(&mut self, role: Role) -> Option<(usize, Value<'l>)> {
        self.take(role).filter(|(_, value)| !matches!(value, Value::String(value) if value.trim().is_empty()))
    }

    /// Keeps the better of two: a preferred name, or the later of two equal ones, as most readers of JSON do.
    pub fn offer(&mut self, (role, rank): (Role, usize), value: Value<'l>) {
        let slot = &mut self.0[role as usize];
        if slot.as_ref().is_none_or(|(kept, _)| rank <= *kept) {
            *slot = Some((rank, value));
        }
    }
}

pub(super) struct RecordSeed<'s>(pub &'s Schema<'s>);

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
        Ok(self.0.roles(key))
    }
}
