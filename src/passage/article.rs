//! Passages of articles as they stand on their pages, with furniture between the lines.

use std::ops::Range;

use super::{Passage, PassageOptions, passages};
use crate::text::Token;

/// As [`passages`], of what is compared of two articles alone: page furniture matches nothing.
///
/// A passage may enclose furniture of one article that stands between its words; no run does.
pub fn compared_passages(a: &[Token], b: &[Token], options: &PassageOptions) -> Vec<Passage> {
    let (a, b) = (Compared::of(a), Compared::of(b));
    let mut found = passages(&a.tokens, &b.tokens, options);
    if a.has_gaps() || b.has_gaps() {
        for passage in &mut found {
            let runs = std::mem::take(&mut passage.runs);
            passage.runs = runs.into_iter().flat_map(|run| split(&run, &a, &b)).collect();
        }
    }
    found
}

/// The tokens of an article without its furniture.
struct Compared {
    tokens: Vec<Token>,
    /// Those before which furniture was left out, rising.
    gaps: Vec<usize>,
}

impl Compared {
    fn of(tokens: &[Token]) -> Self {
        let mut compared = Self { tokens: Vec::with_capacity(tokens.len()), gaps: Vec::new() };
        for pair in tokens.chunk_by(|x, y| x.is_compared() == y.is_compared()) {
            match pair[0].is_compared() {
                true => compared.tokens.extend(pair),
                false => compared.gaps.push(compared.tokens.len()),
            }
        }
        compared
    }

    fn has_gaps(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// The tokens of a range of bytes.
    fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.tokens.partition_point(|token| (token.start as usize) < bytes.start);
        start..self.tokens.partition_point(|token| token.end as usize <= bytes.end)
    }

    /// How many tokens of the range stand before each gap inside it.
    fn gaps_in(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let Range { start, end } = *range;
        let first = self.gaps.partition_point(|&gap| gap <= start);
        self.gaps[first..].iter().take_while(move |&&gap| gap < end).map(move |&gap| gap - start)
    }

    fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }
}

/// A run, whose tokens are equal one by one, cut where furniture stands in either article.
fn split(
    (in_a, in_b): &(Range<usize>, Range<usize>),
    a: &Compared,
    b: &Compared,
) -> Vec<(Range<usize>, Range<usize>)> {
    let (in_a, in_b) = (a.within(in_a), b.within(in_b));
    let length = in_a.len().min(in_b.len());
    let mut cuts: Vec<usize> = a.gaps_in(&in_a).chain(b.gaps_in(&in_b)).chain([0, length]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let part = |from: usize, to: usize| {
        (a.bytes(in_a.start + from..in_a.start + to), b.bytes(in_b.start + from..in_b.start + to))
    };
    cuts.windows(2).map(|cut| part(cut[0], cut[1])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::tokens;

    const STORY: [&str; 2] = [
        "The harbour of Ferran was closed on Saturday after the river Wend burst two levees and flooded the town.",
        "Some 4,200 residents were taken to schools on higher ground, the mayor of the town, Ilse Brandt, said.",
    ];
    const PITCH: &str = "Sign up for our newsletter and get the best of the Herald every morning.";

    fn runs(a: &str, b: &str) -> Vec<[String; 2]> {
        let found = compared_passages(&tokens(a), &tokens(b), &PassageOptions::default());
        let [passage] = &found[..] else { panic!("one passage: {found:?}") };
        let texts =
            |(x, y): &(Range<usize>, Range<usize>)| [a[x.clone()].to_owned(), b[y.clone()].to_owned()];
        passage.runs.iter().map(texts).collect()
    }

    #[test]
    fn a_run_does_not_enclose_furniture_that_one_article_has() {
        let (plain, page) = (STORY.join("\n"), [STORY[0], PITCH, STORY[1]].join("\n"));
        let expected =
            STORY.map(|line| [line.trim_end_matches('.').to_owned(), line.trim_end_matches('.').to_owned()]);
        assert_eq!(runs(&plain, &page), expected);
        assert_eq!(runs(&page, &plain), expected);
        assert_eq!(runs(&page, &page), expected, "nor what both have");
        assert_eq!(runs(&plain, &plain).len(), 1);
    }

    #[test]
    fn furniture_of_two_pages_is_no_passage() {
        let other = "Valdemora won the Continental Shield for the first time on Wednesday when Caldas scored in the \
            89th minute of the final against Port Sella.";
        let [a, b] = [STORY.join("\n"), other.to_owned()].map(|text| format!("{text}\n{PITCH}"));
        assert_eq!(compared_passages(&tokens(&a), &tokens(&b), &PassageOptions::default()), []);
        assert_eq!(passages(&tokens(&a), &tokens(&b), &PassageOptions::default()).len(), 1);
    }

    proptest! {
        #[test]
        fn gaps_of_a_range_are_those_strictly_inside(
            gaps in prop::collection::btree_set(0..20_usize, 0..10),
            start in 0..20_usize,
            end in 0..20_usize,
        ) {
            let inside = gaps.iter().filter(|&&gap| start < gap && gap < end).map(|gap| gap - start);
            let inside: Vec<usize> = inside.collect();
            let compared = Compared { tokens: Vec::new(), gaps: gaps.into_iter().collect() };
            prop_assert_eq!(compared.gaps_in(&(start..end)).collect::<Vec<_>>(), inside);
        }
    }
}
