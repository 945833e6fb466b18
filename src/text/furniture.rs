//! Page furniture: the lines of a page that are not the article.
//!
//! By shape: a short line that is not a sentence is a share bar, a byline, a credit, a heading or the title of
//! another story. By wording: pitches for newsletters and apps, comment forms, pointers to other stories, captions.
//! Lines that many articles of different texts share are found elsewhere, by [`crate::furniture`].

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::{Marks, Token};

/// Words below which a line that does not end like a sentence is furniture.
///
/// Measured on the labelled families: bylines, share bars and link titles have up to 11, paragraphs without a full
/// stop at their end are longer.
const SHORT: usize = 12;

/// Words up to which a line that says a [`PITCHES`] phrase is furniture; a paragraph of the story is usually longer.
const PITCH: usize = 40;

/// Words up to which a line with a photographer's credit is a caption.
const CAPTION: usize = 70;

/// Marks the tokens of furniture in a text. Nothing is marked where that would be half of the text or more: then
/// the lines are the text, as in a table, a list or a poem. Linear in the length of the text.
pub fn mark(text: &str, tokens: &mut [Token]) {
    let lines: Vec<Range<usize>> = lines(tokens);
    let furniture: Vec<&Range<usize>> =
        (0..lines.len()).filter(|&at| is_furniture(text, tokens, &lines, at)).map(|at| &lines[at]).collect();
    let marked: usize = furniture.iter().map(|line| line.len()).sum();
    if marked * 2 >= tokens.len() {
        return;
    }
    for token in furniture.into_iter().flat_map(|line| line.clone()) {
        tokens[token].marks = tokens[token].marks.with(Marks::FURNITURE);
    }
}

/// The tokens of each line.
fn lines(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for at in 1..=tokens.len() {
        if at == tokens.len() || tokens[at].marks.has(Marks::PARAGRAPH) {
            lines.push(start..at);
            start = at;
        }
    }
    lines
}

fn is_furniture(text: &str, tokens: &[Token], lines: &[Range<usize>], at: usize) -> bool {
    let line = &tokens[lines[at].clone()];
    let words = words(line);
    if words > CAPTION {
        return false;
    }
    let start = line[0].start as usize;
    let last = line[line.len() - 1].end as usize;
    let next = lines.get(at + 1).map_or(text.len(), |next| tokens[next.start].start as usize);
    let said = &text[start..last];
    (words < SHORT && !ends_sentence(&text[last..next]) && !is_wrapped(text, start, next))
        || (words <= PITCH && WORDING.pitches.is_match(said))
        || WORDING.credits.is_match(&text[start..next])
}

/// Words of a line; two characters of a script without spaces count as one.
fn words(line: &[Token]) -> usize {
    let grams = line.iter().filter(|token| token.marks.has(Marks::GRAM)).count();
    line.len() - grams + grams / 2
}

fn ends_sentence(behind: &str) -> bool {
    let line = behind.split(['\n', '#']).next().unwrap_or_default();
    line.contains(['.', '!', '?', '…', '。', '！', '？', '।', '॥', '؟', '۔', '។', '။', ':', ';', ','])
}

/// Whether the line goes on in the next one, or goes on itself: a paragraph broken into lines of equal width.
fn is_wrapped(text: &str, start: usize, next: usize) -> bool {
    let lower = |at: usize| text[at..].chars().next().is_some_and(char::is_lowercase);
    lower(start) || lower(next)
}

struct Wording {
    pitches: AhoCorasick,
    credits: AhoCorasick,
}

static WORDING: LazyLock<Wording> = LazyLock::new(|| {
    let matcher = |phrases: &[&str]| {
        AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(phrases)
            .expect("the phrases are short and few")
    };
    Wording { pitches: matcher(&PITCHES), credits: matcher(&CREDITS) }
});

/// What pages say to their readers, not of the news.
const PITCHES: [&str; 75] = [
    "sign up for",
    "sign up to",
    "sign me up",
    "subscribe",
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
const CREDITS: [&str; 22] = [
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
    "Фото:",
    "фото:",
    "(图",
];

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    fn aside(text: &str) -> Vec<&str> {
        let tokens = tokens(text);
        let furniture = |range: &Range<usize>| tokens[range.start].marks.has(Marks::FURNITURE);
        let line = |range: Range<usize>| {
            &text[tokens[range.start].start as usize..tokens[range.end - 1].end as usize]
        };
        lines(&tokens).into_iter().filter(furniture).map(line).collect()
    }

    const BODY: &str = "Talks aimed at ending the civil war collapsed on Tuesday after the rebels walked out of a hotel in the \
                        capital and accused the government of backing away from a promised exchange of prisoners.\n\n\
                        The envoy said he would not pretend that this was anything other than a serious setback, and asked \
                        both sides to come back to the table before the truce expires at the end of the month.";

    #[test]
    fn lines_that_are_no_sentences_are_set_aside() {
        let page = format!(
            "By Jane Doe\n\nShare    Save    32 Comments\n\n{BODY}\n\nYou may also like\n\nFerry strike enters second week"
        );
        assert_eq!(
            aside(&page),
            [
                "By Jane Doe",
                "Share    Save    32 Comments",
                "You may also like",
                "Ferry strike enters second week"
            ]
        );
    }

    #[test]
    fn pitches_and_captions_are_set_aside_though_they_are_sentences() {
        let pitch = "Get the day's news in your inbox. Sign up for the morning edition.";
        let caption =
            "The envoy arrives for the talks in the capital on Tuesday, Feb. 18, 2025. (AP Photo/Jane Doe)";
        let found = format!("{caption}\n{BODY}\n{pitch}");
        assert_eq!(aside(&found).len(), 2, "{:?}", aside(&found));
    }

    #[test]
    fn paragraphs_of_the_story_stay() {
        assert_eq!(aside(BODY), [""; 0]);
    }

    #[test]
    fn a_paragraph_broken_into_lines_stays_whole() {
        let wrapped = BODY.replace("rebels walked", "rebels\nwalked").replace("other than", "other\nthan");
        assert_eq!(aside(&wrapped), [""; 0]);
    }

    #[test]
    fn no_article_is_emptied() {
        assert_eq!(aside("Share\nSave\nLog in"), [""; 0]);
        assert_eq!(aside("Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you"), [""; 0]);
    }
}
