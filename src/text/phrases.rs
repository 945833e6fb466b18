//! The phrases that page furniture is known by, found from one of their words.

use std::{ops::Range, sync::LazyLock};

use ahash::HashMap;

use super::{Marks, Token, Words};

/// What a line with the phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Said to the reader of the page.
    Pitch,
    /// Names the photographer.
    Credit,
}

#[derive(Debug, Clone, Copy)]
struct Phrase {
    kind: Kind,
    text: &'static str,
    /// Bytes before the word that it is filed under.
    before: usize,
}

/// All phrases, by the stem of one of their words.
pub(super) struct Phrases {
    /// Whether there is a phrase for any stem of these bits, which spares most words the look into the table.
    filter: Box<[bool; FILTER]>,
    by_stem: HashMap<u64, Vec<Phrase>>,
    /// Those of scripts without spaces.
    continuous: Vec<Phrase>,
}

/// Entries of the filter, which leave room in a first-level cache: of some 100 stems one word in 160 passes it by chance, of
/// lines every seventh.
const FILTER: usize = 1 << 14;

pub(super) fn phrases() -> &'static Phrases {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::new);
    &PHRASES
}

impl Phrases {
    fn new() -> Self {
        let mut phrases =
            Self { filter: Box::new([false; _]), by_stem: HashMap::default(), continuous: Vec::new() };
        let all = PITCHES
            .iter()
            .map(|text| (Kind::Pitch, text))
            .chain(CREDITS.iter().map(|text| (Kind::Credit, text)));
        for (kind, text) in all {
            phrases.push(kind, text);
        }
        phrases
    }

    /// Files a phrase under its longest word whose stem is the same whatever follows the phrase, so that one of
    /// several words is found behind other letters, too.
    fn push(&mut self, kind: Kind, text: &'static str) {
        let words = |text: &str| {
            let mut words = Words::default();
            words.read_plainly(text);
            words.tokens(text)
        };
        let (alone, followed) = (words(text), words(&format!("{text}a")));
        let phrase = |word: &Token| Phrase { kind, text, before: word.start as usize };
        if alone.iter().any(|word| word.marks.has(Marks::GRAM)) {
            return self.continuous.push(phrase(&alone[0]));
        }
        let same = alone.iter().zip(&followed).filter(|(a, b)| a.stem == b.stem).map(|(word, _)| word);
        let longest = same.max_by_key(|word| word.end - word.start);
        for word in longest.map_or_else(|| vec![&alone[0], &followed[0]], |word| vec![word]) {
            self.filter[place(word.stem)] = true;
            self.by_stem.entry(word.stem).or_default().push(phrase(word));
        }
    }

    /// Whether any of these stems may be of a phrase of a script with spaces.
    #[inline]
    pub(super) fn hint(&self, stems: &[u64]) -> bool {
        // All are looked at: most lines have none, and an exit for each would cost more than the few words behind one.
        stems.iter().fold(false, |hint, &stem| hint | self.filter[place(stem)])
    }

    /// Whether a phrase stands in a line, with any case of ASCII letters and inside the range of the text that `within`
    /// tells for its kind. The line is given by its words: where each starts, and its stem.
    pub(super) fn any(
        &self,
        text: &str,
        line: impl Iterator<Item = (usize, u64)>,
        within: impl Fn(Kind) -> Range<usize>,
    ) -> bool {
        let stands_at = |phrase: &Phrase, word: usize| {
            let (within, bytes) = (within(phrase.kind), phrase.text.as_bytes());
            let said = word
                .checked_sub(phrase.before)
                .filter(|&start| start >= within.start && start + bytes.len() <= within.end)
                .map(|start| &text.as_bytes()[start..start + bytes.len()]);
            said.is_some_and(|said| said.eq_ignore_ascii_case(bytes))
        };
        line.filter(|&(_, stem)| self.filter[place(stem)]).any(|(start, stem)| {
            let phrases = self.by_stem.get(&stem);
            phrases.is_some_and(|phrases| phrases.iter().any(|phrase| stands_at(phrase, start)))
        })
    }

    /// The same for phrases of scripts without spaces.
    pub(super) fn any_continuous(&self, text: &str, within: impl Fn(Kind) -> Range<usize>) -> bool {
        self.continuous.iter().any(|phrase| text[within(phrase.kind)].contains(phrase.text))
    }
}

#[inline]
fn place(stem: u64) -> usize {
    (stem >> 32) as usize % FILTER
}

/// What pages say to their readers, not of the news.
const PITCHES: [&str; 76] = [
    "sign up for",
    "sign up to",
    "sign me up",
    "subscribe",
    "unsubscribe",
    "our newsletter",
    "your inbox",
    "your email",
    "all rights reserved",
    "read more:",
    "read also:",
    "also read",
    "see also:",
    "read next",
    "click here",
    "follow us",
    "follow him on",
    "follow her on",
    "download our",
    "download the app",
    "you may also like",
    "recommended for you",
    "related:",
    "more from the",
    "more on this story",
    "most read",
    "most popular",
    "leave a comment",
    "leave a reply",
    "comments are closed",
    "join the conversation",
    "join our",
    "log in to",
    "story continues below",
    "story continued below",
    "continue reading",
    "advertisement",
    "privacy policy",
    "terms of use",
    "cookies",
    "this material may not be",
    "contributed to this report",
    "additional reporting",
    "share this",
    "listen to this article",
    "support independent journalism",
    "become a member",
    "free trial",
    "unlimited digital access",
    "à lire aussi",
    "lire aussi",
    "abonnez-vous",
    "inscrivez-vous",
    "tous droits réservés",
    "suivez-nous",
    "te puede interesar",
    "lea también",
    "lee también",
    "suscríbete",
    "síguenos",
    "todos los derechos reservados",
    "regístrate",
    "lesen sie auch",
    "mehr zum thema",
    "newsletter abonnieren",
    "alle rechte vorbehalten",
    "читайте также",
    "подпишитесь",
    "подписывайтесь",
    "Читайте также",
    "Подпишитесь",
    "Подписывайтесь",
    "关注",
    "扫描二维码",
    "相关阅读",
    "อ่านเพิ่มเติม",
];

/// How captions name the photographer.
const CREDITS: [&str; 24] = [
    "(ap photo",
    "ap photo/",
    "afp photo",
    "(photo",
    "photo by",
    "photo:",
    "photo ©",
    "file photo",
    "photo credit",
    "(image:",
    "image:",
    "image credit",
    "getty images",
    "(reuters/",
    "reuters/",
    "/afp",
    "handout)",
    "foto:",
    "(foto",
    "(fotos",
    "(fotogr",
    "Фото:",
    "фото:",
    "(图",
];
#[cfg(test)]
mod tests {
    use super::{super::tokens, *};

    fn kind(text: &str) -> Option<Kind> {
        let line: Vec<(usize, u64)> =
            tokens(text).iter().map(|token| (token.start as usize, token.stem)).collect();
        let is = |kind| {
            let within = |k| if k == kind { 0..text.len() } else { 0..0 };
            phrases().any(text, line.iter().copied(), within) || phrases().any_continuous(text, within)
        };
        [Kind::Pitch, Kind::Credit].into_iter().find(|&kind| is(kind))
    }

    #[test]
    fn every_phrase_is_found_among_others_and_in_capitals() {
        for (kind_of, phrase) in
            PITCHES.map(|p| (Kind::Pitch, p)).into_iter().chain(CREDITS.map(|c| (Kind::Credit, c)))
        {
            for said in [
                phrase.to_owned(),
                format!("Envoys met. {phrase} today"),
                format!("Envoys met, {}.", phrase.to_ascii_uppercase()),
            ] {
                assert_eq!(kind(&said), Some(kind_of), "{said}");
            }
        }
    }

    #[test]
    fn phrases_go_on_and_start_inside_words() {
        for said in
            ["Read your newsletters here", "Subscribers only", "Foto:Jane Doe", "(Fotografie Jane Doe)"]
        {
            assert!(kind(said).is_some(), "{said}");
        }
        for said in ["An unrelated: matter", "The talks ended on Tuesday", ""] {
            assert_eq!(kind(said), None, "{said}");
        }
    }
}
