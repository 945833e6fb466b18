//! Text of others, made fit for a terminal.

use std::iter;

use samecopy::report::harmless;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The most marks on one letter, as in the Stream-Safe Text Format of UAX #15; a pile of more would be drawn over the
/// lines around it.
const MARKS: usize = 30;

/// Replaces what could steer a terminal or reorder a line, and cuts down piles of marks. Line breaks stay.
pub fn harmless(text: &str) -> String {
    let mut marks = 0;
    let is_borne = |c: &char| {
        marks = if c.width() == Some(0) { marks + 1 } else { 0 };
        marks <= MARKS
    };
    harmless::harmless(text).chars().filter(is_borne).collect()
}

/// The same in one line.
pub fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}

/// Which end of a text to give up where there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// For paths and addresses, which differ at their ends.
    Start,
    /// For prose.
    End,
}

/// The text, or as much of it as fits into so many columns, with an ellipsis where it was cut.
pub fn fitted(text: &str, columns: usize, cut: Cut) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let fits = |part: &&str| match room.checked_sub(part.width()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    };
    match cut {
        Cut::End => text.graphemes(true).take_while(fits).chain(iter::once("…")).collect(),
        Cut::Start => {
            let mut kept: Vec<&str> = text.graphemes(true).rev().take_while(fits).collect();
            kept.push("…");
            kept.into_iter().rev().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_at_the_end_asked_for() {
        assert_eq!(fitted("feed/2025/001.txt", 9, Cut::Start), "…/001.txt");
        assert_eq!(fitted("Talks collapse", 9, Cut::End), "Talks co…");
        assert_eq!(fitted("Talks", 5, Cut::End), "Talks");
    }

    #[test]
    fn wide_characters_and_clusters_are_never_split() {
        assert_eq!(fitted("首相は辞任", 6, Cut::End), "首相…");
        assert_eq!(fitted("首相は辞任", 6, Cut::Start), "…辞任");
        assert_eq!(fitted("e\u{301}e\u{301}e\u{301}", 2, Cut::End), "e\u{301}…");
    }

    #[test]
    fn a_pile_of_accents_is_cut_down_and_no_emoji_is() {
        let pile = |height| format!("Ta{}lks", "\u{301}".repeat(height));
        assert_eq!(harmless(&pile(1000)), pile(MARKS));
        assert_eq!(harmless(&pile(3)), pile(3));
        let kiss = "👨🏿\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨🏿 ";
        assert_eq!(harmless(&kiss.repeat(20)), kiss.repeat(20));
    }
}
