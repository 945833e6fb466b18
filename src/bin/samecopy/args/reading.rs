//! Where articles have what.

use clap::Args;
use samecopy::read::{FieldNames, Fields, ReadOptions};

use super::{FormatArgs, MemoryArgs};

/// Where articles have what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fields")]
pub struct ReadingArgs {
    /// Field of the id [default: `id`, `guid`, else the place in the file].
    #[arg(long, value_name = "NAME")]
    pub id_field: Option<String>,

    /// Field of the text [default: `text`, `body`, `content`, `maintext` and the like].
    #[arg(long, value_name = "NAME")]
    pub text_field: Option<String>,

    /// Field of the title [default: `title` or `headline`].
    #[arg(long, value_name = "NAME")]
    pub title_field: Option<String>,

    /// Field of the date [default: `date`, `published`, `published_at` and the like].
    #[arg(long, value_name = "NAME")]
    pub date_field: Option<String>,

    /// Field of the source [default: `source`, `publisher`, `outlet` and the like].
    #[arg(long, value_name = "NAME")]
    pub source_field: Option<String>,

    #[command(flatten)]
    pub formats: FormatArgs,

    #[command(flatten)]
    pub memory: MemoryArgs,
}

impl ReadingArgs {
    pub fn options(&self) -> ReadOptions {
        let named = |name: &Option<String>, customary: FieldNames| match name {
            Some(name) => FieldNames::exactly(name),
            None => customary,
        };
        let customary = Fields::default();
        let fields = Fields {
            id: named(&self.id_field, customary.id),
            text: named(&self.text_field, customary.text),
            title: named(&self.title_field, customary.title),
            date: named(&self.date_field, customary.date),
            source: named(&self.source_field, customary.source),
            ..customary
        };
        let scratch = self.memory.scratch();
        self.formats.with(ReadOptions { fields, scratch, ..ReadOptions::default() })
    }
}
