//! A damaged twin of each sample: what is wrong is said with its place, and the other articles are there.

use std::collections::BTreeMap;

use super::*;

/// The article that is damaged, in the middle of the feed, and how its text begins.
const VICTIM: (&str, &str) = ("theatre", "Das Schauspielhaus von");

/// Formats of one article a file whose end looks like any other place in them.
const ENDLESS: [&str; 3] = ["text", "markdown", "html"];

fn find(bytes: &[u8], pattern: &str) -> Option<usize> {
    memchr::memmem::find(bytes, pattern.as_bytes())
}

/// Formats of which damage to one article is damage to what it is packed with.
const PACKED: [&str; 2] = ["parquet", "arrow"];

/// The file that holds the victim, and where its text begins; nothing where it is packed.
fn victim(written: &Written) -> Option<(usize, usize)> {
    if PACKED.contains(&written.format) {
        return None;
    }
    let places = written.files.iter().map(|(_, bytes)| find(bytes, VICTIM.1));
    places.enumerate().find_map(|(file, at)| Some((file, at?)))
}

/// The ids of articles that were read other than they are, and of those that were not read.
fn harmed(written: &Written, feed: &[Sample], reading: &Reading) -> (Vec<String>, Vec<String>) {
    let says = written.says;
    let found: BTreeMap<&str, Known> =
        reading.articles.iter().map(|article| (id(article, says), known(article, says))).collect();
    let whole: BTreeMap<&str, Known> =
        feed.iter().map(|sample| (sample.id, expected(sample, says))).collect();
    let changed = found.iter().filter(|(id, known)| whole.get(*id) != Some(known));
    let missing = whole.keys().filter(|id| !found.contains_key(*id));
    (changed.map(|(id, _)| (*id).to_owned()).collect(), missing.map(|id| (*id).to_owned()).collect())
}

/// That no article of the feed but the victim was harmed; strangers may have come of its pieces.
#[track_caller]
fn only_the_victim_is_harmed(written: &Written, feed: &[Sample], reading: &Reading, seed: u64) {
    let (changed, missing) = harmed(written, feed, reading);
    let is_other = |id: &&String| *id != VICTIM.0 && feed.iter().any(|sample| sample.id == **id);
    let others: Vec<&String> = changed.iter().chain(&missing).filter(is_other).collect();
    assert!(others.is_empty(), "{}, seed {seed}: {others:?} {:#?}", written.format, problems(reading));
}

/// Reads a twin of the feed with other bytes in one of its files.
fn read_twin(written: &Written, file: usize, bytes: &[u8]) -> Reading {
    let mut files = written.files.clone();
    files[file].1 = bytes.to_vec();
    Place::new(&files).read(written)
}

#[test]
fn flipped_bits_in_one_article_cost_no_other() {
    let feed = feed();
    for written in written::all(&feed) {
        let Some((file, at)) = victim(&written) else { continue };
        let length = if written.format == "text" { 150 } else { 350 };
        for seed in 0..24 {
            let mut seeded = Seeded(seed);
            let mut bytes = written.files[file].1.clone();
            for _ in 0..=seeded.below(6) {
                bytes[at + seeded.below(length)] ^= 1 << seeded.below(8);
            }
            let reading = read_twin(&written, file, &bytes);
            only_the_victim_is_harmed(&written, &feed, &reading, seed);
        }
    }
}

#[test]
fn a_letter_of_another_encoding_is_said_and_costs_no_other_article() {
    let feed = feed();
    for written in written::all(&feed) {
        let Some((file, at)) = victim(&written) else { continue };
        let (name, whole) = &written.files[file];
        let mut bytes = whole.clone();
        let umlaut = at + find(&bytes[at..], "ü").unwrap();
        bytes.splice(umlaut..umlaut + 2, [0xFC, b'e']);
        let reading = read_twin(&written, file, &bytes);
        only_the_victim_is_harmed(&written, &feed, &reading, 0);
        let said = problems(&reading);
        let [said] = &said[..] else { panic!("{}: {said:?}, {:?}", written.format, reading.guessed) };
        assert!(said.contains(name) && said.contains("not valid UTF-8"), "{}: {said}", written.format);
    }
}

#[test]
fn what_stands_before_a_cut_is_read_and_the_cut_is_said() {
    let feed = feed();
    for written in written::all(&feed) {
        let is_endless = ENDLESS.contains(&written.format);
        for (file, (name, whole)) in written.files.iter().enumerate() {
            // Articles that are files of their own are cut at a few places each.
            for part in (1..16).step_by(written.files.len()) {
                let mut at = whole.len() * part / 16;
                // Where a line ends an article may end, too.
                while at < whole.len() && whole[at - 4..=at].contains(&b'\n') {
                    at += 1;
                }
                let reading = read_twin(&written, file, &whole[..at]);
                let said = problems(&reading);
                let (changed, _) = harmed(&written, &feed, &reading);
                let at = format!("{} {name} cut at {part}/16: {changed:?} {said:?}", written.format);
                assert!(is_endless || (changed.is_empty() && !said.is_empty()), "{at}");
                assert!(said.iter().all(|said| said.contains(name)), "{at}");
            }
        }
    }
}

#[test]
fn a_lost_quotation_mark_costs_a_table_no_other_row() {
    let feed = feed();
    for written in written::all(&feed).into_iter().filter(|written| matches!(written.format, "csv" | "tsv")) {
        let (file, at) = victim(&written).unwrap();
        let whole = &written.files[file].1;
        let end = at + find(&whole[at..], "entschied.").unwrap() + "entschied.".len();
        for (seed, mark) in [(1, at - 1), (2, end)] {
            let mut bytes = whole.clone();
            assert_eq!(bytes.remove(mark), b'"');
            let reading = read_twin(&written, file, &bytes);
            only_the_victim_is_harmed(&written, &feed, &reading, seed);
        }
    }
}

#[cfg(feature = "cli")]
#[test]
fn the_program_names_a_file_that_was_cut_goes_on_and_ends_with_2() {
    for mut written in written::all(&feed()) {
        if ENDLESS.contains(&written.format) {
            continue;
        }
        let (name, bytes) = &mut written.files[0];
        bytes.truncate(bytes.len() * 2 / 3);
        let name = name.clone();
        written.files.push(("good.txt".to_owned(), b"Rain fell on the lower town for nine hours.".to_vec()));
        let place = Place::new(&written.files);
        let ended = std::process::Command::new(env!("CARGO_BIN_EXE_samecopy"))
            .args(["scan", ".", "--format", "json"])
            .current_dir(place.0.path())
            .output()
            .unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{}: {said}", written.format);
        assert!(said.contains(&format!("problem: ./{name}")), "{}: {said}", written.format);
        let report: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
        let mut ids = report["articles"].as_array().unwrap().iter().map(|article| &article["id"]);
        assert!(ids.any(|id| id == "./good.txt"), "{}: {said}", written.format);
    }
}
