//! What becomes of an article that is not whole, and where the next one begins.

use super::{
    super::problem::Fault,
    Kind,
    parse::{Found, NEXT_BEGINS, Parser},
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

    /// Whether a CDATA section goes on through the end of an article and the next one's beginning to where a section
    /// of that ends, so that its own end was lost. The mark alone may stand in any section, as in scripts of pages.
    pub fn runs_on(&self, section: &str) -> bool {
        let Some(building) = &self.building else { return false };
        let Some(tag) = self.tag() else { return false };
        let end = if building.is_item { section.find(&format!("</{tag}")) } else { Some(0) };
        let behind = end.map_or("", |end| &section[end..]);
        let next = behind.find(&format!("<{tag}")).map_or("", |next| &behind[next..]);
        next.contains("<![CDATA[")
    }

    /// How the document writes the tag of an article.
    fn tag(&self) -> Option<&str> {
        self.item_tag.as_deref().or(match self.kind? {
            Kind::Rss | Kind::Rdf => Some("item"),
            Kind::Atom => Some("entry"),
            Kind::NewsMessage => Some("newsItem"),
            Kind::AtomEntry | Kind::NewsItem | Kind::Nitf | Kind::Opml => None,
        })
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
        let tag = self.tag()?;
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
