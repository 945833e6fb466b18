//! The same articles and clusters from every format.

use super::*;

#[test]
fn every_format_gives_the_same_articles() {
    let feed = feed();
    for written in written::all(&feed) {
        let reading = Place::new(&written.files).read(&written);
        assert_eq!(problems(&reading), [""; 0], "{}", written.format);
        let says = written.says;
        let found: BTreeSet<_> =
            reading.articles.iter().map(|article| (id(article, says), known(article, says))).collect();
        let wanted: BTreeSet<_> = feed.iter().map(|sample| (sample.id, expected(sample, says))).collect();
        assert_eq!(reading.articles.len(), feed.len(), "{}", written.format);
        for (found, wanted) in found.iter().zip(&wanted) {
            assert_eq!(found, wanted, "{}", written.format);
        }
    }
}

#[test]
fn every_format_gives_the_same_clusters() {
    let of = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect::<BTreeSet<_>>();
    let wanted: BTreeSet<_> = [
        of(&["ferran-1", "ferran-2", "ferran-3", "ferran-4"]),
        of(&["karesh-1", "karesh-2"]),
        of(&["trains-1", "trains-2"]),
    ]
    .into();
    for written in written::all(&feed()) {
        let reading = Place::new(&written.files).read(&written);
        assert_eq!(clusters(&reading.articles, written.says), wanted, "{}", written.format);
    }
}

#[test]
fn an_article_over_the_limit_is_left_out_of_every_format() {
    let mut feed = feed();
    let long = &mut feed[4];
    long.paragraphs = long.paragraphs.repeat(30);
    let options = ReadOptions { max_article_bytes: 10_000, ..ReadOptions::default() };
    for written in written::all(&feed) {
        let reading = Place::new(&written.files).read_with(&written, &options);
        assert_eq!(reading.articles.len(), feed.len() - 1, "{}", written.format);
        let [problem] = reading.problems.listed() else {
            panic!("{}: {:?}", written.format, reading.problems)
        };
        let expected = "is larger than 10000 bytes, the most an article may have; split it or raise the limit with --max-article";
        assert!(problem.message.starts_with(expected), "{}: {problem}", written.format);
    }
}
