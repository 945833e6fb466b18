//! Page furniture: the lines of a page that are not the article.
//!
//! By shape: a short line that is not a sentence is a share bar, a byline, a credit, a heading or the title of
//! another story. By wording: pitches for newsletters and apps, comment forms, pointers to other stories, captions.
//! Lines that many articles of different texts share are found elsewhere, by [`crate::furniture`].

use super::{
    columns::Columns,
    phrases::{Kind, Phrases, phrases},
    words::Line,
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

/// Marks the lines of a text that are furniture. None is marked where they would be half of its words or more: then
/// the lines are the text, as in a table, a list or a poem. Linear in the length of the text.
pub(super) fn mark(text: &str, words: &Columns, lines: &mut [Line]) {
    let (phrases, mut marked) = (phrases(), 0);
    for at in 0..lines.len() {
        let next = lines.get(at + 1).map_or(text.len(), |line| words.place(line.words.start).start);
        let line = &mut lines[at];
        line.is_furniture = is_furniture(text, words, line, next, phrases);
        marked += if line.is_furniture { line.words.len() } else { 0 };
    }
    if marked * 2 >= words.count() {
        lines.iter_mut().for_each(|line| line.is_furniture = false);
    }
}

/// Whether a line is furniture, given the first byte of the next one.
fn is_furniture(text: &str, words: &Columns, line: &Line, next: usize, phrases: &Phrases) -> bool {
    let grams = words.grams(line.words.clone());
    // Two characters of a script without spaces count as one word.
    let count = line.words.len() - grams + grams / 2;
    if count > CAPTION {
        return false;
    }
    let (start, last) = (words.place(line.words.start).start, words.place(line.words.end - 1).end);
    let within = |kind| match kind {
        Kind::Pitch if count > PITCH => 0..0,
        Kind::Pitch => start..last,
        Kind::Credit => start..next,
    };
    let stems = &words.stems()[line.words.clone()];
    let said = || line.words.clone().map(|word| words.place(word).start).zip(stems.iter().copied());
    (count < SHORT && !ends_sentence(&text[last..next]) && !is_wrapped(text, start, next))
        || (phrases.hint(stems) && phrases.any(text, said(), within))
        || (grams > 0 && phrases.any_continuous(text, within))
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
    use super::super::{Marks, tokens};

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
