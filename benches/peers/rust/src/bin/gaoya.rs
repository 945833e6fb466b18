//! gaoya: MinHash of 125 32-bit values over word 5-grams, an index of 25 bands, queried by id. It verifies the estimate.

use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32, SmallVecContainer};
use peer_drivers::{arguments, batches, parse, words, write_pairs};
use rayon::prelude::*;

const BANDS: usize = 25;
const ROWS: usize = 5;

fn main() {
    let arguments = arguments();
    let hasher = MinHasher32::new(BANDS * ROWS);
    let sign = |line: &String| {
        let (id, text) = parse(line);
        let text = text.to_lowercase();
        let words = words(&text);
        let signature = match words.len() {
            0..5 => hasher.create_signature(std::iter::once(&words[..])),
            _ => hasher.create_signature(words.windows(5)),
        };
        (id, signature)
    };
    let mut index: MinHashIndex<u32, u32, SmallVecContainer<u32, 2>> =
        MinHashIndex::new_index(BANDS, ROWS, arguments.threshold);
    let mut ids = Vec::new();
    batches(&arguments.docs, |lines| {
        let (batch, signatures): (Vec<String>, Vec<Vec<u32>>) = lines.par_iter().map(sign).unzip();
        let first = ids.len() as u32;
        index.par_bulk_insert((first..first + batch.len() as u32).collect(), signatures);
        ids.extend(batch);
    });
    let partners = |id: u32| {
        let found = index.query_by_id(&id).into_iter().copied();
        found.filter(|&other| other < id).map(|other| (other, id)).collect::<Vec<_>>()
    };
    let pairs: Vec<(u32, u32)> = (0..ids.len() as u32).into_par_iter().flat_map_iter(partners).collect();
    write_pairs(&arguments.out, &ids, &pairs);
}
