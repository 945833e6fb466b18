//! What articles that stand together with one in lists weigh.

/// An article in a list, what standing together in it counts, and whether it is the last there, in one number: two articles
/// are looked up in no further array.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member(u32);

impl Member {
    /// Articles beyond which there is no room for a weight.
    pub const MOST: usize = 1 << 29;

    /// An article that is not the last in its list; weights are 1 to 4.
    pub fn new(article: u32, weight: u8) -> Self {
        Self(article << 3 | u32::from(weight - 1) << 1)
    }

    pub fn last(self) -> Self {
        Self(self.0 | 1)
    }

    pub fn article(self) -> u32 {
        self.0 >> 3
    }

    pub fn is_last(self) -> bool {
        self.0 & 1 == 1
    }

    fn weight(self) -> u8 {
        (self.0 >> 1 & 3) as u8 + 1
    }

    fn remainder(self) -> usize {
        self.article() as usize % REMAINDERS
    }
}

/// Remainders of articles' numbers, of which the weights fit a first-level cache. With lists of up to 128, some 600 articles
/// stand together with one, of which fewer than 20 do so often enough; few others have the remainder of one of these.
const REMAINDERS: usize = 8192;

/// Adds up what the lists weigh in which articles stand together with one.
pub(super) struct Weights {
    /// The weight that there has to be.
    enough: usize,
    /// Who stands together with the one, once for each list.
    members: Vec<Member>,
    /// What those of each remainder weigh, or the most that can be counted.
    at_most: [u8; REMAINDERS],
    /// What each article weighs; 0 for all while none is looked at.
    weights: Vec<u16>,
    /// Those that weigh anything.
    articles: Vec<u32>,
}

impl Weights {
    /// For so many articles, of which those are looked for that weigh `enough`.
    pub fn new(articles: usize, enough: usize) -> Self {
        Self {
            enough,
            members: Vec::new(),
            at_most: [0; REMAINDERS],
            weights: vec![0; articles],
            articles: Vec::new(),
        }
    }

    /// Adds a member of a list and those behind it.
    #[inline]
    pub fn add(&mut self, first: Member, behind: &[Member]) {
        let (mut member, mut behind) = (first, behind.iter());
        loop {
            let sum = &mut self.at_most[member.remainder()];
            *sum = sum.saturating_add(member.weight());
            self.members.push(member);
            match behind.next() {
                Some(&next) if !member.is_last() => member = next,
                _ => break,
            }
        }
    }

    /// The articles that weigh enough, and what they weigh. Nothing is left of those that were added.
    ///
    /// Only articles whose remainder weighs enough are looked up, of a million by their numbers anywhere in memory.
    pub fn take(&mut self) -> impl Iterator<Item = (u32, u16)> + '_ {
        let were_added = !self.members.is_empty();
        self.leave_those_that_may_be_enough();
        let Self { enough, members, at_most, weights, articles } = self;
        for member in members.drain(..) {
            let sum = &mut weights[member.article() as usize];
            if *sum == 0 {
                articles.push(member.article());
            }
            *sum = sum.saturating_add(member.weight().into());
        }
        if were_added {
            at_most.fill(0);
        }
        let weighed = |article: u32| (article, std::mem::take(&mut weights[article as usize]));
        articles.drain(..).map(weighed).filter(|&(_, weight)| usize::from(weight) >= *enough)
    }

    /// Which members may be cannot be foreseen, so that no branch depends on it.
    fn leave_those_that_may_be_enough(&mut self) {
        let (enough, mut kept) = (self.enough.min(u8::MAX.into()) as u8, 0);
        for at in 0..self.members.len() {
            let member = self.members[at];
            self.members[kept] = member;
            kept += usize::from(self.at_most[member.remainder()] >= enough);
        }
        self.members.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn those_are_found_that_a_map_finds_whatever_their_remainders(
            rounds in prop::collection::vec(prop::collection::vec((0_u32..40, 0_u32..3, 1_u8..=4), 1..400), 1..4),
            enough in prop_oneof![1_usize..20, 250_usize..260, Just(1 << 16)],
        ) {
            let mut weights = Weights::new(3 * REMAINDERS, enough);
            for round in rounds {
                let mut expected = BTreeMap::new();
                for (article, turns, weight) in round {
                    let article = article + turns * REMAINDERS as u32;
                    weights.add(Member::new(article, weight).last(), &[Member::new(0, 1)]);
                    *expected.entry(article).or_insert(0) += u16::from(weight);
                }
                expected.retain(|_, weight| usize::from(*weight) >= enough);
                prop_assert_eq!(weights.take().collect::<BTreeMap<_, _>>(), expected);
            }
        }
    }
}
