//! The pipeline: articles in, clusters of the same copy out.

use std::{borrow::Borrow, io, mem};

use ahash::HashSet;
use rayon::prelude::*;

use crate::{
    article::Article,
    candidates,
    cluster::clusters,
    direction::origins,
    fingerprint::{Fingerprint, Fingerprints},
    funnel::Funnel,
    furniture::{Furniture, WordReader},
    membership::{Cluster, describe, unscored},
    options::Options,
    overlap::Wanted,
    progress::Progress,
    provenance::{Sources, placed},
    reprints::Reprints,
    round_up::round_ups,
    survivor::{Candidate, survivor},
    verify::{Compared, Related, Verified, Verifier, is_asked_for},
};

/// What a scan found. Articles are named by their index in the input.
#[derive(Debug, Clone)]
pub struct Scan {
    /// Number of tokens of each article.
    pub words: Vec<usize>,
    /// Verified pairs in the order of their articles' ids; the first article of each has the lesser id.
    pub pairs: Vec<Verified>,
    /// Clusters of the same copy, in the order of their least ids.
    pub clusters: Vec<Cluster>,
    /// How many items each stage let through.
    pub funnel: Funnel,
}

/// Finds the articles that are the same copy.
///
/// The result is the same for any number of threads and, but for indices, for any order of the input. Runs on the
/// current rayon pool.
///
/// # Errors
/// A text was put away and cannot be read; never for texts that are in memory.
///
/// # Panics
/// When two articles have the same id, or one has 4 GiB or more; the readers let neither through.
pub fn scan<A: Borrow<Article> + Sync>(
    articles: &[A],
    options: &Options,
    progress: &impl Progress,
) -> io::Result<Scan> {
    scan_for(articles, options, progress, Wanted::Found)
}

/// As [`scan`], but every pair that was compared is listed, whatever its verdict, strangers aside.
///
/// # Errors
/// As [`scan`].
///
/// # Panics
/// As [`scan`].
pub fn scan_all<A: Borrow<Article> + Sync>(
    articles: &[A],
    options: &Options,
    progress: &impl Progress,
) -> io::Result<Scan> {
    scan_for(articles, options, progress, Wanted::Related)
}

/// Bytes for each article that stay in memory in any case: its vocabulary, and where it stands in lists, of which a million
/// generated articles have some 70 each.
const IN_MEMORY: u64 = 128 + 4 * 70;

fn scan_for<A: Borrow<Article> + Sync>(
    articles: &[A],
    options: &Options,
    progress: &impl Progress,
    wanted: Wanted,
) -> io::Result<Scan> {
    let mut funnel = Funnel::start();
    let order = by_id(articles);
    let sorted: Vec<&Article> = order.iter().map(|&index| articles[index as usize].borrow()).collect();
    funnel.pass("read", articles.len(), "articles");

    let furniture = Furniture::of(articles)?;
    funnel.pass("repeated as furniture", furniture.len(), "lines");

    let _in_memory = options.scratch.use_memory(articles.len() as u64 * IN_MEMORY);
    let prints = fingerprint(articles, &order, &furniture, options, progress)?;
    let Fingerprints { words, wholes, bands, signatures, sketches } = prints;
    funnel.pass("fingerprinted", words.iter().filter(|&&words| words > 0).count(), "articles");

    let verifier = Verifier { articles: &sorted, furniture: &furniture, options, progress };
    let alike = Reprints::new(&wholes, &words);
    drop(wholes);
    let identical = verifier.identical(&alike.candidates())?;
    let reprints = alike.confirmed(&identical);
    funnel.pass("different", (0..sorted.len()).filter(|&i| reprints.is_first(i)).count(), "articles");

    let ranks = ranks(&order);
    let rank = |index: usize| Some(ranks[index]).filter(|&rank| reprints.is_first(rank as usize));
    let near = candidates::near_duplicates(bands, signatures, rank, options)?;
    funnel.pass("sharing a band", near.len(), "pairs");
    let reworded = candidates::rewrites(sketches, rank, options)?;
    funnel.pass("sharing skip shingles and words", reworded.len(), "pairs");
    let candidates = candidates::union([near, reworded]);
    funnel.pass("candidates", candidates.len() + identical.len(), "pairs");

    let Compared { mut verified, others } = verifier.compare(&candidates, wanted)?;
    verified.extend(identical);
    let round_ups = round_ups(verified.iter().map(Related::from).chain(others.iter().copied()));
    drop(others);
    let sources = Sources::of(&sorted);
    let provenance = Provenance { articles: &sorted, reprints: &reprints, round_ups, options };
    let pairs = provenance.considered(reprints.expand(verified, &sources));
    let mut pairs = reported(pairs, wanted, &sources, options);
    funnel.pass("verified", pairs.len(), "pairs");

    let same: Vec<Verified> = pairs.iter().filter(|p| p.scores.verdict.is_same_copy()).copied().collect();
    funnel.pass("same copy", same.len(), "pairs");

    let mut groups = clusters(sorted.len(), &same, |article| second(sorted[article as usize]), options);
    if options.cross_source_only {
        groups.retain(|members| sources.are_several(members));
        pairs.retain(|pair| sources.are_several(&[pair.a, pair.b]));
    }
    let candidate = |i: u32| Candidate {
        article: sorted[i as usize],
        words: words[i as usize] as usize,
        place: order[i as usize],
    };
    let survivors: Vec<u32> = groups.iter().map(|members| survivor(members, candidate, options)).collect();
    let further = further(&unscored(&groups, &survivors, &same), &verifier, &provenance)?;
    let origins = origins(&groups, &sorted, &same, &options.agencies)?;
    let clusters = describe(&groups, &survivors, &same, &further, &origins);
    funnel.pass("clusters", clusters.len(), "clusters");

    Ok(restore(&order, &words, pairs, clusters, funnel))
}

/// The indices of the articles in the order of their ids, which every later stage keeps to.
fn by_id<A: Borrow<Article> + Sync>(articles: &[A]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..articles.len() as u32).collect();
    let id = |index: u32| articles[index as usize].borrow().id.as_str();
    order.par_sort_by_key(|&index| id(index));
    if let Some(pair) = order.windows(2).find(|pair| id(pair[0]) == id(pair[1])) {
        panic!("two articles have the id {:?}", id(pair[0]));
    }
    order
}

/// The place of each article in the order of ids.
fn ranks(order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    (0..).zip(order).for_each(|(rank, &index)| ranks[index as usize] = rank);
    ranks
}

/// Articles that a thread takes for itself, few beside those that are fingerprinted at a time, so that none waits long for another.
const AT_A_TIME: usize = 128;

/// Articles that are fingerprinted at a time, many more than there are threads: 8,192 with the sketches of default size, fewer
/// with larger ones.
fn at_once(options: &Options) -> usize {
    let usual = Options::default();
    let times = (options.sample + options.bands).div_ceil(usual.sample + usual.bands);
    8192 / times.clamp(1, 8)
}

/// The fingerprints in the order of ids; texts are read in that of the input.
///
/// While some articles are fingerprinted the fingerprints of those before them are stored, so that no thread waits for that.
fn fingerprint<A: Borrow<Article> + Sync>(
    articles: &[A],
    order: &[u32],
    furniture: &Furniture,
    options: &Options,
    progress: &impl Progress,
) -> io::Result<Fingerprints> {
    progress.begin("fingerprinting", articles.len(), "articles");
    let reader = || WordReader::new(furniture);
    let one = |words: &mut WordReader, article: &A| {
        let print = Fingerprint::new(words.words(&article.borrow().text)?, options);
        progress.advance(1);
        Ok(print)
    };
    let (mut all, mut last) = (Fingerprints::new(articles.len(), options), Vec::new());
    for articles in articles.chunks(at_once(options)) {
        let of_these = || {
            let articles = articles.par_iter().with_max_len(AT_A_TIME);
            articles.map_init(reader, one).collect::<Vec<io::Result<_>>>()
        };
        let (prints, added) = rayon::join(of_these, || all.add(&mem::take(&mut last), options));
        added?;
        last = prints.into_iter().collect::<io::Result<_>>()?;
    }
    all.add(&last, options)?;
    all.arrange(order);
    Ok(all)
}

/// What else than its words decides on a pair.
struct Provenance<'s> {
    articles: &'s [&'s Article],
    reprints: &'s Reprints,
    /// Of articles that stand for their groups.
    round_ups: HashSet<candidates::Pair>,
    options: &'s Options,
}

impl Provenance<'_> {
    fn considered(&self, mut pairs: Vec<Verified>) -> Vec<Verified> {
        pairs.par_iter_mut().for_each(|pair| {
            let (a, b) = (self.articles[pair.a as usize], self.articles[pair.b as usize]);
            pair.scores.sequel.in_round_up = self.round_ups.contains(&self.reprints.firsts((pair.a, pair.b)));
            pair.scores = placed(pair.scores, a, b, self.options);
        });
        pairs
    }
}

/// Those pairs that are asked for, in rising order, each once.
fn reported(mut pairs: Vec<Verified>, wanted: Wanted, sources: &Sources, options: &Options) -> Vec<Verified> {
    pairs.retain(|pair| {
        let is_left_out = options.ignore_same_source && sources.same(pair.a, pair.b);
        !is_left_out && is_asked_for(pair.scores.verdict, wanted, options)
    });
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs.dedup_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// The scores of pairs that no stage has compared, in rising order.
fn further(
    pairs: &[candidates::Pair],
    verifier: &Verifier<'_, impl Progress>,
    provenance: &Provenance<'_>,
) -> io::Result<Vec<Verified>> {
    let (copies, others): (Vec<_>, Vec<_>) =
        pairs.iter().partition(|&&(a, b)| provenance.reprints.same(a, b));
    let mut verified = verifier.compare(&others, Wanted::All)?.verified;
    verified.extend(verifier.identical(&copies)?);
    let mut further = provenance.considered(verified);
    further.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    Ok(further)
}

/// When an article was published, in seconds.
fn second(article: &Article) -> Option<i64> {
    article.published.as_ref().map(|published| published.instant.as_second())
}

/// Back from the order of ids to the indices of the input.
fn restore(
    order: &[u32],
    words_by_id: &[u32],
    mut pairs: Vec<Verified>,
    mut clusters: Vec<Cluster>,
    funnel: Funnel,
) -> Scan {
    let mut words = vec![0; order.len()];
    for (&count, &index) in words_by_id.iter().zip(order) {
        words[index as usize] = count as usize;
    }
    let input = |index: &mut u32| *index = order[*index as usize];
    for pair in &mut pairs {
        input(&mut pair.a);
        input(&mut pair.b);
    }
    for cluster in &mut clusters {
        input(&mut cluster.survivor);
        for member in &mut cluster.members {
            input(&mut member.article);
            if let Some(origin) = &mut member.origin {
                input(&mut origin.original);
            }
        }
    }
    Scan { words, pairs, clusters, funnel }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, text: String) -> Article {
        Article { id: id.into(), text: text.into(), ..Article::default() }
    }

    fn sentences(words: impl Iterator<Item = u64>) -> String {
        let letter = |hash: u64, at: u32| char::from(b'a' + (hash >> (5 * at)) as u8 % 26);
        let word = |n: u64| (0..7).map(|at| letter(crate::hash::mix(n), at)).collect::<String>();
        words.map(|n| word(n) + if n % 10 == 9 { ".\n" } else { " " }).collect()
    }

    /// Each text goes on where the one before it leaves off, the last has nothing in common with the first.
    fn chain() -> Vec<Article> {
        let link = |n: u64| article(&n.to_string(), sentences(20 * n..20 * n + 100));
        (0..8).map(link).collect()
    }

    #[test]
    fn each_member_of_a_cluster_but_its_survivor_has_scores() {
        for rewrites in [true, false] {
            let scan = scan(&chain(), &Options { rewrites, ..Options::default() }, &()).unwrap();
            let members: Vec<_> =
                scan.clusters.iter().flat_map(|c| c.members.iter().map(move |m| (c, m))).collect();
            assert!(members.len() > 3, "{} members", members.len());
            for (cluster, member) in members {
                assert_eq!(member.scores.is_none(), member.article == cluster.survivor);
            }
        }
    }

    #[test]
    fn a_text_of_the_same_hash_hides_no_copy() {
        let story = "Talks aimed at ending the civil war collapsed on Tuesday after the rebels walked out of a hotel in the capital.";
        // The last four words complete the sum to that of the story (Wagner, "A generalized birthday problem", 2002).
        let forged = "The ferry to the island will not sail before Friday because its crew is on strike over yergnxq eldrmzb \
                      raswsui zmsgysw.";
        let texts =
            [("a", forged), ("b", story), ("c", story)].map(|(id, text)| article(id, text.to_owned()));
        let prints = texts.each_ref().map(|text| {
            let mut words = crate::text::Words::default();
            words.read(&text.text.read().unwrap());
            Fingerprint::new(&words, &Options::default())
        });
        assert_eq!(
            (prints[0].whole, prints[0].words),
            (prints[1].whole, prints[1].words),
            "the forgery is good"
        );
        let scan = scan(&texts, &Options::default(), &()).unwrap();
        let pairs: Vec<_> = scan.pairs.iter().map(|p| (p.a, p.b, p.scores.verdict.is_same_copy())).collect();
        assert_eq!(pairs, [(1, 2, true)]);
    }

    #[test]
    fn no_article_is_a_copy_of_itself_whatever_its_keys() {
        let articles: Vec<Article> =
            (0..60).map(|n| article(&n.to_string(), sentences(1_000 * n..1_000 * n + 300))).collect();
        let options = Options { rewrites: false, bands: 20_000, rows: 1, ..Options::default() };
        assert_eq!(scan(&articles, &options, &()).unwrap().pairs, []);
    }
}
