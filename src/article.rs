//! The article: what is compared, grouped and kept.

mod text;

pub use text::{Text, TextReader, Texts};

use compact_str::CompactString;
use jiff::Timestamp;

use crate::dates;

/// One news article as it was read.
///
/// Its fields but the text are in memory as long as it is; what has up to 24 bytes, as ids, outlets and dates mostly do, needs no
/// allocation of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Unique within one scan; reports name articles by it.
    pub id: CompactString,
    /// The headline, empty where there is none. It is shown, never compared: desks write their own.
    pub title: CompactString,
    /// The body, in which every passage is a byte range.
    pub text: Text,
    /// The outlet that published it, empty where unknown.
    pub source: CompactString,
    /// When it was published, as far as the input said.
    pub published: Option<Published>,
    /// Where it was published, empty where unknown.
    pub url: CompactString,
    /// What else the input said; see [`Article::details`].
    pub details: Option<Box<Details>>,
}

/// What wires say of an article beside what every feed says. Each is empty, or `None`, where unknown.
///
/// Nothing of it is compared; the agency that it credits tells where an article came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The language, as a tag such as `de` or `pt-BR`.
    pub language: String,
    /// The authors, as the input names them.
    pub byline: String,
    /// Place and time before the first sentence, where the input keeps them apart from the text.
    pub dateline: String,
    /// The agency or other provider that the input credits.
    pub credit: String,
    /// The version of a text that is sent more than once.
    pub version: Option<u32>,
    /// Until when it is not to be published.
    pub embargo: Option<Published>,
}

impl Article {
    /// What else the input said; all empty where it said nothing.
    pub fn details(&self) -> &Details {
        static NONE: Details = Details {
            language: String::new(),
            byline: String::new(),
            dateline: String::new(),
            credit: String::new(),
            version: None,
            embargo: None,
        };
        self.details.as_deref().unwrap_or(&NONE)
    }
}

/// The time of publication, together with how the input wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The instant; a date without a time is its midnight in UTC.
    pub instant: Timestamp,
    /// The form in which the input gave it.
    pub written: CompactString,
}

impl Published {
    /// Reads RFC 3339 (`2025-02-18T14:03:00Z`), RFC 2822 (`Tue, 18 Feb 2025 14:03:00 +0000`), whatever its weekday, a
    /// date (`2025-02-18`, `2025/2/18`, `18.2.2025`, `2025年2月18日`) with or without a time of day, or an English, French or
    /// German date with its month named, with or without a time (`Tuesday, 18 February 2025 2:03 PM`, `18 février 2025`,
    /// `18. Februar 2025, 14.03 Uhr`, `Tue Feb 18 14:03:00 UTC 2025`), or seconds, milliseconds, microseconds or nanoseconds
    /// since 1970, of 1973 or later (`1739887380`).
    ///
    /// A zone may follow behind a blank, as an offset (`+0100`, `+01:00`) or as one of the names that mean one zone (`GMT`,
    /// `EST`, `CEST`); without one, dates are taken as UTC.
    ///
    /// Returns `None` for anything else, so for a zone whose name is not known or means several, as `IST` does.
    pub fn parse(written: &str) -> Option<Self> {
        let text = written.trim();
        let instant = text
            .parse::<Timestamp>()
            .ok()
            .or_else(|| {
                let (local, zone) = dates::split_zone(text);
                zone.to_timestamp(dates::local(&local)?).ok()
            })
            .or_else(|| dates::counted(text))?;
        Some(Self { instant, written: text.into() })
    }

    /// The time it may have been, in seconds since 1970: from the first, and before the second. A bare date is a day
    /// long.
    pub fn span(&self) -> (i64, i64) {
        let (local, _) = dates::split_zone(&self.written);
        let is_numeric = local.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'+');
        let is_day = (is_numeric && dates::counted(&local).is_none())
            || matches!(dates::day_and_time(&local), Some((_, None)));
        let start = self.instant.as_second();
        (start, start + if is_day { 86_400 } else { 1 })
    }

    /// Seconds between two instants, regardless of their order.
    pub fn seconds_apart(&self, other: &Self) -> u64 {
        self.instant.as_second().abs_diff(other.instant.as_second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_of_one_instant_are_equal() {
        let instant = |written| Published::parse(written).map(|p| p.instant);
        let expected = instant("2025-02-18T14:03:00Z");
        assert!(expected.is_some());
        for written in ["Tue, 18 Feb 2025 15:03:00 +0100", "2025-02-18T14:03:00", " 2025-02-18 14:03:00 "] {
            assert_eq!(instant(written), expected, "{written}");
        }
        assert_eq!(instant("2025-02-18"), instant("2025-02-18T00:00:00Z"));
    }

    #[test]
    fn the_slips_of_feeds_leave_the_instant_as_it_is() {
        let instant = |written| Published::parse(written).map(|p| p.instant);
        let expected = instant("2025-02-18T09:03:00Z");
        for written in [
            "Mon, 18 Feb 2025 09:03:00 GMT",
            "Tuesday, 18 Feb 2025 09:03:00 GMT",
            "Tue, 18 February 2025 09:03:00 UTC",
            "Tue, 18 Feb 2025 09:03:00",
            "Tue, 18 Feb 2025 9:03:00 GMT",
            "Tue, 18 Feb 2025 10:03:00 +01:00",
            "Tue, 18 Feb 25 10:03:00 +0100",
            "Tue, 18 Feb 2025 09:03:00.000 GMT",
            "Tue, 18 Feb 2025 09:03:00 +0000 (UTC)",
            "Tue, 18 Feb 2025 10:03:00 GMT+1",
            "February 18, 2025 9:03",
            "2025-02-18 09:03:00 UTC",
            "2025-02-18 10:03:00 +0100",
            "2025-02-18T04:03:00 -05:00",
            "2025-02-18 10:03 CET",
            "18.02.2025 10:03 MEZ",
            "Tue Feb 18 09:03:00 2025",
            "Tue Feb 18 09:03:00 UTC 2025",
            "Tue Feb 18 09:03:00 +0000 2025",
            "February 18, 2025 at 4:03 AM EST",
        ] {
            assert_eq!(instant(written), expected, "{written}");
        }
    }

    #[test]
    fn the_name_of_a_zone_is_never_taken_for_utc_unless_it_is() {
        let instant =
            |zone| Published::parse(&format!("Tue, 18 Feb 2025 14:03:00 {zone}")).map(|p| p.instant);
        for (zone, offset) in [
            ("EST", "-0500"),
            ("pdt", "-0700"),
            ("CET", "+0100"),
            ("CEST", "+0200"),
            ("MSK", "+0300"),
            ("BST", "+0100"),
        ] {
            assert!(instant(zone).is_some(), "{zone}");
            assert_eq!(instant(zone), instant(offset), "{zone}");
        }
        for zone in ["IST", "XYZ", "A", "PM", "+0100 UTC", "[Europe/Berlin]", "+01:75"] {
            assert_eq!(instant(zone), None, "{zone}");
        }
        assert_eq!(Published::parse("2025-02-18T14:03:00[Europe/Berlin]"), None);
        assert_eq!(Published::parse("2025-02-18T14:03:00+01:00 UTC"), None);
    }

    #[test]
    fn a_bare_date_is_a_day_long() {
        let length = |written| Published::parse(written).map(|p| p.span().1 - p.span().0);
        for written in [
            "2025-02-18",
            "18 février 2025",
            "18. Februar 2025",
            "Tue, 18 Feb 2025",
            "2025-02-18 +0100",
            "18.2.2025",
            "2025/02/18",
        ] {
            assert_eq!(length(written), Some(86_400), "{written}");
        }
        for written in [
            "2025-02-18T14:03:00Z",
            "Tue, 18 Feb 2025 15:03:00 +0100",
            "2025-02-18 00:00:00",
            "18 mars 2025 à 9h",
            "1739887380",
            "1739887380000",
        ] {
            assert_eq!(length(written), Some(1), "{written}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for written in ["", "yesterday", "2025-13-40", "18/02/2025"] {
            assert_eq!(Published::parse(written), None, "{written}");
        }
    }
}
