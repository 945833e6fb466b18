//! Whom an article credits: the lines and brackets around a text that name the agency it came from.

use std::io;

use super::names::Names;
use crate::{
    article::{Article, Details, TextReader},
    text::lines,
};

/// Lines at either end of a page among which a credit stands. Pages have up to six of their own above the text.
const LINES: usize = 8;

/// Characters of a line that may be a credit; a longer one is a paragraph.
const SHORT: usize = 80;

/// Characters of a paragraph in which a dateline names its agency: `MOSCOW, Nov 6 (Reuters) -`.
const DATELINE: usize = 80;

/// Bytes at either end of a paragraph in which a dateline or a signature stands whole, and beyond which no line is a
/// credit: more than twice [`SHORT`] and [`DATELINE`] characters of any script.
const PARAGRAPH: usize = 1024;

/// What a line says whose name is that of a photographer.
const PICTURES: [&str; 14] = [
    "photo",
    "foto",
    "image",
    "imagen",
    "picture",
    "file -",
    "bild:",
    "фото",
    "图片",
    "图源",
    "資料",
    "写真",
    "사진",
    "ภาพ",
];

/// Whom an article credits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Credits {
    /// Numbers of the sources, rising.
    pub sources: Vec<usize>,
    /// Whether it credits an agency that is none of the sources.
    pub others: bool,
}

impl Names<'_> {
    /// Whom the article, which is of the source of number `own`, credits. O(n) in the length of its lines.
    ///
    /// # Errors
    /// Its text was put away and cannot be read.
    pub fn credits(
        &self,
        article: &Article,
        own: Option<usize>,
        texts: &mut TextReader,
    ) -> io::Result<Credits> {
        let text = texts.read(&article.text)?;
        let lines = lines(text).map(str::trim);
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        let (head, tail) = (LINES.min(lines.len()), lines.len().saturating_sub(LINES));
        let mut credits = Credits::default();
        let at_an_end = |&(at, _): &(usize, &&str)| at < head || at >= tail;
        for (at, line) in lines.iter().enumerate().filter(at_an_end).filter(|(_, line)| may_credit(line)) {
            // A page has one line for many things: `By Meridian Wire | Published March 13`.
            for part in line.split(['|', '·', '•', '\t']).flat_map(|part| part.split("  ")).map(str::trim)
            {
                let (head, tail) = (at < head, at >= tail);
                if part.len() <= PARAGRAPH {
                    self.credits_of(part, head, tail, own, &mut credits);
                    continue;
                }
                if head {
                    let start = (0..PARAGRAPH).rev().find_map(|at| part.get(..at));
                    self.credits_of(start.unwrap_or_default(), true, false, own, &mut credits);
                }
                if tail {
                    let end = (part.len() - PARAGRAPH..part.len()).find_map(|at| part.get(at..));
                    self.credits_of(end.unwrap_or_default(), false, true, own, &mut credits);
                }
            }
        }
        // What deliveries say of it apart from the text.
        let Details { byline, dateline, credit, .. } = article.details();
        for part in
            [byline, dateline, credit].into_iter().filter(|part| (1..=PARAGRAPH).contains(&part.len()))
        {
            self.credits_of(part, true, true, own, &mut credits);
        }
        credits.sources.sort_unstable();
        credits.sources.dedup();
        Ok(credits)
    }

    fn credits_of(&self, part: &str, head: bool, tail: bool, own: Option<usize>, credits: &mut Credits) {
        let is_line = is_credit_line(part);
        // Few paragraphs have what stands before a name in a dateline or a signature.
        if !(is_line || head && part.contains(['(', '（', '/']) || tail && part.contains(SIGNS)) {
            return;
        }
        let lower = part.to_lowercase();
        if PICTURES.iter().any(|word| lower.contains(word)) && lower.chars().count() <= 2 * SHORT {
            return;
        }
        for found in self.find_iter(&lower) {
            let (before, name, after) =
                (&lower[..found.start], &lower[found.start..found.end], &lower[found.end..]);
            let is_credit =
                is_line || (head && is_dateline(before, after)) || (tail && is_signature(before, after));
            if !is_credit || !is_whole(before, name, after) || (own.is_some() && found.source == own) {
                continue;
            }
            match found.source {
                Some(source) => credits.sources.push(source),
                None => credits.others = true,
            }
        }
    }
}

/// Whether a line is short, or holds what parts a line or stands before a name: most paragraphs do neither, which one look at
/// their bytes tells.
fn may_credit(line: &str) -> bool {
    const TELLING: [char; 10] = ['|', '·', '•', '\t', '(', '（', '[', '/', '—', '–'];
    const LAST: [u8; TELLING.len()] = {
        let mut last = [0; TELLING.len()];
        let mut at = 0;
        while at < last.len() {
            let mut bytes = [0; 4];
            let bytes = TELLING[at].encode_utf8(&mut bytes).as_bytes();
            last[at] = bytes[bytes.len() - 1];
            at += 1;
        }
        last
    };
    // Without branches and tables, so that compilers make vectors of it.
    let bytes = line.as_bytes();
    let tells = |byte: u8| LAST.iter().fold(0, |tells, &last| tells | u8::from(byte == last));
    let is_space = |byte: u8| u8::from(byte == b' ');
    let any = bytes.iter().fold(0, |any, &byte| any | tells(byte));
    let spaces = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let gap = spaces.fold(0, |gap, (&one, &next)| gap | is_space(one) & is_space(next));
    (any | gap) != 0 || line.chars().count() <= SHORT
}

/// A line that is short and no sentence, or that stands in brackets.
fn is_credit_line(line: &str) -> bool {
    let is_enclosed = line.starts_with(['(', '（', '[', '【']) && line.ends_with([')', '）', ']', '】']);
    let is_sentence = line.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '”', '"', '»']);
    (is_enclosed || !is_sentence) && line.chars().count() <= SHORT
}

/// `KORLIN, Dec 11 (Calder News) -`: in brackets or slashes near the beginning.
fn is_dateline(before: &str, after: &str) -> bool {
    before.chars().count() <= DATELINE
        && before.trim_end().ends_with(['(', '（', '/'])
        && after.trim_start().starts_with([')', '）', '/'])
}

/// What stands before the name in a signature.
const SIGNS: [char; 6] = ['(', '（', '[', '/', '—', '–'];

/// `... said. (Reuters)` or `... said. — AFP`.
fn is_signature(before: &str, after: &str) -> bool {
    before.trim_end().ends_with(SIGNS) && !after.contains(char::is_alphanumeric)
}

/// Whether a name does not go on in the letters around it; scripts without spaces do not show.
fn is_whole(before: &str, name: &str, after: &str) -> bool {
    let goes_on = |inside: Option<char>, outside: Option<char>| {
        let has_spaces =
            |c: char| c.is_alphanumeric() && !matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{3040}'..='\u{9FFF}');
        inside.is_some_and(has_spaces) && outside.is_some_and(has_spaces)
    };
    !goes_on(name.chars().next(), before.chars().next_back())
        && !goes_on(name.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::direction::names::Agencies;

    const SOURCES: [&str; 6] = [
        "NPA",
        "Meridian Wire",
        "Agence Méridienne de Presse (AMP)",
        "Agence France-Presse",
        "中洲通讯社",
        "Herald",
    ];

    fn credits(own: &str, text: &str) -> Credits {
        let article = Article { text: text.into(), ..Article::default() };
        Names::of(&SOURCES, &Agencies::with(&["Orlovka Telegraph (OT)".to_owned()]))
            .credits(&article, SOURCES.iter().position(|&source| source == own), &mut TextReader::default())
            .unwrap()
    }

    const BODY: &str = "The river burst two levees on Saturday and flooded the lower town, the mayor of Ferran told \
        NPA and Reuters in a long telephone call.";

    #[test]
    fn lines_datelines_and_signatures_name_the_agency() {
        for (text, source) in [
            ("By NPA", 0),
            ("NPA", 0),
            ("By Bridie Hallam and NPA", 0),
            ("(With inputs from NPA.)", 0),
            ("– NPA and own reporter", 0),
            ("Source: NPA", 0),
            ("From our correspondent, with Meridian Wire", 1),
            ("Share | By MERIDIAN WIRE | Published March 13", 1),
            ("Par la rédaction (avec AMP)", 2),
            ("AFP", 3),
            ("2024-12-27 16:32  来源：中洲通讯社  责任编辑：小禾", 4),
        ] {
            let expected = Credits { sources: vec![source], others: false };
            assert_eq!(credits("Herald", &format!("{text}\n{BODY}")), expected, "{text} above");
            assert_eq!(credits("Herald", &format!("{BODY}\n{text}")), expected, "{text} below");
        }
        for text in
            [format!("FERRAN, June 9 (NPA) - {BODY}"), format!("{BODY} (NPA)"), format!("{BODY} — NPA")]
        {
            assert_eq!(credits("Herald", &text).sources, [0], "{text}");
        }
    }

    #[test]
    fn an_agency_that_is_no_source_is_another() {
        let other = Credits { sources: vec![], others: true };
        for text in [
            "By Reuters",
            "ФЕРРАН, 6 ноября. /ТАСС/.",
            "Ferran (dpa) - Die Stadt stand am Samstag unter Wasser.",
        ] {
            assert_eq!(credits("Herald", &format!("{text}\n{BODY}")), other, "{text}");
        }
    }

    #[test]
    fn what_is_said_to_an_agency_a_photograph_and_the_source_itself_are_no_credits() {
        for text in [
            BODY,
            "Photo: Meridian Wire / archive",
            "A checkpoint near the front line (Meridian Wire/Oleg Sattarov) on Sunday, seen from the north. FILE - 2024",
            "More from the Herald",
            "The mayor told NPA so.",
            "Snpa and npas",
        ] {
            assert_eq!(credits("Herald", &format!("{text}\n{BODY}")), Credits::default(), "{text}");
        }
        assert_eq!(credits("NPA", &format!("FERRAN, June 9 (NPA) - {BODY}")), Credits::default());
        assert_eq!(credits("NPA", ""), Credits::default());
    }

    #[test]
    fn an_agency_that_somebody_names_is_known_by_all_its_names() {
        let other = Credits { sources: vec![], others: true };
        for text in ["By the Orlovka Telegraph", "ORLOVKA, June 9 (OT) - The river rose."] {
            assert_eq!(credits("Herald", &format!("{text}\n{BODY}")), other, "{text}");
        }
        let article =
            Article { text: format!("By the Orlovka Telegraph\n{BODY}").into(), ..Article::default() };
        let nobody =
            Names::of(&[], &Agencies::with(&[])).credits(&article, None, &mut TextReader::default()).unwrap();
        assert_eq!(nobody, Credits::default(), "unless nobody does");
    }

    #[test]
    fn what_a_delivery_says_of_its_agency_is_a_credit() {
        let with = |details| {
            let article =
                Article { text: BODY.into(), details: Some(Box::new(details)), ..Article::default() };
            Names::of(&SOURCES, &Agencies::with(&[]))
                .credits(&article, Some(5), &mut TextReader::default())
                .unwrap()
        };
        let npa = Credits { sources: vec![0], others: false };
        assert_eq!(with(Details { credit: "NPA".into(), ..Details::default() }), npa);
        assert_eq!(with(Details { byline: "Bridie Hallam, NPA".into(), ..Details::default() }), npa);
        assert_eq!(with(Details { dateline: "KORLIN, Dec 11 (NPA)".into(), ..Details::default() }), npa);
        assert_eq!(with(Details { credit: "Herald".into(), ..Details::default() }), Credits::default());
        assert!(with(Details { credit: "Reuters".into(), ..Details::default() }).others);
    }
}
