use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::overlap::Verdict;

/// An article called `name` whose text is `text`.
fn side(name: &str, text: &str) -> Side {
    Side {
        name: name.into(),
        id: name.into(),
        title: String::new(),
        source: None,
        date: None,
        path: name.into(),
        line: None,
        content: Content::of(text),
        is_named: true,
    }
}

fn finding(article: Side, other: Side) -> Finding {
    Finding {
        key: Key::new([article.content, other.content], 1),
        state: State::New,
        verdict: Verdict::Rewrite,
        overlap: 0.9,
        days_apart: None,
        article,
        other,
    }
}

fn known(findings: &[Finding]) -> Baseline {
    update(findings, &Baseline::default(), Verdict::Rewrite).baseline
}

fn states(findings: Vec<Finding>, baseline: &Baseline) -> Vec<State> {
    judge(findings, baseline, Verdict::Rewrite).findings.iter().map(|finding| finding.state).collect()
}

#[test]
fn an_article_is_known_by_what_it_says_else_by_its_name() {
    let baseline = known(&[finding(side("a", "A"), side("b", "B"))]);
    for (article, other, state) in [
        (side("a", "A"), side("b", "B"), State::Known),
        (side("b", "B"), side("a", "A"), State::Known),
        (side("x", "A"), side("y", "B"), State::Known),
        (side("x", "A"), side("b", "edited"), State::Known),
        (side("a", "edited"), side("b", "edited"), State::Known),
        (side("x", "A"), side("y", "edited"), State::New),
        (side("a", "edited"), side("y", "edited"), State::New),
        (Side { is_named: false, ..side("b", "edited") }, side("x", "A"), State::New),
    ] {
        assert_eq!(states(vec![finding(article.clone(), other)], &baseline), [state], "{article:?}");
    }
}

#[test]
fn an_entry_knows_one_finding_the_one_that_stayed() {
    let baseline = known(&[finding(side("m", "A"), side("n", "A"))]);
    let three = [("a", "m"), ("a", "n"), ("m", "n")].map(|(a, b)| finding(side(a, "A"), side(b, "A")));
    assert_eq!(states(three.to_vec(), &baseline), [State::New, State::New, State::Known]);
    let judged = judge(three.to_vec(), &baseline, Verdict::Rewrite);
    let keys: Vec<String> = judged.findings.iter().map(|finding| finding.key.to_string()).collect();
    let content = Content::of("A");
    assert_eq!(
        keys,
        [format!("{content}-{content}:2"), format!("{content}-{content}:3"), format!("{content}-{content}")]
    );
}

#[test]
fn a_key_stays_while_the_texts_do_and_is_made_anew_with_them() {
    let three: Vec<Finding> =
        [("a", "b"), ("a", "c"), ("b", "c")].map(|(a, b)| finding(side(a, "A"), side(b, "A"))).into();
    let old = known(&three);
    let fewer = update(&three[1..], &old, Verdict::Rewrite);
    assert_eq!((fewer.removed.len(), fewer.changed.len(), fewer.added.len()), (1, 0, 0));
    let keys =
        |baseline: &Baseline| baseline.entries().iter().map(|entry| entry.key).collect::<BTreeSet<_>>();
    assert!(keys(&fewer.baseline).is_subset(&keys(&old)), "no other line of the file changes");
    let edited = update(&[finding(side("b", "A"), side("c", "edited"))], &fewer.baseline, Verdict::Rewrite);
    assert_eq!((edited.removed.len(), edited.changed.len(), edited.added.len()), (1, 1, 0));
}

/// Findings of few texts under few names, so that chance makes every kind of double.
fn some() -> impl Strategy<Value = Vec<Finding>> {
    let side = (0..6_u8, 0..4_u8).prop_map(|(name, text)| side(&format!("n{name}"), &format!("t{text}")));
    prop::collection::vec((side.clone(), side).prop_map(|(a, b)| finding(a, b)), 0..12)
}

/// How often each pair of texts is there.
fn contents<'a>(keys: impl Iterator<Item = &'a Key>) -> BTreeMap<[Content; 2], usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key.contents()).or_default() += 1);
    counts
}

proptest! {
    #[test]
    fn what_was_noted_is_known_and_noting_it_again_changes_nothing(findings in some(), before in some()) {
        let noted = update(&findings, &known(&before), Verdict::Rewrite).baseline;
        let judged = judge(findings.clone(), &noted, Verdict::Rewrite);
        prop_assert!(judged.findings.iter().all(|finding| finding.state == State::Known));
        prop_assert_eq!(judged.stale, []);
        let again = update(&findings, &noted, Verdict::Rewrite);
        prop_assert_eq!((again.added.len(), again.removed.len(), again.changed.len()), (0, 0, 0));
        prop_assert_eq!(again.baseline, noted);
    }

    #[test]
    fn a_file_is_read_as_it_was_written(findings in some(), title in ".*") {
        let mut findings = findings;
        findings.iter_mut().for_each(|finding| finding.article.title.clone_from(&title));
        let baseline = known(&findings);
        let mut file = Vec::new();
        baseline.write(&mut file).unwrap();
        let text = String::from_utf8(file).unwrap();
        prop_assert_eq!(text.lines().count(), 1 + findings.len());
        prop_assert_eq!(Baseline::parse(&text), Ok(baseline));
    }

    /// The naive twin: where no name says anything, as many are known as there are entries of the same texts.
    #[test]
    fn after_every_file_was_renamed_texts_alone_decide(findings in some(), before in some()) {
        let baseline = known(&before);
        let renamed = findings.into_iter().map(|mut finding| {
            finding.article.name += " moved";
            finding.other.name += " moved";
            finding
        });
        let judged = judge(renamed.collect(), &baseline, Verdict::Rewrite);
        let entries = contents(baseline.entries().iter().map(|entry| &entry.key));
        let found = contents(judged.findings.iter().map(|finding| &finding.key));
        let expected: usize = found.iter().map(|(pair, &count)| count.min(entries.get(pair).copied().unwrap_or(0))).sum();
        let known = judged.findings.iter().filter(|finding| finding.state == State::Known).count();
        prop_assert_eq!(known, expected);
        prop_assert_eq!(judged.stale.len(), baseline.entries().len() - known);
        let keys: BTreeSet<Key> = judged.findings.iter().map(|finding| finding.key).collect();
        prop_assert_eq!(keys.len(), judged.findings.len(), "every finding has a key of its own");
    }
}
