//! The text of an article: kept by itself, or put away with those of others.

use std::{
    borrow::Cow,
    fmt, io,
    sync::{Arc, OnceLock},
};

use crate::scratch::{Scratch, Share, Store};

/// The most bytes that are read at once of texts that are gone through in order. A system call for each of some 3 kB would be
/// a twentieth of what its words cost.
const AHEAD: u64 = 64 << 10;

/// Bytes that are read at once where one text followed another; then twice as many each time, so that little is read in vain
/// where texts are left out or soon end.
const FIRST_AHEAD: u64 = 16 << 10;

/// The body of an article.
///
/// The readers put texts into one [`Store`], which goes on in a temporary file when memory runs short; a text made of a
/// string is kept by itself. A copy of a text that was put away is as small as its place. Two are equal if they say the
/// same; one that cannot be read equals none but itself.
///
/// ```
/// use samecopy::article::Text;
///
/// let text = Text::from("Talks collapsed.");
/// assert_eq!(text.len(), 16);
/// assert_eq!(text.read()?, "Talks collapsed.");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Text(Kept);

#[derive(Clone)]
enum Kept {
    Whole(Box<str>),
    Away { texts: Arc<Shared>, at: u64, len: u32 },
}

/// Filled when all texts were put away.
type Shared = OnceLock<Store>;

impl Text {
    /// Number of bytes.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Whole(text) => text.len(),
            Kept::Away { len, .. } => *len as usize,
        }
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text itself: borrowed where it is in memory, read from the temporary file where it is not.
    ///
    /// # Errors
    /// The temporary file cannot be read.
    pub fn read(&self) -> io::Result<Cow<'_, str>> {
        match &self.0 {
            Kept::Whole(text) => Ok(Cow::Borrowed(text)),
            Kept::Away { texts, at, len } => match sealed(texts)?.get(*at, *len as usize)? {
                Cow::Borrowed(bytes) => Ok(Cow::Borrowed(valid(bytes)?)),
                Cow::Owned(bytes) => Ok(Cow::Owned(valid(&bytes)?.to_owned())),
            },
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::from("")
    }
}

impl<T: Into<Box<str>>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(Kept::Whole(text.into()))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        if let (Kept::Away { texts, at, len }, Kept::Away { texts: others, at: there, len: length }) =
            (&self.0, &other.0)
            && Arc::ptr_eq(texts, others)
            && (at, len) == (there, length)
        {
            return true;
        }
        self.len() == other.len() && other.read().is_ok_and(|other| *self == *other)
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.len() == other.len() && self.read().is_ok_and(|text| text == other)
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        *self == **other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.read() {
            Ok(text) => text.fmt(f),
            Err(error) => write!(f, "<{} bytes: {error}>", self.len()),
        }
    }
}

/// Puts texts away, one behind the other.
#[derive(Debug)]
pub struct Texts {
    store: Store,
    shared: Arc<Shared>,
}

impl Texts {
    /// Keeps as many as fit into their share of the memory.
    pub fn new(scratch: &Scratch) -> Self {
        Self { store: Store::new(scratch, scratch.share(Share::Texts)), shared: Arc::default() }
    }

    /// Puts a text away. It can be read after [`Texts::seal`].
    ///
    /// # Errors
    /// There is no memory left for it, and the temporary file cannot be written.
    pub fn put(&mut self, text: Text) -> io::Result<Text> {
        // What is longer than 4 GiB has no place that could be written down.
        let Kept::Whole(whole) = &text.0 else { return Ok(text) };
        let Ok(len) = u32::try_from(whole.len()) else { return Ok(text) };
        let at = self.store.append(whole.as_bytes())?;
        Ok(Text(Kept::Away { texts: Arc::clone(&self.shared), at, len }))
    }

    /// That was all of them.
    pub fn seal(self) {
        self.shared.set(self.store).expect("texts are sealed once, when they are given up");
    }
}

/// Reads texts one after the other. Where they are in a file and come in the order in which they were put away, many are
/// read at a time.
#[derive(Debug, Default)]
pub struct TextReader {
    texts: Arc<Shared>,
    /// The place of what was read ahead.
    start: u64,
    ahead: Vec<u8>,
    /// The end of the last text.
    end: u64,
    /// Bytes to be read if the next text follows that one.
    more: u64,
}

impl TextReader {
    /// The text itself. One that does not follow the one before it costs a system call.
    ///
    /// # Errors
    /// As [`Text::read`].
    pub fn read<'t>(&'t mut self, text: &'t Text) -> io::Result<&'t str> {
        match &text.0 {
            Kept::Whole(text) => Ok(text),
            Kept::Away { .. } => valid(self.read_bytes(text)?),
        }
    }

    /// The bytes of the text, which are not looked at: UTF-8 unless the temporary file was changed.
    ///
    /// # Errors
    /// The text was put away and cannot be read.
    pub(crate) fn read_bytes<'t>(&'t mut self, text: &'t Text) -> io::Result<&'t [u8]> {
        let (texts, at, len) = match &text.0 {
            Kept::Whole(text) => return Ok(text.as_bytes()),
            Kept::Away { texts, at, len } => (texts, *at, *len as usize),
        };
        let store = sealed(texts)?;
        if let Some(bytes) = store.kept(at, len) {
            return Ok(bytes);
        }
        if !self.has(texts, at, len) {
            // Some in between may be left out.
            let follows =
                Arc::ptr_eq(&self.texts, texts) && (self.end..self.end + FIRST_AHEAD / 2).contains(&at);
            let more = if follows { self.more } else { 0 };
            self.more = (2 * more).clamp(FIRST_AHEAD, AHEAD);
            let most = more.min(store.len() - at) as usize;
            if let Err(error) = store.read(at, len.max(most), &mut self.ahead) {
                // Whatever is there now is no text.
                self.ahead.clear();
                return Err(error);
            }
            self.start = at;
            self.texts = Arc::clone(texts);
        }
        self.end = at + len as u64;
        let from = (at - self.start) as usize;
        Ok(&self.ahead[from..from + len])
    }

    fn has(&self, texts: &Arc<Shared>, at: u64, len: usize) -> bool {
        let end = self.start + self.ahead.len() as u64;
        Arc::ptr_eq(&self.texts, texts) && at >= self.start && at + len as u64 <= end
    }
}

fn sealed(texts: &Shared) -> io::Result<&Store> {
    texts.get().ok_or_else(|| io::Error::other("the text cannot be read before all texts were put away"))
}

fn valid(bytes: &[u8]) -> io::Result<&str> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| changed())
}

fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the temporary file of texts was changed by another program")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn put_away(scratch: &Scratch, texts: &[String]) -> Vec<Text> {
        let mut away = Texts::new(scratch);
        let put = texts.iter().map(|text| away.put(text.as_str().into()).unwrap()).collect();
        away.seal();
        put
    }

    proptest! {
        #[test]
        fn a_text_is_the_same_wherever_it_was_put(
            texts in vec("[aé🌍\n]{0,9}", 1..20),
            memory in 0u64..200,
            order in vec(any::<prop::sample::Index>(), 0..40),
        ) {
            let away = put_away(&Scratch::new(memory, std::env::temp_dir()), &texts);
            let mut reader = TextReader::default();
            for at in order.iter().map(|index| index.index(texts.len())).chain(0..texts.len()) {
                let (text, expected) = (&away[at], &texts[at]);
                prop_assert_eq!(reader.read(text).unwrap(), expected);
                prop_assert_eq!(text.read().unwrap(), expected.as_str());
                prop_assert_eq!(text.len(), expected.len());
                let whole = Text::from(expected.as_str());
                prop_assert_eq!(text, &whole);
                prop_assert_eq!(&whole, text);
                prop_assert_eq!(text, expected);
                for (other, written) in away.iter().zip(&texts) {
                    prop_assert_eq!(text == other, expected == written);
                }
            }
        }
    }

    #[test]
    fn what_was_read_ahead_of_one_store_is_not_taken_for_another() {
        let scratch = Scratch::new(0, std::env::temp_dir());
        let stores = ["one", "two"].map(|text| put_away(&scratch, &[text.to_owned(), String::new()]));
        let mut reader = TextReader::default();
        assert_eq!(reader.read(&stores[0][0]).unwrap(), "one");
        assert_eq!(reader.read(&stores[1][0]).unwrap(), "two");
    }

    #[test]
    fn a_text_is_no_larger_than_a_string() {
        assert_eq!(size_of::<Text>(), size_of::<String>());
    }

    #[test]
    fn a_text_that_cannot_be_read_is_an_error_of_whatever_looks_at_it() {
        use crate::{Article, Options, compare_articles, dedup, furniture::Furniture, scan, scan::scan_all};
        let mut away = Texts::new(&Scratch::default());
        let mut article = |id: &str| {
            let text = away.put("Talks collapsed.".into()).unwrap();
            Article { id: id.into(), text, ..Article::default() }
        };
        let articles = ["a", "b"].map(&mut article);
        let ([a, b], options) = (&articles, Options::default());
        let is_error = |error: io::Error| error.to_string().contains("cannot be read");
        assert!(is_error(a.text.read().unwrap_err()));
        assert!(is_error(scan(&articles, &options, &()).unwrap_err()));
        assert!(is_error(scan_all(&articles, &options, &()).unwrap_err()));
        assert!(is_error(dedup(&articles, &options, &()).unwrap_err()));
        assert!(is_error(Furniture::of(&articles).unwrap_err()));
        assert!(is_error(compare_articles(a, b, &options).unwrap_err()));
        assert_eq!((a.text == a.text, a.text == b.text), (true, false));
        away.seal();
        assert_eq!(a.text, "Talks collapsed.");
        assert_eq!(scan(&articles, &options, &()).unwrap().clusters.len(), 1);
    }
}
