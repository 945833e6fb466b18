//! Dates as pages, feeds, tables and datelines write them: `Tuesday, 18 February 2025 2:03 PM`, `18 févr. 2025 à 14 h 03`,
//! `Dienstag, 18. Februar 2025, 14.03 Uhr`, `18.02.2025`, `2025/2/18`, `Tue Feb 18 14:03:00 UTC 2025`.
//!
//! Nothing is taken for another date: `18/02/2025` is a day in one country and none in another, whereas dots stand behind the
//! day wherever they part numbers, and behind a year follows the month. And times as programs count them, since 1970:
//! `1739887380`.

mod zone;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    fmt::{rfc2822, temporal::Pieces},
};

pub(crate) use zone::split_zone;

/// How months begin in English, French and German, enough of each to tell it from the others.
const MONTHS: [&[&str]; 12] = [
    &["janv", "jan", "jän"],
    &["févr", "fév", "fevr", "fev", "feb"],
    &["mars", "mar", "märz", "mär", "mrz"],
    &["avr", "apr"],
    &["mai", "may"],
    &["juin", "jun"],
    &["juil", "jul"],
    &["août", "aout", "aug"],
    &["sept", "sep"],
    &["oct", "okt"],
    &["nov"],
    &["déc", "dec", "dez"],
];

/// What else may stand before the day of a date.
const BEFORE_DAY: [&str; 3] = ["le", "den", "am"];

/// What else may stand before the time.
const BEFORE_TIME: [&str; 3] = ["à", "um", "at"];

/// The date, and the time of day if there is one.
pub(crate) fn day_and_time(text: &str) -> Option<(Date, Option<Time>)> {
    let lower = text.to_lowercase();
    let mut words = lower.split([' ', ',', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty()).peekable();
    while words.next_if(|word| is_weekday(word) || BEFORE_DAY.contains(word)).is_some() {}
    let first = words.next()?;
    if let Some(date) = numeric(first) {
        return with_time(date, words.collect());
    }
    let (day, month) = match month(first) {
        Some(month) => (words.next()?, month),
        None => (first, month(words.next()?)?),
    };
    let day: i8 = day.strip_suffix("er").or(day.strip_suffix('.')).unwrap_or(day).parse().ok()?;
    let mut rest: Vec<&str> = words.collect();
    // `date` and C write the year last.
    let at = if rest.first().is_some_and(|word| is_year(word)) { 0 } else { rest.len().checked_sub(1)? };
    let year: i16 = Some(rest.remove(at)).filter(|word| is_year(word))?.parse().ok()?;
    with_time(Date::new(year, month, day).ok()?, rest)
}

/// `18.02.2025`, `2025/02/18`, `2025-2-18`, `2025.02.18.`, `2025年2月18日`.
fn numeric(word: &str) -> Option<Date> {
    let word = word.strip_suffix(['日', '.']).unwrap_or(word);
    let is_mark = |c: &char| !c.is_ascii_digit();
    let marks: Vec<char> = word.chars().filter(is_mark).collect();
    let numbers: Vec<&str> = word.split(|c| is_mark(&c)).collect();
    let [first, month, last] = numbers[..] else { return None };
    let (year, day) = match (first.len(), last.len(), &marks[..]) {
        (4, 1 | 2, ['/', '/'] | ['-', '-'] | ['.', '.'] | ['年', '月']) => (first, last),
        (1 | 2, 4, ['.', '.']) => (last, first),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn with_time(date: Date, mut rest: Vec<&str>) -> Option<(Date, Option<Time>)> {
    if rest.first().is_some_and(|word| BEFORE_TIME.contains(word)) {
        rest.remove(0);
    }
    if let [word] = rest[..]
        && let Some(half) = ["am", "pm"].into_iter().find(|half| word.ends_with(half))
    {
        rest = vec![&word[..word.len() - half.len()], half];
    }
    let time = match rest[..] {
        [] => None,
        [hour, "h" | "uhr"] if is_digits(hour) => Some(clock(&format!("{hour}h"))?),
        [hour, "h" | "uhr", minute] if is_digits(hour) => Some(clock(&format!("{hour}h{minute}"))?),
        [time, "am" | "a.m."] => Some(half_day(time, 0)?),
        [time, "pm" | "p.m."] => Some(half_day(time, 12)?),
        [time] | [time, "uhr"] => Some(clock(time)?),
        _ => return None,
    };
    Some((date, time))
}

/// What a dial shows, `2:03` or `2`, in the half of a day that begins at this hour.
fn half_day(time: &str, begins: i8) -> Option<Time> {
    let time = clock(time).or_else(|| clock(&format!("{time}h")))?;
    let hour = Some(time.hour()).filter(|hour| (1..=12).contains(hour))?;
    time.with().hour(hour % 12 + begins).build().ok()
}

/// What a clock on the wall says, by ISO 8601, RFC 2822 or as people write it; all without a zone. A date alone is its
/// midnight.
pub(crate) fn local(text: &str) -> Option<DateTime> {
    iso(text).or_else(|| rfc_2822(text)).or_else(|| moment(text))
}

fn iso(text: &str) -> Option<DateTime> {
    let pieces = Pieces::parse(text).ok()?;
    let is_local = pieces.offset().is_none() && pieces.time_zone_annotation().is_none();
    is_local.then(|| pieces.date().to_datetime(pieces.time().unwrap_or(Time::midnight())))
}

/// A weekday that is not of the date is a slip of the program that wrote it; the date stands.
fn rfc_2822(text: &str) -> Option<DateTime> {
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    parser.parse_zoned(format!("{text} +0000")).ok().map(|zoned| zoned.datetime())
}

/// The moment that a date begins or says.
fn moment(text: &str) -> Option<DateTime> {
    let (date, time) = day_and_time(text)?;
    Some(date.to_datetime(time.unwrap_or(Time::midnight())))
}

/// The moment that a number of seconds, milliseconds, microseconds or nanoseconds since 1970 says, told apart by their
/// digits: they are of 1973 to 2286. Seconds may have a fraction.
///
/// `None` where the digits are a date as well, such as `20250218` or `2025021814`.
pub(crate) fn counted(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !is_digits(whole) || !is_digits(fraction) || whole.starts_with('0') || is_calendar(whole) {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    let has_fraction = whole.len() < text.len();
    match whole.len() {
        9 | 10 => Timestamp::new(count, nanoseconds(fraction)).ok(),
        12 | 13 if !has_fraction => Timestamp::from_millisecond(count).ok(),
        15 | 16 if !has_fraction => Timestamp::from_microsecond(count).ok(),
        18 | 19 if !has_fraction => Timestamp::from_nanosecond(count.into()).ok(),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && is_digits(word)
}

/// Year, month, day and perhaps hour, minute and second, run together.
fn is_calendar(digits: &str) -> bool {
    let number = |at: usize| digits.get(at..at + 2).map_or(0, |two| two.parse().unwrap_or(99));
    matches!(digits.len(), 8 | 10 | 12 | 14)
        && matches!(number(0), 19 | 20)
        && matches!(number(4), 1..=12)
        && matches!(number(6), 1..=31)
        && number(8) < 24
        && number(10) < 60
        && number(12) <= 60
}

fn nanoseconds(fraction: &str) -> i32 {
    format!("{:0<9}", &fraction[..fraction.len().min(9)]).parse().unwrap_or(0)
}

fn month(word: &str) -> Option<i8> {
    let name = word.trim_end_matches('.');
    let is_name = |short: &&str| name == *short || (name.starts_with(short) && FULL.contains(&name));
    let index = MONTHS.iter().position(|names| names.iter().any(is_name))?;
    Some(index as i8 + 1)
}

/// Months written out, where that is more than their beginning.
const FULL: [&str; 28] = [
    "january",
    "february",
    "march",
    "june",
    "july",
    "october",
    "december",
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
    const DAYS: [&str; 45] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
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
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        // Not that of Tuesday, which is March as well.
        "lun",
        "mer",
        "jeu",
        "ven",
        "sam",
        "dim",
    ];
    DAYS.contains(&word.trim_end_matches('.'))
}

/// `14h03`, `14h`, `14:03`, `14.03`, `9:03:00`, `14:03:00.5`.
fn clock(word: &str) -> Option<Time> {
    let (hour, rest) = word.split_once(['h', ':', '.'])?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    let (second, fraction) = second.split_once('.').unwrap_or((second, ""));
    let minute = if minute.is_empty() { "0" } else { minute };
    if ![hour, minute, second, fraction].into_iter().all(is_digits) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, second.parse().ok()?, nanoseconds(fraction)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_a_time() {
        for (written, expected) in [
            ("Tuesday, 18 February 2025", "2025-02-18T00:00:00"),
            ("Tues, 18 Feb 2025 9:03:07", "2025-02-18T09:03:07"),
            ("18 March 2025 14:03:00.250", "2025-03-18T14:03:00.25"),
            ("May 7, 2025", "2025-05-07T00:00:00"),
            ("18 février 2025", "2025-02-18T00:00:00"),
            ("1er août 2024", "2024-08-01T00:00:00"),
            ("mardi 18 févr. 2025 à 14h03", "2025-02-18T14:03:00"),
            ("le 3 juillet 2025, 9h", "2025-07-03T09:00:00"),
            ("18. Februar 2025", "2025-02-18T00:00:00"),
            ("Dienstag, den 4. März 2025, 14.03 Uhr", "2025-03-04T14:03:00"),
            ("31. Dez. 2024 um 23:59 Uhr", "2024-12-31T23:59:00"),
            ("18 févr. 2025 à 14 h 03", "2025-02-18T14:03:00"),
            ("18\u{a0}févr. 2025, 14\u{202f}h\u{202f}03", "2025-02-18T14:03:00"),
            ("le 3 juil. 2025 à 9 h", "2025-07-03T09:00:00"),
            ("18. Feb. 2025, 14 Uhr", "2025-02-18T14:00:00"),
            ("18. Feb. 2025 um 14 Uhr 03", "2025-02-18T14:03:00"),
            ("1\u{a0}mai\u{a0}2025", "2025-05-01T00:00:00"),
            ("18 March 2025 2:03 PM", "2025-03-18T14:03:00"),
            ("March 18, 2025 at 2:03pm", "2025-03-18T14:03:00"),
            ("March 18, 2025, 12:03 a.m.", "2025-03-18T00:03:00"),
            ("March 18, 2025 12:03:07 p.m.", "2025-03-18T12:03:07"),
            ("March 18, 2025 2 PM", "2025-03-18T14:00:00"),
            ("am 18. März 2025 um 9.03 Uhr", "2025-03-18T09:03:00"),
            ("18.02.2025", "2025-02-18T00:00:00"),
            ("Di., 8.2.2025, 14:03 Uhr", "2025-02-08T14:03:00"),
            ("18.02.2025 14:03:07", "2025-02-18T14:03:07"),
            ("2025/02/18", "2025-02-18T00:00:00"),
            ("2025/2/8 14:03", "2025-02-08T14:03:00"),
            ("2025-2-8", "2025-02-08T00:00:00"),
            ("2025.02.18. 14:03", "2025-02-18T14:03:00"),
            ("2025年2月18日", "2025-02-18T00:00:00"),
            ("2025年2月18日 14:03", "2025-02-18T14:03:00"),
            ("Tue Feb 18 14:03:07 2025", "2025-02-18T14:03:07"),
            ("Tue Feb  8 14:03:07 2025", "2025-02-08T14:03:07"),
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
        let english = "January February March April May June July August September October November December";
        let french_short = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.";
        let german_short = "Jan. Feb. Mär. Apr. Mai Jun. Jul. Aug. Sep. Okt. Nov. Dez.";
        let german_other = "Jän. Feb. Mrz. Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.";
        for months in [english, french, german, french_short, german_short, german_other] {
            for (number, month) in (1..).zip(months.split(' ')) {
                assert_eq!(day_and_time(&format!("7. {month} 2025")).unwrap().0.month(), number, "{month}");
            }
        }
    }

    #[test]
    fn counts_since_1970_are_told_by_their_digits() {
        for written in [
            "1739887380",
            "1739887380000",
            "1739887380000000",
            "1739887380000000000",
            "1739887380.0",
            "1739887380.",
        ] {
            let moment = counted(written).map(|moment| moment.to_string());
            assert_eq!(moment.as_deref(), Some("2025-02-18T14:03:00Z"), "{written}");
        }
        assert_eq!(counted("608601600").unwrap().to_string(), "1989-04-15T00:00:00Z");
        assert_eq!(counted("1739887380.25").unwrap().to_string(), "2025-02-18T14:03:00.25Z");
        for written in [
            "",
            "0",
            "7",
            "2025",
            "20250218",
            "2025021814",
            "202502181403",
            "20250218140300",
            "1989010112",
            "-1739887380",
            "01739887380",
            "17398873800000",
            "1739887380000.5",
            "1739887380e3",
            "99999999999999999999",
        ] {
            assert_eq!(counted(written), None, "{written}");
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
            "18 March 2025 0:03 PM",
            "18 March 2025 14:03 PM",
            "18 March 2025 2:03 XM",
            "18 March 2025 pm",
            "18 March 2025 m",
            "18 March 2025 €m",
            "18 March 2025 +2:03",
            "18/02/2025",
            "02/18/2025",
            "18-02-2025",
            "18.13.2025",
            "18.02.25",
            "2025/02-18",
            "2025/02/018",
            "2025//18",
            "2025年2月",
            "18.02.2025.2025",
            "Tue Feb 18 14:03:07",
            "Feb 18",
            "18 mars 2025 14 03",
            "18 mars 2025 h 03",
            "18 mars 2025 1 4 h 03",
            "18 mars 2025 25 h 03",
            "18 mars 2025 14 h 03 h",
            "",
        ] {
            assert_eq!(day_and_time(written), None, "{written}");
        }
    }
}
