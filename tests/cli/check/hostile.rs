//! Whatever a title, a source or an id holds, no output lets it do anything.

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use super::formats::{assert_junit, command, elements};
use crate::{run::Place, tiny};

/// Titles that do something where they are not taken for text.
fn titles() -> Vec<String> {
    let titles = [
        "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m red",
        "all \u{0}\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}\u{7f}\u{80}\u{85}\u{9f} controls",
        "gpj\u{202E}exe\u{202C} \u{2066}\u{2067}\u{2069} \u{2028}\u{2029} order",
        "<script>alert(1)</script><img src=x onerror=alert(1)> & &amp; ]]> <!-- --> \u{FFFE}\u{FFFF}",
        "line\n::error file=secret::owned\r\n::set-output name=x::y %0A::warning::owned",
        "[click](https://example.org) ![x](https://example.org/x.png) [link](1) \\](2) \\\\",
        "| a | b |\n|---|---|\n`code` ``` fence @everyone #1 https://example.org <b>bold</b> **x**",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1+1",
        " \u{A0}=1",
        "\"quoted\", 'single', comma; \\u202e \\n",
        "{\"samecopy_baseline\":1}",
        "",
    ];
    let long = "ж".repeat(1 << 19);
    titles.iter().map(|&title| title.to_owned()).chain([long]).collect()
}

/// A feed in which each title stands in turn as title, source, id and date of a copy.
fn place() -> Place {
    let mut feed = String::new();
    for (number, title) in titles().iter().enumerate() {
        let text = tiny::STORY.replace("4,200", &format!("4,{number:03}"));
        // One hostile thing a line, so that 1 MB of each is 1 MB of feed.
        for (part, field) in ["title", "source", "id"].into_iter().enumerate() {
            let mut line = serde_json::json!({ "id": format!("{number}-{part}"), "title": "T", "source": "S", "text": text });
            line[field] = title.as_str().into();
            feed += &format!("{line}\n");
        }
    }
    Place::new(&[("feed.jsonl", &feed)])
}

fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn no_output_holds_what_steers_a_terminal_and_all_are_of_modest_size() {
    let place = place();
    let clean = |name: &str, text: &str| {
        assert!(!text.contains(is_harmful), "{name}: {:?}", text.chars().find(|&c| is_harmful(c)));
        let longest = text.lines().map(str::len).max().unwrap_or(0);
        assert!(longest < 8_000, "{name}: a line of {longest} bytes");
    };
    for format in ["text", "json", "csv", "sarif", "github", "gitlab", "junit", "markdown"] {
        let ended = place.run(&["check", "feed.jsonl", "--format", format]);
        assert_eq!(ended.code, Some(1), "{}", ended.stderr);
        clean(format, &String::from_utf8(ended.stdout).unwrap());
    }
}

#[test]
fn a_baseline_is_one_harmless_line_a_finding_and_knows_all() {
    let place = place();
    let said = place.ok(&["check", "feed.jsonl", "--baseline", "known.jsonl", "--update-baseline"]);
    let text = place.read("known.jsonl");
    assert!(!said.contains(is_harmful) && !text.contains(is_harmful));
    for line in text.lines() {
        serde_json::from_str::<Value>(line).unwrap();
        assert!(line.len() < 4_000);
    }
    assert!(text.lines().count() > 40);
    place.ok(&["check", "feed.jsonl", "--baseline", "known.jsonl"]);
}

#[test]
fn sarif_and_code_quality_are_json_whose_links_lead_where_they_say() {
    let place = place();
    let json = |format| -> Value {
        serde_json::from_slice(&place.run(&["check", "feed.jsonl", "--format", format]).stdout).unwrap()
    };
    assert!(json("gitlab").as_array().unwrap().len() > 40);
    let sarif = json("sarif");
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        // What a viewer takes for links: an unescaped bracket, text, `](`, a destination.
        let message = result["message"]["text"]
            .as_str()
            .unwrap()
            .replace("\\\\", "")
            .replace("\\[", "")
            .replace("\\]", "");
        assert_eq!(message.matches("](").count(), 1, "{message}");
        assert!(message.contains("](1): "), "{message}");
    }
}

#[test]
fn junit_is_well_formed_and_titles_are_text() {
    let place = place();
    let xml = place.run(&["check", "feed.jsonl", "--format", "junit"]).text().to_owned();
    let names: std::collections::BTreeSet<String> =
        elements(&xml).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["failure", "testcase", "testsuite", "testsuites"].map(str::to_owned).into());
    let cases = elements(&xml);
    let said = |text: &str| cases.iter().any(|(_, of)| of.iter().any(|(_, value)| value.contains(text)));
    assert!(said("<script>alert(1)</script>") && !xml.contains("<script"), "it is there, and it is text");
    assert_junit(&xml);
}

#[test]
fn every_annotation_is_one_command_of_ours() {
    let place = place();
    let text = place.run(&["check", "feed.jsonl", "--format", "github"]).text().to_owned();
    for line in text.lines() {
        let (name, properties, message) = command(line);
        assert!(["error", "warning", "notice"].contains(&name.as_str()), "{line}");
        let keys: Vec<&str> = properties.iter().map(|(key, _)| key.as_str()).collect();
        assert!(keys == ["file", "line", "title"] || keys == ["title"], "{line}");
        assert!(!message.contains(['\n', '\r']), "{line}");
    }
    assert!(text.lines().count() <= 30);
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let place = place();
    let text = place.run(&["check", "feed.jsonl", "--format", "csv"]).text().to_owned();
    let mut cells = 0;
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        for cell in &record.unwrap() {
            cells += 1;
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    assert!(cells > 1_000);
    assert!(text.contains("'=cmd|"), "it is there, and it is text");
}

#[test]
fn a_summary_holds_no_link_no_image_and_no_html_of_a_title() {
    let place = place();
    let text = place.run(&["check", "feed.jsonl", "--format", "markdown"]).text().to_owned();
    let mut rows = 0;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => panic!("{event:?}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                assert!(html.starts_with("<br>"), "{html}");
            }
            Event::Text(text) => assert!(!text.contains('@') && !text.contains("http"), "{text}"),
            Event::Start(Tag::TableRow) => rows += 1,
            _ => {}
        }
    }
    assert_eq!(rows, 50, "no title ends a row or a table");
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        assert_eq!(line.matches('|').count(), 5, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_that_cannot_be_read_is_text() {
    let name = "a\n::error::owned `|` <b> [x](https://example.org) @everyone \u{1b}[2J\u{202E}.txt";
    let place = Place::new(&[(&format!("content/{name}"), "")]);
    let written = |format: &str| {
        let ended = place.run(&["check", "content", "--format", format]);
        assert_eq!(ended.code, Some(2));
        assert!(!ended.text().contains(is_harmful) && !ended.stderr.contains(is_harmful), "{format}");
        ended.text().to_owned()
    };
    let annotations = written("github");
    assert_eq!(annotations.lines().count(), 1, "{annotations}");
    let (command, properties, _) = command(annotations.trim_end());
    assert_eq!((command.as_str(), properties.len()), ("error", 3), "{annotations}");
    let summary = written("markdown");
    let is_text = |event: &Event<'_>| !matches!(event, Event::Start(Tag::Link { .. }) | Event::InlineHtml(_));
    assert!(Parser::new(&summary).all(|event| is_text(&event)) && summary.contains("@everyone"), "{summary}");
    assert_eq!(elements(&written("junit")).len(), 4);
    for format in ["sarif", "gitlab", "json"] {
        serde_json::from_str::<Value>(&written(format)).unwrap();
    }
}
