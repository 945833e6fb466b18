//! The elements of one article.

/// Namespaces that make a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    None,
    Atom,
    Content,
    DublinCore,
    Xhtml,
    /// Any other: of feeds of one's own, media, podcasts, agencies.
    Other,
}

impl Space {
    pub fn of_uri(uri: &str) -> Self {
        match uri {
            "" => Self::None,
            "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns#" => Self::Atom,
            "http://purl.org/rss/1.0/modules/content/" => Self::Content,
            "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Self::DublinCore,
            "http://www.w3.org/1999/xhtml" => Self::Xhtml,
            // RSS 1.0, 2.0 and Netscape's, which put their own elements in a namespace or in none.
            "http://purl.org/rss/1.0/"
            | "http://my.netscape.com/rdf/simple/0.9/"
            | "http://backend.userland.com/rss2"
            | "http://backend.userland.com/RSS2" => Self::None,
            _ => Self::Other,
        }
    }

    /// What a prefix customarily means that was never declared.
    pub fn of_prefix(prefix: &str) -> Self {
        match prefix {
            "content" => Self::Content,
            "dc" | "dcterms" => Self::DublinCore,
            "atom" => Self::Atom,
            _ => Self::Other,
        }
    }
}

/// An element with its local name.
#[derive(Debug)]
pub(super) struct Element {
    pub space: Space,
    pub name: String,
    /// With prefixes, as written: `xml:lang`.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The children of a name, whatever their namespace.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first child of a name, whatever its namespace.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The element that is reached by names, the first of each.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The first child of a name in a namespace.
    pub fn own(&self, space: Space, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.space == space && element.name == name)
    }

    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All text in it, as it stands.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => element.add_text(text),
            }
        }
    }
}

/// The text of an element that may be missing.
pub(super) fn text_of(element: Option<&Element>) -> String {
    element.map(Element::text).unwrap_or_default()
}
