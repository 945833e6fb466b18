//! Findings in words.

use super::harmless::brief;
use crate::{
    check::{Finding, Side},
    overlap::Verdict,
};

/// Characters that a report shows of a title or a name.
const CHARS: usize = 120;

/// What the article does to the other one.
pub(super) fn relation(verdict: Verdict) -> &'static str {
    if verdict.is_same_copy() { "is the same copy as" } else { "shares passages with" }
}

/// The title of an article, else its name, in one harmless line.
pub(super) fn title(side: &Side) -> String {
    brief(if side.title.trim().is_empty() { &side.name } else { &side.title }, CHARS)
}

/// Title, source and date as far as they are known.
pub(super) fn described(side: &Side) -> String {
    let known = [&side.source, &side.date].into_iter().flatten().map(|text| brief(text, CHARS));
    std::iter::once(title(side)).chain(known).collect::<Vec<_>>().join(", ")
}

/// Where an article stands, in one harmless line. Paths are not cut: they are to be opened.
pub(super) fn place(side: &Side) -> String {
    super::harmless::one_line(&side.place())
}

/// Verdict and scores: `rewrite, overlap 0.93, 1.5 days apart`.
pub(super) fn scores(finding: &Finding) -> String {
    let days = finding.days_apart.map_or(String::new(), |days| format!(", {days:.1} days apart"));
    format!("{}, overlap {:.2}{days}", finding.verdict, finding.overlap)
}

/// A finding in a sentence.
pub(super) fn sentence(finding: &Finding) -> String {
    let Finding { verdict, article, other, .. } = finding;
    let (article, relation) = (title(article), relation(*verdict));
    format!("“{article}” {relation} {} ({}): {}.", described(other), place(other), scores(finding))
}

/// `1 problem`, `2 problems`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
