//! Where CDATA sections and comments are not closed.

use memchr::memmem;

/// How they begin and end.
const MARKS: [(&[u8], &[u8]); 2] = [(b"<![CDATA[", b"]]>"), (b"<!--", b"-->")];

/// Tells the reader where to stop: one that meets a section without an end looks for that in all the rest, behind each
/// damaged article again.
pub(super) struct Sections<'t> {
    text: &'t str,
    /// The last end of each kind, once asked for.
    last: Option<[usize; 2]>,
    closed: usize,
}

impl<'t> Sections<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, last: None, closed: 0 }
    }

    /// Where the first section behind `start` begins that is not closed, or the end. Linear in the length for starts
    /// that only grow.
    pub fn closed(&mut self, start: usize) -> usize {
        if start >= self.closed {
            self.closed = self.scan(start);
        }
        self.closed
    }

    fn scan(&mut self, start: usize) -> usize {
        let text = self.text.as_bytes();
        let last = *self
            .last
            .get_or_insert_with(|| MARKS.map(|(_, end)| memmem::rfind(text, end).unwrap_or_default()));
        let mut at = start;
        while let Some(found) = memmem::find(&text[at..], b"<!") {
            at += found;
            let Some(kind) = MARKS.iter().position(|(begin, _)| text[at..].starts_with(begin)) else {
                at += 2;
                continue;
            };
            let (begin, end) = MARKS[kind];
            let inside = at + begin.len();
            if last[kind] < inside {
                return at;
            }
            at = memmem::find(&text[inside..], end).map_or(text.len(), |found| inside + found + end.len());
        }
        text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_closed_by_ends_of_their_own_kind() {
        for (text, closed) in [
            ("<a><![CDATA[x]]><!-- y --></a>", None),
            ("<a><![CDATA[<!-- x]]></a>", None),
            ("<a><!-- <![CDATA[ --></a>", None),
            ("<!-- x --><a><![CDATA[x</a>", Some("<![CDATA[x<")),
            ("<![CDATA[x]]><a><!-- x</a>]]>", Some("<!-- x<")),
        ] {
            let expected = closed.map_or(text.len(), |closed| text.find(closed).unwrap());
            assert_eq!(Sections::new(text).closed(0), expected, "{text}");
        }
    }
}
