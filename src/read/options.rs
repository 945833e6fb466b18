//! What a reader is told: which JSON fields hold what, and how large an article may be.

use std::path::PathBuf;

use encoding_rs::Encoding;

use super::Format;
use crate::scratch::Scratch;

/// Settings of [`read`](super::read()).
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The names of the fields of JSON Lines.
    pub fields: Fields,
    /// The most bytes an article may have, unpacked: a text file or page, a line or element of JSON, an item of XML, a row,
    /// a record of a crawl, and what its text is in UTF-8. Larger ones are left out and reported.
    ///
    /// The default is 64 MiB: the words of a text take some twenty times its bytes while it is
    /// compared. Passages are ranges of 32 bits, so values above `u32::MAX` count as `u32::MAX`.
    pub max_article_bytes: u64,
    /// Files that are no input, wherever they are found: what the program itself writes beside the articles.
    pub except: Vec<PathBuf>,
    /// The format of all inputs; without it each is told by its name, else by its content.
    pub format: Option<Format>,
    /// The encoding of all inputs that have no byte order mark; without it each is told by what it declares, else by
    /// its look.
    pub encoding: Option<&'static Encoding>,
    /// The most bytes a file that is read as a whole may have, such as XML, unpacked. The default is 1 GiB.
    pub max_document_bytes: u64,
    /// How many times its size a compressed file may unpack to, once that is more than 64 MiB; at least 1.
    ///
    /// The default is 250. News shrinks to between a third and a twentieth, the same article over and over to a
    /// hundredth; a zip bomb is a thousandth of what it becomes.
    pub max_expansion: u64,
    /// The most bytes that all entities a document declares may become together. The default is 1 MiB.
    pub max_entity_bytes: u64,
    /// How deep elements of XML may nest within an article, and groups of Parquet within each other. The default is 256; values above 4,096 count as that, since
    /// the stack of a thread is finite.
    pub max_depth: usize,
    /// The memory and the temporary files that texts may use.
    pub scratch: Scratch,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            fields: Fields::default(),
            max_article_bytes: 64 << 20,
            format: None,
            encoding: None,
            max_document_bytes: 1 << 30,
            max_expansion: 250,
            max_entity_bytes: 1 << 20,
            max_depth: 256,
            except: Vec::new(),
            scratch: Scratch::default(),
        }
    }
}

impl ReadOptions {
    pub(super) fn limit(&self) -> u64 {
        self.max_article_bytes.min(u32::MAX.into())
    }

    pub(super) fn depth(&self) -> usize {
        self.max_depth.min(4096)
    }

    pub(super) fn expansion(&self) -> u64 {
        self.max_expansion.max(1)
    }
}

/// The names under which a line of JSON, a row of a table or front matter may hold each part of an article.
///
/// A name in another case of ASCII letters will do where none is written like that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// The id: a string or an integer.
    pub id: FieldNames,
    /// The body.
    pub text: FieldNames,
    /// The headline.
    pub title: FieldNames,
    /// The time of publication, in a form that [`Published::parse`](crate::article::Published::parse) knows.
    pub date: FieldNames,
    /// The outlet.
    pub source: FieldNames,
    /// The address.
    pub url: FieldNames,
    /// The language.
    pub language: FieldNames,
    /// The authors.
    pub byline: FieldNames,
}

impl Default for Fields {
    /// The names that feeds, crawls, collections and news interfaces commonly use.
    fn default() -> Self {
        Self {
            id: FieldNames::first_of(["id", "guid"]),
            text: FieldNames::first_of([
                "text",
                "body",
                "content",
                "maintext",
                "article",
                "articleBody",
                "plain_text",
            ]),
            title: FieldNames::first_of(["title", "headline"]),
            date: FieldNames::first_of([
                "date",
                "published",
                "published_at",
                "publishedAt",
                "pubDate",
                "date_published",
                "date_publish",
                "publish_date",
                "published_date",
                "datePublished",
            ]),
            source: FieldNames::first_of([
                "source",
                "publisher",
                "outlet",
                "source_domain",
                "publication",
                "sitename",
                "site_name",
                "media_name",
                "domain",
            ]),
            url: FieldNames::first_of(["url", "link"]),
            language: FieldNames::first_of(["language", "lang"]),
            byline: FieldNames::first_of(["byline", "author", "authors", "creator"]),
        }
    }
}

/// Names of one field, the preferred first; the first that is present and not `null` is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldNames {
    names: Vec<String>,
    demanded: bool,
}

impl FieldNames {
    /// The one name that somebody asked for: where an id is asked for by name, a line without it is reported.
    pub fn exactly(name: impl Into<String>) -> Self {
        Self { names: vec![name.into()], demanded: true }
    }

    /// Any of several customary names.
    pub fn first_of<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self { names: names.into_iter().map(Into::into).collect(), demanded: false }
    }

    /// The names in order of preference.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether the name was asked for rather than guessed.
    pub fn is_demanded(&self) -> bool {
        self.demanded
    }

    /// The names as a message lists them: `"text", "body"`.
    pub(super) fn listed(&self) -> String {
        let quoted: Vec<String> = self.names.iter().map(|name| format!("{name:?}")).collect();
        quoted.join(", ")
    }
}
