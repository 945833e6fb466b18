//! How much of what one article says the other says too, sentence by sentence.
//!
//! Each sentence is looked for in the other article as the stretch that holds most of its content words, rare ones
//! counting for more. A copy says everything again, in whatever words; another report on the event, a sequel with
//! recycled background or an article with the same quotations does so for a few sentences only. Among 188 pairs of
//! real articles judged by reading this alone reached an F1 of 0.96, where the resemblance of skip shingles
//! reached 0.92 and that of word shingles less.

mod find;
mod rarity;
mod sentences;

use find::{Room, find};
use rarity::{Rarities, Rarity};
pub use sentences::Sentences;

use crate::lookup::Lookup;

/// How much of one article the other one says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Aligned {
    /// Share of the article, by the weight of its words, that is found in the other, 0..=1.
    pub share: f64,
    /// The same share of its lead, its first 40 content words, 0..=1.
    pub lead: f64,
    /// The same share of its first 80 content words, 0..=1.
    pub opening: f64,
    /// Share of the article in sentences of which less than a quarter is found, 0..=1.
    pub fresh: f64,
    /// Figures, in sentences that were found, that do not stand near the place where they were: another number in
    /// the same phrase, which is what a template leaves behind.
    pub contradicted: usize,
}

/// Aligns many articles with one. It keeps what is needed for each of them, so that it has to be asked for but once.
#[derive(Debug, Default)]
pub struct Aligner {
    stems: Lookup,
    common: Vec<(u32, u32)>,
    rarities: Rarities,
    room: Room,
}

impl Aligner {
    /// Takes `a` as the article that others are aligned with from now on. O(n) for n different words.
    pub fn begin(&mut self, a: &Sentences) {
        self.stems.fill(a.stems());
    }

    /// Finds the words that `b` has in common with `a`, which has to be the article that was begun with. O(m) for m different
    /// words of `b`.
    pub fn with<'s>(&'s mut self, a: &'s Sentences, b: &'s Sentences) -> Alignment<'s> {
        self.stems.common_numbers(b.stems(), &mut self.common);
        let Self { common, rarities, room, .. } = self;
        room.give_back();
        Alignment { a, b, common, rarity: rarities.of(a.count() + b.count()), room }
    }
}

/// Two articles whose sentences are to be aligned.
#[derive(Debug)]
pub struct Alignment<'s> {
    a: &'s Sentences,
    b: &'s Sentences,
    /// The places of their common words in either one.
    common: &'s [(u32, u32)],
    rarity: &'s Rarity,
    room: &'s mut Room,
}

impl Alignment<'_> {
    /// How many of the figures, and of the names, of each article are content words of the other, of `a` first.
    pub fn facts(&self) -> [(usize, usize); 2] {
        let places = self.common.iter();
        [self.a.facts_at(places.clone().map(|place| place.0)), self.b.facts_at(places.map(|place| place.1))]
    }

    /// Shares of `a` in `b` and of `b` in `a` that [`Alignment::find`] does not exceed: what is in the other at all,
    /// wherever it stands there. O(n) for n common words, a tenth of the cost.
    pub fn at_most(&self) -> (f64, f64) {
        let weight = |spread: u32| self.rarity.weight(spread);
        let all = |text: &Sentences| {
            let weights = text.spreads.iter();
            weights.map(|&(spread, words)| weight(spread) * f64::from(spread) * f64::from(words)).sum::<f64>()
        };
        let (mut of_a, mut of_b) = ((0.0, all(self.a)), (0.0, all(self.b)));
        for &(x, y) in self.common {
            let (x, y) = (self.a.words[x as usize].spread, self.b.words[y as usize].spread);
            let both = weight(x + y);
            for (spread, (common, all)) in [(x, &mut of_a), (y, &mut of_b)] {
                *common += both * f64::from(spread);
                // A word of both is less rare than a word of one.
                *all -= (weight(spread) - both) * f64::from(spread);
            }
        }
        let share =
            |(common, all): (f64, f64)| if all > 0.0 { (common / all + ROUNDING).min(1.0) } else { 0.0 };
        (share(of_a), share(of_b))
    }

    /// Aligns the sentences: what of `a` is in `b`, and what of `b` in `a`.
    ///
    /// O(m log m) for m pairs of occurrences of one word in both, which are a few hundred for two articles of one story
    /// and at most 4,096 for any one word.
    pub fn find(&mut self) -> (Aligned, Aligned) {
        (self.find_whole(true), self.find_whole(false))
    }

    /// One half of [`Alignment::find`]: what of `a` is in `b`, or what of `b` in `a`.
    pub fn find_whole(&mut self, a_in_b: bool) -> Aligned {
        self.find_one(a_in_b, ANY).expect("no share is too little")
    }

    /// The same, unless it turns out before all sentences were looked for that the share is less than `least`.
    ///
    /// # Errors
    /// It is less, and does not exceed what is returned.
    pub fn find_one(&mut self, a_in_b: bool, least: f64) -> Result<Aligned, f64> {
        let Self { a, b, common, rarity, .. } = *self;
        if a_in_b {
            find(a, b, common.iter().copied(), rarity, least, self.room)
        } else {
            find(b, a, common.iter().map(|&(x, y)| (y, x)), rarity, least, self.room)
        }
    }
}

/// No share is less than that.
pub const ANY: f64 = -1.0;

/// More than sums of the same weights in another order may differ.
const ROUNDING: f64 = 1e-9;

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::text::tokens;

    fn find(a: &Sentences, b: &Sentences) -> (Aligned, Aligned) {
        let mut aligner = Aligner::default();
        aligner.begin(a);
        aligner.with(a, b).find()
    }

    fn sentences(text: &str) -> Sentences {
        Sentences::new(&tokens(text), &mut Lookup::default())
    }

    fn aligned(a: &str, b: &str) -> (Aligned, Aligned) {
        find(&sentences(a), &sentences(b))
    }

    proptest! {
        #[test]
        fn no_more_is_found_than_is_said_to_be_possible(
            a in "([a-m]{4}[.]? ){0,60}", b in "([a-m]{4}[.]? ){0,60}", shared in "([a-z]{5}[.]? ){0,30}"
        ) {
            let [a, b] = [a, b].map(|own| sentences(&format!("{own}{shared}")));
            let mut aligner = Aligner::default();
            aligner.begin(&a);
            let mut alignment = aligner.with(&a, &b);
            let ((there, back), most) = (alignment.find(), alignment.at_most());
            prop_assert!(there.share <= most.0 && back.share <= most.1, "{there:?} {back:?} {most:?}");
        }

        #[test]
        fn a_search_that_ends_early_says_what_the_share_does_not_exceed(
            texts in vec("([a-m]{3}[.]? ){0,40}", 2..4), shared in "([a-z]{5}[.]? ){0,30}", least in 0.0..1.0
        ) {
            let texts: Vec<Sentences> =
                texts.iter().map(|own| sentences(&format!("{own}{shared}"))).collect();
            let mut aligner = Aligner::default();
            for a in &texts {
                aligner.begin(a);
                for b in &texts {
                    let expected = find(a, b);
                    let mut alignment = aligner.with(a, b);
                    for (found, whole) in
                        [(alignment.find_one(true, least), expected.0), (alignment.find_one(false, least), expected.1)]
                    {
                        match found {
                            Ok(found) => prop_assert_eq!(found, whole),
                            Err(most) => prop_assert!(whole.share <= most && most < least + ROUNDING),
                        }
                    }
                }
            }
        }
    }

    const WIRE: &str = "Rebel negotiators walked out of peace talks on Tuesday, accusing the government of deceit. \
                        The delegation left the hotel shortly before noon, the envoy told reporters. \
                        A truce in force since January 9 expires on February 28. \
                        At least 64,000 people have been killed since the war began in 2014.";

    #[test]
    fn an_article_says_all_of_itself() {
        let (there, back) = aligned(WIRE, WIRE);
        assert_eq!((there.share, there.lead, there.contradicted), (1.0, 1.0, 0));
        assert_eq!(there, back);
    }

    #[test]
    fn other_words_and_another_order_are_found() {
        let rewrite = "More than 64,000 people were killed in the war that began in 2014. On February 28 the truce \
                       that is in force since January 9 will expire. Accusing the government of deceit, negotiators \
                       of the rebels walked out of talks about peace Tuesday.";
        let (there, back) = aligned(WIRE, rewrite);
        assert!(there.share > 0.5 && back.share > 0.6, "{there:?} {back:?}");
        assert_eq!(back.contradicted, 0);
    }

    #[test]
    fn strangers_say_nothing_of_each_other() {
        let other = "The central bank raised its key rate. Economists had expected the decision for weeks.";
        assert_eq!(aligned(WIRE, other).0, Aligned { fresh: 1.0, ..Aligned::default() });
        assert_eq!(aligned(WIRE, "").0, Aligned { fresh: 1.0, ..Aligned::default() });
        assert_eq!(aligned("", "").1, Aligned::default());
    }

    #[test]
    fn another_number_in_the_same_phrase_is_a_contradiction() {
        let template = WIRE.replace("64,000", "71,500").replace("2014", "2009");
        assert_eq!(aligned(WIRE, &template).0.contradicted, 2);
    }

    #[test]
    fn a_cut_article_is_found_whole_and_covers_the_lead() {
        let long = format!(
            "{WIRE} {}",
            "Analysts doubt that either side wants peace before winter comes. ".repeat(9)
        );
        let (there, back) = aligned(WIRE, &long);
        assert!((there.share - 1.0).abs() < 1e-9 && back.share < 0.8, "{there:?} {back:?}");
        assert!(back.lead > back.share, "{back:?}");
    }
}
