//! What articles that stand together with one in lists weigh.

use std::mem;

/// An article in a list, what standing together in it counts, and whether it is the last there, in one number: two articles
/// are looked up in no further array.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member(u32);

impl Member {
    /// Articles beyond which there is no room for a weight.
    pub const MOST: usize = 1 << 29;

    const LAST: u32 = 1 << 31;

    /// An article that is not the last in its list; weights are 1 to 4.
    pub fn new(article: u32, weight: u8) -> Self {
        Self(article << 2 | u32::from(weight - 1))
    }

    pub fn last(self) -> Self {
        Self(self.0 | Self::LAST)
    }

    fn article(self) -> u32 {
        (self.0 & !Self::LAST) >> 2
    }

    fn is_last(self) -> bool {
        self.0 & Self::LAST != 0
    }

    fn weight(self) -> u8 {
        (self.0 & 3) as u8 + 1
    }

    fn remainder(self) -> usize {
        (self.0 >> 2) as usize % REMAINDERS
    }
}

/// Who stands behind an article in a list: one of the last in it, or the place of the first of many. One number, that of a
/// place with its highest bit set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind(u32);

impl Behind {
    const PLACE: u32 = 1 << 31;

    /// Places for which there is room.
    pub const PLACES: usize = 1 << 29;

    pub fn member(member: Member) -> Self {
        Self(member.0 & !Member::LAST)
    }

    /// The place of the first of `count` members.
    pub fn place(place: u32, count: usize) -> Self {
        let lines = ((count + IN_LINE / 2) / IN_LINE).min(Place::MOST_LINES) as u32;
        Self(place | lines << Self::PLACES.ilog2() | Self::PLACE)
    }

    /// As many places further on, if it is one.
    pub fn moved(self, by: u32) -> Self {
        if self.is_place() { Self(self.0 + by) } else { self }
    }

    pub fn is_place(self) -> bool {
        self.0 & Self::PLACE != 0
    }

    pub fn number(self) -> u32 {
        self.0
    }

    /// The member that is not a place.
    pub fn as_member(self) -> Member {
        debug_assert!(!self.is_place());
        Member(self.0)
    }

    /// The place that is not a member.
    pub fn as_place(self) -> Place {
        debug_assert!(self.is_place());
        Place(self.0)
    }
}

impl From<u32> for Behind {
    /// What has this [`number`](Behind::number).
    fn from(number: u32) -> Self {
        Self(number)
    }
}

/// Where a list goes on, and how far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(u32);

/// Members in a line of a cache.
const IN_LINE: usize = 16;

impl Place {
    /// Lines beyond the first that are asked for at once.
    const MOST_LINES: usize = 3;

    /// The members from here on, as if the list had no end, the first by itself, and something of those that stand in further
    /// lines.
    #[inline]
    pub fn of(self, members: &[Member]) -> (Member, &[Member], u32) {
        let (&first, behind) =
            members[self.0 as usize % Behind::PLACES..].split_first().expect("lists have members");
        let lines = (self.0 >> Behind::PLACES.ilog2()) as usize & Self::MOST_LINES;
        let further = |line: usize| behind.get(IN_LINE * line.min(lines)).map_or(0, |member| member.0);
        (first, behind, further(1) ^ further(2) ^ further(3))
    }
}

/// Remainders of articles' numbers, of which the weights fit a first-level cache. Even with lists of up to 128 some 600 articles
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

    /// Adds members, each of a list of its own.
    #[inline]
    pub fn add_each(&mut self, members: impl Iterator<Item = Member>) {
        let start = self.members.len();
        self.members.extend(members);
        self.members[start..].iter().for_each(|&member| count(&mut self.at_most, member));
    }

    /// Adds of each list a member and those behind it.
    pub fn add_lists(&mut self, lists: &[(Member, &[Member])]) {
        // What is counted could otherwise be the length of what is gathered, as far as the compiler knows.
        let mut members = mem::take(&mut self.members);
        for &(first, behind) in lists {
            let (mut member, mut behind) = (first, behind.iter());
            loop {
                count(&mut self.at_most, member);
                members.push(member);
                match behind.next() {
                    Some(&next) if !member.is_last() => member = next,
                    _ => break,
                }
            }
        }
        self.members = members;
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
        let weighed = |article: u32| (article, mem::take(&mut weights[article as usize]));
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

#[inline]
fn count(at_most: &mut [u8; REMAINDERS], member: Member) {
    let sum = &mut at_most[member.remainder()];
    *sum = sum.saturating_add(member.weight());
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
                    weights.add_lists(&[(Member::new(article, weight).last(), &[Member::new(0, 1)])]);
                    *expected.entry(article).or_insert(0) += u16::from(weight);
                }
                expected.retain(|_, weight| usize::from(*weight) >= enough);
                prop_assert_eq!(weights.take().collect::<BTreeMap<_, _>>(), expected);
            }
        }
    }
}
