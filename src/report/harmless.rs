//! Text of others, made fit for terminals, logs and reviews.

use std::borrow::Cow;

/// Whether a character could steer a terminal or reorder a line: control characters, line and paragraph separators, and
/// the embeddings, overrides and isolates of bidirectional text (Boucher, Anderson, "Trojan Source", USENIX Security
/// 2023).
pub fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Replaces what [is harmful](is_harmful) by U+FFFD. Line breaks stay, tabs become spaces.
pub fn harmless(text: &str) -> String {
    let replace = |c: char| match c {
        '\n' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' => ' ',
        c if is_harmful(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.replace("\r\n", "\n").chars().map(replace).collect()
}

/// The same in one line.
pub fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}

/// The first `chars` characters of a text, with an ellipsis in place of the last where there are more.
pub fn shortened(text: &str, chars: usize) -> Cow<'_, str> {
    if text.chars().nth(chars).is_none() {
        return text.into();
    }
    let kept = text.char_indices().nth(chars.saturating_sub(1)).map_or(0, |(at, _)| at);
    format!("{}…", &text[..kept]).into()
}

/// At most `chars` characters in one line, none of them harmful.
pub fn brief(text: &str, chars: usize) -> String {
    one_line(&shortened(text.trim(), chars))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_or_reorders_a_line_is_replaced() {
        assert_eq!(one_line("a\u{1b}[2Jb\u{7}\u{9b}c"), "a\u{FFFD}[2Jb\u{FFFD}\u{FFFD}c");
        assert_eq!(one_line("gnp\u{202E}exe\u{2066}\u{2069}"), "gnp\u{FFFD}exe\u{FFFD}\u{FFFD}");
        assert_eq!(one_line("one\r\ntwo\tthree\u{2028}four"), "one two three four");
        assert_eq!(one_line("שלום، سلام، 首相"), "שלום، سلام، 首相", "which is no attack");
    }

    #[test]
    fn a_text_is_shortened_at_a_character() {
        assert_eq!(shortened("首相は辞任", 5), "首相は辞任");
        assert_eq!(shortened("首相は辞任", 4), "首相は…");
        assert_eq!(brief("  Talks\ncollapse ", 20), "Talks collapse");
        assert_eq!(brief(&"x".repeat(1 << 20), 120).chars().count(), 120);
    }
}
