//! The report as one HTML page that loads nothing: an overview, the clusters as a table, and the texts of each pair side
//! by side.
//!
//! The page is a skeleton, a style sheet and a script (`page/`), which this module writes as they are, and data. What was
//! found, in short, stands before the script, so that the table is there while the rest is still being read; texts and
//! passages stand behind it, in a block for each article and one for each cluster, which the script parses when
//! somebody looks at them. No text of an article ever becomes markup: blocks are JSON in which `<` does not occur, the
//! script makes nothing but text of them, and a Content-Security-Policy allows that script and no other.

mod detail;
mod embed;
mod groups;
mod page;
mod summary;
mod units;

pub use page::Room;

use std::{
    borrow::Cow,
    io::{self, Write},
};

use groups::Group;
use summary::{ArticleData, Summary};

use super::{PairEntry, Report};
use crate::{article::Article, furniture::Furniture, overlap::Scores, scan::Scan};

/// What a page is about.
#[derive(Debug, Clone)]
pub struct HtmlReport<'r> {
    summary: Summary<'r>,
    groups: Vec<Group>,
}

impl<'r> HtmlReport<'r> {
    /// All clusters of a scan, the largest first, and its partial pairs, if it reports them.
    ///
    /// A cluster is shown with its first 500 members. Passages are shown of a member and the survivor, of a member and its
    /// original, and of any two members of a cluster of up to six.
    ///
    /// O(n + p log p) for n articles and p pairs.
    pub fn of_scan(report: &'r Report<'_>, scan: &Scan) -> Self {
        let mut articles = Vec::new();
        let groups = groups::of_scan(scan, &mut |index| {
            articles.push(ArticleData::of_entry(index, report.articles.get(index as usize)));
            articles.len() as u32 - 1
        });
        Self { summary: Summary::of_scan(report, scan, articles), groups }
    }

    /// Two articles, number 0 and 1, whatever they are to each other.
    pub fn of_pair(articles: [&'r Article; 2], pair: &PairEntry) -> Self {
        let named = [0, 1].map(|index| ArticleData::of_article(index, articles[index as usize]));
        Self { summary: Summary::of_pair(named.into()), groups: vec![groups::of_pair(pair.scores)] }
    }

    /// Writes the page. `text` gives the text of an article by its number in the input, again and again; `furniture` is
    /// that of all articles.
    ///
    /// Texts and passages of a few clusters at a time are held in memory.
    ///
    /// # Errors
    /// Those of `text` and of `out`.
    pub fn write<'t>(
        &self,
        furniture: &Furniture,
        text: impl Fn(u32) -> io::Result<Cow<'t, str>> + Sync,
        room: Room,
        out: &mut (impl Write + ?Sized),
    ) -> io::Result<()> {
        page::write(self, furniture, &text, room, out)
    }

    /// The number in the input of an article of the page.
    fn input(&self, article: u32) -> u32 {
        self.summary.articles[article as usize].index
    }
}

/// Scores with the articles in the order asked for.
fn oriented(scores: Scores, swap: bool) -> Scores {
    if swap { scores.swapped() } else { scores }
}
