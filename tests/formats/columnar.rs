//! The feed by columns, some rows at a time.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray, TimestampMillisecondArray};
use arrow_ipc::{
    CompressionType,
    writer::{FileWriter, IpcWriteOptions, StreamWriter},
};
use jiff::Timestamp;
use parquet::{
    basic::{Compression, ZstdLevel},
    data_type::{ByteArray, ByteArrayType, Int64Type},
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};

use crate::feed::Sample;

/// Rows that belong together.
const ROWS: usize = 5;

const SCHEMA: &str = "message feed {
    required binary id (STRING);
    required binary text (STRING);
    optional binary title (STRING);
    optional binary source (STRING);
    required binary url (STRING);
    optional int64 date (TIMESTAMP(MILLIS, true));
}";

type Cell = fn(&Sample) -> String;

const COLUMNS: [(&str, Cell); 5] = [
    ("id", |sample| sample.id.to_owned()),
    ("text", Sample::text),
    ("title", |sample| sample.title.to_owned()),
    ("source", |sample| sample.outlet.to_owned()),
    ("url", Sample::url),
];

fn times(feed: &[Sample]) -> Vec<i64> {
    feed.iter().map(|sample| sample.time.parse::<Timestamp>().unwrap().as_millisecond()).collect()
}

pub fn parquet(feed: &[Sample]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()));
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    for feed in feed.chunks(ROWS) {
        let mut group = writer.next_row_group().unwrap();
        let filled = vec![1; feed.len()];
        for (_, cell) in COLUMNS {
            let mut column = group.next_column().unwrap().unwrap();
            let cells: Vec<ByteArray> = feed.iter().map(|sample| cell(sample).into_bytes().into()).collect();
            column.typed::<ByteArrayType>().write_batch(&cells, Some(&filled), None).unwrap();
            column.close().unwrap();
        }
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&times(feed), Some(&filled), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn batches(feed: &[Sample]) -> Vec<RecordBatch> {
    let batch = |feed: &[Sample]| {
        let columns = COLUMNS.map(|(name, cell)| {
            (
                name,
                Arc::new(feed.iter().map(|sample| Some(cell(sample))).collect::<StringArray>()) as ArrayRef,
            )
        });
        let date = TimestampMillisecondArray::from(times(feed)).with_timezone("UTC");
        RecordBatch::try_from_iter(columns.into_iter().chain([("date", Arc::new(date) as ArrayRef)])).unwrap()
    };
    feed.chunks(ROWS).map(batch).collect()
}

/// Packed, as Feather files are.
pub fn arrow_file(feed: &[Sample]) -> Vec<u8> {
    let batches = batches(feed);
    let options = IpcWriteOptions::default().try_with_compression(Some(CompressionType::LZ4_FRAME)).unwrap();
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &batches[0].schema(), options).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

pub fn arrow_stream(feed: &[Sample]) -> Vec<u8> {
    let batches = batches(feed);
    let mut writer = StreamWriter::try_new(Vec::new(), &batches[0].schema()).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}
