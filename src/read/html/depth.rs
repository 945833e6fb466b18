//! Bounds how deep a page nests: to build its tree and to find the article in it take time by the square of the depth.

use std::{borrow::Cow, collections::HashMap};

use dom_query::NodeRef;
use memchr::{memchr, memchr_iter, memchr2, memmem};

/// Elements inside each other beyond which tags are left out. Browsers nest up to 512; of articles, few have 50.
const DEPTH: usize = 256;

/// The same of elements that only look different, which parsers open again in every paragraph until they are closed.
const FORMATTING_DEPTH: usize = 64;

/// A page whose tree is deeper was not understood here: cells and items, which need no end, are not counted.
const TREE_DEPTH: usize = 8 * DEPTH;

const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// What is closed by itself or by the next of its kind.
#[rustfmt::skip]
const UNCOUNTED: &[&str] = &[
    "area", "base", "basefont", "bgsound", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed",
    "frame", "head", "hr", "html", "image", "img", "input", "keygen", "li", "link", "meta", "optgroup",
    "option", "p", "param", "rb", "rp", "rt", "rtc", "source", "tbody", "td", "tfoot", "th", "thead", "tr",
    "track", "wbr",
];

/// Of these, what can stay where nothing may be opened.
const KEPT: &[&str] = &["br", "hr", "img", "meta", "p"];

/// What an end tag of another inline element does not reach through.
const INLINE: &[&str] =
    &["abbr", "bdi", "bdo", "cite", "del", "dfn", "ins", "kbd", "label", "mark", "q", "span", "time"];

/// What ends SVG and MathML.
#[rustfmt::skip]
const BREAKOUT: &[&str] = &[
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1",
    "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol",
    "p", "pre", "ruby", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tt", "u", "ul",
    "var",
];

/// What holds no tags.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];

/// The page without the tags that nest too deep; its text stays, with line breaks for them. Linear.
pub(super) fn shallow(html: &str) -> Cow<'_, str> {
    let mut open = Open::default();
    let mut shallow = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(tag) = Tag::next(html, at) {
        at = tag.end;
        if !tag.is_end && BREAKOUT.contains(&&*tag.name) {
            open.leave_foreign();
        }
        let is_foreign = open.is_foreign();
        if !open.allows(&tag, is_foreign) {
            shallow.push_str(&html[copied..tag.start]);
            if !FORMATTING.contains(&&*tag.name)
                && !INLINE.contains(&&*tag.name)
                && !shallow.ends_with("<br>")
            {
                shallow.push_str("<br>");
            }
            copied = tag.end;
        }
        if !tag.is_end && !is_foreign && RAW.contains(&&*tag.name) {
            at = end_of_raw(html, at, &tag.name);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    shallow.push_str(&html[copied..]);
    Cow::Owned(shallow)
}

/// Whether a tree is too deep all the same to look for an article in it. Linear.
pub(super) fn is_deep(root: NodeRef<'_>) -> bool {
    let mut node = root;
    let mut depth = 0;
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            if depth > TREE_DEPTH {
                return true;
            }
            continue;
        }
        node = loop {
            if let Some(next) = node.next_sibling() {
                break next;
            }
            let Some(parent) = node.parent() else { return false };
            node = parent;
            depth -= 1;
        };
    }
}

/// The elements that are open, roughly as a browser would have it.
#[derive(Default)]
struct Open<'h> {
    elements: Vec<Element<'h>>,
    formatting: Vec<Element<'h>>,
    /// Those whose start was left out, so that their end is as well.
    left_out: HashMap<Cow<'h, str>, usize>,
}

impl<'h> Open<'h> {
    /// Follows a tag; whether it can stay.
    fn allows(&mut self, tag: &Tag<'h>, is_foreign: bool) -> bool {
        let name = &tag.name;
        if KEPT.contains(&&**name) || (!tag.is_end && !is_foreign && RAW.contains(&&**name)) {
            return true;
        }
        if !is_foreign && UNCOUNTED.contains(&&**name) {
            return self.elements.len() < DEPTH;
        }
        if is_foreign && tag.closes_itself {
            return self.elements.len() < DEPTH;
        }
        let is_formatting = FORMATTING.contains(&&**name);
        let (open, depth) = if is_formatting {
            (&mut self.formatting, FORMATTING_DEPTH)
        } else {
            (&mut self.elements, DEPTH)
        };
        if tag.is_end {
            if let Some(left_out) = self.left_out.get_mut(name).filter(|left_out| **left_out > 0) {
                *left_out -= 1;
                return false;
            }
            let Some(from) = open.iter().rposition(|other| other.name == *name) else { return true };
            if is_formatting {
                open.remove(from);
            } else if !INLINE.contains(&&**name)
                || open[from..].iter().all(|other| INLINE.contains(&&*other.name))
            {
                open.truncate(from);
            }
            return true;
        }
        // These end an open one of their kind.
        if matches!(&**name, "a" | "button" | "nobr")
            && let Some(before) = open.iter().rposition(|other| other.name == *name)
        {
            open.remove(before);
        }
        if open.len() < depth {
            open.push(Element::new(name, is_foreign));
            return true;
        }
        *self.left_out.entry(name.clone()).or_default() += 1;
        false
    }

    fn leave_foreign(&mut self) {
        while self.is_foreign() {
            self.elements.pop();
        }
    }

    /// Whether the next tag is one of SVG or MathML, where `/>` ends an element.
    fn is_foreign(&self) -> bool {
        self.elements.last().is_some_and(|element| element.is_foreign)
    }
}

struct Element<'h> {
    name: Cow<'h, str>,
    /// Whether what stands in it is SVG or MathML.
    is_foreign: bool,
}

impl<'h> Element<'h> {
    fn new(name: &Cow<'h, str>, is_foreign: bool) -> Self {
        let is_foreign = match &**name {
            "svg" | "math" => true,
            "foreignobject" | "desc" | "title" | "annotation-xml" | "mi" | "mo" | "mn" | "ms" | "mtext" => {
                false
            }
            _ => is_foreign,
        };
        Self { name: name.clone(), is_foreign }
    }
}

struct Tag<'h> {
    start: usize,
    end: usize,
    /// In lower case.
    name: Cow<'h, str>,
    is_end: bool,
    closes_itself: bool,
}

impl<'h> Tag<'h> {
    /// The first tag at `at` or behind it.
    fn next(html: &'h str, mut at: usize) -> Option<Self> {
        let bytes = html.as_bytes();
        loop {
            let start = at + memchr(b'<', &bytes[at..])?;
            let is_end = bytes.get(start + 1) == Some(&b'/');
            let from = start + 1 + usize::from(is_end);
            at = match bytes.get(from)? {
                b'a'..=b'z' | b'A'..=b'Z' => {
                    let rest = &bytes[from..];
                    let length =
                        rest.iter().position(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte))?;
                    let end = end_of_tag(bytes, from + length)?;
                    return Some(Self {
                        start,
                        end,
                        name: lower(&html[from..from + length]),
                        is_end,
                        closes_itself: bytes[end - 2] == b'/',
                    });
                }
                b'!' if !is_end && bytes[from + 1..].starts_with(b"--") => end_of_comment(bytes, from + 1)?,
                b'!' | b'?' => from + memchr(b'>', &bytes[from..])? + 1,
                _ => from,
            };
        }
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Behind the `>` of a tag, which may stand in values as well.
fn end_of_tag(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr2(b'>', b'=', &bytes[at..])? + 1;
        if bytes[at - 1] == b'>' {
            return Some(at);
        }
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        at += match bytes.get(at)? {
            &quote @ (b'"' | b'\'') => memchr(quote, &bytes[at + 1..])? + 2,
            _ => bytes[at..].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?,
        };
    }
}

/// Behind a comment whose dashes begin at `at`; `<!-->` is one.
fn end_of_comment(bytes: &[u8], at: usize) -> Option<usize> {
    let mut ends = memchr_iter(b'>', &bytes[at..]).map(|found| at + found);
    let is_end = |end: &usize| bytes[at..*end].ends_with(b"--") || bytes[at..*end].ends_with(b"--!");
    ends.find(is_end).map(|end| end + 1)
}

/// Where the end tag of an element begins that holds only text.
fn end_of_raw(html: &str, at: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let is_end = |found: &usize| {
        let rest = &bytes[found + 2..];
        rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && rest.get(name.len()).is_none_or(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte))
    };
    memmem::find_iter(&bytes[at..], b"</").map(|found| at + found).find(is_end).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    #[test]
    fn a_page_that_is_not_deep_stays_as_it_is() {
        let items = "<li><p>One<td>two<img src=a><a name=b><span title='>'>x</span>".repeat(1000);
        let formatted = "<p><b>a</b><i>b</i>".repeat(1000);
        let icons = "<svg><g><path d='x'/><title><b></b></title></g></svg>".repeat(1000);
        let raw =
            "<script>'<div>'</script><STYLE><div></Style ><!-- <div> --><!--><div a=b/c></div>".repeat(1000);
        let odd = "a < b <3 </ > <!doctype html> <? <div> ?></div><div title='</div>'></DIV>".repeat(1000);
        for page in
            [items, formatted, icons, raw, odd, "<div".into(), "<div a='".into(), "<!-- ".into(), "<".into()]
        {
            assert!(matches!(shallow(&page), Cow::Borrowed(_)), "{}", &page[..page.len().min(100)]);
        }
    }

    #[test]
    fn whatever_is_opened_the_tree_stays_shallow_and_the_text_whole() {
        for opened in [
            "<div>",
            "<div x='a>b'>",
            "<DIV\n>",
            "<div/>",
            "<b><div></b>",
            "<span><div></span>",
            "<font size=1>",
            "<table><tr><td>",
            "<ul><li>",
            "<svg>",
            "<svg><g>",
            "<svg><td>",
            "<svg><title>",
            "<svg><foreignObject><div/>",
            "<svg><div/><g/>",
            "<svg><foreignObject><svg></foreignObject>",
            "<x-y>",
            "<a><div>",
            "<template>",
            "<noscript></noscript><section>",
            "<!-- </div> --><div>",
            "<style></div></style><div>",
        ] {
            let name = opened.rsplit('<').next().unwrap().split(['>', ' ', '/', '\n']).next().unwrap();
            let page = format!(
                "{}<p>text</p>{}<p>behind</p>",
                opened.repeat(1500),
                format!("</{name}>").repeat(1500)
            );
            let page = shallow(&page);
            let document = Document::from(&*page);
            assert!(!is_deep(document.root()), "{opened}");
            assert!(page.contains("<p>text</p>") && page.contains("<p>behind</p>"), "{opened}");
        }
    }

    #[test]
    fn formatting_that_is_never_closed_does_not_multiply() {
        let opened: String = (0..300).map(|n| format!("<p><font size={n}>text")).collect();
        let document = Document::from(&*shallow(&opened));
        assert!(document.select("font").length() < 300 * (FORMATTING_DEPTH + 1));
        assert_eq!(document.root().text().matches("text").count(), 300);
    }

    #[test]
    fn what_was_not_foreseen_is_seen_in_the_tree() {
        let deep = |depth: usize| Document::from(format!("<p>text</p>{}", "<div>".repeat(depth)));
        assert!(is_deep(deep(TREE_DEPTH).root()));
        assert!(!is_deep(deep(TREE_DEPTH - 5).root()));
    }
}
