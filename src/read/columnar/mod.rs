//! Tables by columns, an article a row: Parquet, and Arrow IPC as a file (Feather 2) or a stream.
//!
//! Both are binary formats that crates of others take apart, which may panic on what is damaged: every call into them
//! is guarded, what they are asked to allocate is looked at before, and the damage is said with its rows.

#[cfg(feature = "parquet")]
mod arrow;
#[cfg(feature = "parquet")]
mod cell;
#[cfg(feature = "parquet")]
mod guard;
#[cfg(feature = "parquet")]
mod note;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod rows;

#[cfg(feature = "parquet")]
use std::io::{self, Write};

use super::{
    event::{Emit, Event},
    format::Format,
    leaf::{Context, Leaf},
};
#[cfg(feature = "parquet")]
use super::{give_back::Fate, place::Origin};

/// Reads a table by columns in bounded memory: a page of each column, or a batch, at a time.
#[cfg(feature = "parquet")]
pub(super) fn read(leaf: Leaf<'_>, format: Format, context: &Context<'_>, emit: &mut Emit<'_>) {
    emit(Event::Begin(leaf.origin(format).unpacking_to(context.options.expansion())));
    let path = leaf.path.clone();
    let mut rows = rows::Rows::new(&path, context, emit);
    let read = match format {
        Format::Parquet => parquet::read(leaf, &mut rows),
        _ => arrow::read(leaf.stream.buffered(), &mut rows),
    };
    rows.end(read);
}

/// Says what to do to have it read.
#[cfg(not(feature = "parquet"))]
pub(super) fn read(leaf: Leaf<'_>, format: Format, _: &Context<'_>, emit: &mut Emit<'_>) {
    let name = if format == Format::Parquet { "Parquet" } else { "Arrow IPC" };
    emit(Event::Begin(leaf.origin(format)));
    emit(Event::Fault(
        None,
        super::problem::Fault::new(format!(
            "is {name}, which this build of samecopy does not read; build it with `--features parquet`, or take a \
             released one"
        )),
    ));
}

/// Writes a table anew without the rows that are dropped, and with a further column for what is noted.
///
/// `fates` are of the rows that are articles, in order, each with the number of its row.
#[cfg(feature = "parquet")]
pub(super) fn give_back(source: &Origin, fates: Vec<(u64, Fate)>, out: &mut dyn Write) -> io::Result<()> {
    let fates = note::Fates::new(fates);
    let written = match source.format() {
        Format::Parquet => parquet::give_back(source, &fates, out),
        _ => arrow::give_back(source, &fates, out),
    };
    written.map_err(|error| {
        let message = format!(
            "cannot be written anew, every column of it: {error}; columns that no article is made of are read for this \
             only, and may be damaged"
        );
        io::Error::new(error.kind(), message)
    })
}
