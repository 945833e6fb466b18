//! Marked-up text to paragraphs.

use super::{
    super::draft::one_line,
    tree::{Element, Node},
};

/// What begins a line of its own, in NITF and in XHTML.
const BLOCKS: [&str; 34] = [
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "bq",
    "block",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hl1",
    "hl2",
    "ul",
    "ol",
    "dl",
    "li",
    "dt",
    "dd",
    "table",
    "tr",
    "pre",
    "hr",
    "br",
    "note",
    "fn",
    "header",
    "footer",
    "figure",
    "figcaption",
    "td",
    "th",
];

/// What is no part of the text: scripts, and captions of pictures, which go with the picture and not with the copy.
const ASIDE: [&str; 8] = ["script", "style", "head", "media", "figure", "img", "object", "iframe"];

/// The text of an element: a line for each paragraph, the blanks of its markup taken out.
pub(super) fn paragraphs(element: &Element) -> String {
    let mut text = String::new();
    add(element, &mut text);
    text.truncate(text.trim_end().len());
    text
}

/// The words of an element on one line; those of elements in it are apart, even where the markup has no blank.
pub(super) fn apart(element: Option<&Element>) -> String {
    let mut text = String::new();
    if let Some(element) = element {
        add_apart(element, &mut text);
    }
    one_line(&text)
}

fn add_apart(element: &Element, text: &mut String) {
    let mut is_between = false;
    for child in &element.children {
        let start = text.len();
        match child {
            Node::Text(part) => text.push_str(part),
            Node::Element(inner) => add_apart(inner, text),
        }
        let is_element = matches!(child, Node::Element(_));
        if (is_between || is_element)
            && text[..start].ends_with(char::is_alphanumeric)
            && text[start..].starts_with(char::is_alphanumeric)
        {
            text.insert(start, ' ');
        }
        is_between = is_element;
    }
}

fn add(element: &Element, text: &mut String) {
    for child in &element.children {
        match child {
            Node::Text(part) => add_words(part, text),
            Node::Element(element) if ASIDE.contains(&&*element.name) => {}
            Node::Element(element) if BLOCKS.contains(&&*element.name) => {
                end_line(text);
                add(element, text);
                end_line(text);
            }
            Node::Element(element) => add(element, text),
        }
    }
}

fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Adds words with one blank between them, and one where the markup had any around them.
fn add_words(part: &str, text: &mut String) {
    let is_blank = |c: char| c.is_ascii_whitespace();
    let open = text.is_empty() || text.ends_with(['\n', ' ']);
    if part.starts_with(is_blank) && !open {
        text.push(' ');
    }
    let mut words = part.split_ascii_whitespace();
    if let Some(first) = words.next() {
        text.push_str(first);
        for word in words {
            text.push(' ');
            text.push_str(word);
        }
        if part.ends_with(is_blank) {
            text.push(' ');
        }
    }
}
