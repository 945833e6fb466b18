//! What becomes of an article that is not whole, and where the next one begins.

use super::{
    super::problem::Fault,
    Kind,
    parse::{Found, Parser},
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

    /// The parser cannot go on here.
    pub fn damaged(&mut self, at: usize, what: &str) -> Option<usize> {
        let line = self.lines.number(at);
        let behind = match &self.building {
            Some(building) if building.is_item => {
                let behind = building.start;
                self.break_off(at, &format!("{what} in line {line}"));
                behind
            }
            _ => {
                self.building = None;
                let message = format!("is not well-formed: {what}; mend it");
                (self.take)(Found::Fault(Some(line), Fault::new(message)));
                at
            }
        };
        self.next_item(behind)
    }

    /// Where the next article begins.
    fn next_item(&mut self, behind: usize) -> Option<usize> {
        self.namespaces.unbind(self.path.len());
        let tag = self.item_tag.as_deref().or(match self.kind? {
            Kind::Rss | Kind::Rdf => Some("item"),
            Kind::Atom => Some("entry"),
            Kind::NewsMessage => Some("newsItem"),
            Kind::AtomEntry | Kind::NewsItem | Kind::Nitf | Kind::Opml => None,
        })?;
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

    pub fn ended(&mut self, end: usize) {
        if self.building.as_ref().is_some_and(|building| building.is_item) {
            self.break_off(end, "the file ends before it does, so it was cut short");
        } else if let Some(open) = self.path.last() {
            let message = format!("ends before </{open}>, so it was cut short; fetch it again");
            let line = self.lines.number(end);
            (self.take)(Found::Fault(Some(line), Fault::new(message)));
        } else if self.kind.is_none() {
            (self.take)(Found::Fault(None, Fault::new("is XML without an element; fetch it again")));
        }
    }
}
