//! Reprints of many stories on pages that all carry the same paragraph.

use samecopy::{Article, Options, scan};

const PARAGRAPH: &str = "The Lakeshore Herald has told the stories of this shore since 1911, and more than 40,000 readers \
    support it with a subscription. Our reporters in Ferran, Caldas and Port Sella answer to nobody but you. Join them \
    today, and read every article on every device for nine crowns a month, the first four weeks without charge.";

/// Sentences of words that no two stories share, nor two sentences of one.
fn story(number: usize) -> String {
    let word = |at: usize| {
        let mut hash = samecopy::hash::mix((number * 1000 + at) as u64);
        let letter = |_| {
            let letter = b'a' + (hash % 26) as u8;
            hash /= 26;
            char::from(letter)
        };
        (0..7).map(letter).collect::<String>()
    };
    let sentence = |line: usize| (0..12).map(|at| word(line * 12 + at)).collect::<Vec<_>>().join(" ") + ".";
    (0..6).map(sentence).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_pair_is_reported_for_the_furniture_alone() {
    const STORIES: usize = 60;
    let article = |id: String, source: &str, text: String| Article {
        id: id.into(),
        source: source.into(),
        text: text.into(),
        ..Article::default()
    };
    let articles: Vec<Article> = (0..STORIES)
        .flat_map(|n| {
            let herald = format!("{}\n{PARAGRAPH}", story(n));
            [
                article(format!("{n} wire"), "Meridian Wire", story(n)),
                article(format!("{n} herald"), "Lakeshore Herald", herald),
            ]
        })
        .collect();
    let found = scan(&articles, &Options { partial: true, ..Options::default() }, &()).unwrap();
    let number = |index: u32| articles[index as usize].id.split(' ').next().unwrap().to_owned();
    assert!(found.pairs.iter().all(|pair| number(pair.a) == number(pair.b)), "{:?}", found.pairs);
    assert_eq!(found.pairs.len(), STORIES);
    assert_eq!(found.clusters.len(), STORIES);
}
