//! The HTML page: which commands write it, and how much it may hold.

use std::str::FromStr;

use clap::ValueEnum;
use samecopy::report::html::Room;

/// The formats of commands that have texts to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// For people.
    Text,
    /// For programs: one document, described by schema/report.schema.json.
    Json,
    /// For people with a browser: one page that loads nothing, texts side by side.
    Html,
}

/// The value of `--html-texts`: megabytes, `all` or `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HtmlTexts(pub Room);

impl FromStr for HtmlTexts {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        match written {
            "all" => Ok(Self(Room::Unbounded)),
            "none" => Ok(Self(Room::NONE)),
            number => match number.parse::<u32>() {
                Ok(megabytes) => Ok(Self(Room::Bytes(u64::from(megabytes) * 1_000_000))),
                Err(_) => Err("it is a number of megabytes, `all` or `none`".to_owned()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_given_in_megabytes_or_by_a_word() {
        let room = |written: &str| written.parse::<HtmlTexts>().map(|texts| texts.0).ok();
        assert_eq!(room("50"), Some(Room::Bytes(50_000_000)));
        assert_eq!(room("all"), Some(Room::Unbounded));
        assert_eq!(room("none"), Some(Room::Bytes(0)));
        for written in ["", "some", "-1", "1.5", "50MB"] {
            assert_eq!(room(written), None, "{written}");
        }
    }
}
