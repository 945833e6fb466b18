//! What a cell comes to, whichever format it is of.

use jiff::{Span, Timestamp, civil, tz::TimeZone};

use super::super::{problem::Fault, value::Value};

/// What times are counted in since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

/// The value of a cell; of a damaged one what can be read of it, and what is wrong.
pub(super) type Cell<'v> = Result<Value<'v>, (Value<'v>, Fault)>;

/// Bytes that are to be a text.
pub(super) fn text(bytes: &[u8]) -> Cell<'_> {
    str::from_utf8(bytes).map(Value::from).map_err(|error| {
        let at = error.valid_up_to() + 1;
        // What is packed, or a picture, is no text in any encoding.
        let (value, stead) = if bytes.contains(&0) {
            (Value::Null, "the cell is left out")
        } else {
            (String::from_utf8_lossy(bytes).into(), "U+FFFD stands for what is broken")
        };
        let fault =
            format!("is not valid UTF-8 at byte {at} of a cell; {stead}; write the file anew in UTF-8");
        (value, Fault::new(fault))
    })
}

/// A number, such as a time in a column that has gaps; a gap is no number for some.
pub(super) fn fraction(number: f64) -> Value<'static> {
    if number.is_nan() { Value::Null } else { Value::Fraction(number) }
}

/// A time as RFC 3339 writes it; without a zone where it is one of a clock on some wall. What no calendar reaches
/// stays a number.
pub(super) fn instant(count: i64, unit: Unit, is_zoned: bool) -> Value<'static> {
    let instant = match unit {
        Unit::Seconds => Timestamp::from_second(count),
        Unit::Milliseconds => Timestamp::from_millisecond(count),
        Unit::Microseconds => Timestamp::from_microsecond(count),
        Unit::Nanoseconds => Timestamp::from_nanosecond(count.into()),
    };
    match instant {
        Ok(instant) if is_zoned => written(instant),
        Ok(instant) => written(instant.to_zoned(TimeZone::UTC).datetime()),
        Err(_) => Value::Integer(count.into()),
    }
}

/// A date, counted in days since 1970.
pub(super) fn day(count: i64) -> Value<'static> {
    let first = civil::date(1970, 1, 1);
    let date = Span::new().try_days(count).and_then(|days| first.checked_add(days));
    date.map_or(Value::Integer(count.into()), written)
}

/// A date, counted in milliseconds since 1970; some write a time of day into it.
pub(super) fn day_of_milliseconds(count: i64) -> Value<'static> {
    const DAY: i64 = 86_400_000;
    if count % DAY == 0 { day(count / DAY) } else { instant(count, Unit::Milliseconds, false) }
}

fn written(time: impl ToString) -> Value<'static> {
    Value::String(time.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &Value<'_>) -> String {
        match value {
            Value::String(text) => text.to_string(),
            Value::Integer(number) => format!("number {number}"),
            other => other.kind().to_owned(),
        }
    }

    #[test]
    fn times_are_written_as_feeds_write_them() {
        for (value, expected) in [
            (instant(1_739_887_380, Unit::Seconds, true), "2025-02-18T14:03:00Z"),
            (instant(1_739_887_380_000, Unit::Milliseconds, true), "2025-02-18T14:03:00Z"),
            (instant(1_739_887_380_500_000, Unit::Microseconds, false), "2025-02-18T14:03:00.5"),
            (instant(1_739_887_380_000_000_000, Unit::Nanoseconds, false), "2025-02-18T14:03:00"),
            (instant(-1, Unit::Seconds, true), "1969-12-31T23:59:59Z"),
            (instant(i64::MAX, Unit::Seconds, true), "number 9223372036854775807"),
            (day(20_137), "2025-02-18"),
            (day(-1), "1969-12-31"),
            (day(i64::MIN), "number -9223372036854775808"),
            (day_of_milliseconds(20_137 * 86_400_000), "2025-02-18"),
            (day_of_milliseconds(20_137 * 86_400_000 + 1), "2025-02-18T00:00:00.001"),
        ] {
            assert_eq!(shown(&value), expected);
        }
    }
}
