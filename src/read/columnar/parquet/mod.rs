//! Parquet: groups of rows, each a chunk of pages for every column, and a footer that says where they are.

mod column;
mod give_back;
mod source;
mod thrift;

use std::sync::Arc;

use parquet::file::{
    metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData},
    reader::{ChunkReader, Length},
};

use super::{
    super::{leaf::Leaf, problem::Fault},
    guard::guarded,
    rows::{Roles, Rows},
};
use column::{Column, unknown_packing};
pub(super) use give_back::give_back;
use source::Source;

/// Reads a file row group by row group. What is damaged in one costs the rest of it, and no other.
///
/// # Errors
/// The footer cannot be read, no column holds texts, or the file is a bomb.
pub(super) fn read(leaf: Leaf<'_>, rows: &mut Rows<'_, '_>) -> Result<(), Fault> {
    let options = rows.context.options;
    let source = Arc::new(Source::new(leaf, options.max_document_bytes)?);
    rows.packed = source.len();
    let metadata = metadata(&source, options.max_document_bytes, options.depth())?;
    let schema = metadata.file_metadata().schema_descr();
    let names = schema.columns().iter().map(|column| {
        let is_plain = column.path().parts().len() == 1 && column.max_rep_level() == 0;
        (column.path().parts()[0].as_str(), is_plain)
    });
    let columns = rows.columns(names)?;
    let mut chunks = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    if let Some(packing) = chunks.find_map(unknown_packing) {
        return Err(Fault::new(format!(
            "is packed by {packing}, which is not known here; write it anew with zstd"
        )));
    }
    for (index, group) in metadata.row_groups().iter().enumerate() {
        let first = rows.number + 1;
        let count = u64::try_from(group.num_rows()).unwrap_or(0);
        match read_group(&source, group, &columns, rows) {
            Ok(()) => {}
            Err(Trouble::File(fault)) => return Err(fault),
            Err(Trouble::Group(field, why)) => {
                let lost = rows.number + 1;
                let column = field.as_ref().map_or(String::new(), |name| format!(", column {name:?}"));
                let last = first.saturating_add(count).saturating_sub(1).max(lost);
                let message = format!(
                    "row group {index}{column}: {why}; rows {lost} to {last} were not read; write or fetch the file again"
                );
                rows.fault(lost, Fault { field, message });
            }
        }
        rows.number = first.saturating_add(count).saturating_sub(1);
    }
    Ok(())
}

/// What goes wrong in a row group.
enum Trouble {
    /// The rest of it is lost: the column, and why.
    Group(Option<String>, String),
    File(Fault),
}

/// Bytes of rows that are read at a time.
const BATCH_BYTES: u64 = 4 << 20;

/// Rows that are read at a time at most.
const BATCH_ROWS: u64 = 1024;

fn read_group(
    source: &Arc<Source>,
    group: &RowGroupMetaData,
    wanted: &[(usize, Roles<'_>)],
    rows: &mut Rows<'_, '_>,
) -> Result<(), Trouble> {
    let most = rows.context.options.expansion();
    let count = usize::try_from(group.num_rows())
        .map_err(|_| Trouble::Group(None, "has a number of rows that makes no sense".to_owned()))?;
    let mut columns = Vec::with_capacity(wanted.len());
    for &(index, roles) in wanted {
        let Some(chunk) = group.columns().get(index) else {
            return Err(Trouble::Group(None, "does not have all columns".to_owned()));
        };
        let name = chunk.column_descr().name();
        let column = guarded(|| Column::new(source, chunk, count, most));
        columns.push((name, roles, column.map_err(|why| Trouble::Group(Some(name.to_owned()), why))?));
    }
    let bytes: u64 = wanted
        .iter()
        .filter_map(|(index, _)| u64::try_from(group.column(*index).uncompressed_size()).ok())
        .sum();
    let batch = (BATCH_BYTES / (bytes / count.max(1) as u64).max(1)).clamp(1, BATCH_ROWS) as usize;
    let mut left = count;
    while left > 0 {
        let asked = batch.min(left);
        for (name, _, column) in &mut columns {
            let read = guarded(|| column.read(asked)).and_then(|got| {
                if got == asked { Ok(()) } else { Err(format!("ends after {got} of {asked} rows")) }
            });
            read.map_err(|why| Trouble::Group(Some((*name).to_owned()), why))?;
        }
        for row in 0..asked {
            let cells = columns.iter().map(|(_, roles, column)| (*roles, column.cell(row)));
            rows.take(cells).map_err(Trouble::File)?;
        }
        left -= asked;
    }
    Ok(())
}

/// What the end of a file says: the length of the footer, and `PAR1`.
const TAIL: u64 = 8;

/// The footer of a file.
///
/// # Errors
/// It is damaged, too long, or its groups nest too deep.
fn metadata(source: &Source, limit: u64, depth: usize) -> Result<ParquetMetaData, Fault> {
    let damaged = |why: &str| {
        Fault::new(format!("is Parquet, but its footer is damaged or missing ({why}); fetch the file again"))
    };
    let length = source.len();
    if length == 0 {
        return Err(Fault::empty());
    }
    let bytes = |start: u64, length: u64| {
        guarded(|| source.get_bytes(start, length as usize)).map_err(|why| damaged(&why))
    };
    let tail = length.checked_sub(TAIL).ok_or_else(|| damaged("it is too short"))?;
    let end = bytes(tail, TAIL)?;
    match &end[4..] {
        b"PAR1" => {}
        b"PARE" => return Err(Fault::new("is encrypted Parquet; write it anew without encryption")),
        _ => return Err(damaged("it does not end with PAR1, so it was cut short")),
    }
    let size = u64::from(u32::from_le_bytes([end[0], end[1], end[2], end[3]]));
    let start = tail.checked_sub(size).ok_or_else(|| damaged("it is said to be longer than the file"))?;
    if size > limit {
        return Err(Fault::document_too_large(limit));
    }
    let footer = bytes(start, size)?;
    // The crate goes down into groups without end, and the stack of a thread has one.
    match thrift::schema_depth(&footer) {
        None => return Err(damaged("its schema makes no sense")),
        Some(found) if found > depth => {
            let message = format!(
                "is Parquet whose groups nest deeper than {depth}; flatten it or raise the limit with --max-depth"
            );
            return Err(Fault::new(message));
        }
        Some(_) if !thrift::is_whole(&footer) => return Err(damaged("it is not whole")),
        Some(_) => {}
    }
    guarded(|| ParquetMetaDataReader::decode_metadata(&footer)).map_err(|why| damaged(&why))
}
