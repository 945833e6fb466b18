//! The fixtures agree with each other: the feed, its labels and the same articles as text files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use samecopy::article::Published;
use serde::Deserialize;
use walkdir::WalkDir;

const SAME_COPY: [&str; 6] = ["wire", "reprint", "trimmed", "edited", "rewrite", "translated"];
const OTHER_COPY: [&str; 3] = ["independent", "followup", "lookalike"];

/// A line of the feed; a label that slipped into it is an unknown field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    id: String,
    title: String,
    source: String,
    date: String,
    text: String,
}

struct Label {
    id: String,
    cluster: String,
    family: String,
    role: String,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn feed() -> Vec<Item> {
    let lines = fs::read_to_string(fixtures().join("feed.jsonl")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

fn labels() -> Vec<Label> {
    let table = fs::read_to_string(fixtures().join("labels.tsv")).unwrap();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("id\tcluster\tfamily\trole"));
    lines
        .map(|line| {
            let [id, cluster, family, role] =
                line.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().expect("four columns");
            Label { id, cluster, family, role }
        })
        .collect()
}

/// Runs of four characters: they serve scripts with and without spaces.
fn runs(text: &str) -> BTreeSet<[char; 4]> {
    text.chars().collect::<Vec<_>>().windows(4).map(|run| [run[0], run[1], run[2], run[3]]).collect()
}

fn resemblance(a: &BTreeSet<[char; 4]>, b: &BTreeSet<[char; 4]>) -> f64 {
    let shared = a.intersection(b).count();
    shared as f64 / (a.len() + b.len() - shared) as f64
}

#[test]
fn every_article_of_the_feed_has_one_label_and_every_label_an_article() {
    let (feed, labels) = (feed(), labels());
    let fed: BTreeSet<_> = feed.iter().map(|item| &item.id).collect();
    let labelled: BTreeSet<_> = labels.iter().map(|label| &label.id).collect();
    assert_eq!((fed.len(), labelled.len()), (feed.len(), labels.len()), "ids are unique");
    assert_eq!(fed, labelled);
}

#[test]
fn an_id_is_the_family_and_the_role_and_a_file_name_on_every_system() {
    for Label { id, family, role, .. } in labels() {
        assert_eq!(id, format!("{family}/{role}"));
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'/'), "{id}");
    }
}

#[test]
fn every_family_has_all_roles_and_only_its_copies_share_a_cluster() {
    let labels = labels();
    let mut roles = BTreeMap::<_, BTreeSet<_>>::new();
    for Label { id, cluster, family, role } in &labels {
        let copy = SAME_COPY.contains(&role.as_str());
        assert_eq!(cluster, if copy { family } else { id }, "the cluster of {id}");
        roles.entry(family).or_default().insert(role.as_str());
    }
    let all = SAME_COPY.into_iter().chain(OTHER_COPY).collect();
    for (family, roles) in roles {
        assert_eq!(roles, all, "the roles of {family}");
    }
}

#[test]
fn every_copy_resembles_the_wire_of_its_own_family_most() {
    let text: BTreeMap<_, _> = feed().into_iter().map(|item| (item.id, runs(&item.text))).collect();
    let labels = labels();
    let wires: Vec<_> = labels.iter().filter(|label| label.role == "wire").collect();
    for copy in labels.iter().filter(|label| SAME_COPY.contains(&label.role.as_str())) {
        let to_copy = |wire: &Label| resemblance(&text[&copy.id], &text[&wire.id]);
        let nearest = wires.iter().max_by(|a, b| to_copy(a).total_cmp(&to_copy(b))).unwrap();
        assert_eq!(nearest.family, copy.family, "{}", copy.id);
    }
}

#[test]
fn the_text_files_are_the_articles_of_the_feed() {
    let root = fixtures().join("text");
    let files: BTreeMap<_, _> = WalkDir::new(&root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry.path().strip_prefix(&root).unwrap().with_extension("");
            let id = below.to_str().unwrap().replace('\\', "/");
            (id, fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    let feed: BTreeMap<_, _> =
        feed().into_iter().map(|item| (item.id, format!("{}\n\n{}", item.title, item.text))).collect();
    assert_eq!(files.keys().collect::<Vec<_>>(), feed.keys().collect::<Vec<_>>());
    for (id, article) in &feed {
        assert!(files[id] == *article, "fixtures/text/{id}.txt differs from the feed");
    }
}

#[test]
fn the_feed_is_in_order_of_date_and_complete() {
    let feed = feed();
    for item in &feed {
        for (field, value) in [("title", &item.title), ("source", &item.source), ("text", &item.text)] {
            assert!(!value.is_empty() && value.trim() == value, "{}: {field}", item.id);
        }
        assert!(!item.title.contains('\n'), "{}: a title is one line", item.id);
    }
    let dates: Vec<_> =
        feed.iter().map(|item| Published::parse(&item.date).expect(&item.date).instant).collect();
    assert!(dates.is_sorted());
    assert_eq!(
        feed.iter().map(|item| &item.text).collect::<BTreeSet<_>>().len(),
        feed.len(),
        "no two are equal"
    );
}
