//! The zone behind a date: `+0100`, `+01:00`, `GMT`, `CEST`.

use std::borrow::Cow;

use jiff::tz::Offset;

use super::{is_digits, is_year};

/// Names of zones and their minutes before UTC: those of RFC 2822, in its meaning, and others that mean one zone the
/// world over, or nearly so. `IST` is of India, Ireland or Israel, so it is none.
const NAMES: [(&str, i32); 33] = [
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("EST", -5 * 60),
    ("EDT", -4 * 60),
    ("CST", -6 * 60),
    ("CDT", -5 * 60),
    ("MST", -7 * 60),
    ("MDT", -6 * 60),
    ("PST", -8 * 60),
    ("PDT", -7 * 60),
    ("AKST", -9 * 60),
    ("AKDT", -8 * 60),
    ("HST", -10 * 60),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 2 * 60),
    ("MEZ", 60),
    ("MESZ", 2 * 60),
    ("EET", 2 * 60),
    ("EEST", 3 * 60),
    ("SAST", 2 * 60),
    ("MSK", 3 * 60),
    ("HKT", 8 * 60),
    ("JST", 9 * 60),
    ("KST", 9 * 60),
    ("AEST", 10 * 60),
    ("AEDT", 11 * 60),
    ("NZST", 12 * 60),
    ("NZDT", 13 * 60),
];

/// What is around the zone, and the zone; without one, or with one that is not known, all of the text and UTC. A name
/// that is not known is left to spoil the date: taken for UTC, it would be hours off.
pub(crate) fn split_zone(text: &str) -> (Cow<'_, str>, Offset) {
    let bare = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or(text, |(bare, _)| bare);
    at_the_end(bare).or_else(|| before_the_year(bare)).unwrap_or((text.into(), Offset::UTC))
}

fn at_the_end(text: &str) -> Option<(Cow<'_, str>, Offset)> {
    let (local, word) = text.trim_end().rsplit_once(char::is_whitespace)?;
    Some((local.trim_end().into(), zone(word)?))
}

/// `Tue Feb 18 14:03:00 UTC 2025`, as `date` and Java write it.
fn before_the_year(text: &str) -> Option<(Cow<'_, str>, Offset)> {
    let (before, year) = text.trim_end().rsplit_once(char::is_whitespace)?;
    let (local, offset) = at_the_end(before).filter(|_| is_year(year))?;
    Some((format!("{local} {year}").into(), offset))
}

fn zone(word: &str) -> Option<Offset> {
    // `GMT+1` is one hour before it.
    let count = word.strip_prefix("GMT").or(word.strip_prefix("UTC")).unwrap_or(word);
    let minutes = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|&(_, minutes)| minutes);
    Offset::from_seconds(minutes.or_else(|| counted(count))? * 60).ok()
}

/// The minutes of `+1`, `+01`, `+0100` and `+01:00`.
fn counted(word: &str) -> Option<i32> {
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(split) => split,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    let is_number = |text: &str| text.len() <= 2 && is_digits(text);
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}
