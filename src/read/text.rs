//! Plain text: one article a file, perhaps with its title in the first line.

use super::{
    problem::Fault,
    record::{NO_TEXT, Parsed},
};
use crate::article::Article;

/// The longest title, in characters, and the shortest line that cannot be one of a text wrapped at a margin.
///
/// Headlines rarely exceed 120 characters; lines are wrapped well before 200.
const TITLE_CHARS: usize = 200;

/// The article of a whole text.
pub(super) fn article(text: &str, id: String) -> Parsed {
    let (title, text) = title_and_body(text);
    let faults = if text.trim().is_empty() { vec![Fault::new(NO_TEXT)] } else { Vec::new() };
    let article = Article { id: id.into(), title: title.into(), text: text.into(), ..Article::default() };
    Parsed { article: Some(article), faults }
}

/// A title, empty where there is none, and what is not the title.
pub(super) fn title_and_body(text: &str) -> (&str, &str) {
    split_title(text).unwrap_or(("", text))
}

/// The title and the body after it, if the first line is a title: short, not the end of a sentence, and set
/// off from the body by a blank line, by the `# ` of Markdown, or by the length of the paragraph that
/// follows.
fn split_title(text: &str) -> Option<(&str, &str)> {
    let (line, rest) = text.trim_start().split_once('\n')?;
    let body = rest.trim_start_matches(['\r', '\n']);
    if body.trim_start().is_empty() {
        return None;
    }
    if let Some(title) = line.strip_prefix("# ") {
        return Some((title.trim(), body));
    }
    let line = line.trim();
    let next = rest.lines().next().unwrap_or_default();
    let set_off = next.trim().is_empty() || is_longer_than(next, TITLE_CHARS);
    (set_off && !is_longer_than(line, TITLE_CHARS) && !ends_like_a_sentence(line)).then_some((line, body))
}

fn is_longer_than(line: &str, chars: usize) -> bool {
    line.chars().nth(chars).is_some()
}

/// Also what announces a continuation, such as a colon. Thai and Lao end sentences with nothing that could be
/// seen.
fn ends_like_a_sentence(line: &str) -> bool {
    const CLOSING: &[char] = &['"', '\'', '”', '’', '»', '›', ')', ']', '」', '』', '）'];
    const FINAL: &[char] = &[
        '.', '!', '?', '…', ':', ';', ',', '。', '！', '？', '：', '；', '，', '、', '।', '۔', '؟', '،', '។',
        '။', '։', '።',
    ];
    line.trim_end_matches(CLOSING).ends_with(FINAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long() -> String {
        "A paragraph of the body goes on. ".repeat(8)
    }

    #[test]
    fn a_short_first_line_before_a_blank_line_is_the_title() {
        for text in [
            "Talks collapse\n\nThe body.",
            "\n Talks collapse \r\n\r\nThe body.",
            "# Talks collapse\nThe body.",
        ] {
            assert_eq!(split_title(text), Some(("Talks collapse", "The body.")), "{text:?}");
        }
    }

    #[test]
    fn a_short_first_line_before_a_paragraph_in_one_line_is_the_title() {
        let text = format!("Talks collapse\n{}", long());
        assert_eq!(split_title(&text), Some(("Talks collapse", long().as_str())));
    }

    #[test]
    fn what_may_belong_to_the_body_is_no_title() {
        let long = format!("{}and on\n\nThe body.", long());
        for text in [
            "The talks collapsed.\n\nThe body.",
            "\u{201c}The talks collapsed.\u{201d}\n\nThe body.",
            "会谈破裂。\n\n正文",
            "The envoy said:\n\nThe body.",
            "A line that was wrapped at a margin\nand goes on here.",
            "Talks collapse",
            "Talks collapse\n\n \n",
            "",
            &long,
        ] {
            assert_eq!(split_title(text), None, "{text:?}");
        }
    }
}
