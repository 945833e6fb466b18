//! When and by whom articles were published, and what that means for a pair.
//!
//! Words alone cannot tell a rewrite from next month's story with the same background in it. Copies of one story
//! appear within days of each other, recycled background after weeks.

use ahash::{HashMap, HashSet};

use crate::{
    article::Article,
    options::Options,
    overlap::{Scores, Verdict},
};

/// The scores of two articles, their sources and dates considered.
///
/// Two of one source may be a story and its sequel, or a story and a round-up of it, which lowers the overlap
/// ([`crate::sequel`]). A rewrite published more than [`Options::within`] after or before the other article is `partial`.
/// Reprints match at any distance, and an unknown source or date changes nothing.
#[must_use]
pub fn placed(scores: Scores, a: &Article, b: &Article, options: &Options) -> Scores {
    let overlap = match scores.verdict {
        Verdict::Identical => scores.overlap,
        _ if is_one_source(a, b) => {
            scores.sequel.overlap(scores.overlap, scores.resemblance, days_apart(a, b, options))
        }
        _ => scores.overlap,
    };
    let verdict = match scores.verdict {
        Verdict::NearDuplicate | Verdict::Rewrite if overlap < options.threshold => Verdict::Partial,
        verdict => dated(verdict, a, b, options),
    };
    Scores { overlap, verdict, ..scores }
}

/// The verdict on two articles, their dates considered: a rewrite too far from the other article is `partial`.
pub fn dated(verdict: Verdict, a: &Article, b: &Article, options: &Options) -> Verdict {
    if verdict == Verdict::Rewrite && !may_be_rewrites(a, b, options) { Verdict::Partial } else { verdict }
}

/// What tells one source from another: its name, whatever its case and the blanks around it; empty where it is unknown.
pub(crate) fn source_key(source: &str) -> String {
    source.trim().to_lowercase()
}

fn is_one_source(a: &Article, b: &Article) -> bool {
    !a.source.trim().is_empty() && (a.source == b.source || source_key(&a.source) == source_key(&b.source))
}

/// Days between two articles, 0 where a date is unknown or time is to say nothing.
fn days_apart(a: &Article, b: &Article, options: &Options) -> f64 {
    match (options.within, &a.published, &b.published) {
        (Some(_), Some(a), Some(b)) => a.seconds_apart(b) as f64 / 86_400.0,
        _ => 0.0,
    }
}

/// Whether the dates of two articles let one be a rewrite of the other.
pub fn may_be_rewrites(a: &Article, b: &Article, options: &Options) -> bool {
    match (options.within, &a.published, &b.published) {
        (Some(within), Some(a), Some(b)) => a.seconds_apart(b) <= within,
        _ => true,
    }
}

/// The sources of a set of articles. Upper and lower case are one, and an article without a source shares it with none.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Option<u32>>);

impl Sources {
    /// Numbers the sources. Linear in the articles.
    pub fn of(articles: &[&Article]) -> Self {
        let mut numbers = HashMap::<String, u32>::default();
        let mut number = |source: String| {
            let next = numbers.len() as u32;
            *numbers.entry(source).or_insert(next)
        };
        let keys = articles.iter().map(|article| source_key(&article.source));
        Self(keys.map(|key| (!key.is_empty()).then(|| number(key))).collect())
    }

    /// Whether both articles are of one known source.
    pub fn same(&self, a: u32, b: u32) -> bool {
        let source = self.0[a as usize];
        source.is_some() && source == self.0[b as usize]
    }

    /// Whether the articles are of at least two known sources.
    pub fn are_several(&self, articles: &[u32]) -> bool {
        let known: HashSet<u32> = articles.iter().filter_map(|&article| self.0[article as usize]).collect();
        known.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Published;

    fn article(source: &str, date: &str) -> Article {
        Article { source: source.into(), published: Published::parse(date), ..Article::default() }
    }

    #[test]
    fn only_a_rewrite_with_two_known_dates_can_be_too_far_apart() {
        let options = Options::default();
        let verdict = |verdict, a, b| dated(verdict, &article("", a), &article("", b), &options);
        let rewrite = |a, b| verdict(Verdict::Rewrite, a, b);
        assert_eq!(rewrite("2025-02-01", "2025-02-08"), Verdict::Rewrite);
        assert_eq!(rewrite("2025-02-01", "2025-02-08T00:00:01Z"), Verdict::Partial);
        assert_eq!(rewrite("2025-02-08T00:00:01Z", "2025-02-01"), Verdict::Partial);
        assert_eq!(rewrite("2025-02-01", "some day"), Verdict::Rewrite);
        for reprint in [Verdict::Identical, Verdict::NearDuplicate, Verdict::Distinct] {
            assert_eq!(verdict(reprint, "1925-02-01", "2025-02-01"), reprint);
        }
        let off = Options { within: None, ..options };
        let century = dated(Verdict::Rewrite, &article("", "1925-02-01"), &article("", "2025-02-01"), &off);
        assert_eq!(century, Verdict::Rewrite);
    }

    #[test]
    fn an_unknown_source_is_like_no_other() {
        let articles = ["Wire", "WIRE ", "Herald", "", " "].map(|source| article(source, ""));
        let sources = Sources::of(&articles.iter().collect::<Vec<_>>());
        assert!(sources.same(0, 1) && !sources.same(0, 2) && !sources.same(3, 4) && !sources.same(2, 3));
        assert!(sources.are_several(&[0, 1, 2]) && !sources.are_several(&[0, 1, 3, 4]));
    }
}
