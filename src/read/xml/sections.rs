//! Where tags, CDATA sections, comments and instructions are not closed.

use memchr::{memchr, memmem, memrchr};

/// How sections begin and end, and what they are called.
const MARKS: [(&str, &str, &str); 3] =
    [(CDATA, "]]>", "a CDATA section"), ("<!--", "-->", "a comment"), ("<?", "?>", "an instruction")];

const CDATA: &str = "<![CDATA[";

/// Tells the reader where to stop: one that meets what has no end looks for that in all the rest, behind each damaged
/// article again.
pub(super) struct Sections<'t> {
    text: &'t str,
    /// The last end of each kind, and of a tag, once asked for.
    last: Option<([usize; MARKS.len()], usize)>,
    /// The end of each kind that was found last.
    ends: [usize; MARKS.len()],
    closed: (usize, &'static str),
}

impl<'t> Sections<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, last: None, ends: [0; MARKS.len()], closed: (0, "") }
    }

    /// Where the first thing behind `start` begins that is not closed, or ends in an article behind its own, and what it is;
    /// or the end. Articles are written with this tag. Linear in the length for starts that only grow.
    pub fn closed(&mut self, start: usize, tag: &str) -> (usize, &'static str) {
        if start >= self.closed.0 {
            self.closed = self.scan(start, tag);
        }
        self.closed
    }

    fn scan(&mut self, start: usize, tag: &str) -> (usize, &'static str) {
        let text = self.text.as_bytes();
        let (last, last_tag) = *self.last.get_or_insert_with(|| {
            let last = |end: &str| memmem::rfind(text, end.as_bytes()).unwrap_or_default();
            (MARKS.map(|(_, end, _)| last(end)), memrchr(b'>', text).unwrap_or_default())
        });
        let mut at = start;
        while let Some(found) = memchr(b'<', &text[at..]) {
            at += found;
            if let Some(kind) = MARKS.iter().position(|(begin, ..)| text[at..].starts_with(begin.as_bytes()))
            {
                let (begin, end, name) = MARKS[kind];
                let inside = at + begin.len();
                if last[kind] < inside {
                    return (at, name);
                }
                if self.ends[kind] < inside {
                    self.ends[kind] =
                        memmem::find(&text[inside..], end.as_bytes()).map_or(text.len(), |end| inside + end);
                }
                if begin == CDATA && runs_on(&self.text[inside..self.ends[kind]], tag) {
                    return (at, name);
                }
                at = self.ends[kind] + end.len();
            } else if last_tag < at {
                return (at, "a tag");
            } else if matches!(text[at..], [_, b'!', b'D' | b'd', ..]) {
                // One in an article is damage, and may go on to the end.
                return (at, "a document type");
            } else {
                at += 1;
            }
        }
        (text.len(), "")
    }
}

/// Whether a CDATA section goes on through the end of an article of this tag and the next one's beginning to where a
/// section of that ends, so that its own end was lost. The mark alone may stand in any section, as in scripts of pages.
pub(super) fn runs_on(section: &str, tag: &str) -> bool {
    section.find(&format!("</{tag}")).is_some_and(|end| opens_another(&section[end..], tag))
}

/// Whether an article of this tag begins in what was taken for a CDATA section, and a section of its own.
pub(super) fn opens_another(section: &str, tag: &str) -> bool {
    section.find(&format!("<{tag}")).is_some_and(|next| section[next..].contains(CDATA))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_closed_is_found_and_sections_end_with_their_own_kind() {
        for (text, closed) in [
            ("<a><![CDATA[x]]><!-- y --></a>", None),
            ("<a><![CDATA[<!-- x]]></a>", None),
            ("<a><!-- <![CDATA[ --></a>", None),
            ("<!-- x --><a><![CDATA[x</a>", Some("<![CDATA[x<")),
            ("<![CDATA[x]]><a><!-- x</a>]]>", Some("<!-- x<")),
            ("<a><?x?><?y</a>", Some("<?y")),
            ("<a>x</a><a y", Some("<a y")),
            ("<a><!DOCTYPE [</a>", Some("<!DOCTYPE")),
            ("<a><![CDATA[x</a><a><![CDATA[y]]></a>", Some("<![CDATA[x<")),
            ("<a><![CDATA[x</a><b><![CDATA[y]]></a>", None),
        ] {
            let expected = closed.map_or(text.len(), |closed| text.find(closed).unwrap());
            assert_eq!(Sections::new(text).closed(0, "a").0, expected, "{text}");
        }
    }
}
