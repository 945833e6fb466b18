//! txtfp: its canonical form (NFKC, case folding), UAX #29 words, 5-grams, MinHash of 128 values, banded index.

use peer_drivers::{arguments, batches, parse, write_pairs};
use rayon::prelude::*;
use txtfp::{
    Canonicalizer, Fingerprinter, LshIndexBuilder, MinHashFingerprinter, MinHashSig, ShingleTokenizer,
    WordTokenizer,
};

const VALUES: usize = 128;

fn main() {
    let arguments = arguments();
    let threshold = arguments.threshold as f32;
    let tokenizer = ShingleTokenizer { k: 5, inner: WordTokenizer };
    let fingerprinter = MinHashFingerprinter::<_, VALUES>::new(Canonicalizer::default(), tokenizer);
    let sign = |line: &String| {
        let (id, text) = parse(line);
        (id, fingerprinter.fingerprint(&text).expect("an article has words"))
    };
    let (mut ids, mut signatures): (Vec<String>, Vec<MinHashSig<VALUES>>) = Default::default();
    batches(&arguments.docs, |lines| {
        let signed: Vec<_> = lines.par_iter().map(sign).collect();
        for (id, signature) in signed {
            ids.push(id);
            signatures.push(signature);
        }
    });
    let builder = LshIndexBuilder::for_threshold(threshold, VALUES).expect("the threshold is in range");
    let mut index = builder.build::<VALUES>();
    index.extend_par(
        signatures.iter().enumerate().map(|(id, &signature)| (id as u64, signature)).collect::<Vec<_>>(),
    );
    let partners = |(id, signature)| {
        let found = index.query_with_threshold(signature, threshold);
        found
            .into_iter()
            .filter(move |&other| (other as usize) < id)
            .map(move |other| (other as u32, id as u32))
    };
    let pairs: Vec<(u32, u32)> = signatures.par_iter().enumerate().flat_map_iter(partners).collect();
    write_pairs(&arguments.out, &ids, &pairs);
}
