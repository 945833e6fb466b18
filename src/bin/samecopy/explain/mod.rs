//! The passages of two articles as lines for a terminal. Pure: the caller paints the styles and prints.

mod blocks;
mod columns;

use samecopy::passage::Passage;

/// From this width on, in columns, two texts fit beside each other: each then has what a newspaper column has.
const SIDE_BY_SIDE_FROM: usize = 100;

/// What a stretch of text is. How it looks is up to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Not of the texts: headings, rules, notes of what was left out.
    Label,
    /// Text outside every passage, or nothing but spaces and punctuation.
    Plain,
    /// Text of a passage that is equal in both articles.
    Matched,
    /// Words of a passage that only one of the articles has.
    Substituted,
}

/// A stretch of a line in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub style: Style,
    pub text: String,
}

impl Span {
    fn new(style: Style, text: impl Into<String>) -> Self {
        Self { style, text: text.into() }
    }
}

/// One line of output, without its line break; no control character in it.
pub type Line = Vec<Span>;

/// How the two texts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum View {
    /// In two columns.
    SideBySide,
    /// Each stretch of A above its counterpart in B.
    Stacked,
}

/// How to lay out the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    pub view: View,
    /// Columns of the terminal; no line is wider, if it has at least 24.
    pub width: usize,
    /// Text outside passages is left out where it runs to more words than this; `None` shows all of it.
    pub elide_over: Option<usize>,
    /// Encloses matched text in brackets, for output without colour.
    pub brackets: bool,
}

impl Layout {
    /// The view that suits a terminal of so many columns, with long text outside passages left out.
    pub fn for_width(width: usize) -> Self {
        let view = if width < SIDE_BY_SIDE_FROM { View::Stacked } else { View::SideBySide };
        Self { view, width, elide_over: Some(60), brackets: false }
    }
}

/// The two texts line by line, each passage of A with its counterpart of B, in the order of reading of A.
///
/// Text of B outside passages stands before the passage that follows it in B, or at the end. Where it is mere
/// punctuation it is left out. Control characters are replaced.
pub fn lines<'t>(
    a: &'t str,
    b: &'t str,
    passages: &'t [Passage],
    layout: Layout,
) -> impl Iterator<Item = Line> + 't {
    blocks::blocks(a, b, passages, layout).flat_map(move |block| columns::lines(&block, layout))
}

#[cfg(test)]
mod tests;
