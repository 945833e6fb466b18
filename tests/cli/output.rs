//! Where output goes: whole or not at all, quietly, and in the right colours.

use std::{
    fs,
    io::{Read, Write},
    process::Stdio,
};

use crate::{run::Place, tiny};

#[test]
fn a_file_that_cannot_be_written_is_found_out_before_anything_is_read() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    for (path, reason) in [
        ("nowhere/out.txt", "the directory nowhere does not exist"),
        ("feed.jsonl/out.txt", "not a directory"),
        (".", "it is a directory"),
    ] {
        let ended = place.run(&["scan", "missing.jsonl", "-o", path]);
        assert_eq!((ended.code, ended.text()), (Some(2), ""));
        assert!(
            ended.stderr.starts_with("error: cannot write ") && ended.stderr.contains(reason),
            "{}",
            ended.stderr
        );
        assert!(!ended.stderr.contains("missing.jsonl"), "{}", ended.stderr);
    }
    assert_eq!(place.names(), ["feed.jsonl"]);
}

#[test]
fn a_command_that_fails_leaves_the_file_as_it_was() {
    let place =
        Place::new(&[("feed.jsonl", &tiny::feed()), ("text/a.txt", tiny::STORY), ("kept.jsonl", "old\n")]);
    let ended = place.run(&["dedup", "feed.jsonl", "text", "-o", "kept.jsonl", "--dropped", "dropped.jsonl"]);
    assert_eq!(ended.code, Some(2));
    assert_eq!(place.read("kept.jsonl"), "old\n");
    assert_eq!(place.names(), ["feed.jsonl", "kept.jsonl", "text"]);
}

#[test]
fn a_file_holds_what_would_be_printed() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    for args in [
        &["scan", "feed.jsonl"][..],
        &["scan", "feed.jsonl", "--pairs"],
        &["scan", "feed.jsonl", "--format", "json"],
        &["compare", "early", "late", "--in", "feed.jsonl"],
        &["explain", "early", "late", "--in", "feed.jsonl"],
        &["dedup", "feed.jsonl"],
    ] {
        let printed = place.ok(args);
        assert_eq!(place.ok(&[args, &["-o", "-"]].concat()), printed, "{args:?}");
        assert_eq!(place.ok(&[args, &["-o", "out"]].concat()), "", "{args:?}");
        assert_eq!(place.read("out"), printed, "{args:?}");
    }
    assert_eq!(place.names(), ["feed.jsonl", "out"]);
}

#[test]
fn two_results_cannot_go_to_one_place() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    for args in [&["--dropped", "-"][..], &["--dropped", "out", "-o", "./out"]] {
        assert_eq!(place.run(&[&["dedup", "feed.jsonl"], args].concat()).code, Some(2), "{args:?}");
    }
    assert_eq!(place.names(), ["feed.jsonl"]);
}

#[test]
fn a_report_does_not_overwrite_the_baseline() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    place.ok(&["check", "feed.jsonl", "--baseline", "known", "--update-baseline"]);
    let known = place.read("known");
    for output in [&["-o", "known"][..], &["--also", "json=./known"]] {
        let ended = place.run(&[&["check", "feed.jsonl", "--baseline", "known"], output].concat());
        assert_eq!((ended.code, place.read("known")), (Some(2), known.clone()), "{}", ended.stderr);
    }
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    let ended = place.run(&["dedup", "feed.jsonl", "-o", "feed.jsonl/"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.starts_with("error: cannot make feed.jsonl"), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn a_new_file_gets_the_usual_rights_and_an_old_one_keeps_its_own() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    let mode = |name| fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
    let usual = mode("feed.jsonl");
    place.ok(&["scan", "feed.jsonl", "-o", "out"]);
    assert_eq!(mode("out"), usual);
    fs::set_permissions(place.path("out"), fs::Permissions::from_mode(0o640)).unwrap();
    place.ok(&["scan", "feed.jsonl", "-o", "out"]);
    assert_eq!(mode("out"), 0o640);
}

#[cfg(unix)]
#[test]
fn a_link_is_written_through() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed()), ("out", "")]);
    std::os::unix::fs::symlink("out", place.path("link")).unwrap();
    place.ok(&["scan", "feed.jsonl", "-o", "link"]);
    assert!(place.path("link").is_symlink() && place.read("out").contains("1 cluster"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_written_to_and_not_replaced() {
    use std::{os::unix::fs::FileTypeExt, process::Command};
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    let path = place.path("pipe");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    // Open for both, so that nobody waits for the other end.
    let mut pipe = fs::OpenOptions::new().read(true).write(true).open(&path).unwrap();
    let printed = place.ok(&["scan", "feed.jsonl"]);
    place.ok(&["scan", "feed.jsonl", "-o", "pipe"]);
    assert!(fs::symlink_metadata(&path).unwrap().file_type().is_fifo());
    let mut written = vec![0; printed.len()];
    pipe.read_exact(&mut written).unwrap();
    assert_eq!(written, printed.as_bytes());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_trouble() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = place.command(&["scan", "feed.jsonl"]).stdout(full).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.starts_with("error: cannot write to standard output: No space left"), "{stderr}");
}

/// How a command ends whose output nobody reads.
#[cfg(unix)]
fn unread(place: &Place, args: &[&str]) -> (Option<i32>, String) {
    let mut command = place.command(args);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Gone before the program has anything to write.
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(place.read("feed.jsonl").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_away_is_no_trouble() {
    let place = Place::with_feed();
    for format in ["text", "json", "html", "csv", "sarif"] {
        let ended = unread(&place, &["scan", "-", "--format", format]);
        assert_eq!(ended, (Some(0), String::new()), "{format}");
    }
}

#[cfg(unix)]
#[test]
fn a_gate_that_nobody_reads_fails_all_the_same_and_writes_its_files() {
    let place = Place::with_feed();
    for format in ["text", "csv", "json"] {
        let ended = unread(&place, &["check", "-", "--format", format, "--also", "junit=found.xml"]);
        assert_eq!(ended, (Some(1), String::new()), "{format}");
        assert!(place.read("found.xml").contains("<failure"), "{format}");
        fs::remove_file(place.path("found.xml")).unwrap();
    }
}

/// What a terminal and those who stop jobs send, and how a program that ended by it is reported.
#[cfg(unix)]
const ENDED: [(&str, i32); 2] = [("-INT", 130), ("-TERM", 143)];

#[cfg(unix)]
fn send(signal: &str, child: &std::process::Child) {
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args([signal, &pid]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_program_that_is_stopped_while_it_reads_ends_quietly_and_leaves_nothing_behind() {
    for (signal, code) in ENDED {
        let place = Place::new(&[]);
        let mut command = place.command(&["dedup", "-", "-o", "kept.jsonl", "--dropped", "dropped.jsonl"]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // More than any pipe holds: when all of it is gone, the program is reading, and still waits for the end.
        stdin.write_all(&b"{\"text\": \"Talks collapsed.\"}\n".repeat(1 << 16)).unwrap();
        send(signal, &child);
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said), (Some(code), String::new()), "{signal}");
        assert!(place.names().is_empty(), "{signal}: {:?}", place.names());
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_is_stopped_while_it_writes_leaves_no_half_of_a_file() {
    for (signal, code) in ENDED {
        let place = Place::new(&[]);
        // A table that no pipe holds, so that the program waits for us to read it.
        let line = |number: usize| tiny::line(&format!("n{number}"), "Wire", "2025-02-18", tiny::STORY);
        place.write("feed.jsonl", (0..3_000).map(line).collect::<String>());
        let args = ["check", "feed.jsonl", "--format", "csv", "--also", "sarif=found.sarif"];
        let mut command = place.command(&args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0]).unwrap();
        assert_eq!(
            place.names().len(),
            2,
            "the other form is written and not in its place: {:?}",
            place.names()
        );
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(code), "{signal}");
        assert_eq!(place.names(), ["feed.jsonl"], "{signal}");
    }
}

#[test]
fn colours_are_for_those_who_see_or_ask_for_them() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    let is_coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let output = place.command(args).envs(variables.iter().copied()).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    let scan = &["scan", "feed.jsonl"][..];
    assert!(!is_coloured(scan, &[]), "a pipe is no terminal");
    assert!(is_coloured(scan, &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(scan, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(is_coloured(&["scan", "feed.jsonl", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!is_coloured(&["scan", "feed.jsonl", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&["scan", "feed.jsonl", "--color", "always", "--format", "json"], &[]));
}

#[test]
fn quiet_says_nothing_verbose_shows_the_funnel() {
    let place = Place::new(&[("feed.jsonl", &tiny::feed())]);
    assert_eq!(place.run(&["dedup", "feed.jsonl", "-q"]).stderr, "");
    assert_eq!(place.run(&["dedup", "feed.jsonl"]).stderr, "3 articles read: 2 kept, 1 dropped\n");
    let verbose = place.run(&["scan", "feed.jsonl", "-v"]).stderr;
    let report = place.json(&["scan", "feed.jsonl", "--format", "json"]);
    for step in report["funnel"].as_array().unwrap() {
        let shown = verbose.lines().find(|line| line.contains(step["stage"].as_str().unwrap()));
        assert_eq!(shown.unwrap().split_whitespace().next(), Some(&*step["count"].to_string()), "{verbose}");
    }
}
