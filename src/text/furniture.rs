//! Page furniture: the lines of a page that are not the article.
//!
//! By shape: a short line that is not a sentence is a share bar, a byline, a credit, a heading or the title of
//! another story. By wording: pitches for newsletters and apps, comment forms, pointers to other stories, captions.
//! Lines that many articles of different texts share are found elsewhere, by [`crate::furniture`].

use super::{
    Marks, Token,
    phrases::{Kind, phrases},
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
    let (mut start, mut marked) = (0, 0);
    while start < tokens.len() {
        let more = tokens[start + 1..].iter().take_while(|token| !token.marks.has(Marks::PARAGRAPH)).count();
        let end = start + 1 + more;
        let next = tokens.get(end).map_or(text.len(), |token| token.start as usize);
        let line = &mut tokens[start..end];
        if is_furniture(text, line, next) {
            marked += line.len();
            line.iter_mut().for_each(|token| token.marks = token.marks.with(Marks::FURNITURE));
        }
        start = end;
    }
    if marked * 2 >= tokens.len() {
        tokens.iter_mut().for_each(|token| token.marks = token.marks.without(Marks::FURNITURE));
    }
}

/// Whether a line, of which the next one starts at `next`, is furniture.
fn is_furniture(text: &str, line: &[Token], next: usize) -> bool {
    let words = words(line);
    if words > CAPTION {
        return false;
    }
    let start = line[0].start as usize;
    let last = line[line.len() - 1].end as usize;
    (words < SHORT && !ends_sentence(&text[last..next]) && !is_wrapped(text, start, next))
        || phrases().any(text, line, |kind| match kind {
            Kind::Pitch => {
                if words <= PITCH {
                    start..last
                } else {
                    0..0
                }
            }
            Kind::Credit => start..next,
        })
}

/// Words of a line; two characters of a script without spaces count as one.
fn words(line: &[Token]) -> usize {
    if line.len() > 2 * CAPTION {
        return line.len() / 2;
    }
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
