//! The figures are those of a naive twin, and those of the scripts that others score with.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use super::{faults, labels_of_the_feed, of_the_feed};
use crate::run::{Place, feed};

/// What the labels of the fixtures and a report of a scan say, computed from their definitions.
struct Twin {
    clusters: BTreeMap<String, String>,
    report: Value,
}

impl Twin {
    fn of_the_fixtures() -> Self {
        let labels = fs::read_to_string(labels_of_the_feed()).unwrap();
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let clusters = labels.lines().skip(1).map(cells).map(|cells| (cells[0].clone(), cells[1].clone()));
        let report = Place::with_feed().json(&["scan", "feed.jsonl", "--format", "json"]);
        Self { clusters: clusters.collect(), report }
    }

    fn true_pairs(&self) -> BTreeSet<(&str, &str)> {
        let pairs = self.clusters.iter().flat_map(|x| self.clusters.iter().map(move |y| (x, y)));
        pairs.filter(|(x, y)| x.0 < y.0 && x.1 == y.1).map(|(x, y)| (x.0.as_str(), y.0.as_str())).collect()
    }

    fn found_pairs(&self) -> BTreeSet<(&str, &str)> {
        let same = ["identical", "near-duplicate", "rewrite"];
        let pairs = self.report["pairs"].as_array().unwrap().iter();
        let same = pairs.filter(|pair| same.contains(&pair["verdict"].as_str().unwrap()));
        same.map(|pair| (pair["a"].as_str().unwrap(), pair["b"].as_str().unwrap())).collect()
    }

    fn cluster_found(&self, id: &str) -> BTreeSet<&str> {
        let clusters = self.report["clusters"].as_array().unwrap().iter();
        let mut members = clusters.map(|cluster| {
            cluster["members"]
                .as_array()
                .unwrap()
                .iter()
                .map(|m| m["id"].as_str().unwrap())
                .collect::<BTreeSet<_>>()
        });
        members.find(|members| members.contains(id)).unwrap_or_else(|| BTreeSet::from([self.own(id)]))
    }

    fn own(&self, id: &str) -> &str {
        self.clusters.get_key_value(id).unwrap().0
    }

    fn b_cubed(&self) -> (f64, f64) {
        let (mut precision, mut recall) = (0.0, 0.0);
        for (id, cluster) in &self.clusters {
            let truth: BTreeSet<&str> = self
                .clusters
                .iter()
                .filter(|other| other.1 == cluster)
                .map(|other| other.0.as_str())
                .collect();
            let found = self.cluster_found(id);
            let both = truth.intersection(&found).count() as f64;
            precision += both / found.len() as f64;
            recall += both / truth.len() as f64;
        }
        let all = self.clusters.len() as f64;
        (precision / all, recall / all)
    }
}

#[track_caller]
fn assert_near(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expected).abs() < 0.000_051, "{value} is not {expected}");
}

#[test]
fn the_figures_are_those_of_the_report_of_a_scan() {
    let twin = Twin::of_the_fixtures();
    let (truth, found) = (twin.true_pairs(), twin.found_pairs());
    let right = truth.intersection(&found).count();
    let evaluation = of_the_feed(&labels_of_the_feed(), &[]);
    let pairs = &evaluation["pairs"];
    assert_eq!(pairs["right"], right);
    assert_eq!(pairs["false"], found.len() - right);
    assert_eq!(pairs["missed"], truth.len() - right);
    assert_near(&pairs["precision"], right as f64 / found.len() as f64);
    assert_near(&pairs["recall"], right as f64 / truth.len() as f64);
    let (precision, recall) = twin.b_cubed();
    assert_near(&evaluation["clusters"]["b_cubed"]["precision"], precision);
    assert_near(&evaluation["clusters"]["b_cubed"]["recall"], recall);
    assert_eq!(
        (&evaluation["labels"]["same"], &evaluation["labels"]["different"]),
        (&json!(105), &json!(1848))
    );
}

#[test]
fn clusters_and_all_their_pairs_judged_one_by_one_give_the_same_pairs() {
    let twin = Twin::of_the_fixtures();
    let truth = twin.true_pairs();
    let mut table = "id_a,id_b,label,confidence\n".to_owned();
    for (i, a) in twin.clusters.keys().enumerate() {
        for b in twin.clusters.keys().skip(i + 1) {
            let label = if truth.contains(&(a.as_str(), b.as_str())) { "same" } else { "none" };
            table += &format!("{b},{a},{label},1\n");
        }
    }
    let place = Place::with_feed();
    place.write("pairs.csv", table);
    let pairs = place.json(&["eval", "pairs.csv", "feed.jsonl", "--format", "json"]);
    let clusters = of_the_feed(&labels_of_the_feed(), &[]);
    assert_eq!(faults(&pairs), [""; 0]);
    assert_eq!(pairs["clusters"], Value::Null);
    for figure in ["precision", "recall", "f1", "candidate_recall"] {
        assert_eq!(pairs["pairs"][figure], clusters["pairs"][figure], "{figure}");
    }
    assert_eq!(pairs["sweep"], clusters["sweep"]);
    assert_eq!(pairs["best"], clusters["best"]);
    assert_eq!(pairs["confidences"].as_array().unwrap().len(), 1);
}

/// The folder with the scripts that others score with, where there is one nearby.
fn scripts() -> Option<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/eval"));
    let found = folders.into_iter().find(|folder| folder.join("score.py").is_file());
    let python =
        Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if found.is_none() || !python {
        eprintln!("skipped: score.py and gold.py, or python3 to run them, are not here");
    }
    found.filter(|_| python)
}

fn python(script: &Path, place: &Place, files: [&str; 2]) -> String {
    let output =
        Command::new("python3").arg(script).args(files.map(|name| place.path(name))).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The number that follows the words, which follow each other in the text.
fn number_after(text: &str, words: &[&str]) -> f64 {
    let rest = words
        .iter()
        .fold(text, |rest, word| rest.split_once(word).unwrap_or_else(|| panic!("{word}: {text}")).1);
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn the_figures_are_those_of_score_py() {
    let Some(scripts) = scripts() else { return };
    let feed = feed();
    let table = fs::read_to_string(labels_of_the_feed()).unwrap();
    let labels: BTreeMap<&str, Vec<&str>> =
        table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()).map(|c| (c[0], c)).collect();
    let labelled: Vec<String> = feed
        .lines()
        .map(|line| {
            let mut article: Value = serde_json::from_str(line).unwrap();
            let label = &labels[article["id"].as_str().unwrap()];
            let (cluster, family, role) = (json!(label[1]), json!(label[2]), json!(label[3]));
            (article["cluster"], article["family"], article["role"]) = (cluster, family, role);
            article.to_string()
        })
        .collect();
    let dev = fs::read_to_string(scripts.join("dev.jsonl")).unwrap();
    for articles in [labelled.join("\n"), dev] {
        let place = Place::new(&[("articles.jsonl", &articles)]);
        place.write("report.json", place.ok(&["scan", "articles.jsonl", "--format", "json"]));
        let said = python(&scripts.join("score.py"), &place, ["articles.jsonl", "report.json"]);
        let evaluation = place.json(&["eval", "articles.jsonl", "articles.jsonl", "--format", "json"]);
        let pairs = &evaluation["pairs"];
        assert_near(&pairs["precision"], number_after(&said, &["pairs  ", "precision"]));
        assert_near(&pairs["recall"], number_after(&said, &["pairs  ", "recall"]));
        assert_near(&pairs["f1"], number_after(&said, &["pairs  ", "F1"]));
        assert_near(&evaluation["clusters"]["ari"], number_after(&said, &["ARI"]));
        assert_near(&evaluation["clusters"]["b_cubed"]["f1"], number_after(&said, &["B-cubed F1"]));
        let rows = evaluation["roles"].as_array().unwrap();
        let with_wire = rows.iter().filter(|row| row["right"] != 0 && row["roles"][1] == "wire");
        for row in with_wire {
            let name = format!("recall {:18}", format!("{}-wire", row["roles"][0].as_str().unwrap()));
            let said = said.split_once(&name).unwrap().1.lines().next().unwrap().trim();
            let right = row["right"].as_u64().unwrap();
            assert_eq!(said, format!("{right}/{}", right + row["missed"].as_u64().unwrap()));
        }
    }
}

#[test]
fn the_figures_are_those_of_gold_py() {
    let Some(scripts) = scripts() else { return };
    let twin = Twin::of_the_fixtures();
    let truth = twin.true_pairs();
    let mut table = "id_a\tid_b\tlabel\tkind\tconfidence\n".to_owned();
    let mut number = 0;
    for (i, a) in twin.clusters.keys().enumerate() {
        for b in twin.clusters.keys().skip(i + 1) {
            number += 1;
            let same = truth.contains(&(a.as_str(), b.as_str()));
            let label = match (same, number % 7) {
                (_, 0) => "partial",
                // Some judges err, so that the figures are not all 1.
                (true, 1) | (false, 5) => "none",
                (true, _) => "same",
                (false, _) if number % 40 == 0 => "same",
                (false, _) => "quotes",
            };
            table += &format!("{a}\t{b}\t{label}\t-\t{}\n", number % 3 + 1);
        }
    }
    let place = Place::with_feed();
    place.write("gold.tsv", table);
    place.write("report.json", twin.report.to_string());
    let said = python(&scripts.join("gold.py"), &place, ["gold.tsv", "report.json"]);
    let evaluation = place.json(&["eval", "gold.tsv", "feed.jsonl", "--format", "json"]);
    for (row, name) in [(2, "all"), (1, "sure or likely")] {
        let row = &evaluation["confidences"][row];
        for (field, word) in [("precision", "precision"), ("recall", "recall"), ("f1", "F1")] {
            let (ours, theirs) = (row[field].as_f64().unwrap(), number_after(&said, &[name, word]));
            assert!((ours - theirs).abs() < 0.000_551, "{name}, {field}: {ours} is not {theirs}");
        }
        let counts = format!("({} right, {} false, {} missed)", row["right"], row["false"], row["missed"]);
        assert!(said.contains(&counts), "{counts}\n{said}");
    }
}
