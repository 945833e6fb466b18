//! Comma- and tab-separated values, and Markdown.

use samecopy::read::Format;

use super::*;

#[test]
fn a_table_gives_a_row_an_article_with_any_delimiter() {
    let table = "id,Kategorie,title,text,date,source\na,x,Talks,\"Talks, and \"\"tears\"\".\nMore.\",2025-02-18,Herald\n\nb,,,Rain.,,\n";
    for (name, bytes) in [
        ("t.csv", table.as_bytes().to_vec()),
        ("t.csv", table.replace('\n', "\r\n").into_bytes()),
        ("t.csv", format!("\u{FEFF}{table}").into_bytes()),
        ("t.csv", table.replace(", and", "; and").replace(',', ";").replace("; and", ", and").into_bytes()),
        ("t.tsv", table.replace(", and", "; and").replace(',', "\t").replace("; and", ", and").into_bytes()),
        ("t", table.as_bytes().to_vec()),
        (
            "t.csv",
            table.encode_utf16().flat_map(u16::to_le_bytes).fold(b"\xFF\xFE".to_vec(), |mut all, byte| {
                all.push(byte);
                all
            }),
        ),
    ] {
        let files = Files::new(&[(name, &bytes)]);
        let reading = files.read(&[name]);
        assert_eq!(files.problems(&reading), [""; 0], "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(files.ids(&reading), ["a", "b"]);
        let article = &reading.articles[0];
        assert_eq!(text(article).replace("\r\n", "\n"), "Talks, and \"tears\".\nMore.");
        assert_eq!([&*article.title, &*article.source], ["Talks", "Herald"]);
        assert_eq!(article.published.as_ref().unwrap().written, "2025-02-18");
        assert_eq!(reading.places.iter().map(|place| place.line).collect::<Vec<_>>(), [Some(2), Some(5)]);
        if bytes.starts_with(b"id,") {
            assert_eq!(raw(&reading)[1], b"b,,,Rain.,,");
        }
    }
}

#[test]
fn columns_are_known_in_any_case() {
    let table = "ID;Headline;Body;Outlet;Published\n1;Talks;Rain.;Herald;2025-02-18\n";
    for name in ["t.csv", "table"] {
        let files = Files::new(&[(name, table.as_bytes())]);
        let reading = files.read(&[name]);
        assert_eq!(files.problems(&reading), [""; 0]);
        let article = &reading.articles[0];
        let read = [&*article.id, &*article.title, &*text(article), &*article.source];
        assert_eq!(read, ["1", "Talks", "Rain.", "Herald"]);
        assert!(article.published.is_some());
    }
}

#[test]
fn carriage_returns_alone_end_lines() {
    let table = b"title,text\rA,One.\rB,\"Two,\rtwo.\"\r\rC,\"Three.\rD,Four.\r";
    let files = Files::new(&[("t.csv", table)]);
    let reading = files.read(&["t.csv"]);
    assert_eq!(files.ids(&reading), ["t.csv:2", "t.csv:3", "t.csv:7"]);
    assert_eq!(texts(&reading), ["One.", "Two,\rtwo.", "Four."]);
    assert_one_problem(&files.problems(&reading), "t.csv:6", &["quotation mark is not closed"]);

    let mixed = b"title,text\nA,One.\rB,Two.\nC,Three.\n";
    let files = Files::new(&[("t.csv", mixed)]);
    assert_eq!(files.ids(&files.read(&["t.csv"])), ["t.csv:2", "t.csv:2#2", "t.csv:3"]);
}

#[test]
fn bad_rows_are_reported_with_their_line_and_the_others_are_read() {
    let table = b"id,text\na,One.\nb,Two, or three.\nc,Caf\xE9.\nd,\ne,Five.\n";
    let files = Files::new(&[("t.csv", table)]);
    let options = ReadOptions { encoding: Some(encoding_rs::UTF_8), ..ReadOptions::default() };
    let reading = files.read_with(&["t.csv"], &options);
    assert_eq!(files.ids(&reading), ["a", "c", "d", "e"]);
    assert_eq!(reading.articles[1].text, "Caf\u{FFFD}.");
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("t.csv:3: has 3 cells, but the header has 2"), "{problems:?}");
    assert!(problems[1].starts_with("t.csv:4: is not valid UTF-8 at byte 4 of a cell"), "{problems:?}");
    assert!(problems[2].starts_with("t.csv:5: has no text"), "{problems:?}");
}

#[test]
fn a_table_without_a_text_a_row_or_a_closed_quotation_mark_is_reported() {
    let endless = format!("id,text\na,One.\nb,\"{}", "x".repeat(1 << 18));
    let files = Files::new(&[
        ("a.csv", b"id,headline\n1,T\n"),
        ("b.csv", b"id,text\n"),
        ("c.csv", b""),
        ("d.csv", endless.as_bytes()),
    ]);
    let options = ReadOptions { max_article_bytes: 1000, ..ReadOptions::default() };
    let reading = files.read_with(&["a.csv", "b.csv", "c.csv", "d.csv"], &options);
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("a.csv:1: field \"text\" is missing"), "{problems:?}");
    assert!(problems[1].starts_with("b.csv: has a header and no rows"), "{problems:?}");
    assert!(problems[2].starts_with("c.csv: is empty"), "{problems:?}");
    assert!(problems[3].starts_with("d.csv:3: is larger than 1000 bytes"), "{problems:?}");
    assert!(problems[3].contains("quotation mark"), "{problems:?}");
}

#[test]
fn marks_that_are_closed_far_away_or_never_take_linear_time_and_cost_no_other_row() {
    for damaged in ["1\"2,\"x\n", "1,\"abc\n"] {
        let table = format!(
            "id,text\na,\"Two\nlines.\"\n{}z,Good.\n\ny,Good too.\nb,\"Two\nlines.\"\n",
            damaged.repeat(30_000)
        );
        let files = Files::new(&[("t.csv", table.as_bytes())]);
        let reading = files.read(&["t.csv"]);
        assert_eq!(files.ids(&reading)[..3], ["a", "z", "y"]);
        assert_one_problem(&files.problems(&reading)[..1], "t.csv:4", &["quotation mark is not closed"]);
        let lines: Vec<_> = reading.places.iter().map(|place| place.line).take(3).collect();
        assert_eq!(lines, [Some(2), Some(30_004), Some(30_006)]);
        assert_eq!(raw(&reading)[1..3], [&b"z,Good."[..], b"y,Good too."]);
    }
}

#[test]
fn a_row_over_the_limit_costs_no_other() {
    let long = "x".repeat(1 << 17);
    let table = format!(
        "id,text\na,One.\nb,{long}\nc,\"Two\nlines.\"\nd,\"{long}\ne,Three.\nf,\"{long}\n\"\ng,Four.\n"
    );
    let files = Files::new(&[("t.csv", table.as_bytes())]);
    let options = ReadOptions { max_article_bytes: 1000, ..ReadOptions::default() };
    let reading = files.read_with(&["t.csv"], &options);
    assert_eq!(files.ids(&reading), ["a", "c", "e", "g"]);
    let lines: Vec<_> = reading.problems.listed().iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(3), Some(6), Some(8)]);
    assert!(files.problems(&reading).iter().all(|problem| problem.contains("larger than 1000 bytes")));
    assert_eq!(raw(&reading)[3], b"g,Four.");
}

#[test]
fn a_table_in_another_encoding_is_guessed() {
    let table = "id;text\n1;Les négociations ont échoué mardi à Genève, a déclaré le médiateur.\n";
    let files = Files::new(&[("t.csv", &encoding_rs::WINDOWS_1252.encode(table).0)]);
    let reading = files.read(&["t.csv"]);
    assert_eq!(reading.articles[0].text, table.lines().nth(1).unwrap()[2..]);
    assert_eq!(reading.guessed, [("windows-1252", 1)].into());
}

#[test]
fn front_matter_says_what_the_body_does_not() {
    let post = "---\ntitle: \"Talks: a collapse\"\ndate: 2025-02-18T14:03:00Z\nsource: Herald\ntags: [a, b]\n---\n\n# Talks\n\nThe body.\n";
    let files = Files::new(&[
        ("post.md", post.as_bytes()),
        ("post", post.as_bytes()),
        ("plain.md", b"# Talks\nThe body.\n"),
        ("rule.md", b"---\nNot closed.\n"),
    ]);
    let reading = files.read(&["post.md", "post", "plain.md", "rule.md"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(files.ids(&reading), ["post.md", "post", "plain.md", "rule.md"]);
    for article in &reading.articles[..2] {
        assert_eq!(
            [&*article.title, &*article.source, &*text(article)],
            ["Talks: a collapse", "Herald", "The body.\n"]
        );
        assert_eq!(article.published.as_ref().unwrap().written, "2025-02-18T14:03:00Z");
    }
    assert_eq!(reading.articles[2].title, "Talks");
    assert_eq!(reading.articles[3].text, "---\nNot closed.\n");
}

#[test]
fn language_and_authors_are_read_from_front_matter_and_tables() {
    let files = Files::new(&[
        ("a.md", b"---\nlang: fr\nauthor: I. Varga\n---\nThe body.\n"),
        ("b.md", b"---\nauthors: [A. Bell, {name: C. Dorn}]\nsource: {name: Herald}\n---\nThe body.\n"),
        ("c.csv", b"text,language,author\nThe body., sl ,A. Bell\nRain.,,\n"),
    ]);
    let reading = files.read(&["a.md", "b.md", "c.csv"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    let said = |index: usize| {
        let details = reading.articles[index].details();
        [&*details.language, &*details.byline]
    };
    assert_eq!(
        [said(0), said(1), said(2)],
        [["fr", "I. Varga"], ["", "A. Bell, C. Dorn"], ["sl", "A. Bell"]]
    );
    assert_eq!(reading.articles[1].source, "Herald");
    assert_eq!(reading.articles[3].details, None);
}

#[test]
fn numbers_and_truth_values_of_front_matter_are_taken_as_they_are_written() {
    for (written, taken) in [
        ("007", "007"),
        ("+7", "+7"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("20250218.10", "20250218.10"),
        ("True # or so", "True"),
        ("'007'", "007"),
        ("!!str 007", "007"),
        ("~", "post.md"),
        ("", "post.md"),
    ] {
        for end in ["\n", "\r\n"] {
            let post = format!("---\nnote: déjà\nid: {written}\n---\nThe body.\n").replace('\n', end);
            let files = Files::new(&[("post.md", post.as_bytes())]);
            assert_eq!(files.ids(&files.read(&["post.md"])), [taken], "{written}");
        }
    }
}

#[test]
fn broken_front_matter_is_reported_and_the_body_read() {
    let files = Files::new(&[("post.md", b"---\ntitle: \"open\ndate: x\n---\nThe body.\n")]);
    let reading = files.read(&["post.md"]);
    assert_eq!(reading.articles[0].text, "The body.\n");
    assert_one_problem(&files.problems(&reading), "post.md", &["front matter that is not valid YAML"]);
}

#[test]
fn a_forced_format_beats_name_and_content() {
    let files = Files::new(&[("a.txt", b"text\tid\nRain.\t7\n")]);
    let options = |format| ReadOptions { format: Some(format), ..ReadOptions::default() };
    assert_eq!(files.ids(&files.read_with(&["a.txt"], &options(Format::Tsv))), ["7"]);
    assert_eq!(files.ids(&files.read_with(&["a.txt"], &options(Format::Text))), ["a.txt"]);
    let reading = files.read_with(&["a.txt"], &options(Format::Xml));
    assert!(reading.articles.is_empty() && !reading.problems.is_empty());
    for (name, format) in Format::NAMES {
        assert_eq!((name.parse(), format.name()), (Ok(format), name));
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_table_by_columns_asks_for_the_feature_that_reads_it() {
    let files = Files::new(&[("t.parquet", b"PAR1...PAR1"), ("t", b"ARROW1\0\0"), ("good.txt", b"Rain.")]);
    let reading = files.read(&["t.parquet", "t", "good.txt"]);
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("t.parquet: is Parquet, which this build"), "{problems:?}");
    assert!(problems[1].starts_with("t: is Arrow IPC, which this build"), "{problems:?}");
    assert!(problems.iter().all(|problem| problem.contains("--features parquet")), "{problems:?}");
    assert_eq!(reading.articles.len(), 1);
}
