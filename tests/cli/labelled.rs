//! How much of what is known to be the same copy is found.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::run::{Place, fixture};

type Pair = (String, String);

/// Which cluster each article belongs to.
struct Labels(BTreeMap<String, String>);

impl Labels {
    fn pairs(&self) -> BTreeSet<Pair> {
        let same = |(a, b): &(&String, &String)| self.0[*a] == self.0[*b];
        let pairs = self.0.keys().flat_map(|a| self.0.keys().filter(move |b| a < *b).map(move |b| (a, b)));
        pairs.filter(same).map(|(a, b)| (a.clone(), b.clone())).collect()
    }

    fn only(&self, is_wanted: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|(id, _)| is_wanted(id)).map(|(id, c)| (id.clone(), c.clone())).collect())
    }
}

/// The pairs that a report calls the same copy.
fn found(report: &Value) -> BTreeSet<Pair> {
    let is_same = |pair: &&Value| {
        ["identical", "near-duplicate", "rewrite"].contains(&pair["verdict"].as_str().unwrap())
    };
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    let pairs = report["pairs"].as_array().unwrap().iter().filter(is_same);
    pairs
        .map(|pair| (id(&pair["a"]), id(&pair["b"])))
        .map(|(a, b)| if a < b { (a, b) } else { (b, a) })
        .collect()
}

/// The harmonic mean of precision and recall on the articles that have a label.
fn f1(report: &Value, labels: &Labels) -> f64 {
    let truth = labels.pairs();
    let known = |id: &String| labels.0.contains_key(id);
    let found: BTreeSet<Pair> = found(report).into_iter().filter(|(a, b)| known(a) && known(b)).collect();
    2.0 * truth.intersection(&found).count() as f64 / (truth.len() + found.len()) as f64
}

/// The adjusted Rand index of a report's clusters (Hubert, Arabie, "Comparing partitions", 1985).
fn adjusted_rand(report: &Value, labels: &Labels) -> f64 {
    let mut cluster: BTreeMap<&str, String> =
        labels.0.keys().map(|id| (id.as_str(), format!("alone: {id}"))).collect();
    for found in report["clusters"].as_array().unwrap() {
        for member in found["members"].as_array().unwrap() {
            cluster.insert(member["id"].as_str().unwrap(), found["id"].to_string());
        }
    }
    let pairs = |sizes: BTreeMap<_, f64>| sizes.values().map(|n| n * (n - 1.0) / 2.0).sum::<f64>();
    let count = |key: &dyn Fn(&str) -> String| {
        let mut sizes = BTreeMap::<String, f64>::new();
        labels.0.keys().for_each(|id| *sizes.entry(key(id)).or_default() += 1.0);
        pairs(sizes)
    };
    let together = count(&|id| format!("{}\t{}", labels.0[id], cluster[id]));
    let (truth, found) = (count(&|id| labels.0[id].clone()), count(&|id| cluster[id].clone()));
    let expected = truth * found / count(&|_| String::new());
    (together - expected) / ((truth + found) / 2.0 - expected)
}

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .skip(1)
        .map(|up| up.join("shared").join(name))
        .find(|p| p.exists());
    if path.is_none() {
        eprintln!("skipped: {name} is not on this machine");
    }
    path
}

fn scan(input: &Path) -> Value {
    Place::new(&[]).json(&["scan", input.to_str().unwrap(), "--format", "json"])
}

#[test]
fn the_copies_of_the_feed_are_found() {
    let table = fs::read_to_string(fixture("labels.tsv")).unwrap();
    let label = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        (cells.next().unwrap(), cells.next().unwrap())
    };
    let labels = Labels(table.lines().skip(1).map(label).collect());
    let report = scan(&fixture("feed.jsonl"));
    let (f1, ari) = (f1(&report, &labels), adjusted_rand(&report, &labels));
    assert!(f1 >= 0.95, "F1 {f1:.4}");
    assert!(ari >= 0.97, "ARI {ari:.4}");
}

/// Copies of a report whose likely original is that of the given role, and another.
fn originals(report: &Value, wire: &str) -> (usize, Vec<String>) {
    let members =
        report["clusters"].as_array().unwrap().iter().flat_map(|c| c["members"].as_array().unwrap());
    let originals: Vec<&str> = members.filter_map(|member| member["original"].as_str()).collect();
    let wrong = originals.iter().filter(|id| !id.ends_with(wire)).map(|&id| id.to_owned()).collect();
    (originals.len(), wrong)
}

#[test]
fn the_likely_original_is_the_wire_or_unknown() {
    let (found, wrong) = originals(&scan(&fixture("feed.jsonl")), "/wire");
    assert_eq!((found >= 30, &wrong[..]), (true, &[][..]), "{found}");
    let Some(path) = shared("eval/dev.jsonl") else { return };
    let (found, wrong) = originals(&scan(&path), "/a-wire");
    assert!(found >= 70, "{found} of 85 copies");
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_copies_among_the_labelled_articles_are_found() {
    let Some(path) = shared("eval/dev.jsonl") else { return };
    let lines = fs::read_to_string(&path).unwrap();
    let label = |line: &str| {
        let article: Value = serde_json::from_str(line).unwrap();
        (article["id"].as_str().unwrap().to_owned(), article["cluster"].as_str().unwrap().to_owned())
    };
    let labels = Labels(lines.lines().map(label).collect());
    let report = scan(&path);
    let all = f1(&report, &labels);
    let english =
        f1(&report, &labels.only(|id| id.get(..2).is_some_and(|family| ("01"..="18").contains(&family))));
    assert!(all >= 0.90, "F1 {all:.4}");
    assert!(english >= 0.97, "F1 of the English families {english:.4}");
}

#[test]
fn three_prints_of_one_agency_story_are_one_cluster_and_its_kin_are_strangers() {
    let Some(path) = shared("seeds") else { return };
    let report = scan(&path);
    let [cluster] = &report["clusters"].as_array().unwrap()[..] else { panic!("{}", report["clusters"]) };
    let number =
        |id: &Value| Path::new(id.as_str().unwrap()).file_name().unwrap().to_str().unwrap()[..3].to_owned();
    let members: BTreeSet<String> =
        cluster["members"].as_array().unwrap().iter().map(|m| number(&m["id"])).collect();
    assert_eq!(members, ["000", "001", "004"].map(String::from).into());
    assert_eq!(found(&report).len(), 3, "every pair of them, and no other");
}
