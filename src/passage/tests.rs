use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::hash::frozen;

const FUNCTION_WORDS: &[&str] = &["a", "and", "in", "it", "of", "on", "that", "the", "to", "was"];

fn token(word: &str, start: usize, marks: Marks) -> Token {
    let (stem, end) = (word.trim_end_matches('s'), start + word.len());
    let lower = word.to_lowercase();
    let marks = if FUNCTION_WORDS.contains(&lower.as_str()) { marks } else { marks.with(Marks::CONTENT) };
    Token {
        word: frozen(lower.as_bytes()),
        stem: frozen(stem.to_lowercase().as_bytes()),
        start: start as u32,
        end: end as u32,
        marks,
    }
}

/// Words between spaces; the plural is the only inflection.
fn tokens(text: &str) -> Vec<Token> {
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| token(word, offset(word), Marks::default())).collect()
}

/// Overlapping character 3-grams.
fn grams(text: &str) -> Vec<Token> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    starts.windows(4).map(|at| token(&text[at[0]..at[3]], at[0], Marks::GRAM)).collect()
}

fn found(a: &str, b: &str) -> Vec<Passage> {
    passages(&tokens(a), &tokens(b), &PassageOptions::default())
}

/// The words of `text` that lie in a passage.
fn covered(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<&str> {
    let ranges: Vec<_> = ranges.collect();
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let inside = |word: &&str| ranges.iter().any(|range| range.contains(&offset(word)));
    text.split_whitespace().filter(inside).collect()
}

/// Everything that must hold whatever the texts are.
fn check(a: &[Token], b: &[Token], found: &[Passage], options: &PassageOptions) {
    let inside = |tokens: &[Token], range: &Range<usize>| -> Vec<u64> {
        let first = tokens.iter().position(|t| t.start as usize == range.start).expect("starts with a token");
        let last = tokens.iter().position(|t| t.end as usize == range.end).expect("ends with a token");
        tokens[first..=last].iter().map(|t| t.word).collect()
    };
    let disjoint = |mut ranges: Vec<&Range<usize>>| {
        ranges.sort_by_key(|range| range.start);
        ranges.windows(2).all(|two| two[0].end <= two[1].start)
    };
    assert!(found.is_sorted_by_key(|passage| passage.a.start));
    assert!(disjoint(found.iter().map(|passage| &passage.a).collect()));
    assert!(disjoint(found.iter().map(|passage| &passage.b).collect()));
    for Passage { a: in_a, b: in_b, matched, runs } in found {
        let fewer = inside(a, in_a).len().min(inside(b, in_b).len());
        assert!((options.min_matched..=fewer).contains(matched), "{matched} of {fewer}");
        for (run_a, run_b) in runs {
            assert_eq!(inside(a, run_a), inside(b, run_b));
            assert!(in_a.start <= run_a.start && run_a.end <= in_a.end);
            assert!(in_b.start <= run_b.start && run_b.end <= in_b.end);
        }
        assert!(runs.is_sorted_by_key(|run| (run.0.start, run.1.start)));
        assert!(disjoint(runs.iter().map(|run| &run.0).collect()));
        assert!(disjoint(runs.iter().map(|run| &run.1).collect()));
    }
}

fn swapped(mut found: Vec<Passage>) -> Vec<Passage> {
    for passage in &mut found {
        mem::swap(&mut passage.a, &mut passage.b);
        passage.runs.iter_mut().for_each(|(a, b)| mem::swap(a, b));
    }
    found.sort_by_key(|passage| passage.a.start);
    found
}

/// Every stretch of at least `length` equal words that cannot be made longer, by trying all pairs of places.
fn common_runs(a: &[Token], b: &[Token], length: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let equal = |i: usize, j: usize| i < a.len() && j < b.len() && a[i].word == b[j].word;
    let starts = (0..a.len()).flat_map(|i| (0..b.len()).map(move |j| (i, j)));
    starts
        .filter(|&(i, j)| equal(i, j) && (i == 0 || j == 0 || !equal(i - 1, j - 1)))
        .map(|(i, j)| (i, j, (0..).take_while(|k| equal(i + k, j + k)).count()))
        .filter(|&(_, _, run)| run >= length)
        .map(|(i, j, run)| {
            let bytes = |t: &[Token], at: usize| t[at].start as usize..t[at + run - 1].end as usize;
            (bytes(a, i), bytes(b, j))
        })
        .collect()
}

fn is_seldom_repeated(tokens: &[Token]) -> bool {
    let mut counts: HashMap<Vec<u64>, usize> = HashMap::new();
    tokens.windows(3).for_each(|w| *counts.entry(w.iter().map(|t| t.word).collect()).or_default() += 1);
    counts.values().all(|&count| count <= 4)
}

/// Texts of a few words, so that much agrees by chance; some function words and plurals among them.
fn babble(vocabulary: usize, length: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![
        3 => (0..vocabulary).prop_map(|k| format!("w{k}")),
        1 => (0..vocabulary).prop_map(|k| format!("w{k}s")),
        1 => (0..3usize).prop_map(|k| FUNCTION_WORDS[k].to_owned()),
    ];
    prop::collection::vec(word, 0..length).prop_map(|words| words.join(" "))
}

/// Paragraphs that have no word in common but function words, all longer than a gap.
fn story() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop::collection::vec(any::<bool>(), 10..30), 2..7).prop_map(|paragraphs| {
        let paragraph = |(p, shape): (usize, Vec<bool>)| {
            let end = shape.len() - 1;
            let word = |(k, function): (usize, bool)| match function && k % 2 == 1 && k < end {
                true => "the".to_owned(),
                false => format!("p{p}w{k}"),
            };
            shape.into_iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
        };
        paragraphs.into_iter().enumerate().map(paragraph).collect()
    })
}

proptest! {
    #[test]
    fn passages_are_sound_and_symmetric(a in babble(12, 150), b in babble(12, 150), max_gap in 0..10usize) {
        let options = PassageOptions { max_gap, ..PassageOptions::default() };
        let (a, b) = (tokens(&a), tokens(&b));
        let found = passages(&a, &b, &options);
        check(&a, &b, &found, &options);
        prop_assert_eq!(passages(&b, &a, &options), swapped(found));
    }

    #[test]
    fn passages_of_ngrams_are_sound_and_symmetric(a in "[語文字新聞]{0,90}", b in "[語文字新聞]{0,90}") {
        let options = PassageOptions { min_matched: 3, ..PassageOptions::default() };
        let (a, b) = (grams(&a), grams(&b));
        let found = passages(&a, &b, &options);
        if a.iter().map(|t| t.word).ne(b.iter().map(|t| t.word)) {
            check(&a, &b, &found, &options);
        }
        prop_assert_eq!(passages(&b, &a, &options), swapped(found));
    }

    #[test]
    fn no_long_common_run_is_missed(
        a in prop::collection::vec(0..9u8, 0..70),
        b in prop::collection::vec(0..9u8, 0..70),
        (from, to) in (0..50usize, 0..50usize),
    ) {
        let mut b = b;
        let planted = &a[from.min(a.len())..(from + 10).min(a.len())];
        let at = to.min(b.len());
        b.splice(at..at, planted.iter().copied());
        let text = |words: &[u8]| words.iter().map(|w| format!("w{w} ")).collect::<String>();
        let (a, b) = (tokens(&text(&a)), tokens(&text(&b)));
        prop_assume!(is_seldom_repeated(&a) && is_seldom_repeated(&b));
        let options = PassageOptions::default();
        let found = passages(&a, &b, &options);
        let meet = |x: &Range<usize>, y: &Range<usize>| x.start < y.end && y.start < x.end;
        for (run_a, run_b) in common_runs(&a, &b, options.min_matched) {
            // It may have lost its words to a better passage, on either side.
            prop_assert!(found.iter().any(|p| meet(&p.a, &run_a) || meet(&p.b, &run_b)), "{:?} {:?}", run_a, run_b);
        }
    }

    #[test]
    fn equal_texts_are_one_passage(text in babble(30, 200)) {
        let tokens = tokens(&text);
        let found = passages(&tokens, &tokens, &PassageOptions::default());
        let whole = 0..text.len();
        if tokens.is_empty() {
            prop_assert!(found.is_empty());
        } else {
            let expected = Passage {
                a: whole.clone(), b: whole.clone(), matched: tokens.len(), runs: vec![(whole.clone(), whole)],
            };
            prop_assert_eq!(found, [expected]);
        }
    }

    #[test]
    fn an_inserted_paragraph_leaves_all_else_covered(story in story(), at in any::<prop::sample::Index>()) {
        let mut longer = story.clone();
        let inserted = (0..40).map(|k| format!("new{k}")).collect::<Vec<_>>().join(" ");
        let at = at.index(story.len() + 1);
        longer.insert(at, inserted);
        let (a, b) = (story.join("\n"), longer.join("\n"));
        let found = found(&a, &b);
        prop_assert_eq!(covered(&a, found.iter().map(|p| p.a.clone())), a.split_whitespace().collect::<Vec<_>>());
        prop_assert_eq!(covered(&b, found.iter().map(|p| p.b.clone())), a.split_whitespace().collect::<Vec<_>>());
        prop_assert_eq!(found.len(), if at == 0 || at == story.len() { 1 } else { 2 });
    }

    #[test]
    fn shuffled_paragraphs_are_all_covered(
        (story, shuffled) in story().prop_flat_map(|s| (Just(s.clone()), Just(s).prop_shuffle())),
    ) {
        let (a, b) = (story.join("\n"), shuffled.join("\n"));
        let found = found(&a, &b);
        prop_assert_eq!(covered(&a, found.iter().map(|p| p.a.clone())), a.split_whitespace().collect::<Vec<_>>());
        prop_assert_eq!(covered(&b, found.iter().map(|p| p.b.clone())), b.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn texts_without_a_common_content_word_share_nothing(a in babble(30, 100), b in babble(30, 100)) {
        let b = b.replace('w', "v");
        prop_assume!(tokens(&a).iter().map(|t| t.word).ne(tokens(&b).iter().map(|t| t.word)));
        prop_assert_eq!(found(&a, &b), []);
    }
}

#[test]
fn a_reworded_sentence_is_one_passage_with_its_equal_words_marked() {
    let a = "Monday: Residents fled the port of Ferran after the river burst through two levees on Saturday night";
    let b = "Many of the residents left the port town of Ferran when the river burst two levee on Saturday evening";
    let found = found(a, b);
    let [passage] = &found[..] else { panic!("{found:?}") };
    assert_eq!(
        &a[passage.a.clone()],
        "Residents fled the port of Ferran after the river burst through two levees on Saturday"
    );
    assert_eq!(
        &b[passage.b.clone()],
        "residents left the port town of Ferran when the river burst two levee on Saturday"
    );
    let runs: Vec<&str> = passage.runs.iter().map(|run| &a[run.0.clone()]).collect();
    assert_eq!(runs, ["Residents", "the port", "of Ferran", "the river burst", "two", "on Saturday"]);
    assert_eq!(passage.matched, 12, "the eleven equal words and `levees`, by its stem");
}

#[test]
fn function_words_alone_are_no_passage() {
    let a = "it was that it was on the and of the in to it was x";
    let b = "y it was that it was on the and of the in to it was";
    assert_eq!(found(a, b), []);
}

#[test]
fn a_run_shorter_than_the_minimum_is_no_passage() {
    let a = "alpha beta gamma delta epsilon one two three";
    assert_eq!(found(a, "four five alpha beta gamma delta epsilon six"), []);
    assert_eq!(found(a, "four five alpha beta gamma delta epsilon one").len(), 1);
}

#[test]
fn overlapping_ngrams_count_as_often_as_they_fit_side_by_side() {
    let (a, b) =
        ("一二三四五六七八九十百千萬年月日火水木金土", "春夏一二三四五六七八九十百千萬年月日火水秋冬");
    let options = PassageOptions { min_matched: 5, ..PassageOptions::default() };
    let found = passages(&grams(a), &grams(b), &options);
    let [passage] = &found[..] else { panic!("{found:?}") };
    assert_eq!(&a[passage.a.clone()], "一二三四五六七八九十百千萬年月日火水");
    assert_eq!(passage.matched, 6, "18 characters hold six 3-grams");
    assert_eq!(passage.runs, [(passage.a.clone(), passage.b.clone())]);
}

#[test]
fn a_text_of_one_word_is_aligned_with_a_shorter_one() {
    let (a, b) = ("again ".repeat(100_000), "again ".repeat(90_000));
    let found = found(&a, &b);
    let [passage] = &found[..] else { panic!("{} passages", found.len()) };
    assert_eq!((passage.matched, passage.runs.len()), (90_000, 1));
}

#[test]
fn nothing_shares_nothing() {
    assert_eq!(found("", ""), []);
    assert_eq!(found("", "one two three four five six"), []);
    assert_eq!(found("one", "two three"), []);
}
