//! Two articles side by side.

use serde_json::json;

use crate::{
    chromium::Chromium,
    report::{Report, article},
};

fn of_cluster(title: &str) -> Option<Chromium> {
    let mut page = Report::of_fixtures(&[]).open()?;
    page.click("#query");
    page.write(title);
    page.click("#clusters tbody a");
    page.until("document.querySelector('.panes')");
    Some(page)
}

#[test]
fn the_two_texts_are_whole_and_their_runs_are_equal() {
    let Some(mut page) = of_cluster("karesh") else { return };
    let texts = page.value("[...document.querySelectorAll('.text')].map((t) => { const c = t.cloneNode(true); c.querySelectorAll('button').forEach((b) => b.remove()); return c.textContent; })");
    let feed = crate::report::fixtures();
    let written: Vec<String> = feed
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned()
        })
        .collect();
    for text in texts.as_array().unwrap() {
        assert!(written.iter().any(|written| text == written), "{text}");
    }
    let runs = "[0, 1].map((side) => [...document.querySelectorAll(`mark[data-side=\"${side}\"]`)]
        .sort((x, y) => x.dataset.passage - y.dataset.passage)
        .map((mark) => [...mark.querySelectorAll('.run')].map((run) => run.textContent.toLowerCase()).join(' ').replace(/\\W+/gu, ' ')))";
    let runs = page.value(runs);
    assert_eq!(runs[0], runs[1]);
    assert!(!runs[0].as_array().unwrap().is_empty());
    assert_eq!(page.complaints, [""; 0]);
}

#[test]
fn a_passage_lights_up_with_its_counterpart_and_leads_to_it() {
    let Some(mut page) = of_cluster("karesh") else { return };
    page.hover(".text[data-side='0'] [data-passage='1'] .run");
    let lit = "[...document.querySelectorAll('.lit')].map((mark) => `${mark.dataset.side}/${mark.dataset.passage}`)";
    assert_eq!(page.value(lit), json!(["0/1", "1/1"]));
    page.hover("#compare-title");
    let last = page.value("document.querySelectorAll('.text[data-side=\"0\"] .passage').length");
    let button = format!("document.querySelector('.text[data-side=\"0\"] [data-passage=\"{last}\"] button')");
    page.value(&format!("{button}.focus()"));
    page.press("Enter");
    page.until(&format!(
        "document.activeElement.closest('.text[data-side=\"1\"] [data-passage=\"{last}\"]')"
    ));
    page.press("Enter");
    page.until("document.activeElement.closest('.text[data-side=\"0\"]')");
    page.shoot("passages");
}

#[test]
fn buttons_lead_from_passage_to_passage() {
    let Some(mut page) = of_cluster("karesh") else { return };
    let count = page.value("document.querySelectorAll('.text[data-side=\"0\"] .passage').length");
    page.click(".steps button:nth-child(2)");
    assert_eq!(
        page.text("document.querySelector('.steps span').textContent"),
        format!("Passage 1 of {count}")
    );
    page.click(".steps button:nth-child(1)");
    assert_eq!(
        page.text("document.querySelector('.steps span').textContent"),
        format!("Passage {count} of {count}")
    );
}

#[test]
fn any_two_of_a_small_cluster_can_be_chosen() {
    let Some(mut page) = of_cluster("karesh") else { return };
    let third = page.value("document.querySelector('#choose-B').options[2].value");
    page.value(&format!(
        "(() => {{ const b = document.querySelector('#choose-B'); b.value = {third}; b.dispatchEvent(new Event('change')); }})()"
    ));
    page.until(&format!(
        "document.querySelector('#choose-B').value === {third} && location.hash.includes({third})"
    ));
    page.click(".members tbody tr:nth-child(4) a");
    page.until("document.querySelectorAll('.members tr.shown').length === 2 && document.querySelector('.members tr:nth-child(4).shown')");
    assert_eq!(page.complaints, [""; 0]);
}

#[test]
fn an_address_leads_to_a_pair() {
    let report = Report::of_fixtures(&[]);
    let Some(mut page) = Chromium::start() else { return };
    page.open_at(&report.path(), "#cluster-1/1-3");
    page.until(
        "document.querySelector('.panes') && document.querySelectorAll('.members tr.shown').length === 2",
    );
    let shown = "[...document.querySelectorAll('.members tr')].map((row) => row.classList.contains('shown'))";
    assert_eq!(page.value(shown), json!([false, false, true, false, true, false, false]));
    page.until("document.querySelector('#compare').getBoundingClientRect().top < innerHeight / 2");
    page.shoot("pair");
    assert_eq!(page.complaints, [""; 0]);
}

#[test]
fn furniture_is_grey_and_figures_of_one_article_are_marked_and_listed() {
    let story = "The harbour of Ferran was closed on Saturday after the river Wend burst two levees and flooded the lower \
        town. Some 4,200 residents were taken to schools on higher ground, the mayor, Ilse Brandt, said. \u{1f30a} The \
        river stood at 7.3 metres, the highest in 50 years, according to the observatory of the province.";
    let pitch = "Sign up for our newsletter and get the best of the Herald every morning.";
    let other = story.replace("4,200", "3,900");
    let feed = [
        article("a", "Ferran floods", "Wire", story),
        article("b", "Ferran under water", "Herald", &format!("{other}\n{pitch}")),
    ]
    .concat();
    let Some(mut page) = Report::of(&feed, &[]).open() else { return };
    page.click("#clusters tbody a");
    page.until("document.querySelector('.panes')");
    let marked = |name: &str| {
        format!("[...document.querySelectorAll('.panes .{name}')].map((s) => s.textContent).sort()")
    };
    assert_eq!(page.value(&marked("figure")), json!(["3,900", "4,200"]));
    assert_eq!(page.value(&marked("furniture")), json!([pitch.trim_end_matches('.')]));
    let listed = page.text("document.querySelector('.scores').textContent");
    assert!(listed.contains("4,200") && listed.contains("3,900"), "{listed}");
    let behind = "[...document.querySelectorAll('.run')].map((run) => run.textContent).join('|')";
    let behind = page.text(behind);
    assert!(
        behind.contains("The river stood at 7.3 metres") || behind.contains("river stood at 7.3 metres"),
        "{behind}"
    );
}

#[test]
fn texts_that_were_left_out_are_said_to_be() {
    let Some(mut page) = Report::of_fixtures(&["--html-texts", "none"]).open() else { return };
    page.click("#clusters tbody a");
    page.until("document.querySelector('#compare .note')");
    assert!(page.text("document.querySelector('#compare .note').textContent").contains("--html-texts all"));
    assert_eq!(page.value("document.querySelectorAll('.members tbody tr').length").as_u64().unwrap(), 6);
    assert_eq!(page.complaints, [""; 0]);
}

#[test]
fn explain_shows_its_two_articles_at_once() {
    let args = ["explain", "oil-spill/wire", "oil-spill/edited", "--in", "feed.jsonl"];
    let report = Report::of_command(&[&args[..], &["--format", "html", "-o", "report.html"]].concat());
    let Some(mut page) = report.open() else { return };
    page.until("document.querySelector('.passage')");
    assert_eq!(page.value("document.querySelectorAll('.text[data-side=\"1\"] .passage').length"), 9);
    let stray = "[...document.querySelectorAll('#opened, #compare')].flatMap((e) => [...e.childNodes]).filter((n) => n.nodeType === 3).length";
    assert_eq!(page.value(stray), 0, "text between the parts");
    assert_eq!(page.value("['overview', 'listing'].every((id) => document.getElementById(id).hidden)"), true);
    assert_eq!(page.complaints, [""; 0]);
    page.shoot("explain");
}
