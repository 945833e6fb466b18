//! Page furniture by repetition: lines that many articles have, each in another surrounding.
//!
//! One paragraph that a site adds to every page makes strangers of all its articles resemble each other: without
//! this stage 84 % of the candidate pairs of generated pages shared nothing else. A story that is printed a hundred
//! times repeats its lines, too, but each between the same neighbours.

use std::{
    borrow::Borrow,
    io,
    ops::Range,
    sync::atomic::{AtomicU8, Ordering},
};

use ahash::HashSet;
use rayon::prelude::*;

use crate::{
    article::{Article, Text, TextReader},
    hash,
    provenance::source_key,
    text::{self, Token, Words},
};

/// Articles that must have a line before it may be furniture.
const MANY: usize = 8;

/// Articles of one source that must have it.
const MANY_OF_SOURCE: usize = 4;

/// Words of an article that must be left for its repeated lines to be set aside.
const LEFT: usize = 5;

/// Lines of a block of furniture, such as a pitch, a request for tips and a notice of rights, whose inner lines have the same
/// neighbours wherever it stands. A longer one, or one that makes half of its article, is taken for a story.
///
/// Of 26,840 pairs of generated articles 997 shared nothing but such blocks.
const BLOCK: usize = 6;

/// Slots, of one byte for each article, of the filter that passes over lines of few articles without looking them up: about
/// as many as an article has lines. Where there are more lines it passes more, which are counted exactly behind it.
const SLOTS: usize = 16;

/// The most slots: a million articles need no more than 16 MB to tell most of their lines apart.
const MOST_SLOTS: usize = 1 << 24;

/// The lines that are furniture in a set of articles.
#[derive(Debug, Clone)]
pub struct Furniture {
    /// Their [`identity`].
    lines: HashSet<u64>,
    /// Their shapes, a bit each.
    shapes: [u64; SHAPES / 64],
}

impl Default for Furniture {
    /// None.
    fn default() -> Self {
        Self { lines: HashSet::default(), shapes: [0; _] }
    }
}

/// A line of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    line: u64,
    source: u64,
    article: u32,
    around: Surrounding,
}

/// Hashes of the lines before and after a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Surrounding {
    line: u64,
    /// Before and after the small block of repeated lines that it is part of, if it is.
    block: u64,
}

impl Furniture {
    /// Finds the furniture of `articles`, whose texts are read once, in this order. Linear in their length but for sorting
    /// the lines of which there are several; remembers ten bytes of each line until it is done, and 48 of each of those.
    ///
    /// # Errors
    /// A text was put away and cannot be read.
    pub fn of<A: Borrow<Article> + Sync>(articles: &[A]) -> io::Result<Self> {
        let slots = (articles.len() * SLOTS).clamp(1, MOST_SLOTS);
        let seen: Vec<AtomicU8> = (0..slots).map(|_| AtomicU8::new(0)).collect();
        let slot = |line: u64| &seen[(line % slots as u64) as usize];
        let count = |&line: &u64| {
            let _ = slot(line).fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| {
                (usize::from(count) < MANY_OF_SOURCE).then_some(count + 1)
            });
        };
        type Reading = (TextReader, Run);
        let add = |(mut texts, mut run): Reading, (index, article): (usize, &A)| -> io::Result<Reading> {
            run.add(index as u32, texts.read_bytes(&article.borrow().text)?).iter().for_each(count);
            Ok((texts, run))
        };
        let runs = articles.par_iter().enumerate().try_fold(Default::default, add);
        let runs: Vec<Run> = runs.map(|run| Ok(run?.1)).collect::<io::Result<_>>()?;

        let may_be_several = |line: u64| usize::from(slot(line).load(Ordering::Relaxed)) >= MANY_OF_SOURCE;
        let those_of =
            |run: &Run| run.hashes.iter().copied().filter(|&line| may_be_several(line)).collect::<Vec<_>>();
        let mut passed: Vec<u64> = runs.par_iter().flat_map_iter(those_of).collect();
        passed.par_sort_unstable();
        let groups = passed.chunk_by(|x, y| x == y).filter(|group| group.len() >= MANY_OF_SOURCE);
        let repeated: HashSet<u64> = groups.map(|group| group[0]).collect();
        let several = |line: u64| may_be_several(line) && repeated.contains(&line);
        let occurrences = |(article, lines): (u32, Lines)| {
            let source = match &*source_key(&articles[article as usize].borrow().source) {
                "" => hash::fold(0, article.into()),
                source => hash::frozen(source.as_bytes()),
            };
            let surroundings = lines.surroundings(several).into_iter();
            surroundings.map(move |(line, around)| Occurrence { line, source, article, around })
        };
        let of_run = |run: Run| run.articles().flat_map(occurrences).collect::<Vec<_>>();
        let mut occurrences: Vec<Occurrence> = runs.into_par_iter().flat_map_iter(of_run).collect();
        occurrences.par_sort_unstable();
        let groups = occurrences.chunk_by(|x, y| x.line == y.line);
        let furniture = groups.filter(|group| is_furniture(group)).map(|group| group[0].line);
        Ok(Self::of_lines(furniture.collect()))
    }

    /// The lines of these identities.
    fn of_lines(lines: HashSet<u64>) -> Self {
        let mut shapes = [0; _];
        for shape in lines.iter().map(|line| line >> SHAPE) {
            shapes[shape as usize / 64] |= 1 << (shape % 64);
        }
        Self { lines, shapes }
    }

    /// Number of different lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The tokens of a text, its furniture marked.
    ///
    /// # Panics
    /// When the text is 4 GiB or longer.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let (mut words, mut tokens) = Default::default();
        self.tokens_into(text, &mut words, &mut tokens);
        tokens
    }

    fn tokens_into(&self, text: &str, words: &mut Words, tokens: &mut Vec<Token>) {
        self.words_into(text, words);
        words.tokens_into(text, tokens);
    }

    fn words_into(&self, text: &str, words: &mut Words) {
        words.read(text);
        if !self.is_empty() {
            words.set_aside(text, LEFT, |line| self.has(trimmed(line.as_bytes())));
        }
    }

    /// Whether a trimmed line is furniture. Most lines have not even the shape of one.
    fn has(&self, line: &[u8]) -> bool {
        let shape = shape(line) as usize;
        self.shapes[shape / 64] >> (shape % 64) & 1 == 1 && self.lines.contains(&identity(line))
    }
}

/// Reads the words of one article after the other, in the same memory.
#[derive(Debug)]
pub struct WordReader<'f> {
    furniture: &'f Furniture,
    texts: TextReader,
    words: Words,
    tokens: Vec<Token>,
}

impl<'f> WordReader<'f> {
    /// A reader that marks this furniture.
    pub fn new(furniture: &'f Furniture) -> Self {
        Self { furniture, texts: TextReader::default(), words: Words::default(), tokens: Vec::new() }
    }

    /// The words of a text, its furniture set aside.
    ///
    /// # Errors
    /// The text was put away and cannot be read.
    ///
    /// # Panics
    /// When the text is 4 GiB or longer.
    pub fn words(&mut self, text: &Text) -> io::Result<&Words> {
        self.furniture.words_into(self.texts.read(text)?, &mut self.words);
        Ok(&self.words)
    }

    /// The tokens of a text, its furniture marked.
    ///
    /// # Errors
    /// The text was put away and cannot be read.
    ///
    /// # Panics
    /// When the text is 4 GiB or longer.
    pub fn tokens(&mut self, text: &Text) -> io::Result<&[Token]> {
        let Self { furniture, texts, words, tokens } = self;
        furniture.tokens_into(texts.read(text)?, words, tokens);
        Ok(tokens)
    }

    /// The same of a text that was read.
    ///
    /// # Panics
    /// When it is 4 GiB or longer.
    pub fn tokens_of(&mut self, text: &str) -> &[Token] {
        let Self { furniture, words, tokens, .. } = self;
        furniture.tokens_into(text, words, tokens);
        tokens
    }
}

/// The lines of a text that are not blank, trimmed.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text::line_ranges(text).map(|line| trimmed(&text[line])).filter(|line| !line.is_empty())
}

/// A line without the blanks at its ends; bytes that are no text have none.
fn trimmed(line: &[u8]) -> &[u8] {
    if let [0x21..=0x7E, .., 0x21..=0x7E] = line {
        return line;
    }
    simdutf8::basic::from_utf8(line).map_or(line, |line| line.trim().as_bytes())
}

/// Shapes that lines may have, more than there are lines of furniture by far, so that few other lines have the shape of one.
const SHAPES: usize = 1 << (u64::BITS - SHAPE);

/// Bits of an identity that do not tell the shape.
const SHAPE: u32 = 52;

/// What tells a trimmed line from others: its shape, and a hash of it in the bits that are left, which are equal for two of ten
/// million lines once in a hundred times.
fn identity(line: &[u8]) -> u64 {
    shape(line) << SHAPE | hash::frozen(line) >> (u64::BITS - SHAPE)
}

/// How long a line is, and how it begins and ends, which is known without reading it.
#[inline]
fn shape(line: &[u8]) -> u64 {
    let ends = match (line.first_chunk(), line.last_chunk()) {
        (Some(&first), Some(&last)) => u64::from_le_bytes(first) ^ u64::from_le_bytes(last).rotate_left(32),
        _ => line.iter().fold(0, |ends, &byte| ends << 8 | u64::from(byte)),
    };
    hash::mix(ends ^ line.len() as u64) >> SHAPE
}

/// What is remembered of the lines of articles that follow each other.
#[derive(Default)]
struct Run {
    hashes: Vec<u64>,
    /// In bytes; the longest count as long as the type allows.
    lengths: Vec<u16>,
    /// The articles, each with the end of its lines.
    ends: Vec<(u32, usize)>,
}

impl Run {
    /// Adds the lines of an article and returns their hashes.
    fn add(&mut self, article: u32, text: &[u8]) -> &[u64] {
        let start = self.hashes.len();
        for line in lines(text) {
            self.hashes.push(identity(line));
            self.lengths.push(line.len().try_into().unwrap_or(u16::MAX));
        }
        self.ends.push((article, self.hashes.len()));
        &self.hashes[start..]
    }

    fn articles(&self) -> impl Iterator<Item = (u32, Lines<'_>)> {
        let mut start = 0;
        self.ends.iter().map(move |&(article, end)| {
            let lines = Lines { hashes: &self.hashes[start..end], lengths: &self.lengths[start..end] };
            start = end;
            (article, lines)
        })
    }
}

/// Those of one article.
#[derive(Clone, Copy)]
struct Lines<'r> {
    hashes: &'r [u64],
    lengths: &'r [u16],
}

impl Lines<'_> {
    /// The lines of which there are several, and what stands around each.
    fn surroundings(self, several: impl Fn(u64) -> bool) -> Vec<(u64, Surrounding)> {
        let length = |lines: &[u16]| lines.iter().map(|&length| usize::from(length)).sum::<usize>();
        let around = |lines: Range<usize>| {
            let before = lines.start.checked_sub(1).map_or(0, |before| self.hashes[before]);
            hash::fold(before, self.hashes.get(lines.end).copied().unwrap_or(0))
        };
        let mut surroundings = Vec::new();
        // Most articles have none of them.
        if !self.hashes.iter().any(|&line| several(line)) {
            return surroundings;
        }
        let (mut end, all) = (0, length(self.lengths));
        for block in self.hashes.chunk_by(|&x, &y| several(x) == several(y)) {
            let lines = end..end + block.len();
            end = lines.end;
            if several(block[0]) {
                let is_small = block.len() <= BLOCK && 2 * length(&self.lengths[lines.clone()]) < all;
                surroundings.extend(lines.clone().map(|at| {
                    let line = around(at..at + 1);
                    let block = if is_small { around(lines.clone()) } else { line };
                    (self.hashes[at], Surrounding { line, block })
                }));
            }
        }
        surroundings
    }
}

/// Whether a line stands in enough articles, most of them with other lines around it or around its block.
fn is_furniture(occurrences: &[Occurrence]) -> bool {
    type Key = fn(&Occurrence) -> u64;
    let differ = |occurrences: &[Occurrence], many: usize, around: Key| {
        let count = |key: Key| occurrences.iter().map(key).collect::<HashSet<u64>>().len();
        let articles = count(|o| o.article.into());
        articles >= many && count(around) * 2 > articles
    };
    let mut sources = occurrences.chunk_by(|x, y| x.source == y.source);
    differ(occurrences, MANY, |o| o.around.line)
        || differ(occurrences, MANY, |o| o.around.block)
        || sources.any(|group| differ(group, MANY_OF_SOURCE, |o| o.around.line))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lines_are_trimmed_as_texts_are(text in "[ \\n\\x0B\u{A0}\u{3000}aé]{0,24}") {
            let trimmed = text::lines(&text).map(str::trim).filter(|line| !line.is_empty());
            let expected: Vec<&[u8]> = trimmed.map(str::as_bytes).collect();
            prop_assert_eq!(lines(text.as_bytes()).collect::<Vec<_>>(), expected);
        }
    }

    const PITCH: &str =
        "Every morning our editors choose the five stories that matter and explain what they mean.";

    fn article(number: usize, source: &str) -> Article {
        let text = format!(
            "The {number} mayors met in town {number}.\n{PITCH}\nThey part on day {number} of the month."
        );
        Article {
            id: number.to_string().into(),
            text: text.into(),
            source: source.into(),
            ..Article::default()
        }
    }

    fn set_aside(furniture: &Furniture, text: &str) -> usize {
        furniture.tokens(text).iter().filter(|token| !token.is_compared()).count()
    }

    #[test]
    fn a_line_of_many_articles_is_set_aside() {
        let articles: Vec<Article> = (0..MANY).map(|n| article(n, "")).collect();
        let furniture = Furniture::of(&articles).unwrap();
        assert_eq!(furniture.len(), 1);
        assert_eq!(set_aside(&furniture, &articles[0].text.read().unwrap()), 15);
        let fewer = Furniture::of(&articles[1..]).unwrap();
        assert!(fewer.is_empty());
    }

    #[test]
    fn fewer_articles_of_one_source_are_enough() {
        let articles: Vec<Article> = (0..MANY_OF_SOURCE).map(|n| article(n, "Herald")).collect();
        assert_eq!(Furniture::of(&articles).unwrap().len(), 1);
        assert!(Furniture::of(&articles[1..]).unwrap().is_empty());
    }

    #[test]
    fn a_story_printed_many_times_keeps_its_lines() {
        let story = article(1, "").text;
        let reprint =
            |n: usize| Article { id: n.to_string().into(), text: story.clone(), ..Article::default() };
        let articles: Vec<Article> = (0..100).map(reprint).collect();
        assert!(Furniture::of(&articles).unwrap().is_empty());
    }

    #[test]
    fn a_block_of_several_lines_is_set_aside_whole() {
        let with_block = |n: usize| {
            let block =
                "Subscribe to our letter today.\nSend us your tips by mail.\nAll rights are reserved.";
            let (one, two) = (10 * n, 10 * n + 1);
            let story =
                format!("The {one} mayors of the province met in town {one} and spoke for {one} hours.");
            let end =
                format!("Nothing came of it, said the {two} spokesmen who had waited until {two} o'clock.");
            Article {
                id: n.to_string().into(),
                text: format!("{story}\n{end}\n{block}").into(),
                ..Article::default()
            }
        };
        let articles: Vec<Article> = (0..MANY).map(with_block).collect();
        let furniture = Furniture::of(&articles).unwrap();
        assert_eq!(furniture.len(), 3);
        assert_eq!(set_aside(&furniture, &articles[0].text.read().unwrap()), 15);
    }

    #[test]
    fn the_lines_of_long_articles_hide_no_block_of_others() {
        let page = |n: usize| {
            let text = format!(
                "The mayor of town {n} spoke.\nNobody in town {n} heard it.\nShare this\nWrite to us\nAll rights"
            );
            Article { id: n.to_string().into(), text: text.into(), ..Article::default() }
        };
        let mut articles: Vec<Article> = (0..MANY).map(page).collect();
        let alone = Furniture::of(&articles).unwrap().len();
        let lines: String = (0..400 * SLOTS).map(|n| format!("Line {n} of the minutes.\n")).collect();
        articles.push(Article { id: "minutes".into(), text: lines.into(), ..Article::default() });
        assert_eq!((alone, Furniture::of(&articles).unwrap().len()), (3, 3));
    }

    #[test]
    fn a_brief_that_many_print_below_a_lead_of_their_own_keeps_its_lines() {
        let brief = "The ferry sank off the coast.\nAll forty aboard were saved.\nThe cause is not known.";
        let print = |n: usize| {
            let text = format!("Our reporter in town {n} has this.\n{brief}");
            Article { id: n.to_string().into(), text: text.into(), ..Article::default() }
        };
        let articles: Vec<Article> = (0..MANY).map(print).collect();
        let furniture = Furniture::of(&articles).unwrap();
        assert!(set_aside(&furniture, &articles[0].text.read().unwrap()) < 10);
    }

    #[test]
    fn an_article_of_nothing_else_keeps_it() {
        let articles: Vec<Article> = (0..MANY).map(|n| article(n, "")).collect();
        let furniture = Furniture::of(&articles).unwrap();
        assert_eq!(set_aside(&furniture, PITCH), 0);
    }
}
