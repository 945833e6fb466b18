//! Page furniture: the lines of a page that are not the article.
//!
//! By shape: a short line that is not a sentence is a share bar, a byline, a credit, a heading or the title of
//! another story. By wording: pitches for newsletters and apps, comment forms, pointers to other stories, captions.
//! Lines that many articles of different texts share are found elsewhere, by [`crate::furniture`].

use super::{
    Marks, Token,
    phrases::{Kind, Phrases, phrases},
};

/// Words below which a line that does not end like a sentence is furniture.
///
/// Measured on the labelled families: bylines, share bars and link titles have up to 11, paragraphs without a full
/// stop at their end are longer.
const SHORT: usize = 12;

/// Words up to which a line that says the phrase of a pitch is furniture; a paragraph of the story is usually longer.
const PITCH: usize = 40;

/// Words up to which a line with a photographer's credit is a caption.
const CAPTION: usize = 70;

/// Marks the tokens of furniture in a text. Nothing is marked where that would be half of the text or more: then
/// the lines are the text, as in a table, a list or a poem. Linear in the length of the text.
pub fn mark(text: &str, tokens: &mut [Token]) {
    let phrases = phrases();
    let (mut start, mut marked) = (0, 0);
    while start < tokens.len() {
        let mut line =
            Line { tokens: &tokens[start..], next: text.len(), marks: Marks::default(), hint: false };
        for (at, token) in line.tokens.iter().enumerate() {
            if at > 0 && token.marks.has(Marks::PARAGRAPH) {
                line = Line { tokens: &line.tokens[..at], next: token.start as usize, ..line };
                break;
            }
            line.marks = line.marks.with(token.marks);
            line.hint |= phrases.hint(token.stem);
        }
        let end = start + line.tokens.len();
        if line.is_furniture(text, phrases) {
            marked += end - start;
            tokens[start..end].iter_mut().for_each(|token| token.marks = token.marks.with(Marks::FURNITURE));
        }
        start = end;
    }
    if marked * 2 >= tokens.len() {
        tokens.iter_mut().for_each(|token| token.marks = token.marks.without(Marks::FURNITURE));
    }
}

struct Line<'t> {
    tokens: &'t [Token],
    /// First byte of the next line.
    next: usize,
    /// What any of the tokens is.
    marks: Marks,
    /// Whether any of them may be of a phrase.
    hint: bool,
}

impl Line<'_> {
    fn is_furniture(&self, text: &str, phrases: &Phrases) -> bool {
        let words = self.words();
        if words > CAPTION {
            return false;
        }
        let (start, last) = (self.tokens[0].start as usize, self.tokens[self.tokens.len() - 1].end as usize);
        let within = |kind| match kind {
            Kind::Pitch if words > PITCH => 0..0,
            Kind::Pitch => start..last,
            Kind::Credit => start..self.next,
        };
        (words < SHORT && !ends_sentence(&text[last..self.next]) && !is_wrapped(text, start, self.next))
            || (self.hint && phrases.any(text, self.tokens, within))
            || (self.marks.has(Marks::GRAM) && phrases.any_continuous(text, within))
    }

    /// Two characters of a script without spaces count as one word.
    fn words(&self) -> usize {
        if !self.marks.has(Marks::GRAM) {
            return self.tokens.len();
        }
        let grams = self.tokens.iter().filter(|token| token.marks.has(Marks::GRAM)).count();
        self.tokens.len() - grams + grams / 2
    }
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

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    fn aside(text: &str) -> Vec<&str> {
        let tokens = tokens(text);
        let lines = tokens.chunk_by(|_, next| !next.marks.has(Marks::PARAGRAPH));
        let furniture = lines.filter(|line| line[0].marks.has(Marks::FURNITURE));
        furniture.map(|line| &text[line[0].start as usize..line[line.len() - 1].end as usize]).collect()
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
