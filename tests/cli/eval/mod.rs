//! `samecopy eval`: what it says of labels and a scan.

mod figures;
mod labels;

use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Place, fixture};

/// A place with three articles: `x` and `y` of the same words, and `z`.
fn three_articles() -> Place {
    let line = |id: &str, text: &str| format!("{}\n", json!({ "id": id, "text": text }));
    let harbour =
        "The harbour board voted on Monday to close the northern ferry terminal of Ostrava for repairs.";
    let choir =
        "A children's choir from the valley sang for the first time in the restored opera house yesterday.";
    let articles = line("x", harbour) + &line("y", harbour) + &line("z", choir);
    Place::new(&[("articles.jsonl", &articles)])
}

fn labels_of_the_feed() -> String {
    fixture("labels.tsv").to_str().unwrap().to_owned()
}

/// The evaluation of the fixtures' feed with these labels, and with these further arguments.
fn of_the_feed(labels: &str, arguments: &[&str]) -> Value {
    let all = [&["eval", labels, "feed.jsonl", "--format", "json"], arguments].concat();
    Place::with_feed().json(&all)
}

fn faults(document: &Value) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/eval.schema.json");
    let schema = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_json_is_what_its_schema_says() {
    assert_eq!(faults(&of_the_feed(&labels_of_the_feed(), &[])), [""; 0]);
}

#[test]
fn the_schema_refuses_what_it_does_not_name() {
    let mut evaluation = of_the_feed(&labels_of_the_feed(), &[]);
    evaluation["pairs"]["recall"] = json!("much");
    assert_eq!(faults(&evaluation).len(), 1);
    evaluation["pairs"]["recall"] = json!(1);
    evaluation["families"][0]["extra"] = json!(1);
    assert_eq!(faults(&evaluation).len(), 1);
}

#[test]
fn the_text_shows_every_table_that_the_labels_allow() {
    let text = Place::with_feed().ok(&["eval", &labels_of_the_feed(), "feed.jsonl"]);
    for part in [
        "63 labelled articles of 63 read\n105 pairs of the same copy, 1,848 of other copies",
        "\nPairs, threshold 0.50\n  precision",
        "\nClusters, ",
        "\nThresholds\n  threshold  precision",
        "\nReliability: ",
        "\nBy role\n",
        "\nBy family, the worst first\n",
    ] {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
    assert!(!text.contains("confidence"), "labels without confidences have no such table:\n{text}");
    assert!(text.lines().all(|line| line.trim_end() == line), "no line ends with blanks:\n{text}");
}

#[test]
fn a_row_of_the_sweep_is_what_a_scan_with_that_threshold_finds() {
    let sweep = &of_the_feed(&labels_of_the_feed(), &[])["sweep"];
    for row in sweep.as_array().unwrap().iter().step_by(6) {
        let threshold = row["threshold"].to_string();
        let pairs = &of_the_feed(&labels_of_the_feed(), &["--threshold", &threshold])["pairs"];
        for count in ["right", "false", "missed"] {
            assert_eq!(pairs[count], row[count], "{count} at {threshold}");
        }
    }
}

#[test]
fn no_threshold_of_the_sweep_is_better_than_the_best() {
    let evaluation = of_the_feed(&labels_of_the_feed(), &[]);
    let best = evaluation["best"]["f1"].as_f64().unwrap();
    assert!(evaluation["sweep"].as_array().unwrap().iter().all(|row| row["f1"].as_f64().unwrap() <= best));
}

#[test]
fn the_plot_is_an_svg_image_with_the_average_precision_in_its_title() {
    let place = Place::with_feed();
    let labels = labels_of_the_feed();
    let evaluation = place.json(&["eval", &labels, "feed.jsonl", "--plot", "curve.svg", "--format", "json"]);
    let svg = place.read("curve.svg");
    assert!(svg.starts_with("<svg width=\"760\"") && svg.trim_end().ends_with("</svg>"));
    let average = evaluation["pairs"]["average_precision"].as_f64().unwrap();
    for text in
        [&format!("Average precision {average:.4}"), "in effect: threshold 0.50", "best: threshold 0."]
    {
        assert!(svg.contains(text), "{text}");
    }
    for colour in ["#1971C2", "#A5C8EB"] {
        assert_eq!(svg.matches(colour).count(), 2, "a curve and its line in the legend");
    }
}

#[test]
fn as_many_errors_are_listed_as_were_asked_for() {
    // At this threshold there are plenty of both kinds, or at least of one.
    let listed = |arguments: &[&str]| {
        let evaluation = of_the_feed(&labels_of_the_feed(), arguments);
        let count = |name: &str| evaluation[name].as_array().unwrap().len() as u64;
        let all = ["missed", "false"].map(|name| evaluation["pairs"][name].as_u64().unwrap());
        ([count("missed"), count("false")], all)
    };
    assert_eq!(listed(&["--threshold", "1", "--near-duplicate", "1", "--errors", "0"]).0, [0, 0]);
    let (listed_missed, all) = listed(&["--threshold", "1", "--near-duplicate", "1", "--errors", "3"]);
    assert!(all[0] > 3, "{all:?}");
    assert_eq!(listed_missed, [3, all[1].min(3)]);
    let (listed_false, all) = listed(&["--threshold", "0", "--errors", "3"]);
    assert!(all[1] > 3, "{all:?}");
    assert_eq!(listed_false, [all[0].min(3), 3]);
}

#[test]
fn many_identical_articles_are_found_in_every_pair() {
    let text =
        "The harbour board voted on Monday to close the northern ferry terminal for repairs until May.";
    let line = |i| json!({ "id": format!("{i:02}"), "text": text, "cluster": "one" }).to_string();
    let lines: Vec<String> = (0..60).map(line).collect();
    let place = Place::new(&[("feed.jsonl", &lines.join("\n"))]);
    let evaluation = place.json(&["eval", "feed.jsonl", "feed.jsonl", "--format", "json"]);
    assert_eq!(evaluation["pairs"]["right"], 60 * 59 / 2);
    assert_eq!(evaluation["pairs"]["missed"], 0);
}

#[test]
fn one_place_cannot_take_both_the_figures_and_the_plot() {
    let place = three_articles();
    let ended = place.run(&["eval", "l.tsv", "articles.jsonl", "--plot", "x", "-o", "x"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("cannot go to the same place"), "{}", ended.stderr);
    let ended = place.run(&["eval", "-", "-"]);
    assert!(ended.stderr.contains("cannot be both the labels and the articles"), "{}", ended.stderr);
}
