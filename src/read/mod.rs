//! From inputs to articles: which files there are, which format each has, and what is wrong with them.
//!
//! | input | what is read |
//! |---|---|
//! | a directory | every `.txt`, `.text`, `.md`, `.jsonl` and `.ndjson` file in it and below, links followed, hidden files not |
//! | a file | JSON Lines or one text, by the same endings, else by content |
//! | standard input, a pipe | JSON Lines if the first character that is not blank is `{`, else one text |
//!
//! Bad input is reported as a [`Problem`] and never stops the rest from being read. UTF-8 and, by its byte
//! order mark, UTF-16 are understood.

mod blocks;
mod directory;
mod json_lines;
mod labels;
mod options;
mod place;
mod problem;
mod record;
mod source;
mod text;
mod value;

use std::{
    io,
    ops::Range,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use ahash::AHashMap;
use rayon::prelude::*;

pub use labels::{LabelReading, read_labels};
pub use options::{FieldNames, Fields, ReadOptions};
pub use place::{Origin, Place, RawBytes};
pub use problem::{Problem, Problems};

use crate::article::Article;
use place::Kept;
use problem::Fault;
use record::{Parsed, Schema};
use source::{Content, Found};

/// Something to read articles from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, a pipe or a directory.
    Path(PathBuf),
    /// Standard input, written `-`.
    Stdin,
}

impl Input {
    /// The input that a command line argument stands for.
    pub fn new(argument: impl Into<PathBuf>) -> Self {
        let path = argument.into();
        if path.as_os_str() == "-" { Self::Stdin } else { Self::Path(path) }
    }
}

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The articles in the order of the input, their ids unique.
    pub articles: Vec<Article>,
    /// Where each article stands: as many, in the same order.
    pub places: Vec<Place>,
    /// The files that were read.
    pub origins: Vec<Origin>,
    /// What was wrong.
    pub problems: Problems,
    /// How many files in directories were left out because of how their names end.
    pub left_out: u64,
}

impl Reading {
    /// Gives back the bytes of articles.
    pub fn raw_bytes(&self) -> RawBytes<'_> {
        RawBytes::new(&self.origins)
    }

    /// The path of the file in which a place is.
    ///
    /// # Panics
    /// If the place belongs to another reading.
    pub fn path(&self, place: &Place) -> &str {
        self.origins[place.origin as usize].path()
    }
}

/// How a file holds articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    JsonLines,
    Text,
}

impl Format {
    fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "txt" | "text" | "md" => Some(Self::Text),
            _ => None,
        }
    }

    fn of_content(head: &[u8]) -> Self {
        if text::lossy(head).trim_start().starts_with('{') { Self::JsonLines } else { Self::Text }
    }
}

/// Files are opened, and texts parsed, so many at a time: enough to keep the threads busy, few enough for any
/// system's limit on open files.
const BATCH: usize = 64;

/// Reads all inputs in order; `stdin` is read if an input is [`Input::Stdin`].
///
/// A file that is reached twice, by name or through links, is read once. Of two articles with one id the
/// second is left out and reported. Texts are named by their path, lines without an id `path:line`.
///
/// Takes time linear in the input and, beside the articles, memory for a few blocks of 8 MiB, for the longest
/// line, and for all of what cannot be opened twice.
///
/// ```
/// use samecopy::read::{Input, ReadOptions, read};
///
/// let mut stdin = br#"{"id": 7, "text": "Talks collapsed."}"#.as_slice();
/// let reading = read(&[Input::Stdin], &ReadOptions::default(), &mut stdin);
/// assert_eq!(reading.articles[0].id, "7");
/// assert!(reading.problems.is_empty());
/// ```
pub fn read(inputs: &[Input], options: &ReadOptions, stdin: &mut dyn io::Read) -> Reading {
    let schema = Schema::new(&options.fields);
    let limit = options.limit();
    let mut reading = Reading::default();
    let mut found = source::find(inputs, &options.except, stdin, &mut reading).into_iter();
    loop {
        let batch: Vec<Found> = found.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let opened: Vec<_> = batch.into_par_iter().map(|found| found.open(limit)).collect();
        for (path, content) in opened {
            match content {
                Ok(content) => reading.add(path, content, &schema, limit),
                Err(fault) => reading.problems.push(&path, None, fault),
            }
        }
    }
    let id_field = options.fields.id.names().first().map_or("id", String::as_str);
    reading.leave_out_clashes(id_field);
    reading
}

impl Reading {
    fn add(&mut self, path: String, content: Content, schema: &Schema<'_>, limit: u64) {
        let kept = match content {
            Content::Text { kept, bytes, parsed } => {
                self.take(&path, None, 0..bytes, *parsed);
                kept
            }
            Content::Lines { kept, source } => {
                self.add_lines(&path, source, schema, limit);
                kept
            }
            Content::LinesInMemory { bytes, broken_at } => {
                if let Some(at) = broken_at {
                    let message = format!(
                        "is not valid UTF-16 at byte {at}; U+FFFD stands for what is broken, convert it to UTF-8"
                    );
                    self.problems.push(&path, None, Fault::new(message));
                }
                self.add_lines(&path, bytes.as_slice(), schema, limit);
                Kept::InMemory(bytes)
            }
        };
        self.origins.push(Origin::new(path, kept));
    }

    fn add_lines(&mut self, path: &str, source: impl io::BufRead, schema: &Schema<'_>, limit: u64) {
        let count = json_lines::read(source, path, schema, limit, |line, bytes, parsed| {
            self.take(path, Some(line), bytes, parsed);
        });
        match count {
            Ok(0) => self.problems.push(path, None, Fault::empty()),
            Ok(_) => {}
            Err(error) => self.problems.push(path, None, Fault::unreadable(Path::new(path), &error)),
        }
    }

    /// Takes what came of one place in the origin that is added next.
    fn take(&mut self, path: &str, line: Option<u64>, bytes: Range<u64>, parsed: Parsed) {
        for fault in parsed.faults {
            self.problems.push(path, line, fault);
        }
        if let Some(article) = parsed.article {
            self.articles.push(article);
            self.places.push(Place { origin: self.origins.len() as u32, line, bytes });
        }
    }

    /// Leaves the second of two articles with one id out: whatever names it would be ambiguous.
    fn leave_out_clashes(&mut self, id_field: &str) {
        let mut first_of = AHashMap::with_capacity(self.articles.len());
        let mut unique = vec![true; self.articles.len()];
        for (index, (article, place)) in self.articles.iter().zip(&self.places).enumerate() {
            let first = *first_of.entry(article.id.as_str()).or_insert(index);
            if first != index {
                unique[index] = false;
                let taken = self.name(&self.places[first]);
                let message = format!(
                    "id {:?} is taken by {taken} already; this article is left out, give it its own id",
                    article.id
                );
                let field = place.line.map(|_| id_field.to_owned());
                self.problems.push(
                    self.origins[place.origin as usize].path(),
                    place.line,
                    Fault { field, message },
                );
            }
        }
        drop(first_of);
        let mut kept = unique.iter();
        self.articles.retain(|_| kept.next() == Some(&true));
        let mut kept = unique.iter();
        self.places.retain(|_| kept.next() == Some(&true));
    }

    fn name(&self, place: &Place) -> String {
        let path = self.path(place);
        place.line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"))
    }
}

/// A path as messages and ids write it.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}
