//! The cells of a column of a batch.

use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, FixedSizeBinaryArray, LargeBinaryArray,
    cast::AsArray,
    types::{
        Date32Type, Date64Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
        TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
        UInt8Type, UInt16Type, UInt32Type, UInt64Type,
    },
};
use arrow_schema::{DataType, Field, TimeUnit};

use super::super::{
    super::value::Value,
    cell::{self, Cell, Unit},
};

/// Whether a column holds plain values.
pub(super) fn is_plain(kind: &DataType) -> bool {
    !kind.is_nested() && !matches!(kind, DataType::RunEndEncoded(..))
}

/// A column whose texts are bytes: one that is not UTF-8 must not cost all others of its batch.
pub(super) fn lenient(field: &Field) -> Field {
    field.clone().with_data_type(bytes(field.data_type()))
}

/// The type of the same layout.
fn bytes(kind: &DataType) -> DataType {
    match kind {
        DataType::Utf8 => DataType::Binary,
        DataType::LargeUtf8 => DataType::LargeBinary,
        DataType::Utf8View => DataType::BinaryView,
        DataType::Dictionary(keys, values) => DataType::Dictionary(keys.clone(), Box::new(bytes(values))),
        other => other.clone(),
    }
}

/// The values of a column, by row.
pub(super) struct Column {
    rows: ArrayRef,
    /// The values and, by row, which of them, where rows only name them.
    coded: Option<(ArrayRef, Vec<usize>)>,
}

impl Column {
    pub fn new(rows: ArrayRef) -> Self {
        let coded = rows.as_any_dictionary_opt().map(|coded| {
            let values = coded.values();
            // Without values there are no rows but empty ones.
            let keys = if values.is_empty() { Vec::new() } else { coded.normalized_keys() };
            (values.clone(), keys)
        });
        Self { rows, coded }
    }

    /// The value in a row.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        if self.rows.is_null(row) {
            return Ok(Value::Null);
        }
        match &self.coded {
            None => cell(&*self.rows, row),
            Some((values, keys)) => match keys.get(row) {
                Some(&key) if !values.is_null(key) => cell(&**values, key),
                _ => Ok(Value::Null),
            },
        }
    }
}

fn cell(rows: &dyn Array, row: usize) -> Cell<'_> {
    macro_rules! number {
        ($kind:ty) => {
            rows.as_primitive::<$kind>().value(row)
        };
    }
    Ok(match rows.data_type() {
        DataType::Binary => {
            return cell::text(
                rows.as_any().downcast_ref::<BinaryArray>().map_or(&[], |rows| rows.value(row)),
            );
        }
        DataType::LargeBinary => {
            return cell::text(
                rows.as_any().downcast_ref::<LargeBinaryArray>().map_or(&[], |rows| rows.value(row)),
            );
        }
        DataType::BinaryView => {
            return cell::text(
                rows.as_any().downcast_ref::<BinaryViewArray>().map_or(&[], |rows| rows.value(row)),
            );
        }
        DataType::FixedSizeBinary(_) => {
            return cell::text(
                rows.as_any().downcast_ref::<FixedSizeBinaryArray>().map_or(&[], |rows| rows.value(row)),
            );
        }
        DataType::Int8 => Value::Integer(number!(Int8Type).into()),
        DataType::Int16 => Value::Integer(number!(Int16Type).into()),
        DataType::Int32 => Value::Integer(number!(Int32Type).into()),
        DataType::Int64 => Value::Integer(number!(Int64Type).into()),
        DataType::UInt8 => Value::Integer(number!(UInt8Type).into()),
        DataType::UInt16 => Value::Integer(number!(UInt16Type).into()),
        DataType::UInt32 => Value::Integer(number!(UInt32Type).into()),
        DataType::UInt64 => Value::Integer(number!(UInt64Type).into()),
        DataType::Float64 => cell::fraction(number!(Float64Type)),
        DataType::Date32 => cell::day(number!(Date32Type).into()),
        DataType::Date64 => cell::day_of_milliseconds(number!(Date64Type)),
        DataType::Timestamp(unit, zone) => {
            let (count, unit) = match unit {
                TimeUnit::Second => (number!(TimestampSecondType), Unit::Seconds),
                TimeUnit::Millisecond => (number!(TimestampMillisecondType), Unit::Milliseconds),
                TimeUnit::Microsecond => (number!(TimestampMicrosecondType), Unit::Microseconds),
                TimeUnit::Nanosecond => (number!(TimestampNanosecondType), Unit::Nanoseconds),
            };
            cell::instant(count, unit, zone.is_some())
        }
        DataType::Null => Value::Null,
        DataType::Boolean => Value::Other("true or false"),
        DataType::Time32(_) | DataType::Time64(_) => Value::Other("a time of day"),
        kind if kind.is_numeric() => Value::Other("a number"),
        _ => Value::Other("something else"),
    })
}
