//! Help in the forms that shells and `man` want.

use std::process::Command;

use crate::run::Place;

const COMMANDS: [&str; 8] = ["scan", "compare", "explain", "why", "check", "dedup", "eval", "config"];

#[test]
fn every_shell_is_told_all_commands_and_options() {
    let place = Place::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.ok(&["completions", shell]);
        for word in COMMANDS.into_iter().chain(["prefer-source"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
        assert!(!script.contains("no-cross-source-only"), "{shell}: hidden options stay hidden");
    }
}

/// Lets the shell itself read the script, where there is one.
#[test]
fn the_shells_that_are_here_understand_their_completions() {
    let place = Place::new(&[]);
    for shell in ["bash", "fish", "zsh"] {
        place.write("script", place.ok(&["completions", shell]));
        match Command::new(shell).arg("-n").arg(place.path("script")).output() {
            Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
            Err(_) => eprintln!("skipped: there is no {shell} here"),
        }
    }
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_values() {
    let place = Place::new(&[]);
    place.write("script", place.ok(&["completions", "bash"]));
    let complete = |words: &str| {
        let script = format!(
            "source ./script; COMP_WORDS=(samecopy {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _samecopy samecopy \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; \
             echo \"${{COMPREPLY[@]}}\""
        );
        let output = Command::new("bash").args(["-c", &script]).current_dir(place.path(".")).output();
        match output {
            Ok(output) => String::from_utf8(output.stdout).unwrap().trim().to_owned(),
            Err(_) => panic!("there is no bash"),
        }
    };
    assert_eq!(complete("comp"), "compare completions");
    assert_eq!(complete("scan --near"), "--near-duplicate");
    assert_eq!(complete("dedup --keep l"), "latest longest");
    assert_eq!(complete("check --format s"), "sarif");
}

#[test]
fn there_is_a_man_page_for_every_command_and_it_has_the_examples() {
    let place = Place::new(&[]);
    assert!(place.run(&["man", "share/man1"]).stderr.ends_with(" pages written to share/man1\n"));
    assert!(place.read("share/man1/samecopy.1").contains("samecopy\\-scan(1)"));
    for command in COMMANDS {
        let page = place.read(&format!("share/man1/samecopy-{command}.1"));
        assert!(page.contains("Examples:") && page.contains("\\-\\-threads"), "{command}");
    }
}
