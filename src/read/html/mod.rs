//! HTML: whole pages, of which the article is found, and fragments in feeds, which are the article.

mod depth;
mod linked;
mod page;

use dom_query::{Document, NodeRef};

pub(super) use page::page;

/// What is never read by anybody.
const UNREAD: &str = "script, style, noscript, template, iframe, object, svg";

/// The text of a fragment, a line for each paragraph; what holds no markup stays as it is.
pub(super) fn to_text(fragment: &str) -> String {
    if memchr::memchr2(b'<', b'&', fragment.as_bytes()).is_none() {
        return fragment.to_owned();
    }
    let document = Document::fragment(&*depth::shallow(fragment));
    document.select(UNREAD).remove();
    lines(&document.root())
}

/// The text of a node, a line for each paragraph.
fn lines(node: &NodeRef<'_>) -> String {
    let formatted = node.formatted_text();
    let mut text = String::with_capacity(formatted.len());
    for line in formatted.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_become_lines() {
        assert_eq!(to_text("5 > 3, she said"), "5 > 3, she said");
        assert_eq!(
            to_text("<p>One &amp; two.</p>\n<p>Three<br/>four <b>five</b>.</p>"),
            "One & two.\nThree\nfour five."
        );
        assert_eq!(to_text("Caf&eacute;<script>var x = 1;</script><style>p{}</style>"), "Café");
        assert_eq!(to_text("<ul><li>a<li>b</ul>"), "a\nb");
    }
}
