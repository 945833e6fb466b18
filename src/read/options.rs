//! What a reader is told: which JSON fields hold what, and how large an article may be.

use std::path::PathBuf;

/// Settings of [`read`](super::read()).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// The names of the fields of JSON Lines.
    pub fields: Fields,
    /// The most bytes a text file or a line of JSON may have; larger ones are left out and reported.
    ///
    /// The default is 1 GiB. Passages are ranges of 32 bits, so values above `u32::MAX` count as `u32::MAX`.
    pub max_article_bytes: u64,
    /// Files that are no input, wherever they are found: what the program itself writes beside the articles.
    pub except: Vec<PathBuf>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { fields: Fields::default(), max_article_bytes: 1 << 30, except: Vec::new() }
    }
}

impl ReadOptions {
    pub(super) fn limit(&self) -> u64 {
        self.max_article_bytes.min(u32::MAX.into())
    }
}

/// The names under which a line of JSON may hold each part of an article.
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
}

impl Default for Fields {
    /// The names that feeds, crawls and news interfaces commonly use.
    fn default() -> Self {
        Self {
            id: FieldNames::first_of(["id", "guid"]),
            text: FieldNames::first_of(["text", "body", "content", "maintext", "article"]),
            title: FieldNames::first_of(["title", "headline"]),
            date: FieldNames::first_of([
                "date",
                "published",
                "published_at",
                "publishedAt",
                "pubDate",
                "date_published",
                "date_publish",
            ]),
            source: FieldNames::first_of(["source", "publisher", "outlet", "source_domain"]),
            url: FieldNames::first_of(["url", "link"]),
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
