//! What each stage of the pipeline costs, and all of them together.
//!
//! Articles come from a generator ([`feed`]), the same ones every time. Stages that treat one article are
//! measured on the text of many, so that no article is hot in the cache more than it is in a scan.

mod feed;

use std::{borrow::Cow, hint::black_box};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use feed::feed;
use samecopy::{
    article::Article,
    candidates::{Pair, rewrites},
    fingerprint::{Fingerprint, Fingerprints},
    furniture::Furniture,
    options::Options,
    overlap::Wanted,
    passage::{PassageOptions, passages},
    scan::scan,
    shingle::{content, shingles, skip_shingles, words},
    sketch::{BottomK, MinHash},
    text::{Token, Words, tokens},
    verify::Verifier,
};

/// Articles of the benches that treat them one by one.
const FEW: usize = 200;
/// Articles of the benches that treat all of them at once.
const MANY: usize = 5_000;

fn text(article: &Article) -> Cow<'_, str> {
    article.text.read().expect("it is in memory")
}

fn all_tokens(articles: &[Article]) -> Vec<Vec<Token>> {
    articles.iter().map(|article| tokens(&text(article))).collect()
}

fn fingerprints(articles: &[Article], options: &Options) -> Vec<Fingerprint> {
    let mut words = Words::default();
    let print = |article: &Article| {
        words.read(&text(article));
        Fingerprint::new(&words, options)
    };
    articles.iter().map(print).collect()
}

/// Stages that take an article each: from its text to its sketches.
fn an_article(criterion: &mut Criterion) {
    let articles = feed(FEW);
    let options = Options::default();
    let tokenized = all_tokens(&articles);
    let words: Vec<Vec<u64>> = tokenized.iter().map(|tokens| words(tokens)).collect();
    let contents: Vec<Vec<u64>> = tokenized.iter().map(|tokens| content(tokens)).collect();
    let half = |content: &Vec<u64>| content.iter().map(|stem| (stem >> 32) as u32).collect();
    let stems: Vec<Vec<u32>> = contents.iter().map(half).collect();

    let mut group = criterion.benchmark_group("an article");
    group.throughput(Throughput::Elements(FEW as u64));
    group.bench_function("words", |b| {
        let mut words = Words::default();
        b.iter(|| {
            let mut count = |article: &Article| {
                words.read(black_box(&text(article)));
                words.count()
            };
            articles.iter().map(&mut count).sum::<usize>()
        });
    });
    group.bench_function("tokens", |b| {
        b.iter(|| articles.iter().map(|article| tokens(black_box(&text(article))).len()).sum::<usize>());
    });
    group.bench_function("shingles", |b| {
        b.iter(|| words.iter().flat_map(|words| shingles(words, options.shingle)).fold(0, u64::wrapping_add));
    });
    group.bench_function("skip shingles", |b| {
        let all = |content: &Vec<u64>| skip_shingles(content, options.window).fold(0, u64::wrapping_add);
        b.iter(|| contents.iter().map(all).fold(0, u64::wrapping_add));
    });
    group.bench_function("sketch of shingles", |b| {
        let bins = options.bands * options.rows;
        let sketch = |words: &Vec<u64>| MinHash::new(options.shingle, bins, shingles(words, options.shingle));
        b.iter(|| words.iter().map(sketch).collect::<Vec<_>>());
    });
    group.bench_function("sketch of skip shingles", |b| {
        let sketch = |stems: &Vec<u32>| BottomK::new(options.window, options.sample, stems);
        b.iter(|| stems.iter().map(sketch).collect::<Vec<_>>());
    });
    group.bench_function("fingerprint", |b| {
        b.iter(|| fingerprints(&articles, &options));
    });
    group.finish();
}

/// The candidates among all fingerprints.
fn found(prints: &[Fingerprint], options: &Options) -> Vec<Pair> {
    let mut all = Fingerprints::new(prints.len(), options);
    all.add(prints, options).expect("it fits the memory");
    let rank = |index: usize| Some(index as u32);
    rewrites(all.sketches, rank, options).expect("it fits the memory")
}

/// Stages that take all articles: from sketches to verified pairs.
fn all_articles(criterion: &mut Criterion) {
    let articles = feed(MANY);
    let options = Options::default();
    let prints = fingerprints(&articles, &options);
    let pairs = found(&prints, &options);

    let mut group = criterion.benchmark_group("all articles");
    group.sample_size(20);
    group.throughput(Throughput::Elements(MANY as u64));
    group.bench_function("candidates", |b| b.iter(|| found(black_box(&prints), &options)));
    group.bench_function("scan", |b| b.iter(|| scan(black_box(&articles), &options, &())));
    group.throughput(Throughput::Elements(pairs.len() as u64));
    group.bench_function("verification, a pair", |b| {
        let (articles, furniture) = (articles.iter().collect::<Vec<_>>(), Furniture::default());
        let verifier =
            Verifier { articles: &articles, furniture: &furniture, options: &options, progress: &() };
        b.iter(|| verifier.compare(black_box(&pairs), Wanted::Found));
    });
    group.finish();
}

/// The alignment of two articles, which `explain` does on demand.
fn a_pair(criterion: &mut Criterion) {
    let tokenized = all_tokens(&feed(FEW));
    let mut group = criterion.benchmark_group("a pair");
    group.throughput(Throughput::Elements(FEW as u64 / 2));
    // An original stands beside its rewrite.
    group.bench_function("passages", |b| {
        let align = |pair: &[Vec<Token>]| passages(&pair[0], &pair[1], &PassageOptions::default()).len();
        b.iter(|| tokenized.chunks_exact(2).map(align).sum::<usize>());
    });
    group.finish();
}

criterion_group!(stages, an_article, all_articles, a_pair);
criterion_main!(stages);
