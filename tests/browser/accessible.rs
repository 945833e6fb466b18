//! What axe-core, the checker of the W3C's accessibility guidelines, has to say.

use std::{fs, path::Path, process::Command};

use serde_json::json;

use crate::{
    chromium::{Chromium, skipped},
    report::{Report, fixtures},
};

/// The checker, fetched once; where that fails, says so and returns `None`, unless it is required.
fn axe() -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.exists() {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let args = [
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "axe-core@4.10",
            "--prefix",
        ];
        let _ = Command::new(npm).args(args).arg(folder).output();
    }
    let axe = fs::read_to_string(script).ok();
    if axe.is_none() {
        skipped("axe-core could not be fetched with npm");
    }
    axe
}

fn violations(page: &mut Chromium, axe: &str) -> Vec<String> {
    page.value(&format!("{axe}; null"));
    let found = page.value("axe.run(document, { resultTypes: ['violations'] })");
    let found = found["violations"].as_array().unwrap().clone();
    let told = |found: &serde_json::Value| format!("{}: {}", found["id"], found["nodes"][0]["html"]);
    found.iter().map(told).collect()
}

#[test]
fn axe_finds_no_violation() {
    let feed = format!("{}\nno JSON\n", fixtures());
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("feed.jsonl"), feed).unwrap();
    let scan = ["scan", "feed.jsonl", "--partial", "--format", "html", "-o", "report.html"];
    // A line that is no article: the page then lists problems, too.
    let status = Command::new(env!("CARGO_BIN_EXE_samecopy"))
        .args(scan)
        .current_dir(folder.path())
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), Some(2));
    let (Some(mut page), Some(axe)) = (Chromium::start(), axe()) else { return };
    // The policy of the page would not let the checker in.
    page.call("Page.setBypassCSP", json!({ "enabled": true }));
    page.open(&folder.path().join("report.html"));
    for scheme in ["light", "dark"] {
        page.prefer("prefers-color-scheme", scheme);
        page.value("location.hash = ''");
        page.until("opened.hidden");
        page.value("document.querySelectorAll('details').forEach((d) => d.open = true)");
        assert_eq!(violations(&mut page, &axe), [""; 0], "{scheme} overview");
        page.shoot(&format!("details-{scheme}"));
        page.click("#clusters tbody a");
        page.until("document.querySelector('.passage')");
        assert_eq!(violations(&mut page, &axe), [""; 0], "{scheme} cluster");
        page.size(390, 844);
        assert_eq!(violations(&mut page, &axe), [""; 0], "{scheme} narrow cluster");
        page.size(1280, 900);
    }
}

#[test]
fn axe_finds_no_violation_in_an_explanation() {
    let args = ["explain", "oil-spill/wire", "oil-spill/edited", "--in", "feed.jsonl"];
    let report = Report::of_command(&[&args[..], &["--format", "html", "-o", "report.html"]].concat());
    let (Some(mut page), Some(axe)) = (Chromium::start(), axe()) else { return };
    page.call("Page.setBypassCSP", json!({ "enabled": true }));
    page.open(&report.path());
    page.until("document.querySelector('.passage')");
    assert_eq!(violations(&mut page, &axe), [""; 0]);
}
