//! Text that was decoded in the wrong encoding before it came here: `Ã©` for `é`, `â€™` for `’`, U+FFFD.
//!
//! It is counted and said, never repaired: what it was is a guess, and what is given back has to be what came.

use super::event::Event;

/// What a file was damaged by before it came here.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Mojibake {
    /// The file, as an index into [`Reading::origins`](super::Reading::origins).
    pub origin: u32,
    /// How many of its articles it is in.
    pub articles: u64,
    /// Places where UTF-8 was taken for another encoding.
    pub places: u64,
    /// U+FFFD, which stands for what somebody could not decode.
    pub replaced: u64,
}

/// Counts in the articles of a file as they come by.
#[derive(Default)]
pub(super) struct Counter {
    found: Mojibake,
    /// Whether U+FFFD may stand for what could not be decoded here, which is said by itself.
    is_damaged: bool,
}

impl Counter {
    pub fn see(&mut self, event: &Event) {
        match event {
            Event::Fault(None, _) => self.is_damaged = true,
            Event::Article(_, parsed) => {
                let Some(article) = &parsed.article else { return };
                // In memory still.
                let Ok(text) = article.text.read() else { return };
                let (title, text) = (count(&article.title), count(&text));
                let places = title.places + text.places;
                let replaced = if parsed.faults.is_empty() { title.replaced + text.replaced } else { 0 };
                self.found.articles += u64::from(places + replaced > 0);
                self.found.places += places;
                self.found.replaced += replaced;
            }
            _ => {}
        }
    }

    /// What there is to say of the file.
    pub fn found(self) -> Option<Mojibake> {
        let replaced = if self.is_damaged { 0 } else { self.found.replaced };
        (self.found.places + replaced > 0).then_some(Mojibake { replaced, ..self.found })
    }
}

/// What was counted in one text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    places: u64,
    replaced: u64,
}

/// Counts in one text; linear, and a search for three bytes where there is none of it.
fn count(text: &str) -> Count {
    let bytes = text.as_bytes();
    let mut count = Count::default();
    let mut behind = 0;
    // The first bytes of Ã, Â, Ð, Ñ and â; of Р and С; and of U+FFFD.
    for at in memchr::memchr3_iter(0xC3, 0xD0, 0xEF, bytes) {
        // Most are the first bytes of other letters: the second tells without decoding them.
        let begins = matches!(
            bytes[at..],
            [0xC3, 0x82 | 0x83 | 0x90 | 0x91 | 0xA2, ..] | [0xD0, 0xA0 | 0xA1, ..] | [0xEF, 0xBF, ..]
        );
        if at < behind || !begins {
            continue;
        }
        let rest = &text[at..];
        if rest.starts_with(char::REPLACEMENT_CHARACTER) {
            count.replaced += 1;
        } else if let Some(length) = western(rest).or_else(|| cyrillic(rest)) {
            count.places += 1;
            behind = at + length;
        }
    }
    count
}

/// How long a character of two or three bytes is that was taken for windows-1252.
fn western(text: &str) -> Option<usize> {
    let mut characters = text.chars();
    let (first, second) = (characters.next()?, characters.next()?);
    let is_odd = match first {
        // Of three bytes: dashes, quotation marks and the like.
        'â' => second == '€',
        'Â' => is_latin_1(second),
        // Words in capitals may end in these, before a quotation mark or a dash.
        'Ã' | 'Ð' | 'Ñ' => (is_latin_1(second) && !matches!(second, '«' | '»')) || ODD.contains(&second),
        _ => false,
    };
    is_odd.then(|| first.len_utf8() + second.len_utf8())
}

/// What the bytes 0x80 to 0xBF are in ISO 8859-1, where each UTF-8 character goes on with them.
fn is_latin_1(character: char) -> bool {
    ('\u{80}'..='\u{BF}').contains(&character)
}

/// What some of the bytes 0x80 to 0x9F are in windows-1252: those that never follow a capital letter.
const ODD: [char; 14] = ['€', 'ƒ', '†', '‡', 'ˆ', '‰', 'Š', 'Œ', 'Ž', 'š', 'œ', 'ž', 'Ÿ', '¡'];

/// How long a run of characters is that were taken for windows-1251: one pair may be Ukrainian, three never are.
fn cyrillic(text: &str) -> Option<usize> {
    const PAIRS: usize = 3;
    let mut characters = text.chars();
    let (mut pairs, mut length) = (0, 0);
    while let Some((first @ ('Р' | 'С'), second)) = characters.next().zip(characters.next()) {
        if second.is_ascii() || ('А'..='я').contains(&second) {
            break;
        }
        pairs += 1;
        length += first.len_utf8() + second.len_utf8();
    }
    (pairs >= PAIRS).then_some(length)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    fn taken_for(encoding: &'static Encoding, text: &str) -> String {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn text_that_was_taken_for_another_encoding_is_counted() {
        for (encoding, text, least) in [
            (WINDOWS_1252, "Les négociations ont échoué mardi à Genève, a déclaré « le » médiateur.", 9),
            (WINDOWS_1252, "“It’s over” – said the mayor…", 5),
            (WINDOWS_1252, "Größe, Österreich, Übung, STRAẞE, 20 °C, 3 £", 5),
            (WINDOWS_1252, "Переговоры сорваны", 10),
            (WINDOWS_1251, "Переговоры о прекращении огня сорваны", 3),
        ] {
            let broken = taken_for(encoding, text);
            assert!(count(&broken).places >= least, "{broken}: {:?}", count(&broken));
            assert_eq!(count(text), Count::default(), "{text}");
        }
        let count = count("Gen\u{FFFD}ve, \u{FFFD}\u{FFFD}");
        assert_eq!((count.places, count.replaced), (0, 3));
    }

    #[test]
    fn words_in_capitals_and_other_languages_are_no_mojibake() {
        for text in [
            "NÃO À GUERRA: A IRMÃ” – disse. “AMANHÃ…” «MANHÃ» É ÓBVIO.",
            "ESPAÑA, EL NIÑO, Ñandú. Âge, Â, CÂMARA. ROMÂNIA",
            "Ðavíð og Ísland. Það er Ð.",
            "Січень. Рік. Рёв. Сёстры. РІЧ. Є. Їжак",
            "château, pâté, €5, â la carte",
            "全角：ＡＢＣ、ﾃｽﾄ",
        ] {
            assert_eq!(count(text), Count::default(), "{text}");
        }
    }
}
