//! Arrow IPC: a schema, then batches of rows, each with a piece of every column, and dictionaries between them.

mod batches;
mod column;
mod frames;
mod give_back;

use std::io::BufRead;

use arrow_ipc::MessageHeader;

use super::{super::problem::Fault, rows::Rows};
use batches::Batches;
use column::{Column, is_plain};
use frames::Frames;
pub(super) use give_back::{give_back, schema_with_note};

/// Reads a file or a stream batch by batch, from its beginning: what is cut off has its first batches. What is damaged
/// in one batch costs that one.
///
/// # Errors
/// Nothing more can be found, no column holds texts, or the source is a bomb.
pub(super) fn read(source: impl BufRead, rows: &mut Rows<'_, '_>) -> Result<(), Fault> {
    let options = rows.context.options;
    let mut frames = Frames::new(source, options.max_document_bytes)?;
    let Some(first) = frames.next()? else { return Err(Fault::empty()) };
    let mut batches = Batches::new(&first, options.expansion())?;
    drop(first);
    let schema = batches.schema.clone();
    let fields = schema.fields().iter();
    let columns = rows.columns(fields.map(|field| (field.name().as_str(), is_plain(field.data_type()))))?;
    let wanted: Vec<usize> = columns.iter().map(|(index, _)| *index).collect();
    let mut number = 0;
    while let Some(frame) = frames.next()? {
        rows.packed = frames.bytes;
        let message = frame.message();
        let count = message.header_as_record_batch().map_or(0, |batch| batch.length().max(0).cast_unsigned());
        let before = rows.number;
        match batches.take(&frame, Some(&wanted)) {
            Ok(None) => {}
            Ok(Some(batch)) => {
                let cells: Vec<_> = batch.columns().iter().cloned().map(Column::new).collect();
                for row in 0..batch.num_rows() {
                    rows.take(
                        columns.iter().zip(&cells).map(|((_, roles), column)| (*roles, column.cell(row))),
                    )?;
                }
            }
            Err(why) => {
                let what = match message.header_type() {
                    MessageHeader::DictionaryBatch => {
                        format!("the dictionary before batch {number} is damaged ({why})")
                    }
                    _ => {
                        let last = before.saturating_add(count);
                        format!(
                            "batch {number} is damaged ({why}); rows {} to {last} were not read",
                            before + 1
                        )
                    }
                };
                rows.fault(before + 1, Fault::new(format!("{what}; write or fetch the file again")));
            }
        }
        rows.number = before.saturating_add(count);
        number += u64::from(message.header_type() == MessageHeader::RecordBatch);
    }
    Ok(())
}
