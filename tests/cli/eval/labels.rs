//! Labels in all their forms, good and bad.

use serde_json::{Value, json};

use super::{faults, three_articles};
use crate::run::{Ended, Place};

/// The evaluation of three articles with these labels, and how it ended.
fn evaluated(labels: &str) -> (Ended, Value) {
    let place = three_articles();
    place.write("labels", labels);
    let ended = place.run(&["eval", "labels", "articles.jsonl", "--format", "json"]);
    let evaluation = serde_json::from_slice(&ended.stdout).unwrap_or(Value::Null);
    (ended, evaluation)
}

#[track_caller]
fn well_evaluated(labels: &str) -> Value {
    let (ended, evaluation) = evaluated(labels);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    evaluation
}

fn lines(objects: &[Value]) -> String {
    objects.iter().map(|object| format!("{object}\n")).collect()
}

fn same_and_different(evaluation: &Value) -> [u64; 2] {
    ["same", "different"].map(|name| evaluation["labels"][name].as_u64().unwrap())
}

#[test]
fn labels_may_stand_in_the_articles_own_lines() {
    let same = "Two ferries collided in the fog off Marsk early on Tuesday and nine passengers were hurt.";
    let other = "Farmers in the uplands say that the late frost took a third of this year's apricot harvest.";
    let feed = lines(&[
        json!({ "id": "a", "text": same, "cluster": 1 }),
        json!({ "id": "b", "text": same, "cluster": 1 }),
        json!({ "id": "c", "text": other, "cluster": 2 }),
    ]);
    let place = Place::new(&[("feed.jsonl", &feed)]);
    let evaluation = place.json(&["eval", "feed.jsonl", "feed.jsonl", "--format", "json"]);
    assert_eq!(evaluation["pairs"]["right"], 1);
    assert_eq!(evaluation["clusters"]["ari"], 1.0);
}

#[test]
fn labels_may_come_from_standard_input() {
    let ended = three_articles()
        .run_with_stdin(&["eval", "-", "articles.jsonl", "--format", "json"], "a\tb\tlabel\nx\ty\tsame\n");
    let evaluation: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!((&evaluation["labels_path"], &evaluation["pairs"]["right"]), (&json!("-"), &json!(1)));
}

#[test]
fn yes_has_several_spellings_and_everything_else_is_no() {
    for label in [json!("SAME"), json!("yes"), json!(true), json!(1)] {
        let evaluation = well_evaluated(&lines(&[json!({ "id_a": "x", "id_b": "y", "label": label })]));
        assert_eq!(same_and_different(&evaluation), [1, 0], "{label}");
    }
    for label in [json!("quotes"), json!("no"), json!(false), json!(0)] {
        let evaluation = well_evaluated(&lines(&[json!({ "a": "x", "b": "y", "label": label })]));
        assert_eq!(same_and_different(&evaluation), [0, 1], "{label}");
    }
}

#[test]
fn labels_that_say_neither_yes_nor_no_are_left_out() {
    let evaluation = well_evaluated("id_a,id_b,label\nx,y,same\ny,z,partial\nx,z,\n");
    assert_eq!(same_and_different(&evaluation), [1, 0]);
    assert_eq!(evaluation["left_out"], 2);
}

#[test]
fn articles_without_a_cluster_are_left_out() {
    let evaluation = well_evaluated("id\tcluster\nx\tone\ny\tone\nz\t\n");
    assert_eq!(same_and_different(&evaluation), [1, 0]);
    assert_eq!((&evaluation["left_out"], &evaluation["labels"]["articles"]), (&json!(1), &json!(2)));
}

#[test]
fn articles_of_equal_words_in_two_clusters_are_false_pairs() {
    let evaluation = well_evaluated("id\tcluster\trole\nx\tone\twire\ny\ttwo\tlookalike\n");
    assert_eq!(evaluation["pairs"]["false"], 1);
    let false_pair = &evaluation["false"][0];
    assert_eq!((&false_pair["a"], &false_pair["verdict"]), (&json!("x"), &json!("identical")));
    assert_eq!(evaluation["roles"][0]["false_across_families"], 1);
}

#[test]
fn labels_of_articles_that_were_not_read_are_counted_named_and_left_out() {
    let table = "id_a\tid_b\tlabel\nx\ty\tsame\nx\tgone\tsame\nlost\tz\tnone\n";
    let evaluation = well_evaluated(table);
    assert_eq!(evaluation["labels"]["used"], 1);
    assert_eq!(evaluation["labels"]["unknown_ids"], json!(["gone", "lost"]));
    let place = three_articles();
    place.write("labels", table);
    let text = place.ok(&["eval", "labels", "articles.jsonl"]);
    assert!(text.contains("2 labelled ids left out, no article has them: gone, lost\n"), "{text}");
}

#[test]
fn utf_16_is_understood() {
    let text = "id_a\tid_b\tlabel\nx\ty\tsame\n";
    let bytes: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let place = three_articles();
    place.write("labels", bytes);
    let evaluation = place.json(&["eval", "labels", "articles.jsonl", "--format", "json"]);
    assert_eq!(evaluation["pairs"]["right"], 1);
}

#[test]
fn bad_rows_are_reported_with_their_place_and_the_rest_counts() {
    let rows = [
        ("x\ty\tsame\t1", ""),
        ("x\t\tsame\t1", "labels:3: field \"id_b\" is missing"),
        ("y\tx\tnone\t1", "labels:4: field \"label\" contradicts line 2"),
        ("x\tx\tsame\t1", "labels:5: field \"id_b\" names \"x\""),
        ("x\tz\tnone\thigh", "labels:6: field \"confidence\" is \"high\""),
        ("y\tz\tnone\t2\t?", "labels:7: has 5 cells"),
    ];
    let table: Vec<&str> =
        ["id_a\tid_b\tlabel\tconfidence"].into_iter().chain(rows.map(|row| row.0)).collect();
    let (ended, evaluation) = evaluated(&table.join("\n"));
    assert_eq!(ended.code, Some(2));
    for (_, problem) in rows {
        assert!(ended.stderr.contains(problem), "{problem}\n{}", ended.stderr);
    }
    assert_eq!(faults(&evaluation), [""; 0]);
    assert_eq!(same_and_different(&evaluation), [1, 1]);
    assert_eq!(evaluation["errors"].as_array().unwrap().len(), 5);
}

#[test]
fn bad_lines_of_json_are_reported_with_their_place_and_the_rest_counts() {
    let lines = [
        (r#"{"id": "x", "cluster": "1"}"#, ""),
        (r#"{"id": "y", "cluster": "#, "labels:2: is not a JSON object"),
        (r#"{"id": "y", "cluster": ["1"]}"#, "labels:3: field \"cluster\" is an array"),
        (r#"{"id": "x", "cluster": "2"}"#, "labels:4: field \"id\" holds \"x\", which has a label in line 1"),
        (r#"{"id": "z"}"#, ""),
        (r#"{"cluster": "1"}"#, "labels:6: field \"id\" is missing"),
        (r#"{"id": "y", "cluster": 1}"#, ""),
    ];
    let (ended, evaluation) = evaluated(&lines.map(|line| line.0).join("\n"));
    assert_eq!(ended.code, Some(2));
    for (_, problem) in lines {
        assert!(ended.stderr.contains(problem), "{problem}\n{}", ended.stderr);
    }
    assert_eq!((&evaluation["pairs"]["right"], &evaluation["left_out"]), (&json!(1), &json!(1)));
}

#[test]
fn labels_of_no_use_end_the_command_and_say_why() {
    let cases = [
        ("", "labels: is empty"),
        ("name\tgroup\nx\t1\n", "labels: has neither the columns id_a, id_b and label nor id and cluster"),
        ("id_a\tid_b\nx\ty\n", "labels:2: field \"label\" is missing"),
        ("id\tcluster\nq\t1\n", "none of the 1 labels is of an article that was read"),
        (
            "id\tcluster\n\"x\t1\ny\t1\n",
            "labels:2: field \"id\" goes over several lines; close its quotation mark",
        ),
    ];
    for (labels, problem) in cases {
        let (ended, _) = evaluated(labels);
        assert_eq!((ended.code, ended.text()), (Some(2), ""), "{problem}");
        assert!(ended.stderr.contains(problem), "{problem}\n{}", ended.stderr);
    }
    let ended = three_articles().run(&["eval", "missing.tsv", "articles.jsonl"]);
    assert!(ended.stderr.contains("missing.tsv: does not exist"), "{}", ended.stderr);
}
