//! Titles and texts that would like to be more than text.

use crate::report::{Report, article};

const STORY: &str = "The harbour of Ferran was closed on Saturday after the river Wend burst two levees and flooded the lower \
    town. Some 4,200 residents were taken to schools on higher ground, the mayor, Ilse Brandt, said.";

const HOSTILE: [&str; 8] = [
    "</script><script>document.title = 'pwned'</script>",
    "<img src=x onerror=\"document.title = 'pwned'\">",
    "<!--<script>",
    "\"'><svg onload=document.title='pwned'>",
    "&lt;b&gt; &amp; ]]> {{7*7}} ${7*7}",
    "\u{202e}desrever si siht\u{2066}",
    "\u{1b}[31mred\u{7}\u{0}\u{8}\u{7f}\u{9b}",
    "a\u{2028}b\u{2029}c\u{feff}",
];

#[test]
fn hostile_titles_and_texts_stay_text() {
    let feed: String = HOSTILE
        .iter()
        .enumerate()
        .flat_map(|(n, hostile)| {
            let text = format!("{STORY} {hostile} number{n} came{n} word{n} for{n} word{n}.");
            [0, 1].map(|copy| article(&format!("{hostile}{n}/{copy}"), hostile, hostile, &text))
        })
        .collect();
    let Some(mut page) = Report::of(&feed, &["--no-rewrites", "--near-duplicate", "0.99"]).open() else {
        return;
    };
    let titles = "[...document.querySelectorAll('#clusters .story bdi')].map((b) => b.textContent)";
    let titles: Vec<String> = serde_json::from_value(page.value(titles)).unwrap();
    for hostile in HOSTILE {
        assert!(titles.iter().any(|title| title == hostile.trim()), "{hostile:?} not in {titles:?}");
    }
    let keys: Vec<String> = serde_json::from_value(
        page.value("[...document.querySelectorAll('#clusters .story a')].map((a) => a.hash)"),
    )
    .unwrap();
    assert_eq!(keys.len(), HOSTILE.len());
    for key in keys {
        page.value(&format!("location.hash = '{key}'"));
        page.until(&format!("opened.dataset.key === '{}' && document.querySelector('.panes')", &key[1..]));
        assert_eq!(
            page.value(
                "document.querySelectorAll('main img, main script, main b, #opened svg[onload]').length"
            ),
            0
        );
        assert_eq!(page.value("document.title.includes('pwned') && !document.title.includes('<') && !document.title.includes('svg')"), false);
    }
    assert_eq!(
        page.value(
            "document.scripts.length - document.querySelectorAll('script[type=\"application/json\"]').length"
        ),
        1
    );
    assert_eq!(page.complaints, [""; 0]);
    page.value("location.hash = ''");
    page.until("opened.hidden");
    page.value("listing.scrollIntoView()");
    page.shoot("hostile");
}

#[test]
fn a_title_of_a_megabyte_is_cut_and_the_page_stays_within_the_window() {
    let long = "x".repeat(1 << 20);
    let feed =
        [article(&format!("1{long}"), &long, &long, STORY), article("2", &"W ".repeat(1 << 19), "b", STORY)]
            .concat();
    let Some(mut page) = Report::of(&feed, &[]).open() else { return };
    assert!(
        page.value("document.querySelector('#clusters .story a').textContent.length").as_u64().unwrap() < 500
    );
    page.value("listing.scrollIntoView()");
    page.shoot("megabyte");
    let height = page.value("document.querySelector('#clusters tbody tr').clientHeight").as_u64().unwrap();
    assert!(height < 150, "two lines of the title and two of the sources: {height}");
    page.click("#clusters tbody a");
    page.until("document.querySelector('.panes')");
    for width in [1280, 400] {
        page.size(width, 900);
        assert_eq!(page.too_wide(), [""; 0], "{width}");
    }
}

#[test]
fn only_addresses_of_the_web_become_links() {
    let line = |id: &str, url: &str| {
        format!("{}\n", serde_json::json!({ "id": id, "text": STORY, "url": url, "title": "t" }))
    };
    let feed = [
        line("1", "javascript:document.title='pwned'"),
        line("2", "https://example.org/a?b=<c>"),
        line("3", "data:text/html,<script>alert(1)</script>"),
        line("4", "not an address"),
    ]
    .concat();
    let Some(mut page) = Report::of(&feed, &[]).open() else { return };
    page.click("#clusters tbody a");
    page.until("document.querySelector('.members')");
    let links =
        page.value("[...document.querySelectorAll('.members td a')].map((a) => `${a.href} ${a.rel}`)");
    assert_eq!(links, serde_json::json!(["https://example.org/a?b=%3Cc%3E noopener noreferrer"]));
}

#[test]
fn an_address_nobody_gave_shows_the_table() {
    let Some(mut page) = Report::of_fixtures(&[]).open() else { return };
    for hash in ["%", "cluster-99", "cluster-1/9-9", "__proto__", "<script>"] {
        page.value(&format!("location.hash = {}", serde_json::json!(hash)));
        page.until(if hash.starts_with("cluster-1") {
            "document.querySelector('.panes')"
        } else {
            "!listing.hidden"
        });
    }
    assert_eq!(page.complaints, [""; 0]);
}
