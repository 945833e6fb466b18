//! All pairs of articles that are the same copy, by comparing all of them exactly.

use std::ops::Range;

use ahash::HashMap;
use rayon::prelude::*;
use samecopy::{
    Article, Options, Scores,
    furniture::Furniture,
    hash,
    overlap::{Evidence, Wanted, compare, compare_candidates},
    provenance::{may_be_rewrites, placed},
    shingle::{HashSet, content, shingles, words},
    text::Token,
};

use crate::{near::near_duplicates, truth::Same};

/// Articles that are compared with as many others while the evidence of all of them is at hand, some 15 kB each.
const TILE: usize = 512;

/// Every pair of the same copy, the lesser index first, in rising order.
///
/// A rewrite is published within [`Options::within`] of the other article, so that all pairs are looked at that may be.
/// Those of which the smaller vocabulary is common to less than `floor`, by exact count, are not compared; with 0 all
/// are. Reprints match at any distance: farther pairs are compared where their resemblance reaches
/// [`Options::near_duplicate`], by a join that misses none. `done` is told of tiles of the former work, and of how many
/// there are. O(n²) where dates are unknown.
pub fn same_copies(
    articles: &[Article],
    options: &Options,
    floor: f64,
    done: impl Fn(usize) + Sync,
) -> Vec<Same> {
    let furniture = Furniture::of(articles).expect("texts can be read");
    let tokens = |index: u32| {
        let text = articles[index as usize].text.read().expect("texts can be read");
        furniture.tokens(&text)
    };
    let far = |a: u32, b: u32| !may_be_rewrites(&articles[a as usize], &articles[b as usize], options);

    let order = by_date(articles);
    let tiles = near_tiles(&order, articles, options);
    let count = tiles.len();
    let mut pairs: Vec<Same> = tiles
        .into_par_iter()
        .flat_map_iter(|(left, right)| {
            let (left, right) = (&order[left], &order[right]);
            let whole = left[0] == right[0];
            let evidence = |index: &u32| (*index, Known::new(&tokens(*index), options));
            let left: Vec<(u32, Known)> = left.iter().map(evidence).collect();
            let right = if whole { left.clone() } else { right.iter().map(evidence).collect() };
            let mut same = Vec::new();
            let holders = Holders::new(&right);
            for (at, (a, x)) in left.iter().enumerate() {
                let common = holders.common(&x.stems);
                for (other, (b, y)) in right.iter().enumerate().skip(if whole { at + 1 } else { 0 }) {
                    let shared = share(common[other], x.stems.len().min(y.stems.len()));
                    if shared >= floor && !far(*a, *b) {
                        same.extend(verified((*a, x), (*b, y), shared, articles, options));
                    }
                }
            }
            done(count);
            same
        })
        .collect();

    let sets: Vec<HashSet> = (0..articles.len() as u32)
        .into_par_iter()
        .map(|index| shingles(&words(&tokens(index)), options.shingle).collect())
        .collect();
    let mut known = HashMap::default();
    for (a, b) in near_duplicates(&sets, options.near_duplicate).into_iter().filter(|&(a, b)| far(a, b)) {
        for index in [a, b] {
            known.entry(index).or_insert_with(|| Known::new(&tokens(index), options));
        }
        let (x, y) = (&known[&a], &known[&b]);
        let shared = share(x.stems.common(&y.stems) as u32, x.stems.len().min(y.stems.len()));
        pairs.extend(verified((a, x), (b, y), shared, articles, options));
    }
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// What is compared of an article.
#[derive(Clone)]
struct Known {
    words: usize,
    whole: u64,
    identical: Scores,
    stems: HashSet,
    evidence: Evidence,
}

impl Known {
    fn new(tokens: &[Token], options: &Options) -> Self {
        Self {
            words: tokens.len(),
            whole: hash::sequence(tokens.iter().map(|token| token.word)),
            identical: Scores::identical(tokens),
            stems: content(tokens).into_iter().collect(),
            evidence: Evidence::new(tokens, options),
        }
    }
}

/// Which articles of a tile have a stem.
struct Holders {
    articles: usize,
    lists: HashMap<u64, Vec<u32>>,
}

impl Holders {
    fn new(tile: &[(u32, Known)]) -> Self {
        let mut lists = HashMap::<u64, Vec<u32>>::default();
        for (at, (_, known)) in tile.iter().enumerate() {
            for &stem in known.stems.as_slice() {
                lists.entry(stem).or_default().push(at as u32);
            }
        }
        Self { articles: tile.len(), lists }
    }

    /// How many of the stems each article of the tile has.
    fn common(&self, stems: &HashSet) -> Vec<u32> {
        let mut common = vec![0; self.articles];
        for holder in stems.as_slice().iter().filter_map(|stem| self.lists.get(stem)).flatten() {
            common[*holder as usize] += 1;
        }
        common
    }
}

fn share(part: u32, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / whole as f64 }
}

/// The pair if it is the same copy.
fn verified(
    one: (u32, &Known),
    other: (u32, &Known),
    shared: f64,
    articles: &[Article],
    options: &Options,
) -> Option<Same> {
    let ((a, x), (b, y)) = if one.0 < other.0 { (one, other) } else { (other, one) };
    let scores = if x.words > 0 && (x.words, x.whole) == (y.words, y.whole) {
        x.identical
    } else {
        compare_candidates(&x.evidence, &y.evidence, options, Wanted::Found)?
    };
    let scores = placed(scores, &articles[a as usize], &articles[b as usize], options);
    let Scores { verdict, overlap, resemblance, skip_resemblance, .. } = scores;
    verdict.is_same_copy().then(|| {
        let in_full = || compare(&x.evidence, &y.evidence, options).skip_resemblance;
        let skip_resemblance = skip_resemblance.or_else(in_full).unwrap_or_default();
        Same { a, b, verdict, overlap, resemblance, skip_resemblance, shared }
    })
}

/// The articles by date, those without one first.
fn by_date(articles: &[Article]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..articles.len() as u32).collect();
    order.sort_by_key(|&index| (second(&articles[index as usize]), index));
    order
}

fn second(article: &Article) -> Option<i64> {
    article.published.as_ref().map(|published| published.instant.as_second())
}

/// Pairs of tiles, as ranges of `order`, that may hold two articles of dates near enough for a rewrite.
fn near_tiles(order: &[u32], articles: &[Article], options: &Options) -> Vec<(Range<usize>, Range<usize>)> {
    let tile = |start: usize| start..order.len().min(start + TILE);
    let date = |at: usize| second(&articles[order[at] as usize]);
    let starts = || (0..order.len()).step_by(TILE);
    let near = |left: &Range<usize>, right: &Range<usize>| match (
        options.within,
        date(left.end - 1),
        date(right.start),
    ) {
        (Some(within), Some(last), Some(first)) => last.abs_diff(first) <= within || first <= last,
        _ => true,
    };
    let pairs = starts()
        .flat_map(|left| starts().filter(move |&right| right >= left).map(move |right| (left, right)));
    pairs.map(|(left, right)| (tile(left), tile(right))).filter(|(left, right)| near(left, right)).collect()
}
