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
    article::{Article, TextReader},
    hash,
    text::{self, Marks, Token, Tokenizer},
};

/// Articles that must have a line before it may be furniture.
const MANY: usize = 8;

/// Articles of one source that must have it.
const MANY_OF_SOURCE: usize = 4;

/// Words of an article that must be left for its repeated lines to be set aside.
const LEFT: usize = 5;

/// Slots, of one byte for each article, of the filter that passes over lines of few articles without remembering them:
/// about as many as an article has lines.
const SLOTS: usize = 16;

/// The most slots: a million articles need no more than 16 MB to tell most of their lines apart.
const MOST_SLOTS: usize = 1 << 24;

/// The lines that are furniture in a set of articles.
#[derive(Debug, Clone, Default)]
pub struct Furniture {
    lines: HashSet<u64>,
}

/// The lines of articles that follow each other, by their hashes.
#[derive(Default)]
struct Lines {
    hashes: Vec<u64>,
    /// The articles, each with the end of its lines.
    ends: Vec<(u32, usize)>,
}

/// A line of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    line: u64,
    source: u64,
    article: u32,
    surrounding: u64,
}

impl Furniture {
    /// Finds the furniture of `articles`, whose texts are read once, in this order. Linear in their length; remembers 8
    /// bytes of each line until it is done.
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
        type Run = (TextReader, Lines);
        let add = |(mut texts, mut known): Run, (index, article): (usize, &A)| -> io::Result<Run> {
            known.add(index as u32, texts.read(&article.borrow().text)?).iter().for_each(count);
            Ok((texts, known))
        };
        let runs = articles.par_iter().enumerate().try_fold(Default::default, add);
        let runs: Vec<Lines> = runs.map(|run| Ok(run?.1)).collect::<io::Result<_>>()?;

        let several = |line: u64| usize::from(slot(line).load(Ordering::Relaxed)) >= MANY_OF_SOURCE;
        let mut occurrences: Vec<Occurrence> = runs
            .into_par_iter()
            .flat_map_iter(|run| run.occurrences(several, |index| &*articles[index as usize].borrow().source))
            .collect();
        occurrences.par_sort_unstable();
        let groups = occurrences.chunk_by(|x, y| x.line == y.line);
        let furniture = groups.filter(|group| is_furniture(group)).map(|group| group[0].line);
        Ok(Self { lines: furniture.collect() })
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
        let mut tokens = Vec::new();
        self.tokens_into(text, &mut Tokenizer::default(), &mut tokens);
        tokens
    }

    /// Puts the tokens of a text, its furniture marked, in place of those in `tokens`.
    ///
    /// # Panics
    /// When the text is 4 GiB or longer.
    pub fn tokens_into(&self, text: &str, tokenizer: &mut Tokenizer, tokens: &mut Vec<Token>) {
        tokenizer.tokens_into(text, tokens);
        if !self.is_empty() {
            self.mark(text, tokens);
        }
    }

    fn mark(&self, text: &str, tokens: &mut [Token]) {
        let mut repeated = Vec::new();
        let mut at = 0;
        for (range, _) in lines(text).filter(|(_, line)| self.lines.contains(line)) {
            at += tokens[at..].partition_point(|token| (token.start as usize) < range.start);
            let end = at + tokens[at..].partition_point(|token| (token.start as usize) < range.end);
            repeated.extend((at..end).filter(|&token| tokens[token].is_compared()));
            at = end;
        }
        let compared = tokens.iter().filter(|token| token.is_compared()).count();
        if compared - repeated.len() >= LEFT {
            for token in repeated {
                tokens[token].marks = tokens[token].marks.with(Marks::FURNITURE);
            }
        }
    }
}

/// The lines of a text that are not blank, with their frozen hashes.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, u64)> {
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    text::lines(text).filter_map(move |line| {
        let line = line.trim();
        let start = offset(line);
        (!line.is_empty()).then(|| (start..start + line.len(), hash::frozen(line.as_bytes())))
    })
}

impl Lines {
    /// Adds the lines of an article and returns them.
    fn add(&mut self, article: u32, text: &str) -> &[u64] {
        let start = self.hashes.len();
        self.hashes.extend(lines(text).map(|(_, line)| line));
        self.ends.push((article, self.hashes.len()));
        &self.hashes[start..]
    }

    /// The lines that are asked for, with what is around them.
    fn occurrences<'a>(
        &self,
        is_wanted: impl Fn(u64) -> bool,
        source: impl Fn(u32) -> &'a str,
    ) -> Vec<Occurrence> {
        let mut found = Vec::new();
        let mut start = 0;
        for &(article, end) in &self.ends {
            let lines = &self.hashes[start..end];
            start = end;
            for (at, &line) in lines.iter().enumerate().filter(|&(_, &line)| is_wanted(line)) {
                let name = source(article);
                // Articles of unknown sources are of as many.
                let number = if name.is_empty() { article.into() } else { 0 };
                let source = hash::fold(hash::frozen(name.as_bytes()), number);
                let before = at.checked_sub(1).map_or(0, |before| lines[before]);
                let after = lines.get(at + 1).copied().unwrap_or(0);
                found.push(Occurrence { line, source, article, surrounding: hash::fold(before, after) });
            }
        }
        found
    }
}

/// Whether a line stands in enough articles, most of them with other lines around it.
fn is_furniture(occurrences: &[Occurrence]) -> bool {
    let differ = |occurrences: &[Occurrence], many: usize| {
        let count = |key: fn(&Occurrence) -> u64| occurrences.iter().map(key).collect::<HashSet<u64>>().len();
        let articles = count(|o| o.article.into());
        articles >= many && count(|o| o.surrounding) * 2 > articles
    };
    differ(occurrences, MANY)
        || occurrences.chunk_by(|x, y| x.source == y.source).any(|group| differ(group, MANY_OF_SOURCE))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn an_article_of_nothing_else_keeps_it() {
        let articles: Vec<Article> = (0..MANY).map(|n| article(n, "")).collect();
        let furniture = Furniture::of(&articles).unwrap();
        assert_eq!(set_aside(&furniture, PITCH), 0);
    }
}
