//! How text for people is to look where it goes.

use std::path::Path;

use anstyle_hyperlink::path_to_url;
use samecopy::report::ArticleEntry;

use crate::palette::Palette;

/// The longest address that terminals take as a link (VTE).
const LINK_BYTES: usize = 2_083;

/// How the text is to look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub palette: Palette,
    /// Columns that lines may have, if there is a limit.
    pub columns: Option<usize>,
    /// Whether the reader can follow links.
    pub links: bool,
}

impl Look {
    /// Where an article can be read, if a terminal may be told: on the web, or in a file of its own.
    pub fn link(&self, article: &ArticleEntry) -> Option<String> {
        let link = match (&article.url, article.line) {
            _ if !self.links => None,
            (Some(url), _) => Some(url.clone()),
            (None, None) => path_to_url(&Path::new(&article.path).canonicalize().ok()?),
            (None, Some(_)) => None,
        };
        link.filter(|link| is_harmless(link))
    }
}

/// Whether it is an address and nothing in it could end the escape sequence that it is put into.
fn is_harmless(link: &str) -> bool {
    let (scheme, _) = link.split_once("://").unwrap_or_default();
    ["file", "http", "https"].contains(&scheme)
        && link.len() <= LINK_BYTES
        && link.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_are_nothing_else_become_links() {
        assert!(is_harmless("https://wire.example/2025/talks?id=17#top"));
        for link in [
            "javascript:alert(1)",
            "wire.example/17",
            "ftp://wire.example/17",
            "https://wire.example/\u{1b}\\\u{1b}[2J",
            "https://wire.example/a b",
            "https://wire.example/\u{202e}gpj",
            &format!("https://wire.example/{}", "x".repeat(LINK_BYTES)),
        ] {
            assert!(!is_harmless(link), "{link}");
        }
    }
}
