//! What stands together: a passage of A with its counterpart, and the text between passages.

use std::ops::Range;

use samecopy::passage::Passage;
use unicode_segmentation::UnicodeSegmentation;

use super::{Layout, Line, Span, Style};
use crate::harmless::harmless;

/// A stretch of each article, and what to say above it.
#[derive(Default)]
pub(super) struct Block {
    pub heading: Option<String>,
    pub a: Line,
    pub b: Line,
}

pub(super) fn blocks<'t>(
    a: &'t str,
    b: &'t str,
    passages: &'t [Passage],
    layout: Layout,
) -> impl Iterator<Item = Block> + 't {
    let shown_a: Vec<_> = passages.iter().map(|passage| with_closing(a, &passage.a)).collect();
    let shown_b: Vec<_> = passages.iter().map(|passage| with_closing(b, &passage.b)).collect();
    let (gaps_a, gaps_b) = (gaps(a.len(), &shown_a), gaps(b.len(), &shown_b));
    let gap = move |at: usize| Block {
        heading: None,
        a: unmatched(&a[gaps_a[at].clone()], layout),
        b: unmatched(&b[gaps_b[at].clone()], layout),
    };
    let passage = move |at: usize| {
        let passage = passages.get(at)?;
        let moved = at > 0 && passage.b.start < passages[at - 1].b.start;
        let moved = if moved { ", moved up in B" } else { "" };
        let heading =
            format!("passage {} of {}, matching words: {}{moved}", at + 1, passages.len(), passage.matched);
        Some(Block {
            heading: Some(heading),
            a: matched(a, &shown_a[at], passage.runs.iter().map(|run| &run.0), layout),
            b: matched(b, &shown_b[at], passage.runs.iter().map(|run| &run.1), layout),
        })
    };
    (0..=passages.len())
        .flat_map(move |at| [Some(gap(at)), passage(at)])
        .flatten()
        .filter(|block| !(block.a.is_empty() && block.b.is_empty()))
}

/// The passage and the punctuation that closes it, which no token holds.
fn with_closing(text: &str, passage: &Range<usize>) -> Range<usize> {
    let rest = &text[passage.end..];
    let closing = rest.find(|c: char| c.is_alphanumeric() || c.is_whitespace()).unwrap_or(rest.len());
    passage.start..passage.end + closing
}

/// The text before each passage, since the passage that precedes it in its own text; at last, what follows them all.
fn gaps(length: usize, passages: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut in_order: Vec<(usize, &Range<usize>)> = passages.iter().enumerate().collect();
    in_order.sort_unstable_by_key(|(_, passage)| passage.start);
    let mut gaps = vec![0..0; in_order.len() + 1];
    let mut end = 0;
    for (at, passage) in in_order {
        gaps[at] = end.min(passage.start)..passage.start;
        end = passage.end;
    }
    if let Some(last) = gaps.last_mut() {
        *last = end..length;
    }
    gaps
}

fn unmatched(text: &str, layout: Layout) -> Line {
    let text = text.trim();
    let words = text.unicode_words().count();
    match layout.elide_over {
        _ if !text.contains(char::is_alphanumeric) => Line::new(),
        Some(limit) if words > limit => vec![Span::new(Style::Label, format!("[… {words} words …]"))],
        _ => vec![Span::new(Style::Plain, harmless(text))],
    }
}

fn matched<'p>(
    text: &str,
    passage: &Range<usize>,
    runs: impl Iterator<Item = &'p Range<usize>>,
    layout: Layout,
) -> Line {
    let mut line = Line::new();
    let between = |from: usize, to: usize, line: &mut Line| {
        let text = &text[from..to];
        let style = if text.contains(char::is_alphanumeric) { Style::Substituted } else { Style::Plain };
        if !text.is_empty() {
            line.push(Span::new(style, harmless(text)));
        }
    };
    let mut end = passage.start;
    for run in runs {
        between(end, run.start, &mut line);
        let words = harmless(&text[run.clone()]);
        line.push(Span::new(Style::Matched, if layout.brackets { format!("[{words}]") } else { words }));
        end = run.end;
    }
    between(end, passage.end, &mut line);
    line
}
