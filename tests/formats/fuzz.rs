//! The bodies of the fuzz targets on the samples and on what seeded damage makes of them.

use std::{env, path::Path};

use super::*;
use bodies::BODIES;

/// Numbers that look random and are the same every time (splitmix64).
pub struct Seeded(pub u64);

impl Seeded {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

/// Pieces on which the readers decide something.
const PIECES: [&[u8]; 24] = [
    b"\0",
    b"\"",
    b"\n",
    b"\r\n",
    b"\t",
    b",",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\",
    b"\\u",
    b"<",
    b">",
    b"&",
    b"&#x110000;",
    b"]]>",
    b"<![CDATA[",
    b"</",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xC3",
    b"---\n",
    b"WARC/1.0\r\n",
];

const LABELS: [&str; 3] = [
    "id_a,id_b,label,confidence\nferran-1,ferran-2,same,1\nferran-1,cup,no,2\n",
    "id\tcluster\tfamily\nferran-1\tflood\tferran\ncup\t\t\n",
    "{\"a\": \"ferran-1\", \"b\": \"cup\", \"label\": false}\n{\"id\": \"cup\", \"cluster\": 7}\n",
];

/// What a target begins with.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let feed = feed();
    let texts = || feed.iter().map(|sample| sample.text().into_bytes());
    match target {
        "labels" => LABELS.iter().map(|labels| labels.as_bytes().to_vec()).collect(),
        "words" => texts().collect(),
        "passage" => texts().zip(texts().skip(1)).map(|(a, b)| [a, b].join(&0)).collect(),
        _ => {
            // Small ones find more in the same time.
            let feed: Vec<Sample> = feed.into_iter().step_by(4).collect();
            let mut written = written::all(&feed);
            written.retain(|written| target == "any" || written.target == target);
            written.into_iter().flat_map(|written| written.files).map(|(_, bytes)| bytes).collect()
        }
    }
}

/// Changes a sample in some places, as damage or an attacker might.
fn mutated(seed: &[u8], other: &[u8], seeded: &mut Seeded) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=seeded.below(5) {
        let at = seeded.below(bytes.len() + 1);
        let to = (at + seeded.below(40)).min(bytes.len());
        match seeded.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << seeded.below(8),
            1 => drop(bytes.drain(at..to)),
            2 => drop(bytes.splice(at..at, bytes[at..to].to_vec())),
            3 => bytes.truncate(at),
            4 => {
                let from = seeded.below(other.len());
                let piece = &other[from..(from + seeded.below(200)).min(other.len())];
                drop(bytes.splice(at..to, piece.iter().copied()));
            }
            _ => drop(bytes.splice(at..at, PIECES[seeded.below(PIECES.len())].iter().copied())),
        }
    }
    bytes
}

#[test]
fn every_body_holds_for_the_samples_and_for_what_damage_makes_of_them() {
    let rounds = env::var("SAMECOPY_FUZZ_ROUNDS").map_or(60, |rounds| rounds.parse().unwrap());
    for &(target, body) in BODIES {
        let seeds = seeds(target);
        assert!(!seeds.is_empty(), "{target} has samples");
        for seed in &seeds {
            body(seed);
        }
        let mut seeded = Seeded(7);
        for round in 0..rounds {
            let (seed, other) = (&seeds[seeded.below(seeds.len())], &seeds[seeded.below(seeds.len())]);
            let bytes = mutated(seed, other, &mut seeded);
            let result = std::panic::catch_unwind(|| body(&bytes));
            assert!(result.is_ok(), "{target}, round {round}: {}", bytes.escape_ascii());
        }
    }
}

/// `SAMECOPY_CORPUS=DIRECTORY cargo test --test formats corpus` gives the fuzz targets something to begin with.
#[test]
fn the_samples_are_written_as_a_corpus_where_asked() {
    let Ok(directory) = env::var("SAMECOPY_CORPUS") else { return };
    for (target, _) in BODIES {
        let directory = Path::new(&directory).join(target);
        fs::create_dir_all(&directory).unwrap();
        for (number, seed) in seeds(target).iter().enumerate() {
            fs::write(directory.join(format!("sample-{number}")), seed).unwrap();
        }
    }
}
