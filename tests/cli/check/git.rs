//! `--changed-since`: what git says was changed is judged against all the rest.

use std::{
    collections::BTreeSet,
    fs,
    process::{Command, Stdio},
};

use super::newsroom::{body, copy, file};
use crate::{run::Place, tiny::line};

/// A repository with three articles, two of them the same copy, in a commit; `None` where there is no git.
fn repository() -> Option<Place> {
    let is_there =
        Command::new("git").arg("--version").stdout(Stdio::null()).status().is_ok_and(|s| s.success());
    if !is_there {
        eprintln!("skipped: there is no git on this machine");
        return None;
    }
    let place = Place::new(&[]);
    for number in 0..3 {
        place.write(&format!("content/{number}.txt"), file("Story", &body(number)));
    }
    place.write("content/0-copy.txt", file("Copy", &copy(&body(0), 1)));
    git(&place, &["init", "-q", "-b", "main"]);
    commit(&place);
    Some(place)
}

pub fn git(place: &Place, args: &[&str]) {
    let mut command = Command::new("git");
    let who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    command.args(who).args(args).current_dir(place.path("")).stdout(Stdio::null());
    command.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").env("GIT_CONFIG_GLOBAL", "/dev/null");
    assert!(command.status().unwrap().success(), "git {args:?}");
}

fn commit(place: &Place) {
    git(place, &["add", "-A"]);
    git(place, &["commit", "-q", "-m", "articles"]);
}

/// The new findings, as their articles' names.
fn new(place: &Place, args: &[&str]) -> BTreeSet<String> {
    let ended = place.run(&[&["check"], args, &["--format", "json"]].concat());
    assert!(ended.code.is_some_and(|code| code < 2), "{}", ended.stderr);
    let report: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    let name = |side: &serde_json::Value| side["name"].as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|f| format!("{} = {}", name(&f["article"]), name(&f["other"]))).collect()
}

fn set<const N: usize>(items: [&str; N]) -> BTreeSet<String> {
    items.map(str::to_owned).into()
}

#[test]
fn only_changed_files_are_judged_against_all() {
    let Some(place) = repository() else { return };
    let since = ["content", "--changed-since", "HEAD"];
    assert_eq!(new(&place, &["content"]).len(), 1);
    assert_eq!(new(&place, &since), set([]));
    // Not known to git yet, and about to be committed: both count. The changed one comes first.
    place.write("content/00.txt", file("Late", &copy(&body(1), 2)));
    assert_eq!(new(&place, &since), set(["content/00.txt = content/1.txt"]));
    git(&place, &["add", "-A"]);
    assert_eq!(new(&place, &since), set(["content/00.txt = content/1.txt"]));
    commit(&place);
    assert_eq!(new(&place, &since), set([]));
    assert_eq!(
        new(&place, &["content", "--changed-since", "HEAD~1"]),
        set(["content/00.txt = content/1.txt"])
    );
    // An edited file is judged again, whatever it was before.
    place.write("content/0.txt", file("Story", &format!("{} And more.", body(0))));
    assert_eq!(new(&place, &since), set(["content/0.txt = content/0-copy.txt"]));
    let text = place.run(&["check", "content", "--changed-since", "HEAD"]);
    assert_eq!(text.code, Some(1));
}

#[test]
fn moved_files_say_nothing_new_and_copied_ones_do() {
    let Some(place) = repository() else { return };
    fs::create_dir(place.path("content/archive")).unwrap();
    fs::rename(place.path("content/0.txt"), place.path("content/archive/zero.txt")).unwrap();
    git(&place, &["add", "-A"]);
    assert_eq!(new(&place, &["content", "--changed-since", "HEAD"]), set([]));
    fs::copy(place.path("content/2.txt"), place.path("content/two.txt")).unwrap();
    git(&place, &["add", "-A"]);
    assert_eq!(
        new(&place, &["content", "--changed-since", "HEAD"]),
        set(["content/two.txt = content/2.txt"])
    );
}

#[test]
fn what_others_did_since_a_branch_began_is_not_its_change() {
    let Some(place) = repository() else { return };
    git(&place, &["checkout", "-q", "-b", "branch"]);
    place.write("content/mine.txt", file("Mine", &copy(&body(1), 3)));
    commit(&place);
    git(&place, &["checkout", "-q", "main"]);
    place.write("content/theirs.txt", file("Theirs", &copy(&body(2), 3)));
    commit(&place);
    git(&place, &["checkout", "-q", "branch"]);
    assert_eq!(
        new(&place, &["content", "--changed-since", "main"]),
        set(["content/mine.txt = content/1.txt"])
    );
}

#[test]
fn of_json_lines_only_changed_lines_are_judged() {
    let Some(place) = repository() else { return };
    let feed = |numbers: &[u64]| -> String {
        numbers.iter().map(|n| line(&format!("n{n}"), "", "", &body(*n))).collect()
    };
    let copies = line("c5", "", "", &copy(&body(5), 1)) + &line("c6", "", "", &copy(&body(6), 1));
    place.write("feed ü.jsonl", feed(&[5, 6, 7, 8]) + &copies);
    commit(&place);
    let since = ["feed ü.jsonl", "content", "--changed-since", "HEAD"];
    assert_eq!(new(&place, &since), set([]));
    // A line in the middle and one at the end.
    let late = line("@@ -1 +1,9 @@", "", "", &copy(&body(8), 2));
    let middle = line("n9", "", "", &copy(&body(2), 4));
    place.write("feed ü.jsonl", feed(&[5, 6]) + &middle + &feed(&[7, 8]) + &copies + &late);
    assert_eq!(new(&place, &since), set(["@@ -1 +1,9 @@ = n8", "n9 = content/2.txt"]));
    // Lines that were taken away leave nothing to judge.
    place.write("feed ü.jsonl", feed(&[5, 7, 8]) + &copies);
    assert_eq!(new(&place, &since), set([]));
}

#[test]
fn ignored_files_are_judged_and_what_lies_outside_is_what_others_are_compared_with() {
    let Some(place) = repository() else { return };
    place.write(".gitignore", "/build\n");
    commit(&place);
    place.write("build/out.txt", file("Built", &copy(&body(1), 5)));
    assert_eq!(
        new(&place, &["content", "build", "--changed-since", "HEAD"]),
        set(["build/out.txt = content/1.txt"])
    );
    let archive = Place::new(&[("old.txt", &file("Old", &copy(&body(2), 5)))]);
    let old = archive.path("old.txt");
    let old = old.to_str().unwrap();
    assert_eq!(new(&place, &["content", old, "--changed-since", "HEAD"]), set([]));
    place.write("content/2.txt", file("Story", &format!("{} More.", body(2))));
    assert_eq!(new(&place, &["content", old, "--changed-since", "HEAD"]).len(), 1);
}

#[test]
fn paths_are_those_of_the_repository_in_every_directory_of_it() {
    let Some(place) = repository() else { return };
    place.write("content/3.txt", file("Late", &copy(&body(1), 2)));
    let mut command =
        place.command(&["check", "../content/.", "--changed-since", "HEAD", "--format", "github"]);
    let output = command.current_dir(place.path("content")).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(" file=content/3.txt,line=1,") && said.contains("(content/1.txt)"), "{said}");
}

#[test]
fn before_the_first_commit_everything_is_a_change() {
    if repository().is_none() {
        return;
    }
    let place = Place::new(&[("content/0.txt", &file("Story", &body(0)))]);
    place.write("content/copy.txt", file("Copy", &copy(&body(0), 1)));
    place.write("feed.jsonl", line("a", "Wire", "2025-02-18", &copy(&body(0), 2)));
    for format in ["sha1", "sha256"] {
        let _ = fs::remove_dir_all(place.path(".git"));
        git(&place, &["init", "-q", &format!("--object-format={format}")]);
        assert_eq!(new(&place, &[".", "--changed-since", "HEAD"]).len(), 3, "untracked");
        git(&place, &["add", "-A"]);
        assert_eq!(new(&place, &[".", "--changed-since", "HEAD"]).len(), 3, "in the index");
        assert_eq!(place.run(&["check", ".", "--changed-since", "main"]).code, Some(2));
    }
}

#[test]
fn what_git_cannot_say_is_trouble() {
    let Some(place) = repository() else { return };
    let trouble = |place: &Place, revision: &str| {
        let ended = place.run(&["check", ".", &format!("--changed-since={revision}")]);
        assert_eq!((ended.code, ended.text()), (Some(2), ""), "{}", ended.stderr);
        ended.stderr
    };
    assert!(trouble(&place, "nowhere").contains("git knows no revision \"nowhere\" here"));
    assert!(trouble(&place, "-h").contains("must be a revision"));
    git(&place, &["checkout", "-q", "--orphan", "alone"]);
    git(&place, &["commit", "-q", "-m", "alone"]);
    assert!(trouble(&place, "main").contains("no common ancestor"));
    assert!(trouble(&Place::new(&[("a.txt", "Text.")]), "main").contains("needs a git repository"));
    let output = place.command(&["check", ".", "--changed-since", "main"]).env("PATH", "").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("git, which is not installed"), "{said}");
}
