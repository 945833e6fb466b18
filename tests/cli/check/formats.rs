//! The forms of findings are what those who read them expect: each against a schema of exactly what is written here, and
//! against the published one where `SAMECOPY_SCHEMAS` names a directory that has it.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use quick_xml::{Reader, XmlVersion, events::Event};
use serde_json::{Value, json};

use super::newsroom::{body, copy};
use crate::{
    run::Place,
    tiny::{self, line},
};

/// Findings of each verdict: of two files, of a feed, of both, and with something that cannot be read.
fn place() -> Place {
    let quote: String = body(1).split("\n\n").take(2).collect::<Vec<_>>().join("\n\n");
    let feed = [
        line("a", "Wire", "2025-02-18", &body(1)),
        line("b", "Herald", "2025-02-19", &format!("{}\n\n{quote}", body(2))),
        line("story", "Globe", "2025-02-20T10:00:00Z", tiny::STORY),
    ];
    Place::new(&[
        ("content/with space & [brackets]: ü#?.txt", tiny::STORY),
        ("content/edited.txt", &tiny::edited()),
        ("content/wire.txt", &body(3)),
        ("content/cut.txt", &copy(&body(3), 1)),
        ("content/empty.txt", ""),
        ("feed.jsonl", &feed.concat()),
    ])
}

const CHECK: [&str; 5] = ["check", "content", "feed.jsonl", "--min-verdict", "partial"];

fn written(place: &Place, format: &str) -> String {
    let ended = place.run(&[&CHECK[..], &["--format", format]].concat());
    assert_eq!(ended.code, Some(2), "there is an empty file: {}", ended.stderr);
    ended.text().to_owned()
}

fn report(place: &Place) -> Value {
    serde_json::from_str(&written(place, "json")).unwrap()
}

#[track_caller]
fn assert_valid(schema: &Value, document: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(document)
        .take(5)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(faults, [""; 0]);
}

/// A published schema, where there is one at hand: the project does not carry what others wrote. A directory that is
/// named has to have it.
fn published(name: &str) -> Option<PathBuf> {
    let Some(folder) = env::var_os("SAMECOPY_SCHEMAS") else {
        eprintln!("skipped: {name}, as SAMECOPY_SCHEMAS names no directory of published schemas");
        return None;
    };
    let path = Path::new(&folder).join(name);
    assert!(path.exists(), "{} is missing; CONTRIBUTING.md tells where it comes from", path.display());
    Some(path)
}

/// An object of exactly these properties.
fn object(properties: Value) -> Value {
    let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn array(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

#[test]
fn the_findings_of_the_place_are_of_every_verdict() {
    let report = report(&place());
    let verdicts: BTreeSet<&str> =
        report["findings"].as_array().unwrap().iter().map(|f| f["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["identical", "near-duplicate", "partial", "rewrite"].into());
    assert_eq!(report["errors"][0]["path"], "content/empty.txt");
}

#[test]
fn json_is_what_its_schema_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/check.schema.json");
    let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let place = place();
    assert_valid(&schema, &report(&place));
    fs::remove_file(place.path("content/empty.txt")).unwrap();
    place.ok(&["check", "content", "feed.jsonl", "--baseline", "known.jsonl", "--update-baseline"]);
    fs::remove_file(place.path("content/cut.txt")).unwrap();
    place.write("content/new.txt", tiny::edited());
    let ended =
        place.run(&["check", "content", "feed.jsonl", "--baseline", "known.jsonl", "--format", "json"]);
    let mut report: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert!(report["counts"]["known"] != 0 && report["counts"]["new"] != 0 && report["counts"]["stale"] == 1);
    assert_valid(&schema, &report);
    report["findings"][0]["similarity"] = 1.into();
    assert!(!jsonschema::is_valid(&schema, &report), "the schema refuses what it does not name");
}

/// Where Cargo.toml says that the documentation is.
fn documentation() -> String {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let line = manifest.lines().find_map(|line| line.strip_prefix("documentation = "));
    line.unwrap().trim_matches('"').to_owned()
}

fn sarif_schema() -> Value {
    let text = object(json!({ "text": { "type": "string", "minLength": 1 } }));
    let level = json!({ "enum": ["error", "warning", "note"] });
    let rule_id = json!({ "enum": ["identical", "near-duplicate", "rewrite", "partial"] });
    let uri = json!({ "type": "string", "pattern": "^([A-Za-z0-9/._~-]|%[0-9A-F]{2})+$" });
    let artifact = object(json!({ "uri": uri, "uriBaseId": { "const": "%SRCROOT%" } }));
    let region = object(json!({ "startLine": { "type": "integer", "minimum": 1 } }));
    let physical = object(json!({ "artifactLocation": artifact, "region": region }));
    let logical =
        object(json!({ "fullyQualifiedName": { "type": "string" }, "kind": { "const": "article" } }));
    let location =
        object(json!({ "physicalLocation": physical, "logicalLocations": array(logical.clone()) }));
    let related = object(json!({
        "id": { "const": 1 }, "message": text, "physicalLocation": physical, "logicalLocations": array(logical),
    }));
    let rule = object(json!({
        "id": rule_id, "name": { "pattern": "^([A-Z][a-z]+)+$" }, "shortDescription": text, "fullDescription": text,
        "help": text, "defaultConfiguration": object(json!({ "level": level })),
        "properties": object(json!({ "tags": array(json!({ "type": "string" })) })),
    }));
    let result = object(json!({
        "ruleId": rule_id, "ruleIndex": { "type": "integer", "minimum": 0, "maximum": 3 }, "level": level,
        "message": text, "locations": array(location), "relatedLocations": array(related),
        "partialFingerprints": object(json!({ "samecopy/v1": { "pattern": "^[0-9a-f]{16}-[0-9a-f]{16}(:[0-9]+)?$" } })),
        "rank": { "type": "number", "minimum": 0, "maximum": 100 },
    }));
    let file = object(json!({ "artifactLocation": artifact }));
    let notification = object(json!({
        "level": level, "message": text, "locations": array(object(json!({ "physicalLocation": file }))),
    }));
    let invocation = object(json!({
        "executionSuccessful": { "type": "boolean" }, "toolExecutionNotifications": array(notification),
    }));
    let version = json!({ "pattern": r"^\d+\.\d+\.\d+" });
    let driver = object(json!({
        "name": { "const": "samecopy" }, "version": version, "semanticVersion": version, "rules": array(rule),
        "informationUri": { "const": documentation() },
    }));
    let run = object(json!({
        "tool": object(json!({ "driver": driver })), "invocations": array(invocation), "results": array(result),
    }));
    object(json!({ "$schema": { "type": "string" }, "version": { "const": "2.1.0" }, "runs": array(run) }))
}

#[test]
fn sarif_is_what_the_standard_says() {
    let place = place();
    let sarif: Value = serde_json::from_str(&written(&place, "sarif")).unwrap();
    assert_valid(&sarif_schema(), &sarif);
    let Some(path) = published("sarif-schema-2.1.0.json") else { return };
    // It has a bracket without its other half in two patterns of languages, which no result here has.
    let schema = fs::read_to_string(path).unwrap().replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert_valid(&schema, &sarif);
    let clean: Value =
        serde_json::from_slice(&place.run(&["check", "feed.jsonl", "--format", "sarif"]).stdout).unwrap();
    assert_valid(&schema, &clean);
}

#[test]
fn sarif_results_link_their_places_and_have_the_baselines_keys() {
    let place = place();
    let sarif: Value = serde_json::from_str(&written(&place, "sarif")).unwrap();
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let message = result["message"]["text"].as_str().unwrap();
        assert!(message.contains("](1): ") && result["relatedLocations"][0]["id"] == 1, "{message}");
    }
    let odd = "content/with%20space%20%26%20%5Bbrackets%5D%3A%20%C3%BC%23%3F.txt";
    assert!(sarif.to_string().contains(odd), "addresses are escaped");
    let keys: BTreeSet<&str> =
        results.iter().map(|r| r["partialFingerprints"]["samecopy/v1"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), results.len(), "no two are alike");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false, "a file could not be read");

    fs::remove_file(place.path("content/empty.txt")).unwrap();
    place.ok(&[&CHECK[..], &["--baseline", "known.jsonl", "--update-baseline"]].concat());
    let baseline = place.read("known.jsonl");
    let known: BTreeSet<String> = baseline
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["key"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(known, keys.iter().map(|&key| key.to_owned()).collect());
}

#[test]
fn a_code_quality_report_is_what_gitlab_documents() {
    let place = place();
    let issues: Value = serde_json::from_str(&written(&place, "gitlab")).unwrap();
    let lines = object(json!({ "begin": { "type": "integer", "minimum": 1 } }));
    let location = object(json!({ "path": { "type": "string", "pattern": "^[^/.]" }, "lines": lines }));
    let issue = object(json!({
        "description": { "type": "string" }, "check_name": { "type": "string" }, "fingerprint": { "type": "string" },
        "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] }, "location": location,
    }));
    assert_valid(&array(issue), &issues);
    let all = issues.as_array().unwrap();
    let fingerprints: BTreeSet<&str> =
        all.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(
        (all.len(), fingerprints.len()),
        (report(&place)["findings"].as_array().unwrap().len(), all.len())
    );
    assert!(
        all.iter().any(|issue| issue["location"] == json!({ "path": "feed.jsonl", "lines": { "begin": 3 } }))
    );
}

/// The elements of a document, each with its attributes; panics where it is not well formed.
pub fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(element) | Event::Empty(element) => {
                let attribute = |a: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
                    let a = a.unwrap();
                    let value = a.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned();
                    (a.key.as_ref().to_owned(), value)
                };
                let name = element.name().as_ref().to_owned();
                found.push((name, element.attributes().map(attribute).collect()));
            }
            _ => {}
        }
    }
}

#[test]
fn junit_has_a_failure_for_each_finding_and_an_error_for_each_problem() {
    let place = place();
    let xml = written(&place, "junit");
    let elements = elements(&xml);
    let count = |name: &str| elements.iter().filter(|(element, _)| element == name).count();
    let findings = report(&place)["findings"].as_array().unwrap().len();
    assert_eq!((count("testcase"), count("failure"), count("error")), (findings + 1, findings, 1));
    let counts = [
        ("name", "samecopy".to_owned()),
        ("tests", (findings + 1).to_string()),
        ("failures", findings.to_string()),
        ("errors", "1".to_owned()),
    ];
    for suite in elements.iter().filter(|(element, _)| element.starts_with("testsuite")) {
        assert_eq!(suite.1, counts.clone().map(|(name, value)| (name.to_owned(), value)), "{}", suite.0);
    }
    let clean = place.ok(&["check", "feed.jsonl", "--min-verdict", "identical", "--format", "junit"]);
    assert!(clean.contains("tests=\"1\" failures=\"0\"") && clean.contains("no new findings"), "{clean}");
    assert_junit(&xml);
    assert_junit(&clean);
}

/// Validates against the schema of Jenkins' xUnit plugin, where that and `xmllint` are at hand.
pub fn assert_junit(xml: &str) {
    let Some(schema) = published("junit-10.xsd") else { return };
    let place = Place::new(&[("junit.xml", xml)]);
    let mut lint = Command::new("xmllint");
    lint.args(["--noout", "--nonet", "--schema"]).arg(schema).arg(place.path("junit.xml"));
    match lint.stdout(Stdio::null()).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => eprintln!("skipped: xmllint cannot be run: {error}"),
    }
}

/// A workflow command of GitHub as its runner reads it: name, properties, message.
pub fn command(line: &str) -> (String, Vec<(String, String)>, String) {
    let unescaped = |text: &str| {
        text.replace("%0D", "\r")
            .replace("%0A", "\n")
            .replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%25", "%")
    };
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let properties = properties.split(',').map(|property| {
        let (key, value) = property.split_once('=').unwrap();
        (key.to_owned(), unescaped(value))
    });
    (name.to_owned(), properties.collect(), unescaped(message))
}

#[test]
fn annotations_name_file_and_line_and_the_worst_comes_first() {
    let text = written(&place(), "github");
    let commands: Vec<_> = text.lines().map(command).collect();
    let rank = |name: &str| ["error", "warning", "notice"].iter().position(|level| *level == name).unwrap();
    assert!(commands.is_sorted_by_key(|(name, ..)| rank(name)) && commands.len() >= 5, "{text}");
    let value = |of: &[(String, String)], key: &str| of.iter().find(|(k, _)| k == key).unwrap().1.clone();
    assert!(commands.iter().all(|(_, of, _)| value(of, "title").starts_with("samecopy: ")));
    assert!(
        commands.iter().any(|(_, of, _)| value(of, "file") == "feed.jsonl" && value(of, "line") == "3"),
        "{text}"
    );
    assert!(text.contains("with space & [brackets]: ü#?.txt"), "in the message it is as it is: {text}");
}

#[test]
fn what_cannot_be_read_is_annotated_where_it_stands_and_before_all_findings() {
    let place = place();
    place.write(
        "feed.jsonl",
        format!("{}not json\n::error::owned\n{{\"id\":\"x\"}}\n", place.read("feed.jsonl")),
    );
    let text = written(&place, "github");
    let commands: Vec<_> = text.lines().map(command).collect();
    let trouble: Vec<_> =
        commands.iter().filter(|(_, of, _)| of.contains(&title("samecopy: problem"))).collect();
    let places: Vec<_> = trouble.iter().map(|(name, of, _)| (name.as_str(), &of[..of.len() - 1])).collect();
    let at =
        |file: &str, line: &str| [("file", file), ("line", line)].map(|(k, v)| (k.to_owned(), v.to_owned()));
    assert_eq!(
        places,
        [
            ("error", &at("content/empty.txt", "1")[..]),
            ("error", &at("feed.jsonl", "4")),
            ("error", &at("feed.jsonl", "5")),
            ("error", &at("feed.jsonl", "6")),
        ]
    );
    assert_eq!(trouble, commands.iter().take(4).collect::<Vec<_>>());
    assert!(trouble[3].2.contains("--text-field"), "the message says what to do: {text}");
}

/// A place with `copies` of one story, and so many files that cannot be read.
fn reprinted(copies: usize, empty: usize) -> Place {
    let place = Place::new(&[]);
    (0..copies).for_each(|number| place.write(&format!("content/{number:02}.txt"), tiny::STORY));
    (0..empty).for_each(|number| place.write(&format!("content/empty-{number}.txt"), ""));
    place
}

#[test]
fn an_article_of_a_cluster_is_annotated_once_and_says_how_many_more_findings_it_has() {
    let place = reprinted(4, 0);
    let report = place.run(&["check", "content", "--format", "json"]);
    assert!(report.text().contains("\"new\": 6"), "four articles are six pairs: {}", report.text());
    let text = place.run(&["check", "content", "--format", "github"]).text().to_owned();
    let said: Vec<(String, bool)> = text
        .lines()
        .map(|line| {
            let (_, of, message) = command(line);
            (of[0].1.clone(), message.contains("content/00.txt"))
        })
        .collect();
    let first = |name: &str| (format!("content/{name}.txt"), true);
    assert_eq!(said, [first("01"), first("02"), first("03")], "{text}");
    let more: Vec<&str> = text.lines().map(|line| line.rsplit("overlap 1.00.").next().unwrap()).collect();
    assert_eq!(more, ["", " This article has 1 more finding.", " This article has 2 more findings."]);
    let summary = place.run(&["check", "content", "--format", "markdown"]).text().to_owned();
    assert!(summary.starts_with("## samecopy: 6 new findings in 3 articles\n"), "{summary}");
    assert_eq!(summary.lines().filter(|line| line.starts_with("| ")).count(), 1 + 3, "{summary}");
    assert!(summary.contains("` content/00.txt `<br>and 2 more |"), "{summary}");
}

#[test]
fn annotations_end_where_github_would_drop_them_and_say_how_many_there_are() {
    let count = |text: &str, of: &str| {
        text.lines().filter(|line| line.starts_with("::error ") && line.contains(of)).count()
    };
    for (empty, problems, findings, last) in [
        (0, 0, 10, "3 more articles"),
        (3, 3, 7, "6 more articles"),
        (7, 5, 5, "8 more articles and 2 more problems"),
    ] {
        let text = reprinted(14, empty).run(&["check", "content", "--format", "github"]).text().to_owned();
        assert_eq!(
            (count(&text, "samecopy%3A problem::"), count(&text, "samecopy%3A identical::")),
            (problems, findings),
            "{text}"
        );
        let last = format!(
            "::notice title=samecopy::{last}, which are not shown here; the other reports have all of them"
        );
        assert_eq!(text.lines().skip(10).collect::<Vec<_>>(), [last]);
    }
}

fn title(title: &str) -> (String, String) {
    ("title".to_owned(), title.to_owned())
}

#[test]
fn a_table_has_a_row_for_each_finding() {
    let place = place();
    let text = written(&place, "csv");
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let columns = table.headers().unwrap().clone();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let report = report(&place);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(rows.len(), findings.len());
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    for (row, finding) in rows.iter().zip(findings) {
        assert_eq!(&row[at("key")], finding["key"].as_str().unwrap());
        assert_eq!(&row[at("other_id")], finding["other"]["id"].as_str().unwrap());
        assert_eq!(row[at("overlap")].parse::<f64>().unwrap(), finding["overlap"].as_f64().unwrap());
    }
}

#[test]
fn a_summary_has_a_table_and_says_how_many_more_there_are() {
    let place = place();
    let text = written(&place, "markdown");
    let report = report(&place);
    let findings = report["findings"].as_array().unwrap();
    let articles: BTreeSet<&str> = findings.iter().map(|f| f["article"]["name"].as_str().unwrap()).collect();
    let (findings, articles) = (findings.len(), articles.len());
    assert!(text.starts_with(&format!("## samecopy: {findings} new findings")), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("| ")).count(), articles + 1);
    assert!(text.contains("**1 problem with the input: not everything was read.**"), "{text}");
    assert!(text.contains("\n- ` content/empty.txt `: ` "), "{text}");
    let text = reprinted(60, 0).run(&["check", "content", "--format", "markdown"]).text().to_owned();
    assert!(text.contains("\n… and 9 more.\n"), "59 articles to look at: {text}");
    assert!(text.len() < 60_000);
}

#[test]
fn several_forms_are_written_at_once_each_as_if_alone() {
    let place = place();
    let also = ["--also", "sarif=found.sarif", "--also", "junit=found.xml", "--also", "markdown=summary.md"];
    let ended = place.run(&[&CHECK[..], &["--format", "github"], &also].concat());
    assert_eq!(ended.text(), written(&place, "github"));
    for (name, format) in [("found.sarif", "sarif"), ("found.xml", "junit"), ("summary.md", "markdown")] {
        assert_eq!(place.read(name), written(&place, format));
    }
    for (also, said) in [
        ("sarif", "write it as FORMAT=FILE"),
        ("text=x", "there are json, csv, sarif, github, gitlab, junit, markdown"),
        ("sarif=found.sarif", "cannot go to found.sarif"),
    ] {
        let ended = place.run(&["check", "feed.jsonl", "--also", also, "-o", "found.sarif"]);
        assert!(ended.code == Some(2) && ended.stderr.contains(said), "{}", ended.stderr);
    }
}

#[test]
fn a_scan_writes_the_same_forms() {
    let place = place();
    fs::remove_file(place.path("content/empty.txt")).unwrap();
    for format in ["sarif", "github", "gitlab", "junit", "markdown", "csv"] {
        let scanned = place.ok(&["scan", "content", "feed.jsonl", "--partial", "--format", format]);
        let checked = place.run(&[&CHECK[..], &["--format", format]].concat());
        assert_eq!((checked.code, checked.text()), (Some(1), scanned.as_str()), "{format}");
    }
}
