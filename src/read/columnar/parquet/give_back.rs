//! A Parquet file written anew without some of its rows: the same schema, metadata and compression of each column.

use std::{
    io::{self, Write},
    sync::Arc,
};

use parquet::{
    basic::{ConvertedType, LogicalType, Repetition, Type as PhysicalType},
    column::{
        reader::{ColumnReader, ColumnReaderImpl, get_column_reader},
        writer::{ColumnCloseResult, ColumnWriter, ColumnWriterImpl},
    },
    data_type::{ByteArray, ByteArrayType, DataType},
    errors::{ParquetError, Result},
    file::{
        metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData},
        properties::{WriterProperties, WriterPropertiesPtr},
        serialized_reader::SerializedPageReader,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{Type, TypePtr},
};

use super::{
    super::{
        super::place::Origin,
        arrow::schema_with_note,
        guard::guarded,
        note::{COLUMN, Fates},
    },
    column::pages,
    metadata,
    source::{Pages, Source},
};

/// Where readers of Arrow find the types that they wrote.
const ARROW_SCHEMA: &str = "ARROW:schema";

/// Writes the file without the rows that are dropped. Row groups of which all is kept are copied as they are.
///
/// # Errors
/// The file cannot be read any more, has damaged rows beside dropped ones, or a column of the name of the notes.
pub(in super::super) fn give_back(origin: &Origin, fates: &Fates, out: &mut dyn Write) -> io::Result<()> {
    let source = Arc::new(Source::again(origin.way())?);
    let metadata = metadata(&source, u64::MAX, usize::MAX)?;
    guarded(|| write(&source, &metadata, origin.expansion(), fates, out)).map_err(io::Error::other)
}

fn write(
    source: &Arc<Source>,
    metadata: &ParquetMetaData,
    most: u64,
    fates: &Fates,
    out: &mut dyn Write,
) -> Result<()> {
    let schema = schema(metadata, fates)?;
    // Drained after each group: the writer wants to own what it writes to.
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties(metadata, fates)?)?;
    let mut first = 1;
    for group in metadata.row_groups() {
        let rows = first..first + u64::try_from(group.num_rows())?;
        first = rows.end;
        let kept = fates.kept(rows.clone());
        let mut group_writer = writer.next_row_group()?;
        let is_whole = !fates.drops_of(rows.clone());
        for chunk in group.columns() {
            if is_whole {
                group_writer.append_column(&**source, closed(group, chunk))?;
            } else {
                let pages = pages(source, chunk, kept.len(), most)?;
                filter(pages, chunk, &kept, &mut group_writer)?;
            }
        }
        if fates.is_noted {
            note(rows, fates, &mut group_writer)?;
        }
        group_writer.close()?;
        drain(&mut writer, out)?;
    }
    writer.finish()?;
    drain(&mut writer, out)
}

fn drain(writer: &mut SerializedFileWriter<Vec<u8>>, out: &mut dyn Write) -> Result<()> {
    writer.flush()?;
    out.write_all(writer.inner())?;
    writer.inner_mut().clear();
    Ok(())
}

/// The schema of the file, with a column for notes where there are some.
fn schema(metadata: &ParquetMetaData, fates: &Fates) -> Result<TypePtr> {
    let root = metadata.file_metadata().schema_descr().root_schema_ptr();
    if !fates.is_noted {
        return Ok(root);
    }
    if root.get_fields().iter().any(|field| field.name() == COLUMN) {
        return Err(ParquetError::General(format!("has a column {COLUMN:?} already; take it out first")));
    }
    let note = Type::primitive_type_builder(COLUMN, PhysicalType::BYTE_ARRAY)
        .with_repetition(Repetition::OPTIONAL)
        .with_converted_type(ConvertedType::UTF8)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    let fields = root.get_fields().iter().cloned().chain([Arc::new(note)]).collect();
    Ok(Arc::new(Type::group_type_builder(root.name()).with_fields(fields).build()?))
}

/// What of the file is no row: its metadata, and how its columns are packed.
fn properties(metadata: &ParquetMetaData, fates: &Fates) -> Result<WriterPropertiesPtr> {
    let mut pairs = metadata.file_metadata().key_value_metadata().cloned();
    for pair in pairs.iter_mut().flatten().filter(|pair| fates.is_noted && pair.key == ARROW_SCHEMA) {
        pair.value = pair.value.take().and_then(|schema| schema_with_note(&schema));
    }
    let mut properties = WriterProperties::builder().set_key_value_metadata(pairs);
    if let Some(group) = metadata.row_groups().first() {
        properties = properties.set_sorting_columns(group.sorting_columns().cloned());
        for chunk in group.columns() {
            let has_dictionary = chunk.dictionary_page_offset().is_some();
            properties = properties
                .set_column_compression(chunk.column_path().clone(), chunk.compression())
                .set_column_dictionary_enabled(chunk.column_path().clone(), has_dictionary);
        }
    }
    Ok(Arc::new(properties.build()))
}

/// A chunk that is copied, as if it had just been written.
fn closed(group: &RowGroupMetaData, chunk: &ColumnChunkMetaData) -> ColumnCloseResult {
    ColumnCloseResult {
        bytes_written: chunk.compressed_size().cast_unsigned(),
        rows_written: group.num_rows().cast_unsigned(),
        metadata: chunk.clone(),
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    }
}

fn filter(
    pages: SerializedPageReader<Pages>,
    chunk: &ColumnChunkMetaData,
    kept: &[bool],
    writer: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
) -> Result<()> {
    let reader = get_column_reader(chunk.column_descr_ptr(), Box::new(pages));
    let Some(mut column) = writer.next_column()? else { return Ok(()) };
    match (reader, column.untyped()) {
        (ColumnReader::BoolColumnReader(from), ColumnWriter::BoolColumnWriter(to)) => copy(from, to, kept)?,
        (ColumnReader::Int32ColumnReader(from), ColumnWriter::Int32ColumnWriter(to)) => copy(from, to, kept)?,
        (ColumnReader::Int64ColumnReader(from), ColumnWriter::Int64ColumnWriter(to)) => copy(from, to, kept)?,
        (ColumnReader::Int96ColumnReader(from), ColumnWriter::Int96ColumnWriter(to)) => copy(from, to, kept)?,
        (ColumnReader::FloatColumnReader(from), ColumnWriter::FloatColumnWriter(to)) => copy(from, to, kept)?,
        (ColumnReader::DoubleColumnReader(from), ColumnWriter::DoubleColumnWriter(to)) => {
            copy(from, to, kept)?
        }
        (ColumnReader::ByteArrayColumnReader(from), ColumnWriter::ByteArrayColumnWriter(to)) => {
            copy(from, to, kept)?;
        }
        (
            ColumnReader::FixedLenByteArrayColumnReader(from),
            ColumnWriter::FixedLenByteArrayColumnWriter(to),
        ) => copy(from, to, kept)?,
        _ => unreachable!("both are of one column"),
    }
    column.close()
}

/// Rows that are copied at a time.
const BATCH: usize = 1024;

/// Copies the rows of a column that are kept, whatever it nests.
fn copy<T: DataType>(
    mut from: ColumnReaderImpl<T>,
    to: &mut ColumnWriterImpl<'_, T>,
    kept: &[bool],
) -> Result<()> {
    let column = to.get_descriptor();
    let (deepest, is_repeated) = (column.max_def_level(), column.max_rep_level() > 0);
    for kept in kept.chunks(BATCH) {
        let (mut filled, mut repeated, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let (rows, ..) =
            from.read_records(kept.len(), Some(&mut filled), Some(&mut repeated), &mut values)?;
        if rows != kept.len() {
            return Err(ParquetError::EOF(format!("ends after {rows} of {} rows", kept.len())));
        }
        let levels = if deepest > 0 { filled.len() } else { values.len() };
        let mut values = values.into_iter();
        let (mut kept_filled, mut kept_repeated, mut kept_values) = (Vec::new(), Vec::new(), Vec::new());
        let mut rows = kept.iter();
        let mut is_kept = false;
        for level in 0..levels {
            if !is_repeated || repeated[level] == 0 {
                is_kept = *rows.next().unwrap_or(&false);
            }
            let value = if deepest == 0 || filled[level] == deepest { values.next() } else { None };
            if is_kept {
                kept_filled.extend(filled.get(level));
                kept_repeated.extend(repeated.get(level));
                kept_values.extend(value);
            }
        }
        let kept_filled = (deepest > 0).then_some(&kept_filled[..]);
        to.write_batch(&kept_values, kept_filled, is_repeated.then_some(&kept_repeated[..]))?;
    }
    Ok(())
}

fn note(
    rows: std::ops::Range<u64>,
    fates: &Fates,
    writer: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
) -> Result<()> {
    let Some(mut column) = writer.next_column()? else { return Ok(()) };
    let notes: Vec<Option<String>> = rows.map(|row| fates.note(row)).collect();
    let levels: Vec<i16> = notes.iter().map(|note| note.is_some().into()).collect();
    let values: Vec<ByteArray> = notes.iter().flatten().map(|note| note.as_str().into()).collect();
    column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
    column.close()
}
