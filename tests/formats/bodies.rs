//! What holds whatever the bytes: the fuzz targets run these without end, `cargo test` seeded and bounded.

use samecopy::{
    passage::{PassageOptions, passages},
    read::{Fate, Format, Input, ReadOptions, Reading, read, read_labels},
    text::{Token, tokens},
};

/// What is done with bytes of any kind.
pub type Body = fn(&[u8]);

/// Every body, under the name of its target.
pub const BODIES: &[(&str, Body)] = &[
    ("any", |bytes| reader(None, bytes)),
    ("text", |bytes| reader(Some(Format::Text), bytes)),
    ("markdown", |bytes| reader(Some(Format::Markdown), bytes)),
    ("html", |bytes| reader(Some(Format::Html), bytes)),
    ("jsonl", |bytes| reader(Some(Format::JsonLines), bytes)),
    ("json", |bytes| reader(Some(Format::Json), bytes)),
    ("csv", |bytes| reader(Some(Format::Csv), bytes)),
    ("tsv", |bytes| reader(Some(Format::Tsv), bytes)),
    ("xml", |bytes| reader(Some(Format::Xml), bytes)),
    ("warc", |bytes| reader(Some(Format::Warc), bytes)),
    #[cfg(feature = "parquet")]
    ("parquet", |bytes| reader(Some(Format::Parquet), bytes)),
    #[cfg(feature = "parquet")]
    ("arrow", |bytes| reader(Some(Format::Arrow), bytes)),
    ("labels", labels),
    ("words", words),
    ("passage", passage),
];

/// What is read has its places, nothing is lost without a word, and what is given back whole is what came.
fn reader(format: Option<Format>, bytes: &[u8]) {
    if bytes.windows(6).any(|name| name == b"xmlUrl") {
        // A list of feeds has files read that are not the fuzzer's.
        return;
    }
    let options = ReadOptions {
        format,
        max_article_bytes: 1 << 20,
        max_document_bytes: 1 << 20,
        ..ReadOptions::default()
    };
    let mut stdin = bytes;
    let reading = read(&[Input::Stdin], &options, &mut stdin).unwrap();
    assert_eq!(reading.articles.len(), reading.places.len());
    assert!(
        !reading.articles.is_empty() || !reading.problems.is_empty() || reading.left_out > 0,
        "nothing is lost without a word"
    );
    for problem in reading.problems.listed() {
        assert!(!problem.message.is_empty() && problem.path.starts_with('-'), "{problem}");
    }
    let mut raw = reading.raw_bytes();
    for place in &reading.places {
        let got = raw.get(place).is_ok();
        // How much comes out of damaged bzip2 and xz before the damage depends on how much is asked for.
        assert!(got || (is_packed(bytes) && !reading.problems.is_empty()), "what was read is there");
    }
    for origin in 0..reading.origins.len() as u32 {
        let mut whole = Vec::new();
        let given = reading.give_back(origin, &mut |_| Fate::Kept, &mut whole);
        // What cannot be unpacked to its end cannot be given back.
        let is_whole = reading.problems.is_empty() && reading.repeats.is_empty();
        if given.is_ok() && is_whole && reading.origins[origin as usize].path() == "-" {
            assert!(is_packed(bytes) || whole == bytes, "what is kept is what came");
        }
        let mut rest = Vec::new();
        let drop_every_second =
            &mut |index: usize| if index.is_multiple_of(2) { Fate::Dropped } else { Fate::Kept };
        if given.is_err() {
            continue;
        }
        let given = reading.give_back(origin, drop_every_second, &mut rest);
        match reading.origins[origin as usize].format() {
            Format::Parquet | Format::Arrow => {
                // What is written anew has to be whole in all columns, and may be longer for another writer's ways.
                if let Err(error) = &given {
                    assert!(error.to_string().starts_with("-: cannot be written anew"), "{error}");
                }
                if given.is_ok() && is_whole && reading.origins.len() == 1 {
                    assert_every_second(&reading, &options, &rest);
                }
            }
            _ => {
                given.expect("it could be given back whole");
                assert!(rest.len() <= whole.len());
            }
        }
    }
    for article in &reading.articles {
        tokens(&article.text.read().expect("it can be read"));
    }
}

/// What was written anew has the articles that were kept.
fn assert_every_second(reading: &Reading, options: &ReadOptions, mut written: &[u8]) {
    let again = read(&[Input::Stdin], options, &mut written).unwrap();
    let kept = reading.articles.iter().skip(1).step_by(2).map(|article| &article.text);
    let texts = again.articles.iter().map(|article| &article.text);
    assert!(texts.eq(kept), "{:?}", again.problems);
}

fn is_packed(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 4] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ\0"];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

fn labels(bytes: &[u8]) {
    let mut stdin = bytes;
    read_labels(&Input::Stdin, &mut stdin);
}

fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert_in_order(&text, &tokens(&text));
}

/// Tokens come in order of reading and are pieces of the text.
fn assert_in_order(text: &str, tokens: &[Token]) {
    let mut before = (0, 0);
    for token in tokens {
        let (start, end) = (token.start as usize, token.end as usize);
        assert!(start < end && before.0 <= start && before.1 <= end, "{start}..{end} after {before:?}");
        assert!(text.get(start..end).is_some(), "{start}..{end} is no piece of the text");
        before = (start, end);
    }
}

/// Two texts, parted by the first NUL: their passages are apart, and the same from either side.
fn passage(bytes: &[u8]) {
    let middle = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len() / 2);
    let (a, b) = bytes.split_at(middle);
    let (a, b) = (String::from_utf8_lossy(a), String::from_utf8_lossy(b));
    let options = PassageOptions::default();
    let there = passages(&tokens(&a), &tokens(&b), &options);
    let mut back = passages(&tokens(&b), &tokens(&a), &options);
    for passage in &mut back {
        std::mem::swap(&mut passage.a, &mut passage.b);
        passage.runs.iter_mut().for_each(|(a, b)| std::mem::swap(a, b));
    }
    back.sort_by_key(|passage| passage.a.start);
    assert_eq!(there, back);
    for pair in there.windows(2) {
        assert!(pair[0].a.end <= pair[1].a.start, "passages overlap: {pair:?}");
    }
    for passage in &there {
        assert!(a.get(passage.a.clone()).is_some() && b.get(passage.b.clone()).is_some(), "{passage:?}");
        for (of_a, of_b) in &passage.runs {
            assert!(a.get(of_a.clone()).is_some() && b.get(of_b.clone()).is_some(), "{passage:?}");
        }
    }
}
