//! How long a large report takes to open. Run by hand, with an optimised program:
//! `cargo test --release --test browser -- --ignored --nocapture measure`.

use crate::report::{Report, article};

const CLUSTERS: usize = 5_000;

/// A story of made-up words and sentences, about as long as a short wire report; `copy` changes some words of it.
fn story(number: usize, copy: usize) -> String {
    let mut state = number as u64 + 1;
    let mut draw = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut text = String::new();
    for word in 0..420 {
        let syllables = ["ka", "ro", "mi", "ten", "sul", "var", "do", "lis", "pen", "gra"];
        let picked: String = (0..2 + draw(3)).map(|_| syllables[draw(10) as usize]).collect();
        match (word % 17, word % 23 == copy) {
            (_, true) => text.push_str("otherwise"),
            (0, _) => text.push_str(&format!("{}", draw(9_000))),
            _ => text.push_str(&picked),
        }
        text.push_str(match word % 60 {
            59 => ".\n\n",
            14 | 29 | 44 => ". ",
            _ => " ",
        });
    }
    text
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
    let mark = "performance.getEntriesByName('samecopy-interactive')[0].startTime";
    for run in 0..5 {
        page.open(&report.path());
        let interactive = page.value(mark);
        let loaded = page.value("performance.getEntriesByType('navigation')[0].loadEventEnd");
        // Until the second frame after it, so that layout and painting count.
        let timed = |action: &str| {
            format!(
                "new Promise((done) => {{ const start = performance.now(); {action};
                   requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start))); }})"
            )
        };
        let sort = page.value(&timed("document.querySelector('th[data-column=title] button').click()"));
        let filter = page.value(&timed("query.value = '4711'; filters.dispatchEvent(new Event('input'))"));
        let open = page.value(
            "new Promise((done) => { const start = performance.now(); document.querySelector('#clusters tbody a').click();
               const look = () => document.querySelector('.passage') ? done(performance.now() - start) : setTimeout(look, 1); look(); })",
        );
        println!(
            "run {run}: interactive {interactive:.0} ms, loaded {loaded:.0} ms, sort {sort:.0} ms, filter {filter:.0} ms, cluster {open:.0} ms"
        );
    }
    assert_eq!(page.value("SUMMARY.scan.clusters"), CLUSTERS);
    assert_eq!(page.complaints, [""; 0]);
}
