//! Who stands behind each article in its lists, by blocks of articles, in memory or in a file.

use std::{io, mem, ops::Range};

use super::{
    buckets::{Buckets, Divided},
    weights::Behind,
};
use crate::scratch::Store;

/// The fewest articles of a block, and the most blocks: what stands behind those of one is sorted in a second-level cache.
const LEAST: usize = 1 << 10;
const MOST_BLOCKS: usize = 1 << 11;

/// Bits of a part's number, of which a million articles have some thirty.
const PART: u32 = 14;

/// Bits of the rest of a [`Standing`] below the article.
const LOWER: u32 = PART + u32::BITS;

/// Who stands behind an article in a list: the number of the article in its block, of the part that the list is in, and
/// [`Behind`], from the upper bits to the lower ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Standing(u64);

impl Standing {
    /// The part of its list.
    pub fn part(self) -> usize {
        (self.0 >> u32::BITS) as usize & ((1 << PART) - 1)
    }

    pub fn behind(self) -> Behind {
        Behind::from(self.0 as u32)
    }

    /// The place of those that are sorted together: first those of an article that are members, then those that are places.
    fn place(self) -> usize {
        2 * (self.0 >> LOWER) as usize + usize::from(self.behind().is_place())
    }
}

/// How articles are divided into blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Binary logarithm of the articles in a block.
    bits: u32,
    blocks: usize,
}

/// Who stands behind all articles.
pub(super) struct Blocks {
    articles: usize,
    layout: Layout,
    standing: Buckets,
}

/// Who stands behind the articles of one block, article by article.
#[derive(Debug, Default)]
pub(super) struct Block {
    standing: Vec<Standing>,
    /// Where the members of each article end, and where its places do.
    ends: Vec<u32>,
    /// The same as they were stored.
    unsorted: Vec<Standing>,
}

impl Layout {
    fn new(articles: usize) -> Self {
        let bits = articles.div_ceil(MOST_BLOCKS).max(LEAST).next_power_of_two().ilog2();
        Self { bits, blocks: articles.div_ceil(1 << bits) }
    }

    /// Some articles of one part, and who stands behind them, block by block, as it is stored.
    ///
    /// # Panics
    /// With more than 2¹⁴ parts.
    pub fn divided(self, part: usize, behind: impl Iterator<Item = (u32, Behind)> + Clone) -> Divided {
        assert!(part < 1 << PART, "too many parts");
        let standing = behind.map(|(article, behind)| {
            let (block, article) = (article >> self.bits, article & ((1 << self.bits) - 1));
            let part = (part as u64) << u32::BITS;
            (block as usize, u64::from(article) << LOWER | part | u64::from(behind.number()))
        });
        Divided::new(self.blocks, standing)
    }
}

impl Blocks {
    /// Nobody yet, of so many articles, in an empty store.
    pub fn new(articles: usize, store: Store) -> Self {
        let layout = Layout::new(articles);
        Self { articles, layout, standing: Buckets::new(layout.blocks, store) }
    }

    /// How the articles are divided.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The number of blocks.
    pub fn count(&self) -> usize {
        self.standing.count()
    }

    /// Adds what is known by one part, in several lists of blocks.
    ///
    /// # Errors
    /// A temporary file is needed and cannot be written.
    pub fn add(&mut self, divided: &[Divided]) -> io::Result<()> {
        self.standing.add(divided)
    }

    /// Puts one block in the place of another, and returns the articles in it.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub fn read(&self, number: usize, block: &mut Block) -> io::Result<Range<usize>> {
        let bits = self.layout.bits;
        let articles = number << bits..self.articles.min((number + 1) << bits);
        block.unsorted.clear();
        for &piece in self.standing.pieces(number) {
            self.standing.read(piece, |number| block.unsorted.push(Standing(number)))?;
        }
        block.sort(articles.len());
        Ok(articles)
    }
}

impl Block {
    fn sort(&mut self, articles: usize) {
        let Self { standing, ends, unsorted } = self;
        ends.clear();
        ends.resize(2 * articles, 0);
        for one in &*unsorted {
            ends[one.place()] += 1;
        }
        let mut start = 0;
        for place in &mut *ends {
            start += mem::replace(place, start);
        }
        standing.resize(unsorted.len(), Standing::default());
        // What were starts are ends thereafter.
        for &one in &*unsorted {
            let at = &mut ends[one.place()];
            standing[*at as usize] = one;
            *at += 1;
        }
    }

    /// Who stands behind an article, given by its number in the block: members by themselves, and places.
    pub fn of(&self, article: usize) -> (&[Standing], &[Standing]) {
        let end = |place: usize| self.ends[place] as usize;
        let start = (2 * article).checked_sub(1).map_or(0, end);
        let (members, places) = (end(2 * article), end(2 * article + 1));
        (&self.standing[start..members], &self.standing[members..places])
    }
}

#[cfg(test)]
mod tests {
    use std::env;

    use proptest::prelude::*;

    use super::{super::weights::Member, *};
    use crate::scratch::Scratch;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_article_has_what_is_known_of_it_by_all_parts(
            parts in prop::collection::vec(prop::collection::vec((0_u32..2_500, any::<bool>(), 0_u32..1 << 20), 0..3_000), 0..4),
            memory in prop_oneof![Just(0), Just(10_000), Just(1 << 30)],
        ) {
            let mut blocks = Blocks::new(2_500, Store::new(&Scratch::new(memory, env::temp_dir()), memory));
            let behind = |is_place: bool, number: u32| {
                if is_place { Behind::place(number, 5) } else { Behind::member(Member::new(number, 2)) }
            };
            for (part, all) in parts.iter().enumerate() {
                let divided = |some: &[(u32, bool, u32)]| {
                    let some: Vec<_> = some.iter().map(|&(article, is_place, number)| (article, behind(is_place, number))).collect();
                    blocks.layout().divided(part, some.into_iter())
                };
                let divided: Vec<_> = all.chunks(1_000).map(divided).collect();
                blocks.add(&divided).unwrap();
            }
            let mut expected: Vec<_> = (0..)
                .zip(&parts)
                .flat_map(|(part, all)| all.iter().map(move |&(article, is_place, number)| (article as usize, is_place, part, behind(is_place, number).number())))
                .collect();
            let (mut found, mut block) = (Vec::new(), Block::default());
            for number in 0..blocks.count() {
                let articles = blocks.read(number, &mut block).unwrap();
                for (at, article) in articles.enumerate() {
                    let (members, places) = block.of(at);
                    for (are_places, standing) in [(false, members), (true, places)] {
                        found.extend(standing.iter().map(|one| (article, are_places, one.part(), one.behind().number())));
                    }
                }
            }
            expected.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
