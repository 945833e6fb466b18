//! What a scan found of what there is.

use std::fmt;

use ahash::HashSet;
use samecopy::{Verdict, verify::Verified};

use crate::truth::Same;

/// Limits of the skip resemblance by which rewrites are counted: the less two articles share, the harder the search.
const LIMITS: [f64; 6] = [0.04, 0.07, 0.1, 0.2, 0.4, 1.1];

/// A class of pairs: how many there are, and how many of them were found.
type Count = (String, usize, usize);

pub struct Recall {
    classes: Vec<Count>,
    pub missed: Vec<Same>,
    /// Pairs that the scan calls the same copy and exact comparison does not: none, or one of them is wrong.
    unexpected: usize,
    /// The least share of the smaller vocabulary that is common to a rewrite.
    least_shared: Option<f64>,
}

impl Recall {
    pub fn new(known: &[Same], found: &[Verified]) -> Self {
        let same = found.iter().filter(|pair| pair.scores.verdict.is_same_copy());
        let found: HashSet<(u32, u32)> = same.map(|pair| (pair.a.min(pair.b), pair.a.max(pair.b))).collect();
        let is_found = |pair: &&Same| found.contains(&(pair.a, pair.b));
        let count = |name: String, class: &dyn Fn(&Same) -> bool| {
            let members = || known.iter().filter(|pair| class(pair));
            (name, members().count(), members().filter(is_found).count())
        };
        let verdict = |verdict: Verdict| count(verdict.to_string(), &move |pair| pair.verdict == verdict);
        let mut classes = vec![
            count("same copy".to_owned(), &|_| true),
            verdict(Verdict::Identical),
            verdict(Verdict::NearDuplicate),
            verdict(Verdict::Rewrite),
        ];
        let mut least = 0.0;
        for limit in LIMITS {
            let name = format!("rewrite, skip resemblance {least:.2} to {:.2}", limit.min(1.0));
            let range = least..limit;
            classes.push(count(name, &move |pair| {
                pair.verdict == Verdict::Rewrite && range.contains(&pair.skip_resemblance)
            }));
            least = limit;
        }
        let rewrites = known.iter().filter(|pair| pair.verdict == Verdict::Rewrite);
        let all: HashSet<(u32, u32)> = known.iter().map(|pair| (pair.a, pair.b)).collect();
        Self {
            classes,
            missed: known.iter().filter(|pair| !is_found(pair)).copied().collect(),
            least_shared: rewrites.map(|pair| pair.shared).min_by(f64::total_cmp),
            unexpected: found.difference(&all).count(),
        }
    }
}

impl fmt::Display for Recall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<40}{:>9}{:>9}{:>8}", "pairs", "exact", "found", "recall")?;
        for (name, known, found) in self.classes.iter().filter(|class| class.1 > 0) {
            writeln!(f, "{name:<40}{known:>9}{found:>9}{:>8.4}", *found as f64 / *known as f64)?;
        }
        if let Some(least) = self.least_shared {
            writeln!(f, "of a rewrite at least {least:.2} of the smaller vocabulary is common")?;
        }
        if self.unexpected > 0 {
            writeln!(f, "{} pairs of the scan are not among the exact ones", self.unexpected)?;
        }
        Ok(())
    }
}
