//! What is there to drop into a pipeline: the commands in it are run as they stand.

#![cfg(unix)]

use std::{
    env,
    ffi::OsString,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_yaml_ng::Value;

use crate::{
    run::Place,
    tiny::{self, edited},
};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn yaml(name: &str) -> Value {
    serde_yaml_ng::from_str(&file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value:?} is no text")).to_owned()
}

/// A project with two copies and a stranger, and no baseline yet.
fn project() -> Place {
    let files =
        [("content/a.txt", tiny::STORY), ("content/b.txt", &edited()), ("content/c.txt", tiny::OTHER)];
    let place = Place::new(&files);
    fs::create_dir(place.path("bin")).unwrap();
    place
}

/// A program in the project's `bin`, which is the first place where programs are looked for.
fn program(place: &Place, name: &str, script: &str) {
    let path = place.path("bin").join(name);
    fs::write(&path, format!("#!/bin/sh\nset -eu\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn path_with(folders: impl IntoIterator<Item = PathBuf>) -> OsString {
    let usual = env::var_os("PATH").unwrap();
    env::join_paths(folders.into_iter().chain(env::split_paths(&usual))).unwrap()
}

/// Runs a script in the project with the program on its path.
fn shell(place: &Place, shell: &[&str], script: &str, variables: &[(String, String)]) -> Output {
    let built = Path::new(env!("CARGO_BIN_EXE_samecopy")).parent().unwrap().to_owned();
    let mut command = Command::new(shell[0]);
    command
        .args(&shell[1..])
        .arg(script)
        .current_dir(place.path(""))
        .env("PATH", path_with([place.path("bin"), built]));
    command.env_remove("GITHUB_STEP_SUMMARY").envs(variables.iter().map(|(name, value)| (name, value)));
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Runs the steps of the action with these inputs, as its runner does, until one fails. `cargo install` puts the program
/// that is tested in its place.
fn run_action(place: &Place, inputs: &[(&str, &str)]) -> (Option<i32>, String) {
    let action = yaml("action.yml");
    program(
        place,
        "cargo",
        "[ \"$*\" = \"install --locked --quiet --features parquet --path $GITHUB_ACTION_PATH --root $RUNNER_TEMP/samecopy\" ]\n\
         test -f \"$GITHUB_ACTION_PATH/Cargo.toml\"\nmkdir -p \"$RUNNER_TEMP/samecopy/bin\"\n\
         cp \"$BUILT\" \"$RUNNER_TEMP/samecopy/bin/samecopy\"",
    );
    fs::create_dir_all(place.path("tmp")).unwrap();
    for left in ["tmp/path", "tmp/summary"] {
        let _ = fs::remove_file(place.path(left));
    }
    let value = |name: &str| {
        let declared = &action["inputs"][name];
        assert!(declared.is_mapping(), "{name} is no input of the action");
        let given = inputs.iter().find(|(input, _)| *input == name).map(|(_, value)| (*value).to_owned());
        given.unwrap_or_else(|| text(&declared["default"]))
    };
    for (name, _) in inputs {
        value(name);
    }
    let place_of = |name: &str| place.path(name).to_str().unwrap().to_owned();
    let mut log = String::new();
    for step in action["runs"]["steps"].as_sequence().unwrap() {
        assert_eq!(step["shell"], "bash");
        let script = text(&step["run"]);
        assert!(!script.contains("${{"), "an expression in a script would be run: {script}");
        let mut variables = vec![
            ("RUNNER_TEMP".to_owned(), place_of("tmp")),
            ("GITHUB_PATH".to_owned(), place_of("tmp/path")),
            ("GITHUB_STEP_SUMMARY".to_owned(), place_of("tmp/summary")),
            ("GITHUB_ACTION_PATH".to_owned(), env!("CARGO_MANIFEST_DIR").to_owned()),
            ("BUILT".to_owned(), env!("CARGO_BIN_EXE_samecopy").to_owned()),
        ];
        if let Some(environment) = step["env"].as_mapping() {
            variables.extend(environment.iter().map(|(name, expression)| {
                let expression = text(expression);
                let input =
                    expression.strip_prefix("${{ inputs.").and_then(|e| e.strip_suffix(" }}")).unwrap();
                (text(name), value(input))
            }));
        }
        let output =
            shell(place, &["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"], &script, &variables);
        log += &said(&output);
        if !output.status.success() {
            return (output.status.code(), log);
        }
    }
    assert_eq!(place.read("tmp/path").trim(), place_of("tmp/samecopy/bin"));
    (Some(0), log)
}

#[test]
fn the_action_annotates_summarises_and_fails_on_what_is_new() {
    let place = project();
    let (code, log) = run_action(&place, &[("paths", "content")]);
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("::error file=content/b.txt,line=1,title=samecopy%3A near-duplicate::"), "{log}");
    assert!(place.read("tmp/summary").starts_with("## samecopy: 1 new finding\n"));
    assert!(place.read("samecopy.sarif").contains("\"near-duplicate\""));

    let (code, log) = run_action(&place, &[("paths", "content"), ("baseline", "known.jsonl")]);
    assert!(code == Some(2) && log.contains("known.jsonl does not exist"), "{log}");
    place.ok(&["check", "content", "--baseline", "known.jsonl", "--update-baseline"]);
    let inputs = [
        ("paths", "content/a.txt\ncontent/b.txt"),
        ("baseline", "known.jsonl"),
        ("args", "--max-new 3"),
        ("sarif", "out.sarif"),
    ];
    let (code, log) = run_action(&place, &inputs);
    assert_eq!(code, Some(0), "{log}");
    assert!(
        place.read("tmp/summary").contains("nothing new")
            && place.read("out.sarif").contains("\"results\": []")
    );
}

#[test]
fn the_action_runs_nothing_that_is_in_an_input() {
    let place = project();
    let evil = "$(touch owned) `touch owned` ; touch owned";
    for input in ["paths", "baseline", "changed-since", "sarif", "args"] {
        let (code, log) = run_action(&place, &[("paths", "content"), (input, evil)]);
        assert!(code != Some(0) || input == "sarif", "{input}: {log}");
        assert!(!place.path("owned").exists(), "{input}: {log}");
    }
}

#[test]
fn the_template_for_gitlab_writes_the_reports_it_declares() {
    let place = project();
    let template = yaml("integrations/gitlab-ci.yml");
    let job = &template["samecopy"];
    let run = |given: &[(&str, &str)]| {
        let mut variables: Vec<(String, String)> = job["variables"]
            .as_mapping()
            .unwrap()
            .iter()
            .map(|(name, value)| (text(name), text(value)))
            .filter(|(name, _)| name != "SAMECOPY_IMAGE")
            .collect();
        for (name, value) in given {
            let known = variables.iter_mut().find(|(variable, _)| variable == name);
            known.unwrap_or_else(|| panic!("{name} is no variable of the template")).1 = (*value).to_owned();
        }
        let lines = job["script"].as_sequence().unwrap().iter().map(text).collect::<Vec<_>>().join("\n");
        shell(&place, &["sh", "-e", "-c"], &lines, &variables)
    };
    let output = run(&[("SAMECOPY_PATHS", "content")]);
    assert!(output.status.code() == Some(2) && said(&output).contains("does not exist"), "{}", said(&output));
    place.ok(&["check", "content", "--baseline", "samecopy.baseline", "--update-baseline"]);
    let output = run(&[("SAMECOPY_PATHS", "content")]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    place.write("content/d.txt", tiny::OTHER);
    let output = run(&[
        ("SAMECOPY_PATHS", "content/a.txt content/c.txt content/d.txt"),
        ("SAMECOPY_ARGS", "--min-verdict identical"),
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let reports = &job["artifacts"]["reports"];
    assert!(place.read(&text(&reports["codequality"])).contains("\"path\": \"content/d.txt\""));
    assert!(place.read(&text(&reports["junit"])).contains("failures=\"1\""));
    assert_eq!(job["artifacts"]["when"], "always", "they are wanted most when the job fails");
}

#[test]
fn the_hook_for_pre_commit_fails_a_commit_with_a_copy() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let [hook] = &hooks.as_sequence().unwrap()[..] else { panic!("one hook") };
    assert_eq!(hook["pass_filenames"], false);
    let place = project();
    fs::remove_file(place.path("content/b.txt")).unwrap();
    let git = |args: &[&str]| {
        let who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        Command::new("git")
            .args(who)
            .args(args)
            .current_dir(place.path(""))
            .output()
            .is_ok_and(|o| o.status.success())
    };
    if !git(&["init", "-q"]) {
        eprintln!("skipped: there is no git on this machine");
        return;
    }
    assert!(git(&["add", "content"]) && git(&["commit", "-q", "-m", "articles"]));
    let args = hook["args"].as_sequence().unwrap().iter().map(text);
    let line = std::iter::once(text(&hook["entry"])).chain(args).collect::<Vec<_>>().join(" ");
    let run = || shell(&place, &["sh", "-e", "-c"], &line, &[]);
    assert_eq!(run().status.code(), Some(0), "{}", said(&run()));
    place.write("content/b.txt", edited());
    assert!(git(&["add", "content"]));
    assert_eq!(run().status.code(), Some(1), "{}", said(&run()));
}

#[test]
fn the_container_builds_what_it_copies_and_starts_it() {
    let text = file("Containerfile");
    let instructions: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    let of = |name: &str| -> Vec<&str> {
        instructions.iter().filter(|(word, _)| *word == name).map(|(_, rest)| *rest).collect()
    };
    let build = of("RUN").into_iter().find(|run| run.starts_with("cargo build")).unwrap();
    assert_eq!(
        build.split(' ').collect::<Vec<_>>(),
        ["cargo", "build", "--release", "--locked", "--features", "parquet", "--bin", "samecopy"]
    );
    let folder = of("WORKDIR")[0];
    let copied = of("COPY").into_iter().find(|copy| copy.starts_with("--from=build")).unwrap();
    let target = copied.split(' ').nth(2).unwrap();
    assert_eq!(copied, format!("--from=build {folder}/target/release/samecopy {target}"));
    let list = |name: &str| -> Vec<String> { serde_json::from_str(of(name).last().unwrap()).unwrap() };
    assert_eq!(Path::new(target).file_name().unwrap(), list("ENTRYPOINT")[0].as_str());

    let place = project();
    let line = [list("ENTRYPOINT"), list("CMD")].concat().join(" ");
    let output = shell(&place, &["sh", "-c"], &line, &[]);
    assert!(output.status.success() && said(&output).contains("Usage: samecopy"), "{}", said(&output));
    let configure = of("RUN")
        .into_iter()
        .flat_map(|run| run.split(" && "))
        .find(|part| part.starts_with("git "))
        .unwrap();
    let system = [("GIT_CONFIG_SYSTEM".to_owned(), place.path("gitconfig").to_str().unwrap().to_owned())];
    let output = shell(&place, &["sh", "-c"], configure, &system);
    assert!(
        output.status.success() && place.read("gitconfig").contains("directory = *"),
        "{}",
        said(&output)
    );
}

/// The commands that a document shows, each in a line of its own, without the words behind two spaces.
fn shown(document: &str) -> Vec<String> {
    let commands = document.lines().map(str::trim).filter(|line| line.starts_with("samecopy check "));
    let bare = |line: &str| line.split("  ").next().unwrap().trim().to_owned();
    commands.map(bare).collect()
}

#[test]
fn every_command_that_is_shown_runs() {
    let place = project();
    fs::remove_file(place.path("content/b.txt")).unwrap();
    place.write("feed.jsonl", tiny::feed());
    let git = "git init -q && git add content && git -c user.name=T -c user.email=t@example.org \
               -c commit.gpgsign=false commit -q -m articles && git update-ref refs/remotes/origin/main HEAD";
    if !shell(&place, &["sh", "-c"], git, &[]).status.success() {
        eprintln!("skipped: there is no git on this machine");
        return;
    }
    place.write("content/b.txt", edited());
    let help = place.ok(&["check", "--help"]);
    let documents =
        [("README.md", file("README.md")), ("the page", file("docs/checks-in-ci.md")), ("the help", help)];
    for (name, document) in documents {
        let commands = shown(&document);
        assert!(commands.len() >= 3, "{name}: {commands:?}");
        let _ = fs::remove_file(place.path("samecopy.baseline"));
        for command in commands {
            let output = shell(&place, &["sh", "-c"], &command, &[]);
            let expected =
                if command.contains("baseline") || command.contains("--max-new 5") { 0 } else { 1 };
            assert_eq!(output.status.code(), Some(expected), "{name}: {command}: {}", said(&output));
        }
    }
}
