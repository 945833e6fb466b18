//! From inputs to articles: which files there are, which format each has, and what is wrong with them.
//!
//! | input | what is read |
//! |---|---|
//! | a directory | every file in it and below whose name ends like one of a known format, links followed, hidden files not |
//! | a file, standard input, a pipe | what its name says, else what its content looks like |
//! | a file compressed by gzip, zstd, bzip2 or xz | what is in it, told by its first bytes; all members or frames |
//! | a zip or tar archive, compressed or not | every file in it of a known format, which may be compressed itself |
//!
//! | format | name | an article is |
//! |---|---|---|
//! | text | `.txt`, `.text`; anything else | the file |
//! | Markdown | `.md`, `.markdown`; content that starts with a line `---` | the file, its front matter apart |
//! | HTML | `.html`, `.htm`, `.xhtml`; content that starts with `<html` or its document type | the main text of the page |
//! | JSON Lines | `.jsonl`, `.ndjson`; content that starts with `{` | a line |
//! | JSON | `.json`, `.jsonfeed`, `.ninjs`; content that starts with `[`, or with `{` and a line end | an element of an array, or of the list in an object; a ninjs item |
//! | CSV, TSV | `.csv`, `.tsv`, `.tab`; content whose first line names a column for the text | a row |
//! | RSS 0.9x, 1.0, 2.0, Atom | `.xml`, `.rss`, `.atom`, `.rdf`; content that starts with markup | an `item` or `entry` |
//! | NewsML-G2, NITF | `.xml`, `.newsml`, `.nitf`; likewise | a `newsItem`, a `nitf` |
//! | WARC, WET | `.warc`, `.wet`; content that starts with `WARC/` | a record with a page that was found, or with a text |
//! | Parquet | `.parquet`, `.pq`; content that starts with `PAR1` | a row; with the cargo feature `parquet` |
//! | Arrow IPC, Feather 2 | `.arrow`, `.arrows`, `.feather`, `.ipc`; content that starts with `ARROW1` or four bytes `FF` | a row; likewise |
//! | OPML | `.opml`, `.xml`; likewise | what the files that it names hold; nothing is fetched |
//!
//! Encodings are told by the byte order mark, by what the file declares (XML, HTML), else by the look of its first
//! 64 KiB: UTF-8 even where some of it is damaged, or an encoding guessed, which [`Reading::guessed`] counts. What
//! cannot be decoded becomes U+FFFD and a problem with its place. Lines of JSON are UTF-8, or UTF-16 by its mark, and
//! left out where they are not.
//!
//! Bad input is reported as a [`Problem`] and never stops the rest from being read. Of Parquet and Arrow IPC that holds even
//! where the crates that take them apart panic: with the feature `parquet`, the first such file sets a hook of panics that
//! is silent of those that are caught here, and hands all others to the hook that was there.

mod blocks;
mod columnar;
mod default_id;
mod directory;
mod draft;
mod encoding;
mod event;
mod format;
mod formats;
mod give_back;
mod html;
mod json;
mod json_lines;
mod labels;
mod leaf;
mod markdown;
mod mojibake;
mod options;
mod place;
mod problem;
mod record;
mod source;
mod stream;
mod table;
mod text;
mod unpack;
mod value;
mod warc;
mod way;
mod xml;

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use ahash::AHashMap;
use compact_str::CompactString;
use rayon::prelude::*;

pub use format::Format;
pub use give_back::Fate;
pub use labels::{LabelReading, read_labels};
pub use mojibake::Mojibake;
pub use options::{FieldNames, Fields, ReadOptions};
pub use place::{Origin, Place, RawBytes};
pub use problem::{Problem, Problems};

use crate::{
    article::{Article, Texts},
    scratch::{Scratch, Used},
};
use event::Event;
use leaf::Context;
use problem::Fault;
use record::Schema;
use source::{Finder, Found};
use stream::Stream;
use way::{LastMember, Way};

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
    /// Where articles came again: the place, and the index of the article that it repeats.
    pub repeats: Vec<(Place, usize)>,
    /// How many files in directories and archives were left out because of how their names end, and how many items of
    /// deliveries and pages of crawls because they are no texts, or were not found.
    pub left_out: u64,
    /// In which encodings files were read that did not say theirs and are not in UTF-8, and how many.
    pub guessed: BTreeMap<&'static str, u64>,
    /// Files whose texts were decoded in the wrong encoding before they came here; nothing of it is repaired.
    pub mojibake: Vec<Mojibake>,
    /// The memory and the temporary files that the texts use.
    pub scratch: Scratch,
    /// What all else of the articles takes of that memory.
    beside: Option<Used>,
    /// What was given back last.
    last_member: LastMember,
}

impl Reading {
    /// Gives back the bytes of articles.
    pub fn raw_bytes(&self) -> RawBytes<'_> {
        RawBytes::new(&self.origins, &self.last_member)
    }

    /// The path of the file in which a place is.
    ///
    /// # Panics
    /// If the place belongs to another reading.
    pub fn path(&self, place: &Place) -> &str {
        self.origins[place.origin as usize].path()
    }
}

/// Files are opened, and texts parsed, so many at a time: enough to keep the threads busy, few enough for any
/// system's limit on open files.
const BATCH: usize = 64;

/// What was read so far.
struct Collected {
    reading: Reading,
    texts: Texts,
    /// Bytes of the longest text. Most are held to it as they stand in their file, and may grow when they are decoded.
    limit: u64,
    /// Why texts are no longer put away, and articles no longer taken.
    failed: Option<io::Error>,
}

/// Reads all inputs in order; `stdin` is read if an input is [`Input::Stdin`].
///
/// A file that is reached twice, by name or through links, is read once, and so is an article that comes again with the
/// same id, title, text and source, as in two snapshots of a feed. Of two other articles with one id the second is left
/// out and reported. Texts are named by their path, lines without an id `path:line`,
/// and where several articles begin on one line `path:line#2` and so on.
///
/// Takes time linear in the input and, beside the articles, memory for a few blocks of 8 MiB, for the longest
/// line or batch of Arrow IPC, and for all of what cannot be opened twice. Of the articles' texts as much is kept in
/// memory as [`ReadOptions::scratch`] has room for, the rest in a temporary file.
///
/// # Errors
/// The temporary file cannot be written. What is wrong with the input is no error but a problem.
///
/// ```
/// use samecopy::read::{Input, ReadOptions, read};
///
/// let mut stdin = br#"{"id": 7, "text": "Talks collapsed."}"#.as_slice();
/// let reading = read(&[Input::Stdin], &ReadOptions::default(), &mut stdin)?;
/// assert_eq!(reading.articles[0].id, "7");
/// assert!(reading.problems.is_empty());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn read(inputs: &[Input], options: &ReadOptions, stdin: &mut dyn io::Read) -> io::Result<Reading> {
    let context = Context { options, schema: Schema::new(&options.fields) };
    let texts = Texts::new(&options.scratch);
    let reading = Reading { scratch: options.scratch.clone(), ..Reading::default() };
    let mut all = Collected { reading, texts, limit: options.limit(), failed: None };
    let mut finder = Finder::except(&options.except);
    let mut found = VecDeque::from(finder.find(inputs, stdin, &mut all.reading));
    while !found.is_empty() {
        let batch: Vec<Found> = found.drain(..BATCH.min(found.len())).collect();
        let opened: Vec<_> = batch.into_par_iter().map(|found| Opened::new(found, &context)).collect();
        for opened in opened {
            let mut emit = |event| match event {
                Event::File(path) => found.extend(finder.listed(&path, &mut all.reading)),
                event => all.take(event),
            };
            match opened {
                Opened::Read(events) => events.into_iter().for_each(emit),
                Opened::Large(path, way) => match way.open().and_then(|source| Stream::start(source)) {
                    Ok(stream) => leaf::read(path, way, stream, &context, &mut emit),
                    Err(error) => emit(Event::unreadable(path, &error)),
                },
            }
        }
        if let Some(error) = all.failed {
            return Err(error);
        }
    }
    let Collected { mut reading, texts, .. } = all;
    texts.seal();
    let id_field = options.fields.id.names().first().map_or("id", String::as_str);
    reading.leave_out_clashes(id_field)?;
    reading.count_memory();
    Ok(reading)
}

/// What is small is read side by side, what is large one after the other.
enum Opened {
    Read(Vec<Event>),
    Large(String, Way),
}

impl Opened {
    fn new(found: Found, context: &Context<'_>) -> Self {
        match found.open() {
            (path, Err(fault)) => Self::Read(vec![Event::Problem { path, fault }]),
            (path, Ok((way, stream))) => match leaf::read_small(&path, way.clone(), stream, context) {
                Some(events) => Self::Read(events),
                None => Self::Large(path, way),
            },
        }
    }
}

impl Collected {
    fn take(&mut self, event: Event) {
        let reading = &mut self.reading;
        let path = || reading.origins.last().map_or("", Origin::path);
        match event {
            Event::Begin(origin) => reading.origins.push(origin),
            Event::Article(_, parsed) if parsed.article.is_none() && parsed.faults.is_empty() => {
                reading.left_out += 1;
            }
            Event::Article(span, parsed) => {
                for fault in parsed.faults {
                    reading.problems.push(path(), span.line, fault);
                }
                if let Some(article) = parsed.article
                    && self.failed.is_none()
                {
                    if article.text.len() as u64 > self.limit {
                        return reading.problems.push(path(), span.line, Fault::too_large(self.limit));
                    }
                    match self.texts.put(article.text) {
                        Ok(text) => reading.articles.push(Article { text, ..article }),
                        Err(error) => return self.failed = Some(error),
                    }
                    let origin = reading.origins.len() as u32 - 1;
                    reading.places.push(Place { origin, line: span.line, bytes: span.bytes });
                }
            }
            Event::Fault(line, fault) => reading.problems.push(path(), line, fault),
            Event::Problem { path, fault } => reading.problems.push(&path, None, fault),
            Event::Guessed(encoding) => *reading.guessed.entry(encoding).or_default() += 1,
            Event::Mojibake(found) => {
                let origin = reading.origins.len() as u32 - 1;
                reading.mojibake.push(Mojibake { origin, ..found });
            }
            Event::LeftOut => reading.left_out += 1,
            Event::File(_) => unreachable!("files that are named are queued"),
        }
    }
}

impl Reading {
    /// Leaves the second of two articles with one id out: whatever names it would be ambiguous. If they are one article
    /// that came twice, nothing is lost.
    fn leave_out_clashes(&mut self, id_field: &str) -> io::Result<()> {
        let mut first_of = AHashMap::with_capacity(self.articles.len());
        let mut unique = Vec::with_capacity(self.articles.len());
        let mut kept = 0;
        for (index, (article, place)) in self.articles.iter().zip(&self.places).enumerate() {
            let (first, number) = *first_of.entry(article.id.as_str()).or_insert((index, kept));
            unique.push(first == index);
            if first == index {
                kept += 1;
                continue;
            }
            let earlier = &self.articles[first];
            if (&earlier.title, &earlier.source) == (&article.title, &article.source)
                && earlier.text.len() == article.text.len()
                && earlier.text.read()? == article.text.read()?
            {
                self.repeats.push((place.clone(), number));
                continue;
            }
            let taken = self.name(&self.places[first]);
            let message = format!(
                "id {:?} is taken by {taken} already, with other content; this article is left out: give it its own id, \
                 or, if it is a new version, leave the old one out",
                article.id
            );
            let field = place.line.map(|_| id_field.to_owned());
            self.problems.push(
                self.origins[place.origin as usize].path(),
                place.line,
                Fault { field, message },
            );
        }
        drop(first_of);
        let mut kept = unique.iter();
        self.articles.retain(|_| kept.next() == Some(&true));
        let mut kept = unique.iter();
        self.places.retain(|_| kept.next() == Some(&true));
        Ok(())
    }

    /// Leaves the less memory to what follows, the more the articles take without their texts.
    fn count_memory(&mut self) {
        let one = size_of::<Article>() + size_of::<Place>();
        let long = |part: &CompactString| if part.is_heap_allocated() { part.capacity() } else { 0 };
        let parts = |a: &Article| [&a.id, &a.title, &a.source, &a.url].into_iter().map(long).sum::<usize>();
        let bytes = self.articles.len() * one + self.articles.iter().map(parts).sum::<usize>();
        self.beside = Some(self.scratch.use_memory(bytes as u64));
    }

    fn name(&self, place: &Place) -> String {
        let path = self.path(place);
        place.line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"))
    }
}

/// A path as messages and ids write it.
fn shown(path: &Path) -> String {
    escaped(path.as_os_str().as_encoded_bytes(), |valid| valid.replace(MAIN_SEPARATOR, "/"))
}

/// A name with what is not UTF-8 as `\xFC`, so that two names stay two; all else as `write` puts it.
fn escaped(name: &[u8], write: impl Fn(&str) -> String) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        text += &write(chunk.valid());
        for byte in chunk.invalid() {
            text += &format!("\\x{byte:02X}");
        }
    }
    text
}
