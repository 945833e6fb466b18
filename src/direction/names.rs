//! The names that sources and agencies go by, and where a text has them.

use std::{cmp::Reverse, iter, sync::OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

/// The names of the agencies whose copy most papers print, those of one agency in a row.
const AGENCIES: [&[&str]; 24] = [
    &["afp", "agence france-presse", "agence france presse"],
    &["reuters", "thomson reuters", "рейтер", "路透社", "رويترز"],
    &["ap", "associated press", "the associated press", "美联社"],
    &["dpa", "deutsche presse-agentur"],
    &["efe", "agencia efe", "efe news"],
    &["ansa", "agenzia ansa"],
    &["xinhua", "新华社", "新华网", "xinhua news agency"],
    &["tass", "tacc", "тасс", "itar-tass", "итар-тасс"],
    &["kyodo", "kyodo news", "共同通信", "共同"],
    &["upi", "united press international"],
    &["pti", "press trust of india"],
    &["ani", "asian news international"],
    &["ians", "indo-asian news service"],
    &["pa media", "press association", "pa news agency"],
    &["aap", "australian associated press"],
    &["bloomberg", "bloomberg news"],
    &["interfax", "интерфакс"],
    &["ria novosti", "риа новости"],
    &["anadolu", "anadolu agency", "anadolu ajansı"],
    &["lusa", "agência lusa"],
    &["yonhap", "yonhap news agency", "연합뉴스"],
    &["jiji", "jiji press", "時事通信", "時事"],
    &["apa", "austria presse agentur"],
    &["中新社", "中国新闻社", "china news service"],
];

/// The names of agencies, which are the same for every cluster and gathered once.
pub struct Agencies {
    matcher: AhoCorasick,
    /// For each pattern its place in [`AGENCIES`], `None` where it is of an agency beside those that are known.
    known: Vec<Option<usize>>,
}

impl Agencies {
    /// The known agencies, and `more` beside them. Linear in the length of their names.
    pub fn with(more: &[String]) -> Self {
        let known =
            AGENCIES.iter().enumerate().flat_map(|(at, names)| names.iter().map(move |&name| (name, at)));
        let known = known.map(|(name, at)| (name.to_owned(), Some(at)));
        let more = more.iter().flat_map(|agency| names(agency)).map(|name| (name, None));
        let (patterns, known): (Vec<_>, _) = known.chain(more).unzip();
        Self { matcher: matcher(&patterns, AhoCorasickKind::ContiguousNFA), known }
    }
}

/// The names that the sources of one cluster go by, and those of agencies.
pub struct Names<'a> {
    agencies: &'a Agencies,
    /// The source that each of [`AGENCIES`] is, if it is one.
    agency_is: [Option<usize>; AGENCIES.len()],
    /// The sources' own names.
    patterns: Vec<String>,
    /// Whose name each of them is.
    owners: Vec<usize>,
    /// Of these, if there are any. Most clusters have no line in which a name is looked for, and none is made for them.
    matcher: OnceLock<Option<AhoCorasick>>,
}

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// The number of the source that goes by it, `None` for an agency that is none of the sources.
    pub source: Option<usize>,
}

impl<'a> Names<'a> {
    /// Gathers the names of sources. One that has a name of a known agency goes by all of that agency's. Linear in the
    /// length of the names.
    pub fn of(sources: &[&str], agencies: &'a Agencies) -> Self {
        let mut agency_is = [None; AGENCIES.len()];
        let (mut patterns, mut owners) = (Vec::new(), Vec::new());
        for (number, source) in sources.iter().enumerate() {
            let names = names(source);
            for (agency, is) in AGENCIES.iter().zip(&mut agency_is) {
                if is.is_none() && names.iter().any(|name| agency.contains(&name.as_str())) {
                    *is = Some(number);
                }
            }
            owners.resize(owners.len() + names.len(), number);
            patterns.extend(names);
        }
        Self { agencies, agency_is, patterns, owners, matcher: OnceLock::new() }
    }

    /// Where a text in lower case has names: the leftmost first, of those that begin at one place the longest, and none
    /// that begins inside another. Of a name that several go by it is the first source, and an agency behind all of
    /// them.
    pub fn find_iter(&self, text: &str) -> impl Iterator<Item = Found> {
        let find = [Self::agency, Self::source];
        let mut ahead = find.map(|find| find(self, text, 0));
        iter::from_fn(move || {
            let rank = |found: &Found| (found.start, Reverse(found.end), found.source.is_none());
            let next = ahead.into_iter().flatten().min_by_key(rank)?;
            for (ahead, find) in ahead.iter_mut().zip(find) {
                if ahead.is_some_and(|found| found.start < next.end) {
                    *ahead = find(self, text, next.end);
                }
            }
            Some(next)
        })
    }

    /// The first name of an agency from a byte on.
    fn agency(&self, text: &str, from: usize) -> Option<Found> {
        let found = self.agencies.matcher.find(Input::new(text).range(from..))?;
        let known = self.agencies.known[found.pattern().as_usize()];
        Some(Found {
            start: found.start(),
            end: found.end(),
            source: known.and_then(|at| self.agency_is[at]),
        })
    }

    /// The first name of a source from a byte on.
    fn source(&self, text: &str, from: usize) -> Option<Found> {
        // There is one for each cluster, so that it must be built fast rather than match fast.
        let fast = AhoCorasickKind::NoncontiguousNFA;
        let made = || (!self.patterns.is_empty()).then(|| matcher(&self.patterns, fast));
        let found = self.matcher.get_or_init(made).as_ref()?.find(Input::new(text).range(from..))?;
        let source = Some(self.owners[found.pattern().as_usize()]);
        Some(Found { start: found.start(), end: found.end(), source })
    }
}

fn matcher(patterns: &[String], kind: AhoCorasickKind) -> AhoCorasick {
    let matcher =
        AhoCorasick::builder().kind(Some(kind)).match_kind(MatchKind::LeftmostLongest).build(patterns);
    matcher.expect("names are short")
}

/// A source's name, what stands in front of brackets and inside them or quotation marks, and its initials, where it
/// has three or more: `Agence Méridienne de Presse (AMP)`.
fn names(source: &str) -> Vec<String> {
    let lower = source.trim().to_lowercase();
    let mut parts: Vec<&str> =
        lower.split(['(', ')', '（', '）', '«', '»', '"', '“', '”']).map(str::trim).collect();
    parts.push(&lower);
    let mut names: Vec<String> =
        parts.into_iter().filter(|name| name.chars().count() > 1).map(str::to_owned).collect();
    let initials: String = lower.split_whitespace().filter_map(|word| word.chars().next()).collect();
    if initials.chars().count() > 2 && initials.chars().all(char::is_alphanumeric) {
        names.push(initials);
    }
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One automaton of all names: those of each source, and of the agencies that it is; those of the other agencies;
    /// those of more agencies.
    fn naive(sources: &[&str], more: &[String], text: &str) -> Vec<Found> {
        let (mut patterns, mut owners) = (Vec::new(), Vec::new());
        let mut known = [false; AGENCIES.len()];
        for (number, source) in sources.iter().enumerate() {
            let mut names = names(source);
            for (agency, known) in AGENCIES.iter().zip(&mut known) {
                if names.iter().any(|name| agency.contains(&name.as_str())) {
                    *known = true;
                    names.extend(agency.iter().map(|&name| name.to_owned()));
                }
            }
            owners.resize(owners.len() + names.len(), Some(number));
            patterns.extend(names);
        }
        for (agency, _) in AGENCIES.iter().zip(known).filter(|(_, known)| !known) {
            patterns.extend(agency.iter().map(|&name| name.to_owned()));
        }
        patterns.extend(more.iter().flat_map(|agency| names(agency)));
        owners.resize(patterns.len(), None);
        let found = |found: aho_corasick::Match| Found {
            start: found.start(),
            end: found.end(),
            source: owners[found.pattern().as_usize()],
        };
        matcher(&patterns, AhoCorasickKind::NoncontiguousNFA).find_iter(text).map(found).collect()
    }

    /// Names that begin, end and enclose each other.
    const PIECES: [&str; 22] = [
        "AFP",
        "Agence",
        "France-Presse",
        "Agence France-Presse",
        "Thomson",
        "Reuters",
        "AP",
        "The Associated",
        "Press",
        "Associated Press",
        "Press Association",
        "News",
        "PA News Agency",
        "Xinhua",
        "中国",
        "新华社",
        "新闻社",
        "(AFP)",
        "(Meridian",
        "Wire)",
        "Meridian Wire",
        "Asian News",
    ];

    fn name() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..4).prop_map(|pieces| pieces.join(" "))
    }

    proptest! {
        #[test]
        fn names_are_found_as_by_one_automaton_of_all_of_them(
            sources in prop::collection::vec(name(), 0..5),
            more in prop::collection::vec(name(), 0..3),
            text in prop::collection::vec((prop::sample::select(&PIECES[..]), prop::sample::select(&["", " ", ", "][..])), 0..12),
        ) {
            let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
            let text: String = text.into_iter().flat_map(|(piece, between)| [piece, between]).collect();
            let text = text.to_lowercase();
            let agencies = Agencies::with(&more);
            let found: Vec<Found> = Names::of(&sources, &agencies).find_iter(&text).collect();
            prop_assert_eq!(found, naive(&sources, &more, &text));
        }
    }
}
