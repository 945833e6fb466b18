//! Candidate pairs to verified pairs: nothing is reported that has not been compared exactly.

use std::{collections::hash_map::Entry, io};

use ahash::{HashMap, HashSet};
use rayon::{prelude::*, slice::Chunks};

use crate::{
    article::{Article, Text, TextReader},
    candidates::Pair,
    furniture::{Furniture, WordReader},
    groups::Groups,
    lookup::Lookup,
    options::Options,
    overlap::{Comparer, Containment, Evidence, Scores, Verdict, Wanted, are_identical},
    progress::Progress,
};

/// A pair of articles, the lesser index first, with its exact scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verified {
    /// Index of the first article.
    pub a: u32,
    /// Index of the second article.
    pub b: u32,
    /// What the comparison found.
    pub scores: Scores,
}

/// A pair of articles and how much of each is in the other: a fraction of the memory of its scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Related {
    /// Index of the first article.
    pub a: u32,
    /// Index of the second article.
    pub b: u32,
    /// The verdict on them.
    pub verdict: Verdict,
    /// Containment of the word shingles, in both directions.
    pub containment: Containment,
}

impl From<&Verified> for Related {
    fn from(&Verified { a, b, scores: Scores { verdict, containment, .. } }: &Verified) -> Self {
        Self { a, b, verdict, containment }
    }
}

/// What the comparison of candidates came to.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// The pairs whose verdict is asked for.
    pub verified: Vec<Verified>,
    /// Others that have a passage in common. Of articles made by one template there are very many.
    pub others: Vec<Related>,
}

impl Compared {
    fn push(&mut self, pair: Verified, wanted: Wanted, options: &Options) {
        let verdict = pair.scores.verdict;
        if is_asked_for(verdict, wanted, options) {
            self.verified.push(pair);
        } else if verdict != Verdict::Distinct {
            self.others.push(Related::from(&pair));
        }
    }

    fn extend(&mut self, more: Self) {
        self.verified.extend(more.verified);
        self.others.extend(more.others);
    }
}

/// Whether pairs of that verdict are reported. What is known of articles beyond their words may make a verdict less, never more.
pub fn is_asked_for(verdict: Verdict, wanted: Wanted, options: &Options) -> bool {
    wanted > Wanted::Found || verdict.is_same_copy() || verdict == Verdict::Partial && options.partial
}

/// The most articles of which a thread keeps the evidence at hand.
///
/// Where a tenth of 100,000 articles is one template, exact comparison took 6.6 s with 512, 5.0 s with 1,024, 4.4 s with
/// so many, and 4.9 s with 4,096.
const AT_HAND: usize = 2048;

/// The most bytes of their texts, so that long ones take no more.
const BYTES_AT_HAND: usize = 4 << 20;

/// Articles that are compared with one another before the next ones are looked at: with those of another such group they are
/// all at hand.
const NEIGHBOURS: u32 = AT_HAND as u32 / 2;

/// Parts of the pairs for each thread, so that none is idle while another works.
const SHARES: usize = 8;

/// The fewest and the most pairs in such a part: to begin costs as much as to compare some, and what is found is put together
/// at the end.
const SHARE: (usize, usize) = (64, 1 << 16);

fn shares(pairs: &[Pair]) -> Chunks<'_, Pair> {
    let shares = SHARES * rayon::current_num_threads();
    pairs.par_chunks(pairs.len().div_ceil(shares).clamp(SHARE.0, SHARE.1))
}

/// What the candidates of one scan are compared by.
pub struct Verifier<'s, P> {
    /// The articles that candidates name.
    pub articles: &'s [&'s Article],
    /// Their furniture, which is not compared.
    pub furniture: &'s Furniture,
    /// What decides on verdicts.
    pub options: &'s Options,
    /// Told of all candidates.
    pub progress: &'s P,
}

/// Pairs of no more articles than may be at hand.
struct Run<'p> {
    pairs: &'p [Pair],
    /// All of their articles, and those of the pair behind them, if any.
    articles: HashSet<u32>,
}

impl<P: Progress> Verifier<'_, P> {
    /// Those of the candidates whose articles have the same words in the same order. O(total length).
    ///
    /// # Errors
    /// A text was put away and cannot be read.
    pub fn identical(&self, candidates: &[Pair]) -> io::Result<Vec<Verified>> {
        self.progress.begin("comparing", candidates.len(), "pairs");
        let verified = shares(candidates).map_init(
            || (WordReader::new(self.furniture), TextReader::default(), TextReader::default()),
            |(words, firsts, others), pairs| {
                let mut verified = Vec::new();
                for group in pairs.chunk_by(|x, y| x.0 == y.0) {
                    let whole = firsts.read(self.text(group[0].0))?;
                    let first = words.tokens_of(whole).to_vec();
                    let scores = Scores { skip_resemblance: None, ..Scores::identical(&first) };
                    for &(a, b) in group {
                        let other = others.read(self.text(b))?;
                        // Of most pairs the texts are the same to the letter, and no words are asked for.
                        if other == whole || are_identical(&first, words.tokens_of(other)) {
                            verified.push(Verified { a, b, scores });
                        }
                    }
                }
                self.progress.advance(pairs.len());
                Ok(verified)
            },
        );
        Ok(verified.collect::<io::Result<Vec<_>>>()?.concat())
    }

    /// Compares every candidate exactly.
    ///
    /// Articles that are candidates of each other are taken together, so that the evidence of an article is gathered once or
    /// a few times. Linear in the candidates, times the size of an article.
    ///
    /// # Errors
    /// A text was put away and cannot be read.
    pub fn compare(&self, candidates: &[Pair], wanted: Wanted) -> io::Result<Compared> {
        self.progress.begin("comparing", candidates.len(), "pairs");
        let order = self.neighbours_together(candidates);
        let compared = shares(&order).map_init(
            || WordReader::new(self.furniture),
            |words, pairs| {
                let compared = self.compare_in_order(pairs, wanted, words)?;
                self.progress.advance(pairs.len());
                Ok(compared)
            },
        );
        let mut all = Compared::default();
        compared.collect::<io::Result<Vec<_>>>()?.into_iter().for_each(|compared| all.extend(compared));
        Ok(all)
    }

    /// Compares pairs one after the other. The evidence of an article is gathered when it comes first and let go when it has
    /// come last or when there is room for others only.
    fn compare_in_order(
        &self,
        pairs: &[Pair],
        wanted: Wanted,
        words: &mut WordReader<'_>,
    ) -> io::Result<Compared> {
        let mut times = HashMap::<u32, usize>::default();
        for article in pairs.iter().flat_map(|&(a, b)| [a, b]) {
            *times.entry(article).or_default() += 1;
        }
        // Whether an article does not come again when it has come so often.
        let mut is_last = |article: u32, often: usize| {
            let left = times.get_mut(&article).expect("every article was counted");
            *left -= often;
            *left == 0
        };
        let mut at_hand = HashMap::<u32, Evidence>::default();
        let (mut comparer, mut room) = (Comparer::default(), Lookup::default());
        let mut compared = Compared::default();
        for Run { pairs, articles } in self.runs(pairs) {
            at_hand.retain(|article, _| articles.contains(article));
            for group in pairs.chunk_by(|x, y| x.0 == y.0) {
                let a = group[0].0;
                let first = match at_hand.remove(&a) {
                    Some(first) => first,
                    None => Evidence::gather(words.tokens(self.text(a))?, self.options, &mut room),
                };
                let mut comparison = comparer.begin(&first);
                for &(_, b) in group {
                    let other = match at_hand.entry(b) {
                        Entry::Occupied(other) => other.into_mut(),
                        Entry::Vacant(missing) => {
                            let tokens = words.tokens(self.text(b))?;
                            missing.insert(Evidence::gather(tokens, self.options, &mut room))
                        }
                    };
                    if let Some(scores) = comparison.compare(other, self.options, wanted) {
                        compared.push(Verified { a, b, scores }, wanted, self.options);
                    }
                    if is_last(b, 1) {
                        at_hand.remove(&b);
                    }
                }
                if !is_last(a, group.len()) {
                    at_hand.insert(a, first);
                }
            }
        }
        Ok(compared)
    }

    /// Cuts pairs where no more articles may be at hand.
    fn runs<'p>(&self, mut pairs: &'p [Pair]) -> impl Iterator<Item = Run<'p>> {
        std::iter::from_fn(move || {
            let (mut articles, mut bytes) = (HashSet::default(), 0);
            let mut fits = |&(a, b): &Pair| {
                for article in [a, b] {
                    if articles.insert(article) {
                        bytes += self.text(article).len();
                    }
                }
                articles.len() <= AT_HAND && bytes <= BYTES_AT_HAND
            };
            let fit = pairs.iter().take_while(|pair| fits(pair)).count().max(1);
            let (run, rest) = pairs.split_at_checked(fit)?;
            pairs = rest;
            Some(Run { pairs: run, articles })
        })
    }

    fn neighbours_together(&self, candidates: &[Pair]) -> Vec<Pair> {
        let mut neighbours = Groups::new(self.articles.len());
        for &(a, b) in candidates {
            neighbours.join_up_to(a, b, NEIGHBOURS);
        }
        let place = |&(a, b): &Pair| {
            let (x, y) = (neighbours.find(a), neighbours.find(b));
            (x.min(y), x.max(y), a, b)
        };
        let mut order: Vec<_> = candidates.iter().map(place).collect();
        order.par_sort_unstable();
        order.into_iter().map(|(_, _, a, b)| (a, b)).collect()
    }

    fn text(&self, article: u32) -> &Text {
        &self.articles[article as usize].text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlap::compare_candidates;

    #[test]
    fn scores_do_not_depend_on_what_is_at_hand() {
        let many = 3 * AT_HAND / 2;
        let text = |n: usize| format!("The mayor of town {n} met {} envoys in hall {}.", n % 7, n % 5);
        let articles: Vec<Article> =
            (0..many).map(|n| Article { text: text(n).into(), ..Article::default() }).collect();
        let (furniture, options) = (Furniture::default(), Options::default());
        let verifier = Verifier {
            articles: &articles.iter().collect::<Vec<_>>(),
            furniture: &furniture,
            options: &options,
            progress: &(),
        };
        let to = |step: usize| (step..many).map(move |n| ((n - step) as u32, n as u32));
        let pairs: Vec<Pair> = to(1).chain(to(many / 2)).chain(to(35)).collect();
        let evidence: Vec<Evidence> =
            (0..many).map(|n| Evidence::new(&furniture.tokens(&text(n)), &options)).collect();
        let alone = |&(a, b): &Pair| {
            let (left, right) = (&evidence[a as usize], &evidence[b as usize]);
            compare_candidates(left, right, &options, Wanted::All).map(|scores| Verified { a, b, scores })
        };
        let mut verified = verifier.compare(&pairs, Wanted::All).unwrap().verified;
        verified.sort_unstable_by_key(|pair| (pair.a, pair.b));
        let mut expected: Vec<Verified> = pairs.iter().filter_map(alone).collect();
        expected.sort_unstable_by_key(|pair| (pair.a, pair.b));
        assert_eq!(verified.len(), pairs.len());
        assert_eq!(verified, expected);
    }

    #[test]
    fn pairs_are_cut_where_no_more_articles_fit_the_memory() {
        let article = |text: String| Article { text: text.into(), ..Article::default() };
        let mut articles = vec![article("A short item.".into()); 5000];
        let book = "A word. ".repeat(BYTES_AT_HAND / 8 + 1);
        articles.extend([article(book.clone()), article(book)]);
        let verifier = Verifier {
            articles: &articles.iter().collect::<Vec<_>>(),
            furniture: &Furniture::default(),
            options: &Options::default(),
            progress: &(),
        };
        let chain: Vec<Pair> = (1..5002).map(|article| (article - 1, article)).collect();
        let cut: Vec<&[Pair]> = verifier.runs(&chain).map(|run| run.pairs).collect();
        assert_eq!(cut.concat(), chain);
        let lengths: Vec<usize> = cut.iter().map(|pairs| pairs.len()).collect();
        assert_eq!(lengths, [AT_HAND - 1, AT_HAND - 1, 5000 - 2 * AT_HAND + 1, 1, 1]);
    }
}
