//! Dates as French and German pages and datelines write them: `18 février 2025`, `Dienstag, 18. Februar 2025, 14.03 Uhr`.
//!
//! Months are named, so that nothing is taken for another date; `18/02/2025` is a day in one country and none in another.

use jiff::civil::{Date, DateTime, Time};

/// How months begin in French and in German, enough of each to tell it from the others.
const MONTHS: [&[&str]; 12] = [
    &["janv", "jan", "jän"],
    &["févr", "fév", "fevr", "fev", "feb"],
    &["mars", "märz", "mär", "mrz"],
    &["avr", "apr"],
    &["mai"],
    &["juin", "jun"],
    &["juil", "jul"],
    &["août", "aout", "aug"],
    &["sept", "sep"],
    &["oct", "okt"],
    &["nov"],
    &["déc", "dec", "dez"],
];

/// What else may stand in a date, before the day or between it and the time.
const FILLERS: [&str; 6] = ["le", "den", "am", "à", "um", "uhr"];

/// The date, and the time of day if there is one.
pub(crate) fn named(text: &str) -> Option<(Date, Option<Time>)> {
    let lower = text.to_lowercase();
    let mut words = lower.split([' ', ',', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty()).peekable();
    while words.next_if(|word| is_weekday(word) || FILLERS.contains(word)).is_some() {}
    let day = words.next()?;
    let day: i8 = day.strip_suffix("er").or(day.strip_suffix('.')).unwrap_or(day).parse().ok()?;
    let month = month(words.next()?)?;
    let year: i16 = words.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let date = Date::new(year, month, day).ok()?;
    let mut time = None;
    for word in words.filter(|word| !FILLERS.contains(word)) {
        if time.is_some() {
            return None;
        }
        time = Some(clock(word)?);
    }
    Some((date, time))
}

/// The moment that a named date begins or says.
pub(crate) fn moment(text: &str) -> Option<DateTime> {
    let (date, time) = named(text)?;
    Some(date.to_datetime(time.unwrap_or(Time::midnight())))
}

fn month(word: &str) -> Option<i8> {
    let name = word.trim_end_matches('.');
    let is_name = |short: &&str| name == *short || (name.starts_with(short) && FULL.contains(&name));
    let index = MONTHS.iter().position(|names| names.iter().any(is_name))?;
    Some(index as i8 + 1)
}

/// Months written out, where that is more than their beginning.
const FULL: [&str; 21] = [
    "janvier",
    "januar",
    "jänner",
    "février",
    "fevrier",
    "februar",
    "avril",
    "april",
    "juni",
    "juillet",
    "juli",
    "august",
    "septembre",
    "september",
    "octobre",
    "oktober",
    "novembre",
    "november",
    "décembre",
    "decembre",
    "dezember",
];

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 15] = [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
    ];
    DAYS.contains(&word.trim_end_matches('.'))
}

/// `14h03`, `14h`, `14:03`, `14.03`.
fn clock(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once(['h', ':', '.'])?;
    let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_and_german_dates_are_read_with_and_without_a_time() {
        for (written, expected) in [
            ("18 février 2025", "2025-02-18T00:00:00"),
            ("1er août 2024", "2024-08-01T00:00:00"),
            ("mardi 18 févr. 2025 à 14h03", "2025-02-18T14:03:00"),
            ("le 3 juillet 2025, 9h", "2025-07-03T09:00:00"),
            ("18. Februar 2025", "2025-02-18T00:00:00"),
            ("Dienstag, den 4. März 2025, 14.03 Uhr", "2025-03-04T14:03:00"),
            ("31. Dez. 2024 um 23:59 Uhr", "2024-12-31T23:59:00"),
            ("1\u{a0}mai\u{a0}2025", "2025-05-01T00:00:00"),
        ] {
            assert_eq!(
                moment(written).map(|moment| moment.to_string()).as_deref(),
                Some(expected),
                "{written}"
            );
        }
    }

    #[test]
    fn every_month_is_told_from_the_others() {
        let french = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre";
        let german = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember";
        for months in [french, german] {
            for (number, month) in (1..).zip(months.split(' ')) {
                assert_eq!(named(&format!("7. {month} 2025")).unwrap().0.month(), number, "{month}");
            }
        }
    }

    #[test]
    fn what_is_no_such_date_is_none() {
        for written in [
            "18 2025",
            "30 février 2025",
            "18 marsupial 2025",
            "18 mars",
            "18 mars 25",
            "18 mars 2025 hier",
            "",
        ] {
            assert_eq!(named(written), None, "{written}");
        }
    }
}
