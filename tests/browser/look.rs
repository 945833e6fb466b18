//! Light, dark, narrow and on paper.

use serde_json::json;

use crate::report::Report;

const PAPER: &str = "getComputedStyle(document.body).backgroundColor";

#[test]
fn dark_mode_follows_the_system_until_somebody_chooses() {
    let Some(mut page) = Report::of_fixtures(&[]).open() else { return };
    let light = page.text(PAPER);
    page.prefer("prefers-color-scheme", "dark");
    let dark = page.text(PAPER);
    assert_ne!(light, dark);
    page.until("document.querySelector('#dark').ariaPressed === 'true'");
    page.shoot("dark");
    page.click("#clusters tbody a");
    page.until("document.querySelector('.panes')");
    page.value("document.querySelector('.panes').scrollIntoView()");
    page.shoot("dark-passages");
    page.click("#dark");
    assert_eq!(page.text(PAPER), light);
    assert_eq!(page.text("document.querySelector('#dark').ariaPressed"), "false");
    page.prefer("prefers-color-scheme", "light");
    page.click("#dark");
    assert_eq!(page.text(PAPER), dark);
    assert_eq!(page.complaints, [""; 0]);
}

#[test]
fn a_narrow_window_holds_everything() {
    let Some(mut page) = Report::of_fixtures(&[]).open() else { return };
    page.size(390, 844);
    assert_eq!(page.too_wide(), [""; 0]);
    page.shoot("narrow");
    page.value("listing.scrollIntoView()");
    page.shoot("narrow-table");
    page.click("#clusters tbody a");
    page.until("document.querySelector('.panes')");
    assert_eq!(page.too_wide(), [""; 0]);
    page.value("scrollTo(0, 0)");
    page.shoot("narrow-cluster");
    page.value("document.querySelector('.choice').scrollIntoView()");
    page.shoot("narrow-passages");
}

#[test]
fn paper_has_the_texts_whole_and_no_controls() {
    let Some(mut page) = Report::of_fixtures(&[]).open() else { return };
    page.prefer("prefers-color-scheme", "dark");
    page.shoot("overview-dark");
    page.click("#clusters tbody a");
    page.until("document.querySelector('.panes')");
    page.value("scrollTo(0, 0)");
    page.shoot("cluster-dark");
    page.prefer("prefers-color-scheme", "light");
    page.shoot("cluster");
    page.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let cut = "[...document.querySelectorAll('h1, .story a, .text')].some((e) => e.scrollHeight > e.clientHeight + 8)";
    page.size(800, 1100);
    assert_eq!(page.value(cut), false);
    assert_eq!(page.value("document.querySelector('#dark').checkVisibility()"), false);
    page.shoot("print");
    page.value("document.querySelector('.panes').scrollIntoView()");
    page.shoot("print-passages");
}
