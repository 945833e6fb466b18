//! Articles made of invented words, the same ones on every machine.

use samecopy::{article::Article, hash::mix};

/// A stream of numbers that is the same every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(1);
        mix(self.0)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// A rank from 0 on, small ones more often: the law of Zipf and Mandelbrot, with a shift of `flat` ranks.
    fn rank(&mut self, limit: usize, flat: f64) -> usize {
        let uniform = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (flat * ((limit as f64 / flat + 1.0).powf(uniform) - 1.0)) as usize
    }
}

/// Different words that the articles use; news of a year has some 100,000.
const VOCABULARY: usize = 30_000;

/// Content words that are about equally common.
const COMMON: f64 = 500.0;

const FUNCTION_WORDS: [&str; 16] = [
    "the", "of", "to", "and", "a", "in", "that", "on", "for", "was", "with", "said", "by", "at", "from",
    "has",
];

/// `count` articles of some 400 words, every second one a rewrite of the one before.
pub fn feed(count: usize) -> Vec<Article> {
    let mut chance = Chance(0);
    let mut articles: Vec<Article> = Vec::with_capacity(count);
    let mut story = Vec::new();
    for number in 0..count {
        if number % 2 == 0 {
            story = (0..12 + chance.below(16)).map(|_| sentence(&mut chance)).collect();
        } else {
            rewrite(&mut story, &mut chance);
        }
        articles.push(Article {
            id: number.to_string().into(),
            text: text(&story).into(),
            ..Article::default()
        });
    }
    articles
}

fn sentence(chance: &mut Chance) -> Vec<String> {
    (0..10 + chance.below(22)).map(|_| word(chance)).collect()
}

/// Two words in five are function words, one in twenty is a figure and one in ten a name.
fn word(chance: &mut Chance) -> String {
    match chance.below(20) {
        0..8 => FUNCTION_WORDS[chance.rank(FUNCTION_WORDS.len(), 2.0)].to_owned(),
        8 => chance.below(10_000).to_string(),
        kind => {
            let mut word = invented(chance.rank(VOCABULARY, COMMON));
            if kind < 11 {
                word[..1].make_ascii_uppercase();
            }
            word
        }
    }
}

/// A word of two to five syllables, another one for each rank.
fn invented(rank: usize) -> String {
    const CONSONANTS: &[u8] = b"bcdfghklmnprstvz";
    const VOWELS: &[u8] = b"aeiou";
    let mut bits = mix(rank as u64);
    let syllables = 2 + rank.checked_ilog10().unwrap_or(0).min(3) as usize;
    let mut word = String::with_capacity(2 * syllables);
    for _ in 0..syllables {
        word.push(CONSONANTS[(bits % 16) as usize].into());
        word.push(VOWELS[(bits / 16 % 5) as usize].into());
        bits /= 80;
    }
    word
}

/// Changes three words in ten, exchanges some sentences and drops the last ones.
fn rewrite(story: &mut Vec<Vec<String>>, chance: &mut Chance) {
    for changed in story.iter_mut().flatten() {
        if chance.below(10) < 3 {
            *changed = word(chance);
        }
    }
    for at in 1..story.len() {
        if chance.below(4) == 0 {
            story.swap(at - 1, at);
        }
    }
    story.truncate(story.len() - chance.below(story.len() / 3));
}

/// The sentences in paragraphs of three.
fn text(story: &[Vec<String>]) -> String {
    let sentence = |words: &Vec<String>| {
        let mut sentence = words.join(" ");
        sentence[..1].make_ascii_uppercase();
        sentence + "."
    };
    let paragraph = |sentences: &[Vec<String>]| sentences.iter().map(sentence).collect::<Vec<_>>().join(" ");
    story.chunks(3).map(paragraph).collect::<Vec<_>>().join("\n\n")
}
