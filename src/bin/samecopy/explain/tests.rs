use std::ops::Range;

use proptest::prelude::*;
use textwrap::core::display_width;

use super::*;

const A: &str = "Opening words.\nThe river burst two levees on Saturday, police said.\nRescue boats reached the old harbour.";
const B: &str =
    "Rescue boats reached the harbour at dawn.\nOther news.\nThe river burst its levees on Saturday.";

fn at(text: &str, part: &str) -> Range<usize> {
    let start = text.find(part).expect("the part is in the text");
    start..start + part.len()
}

fn passage(a: &str, b: &str, runs: &[&str]) -> Passage {
    let runs = runs.iter().map(|run| (at(A, run), at(B, run))).collect::<Vec<_>>();
    Passage { a: at(A, a), b: at(B, b), matched: 6, runs }
}

/// Two passages that stand in another order in B.
fn moved() -> Vec<Passage> {
    vec![
        passage(
            "The river burst two levees on Saturday",
            "The river burst its levees on Saturday",
            &["The river burst", "levees on Saturday"],
        ),
        passage(
            "Rescue boats reached the old harbour",
            "Rescue boats reached the harbour",
            &["Rescue boats reached the", "harbour"],
        ),
    ]
}

fn layout(view: View, width: usize) -> Layout {
    Layout { view, width, elide_over: None, brackets: true }
}

fn printed(a: &str, b: &str, passages: &[Passage], layout: Layout) -> String {
    let text =
        |line: Line| line.iter().map(|span| span.text.as_str()).collect::<String>().trim_end().to_owned();
    lines(a, b, passages, layout).map(text).collect::<Vec<_>>().join("\n")
}

#[test]
fn counterparts_stand_side_by_side_in_the_order_of_a() {
    let expected = "
Opening words.                 │ at dawn.
                               │ Other news.

passage 1 of 2, matching words: 6
[The river burst] two [levees  │ [The river burst] its [levees
on Saturday],                  │ on Saturday].

police said.                   │

passage 2 of 2, matching words: 6, moved up in B
[Rescue boats reached the] old │ [Rescue boats reached the]
[harbour].                     │ [harbour]";
    assert_eq!(printed(A, B, &moved(), layout(View::SideBySide, 63)), expected);
}

#[test]
fn on_a_narrow_terminal_counterparts_stand_one_above_the_other() {
    let expected = "
A │ Opening words.
B │ at dawn.
B │ Other news.

passage 1 of 2, matching words: 6
A │ [The river burst] two [levees on
A │ Saturday],
B │ [The river burst] its [levees on
B │ Saturday].

A │ police said.

passage 2 of 2, matching words: 6, moved
up in B
A │ [Rescue boats reached the] old
A │ [harbour].
B │ [Rescue boats reached the] [harbour]";
    assert_eq!(printed(A, B, &moved(), layout(View::Stacked, 40)), expected);
}

#[test]
fn the_width_of_the_terminal_chooses_the_view() {
    assert_eq!(Layout::for_width(99).view, View::Stacked);
    assert_eq!(Layout::for_width(100).view, View::SideBySide);
}

#[test]
fn equal_words_are_matched_and_only_other_words_are_substituted() {
    let layout = Layout { brackets: false, ..layout(View::Stacked, 200) };
    let styled = |style| {
        let passages = moved();
        let spans = lines(A, B, &passages, layout).flatten().filter(move |span| span.style == style);
        spans
            .map(|span| span.text.trim().to_owned())
            .filter(|text| text.contains(char::is_alphanumeric))
            .collect::<Vec<_>>()
    };
    assert_eq!(styled(Style::Matched)[..2], ["The river burst", "levees on Saturday"]);
    assert_eq!(styled(Style::Substituted), ["two", "its", "old"]);
    assert_eq!(styled(Style::Plain), ["Opening words.", "at dawn.", "Other news.", "police said."]);
}

#[test]
fn long_text_between_passages_is_left_out_with_its_number_of_words() {
    let a = "word ".repeat(143);
    let elided = Layout { elide_over: Some(60), ..layout(View::Stacked, 80) };
    assert_eq!(printed(&a, "short", &[], elided), "\nA │ [… 143 words …]\nB │ short");
    let full = printed(&a, "short", &[], layout(View::Stacked, 80));
    assert_eq!(full.matches("word").count(), 143);
}

#[test]
fn what_could_steer_the_terminal_is_replaced() {
    let text = printed("a\u{1b}[31mred\tb\r\nc\u{202e}d\0\u{9b}", "", &[], layout(View::Stacked, 80));
    assert_eq!(text, "\nA │ a\u{fffd}[31mred b\nA │ c\u{fffd}d\u{fffd}\u{fffd}");
}

#[test]
fn wide_characters_keep_the_columns_aligned() {
    let text = printed("記者会見で首相は辞任を表明した", "x", &[], layout(View::SideBySide, 33));
    assert_eq!(text, "\n記者会見で首相  │ x\nは辞任を表明し  │\nた              │");
}

#[test]
fn nothing_to_show_is_no_line() {
    assert_eq!(lines("", " \n", &[], layout(View::Stacked, 80)).count(), 0);
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_terminal_and_no_word_is_lost(
        a in "[ \n\ta-e新聞ก\u{1b}é]{0,120}", b in "[ \nx-z]{0,120}", width in 24..120usize, brackets: bool,
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 4), side_by_side: bool,
    ) {
        // One passage anywhere, with one run anywhere inside.
        let bounds = |text: &str| {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut at: Vec<usize> = cuts.iter().map(|cut| starts[cut.index(starts.len())]).collect();
            at.sort_unstable();
            (at[0]..at[3], at[1]..at[2])
        };
        let ((in_a, run_a), (in_b, run_b)) = (bounds(&a), bounds(&b));
        let passages = [Passage { a: in_a, b: in_b, matched: 1, runs: vec![(run_a, run_b)] }];
        let view = if side_by_side { View::SideBySide } else { View::Stacked };
        let layout = Layout { brackets, ..layout(view, width) };
        let lines: Vec<Line> = lines(&a, &b, &passages, layout).collect();
        let shown: String = lines.iter().flatten().filter(|s| s.style != Style::Label).map(|s| &*s.text).collect();
        for line in &lines {
            prop_assert!(line.iter().map(|span| display_width(&span.text)).sum::<usize>() <= width);
            prop_assert!(!line.iter().any(|span| span.text.contains(char::is_control)));
        }
        for letter in ['a', '新', 'ก', 'é', 'x'] {
            prop_assert_eq!(shown.matches(letter).count(), (a.clone() + &b).matches(letter).count());
        }
    }
}
