//! Wrapping to the width of the terminal, side by side or one above the other.

use std::iter;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, core::display_width};

use super::{Layout, Line, Span, Style, View, blocks::Block};

const RULE: &str = " │ ";
/// Fewer columns than this hold no text worth reading.
const MIN_COLUMN: usize = 10;

/// A block as lines, an empty one first.
pub(super) fn lines(block: &Block, layout: Layout) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    if let Some(heading) = &block.heading {
        lines.extend(wrap(&[Span::new(Style::Label, heading)], layout.width.max(MIN_COLUMN)));
    }
    match layout.view {
        View::SideBySide => side_by_side(block, layout.width, &mut lines),
        View::Stacked => stacked(block, layout.width, &mut lines),
    }
    lines
}

fn side_by_side(block: &Block, width: usize, lines: &mut Vec<Line>) {
    let column = (width.saturating_sub(display_width(RULE)) / 2).max(MIN_COLUMN);
    let (mut left, mut right) = (wrap(&block.a, column).into_iter(), wrap(&block.b, column).into_iter());
    while left.len() + right.len() > 0 {
        let mut line = left.next().unwrap_or_default();
        let used: usize = line.iter().map(|span| display_width(&span.text)).sum();
        line.push(Span::new(Style::Plain, " ".repeat(column.saturating_sub(used))));
        line.push(Span::new(Style::Label, RULE));
        line.extend(right.next().unwrap_or_default());
        lines.push(line);
    }
}

fn stacked(block: &Block, width: usize, lines: &mut Vec<Line>) {
    for (name, side) in [("A", &block.a), ("B", &block.b)] {
        let margin = format!("{name}{RULE}");
        let column = width.saturating_sub(display_width(&margin)).max(MIN_COLUMN);
        let margin = Span::new(Style::Label, margin);
        lines.extend(
            wrap(side, column).into_iter().map(|line| iter::once(margin.clone()).chain(line).collect()),
        );
    }
}

/// Breaks spans into lines of at most `width` columns: at spaces, and inside a word that is wider than a line, as a
/// sentence without spaces is. Blank lines are dropped.
fn wrap(spans: &[Span], width: usize) -> Vec<Line> {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let options = Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let mut rest = Rest { spans, before: 0 };
    let mut from = 0;
    let mut lines = Vec::new();
    for line in textwrap::wrap(&text, options) {
        // Without indentation and hyphens a line is a stretch of the text, spaces and line breaks around it removed.
        let start = from + text[from..].find(&*line).unwrap_or_default();
        from = start + line.len();
        if !line.trim().is_empty() {
            lines.push(rest.cut(start, from));
        }
    }
    lines
}

/// The spans not yet cut into lines, and the bytes of those before them.
struct Rest<'s> {
    spans: &'s [Span],
    before: usize,
}

impl Rest<'_> {
    /// The bytes `start..end` of the spans' text; what ends before `start` is forgotten.
    fn cut(&mut self, start: usize, end: usize) -> Line {
        while let [first, others @ ..] = self.spans
            && self.before + first.text.len() <= start
        {
            self.before += first.text.len();
            self.spans = others;
        }
        let mut at = self.before;
        let mut line = Line::new();
        for span in self.spans {
            if at >= end {
                break;
            }
            let (first, last) = (start.max(at) - at, (end - at).min(span.text.len()));
            if first < last {
                line.push(Span::new(span.style, &span.text[first..last]));
            }
            at += span.text.len();
        }
        line
    }
}
