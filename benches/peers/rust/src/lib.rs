//! What both drivers share: arguments, reading, writing. A failure ends the driver, and the runner shows it.

use std::{
    env,
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
};

/// Lines that are parsed and signed in parallel before the next ones are read.
const BATCH: usize = 4096;

#[derive(serde::Deserialize)]
struct Article {
    id: String,
    title: String,
    text: String,
}

pub struct Arguments {
    pub docs: String,
    pub out: String,
    pub threshold: f64,
}

/// Reads `--docs FILE --out FILE [--threads N] [--threshold T]` and sets up the pool of threads.
pub fn arguments() -> Arguments {
    let given: Vec<String> = env::args().collect();
    let value = |name: &str, default: &str| {
        let at = given.iter().position(|argument| argument == name);
        at.and_then(|at| given.get(at + 1)).map_or(default, String::as_str).to_owned()
    };
    let threads = value("--threads", "2").parse().expect("--threads is a number");
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().expect("the pool is built once");
    Arguments {
        docs: value("--docs", "docs.jsonl"),
        out: value("--out", "pairs.tsv"),
        threshold: value("--threshold", "0.5").parse().expect("--threshold is a number"),
    }
}

/// Hands over the lines of a file in batches; parsing them is left to the caller's parallel loop.
pub fn batches(path: &str, mut take: impl FnMut(Vec<String>)) {
    let mut lines = BufReader::with_capacity(1 << 20, File::open(path).expect("the corpus opens")).lines();
    loop {
        let batch: Vec<String> = lines.by_ref().take(BATCH).collect::<Result<_, _>>().expect("UTF-8");
        if batch.is_empty() {
            return;
        }
        take(batch);
    }
}

/// The id of an article, and its title and text.
pub fn parse(line: &str) -> (String, String) {
    let article: Article = serde_json::from_str(line).expect("an article a line");
    (article.id, article.title + "\n" + &article.text)
}

pub fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

pub fn write_pairs(path: &str, ids: &[String], pairs: &[(u32, u32)]) {
    let mut file = BufWriter::new(File::create(path).expect("the output opens"));
    for &(a, b) in pairs {
        writeln!(file, "{}\t{}", ids[a as usize], ids[b as usize]).expect("the output is written");
    }
    file.flush().expect("the output is written");
}
