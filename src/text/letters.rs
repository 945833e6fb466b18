//! The letters that most accented words are written with, normalised one by one.

use std::sync::LazyLock;

use super::normalise::{normalise_fully, strip_fully};

/// What a character becomes: one or two others, the second '\0' where there is one only; none where its
/// form depends on its neighbours or is longer.
type Form = Option<[char; 2]>;

struct Forms {
    normal: Form,
    bare: Form,
}

/// Latin, Greek, Cyrillic, and the Latin letters of Vietnamese.
const BLOCKS: [std::ops::Range<u32>; 2] = [0x80..0x530, 0x1E00..0x1F00];

static FORMS: LazyLock<[Vec<Forms>; 2]> = LazyLock::new(|| {
    let forms = |c: char| {
        let text = c.to_string();
        Forms { normal: form(&text, normalise_fully), bare: form(&text, strip_fully) }
    };
    BLOCKS.map(|block| block.filter_map(char::from_u32).map(forms).collect())
});

fn form(text: &str, change: impl Fn(&str, &mut String)) -> Form {
    let mut changed = String::new();
    change(text, &mut changed);
    let mut chars = changed.chars();
    let form = [chars.next()?, chars.next().unwrap_or('\0')];
    let alone = |c: char| unicode_normalization::char::canonical_combining_class(c) == 0;
    (chars.next().is_none() && form.into_iter().all(alone)).then_some(form)
}

fn forms(c: char) -> Option<&'static Forms> {
    let place = |at: usize| {
        let block = &BLOCKS[at];
        block.contains(&c.into()).then(|| &FORMS[at][(u32::from(c) - block.start) as usize])
    };
    place(0).or_else(|| place(1))
}

/// Appends the normal form of `word`, or tells by `false` that it is not to be had letter by letter.
pub(super) fn normalise(word: &str, out: &mut String) -> bool {
    each(word, out, |c| match c {
        '`' | '‘' | '’' => Some(['\'', '\0']),
        _ if c.is_ascii() => Some([c.to_ascii_lowercase(), '\0']),
        _ => forms(c)?.normal,
    })
}

/// Appends `word` without accents, or tells by `false` that it is not to be had letter by letter.
pub(super) fn strip_accents(word: &str, out: &mut String) -> bool {
    each(word, out, |c| if c.is_ascii() { Some([c, '\0']) } else { forms(c)?.bare })
}

fn each(word: &str, out: &mut String, form: impl Fn(char) -> Form) -> bool {
    let start = out.len();
    for c in word.chars() {
        let Some([first, second]) = form(c) else {
            out.truncate(start);
            return false;
        };
        out.push(first);
        if second != '\0' {
            out.push(second);
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn changed(change: impl Fn(&str, &mut String) -> bool, word: &str) -> Option<String> {
        let mut out = String::new();
        change(word, &mut out).then_some(out)
    }

    fn fully(change: impl Fn(&str, &mut String), word: &str) -> String {
        let mut out = String::new();
        change(word, &mut out);
        out
    }

    proptest! {
        #[test]
        fn letter_by_letter_is_the_same_as_word_by_word(
            word in "[a-zA-Z'’ß\u{80}-\u{52F}\u{1E00}-\u{1EFF}]{1,12}"
        ) {
            if let Some(normal) = changed(normalise, &word) {
                prop_assert_eq!(normal, fully(normalise_fully, &word));
            }
            if let Some(bare) = changed(strip_accents, &word) {
                prop_assert_eq!(bare, fully(strip_fully, &word));
            }
        }
    }

    #[test]
    fn the_words_of_europe_and_vietnam_are_known_letter_by_letter() {
        for word in ["Straße", "d’État", "señor", "Łódź", "Αθήνα", "шахтёрами", "Ειρήνης", "người"]
        {
            let normal = fully(normalise_fully, word);
            assert_eq!(changed(normalise, word).as_deref(), Some(normal.as_str()), "{word}");
            assert_eq!(changed(strip_accents, &normal), Some(fully(strip_fully, &normal)), "{word}");
        }
    }
}
