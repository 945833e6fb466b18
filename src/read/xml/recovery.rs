//! What becomes of an article that is not whole, and where the next one begins.

use super::{
    super::problem::Fault,
    Kind,
    parse::{Found, NEXT_BEGINS, Parser},
    sections::{opens_another, runs_on},
};

impl Parser<'_> {
    /// The article cannot be whole any more.
    pub fn break_off(&mut self, end: usize, what: &str) {
        if let Some(building) = &mut self.building {
            building.broken.get_or_insert_with(|| Fault::new(format!("{what}; mend it")));
            while building.open.len() > 1 {
                building.close();
            }
            self.finish(end);
        }
    }

    /// The article was not closed, and what seemed to be in it is the next: from there on all are read anew, once.
    pub fn unnested(&mut self) -> Option<usize> {
        let building = self.building.as_mut()?;
        let (next, _) = building.nested?;
        // Found in those behind it.
        building.broken = None;
        self.nests = false;
        self.break_off(next, NEXT_BEGINS);
        Some(next)
    }

    /// Whether the end of a CDATA section was lost.
    pub fn runs_on(&self, section: &str) -> bool {
        match (&self.building, tag(self.item_tag.as_deref(), self.kind)) {
            (Some(building), Some(tag)) if building.is_item => runs_on(section, tag),
            (Some(_), Some(tag)) => opens_another(section, tag),
            _ => false,
        }
    }

    /// The parser cannot go on here.
    pub fn damaged(&mut self, at: usize, what: &str) -> Option<usize> {
        if let Some(next) = self.unnested() {
            return Some(next);
        }
        let line = self.lines.number(at);
        if self.building.as_ref().is_some_and(|building| building.is_item) {
            self.break_off(at, &format!("{what} in line {line}"));
        } else {
            self.building = None;
            let message = format!("is not well-formed: {what}; mend it");
            (self.take)(Found::Fault(Some(line), Fault::new(message)));
        }
        self.next_item(at)
    }

    /// Where the next article begins.
    fn next_item(&mut self, behind: usize) -> Option<usize> {
        self.namespaces.unbind(self.path.len());
        let tag = tag(self.item_tag.as_deref(), self.kind)?;
        let mut at = behind + 1;
        while let Some(found) =
            self.text.as_bytes().get(at..).and_then(|rest| memchr::memmem::find(rest, tag.as_bytes()))
        {
            let name = at + found;
            at = name + tag.len();
            let ends =
                self.text.as_bytes().get(at).is_some_and(|&byte| byte == b'>' || byte.is_ascii_whitespace());
            if ends && self.text.as_bytes()[name - 1] == b'<' && name - 1 > behind {
                return Some(name - 1);
            }
        }
        None
    }

    /// Where to start anew, if the end belongs to another article than it seemed.
    pub fn ended(&mut self, end: usize) -> Option<usize> {
        if let Some(next) = self.unnested() {
            return Some(next);
        }
        if self.building.as_ref().is_some_and(|building| building.is_item) {
            self.break_off(end, "the file ends before it does, so it was cut short");
        } else if let Some(open) = self.path.last() {
            let message = format!("ends before </{open}>, so it was cut short; fetch it again");
            let line = self.lines.number(end);
            (self.take)(Found::Fault(Some(line), Fault::new(message)));
        } else if self.kind.is_none() {
            (self.take)(Found::Fault(None, Fault::new("is XML without an element; fetch it again")));
        }
        None
    }
}

/// How a document of a kind writes the tag of an article, if it did not say so.
pub(super) fn tag(written: Option<&str>, kind: Option<Kind>) -> Option<&str> {
    written.or(match kind? {
        Kind::Rss | Kind::Rdf => Some("item"),
        Kind::Atom => Some("entry"),
        Kind::NewsMessage => Some("newsItem"),
        Kind::AtomEntry | Kind::NewsItem | Kind::Nitf | Kind::Opml => None,
    })
}
