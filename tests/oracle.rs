//! The pipeline against its naive twin: every pair of articles compared exactly.

use samecopy::{
    Article, Options, Scores, compare_articles,
    read::{Input, ReadOptions, read},
    scan,
    text::tokens,
};

fn feed() -> Vec<Article> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/feed.jsonl");
    let reading = read(&[Input::new(path)], &ReadOptions::default(), &mut std::io::empty()).unwrap();
    assert!(reading.problems.is_empty());
    reading.articles
}

#[test]
fn a_scan_finds_what_comparing_every_pair_finds() {
    let (articles, options) = (feed(), Options::default());
    let found = scan(&articles, &options, &()).unwrap();
    let mut same = 0;
    let mut missed = Vec::new();
    for (a, left) in articles.iter().enumerate() {
        for (b, right) in articles.iter().enumerate().skip(a + 1) {
            if !compare_articles(left, right, &options).unwrap().verdict.is_same_copy() {
                continue;
            }
            same += 1;
            let pair = [a as u32, b as u32];
            if !found.pairs.iter().any(|p| [p.a, p.b] == pair || [p.b, p.a] == pair) {
                missed.push((&left.id, &right.id));
            }
        }
    }
    assert!(same >= 90, "the feed holds 105 pairs of the same copy, of which exact comparison sees {same}");
    // One pair that was put into another language and back has a resemblance of 0.04, where three in a hundred are missed.
    assert!(missed.len() * 50 <= same, "{missed:?} of {same}");
}

#[test]
fn every_pair_of_a_scan_has_the_scores_of_an_exact_comparison() {
    let (articles, options) = (feed(), Options { partial: true, ..Options::default() });
    let found = scan(&articles, &options, &()).unwrap();
    assert!(!found.pairs.is_empty());
    for pair in &found.pairs {
        let (a, b) = (&articles[pair.a as usize], &articles[pair.b as usize]);
        let mut scores = pair.scores;
        // What only a scan can tell; between two sources it changes nothing.
        scores.sequel.in_round_up = false;
        let in_full = compare_articles(a, b, &options).unwrap();
        assert_eq!(scores, Scores { skip_resemblance: None, ..in_full }, "{} and {}", a.id, b.id);
    }
}

#[test]
fn comparing_is_symmetric() {
    let (articles, options) = (feed(), Options::default());
    for pair in articles.windows(2).chain(articles.chunks(9)) {
        let (a, b) = (&pair[0], &pair[pair.len() - 1]);
        let (there, back) =
            (compare_articles(a, b, &options).unwrap(), compare_articles(b, a, &options).unwrap().swapped());
        assert!((there.overlap - back.overlap).abs() < 1e-9, "{} and {}", a.id, b.id);
        assert_eq!(there.verdict, back.verdict);
        assert_eq!(there.containment, back.containment);
    }
}

#[test]
fn no_token_reaches_over_the_end_of_a_text() {
    for article in feed() {
        let text = article.text.read().unwrap();
        assert!(tokens(&text).iter().all(|token| token.end as usize <= text.len()));
    }
}
