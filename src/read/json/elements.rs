//! Cuts an array into its elements without parsing them, so that one of any length is read in bounded memory.

use std::{io::BufRead, path::Path};

use super::super::{default_id::OnLine, problem::Fault};

/// One element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// The line on which it begins.
    pub line: u64,
    /// Which it is of those that begin on this line, from 1.
    pub nth: u64,
    /// Its first byte in the stream.
    pub start: u64,
    /// Its bytes; none where it is over the limit.
    pub text: Vec<u8>,
    /// Why it cannot be used.
    pub fault: Option<Fault>,
}

/// The elements of an array in order.
pub(super) struct Elements<R> {
    source: R,
    limit: u64,
    /// Whether the array is a part of a document.
    is_inner: bool,
    at: u64,
    line: u64,
    on_line: OnLine,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    /// Between elements.
    Inside,
    After,
}

/// What goes wrong beside elements, with its line.
pub(super) type Trouble = (Option<u64>, Fault);

impl<R: BufRead> Elements<R> {
    /// Elements of more than `limit` bytes become faults.
    pub fn new(source: R, limit: u64) -> Self {
        Self {
            source,
            limit,
            is_inner: false,
            at: 0,
            line: 1,
            on_line: OnLine::default(),
            state: State::Before,
        }
    }

    /// The elements of an array that begins in `line` of a document; what is behind it is left alone.
    pub fn inside(source: R, limit: u64, line: u64) -> Self {
        Self { is_inner: true, line, ..Self::new(source, limit) }
    }

    /// How many bytes were read; at the end of an array that is a part of a document, those of the array.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// The next element, `None` at the end of the array.
    ///
    /// # Errors
    /// The stream fails or ends too early, is no array, or goes on behind it.
    pub fn next(&mut self) -> Result<Option<Element>, Trouble> {
        loop {
            if self.is_inner && self.state == State::After {
                return Ok(None);
            }
            let Some(byte) = self.peek()? else {
                return match self.state {
                    State::After => Ok(None),
                    _ => Err(self.trouble("ends before its array does, so it was cut short; fetch it again")),
                };
            };
            match (self.state, byte) {
                (_, b' ' | b'\t' | b'\r' | b'\n') => {}
                // A byte order mark.
                (State::Before, 0xEF | 0xBB | 0xBF) => {}
                (State::Before, b'[') => self.state = State::Inside,
                (State::Inside, b',') => {}
                (State::Inside, b']') => self.state = State::After,
                (State::Inside, _) => return self.element().map(Some),
                (State::Before, _) => return Err(self.trouble("is no array of articles; mend it")),
                (State::After, _) => {
                    return Err(
                        self.trouble("goes on behind the end of its array; mend it, or use JSON Lines")
                    );
                }
            }
            self.advance(byte);
        }
    }

    fn element(&mut self) -> Result<Element, Trouble> {
        let (line, nth) = (self.line, self.on_line.next(self.line));
        let mut element = Element { line, nth, start: self.at, text: Vec::new(), fault: None };
        let mut scan = Scan::default();
        loop {
            let bytes = fill(&mut self.source)?;
            if bytes.is_empty() {
                let what = "is not closed before the file ends, so it was cut short; fetch it again";
                element.fault.get_or_insert_with(|| Fault::new(what));
                break;
            }
            let (used, ended) = scan.run(bytes, &element.text);
            let too_large = (element.text.len() + used) as u64 > self.limit;
            if too_large {
                element.fault = Some(Fault::too_large(self.limit));
                element.text = Vec::new();
            } else if element.fault.is_none() || scan.broken.is_some() {
                element.text.extend_from_slice(&bytes[..used]);
            }
            self.source.consume(used);
            self.at += used as u64;
            if ended {
                break;
            }
        }
        if let Some(lines) = scan.broken {
            let line = element.line + lines;
            let what = format!("is not valid JSON: a string is not closed in line {line}; mend it");
            element.fault.get_or_insert_with(|| Fault::new(what));
        }
        self.line += scan.lines;
        element.text.truncate(element.text.trim_ascii_end().len());
        Ok(element)
    }

    fn peek(&mut self) -> Result<Option<u8>, Trouble> {
        Ok(fill(&mut self.source)?.first().copied())
    }

    fn advance(&mut self, byte: u8) {
        self.source.consume(1);
        self.at += 1;
        self.line += u64::from(byte == b'\n');
    }

    fn trouble(&self, what: &str) -> Trouble {
        (Some(self.line), Fault::new(what))
    }
}

fn fill(source: &mut impl BufRead) -> Result<&[u8], Trouble> {
    source.fill_buf().map_err(|error| (None, Fault::unreadable(Path::new(""), &error)))
}

/// How far an element was read.
#[derive(Default)]
struct Scan {
    depth: u32,
    in_string: bool,
    escaped: bool,
    /// Line ends seen.
    lines: u64,
    /// Line ends before the one that a string ran into: no string of JSON goes over a line, so that a quotation mark
    /// was lost.
    broken: Option<u64>,
}

impl Scan {
    /// Reads on; how many bytes belong to the element, and whether it ends there. `before` is what was read of it.
    fn run(&mut self, bytes: &[u8], before: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < bytes.len() {
            if self.in_string && !self.escaped {
                let Some(skipped) = memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..]) else {
                    return (bytes.len(), false);
                };
                at += skipped;
            }
            let byte = bytes[at];
            match byte {
                b'\n' => {
                    if self.in_string {
                        self.broken.get_or_insert(self.lines);
                        (self.in_string, self.escaped) = (false, false);
                    }
                    self.lines += 1;
                }
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = self.in_string,
                b'"' => self.in_string = !self.in_string,
                b',' | b']' if self.depth == 0 => return (at, true),
                // Behind damage an object at the start of a line, after a comma, is taken for the next element.
                b'{' if self.broken.is_some() && starts_after_comma(before, &bytes[..at]) => {
                    return (at, true);
                }
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
        }
        (at, false)
    }
}

fn starts_after_comma(before: &[u8], bytes: &[u8]) -> bool {
    let mut back =
        bytes.iter().rev().chain(before.iter().rev()).skip_while(|byte| matches!(byte, b' ' | b'\t'));
    back.next() == Some(&b'\n') && back.find(|byte| !byte.is_ascii_whitespace()) == Some(&b',')
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn all(text: &[u8], capacity: usize) -> (Vec<Element>, Option<Trouble>) {
        let mut elements = Elements::new(BufReader::with_capacity(capacity, text), 1000);
        let mut found = Vec::new();
        loop {
            match elements.next() {
                Ok(Some(element)) => found.push(element),
                Ok(None) => return (found, None),
                Err(trouble) => return (found, Some(trouble)),
            }
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i32>().prop_map(Value::from),
            "[a\"\\\\\\n,\\[\\]{}é]{0,12}".prop_map(Value::from),
            Just(Value::Null)
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map("[a-c]{1,2}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn elements_are_what_a_parser_has_them(
            expected in prop::collection::vec(values(), 0..6),
            pretty in any::<bool>(),
            capacity in 1_usize..64,
        ) {
            let array = Value::from(expected.clone());
            let text = if pretty { serde_json::to_string_pretty(&array) } else { serde_json::to_string(&array) };
            let text = text.unwrap();
            let (found, trouble) = all(text.as_bytes(), capacity);
            prop_assert_eq!(trouble, None);
            let parsed: Vec<Value> =
                found.iter().map(|element| serde_json::from_slice(&element.text).unwrap()).collect();
            prop_assert_eq!(parsed, expected);
            for element in found {
                let start = element.start as usize;
                prop_assert_eq!(&text.as_bytes()[start..start + element.text.len()], &*element.text);
                let line = 1 + text[..start].matches('\n').count() as u64;
                prop_assert_eq!(element.line, line);
            }
        }

        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(prop::sample::select(b"[]{},\"\\\n a1".to_vec()), 0..40)) {
            all(&bytes, 3);
        }
    }

    #[test]
    fn a_lost_quotation_mark_costs_one_element() {
        let text = b"[\n  {\"a\": 1},\n  {\"a\": \"x},\n  {\"a\": 3}\n]";
        let (found, trouble) = all(text, 64);
        assert_eq!(trouble, None);
        let faults: Vec<bool> = found.iter().map(|element| element.fault.is_some()).collect();
        assert_eq!(faults, [false, true, false]);
        assert!(found[1].fault.as_ref().unwrap().message.contains("line 3"), "{:?}", found[1]);
        assert_eq!(found[2].text, b"{\"a\": 3}");
    }

    #[test]
    fn a_long_element_is_passed_over() {
        let long = format!("[{{\"a\":\"{}\"}},7]", "x".repeat(5000));
        let (found, trouble) = all(long.as_bytes(), 64);
        assert_eq!(trouble, None);
        assert_eq!((found[0].fault.clone(), found[0].text.len()), (Some(Fault::too_large(1000)), 0));
        assert_eq!(found[1].text, b"7");
    }

    #[test]
    fn an_array_cut_short_is_told_with_its_line() {
        let (found, trouble) = all(b"[{},\n{\"a\":", 64);
        assert!(found[1].fault.as_ref().unwrap().message.contains("cut short"));
        assert_eq!(trouble.unwrap().0, Some(2));
        assert!(all(b"7", 64).1.unwrap().1.message.contains("no array"));
        assert!(all(b"[] x", 64).1.unwrap().1.message.contains("goes on behind"));
    }
}
