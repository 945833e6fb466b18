//! Arrow IPC written anew without some of its rows: a file as a file, a stream as a stream, with the same schema and
//! compression.

use std::{
    io::{self, BufReader, Write},
    sync::Arc,
};

use arrow_array::{ArrayRef, BinaryArray, BooleanArray, RecordBatch};
use arrow_ipc::{
    CompressionType,
    convert::try_schema_from_ipc_buffer,
    writer::{
        DictionaryHandling, DictionaryTracker, FileWriter, IpcDataGenerator, IpcWriteOptions, StreamWriter,
        write_message,
    },
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use arrow_select::filter::filter_record_batch;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    super::{
        super::{place::Origin, problem::Fault},
        guard::guarded,
        note::{COLUMN, Fates},
    },
    batches::Batches,
    frames::Frames,
};

/// Writes the source without the rows that are dropped.
///
/// # Errors
/// The source cannot be opened any more, has damaged batches, or a column of the name of the notes.
pub(in super::super) fn give_back(origin: &Origin, fates: &Fates, out: &mut dyn Write) -> io::Result<()> {
    let mut frames = Frames::new(BufReader::new(origin.way().open()?), u64::MAX)?;
    let Some(first) = frames.next()? else { return Err(Fault::empty().into()) };
    let mut batches = Batches::new(&first, origin.expansion())?;
    drop(first);
    let schema = if fates.is_noted { Arc::new(noted(&batches.schema)?) } else { batches.schema.clone() };
    let mut out = Some(out);
    let mut writer = None;
    let mut row = 1;
    // What is cut off has been said, and cannot be given back.
    while let Ok(Some(frame)) = frames.next() {
        let compression = frame.message().header_as_record_batch().and_then(|batch| batch.compression());
        let failed = |why: String| io::Error::other(format!("row {row}: {why}"));
        let Some(batch) = batches.take(&frame, None).map_err(failed)? else { continue };
        let rows = row..row + batch.num_rows() as u64;
        row = rows.end;
        if let Some(out) = out.take() {
            let compression = compression.map(|compression| compression.codec());
            writer = Some(Writer::new(out, &schema, compression, frames.is_file).map_err(io::Error::other)?);
        }
        let kept = BooleanArray::from(fates.kept(rows.clone()));
        let write = |batch: RecordBatch| -> Result<(), ArrowError> {
            let batch = if fates.is_noted { with_notes(&batch, rows, fates)? } else { batch };
            let batch = filter_record_batch(&batch, &kept)?;
            // An empty batch would bring an empty dictionary, and a file has one of each only.
            let writer = writer.as_mut().filter(|_| batch.num_rows() > 0);
            writer.map_or(Ok(()), |writer| writer.write(&batch))
        };
        guarded(|| write(batch)).map_err(io::Error::other)?;
    }
    let metadata = frames.metadata();
    writer.map_or(Ok(()), |writer| writer.end(metadata)).map_err(io::Error::other)
}

enum Writer<'o> {
    File(FileWriter<&'o mut dyn Write>),
    Stream(StreamWriter<&'o mut dyn Write>),
}

impl<'o> Writer<'o> {
    fn new(
        out: &'o mut dyn Write,
        schema: &Schema,
        compression: Option<CompressionType>,
        is_file: bool,
    ) -> Result<Self, ArrowError> {
        let options = IpcWriteOptions::default()
            .try_with_compression(compression)?
            .with_dictionary_handling(DictionaryHandling::Delta);
        Ok(if is_file {
            Self::File(FileWriter::try_new_with_options(out, schema, options)?)
        } else {
            Self::Stream(StreamWriter::try_new_with_options(out, schema, options)?)
        })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        match self {
            Self::File(writer) => writer.write(batch),
            Self::Stream(writer) => writer.write(batch),
        }
    }

    fn end(self, metadata: impl IntoIterator<Item = (String, String)>) -> Result<(), ArrowError> {
        match self {
            Self::File(mut writer) => {
                metadata.into_iter().for_each(|(key, value)| writer.write_metadata(key, value));
                writer.finish()
            }
            Self::Stream(mut writer) => writer.finish(),
        }
    }
}

fn noted(schema: &Schema) -> io::Result<Schema> {
    if schema.column_with_name(COLUMN).is_some() {
        let message = format!("has a column {COLUMN:?} already; take it out first");
        return Err(io::Error::other(message));
    }
    Ok(with_column(schema, DataType::Utf8))
}

fn with_column(schema: &Schema, kind: DataType) -> Schema {
    let note = Arc::new(Field::new(COLUMN, kind, true));
    let fields: Vec<_> = schema.fields().iter().cloned().chain([note]).collect();
    Schema::new_with_metadata(fields, schema.metadata().clone())
}

/// The batch with its notes, as bytes like its other texts.
fn with_notes(
    batch: &RecordBatch,
    rows: std::ops::Range<u64>,
    fates: &Fates,
) -> Result<RecordBatch, ArrowError> {
    let notes = BinaryArray::from_iter(rows.map(|row| fates.note(row).map(String::into_bytes)));
    let columns: Vec<ArrayRef> =
        batch.columns().iter().cloned().chain([Arc::new(notes) as ArrayRef]).collect();
    RecordBatch::try_new(Arc::new(with_column(&batch.schema(), DataType::Binary)), columns)
}

/// The schema that a Parquet file keeps for Arrow, in its form of Base64, with the column of notes; `None` where it
/// cannot be read.
pub(in super::super) fn schema_with_note(schema: &str) -> Option<String> {
    let write = || -> Result<String, String> {
        let bytes = STANDARD.decode(schema).map_err(|error| error.to_string())?;
        let schema = try_schema_from_ipc_buffer(&bytes).map_err(|error| error.to_string())?;
        let schema = with_column(&schema, DataType::Utf8);
        let options = IpcWriteOptions::default();
        let mut tracker = DictionaryTracker::new(true);
        let data = IpcDataGenerator::default().schema_to_bytes_with_dictionary_tracker(
            &schema,
            &mut tracker,
            &options,
        );
        let mut bytes = Vec::new();
        write_message(&mut bytes, data, &options).map_err(|error| error.to_string())?;
        Ok(STANDARD.encode(bytes))
    };
    guarded(write).ok()
}
