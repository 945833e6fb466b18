//! Whatever memory there is, the output is the same; and nothing is left of what did not fit.

use crate::run::{Place, feed};

/// Commands that read every text again, in each of its orders.
const COMMANDS: [&[&str]; 10] = [
    &["scan", "feed.jsonl", "--partial", "--format", "json"],
    &["scan", "feed.jsonl"],
    &["scan", "feed.jsonl", "--partial", "--format", "html"],
    &["scan", "feed.jsonl", "--format", "sarif"],
    &["dedup", "feed.jsonl"],
    &["dedup", "feed.jsonl", "--annotate"],
    &["explain", "oil-spill/wire", "oil-spill/edited", "--in", "feed.jsonl", "--full", "--furniture"],
    &["explain", "oil-spill/wire", "oil-spill/edited", "--in", "feed.jsonl", "--format", "html"],
    &["why", "oil-spill/wire", "oil-spill/edited", "feed.jsonl"],
    &["check", "feed.jsonl", "--exit-zero", "--format", "json"],
];

#[test]
fn any_memory_gives_the_same_bytes_and_leaves_no_file() {
    let place = Place::with_feed();
    std::fs::create_dir(place.path("room")).unwrap();
    for args in COMMANDS {
        let expected = place.ok(args);
        for memory in ["1", "40K", "2G"] {
            let spilled = place.ok(&[args, &["--memory", memory, "--tmp-dir", "room"]].concat());
            assert!(spilled == expected, "{args:?} with {memory}");
            assert_eq!(place.path("room").read_dir().unwrap().count(), 0, "{args:?} with {memory}");
        }
    }
}

#[test]
fn labels_are_evaluated_alike() {
    let place = Place::with_feed();
    place.write("labels.tsv", "id_a\tid_b\tlabel\noil-spill/wire\toil-spill/edited\tsame\noil-spill/wire\tceasefire-talks/wire\tother\n");
    let args = ["eval", "labels.tsv", "feed.jsonl", "--format", "json"];
    assert_eq!(place.ok(&[&args[..], &["--memory", "1"]].concat()), place.ok(&args));
}

#[test]
fn an_article_that_comes_again_is_known_by_its_text_wherever_that_is() {
    let place = Place::new(&[("a.jsonl", &feed()), ("b.jsonl", &feed())]);
    let all = place.ok(&["dedup", "a.jsonl", "b.jsonl", "--memory", "1"]);
    assert_eq!(all, place.ok(&["dedup", "a.jsonl"]));
    place.write("b.jsonl", feed().replace("barrels", "gallons"));
    let ended = place.run(&["scan", "a.jsonl", "b.jsonl", "--memory", "1"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("is taken by a.jsonl:"), "{}", ended.stderr);
}

#[test]
fn no_room_for_temporary_files_is_said_with_what_to_do() {
    let place = Place::with_feed();
    for command in ["scan", "dedup", "check"] {
        let ended = place.run(&[command, "feed.jsonl", "--memory", "1", "--tmp-dir", "missing", "-o", "out"]);
        assert_eq!((ended.code, ended.text()), (Some(2), ""), "{command}");
        for part in ["temporary file", "missing", "--tmp-dir", "--memory"] {
            assert!(ended.stderr.contains(part), "{part:?} is not in {:?}", ended.stderr);
        }
        assert_eq!(place.names(), ["feed.jsonl"], "nothing is left");
    }
    place.ok(&["scan", "feed.jsonl", "--tmp-dir", "missing"]);
}

/// A file that may not grow stands for a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_nothing_is_left() {
    let place = Place::with_feed();
    let samecopy = env!("CARGO_BIN_EXE_samecopy");
    let script = format!("trap '' XFSZ; ulimit -f 4; {samecopy} dedup feed.jsonl --memory 1 --tmp-dir .");
    let mut command = std::process::Command::new("bash");
    let output = command.args(["-c", &script]).current_dir(place.path("")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{said}");
    assert!(said.contains("cannot write a temporary file in .: "), "{said}");
    assert_eq!(place.names(), ["feed.jsonl"]);
}

#[test]
fn memory_is_configured_like_any_option() {
    let place = Place::with_feed();
    place.write("samecopy.toml", "memory = \"1\"\ntmp-dir = \"missing\"\n");
    assert_eq!(place.run(&["scan", "feed.jsonl"]).code, Some(2));
    std::fs::create_dir(place.path("missing")).unwrap();
    place.ok(&["scan", "feed.jsonl"]);
    for wrong in ["0", "much", "1T"] {
        let ended = place.run(&["scan", "feed.jsonl", "--memory", wrong]);
        assert_eq!((ended.code, ended.text()), (Some(2), ""));
        assert!(ended.stderr.contains("64M or 2G"), "{}", ended.stderr);
    }
}
