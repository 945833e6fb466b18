//! Encodings: marked, declared, forced or guessed, and what cannot be decoded.

use encoding_rs::{BIG5, EUC_JP, Encoding, GB18030, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

use super::*;

const RUSSIAN: &str = "Переговоры о прекращении огня сорваны, заявил во вторник представитель посредников.\n";
const FRENCH: &str = "Les négociations ont échoué mardi à Genève, a déclaré le médiateur, très déçu.\n";
const JAPANESE: &str =
    "停戦協議は火曜日に決裂した、と仲介者が発表した。双方は来月に再び会談する予定だという。\n";

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

#[test]
fn an_encoding_that_is_not_declared_is_guessed_and_that_is_counted() {
    for (text, encoding) in
        [(RUSSIAN, WINDOWS_1251), (FRENCH, WINDOWS_1252), (JAPANESE, SHIFT_JIS), (JAPANESE, EUC_JP)]
    {
        let files = Files::new(&[("a.txt", &encoded(text, encoding)), ("b.txt", b"Plain.")]);
        let reading = files.read(&["a.txt", "b.txt"]);
        assert_eq!(reading.articles[0].text, text, "{}", encoding.name());
        assert_eq!(reading.guessed, [(encoding.name(), 1)].into());
        assert!(reading.problems.is_empty());
    }
}

#[test]
fn a_text_that_ends_in_its_only_letter_beyond_ascii_is_guessed() {
    let files = Files::new(&[("a.txt", b"Il est arriv\xE9")]);
    let reading = files.read(&["a.txt"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(texts(&reading), ["Il est arrivé"]);
    assert_eq!(reading.guessed, [("windows-1250", 1)].into());
}

#[test]
fn what_a_page_in_a_feed_declares_says_nothing_of_the_feed() {
    let page = format!(
        "<meta http-equiv=\"content-type\" content=\"text/html; charset=iso-8859-1\"><p>{FRENCH}</p>"
    );
    let feed = format!(
        "<rss version=\"2.0\"><channel><item><guid>a</guid><description><![CDATA[{page}]]></description></item>\
         </channel></rss>"
    );
    let files = Files::new(&[
        ("feed.xml", feed.as_bytes()),
        ("page.html", &encoded(&page, WINDOWS_1252)),
        ("noted.html", &encoded(&format!("<!-- saved --><HTML><head>{page}"), WINDOWS_1252)),
    ]);
    let reading = files.read(&["feed.xml", "page.html", "noted.html"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert!(reading.guessed.is_empty());
    assert_eq!(texts(&reading).iter().map(|text| text.trim()).collect::<Vec<_>>(), [FRENCH.trim(); 3]);
}

#[test]
fn a_forced_encoding_is_taken_unless_a_mark_speaks_against_it() {
    for (text, encoding) in [("漢字", GB18030), ("漢字", BIG5), ("ряд", KOI8_R)] {
        let line = format!("{{\"text\":\"{text}\"}}\n");
        let files = Files::new(&[
            ("a.txt", &encoded(text, encoding)),
            ("b.jsonl", &encoded(&line, encoding)),
            ("c.txt", format!("\u{FEFF}{text}").as_bytes()),
        ]);
        let options = ReadOptions { encoding: Some(encoding), ..ReadOptions::default() };
        let reading = files.read_with(&["a.txt", "b.jsonl", "c.txt"], &options);
        assert_eq!(texts(&reading), [text; 3]);
        assert!(reading.problems.is_empty() && reading.guessed.is_empty());
        assert_eq!(raw(&reading)[1], line.trim_end().as_bytes(), "lines come back in UTF-8");
    }
}

#[test]
fn what_cannot_be_decoded_is_replaced_and_reported_with_its_byte() {
    let mut damaged = FRENCH.as_bytes().to_vec();
    let at = FRENCH.find('é').unwrap();
    damaged[at + 1] = b' ';
    let files = Files::new(&[("a.txt", &damaged), ("b.txt", b"\xFF\xFEa\0\x00\xD8")]);
    let reading = files.read(&["a.txt", "b.txt"]);
    assert_eq!(reading.articles[0].text, FRENCH.replacen('é', "\u{FFFD} ", 1));
    assert_eq!(reading.articles[1].text, "a\u{FFFD}");
    let problems = files.problems(&reading);
    assert!(
        problems[0].starts_with(&format!("a.txt: is not valid UTF-8 at byte {at}; U+FFFD")),
        "{problems:?}"
    );
    assert!(problems[1].starts_with("b.txt: is not valid UTF-16 at byte 4; U+FFFD"), "{problems:?}");
}

#[test]
fn nul_bytes_are_no_text() {
    let files =
        Files::new(&[("a.txt", b"\x89PNG\r\n\x1A\n\0\0"), ("b.txt", b"\xFF\xFE\0\0"), ("c.txt", b"Good.")]);
    let reading = files.read(&["a.txt", "b.txt", "c.txt"]);
    assert_eq!(files.ids(&reading), ["c.txt"]);
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("a.txt: looks binary"), "{problems:?}");
    assert!(problems[1].starts_with("b.txt: looks binary"), "{problems:?}");
}

#[test]
fn text_that_was_decoded_wrongly_before_is_counted_and_left_as_it_is() {
    let broken = "Les nÃ©gociations ont Ã©chouÃ© mardi, a dÃ©clarÃ© lâ€™Ã©missaire.";
    let table = format!("id;text\na;{broken}\nb;Les négociations ont échoué.\nc;Gen\u{FFFD}ve.\n");
    let files = Files::new(&[("t.csv", table.as_bytes()), ("good.txt", "Genève, “NÃO”.".as_bytes())]);
    let reading = files.read(&["t.csv", "good.txt"]);
    assert_eq!(files.problems(&reading), [""; 0], "a warning, no problem");
    let [found] = &reading.mojibake[..] else { panic!("{:?}", reading.mojibake) };
    assert_eq!((found.articles, found.places, found.replaced), (2, 7, 1));
    assert_eq!(files.relative(reading.origins[found.origin as usize].path()), "t.csv");
    assert_eq!(reading.articles[0].text, broken);

    // What cannot be decoded here is a problem, and not counted a second time.
    let files = Files::new(&[
        ("t.txt", "Gen\u{e9}ve, n\u{e9}gociation".as_bytes()),
        ("t.jsonl", b"{\"text\": \"Gen\\ufffdve\"}"),
    ]);
    assert!(files.read(&["t.txt"]).mojibake.is_empty());
    assert_eq!(files.read(&["t.jsonl"]).mojibake[0].replaced, 1);
}
