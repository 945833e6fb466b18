//! One column of a row group, some rows at a time.

use std::sync::Arc;

use parquet::{
    basic::{Compression, ConvertedType, LogicalType, TimeUnit, Type},
    column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader},
    data_type::{ByteArray, DataType, FixedLenByteArray},
    errors::ParquetError,
    file::{metadata::ColumnChunkMetaData, serialized_reader::SerializedPageReader},
    schema::types::ColumnDescriptor,
};

use super::{
    super::{
        super::value::Value,
        cell::{self, Cell, Unit},
    },
    source::{Pages, Source},
};

/// The pages of a column in a group of so many rows; `most` is how many times its size one may unpack to.
///
/// # Errors
/// Its place in the file makes no sense.
pub(super) fn pages(
    source: &Arc<Source>,
    chunk: &ColumnChunkMetaData,
    rows: usize,
    most: u64,
) -> Result<SerializedPageReader<Pages>, ParquetError> {
    let pages = Pages { source: Arc::clone(source), compression: chunk.compression(), most };
    SerializedPageReader::new(Arc::new(pages), chunk, rows, None)
}

/// What packs a column, where that is not known here.
pub(super) fn unknown_packing(chunk: &ColumnChunkMetaData) -> Option<&'static str> {
    match chunk.compression() {
        Compression::BROTLI(_) => Some("brotli"),
        Compression::LZO => Some("LZO"),
        _ => None,
    }
}

/// What the values of a column stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Text,
    Uuid,
    Integer {
        is_signed: bool,
    },
    Fraction,
    Instant {
        unit: Unit,
        is_zoned: bool,
    },
    Day,
    /// Nothing that an article has.
    Other(&'static str),
}

impl Meaning {
    fn of(column: &ColumnDescriptor) -> Self {
        let unit = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => Unit::Milliseconds,
            TimeUnit::MICROS => Unit::Microseconds,
            TimeUnit::NANOS => Unit::Nanoseconds,
        };
        match (column.physical_type(), column.logical_type_ref(), column.converted_type()) {
            (Type::BOOLEAN, ..) => Self::Other("true or false"),
            (Type::DOUBLE, ..) => Self::Fraction,
            // Too coarse for a time.
            (Type::FLOAT, ..) => Self::Other("a number"),
            (_, Some(LogicalType::Decimal(_) | LogicalType::Float16), _) | (_, _, ConvertedType::DECIMAL) => {
                Self::Other("a number")
            }
            (_, Some(LogicalType::Time(_)), _)
            | (_, _, ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS | ConvertedType::INTERVAL) => {
                Self::Other("a time of day")
            }
            (Type::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::Uuid), _) => Self::Uuid,
            (Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY, ..) => Self::Text,
            (Type::INT96, ..) => Self::Instant { unit: Unit::Nanoseconds, is_zoned: true },
            (_, Some(LogicalType::Timestamp(time)), _) => {
                Self::Instant { unit: unit(&time.unit), is_zoned: time.is_adjusted_to_u_t_c }
            }
            (_, _, ConvertedType::TIMESTAMP_MILLIS) => {
                Self::Instant { unit: Unit::Milliseconds, is_zoned: true }
            }
            (_, _, ConvertedType::TIMESTAMP_MICROS) => {
                Self::Instant { unit: Unit::Microseconds, is_zoned: true }
            }
            (_, Some(LogicalType::Date), _) | (_, _, ConvertedType::DATE) => Self::Day,
            (_, Some(LogicalType::Integer(integer)), _) => Self::Integer { is_signed: integer.is_signed },
            (
                _,
                _,
                ConvertedType::UINT_8
                | ConvertedType::UINT_16
                | ConvertedType::UINT_32
                | ConvertedType::UINT_64,
            ) => Self::Integer { is_signed: false },
            (Type::INT32 | Type::INT64, ..) => Self::Integer { is_signed: true },
        }
    }
}

/// A column and the rows read of it last.
pub(super) struct Column {
    reader: ColumnReader,
    meaning: Meaning,
    is_optional: bool,
    values: Vec<Option<Stored>>,
}

/// A value as it was read.
enum Stored {
    /// A piece of a page.
    Bytes(ByteArray),
    Number(i64),
    Unsigned(u64),
    Fraction(f64),
    Other,
}

impl Column {
    /// # Errors
    /// Its place in the file makes no sense.
    pub fn new(
        source: &Arc<Source>,
        chunk: &ColumnChunkMetaData,
        rows: usize,
        most: u64,
    ) -> Result<Self, ParquetError> {
        let descriptor = chunk.column_descr_ptr();
        let pages = pages(source, chunk, rows, most)?;
        Ok(Self {
            meaning: Meaning::of(&descriptor),
            is_optional: descriptor.max_def_level() > 0,
            reader: get_column_reader(descriptor, Box::new(pages)),
            values: Vec::new(),
        })
    }

    /// Reads the next rows, at most so many; how many there were.
    ///
    /// # Errors
    /// The column is damaged.
    pub fn read(&mut self, rows: usize) -> Result<usize, ParquetError> {
        let (is_optional, out) = (self.is_optional, &mut self.values);
        let is_signed = self.meaning != (Meaning::Integer { is_signed: false });
        match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => {
                values(reader, rows, is_optional, out, Stored::Bytes)
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                values(reader, rows, is_optional, out, |bytes: FixedLenByteArray| Stored::Bytes(bytes.into()))
            }
            ColumnReader::Int32ColumnReader(reader) => values(reader, rows, is_optional, out, |number| {
                Stored::Number(if is_signed { number.into() } else { number.cast_unsigned().into() })
            }),
            ColumnReader::Int64ColumnReader(reader) => values(reader, rows, is_optional, out, |number| {
                if is_signed { Stored::Number(number) } else { Stored::Unsigned(number.cast_unsigned()) }
            }),
            ColumnReader::Int96ColumnReader(reader) => {
                values(reader, rows, is_optional, out, |time| Stored::Number(time.to_nanos()))
            }
            ColumnReader::BoolColumnReader(reader) => {
                values(reader, rows, is_optional, out, |_| Stored::Other)
            }
            ColumnReader::FloatColumnReader(reader) => {
                values(reader, rows, is_optional, out, |_| Stored::Other)
            }
            ColumnReader::DoubleColumnReader(reader) => {
                values(reader, rows, is_optional, out, Stored::Fraction)
            }
        }
    }

    /// The value in one of the rows read last.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        let Some(Some(value)) = self.values.get(row) else { return Ok(Value::Null) };
        Ok(match (value, self.meaning) {
            (Stored::Bytes(bytes), Meaning::Text) => return cell::text(bytes.data()),
            (Stored::Bytes(bytes), Meaning::Uuid) => Value::String(uuid(bytes.data()).into()),
            (Stored::Number(count), Meaning::Instant { unit, is_zoned }) => {
                cell::instant(*count, unit, is_zoned)
            }
            (Stored::Number(count), Meaning::Day) => cell::day(*count),
            (Stored::Number(number), Meaning::Integer { .. }) => Value::Integer((*number).into()),
            (Stored::Fraction(number), _) => cell::fraction(*number),
            (Stored::Unsigned(number), _) => Value::Integer((*number).into()),
            (_, Meaning::Other(kind)) => Value::Other(kind),
            _ => Value::Other("something else"),
        })
    }
}

/// Puts the next rows into `out`.
fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    is_optional: bool,
    out: &mut Vec<Option<Stored>>,
    stored: impl Fn(T::T) -> Stored,
) -> Result<usize, ParquetError> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let (count, ..) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    let mut values = values.into_iter().map(stored);
    out.clear();
    if is_optional {
        out.extend(levels.iter().map(|&level| if level > 0 { values.next() } else { None }));
    } else {
        out.extend(values.map(Some));
    }
    Ok(count)
}

/// In its usual form.
fn uuid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text += &format!("{byte:02x}");
    }
    text
}
