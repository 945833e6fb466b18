//! The filters of the guide's recipes, run by the programs they are for where those are at hand.

#![cfg(target_os = "linux")]

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};

use crate::run::Place;

/// The articles that a program from elsewhere makes by the recipe that begins like this, in a place with what it reads;
/// nothing where the program is missing.
fn articles_by_recipe(start: &str, place: &Place) -> Option<Vec<Value>> {
    let program = start.split(' ').next().unwrap();
    if !Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: {program} is not installed, and its recipe is not tried");
        return None;
    }
    let recipes = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/src/recipes.md");
    let recipes = fs::read_to_string(recipes).unwrap();
    let recipe =
        recipes.split_once(&format!("\n{start}")).map(|(_, rest)| rest.split_once("| samecopy").unwrap().0);
    let line = format!("{start}{}", recipe.unwrap());
    let output = Command::new("bash").args(["-c", &line]).current_dir(place.path(".")).output().unwrap();
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    Some(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn the_recipe_for_miniflux_lifts_the_feeds_name_and_takes_markup_off() {
    let entry = json!({
        "id": 7, "published_at": "2025-02-18T06:00:00Z", "title": "Levees", "content": "<p>The <b>river</b> rose.</p>",
        "feed": { "id": 1, "title": "Meridian Wire" },
    });
    let place = Place::new(&[("entries.json", &json!({ "total": 1, "entries": [entry] }).to_string())]);
    let Some(articles) = articles_by_recipe("jq --compact-output", &place) else { return };
    assert_eq!(articles.len(), 1);
    assert_eq!((&articles[0]["source"], &articles[0]["id"]), (&json!("Meridian Wire"), &json!(7)));
    assert_eq!(
        articles[0]["content"].as_str().unwrap().split_whitespace().collect::<Vec<_>>(),
        ["The", "river", "rose."]
    );
}

#[test]
fn the_recipe_for_freshrss_reads_its_database() {
    let place = Place::new(&[("data/users/me/.keep", "")]);
    // The columns of FreshRSS that the recipe names, and as it declares them.
    let tables = "CREATE TABLE feed (id INTEGER PRIMARY KEY, name VARCHAR(255) NOT NULL);
        CREATE TABLE entry (id BIGINT PRIMARY KEY, guid VARCHAR(767) NOT NULL, title VARCHAR(8192) NOT NULL, content TEXT,
            link VARCHAR(16383) NOT NULL, date BIGINT, id_feed INTEGER);
        INSERT INTO feed VALUES (3, 'Meridian Wire');
        INSERT INTO entry VALUES (1739858400000000, 'g-1', 'Levees', 'The river \"rose\".
It fell.', 'https://wire.example/1', 1739858400, 3);";
    let made = Command::new("sqlite3").arg(place.path("data/users/me/db.sqlite")).arg(tables).status();
    let Some(articles) = made.ok().and_then(|_| articles_by_recipe("sqlite3 data", &place)) else {
        eprintln!("skipped: sqlite3 is not installed, and its recipe is not tried");
        return;
    };
    assert_eq!(
        articles,
        [json!({
            "id": "g-1", "title": "Levees", "text": "The river \"rose\".\nIt fell.", "url": "https://wire.example/1",
            "source": "Meridian Wire", "date": "2025-02-18T06:00:00Z",
        })]
    );
}
