//! Articles of invented words, and copies of them: as many as a repository has, the same ones on every machine.

use samecopy::hash::mix;

const SYLLABLES: [&str; 24] = [
    "ba", "cor", "del", "fen", "gra", "hul", "jo", "kel", "lum", "mar", "nev", "or", "pas", "quin", "rod",
    "sal", "tor", "ul", "ven", "wes", "yar", "zim", "tha", "bri",
];
const FUNCTION_WORDS: [&str; 8] = ["the", "of", "to", "and", "in", "on", "for", "with"];

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(1);
        (mix(self.0) % limit as u64) as usize
    }

    fn word(&mut self) -> String {
        match self.below(20) {
            0..7 => FUNCTION_WORDS[self.below(FUNCTION_WORDS.len())].to_owned(),
            7 => (10 + self.below(9_990)).to_string(),
            _ => (0..2 + self.below(2)).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect(),
        }
    }

    fn sentence(&mut self) -> String {
        let words: Vec<String> = (0..12 + self.below(14)).map(|_| self.word()).collect();
        let text = words.join(" ");
        text[..1].to_uppercase() + &text[1..] + "."
    }
}

/// The body of article `number`, of some 250 words in paragraphs.
pub fn body(number: u64) -> String {
    let mut chance = Chance(number << 32);
    let paragraphs = (0..5).map(|_| (0..3).map(|_| chance.sentence()).collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A copy of a body by another desk: every ninth word is another one, and the last paragraph is gone.
pub fn copy(body: &str, desk: u64) -> String {
    let mut chance = Chance(!desk << 24);
    let (kept, _) = body.rsplit_once("\n\n").unwrap();
    let edit = |paragraph: &str| {
        let words = paragraph.split(' ').enumerate().map(|(at, word)| match at % 9 {
            8 if !word.ends_with('.') => chance.word(),
            _ => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    kept.split("\n\n").map(edit).collect::<Vec<_>>().join("\n\n")
}

/// A file with a title.
pub fn file(title: &str, body: &str) -> String {
    format!("{title}\n\n{body}\n")
}
