//! An article in the making, as formats with fields of their own fill it in.

use super::{
    problem::Fault,
    record::{NO_TEXT, Parsed, no_date},
};
use crate::article::{Article, Details, Published};

/// What was found of an article; blank values count as missing.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub id: String,
    pub title: String,
    pub text: String,
    pub source: String,
    pub url: String,
    pub published: Option<Published>,
    pub details: Details,
    pub faults: Vec<Fault>,
}

impl Draft {
    /// Takes the first of the dates that is there; one that cannot be read is a fault of `field`.
    pub fn published(&mut self, field: &str, written: &str) {
        self.published = self.published.take().or_else(|| self.date(field, written));
    }

    pub fn embargo(&mut self, field: &str, written: &str) {
        self.details.embargo = self.details.embargo.take().or_else(|| self.date(field, written));
    }

    fn date(&mut self, field: &str, written: &str) -> Option<Published> {
        if written.trim().is_empty() {
            return None;
        }
        let date = Published::parse(written);
        if date.is_none() {
            self.faults.push(no_date(field, written));
        }
        date
    }

    /// The article, under another id if it has none of its own.
    pub fn article(self, default_id: impl FnOnce() -> String) -> Parsed {
        let Self { id, title, text, source, url, published, mut details, mut faults } = self;
        if text.trim().is_empty() {
            faults.push(Fault::new(NO_TEXT));
        }
        let trimmed =
            |text: String| if text.trim().len() == text.len() { text } else { text.trim().to_owned() };
        details.byline = trimmed(details.byline);
        details.dateline = trimmed(details.dateline);
        details.credit = trimmed(details.credit);
        details.language = trimmed(details.language);
        let id = trimmed(id);
        let article = Article {
            id: if id.is_empty() { default_id() } else { id }.into(),
            title: one_line(&title).into(),
            text: text.into(),
            source: one_line(&source).into(),
            published,
            url: trimmed(url).into(),
            details: (details != Details::default()).then(|| Box::new(details)),
        };
        Parsed { article: Some(article), faults }
    }
}

/// Bytes of what a header says of each of its articles, which each then holds: more than a title or a language has.
const HEADER: usize = 1 << 10;

/// The beginning of what a header says, as much as articles take from it.
pub(super) fn header(text: &str) -> &str {
    let end = (0..=text.len().min(HEADER)).rfind(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// The text without line breaks and runs of blanks, which markup is indented with.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Puts a value in a field that has none yet.
pub(super) fn fill(field: &mut String, value: impl AsRef<str>) {
    if field.trim().is_empty() {
        value.as_ref().clone_into(field);
    }
}
