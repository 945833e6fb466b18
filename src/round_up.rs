//! Round-ups: articles in which several stories that have nothing to do with one another are told.
//!
//! A digest of the court's day that opens with its first decision looks like that story cut: the lead is kept, and all
//! of it is found again. What gives a digest away is the others: a second article stands in it too, and shares
//! nothing with the first.

use ahash::{HashMap, HashSet};

use crate::{candidates::Pair, overlap::Verdict, verify::Related};

/// Share of an article, by its word shingles, that a round-up holds of it.
///
/// Of 200 rewrites on a wire of 1989, 7 of 8 digests held that much of a stranger to the other article, and 3 % of the
/// copies.
const HELD: f64 = 0.25;

/// Most articles in a round-up that are looked at, those it holds most of first.
const ITEMS: usize = 64;

/// The rewrites of which one article also holds a part of a third that the other shares no passage with.
///
/// `pairs` are compared without regard to source and time, the lesser index first, each once; their order does not matter.
/// O(p log p) for p pairs.
pub fn round_ups(pairs: impl Iterator<Item = Related> + Clone) -> HashSet<Pair> {
    let mut held = HashMap::<u32, Vec<(f64, u32)>>::default();
    let mut known = HashSet::default();
    for Related { a, b, containment, .. } in pairs.clone().filter(|pair| pair.verdict != Verdict::Distinct) {
        known.insert((a, b));
        for (holder, article, share) in [(a, b, containment.b_in_a), (b, a, containment.a_in_b)] {
            if share >= HELD {
                held.entry(holder).or_default().push((share, article));
            }
        }
    }
    for items in held.values_mut() {
        items.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        items.truncate(ITEMS);
    }
    let is_stranger = |a: u32, b: u32| a != b && !known.contains(&(a.min(b), a.max(b)));
    let holds_stranger_to = |holder: u32, story: u32| {
        held.get(&holder).is_some_and(|items| items.iter().any(|&(_, item)| is_stranger(item, story)))
    };
    let rewrites = pairs.filter(|pair| pair.verdict == Verdict::Rewrite);
    rewrites
        .map(|pair| (pair.a, pair.b))
        .filter(|&(a, b)| holds_stranger_to(a, b) || holds_stranger_to(b, a))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Article, Options,
        overlap::{Containment, compare_articles},
        scan,
    };

    const FLOOD: &str = "The harbour of Ferran was closed on Saturday after the river Wend burst two levees and \
        flooded the lower town. Some 4,200 residents were taken to schools on higher ground, said the mayor, Ilse \
        Brandt. Divers searched the warehouses along the Salt Quay for three dockers reported missing at dawn. The \
        railway to Port Sella will stay shut until engineers have looked at the bridge of Old Marrow. Farmers upstream \
        counted hundreds of drowned sheep, and the dairy cooperative asked the province for emergency fodder.";

    const FINAL: &str = "Valdemora won the Continental Shield for the first time when Caldas scored in the 89th minute \
        of the final against Brackwater. A crowd of 48,000 watched the match under heavy rain at the Stadium of Lights.";

    #[test]
    fn a_digest_of_the_source_that_opens_with_a_story_is_no_copy_of_it() {
        let article = |id: &str, source: &str, text: String| Article {
            id: id.into(),
            source: source.into(),
            text: text.into(),
            ..Article::default()
        };
        let of = |source: &str| {
            [("flood", FLOOD.into()), ("final", FINAL.into()), ("digest", format!("{FLOOD} {FINAL}"))]
                .map(|(id, text)| article(id, source, text))
        };
        let options = Options { near_duplicate: 0.9, ..Options::default() };
        let verdict = |articles: &[Article]| {
            let found = scan(articles, &Options { partial: true, ..options.clone() }, &()).unwrap();
            found.pairs.iter().find(|p| (p.a, p.b) == (2, 0)).map(|p| p.scores.verdict)
        };
        let wire = of("Wire");
        assert_eq!(compare_articles(&wire[0], &wire[2], &options).unwrap().verdict, Verdict::Rewrite);
        assert_eq!(verdict(&wire), Some(Verdict::Partial));
        assert_eq!(verdict(&of("")), Some(Verdict::Rewrite), "of papers unknown nothing of this is asked");
    }

    /// A pair of which `share` of the second article stands in the first.
    fn pair(a: u32, b: u32, verdict: Verdict, share: f64) -> Related {
        Related { a, b, verdict, containment: Containment { a_in_b: 0.1, b_in_a: share } }
    }

    fn round_ups(pairs: &[Related]) -> HashSet<Pair> {
        super::round_ups(pairs.iter().copied())
    }

    #[test]
    fn an_article_that_holds_two_strangers_is_a_round_up() {
        let digest = [pair(0, 1, Verdict::Rewrite, 0.6), pair(0, 2, Verdict::Partial, 0.5)];
        assert_eq!(round_ups(&digest), [(0, 1)].into_iter().collect());
        let reversed: Vec<Related> = digest.iter().rev().copied().collect();
        assert_eq!(round_ups(&reversed), round_ups(&digest));
    }

    #[test]
    fn one_story_in_three_articles_is_none() {
        let story = [pair(0, 1, Verdict::Rewrite, 0.6), pair(0, 2, Verdict::Partial, 0.5)];
        let kin = |verdict| [&story[..], &[pair(1, 2, verdict, 0.1)]].concat();
        assert!(round_ups(&kin(Verdict::Partial)).is_empty());
        assert_eq!(round_ups(&kin(Verdict::Distinct)).len(), 1);
    }

    #[test]
    fn a_sentence_of_background_or_a_reprint_makes_none() {
        let quote = [pair(0, 1, Verdict::Rewrite, 0.6), pair(0, 2, Verdict::Partial, 0.2)];
        assert!(round_ups(&quote).is_empty());
        let reprint = [pair(0, 1, Verdict::NearDuplicate, 0.9), pair(0, 2, Verdict::Partial, 0.5)];
        assert!(round_ups(&reprint).is_empty());
    }
}
