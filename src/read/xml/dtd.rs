//! Entities that a document declares. Nothing outside the document is ever fetched.

use ahash::AHashMap;
use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity};

/// Entities that name entities that name entities: none in honest use, where they stand for a word or a character.
const DEPTH: usize = 8;

/// Bytes of an entity's name: more than any has, so that an ampersand that begins none costs no search to the end.
const NAME: usize = 64;

/// The declarations of a document type.
#[derive(Debug, Default)]
pub(super) struct Entities {
    declared: AHashMap<String, Value>,
    /// Whether declarations may be elsewhere.
    external: bool,
    /// Bytes that entities may still become.
    left: u64,
    limit: u64,
}

#[derive(Debug, Clone)]
enum Value {
    Internal(String),
    External(String),
}

impl Entities {
    /// No entities but those of HTML; all that will be declared may become so many bytes together.
    pub fn new(limit: u64) -> Self {
        Self { left: limit, limit, ..Self::default() }
    }

    /// Takes in what stands between `<!DOCTYPE` and `>`.
    pub fn declare(&mut self, doctype: &str) {
        let (outside, subset) = doctype.split_once('[').unwrap_or((doctype, ""));
        self.external |=
            outside.contains("SYSTEM") || outside.contains("PUBLIC") || subset.contains("<!ENTITY %");
        for declaration in subset.split("<!ENTITY").skip(1) {
            if let Some((name, value)) = declaration_of(declaration) {
                // The first of two declarations holds.
                self.declared.entry(name).or_insert(value);
            }
        }
    }

    /// What a reference such as `eacute` stands for.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn resolve(&mut self, name: &str) -> Result<String, String> {
        let mut text = String::new();
        self.expand(name, &mut text, 0)?;
        Ok(text)
    }

    fn expand(&mut self, name: &str, text: &mut String, depth: usize) -> Result<(), String> {
        let value = match self.declared.get(name) {
            Some(Value::Internal(value)) => value.clone(),
            Some(Value::External(place)) => {
                return Err(format!("entity &{name}; stands for what is in {place}, which is never fetched"));
            }
            None => match resolve_html5_entity(name) {
                Some(value) => {
                    text.push_str(value);
                    return Ok(());
                }
                None if self.external => {
                    return Err(format!(
                        "entity &{name}; is not declared here but perhaps in the DTD, which is never fetched"
                    ));
                }
                None => return Err(format!("entity &{name}; is not declared")),
            },
        };
        let too_large = || {
            format!(
                "entity &{name}; belongs to entities that grow beyond {} bytes or nest too deep, as in attacks; if \
                 they can be trusted, raise the limit with --max-entities",
                self.limit
            )
        };
        if depth == DEPTH {
            return Err(too_large());
        }
        self.left = self.left.checked_sub(value.len() as u64).ok_or_else(too_large)?;
        let mut rest = value.as_str();
        while let Some((before, after)) = rest.split_once('&') {
            text.push_str(before);
            let Some((inner, after)) = reference(after) else {
                text.push('&');
                rest = after;
                continue;
            };
            match character(inner) {
                Some(character) => text.push(character),
                None => self.expand(inner, text, depth + 1)?,
            }
            rest = after;
        }
        text.push_str(rest);
        Ok(())
    }
}

/// The name behind an ampersand, and what follows its semicolon.
fn reference(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take(NAME + 1).position(|byte| byte == b';')?;
    Some((&text[..end], &text[end + 1..]))
}

/// `#233` and `#xE9`.
fn character(reference: &str) -> Option<char> {
    let number = reference.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

/// What a reference in text stands for.
///
/// # Errors
/// What is wrong with it.
pub(super) fn resolved(entities: &mut Entities, name: &str) -> Result<String, String> {
    if let Some(character) = character(name) {
        return Ok(character.to_string());
    }
    match resolve_predefined_entity(name) {
        Some(text) => Ok(text.to_owned()),
        None => entities.resolve(name),
    }
}

/// An attribute's value; what cannot be resolved stays as it is.
pub(super) fn unescaped(entities: &mut Entities, value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let known = reference(after).and_then(|(name, after)| Some((resolved(entities, name).ok()?, after)));
        rest = match known {
            Some((resolved, after)) => {
                text.push_str(&resolved);
                after
            }
            None => {
                text.push('&');
                after
            }
        };
    }
    text.push_str(rest);
    text
}

/// `name "value">` or `name SYSTEM "place">`.
fn declaration_of(declaration: &str) -> Option<(String, Value)> {
    let rest = declaration.trim_start();
    let (name, rest) = rest.split_at(rest.find(char::is_whitespace)?);
    let rest = rest.trim_start();
    if let Some(rest) = rest.strip_prefix("SYSTEM") {
        return Some((name.to_owned(), Value::External(quoted(rest)?.0.to_owned())));
    }
    if let Some(rest) = rest.strip_prefix("PUBLIC") {
        let (_, rest) = quoted(rest)?;
        return Some((name.to_owned(), Value::External(quoted(rest)?.0.to_owned())));
    }
    Some((name.to_owned(), Value::Internal(quoted(rest)?.0.to_owned())))
}

fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities(subset: &str) -> Entities {
        let mut entities = Entities::new(1 << 20);
        entities.declare(subset);
        entities
    }

    #[test]
    fn declared_entities_are_resolved_and_may_name_others() {
        let mut e = entities("nitf [<!ENTITY city \"K&#246;ln\"> <!ENTITY place '&city;, &euml;'>]");
        assert_eq!(e.resolve("place").unwrap(), "Köln, ë");
        assert_eq!(e.resolve("eacute").unwrap(), "é");
        assert_eq!(e.resolve("foo").unwrap_err(), "entity &foo; is not declared");
    }

    #[test]
    fn billions_of_laughs_and_circles_are_refused() {
        let mut subset = "x [<!ENTITY a0 \"laughter \">".to_owned();
        for n in 1..7 {
            subset += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(50));
        }
        let error = entities(&subset).resolve("a6").unwrap_err();
        assert!(error.contains("grow beyond 1048576 bytes") && error.contains("--max-entities"), "{error}");
        let error = entities("x [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">").resolve("a").unwrap_err();
        assert!(error.contains("nest too deep"), "{error}");
    }

    #[test]
    fn ampersands_that_begin_no_name_stay_in_attributes() {
        let mut e = entities("");
        let address = "https://a.example/?q=1&caf=&eacute;&amp;".to_owned() + &"&n".repeat(40) + ";";
        let expected = address.replace("&eacute;", "é").replace("&amp;", "&");
        assert_eq!(unescaped(&mut e, &address), expected);
        let declared = format!("x [<!ENTITY {} \"x\">]", "n".repeat(NAME));
        assert_eq!(unescaped(&mut entities(&declared), &format!("&{};", "n".repeat(NAME))), "x");
    }

    #[test]
    fn nothing_outside_is_fetched() {
        let mut e =
            entities("x SYSTEM \"http://example.com/x.dtd\" [<!ENTITY f SYSTEM \"file:///etc/passwd\">]");
        assert_eq!(
            e.resolve("f").unwrap_err(),
            "entity &f; stands for what is in file:///etc/passwd, which is never fetched"
        );
        assert!(e.resolve("g").unwrap_err().contains("perhaps in the DTD, which is never fetched"));
    }
}
