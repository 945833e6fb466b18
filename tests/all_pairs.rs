//! The oracle of the benches, which compares all pairs by tiles and by a join, against the plain double loop.

#[path = "../benches/oracle/exact.rs"]
mod exact;
#[path = "../benches/oracle/near.rs"]
mod near;
#[path = "../benches/oracle/truth.rs"]
#[expect(dead_code, reason = "the table of pairs is the oracle's alone")]
mod truth;

use proptest::prelude::*;
use samecopy::{
    Article, Options, Published, compare_articles,
    read::{Input, ReadOptions, read},
    shingle::HashSet,
};

fn feed() -> Vec<Article> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/feed.jsonl");
    let mut articles =
        read(&[Input::new(path)], &ReadOptions::default(), &mut std::io::empty()).unwrap().articles;
    articles.truncate(18);
    articles
}

fn found(articles: &[Article], options: &Options) -> Vec<(u32, u32)> {
    exact::same_copies(articles, options, 0.0, |_| ()).iter().map(|pair| (pair.a, pair.b)).collect()
}

fn naive(articles: &[Article], options: &Options) -> Vec<(u32, u32)> {
    let pairs = (0..articles.len()).flat_map(|a| (a + 1..articles.len()).map(move |b| (a, b)));
    pairs
        .filter(|&(a, b)| {
            compare_articles(&articles[a], &articles[b], options).unwrap().verdict.is_same_copy()
        })
        .map(|(a, b)| (a as u32, b as u32))
        .collect()
}

#[test]
fn the_oracle_finds_what_the_double_loop_finds() {
    let (articles, options) = (feed(), Options::default());
    let all = naive(&articles, &options);
    assert!(all.len() > 20);
    assert_eq!(found(&articles, &options), all);
}

#[test]
fn doubts_about_pairs_of_one_source_are_the_same() {
    let (mut articles, options) = (feed(), Options::default());
    let several = naive(&articles, &options).len();
    articles.iter_mut().for_each(|article| article.source = "Herald".into());
    let one = naive(&articles, &options);
    assert!(!one.is_empty() && one.len() < several);
    assert_eq!(found(&articles, &options), one);
}

#[test]
fn reprints_are_found_at_any_distance_and_rewrites_are_not() {
    let mut articles = feed();
    let near = naive(&articles, &Options::default()).len();
    for article in articles.iter_mut().step_by(2) {
        article.published = Published::parse("1999-12-31");
    }
    let options = Options::default();
    let all = naive(&articles, &options);
    assert!(!all.is_empty() && all.len() < near);
    assert_eq!(found(&articles, &options), all);
    let off = Options { within: None, ..options };
    assert_eq!(found(&articles, &off), naive(&articles, &off));
}

proptest! {
    #[test]
    fn the_join_finds_what_the_double_loop_finds(
        sets in prop::collection::vec(prop::collection::btree_set(0_u64..12, 0..8), 0..12), least in 0.1_f64..=1.0
    ) {
        let resemblance = |a: usize, b: usize| {
            let common = sets[a].intersection(&sets[b]).count();
            common as f64 / (sets[a].len() + sets[b].len() - common).max(1) as f64
        };
        let pairs = (0..sets.len()).flat_map(|a| (a + 1..sets.len()).map(move |b| (a, b)));
        let all: Vec<(u32, u32)> =
            pairs.filter(|&(a, b)| resemblance(a, b) >= least).map(|(a, b)| (a as u32, b as u32)).collect();
        let sets: Vec<HashSet> = sets.iter().map(|set| set.iter().copied().collect()).collect();
        prop_assert_eq!(near::near_duplicates(&sets, least), all);
    }
}
