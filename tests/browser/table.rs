//! The table of clusters.

use serde_json::json;

use crate::report::{Report, article};

const TITLES: &str = "[...document.querySelectorAll('#clusters tbody .story a')].map((a) => a.textContent)";
const COUNT: &str = "document.querySelectorAll('#clusters tbody tr').length";

#[test]
fn the_overview_says_what_was_found() {
    let Some(mut page) = Report::of_fixtures(&[]).open() else { return };
    assert_eq!(page.text("document.querySelector('h1').textContent"), "35 of 63 articles repeat another");
    assert_eq!(page.value(COUNT), 7);
    let charts =
        "[...document.querySelectorAll('.chart svg')].map((svg) => svg.querySelectorAll('rect').length)";
    assert!(page.value(charts).as_array().unwrap().iter().all(|bars| bars.as_u64().unwrap() > 0));
    assert_eq!(page.complaints, [""; 0]);
    page.shoot("overview");
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let report = Report::of_fixtures(&[]);
    let Some(mut page) = report.open() else { return };
    page.click("#clusters tbody a");
    page.until("document.querySelector('.passage')");
    assert_eq!(page.requests, [format!("file://{}", report.path().display())]);
    assert_eq!(page.complaints, [""; 0]);
}

#[test]
fn a_column_sorts_both_ways_and_says_so() {
    let Some(mut page) = Report::of_fixtures(&[]).open() else { return };
    page.click("th[data-column=title] button");
    assert_eq!(page.value("document.querySelector('th[data-column=title]').ariaSort"), "ascending");
    let ascending = page.value(TITLES);
    page.click("th[data-column=title] button");
    assert_eq!(page.value("document.querySelector('th[data-column=title]').ariaSort"), "descending");
    let mut descending = page.value(TITLES).as_array().unwrap().clone();
    descending.reverse();
    assert_eq!(ascending, json!(descending));
    page.click("th[data-column=least] button");
    assert_eq!(page.value("document.querySelectorAll('[aria-sort]').length"), 1);
    let least = "[...document.querySelectorAll('#clusters td .share')].map((s) => Number(s.textContent))";
    let least: Vec<f64> = serde_json::from_value(page.value(least)).unwrap();
    assert!(least.is_sorted() && least[0] < least[6], "{least:?}");
}

#[test]
fn filters_leave_the_clusters_asked_for() {
    let Some(mut page) = Report::of_fixtures(&["--partial"]).open() else { return };
    page.click("#query");
    page.write("KARESH oman");
    assert_eq!(page.value(TITLES), json!(["Rebels storm out of Karesh peace talks in Oman"]));
    assert_eq!(page.text("document.querySelector('#found').textContent"), "1 of 7 clusters");
    page.write(" nobody says that");
    assert_eq!(page.value(COUNT), 0);
    page.value("document.querySelector('#query').value = ''");
    page.value("kind.value = 'pairs'; filters.dispatchEvent(new Event('input'))");
    let pairs = page.value(COUNT);
    assert!(pairs.as_u64().unwrap() > 5, "{pairs}");
    page.click("#clusters tbody a");
    page.until("document.querySelector('.passage')");
    assert!(page.text("opened.textContent").contains("passages shared, other copy"));
    assert_eq!(page.complaints, [""; 0]);
}

#[test]
fn keys_alone_lead_from_the_table_to_a_cluster_and_back() {
    let Some(mut page) = Report::of_fixtures(&[]).open() else { return };
    page.press("Tab");
    assert_eq!(page.text("document.activeElement.id"), "skip");
    page.press("Enter");
    assert_eq!(page.text("document.activeElement.id"), "main");
    page.value("document.querySelector('th[data-column=least] button').focus()");
    page.press("Tab");
    let title = page.text("document.activeElement.textContent");
    page.press("Enter");
    page.until("!opened.hidden && document.querySelector('.passage')");
    assert_eq!(page.text("document.activeElement.localName"), "h1");
    assert_eq!(page.text("document.activeElement.textContent"), title);
    page.value("history.back()");
    page.until("opened.hidden");
    assert_eq!(page.text("document.activeElement.textContent"), title);
}

#[test]
fn a_row_is_there_for_every_cluster_once_somebody_looks() {
    // Clusters of two, each of words of its own.
    let article = |n: usize, copy: usize| {
        let words: String = (0..60).map(|word| format!("word{} ", n * 1000 + word)).collect();
        article(&format!("{n}/{copy}"), &format!("Story {n}"), "Herald", &words)
    };
    let feed: String = (0..250).flat_map(|n| [article(n, 0), article(n, 1)]).collect();
    let Some(mut page) = Report::of(&feed, &[]).open() else { return };
    assert!(page.value(COUNT).as_u64().unwrap() <= 200);
    for _ in 0..2 {
        page.value("document.querySelector('#clusters tbody tr:last-child').scrollIntoView()");
        page.until("more.hidden || document.querySelectorAll('#clusters tbody tr').length >= 200");
    }
    page.until("more.hidden");
    assert_eq!(page.value(COUNT), 250);
}

#[test]
fn a_report_of_nothing_says_so() {
    let lone = article("1", "Alone", "Herald", "Nothing else happened in Ferran on that day.");
    let Some(mut page) = Report::of(&lone, &[]).open() else { return };
    let title = page.text("document.querySelector('h1').textContent");
    assert_eq!(title, "One article, and none to compare it with");
    assert_eq!(page.complaints, [""; 0]);
}
