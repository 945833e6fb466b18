//! What is written as JSON is what `schema/report.schema.json` says.

use serde_json::{Value, json};

use crate::{run::Place, tiny};

fn schema() -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/report.schema.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The schema of one of its definitions.
fn definition(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}"), "$defs": schema()["$defs"] })
}

fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    let faults = validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path()));
    // One fault comes once a pair.
    faults.take(5).collect()
}

#[test]
fn a_report_is_what_the_schema_says() {
    let place = Place::with_feed();
    let report = place.json(&["scan", "feed.jsonl", "--partial", "--format", "json"]);
    assert!(
        report["pairs"].as_array().unwrap().len() > 50 && !report["clusters"].as_array().unwrap().is_empty()
    );
    assert_eq!(faults(&schema(), &report), [""; 0]);
}

#[test]
fn what_a_wire_says_of_an_article_is_in_the_report() {
    let item = json!({"uri": "1", "version": "2", "versioncreated": "2025-02-18", "embargoed": "2025-02-19T06:00:00Z",
        "language": "en-GB", "byline": "By Bridie Hallam", "located": "Karesh", "creditline": "NPA",
        "headline": "Talks collapse", "body_text": "Talks collapsed."});
    let place = Place::new(&[("a.jsonl", &format!("{item}\n")), ("b.txt", tiny::STORY)]);
    let report = place.json(&["scan", "a.jsonl", "b.txt", "--format", "json"]);
    assert_eq!(faults(&schema(), &report), [""; 0]);
    let details = json!({"language": "en-GB", "byline": "By Bridie Hallam", "dateline": "Karesh", "credit": "NPA",
        "version": 2, "embargo": "2025-02-19T06:00:00Z"});
    assert_eq!(report["articles"][0]["details"], details);
    assert_eq!(report["articles"][1].get("details"), None);
}

#[test]
fn a_report_of_bad_input_is_what_the_schema_says() {
    let place = Place::new(&[("a.txt", tiny::STORY), ("bad.jsonl", &"{\"text\": 1}\n".repeat(10_001))]);
    let ended = place.run(&["scan", "a.txt", "bad.jsonl", "missing", "--format", "json"]);
    let report: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(faults(&schema(), &report), [""; 0]);
}

#[test]
fn a_comparison_is_a_pair_and_an_explanation_has_its_passages() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    let json = |command| place.json(&[command, "early", "late", "--in", "feed.jsonl", "--format", "json"]);
    assert_eq!(faults(&definition("pair"), &json("compare")), [""; 0]);
    assert_eq!(faults(&definition("explanation"), &json("explain")), [""; 0]);
}

#[test]
fn a_chain_is_what_the_schema_says() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    for z in ["late", "other"] {
        let why = place.json(&["why", "early", z, "feed.jsonl", "--format", "json"]);
        assert_eq!(faults(&definition("why"), &why), [""; 0]);
    }
}

#[test]
fn the_schema_refuses_what_it_does_not_name() {
    let place = Place::with_feed();
    let mut report = place.json(&["scan", "feed.jsonl", "--format", "json"]);
    report["pairs"][0]["similarity"] = json!(1);
    report["clusters"][0]["survivor"] = Value::Null;
    assert_eq!(faults(&schema(), &report).len(), 2);
}
