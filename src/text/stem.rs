//! Function words and stems without a table for each language.

/// Letters kept of a word.
///
/// A cut costs a fraction of a stemmer's time and scored the same on the labelled English families.
const STEM: usize = 5;

/// Words of this many letters or fewer are taken for function words.
const FUNCTION: usize = 3;

/// The first letters of a normalised word, without an English possessive.
pub fn stem(word: &str) -> &str {
    let word = word.split('\'').next().filter(|w| w.len() > 1).unwrap_or(word);
    word.char_indices().nth(STEM).map_or(word, |(end, _)| &word[..end])
}

/// Whether a normalised word carries no content.
pub fn is_function_word(word: &str) -> bool {
    word.chars().nth(FUNCTION).is_none() || LIST.with(|l| l.contains(word))
}
thread_local! {
    static LIST: std::collections::HashSet<&'static str> = std::env::var("STOP").map_or(Default::default(), |_| { let mut s: std::collections::HashSet<&'static str> = EN.split_whitespace().collect(); if let Ok(f) = std::env::var("STOPFILE") { s.extend(std::fs::read_to_string(f).unwrap().leak().lines().filter(|w| w.chars().count()>3)); } s });
}
const EN: &str = "a about above after again against all also although am among an and any are as at be because been before being below between both but by can cannot could did do does doing down during each either else ever every few for from further had has have having he her here hers herself him himself his how however i if in into is it its itself just least less like may me might more most much must my myself no nor not now of off on once one only onto or other our ours out over own per rather said same say says she should since so some still such than that the their theirs them themselves then there these they this those though through thus to too under until up upon us very was we were what when where whether which while who whom whose why will with within without would yet you your yours yourself according told including added";
