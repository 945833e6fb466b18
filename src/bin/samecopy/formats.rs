//! The forms of what a scan or a gate found. The library lists those of findings.

use std::{path::PathBuf, str::FromStr, sync::LazyLock};

use clap::{ValueEnum, builder::PossibleValue};
use samecopy::report::FindingFormat;

use crate::args::PageFormat;

/// How a scan is written: as what it is, or as findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanFormat {
    Page(PageFormat),
    Findings(FindingFormat),
}

impl ValueEnum for ScanFormat {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<ScanFormat>> = LazyLock::new(|| {
            let pages = PageFormat::value_variants().iter().copied().map(ScanFormat::Page);
            // The JSON of a scan is the whole of it.
            let findings = FindingFormat::value_variants().iter().filter(|&&f| f != FindingFormat::Json);
            pages.chain(findings.copied().map(ScanFormat::Findings)).collect()
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Page(format) => format.to_possible_value(),
            Self::Findings(format) => format.to_possible_value(),
        }
    }
}

/// How findings are written: as text for people, or in a form of the library's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    Text,
    Findings(FindingFormat),
}

impl ValueEnum for ReportFormat {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<ReportFormat>> = LazyLock::new(|| {
            let findings = FindingFormat::value_variants().iter().copied().map(ReportFormat::Findings);
            std::iter::once(ReportFormat::Text).chain(findings).collect()
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Text => Some(PossibleValue::new("text").help("For people")),
            Self::Findings(format) => format.to_possible_value(),
        }
    }
}

/// A form and the file it goes to: `sarif=found.sarif`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    pub format: FindingFormat,
    pub path: PathBuf,
}

impl FromStr for Further {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || {
            let names = FindingFormat::value_variants().iter().filter_map(FindingFormat::to_possible_value);
            names.map(|name| name.get_name().to_owned()).collect::<Vec<_>>().join(", ")
        };
        let (format, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or_else(|| "write it as FORMAT=FILE, such as sarif=found.sarif".to_owned())?;
        let format = FindingFormat::from_str(format, false)
            .map_err(|_| format!("{format:?} is no format of findings; there are {}", known()))?;
        Ok(Self { format, path: path.into() })
    }
}
