//! How long a large report takes to open. Run by hand, with an optimised program:
//! `cargo test --release --test browser -- --ignored --nocapture measure`.

use samecopy::hash::mix;

use crate::report::{Report, article};

const CLUSTERS: usize = 5_000;

/// A story of made-up words and sentences, about as long as a short wire report; `copy` changes some words of it.
fn story(number: usize, copy: usize) -> String {
    let mut drawn = 0;
    let mut draw = move |below: u64| {
        drawn += 1;
        mix(((number as u64) << 32) | drawn) % below
    };
    let mut text = String::new();
    for word in 0..420 {
        let syllables = ["ka", "ro", "mi", "ten", "sul", "var", "do", "lis", "pen", "gra"];
        let picked: String = (0..2 + draw(3)).map(|_| syllables[draw(10) as usize]).collect();
        let figure = draw(9_000).to_string();
        text.push_str(match (word % 17, word % 23 == copy) {
            (_, true) => "otherwise",
            (0, _) => &figure,
            _ => &picked,
        });
        text.push_str(match word % 60 {
            59 => ".\n\n",
            14 | 29 | 44 => ". ",
            _ => " ",
        });
    }
    text
}

/// Does something and tells the milliseconds until the second frame after it, so that layout and painting count.
fn timed(action: &str) -> String {
    format!(
        "new Promise((done) => {{
            const start = performance.now();
            {action};
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
        }})"
    )
}

#[test]
#[ignore = "a measurement"]
fn measure_five_thousand_clusters() {
    let copies = |number: usize| {
        2 + usize::from(number.is_multiple_of(3)) + usize::from(number.is_multiple_of(10)) * 3
    };
    let lines = (0..CLUSTERS).flat_map(|n| {
        (0..copies(n)).map(move |c| {
            article(
                &format!("{n}/{c}"),
                &format!("Story {n}, as told {c}"),
                &format!("Source {c}"),
                &story(n, c),
            )
        })
    });
    let feed: String = lines.collect();
    let report = Report::of(&feed, &["--html-texts", "all"]);
    let megabytes = std::fs::metadata(report.path()).unwrap().len() as f64 / 1e6;
    let Some(mut page) = report.open() else { return };
    let entries = page.value("document.querySelectorAll('script[type=\"application/json\"]').length");
    println!("{CLUSTERS} clusters, {} articles, {megabytes:.1} MB, {entries} blocks", feed.lines().count());
    for run in 0..5 {
        page.open(&report.path());
        let mut milliseconds = |expression: &str| page.value(expression).as_f64().unwrap();
        let interactive = milliseconds("performance.getEntriesByName('samecopy-interactive')[0].startTime");
        let painted = milliseconds("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        let loaded = milliseconds("performance.getEntriesByType('navigation')[0].loadEventEnd");
        let sort = milliseconds(&timed("document.querySelector('th[data-column=title] button').click()"));
        let filter = milliseconds(&timed("query.value = '4711'; filters.dispatchEvent(new Event('input'))"));
        let open = milliseconds(
            "new Promise((done) => {
                const start = performance.now();
                document.querySelector('#clusters tbody a').click();
                const look = () => document.querySelector('.passage') ? done(performance.now() - start) : setTimeout(look, 1);
                look();
            })",
        );
        println!(
            "run {run}: interactive {interactive:.0} ms, painted {painted:.0} ms, loaded {loaded:.0} ms, \
             sort {sort:.0} ms, filter {filter:.0} ms, cluster {open:.0} ms"
        );
    }
    assert_eq!(page.value("SUMMARY.scan.clusters"), CLUSTERS);
    assert_eq!(page.complaints, [""; 0]);
}
