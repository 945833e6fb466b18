//! How far apart two articles may have been published.

use std::str::FromStr;

use jiff::{Span, SpanRelativeTo};

/// Seconds, or any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within(pub Option<u64>);

impl FromStr for Within {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" {
            return Ok(Self(None));
        }
        let seconds = |span: Span| {
            span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?.as_secs().try_into().ok()
        };
        text.parse()
            .ok()
            .and_then(seconds)
            .map(|seconds| Self(Some(seconds)))
            .ok_or("write it as 7d, 36h or off")
    }
}

#[cfg(test)]
mod tests {
    use samecopy::options::Options;

    use super::*;

    #[test]
    fn the_distance_of_rewrites_is_days_hours_or_off() {
        let within = |text: &str| text.parse::<Within>().map(|within| within.0);
        assert_eq!(within("7d"), Ok(Options::default().within), "the default");
        assert_eq!(within("36h"), Ok(Some(129_600)));
        assert_eq!(within("1d 12h"), within("36h"));
        assert_eq!(within("0s"), Ok(Some(0)));
        assert_eq!(within("off"), Ok(None));
        for text in ["", "7", "-7d", "soon", "2 months", "7d7"] {
            assert!(within(text).is_err(), "{text}");
        }
    }
}
