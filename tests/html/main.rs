//! The HTML report as a file. How it looks and feels is up to `tests/browser`.

mod page;

use std::{borrow::Cow, fs, io, path::Path, sync::LazyLock};

use base64::{Engine, engine::general_purpose::STANDARD};
use page::{blocks, inside, page, reading, units};
use samecopy::{
    Options,
    furniture::Furniture,
    report::{
        Report,
        html::{HtmlReport, Room},
    },
    scan,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const STORY: &str = "Das Hochwasser in Ferran 🌊 erreichte am Samstag 7,3 Meter, sagte Bürgermeisterin Ilse Brandt. Rund 4200 \
    Menschen wurden in Schulen gebracht, weil zwei Dämme der Wend gebrochen waren 🏚 und die Unterstadt unter Wasser stand.";

fn line(id: &str, text: &str) -> String {
    format!("{}\n", json!({ "id": id, "text": text, "title": format!("<b>{id}</b>"), "source": id }))
}

fn fixtures() -> Vec<String> {
    let feed = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/feed.jsonl")).unwrap();
    feed.lines().map(|line| format!("{line}\n")).collect()
}

/// All of the fixtures with the usual options.
static WHOLE: LazyLock<String> = LazyLock::new(|| page(&fixtures(), &Options::default(), Room::Unbounded));

#[test]
fn the_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else() {
    let page = &*WHOLE;
    let hash = |code: &str| STANDARD.encode(Sha256::digest(code));
    let policy = inside(page, "Content-Security-Policy\" content=\"", "\"");
    let style = hash(inside(page, "<style>", "</style>"));
    let script = hash(inside(page, "<script>", "</script>"));
    let sources = format!("default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; ");
    assert!(policy.starts_with(&sources), "{policy}");
    let markup = page.split_once("<script").unwrap().0;
    for loading in ["src=", "url(", "@import", "<link", "http://", "https://"] {
        assert!(!markup.contains(loading), "{loading}");
    }
}

#[test]
fn places_are_units_of_utf_16() {
    let other = STORY.replace("am Samstag", "am späten Samstag").replace("4200", "3900");
    // The longer one survives, and stands first.
    let page = page(&[line("a", &other), line("b", STORY)], &Options::default(), Room::Unbounded);
    let blocks = blocks(&page);
    let pair = &blocks["pairs-cluster-1"][0];
    let texts = [&pair["a"], &pair["b"]].map(|article| &blocks[&format!("text-{article}")]["text"]);
    assert_eq!(texts, [&json!(other), &json!(STORY)]);
    let passage: Vec<u64> = serde_json::from_value(pair["passages"][0].clone()).unwrap();
    let (mut at_a, mut at_b) = (passage[0], passage[2]);
    let mut runs = Vec::new();
    for run in passage[5..].chunks(4) {
        let (start_a, start_b) = (at_a + run[0], at_b + run[2]);
        (at_a, at_b) = (start_a + run[1], start_b + run[3]);
        runs.push([units(texts[0], start_a, at_a), units(texts[1], start_b, at_b)]);
    }
    assert_eq!((at_a, at_b), (passage[1], passage[3]), "the last run ends the passage");
    assert!(runs.len() > 2 && runs.iter().all(|[a, b]| a == b), "{runs:?}");
    let figure = |side: usize| {
        let range = &pair["figures"][side];
        units(texts[side], range[0].as_u64().unwrap(), range[1].as_u64().unwrap())
    };
    assert_eq!([figure(0), figure(1)], ["3900", "4200"]);
}

#[test]
fn a_page_is_the_same_for_any_order_of_the_input() {
    let options = Options { partial: true, ..Options::default() };
    let mut lines = fixtures();
    let first = page(&lines, &options, Room::Unbounded);
    lines.reverse();
    assert!(first == page(&lines, &options, Room::Unbounded), "the pages differ");
}

#[test]
fn each_text_stands_once_whatever_it_is_shown_with() {
    let options = Options { partial: true, ..Options::default() };
    let page = page(&fixtures(), &options, Room::Unbounded);
    let blocks = blocks(&page);
    let articles = blocks["summary"]["articles"].as_array().unwrap().len();
    let texts = page.matches(" id=\"text-").count();
    assert_eq!((texts, blocks.keys().filter(|id| id.starts_with("text-")).count()), (articles, articles));
    let groups = blocks["groups"].as_array().unwrap();
    assert!(groups.iter().filter(|group| group["is_cluster"] == false).count() > 5);
    for group in groups {
        assert!(blocks.contains_key(&format!("pairs-{}", group["key"].as_str().unwrap())));
    }
}

#[test]
fn texts_are_taken_in_as_far_as_there_is_room() {
    let of = |room| page(&fixtures(), &Options::default(), room);
    let size = |page: &str| {
        page.split_once("</script>\n<script type=\"application/json\" id=\"text-").map_or(0, |x| x.1.len())
    };
    let (all, some, none) = (WHOLE.clone(), of(Room::Bytes(100_000)), of(Room::NONE));
    assert!(size(&all) > 150_000, "{}", size(&all));
    let count = |page: &str| blocks(page).keys().filter(|id| id.starts_with("pairs-")).count();
    assert_eq!((count(&all), count(&none)), (7, 0));
    assert!((1..7).contains(&count(&some)) && some.len() < all.len() - 50_000, "{}", count(&some));
    for page in [all, some, none] {
        assert_eq!(blocks(&page)["groups"].as_array().unwrap().len(), 7, "all clusters are listed");
    }
}

#[test]
fn of_a_large_cluster_the_first_500_members_are_shown() {
    let lines: Vec<String> = (0..520).map(|n| line(&format!("{n:03}"), STORY)).collect();
    let blocks = blocks(&page(&lines, &Options::default(), Room::Unbounded));
    let cluster = &blocks["groups"][0];
    assert_eq!((cluster["members"].as_array().unwrap().len(), &cluster["more"]), (500, &json!(20)));
    assert_eq!(blocks["pairs-cluster-1"].as_array().unwrap().len(), 499, "each against the survivor");
    assert_eq!(blocks["summary"]["scan"]["dropped"], 519, "all of them count");
}

#[test]
fn a_pair_that_was_not_found_to_be_the_same_copy_has_no_scores() {
    let blocks = blocks(&WHOLE);
    let pairs: Vec<&Value> = blocks
        .iter()
        .filter(|(id, _)| id.starts_with("pairs-"))
        .flat_map(|(_, p)| p.as_array().unwrap())
        .collect();
    assert_eq!(pairs.len(), 7 * 15, "any two of six");
    let unscored = pairs.iter().filter(|pair| pair["scores"].is_null()).count();
    assert!((1..20).contains(&unscored), "{unscored}");
}

#[test]
fn a_text_that_cannot_be_read_again_is_an_error() {
    let reading = reading(&[line("a", STORY), line("b", STORY)]);
    let options = Options::default();
    let found = scan(&reading.articles, &options, &()).unwrap();
    let report = Report::new(&reading, &found, &options);
    let gone = |_: u32| -> io::Result<Cow<'static, str>> { Err(io::Error::other("it is gone")) };
    let page = HtmlReport::of_scan(&report, &found);
    let error = page.write(&Furniture::default(), gone, Room::Unbounded, &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "it is gone");
}
