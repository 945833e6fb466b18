//! Parquet and Arrow IPC.

use std::{collections::HashMap, io, sync::Arc};

use arrow_array::{
    ArrayRef, BinaryViewArray, Date32Array, DictionaryArray, Float64Array, Int64Array, LargeStringArray,
    ListArray, RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray, TimestampSecondArray,
    UInt32Array,
    types::{Int8Type, Int32Type},
};
use arrow_ipc::{
    CompressionType,
    reader::{FileReader, StreamReader},
    writer::{FileWriter, IpcWriteOptions, StreamWriter},
};
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::{
    basic::{Compression, GzipLevel, ZstdLevel},
    data_type::{ByteArrayType, DoubleType, Int32Type as Int32, Int64Type, Int96, Int96Type},
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        reader::{FileReader as _, SerializedFileReader},
        writer::SerializedFileWriter,
    },
    record::RowAccessor,
    schema::parser::parse_message_type,
};
use samecopy::read::{Fate, FieldNames, Fields, Format};
use serde_json::json;

use super::*;

const TALKS: &str = "Talks on the river Taban collapsed on Tuesday, said the mediator.";
const RAIN: &str = "Rain fell on the lower town for nine hours.";
const CUP: &str = "Valdemora won the cup.";

/// Columns of every kind that an article may be made of, and of some that are none of its business.
fn batch() -> RecordBatch {
    let sources: DictionaryArray<Int8Type> = [Some("Herald"), None, Some("Post")].into_iter().collect();
    let tags =
        ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1), None]), None, Some(vec![])]);
    RecordBatch::try_from_iter([
        ("id", Arc::new(UInt32Array::from(vec![7, 8, 9])) as ArrayRef),
        ("text", Arc::new(LargeStringArray::from(vec![TALKS, RAIN, CUP]))),
        (
            "title",
            Arc::new(StringViewArray::from(vec![Some("Talks"), None, Some("A cup that nobody wanted")])),
        ),
        ("source", Arc::new(sources)),
        (
            "date",
            Arc::new(
                TimestampSecondArray::from(vec![Some(1_739_887_380), None, Some(0)]).with_timezone("+01:00"),
            ),
        ),
        ("url", Arc::new(BinaryViewArray::from(vec![Some(&b"https://herald.example/7"[..]), None, None]))),
        ("tags", Arc::new(tags)),
        ("score", Arc::new(Float64Array::from(vec![0.5, 1.5, 2.5]))),
    ])
    .unwrap()
}

fn options(compression: Option<CompressionType>) -> IpcWriteOptions {
    IpcWriteOptions::default().try_with_compression(compression).unwrap()
}

/// Batches of one row each.
fn arrow_file(batch: &RecordBatch, compression: Option<CompressionType>) -> Vec<u8> {
    let mut writer =
        FileWriter::try_new_with_options(Vec::new(), &batch.schema(), options(compression)).unwrap();
    (0..batch.num_rows()).for_each(|row| writer.write(&batch.slice(row, 1)).unwrap());
    writer.write_metadata("desk", "foreign");
    writer.into_inner().unwrap()
}

fn arrow_stream(batch: &RecordBatch, compression: Option<CompressionType>) -> Vec<u8> {
    let mut writer =
        StreamWriter::try_new_with_options(Vec::new(), &batch.schema(), options(compression)).unwrap();
    (0..batch.num_rows()).for_each(|row| writer.write(&batch.slice(row, 1)).unwrap());
    writer.into_inner().unwrap()
}

fn packings() -> [Compression; 6] {
    [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        Compression::LZ4,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ]
}

/// The columns of [`batch`] as Parquet has them.
const SCHEMA: &str = "message articles {
    required int32 id (INTEGER(32, false));
    optional binary text (STRING);
    optional binary title;
    optional int64 date (TIMESTAMP(MICROS, true));
    optional int96 seen;
    optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
}";

/// A file whose row groups hold so many rows.
fn parquet_file(texts: &[Option<&str>], rows: usize, compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_dictionary_enabled(false)
        .set_key_value_metadata(Some(vec![KeyValue::new("desk".to_owned(), "foreign".to_owned())]));
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    let mut id = 7;
    for texts in texts.chunks(rows) {
        let mut group = writer.next_row_group().unwrap();
        let ids: Vec<i32> = (id..).take(texts.len()).collect();
        id += texts.len() as i32;
        let all = vec![1; texts.len()];
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32>().write_batch(&ids, None, None).unwrap();
        column.close().unwrap();
        let filled: Vec<i16> = texts.iter().map(|text| text.is_some().into()).collect();
        let values: Vec<_> = texts.iter().flatten().map(|&text| text.into()).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&values, Some(&filled), None).unwrap();
        column.close().unwrap();
        let titles: Vec<_> = ids.iter().map(|id| format!("Title {id}").as_str().into()).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&titles, Some(&all), None).unwrap();
        column.close().unwrap();
        let dates = vec![1_739_887_380_000_000; texts.len()];
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&dates, Some(&all), None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let seen = vec![Int96::from(vec![1, 2, 2_440_588]); texts.len()];
        column.typed::<Int96Type>().write_batch(&seen, Some(&all), None).unwrap();
        column.close().unwrap();
        // Of each row two tags, the second of which is missing.
        let (filled, repeated) = ([3, 2].repeat(texts.len()), [0, 1].repeat(texts.len()));
        let tags: Vec<_> = ids.iter().map(|id| format!("tag {id}").as_str().into()).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&tags, Some(&filled), Some(&repeated)).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// The only problem, which starts and goes on so.
#[track_caller]
fn assert_starts(problems: &[String], start: &str, parts: &[&str]) {
    let [problem] = problems else { panic!("one problem expected: {problems:#?}") };
    assert!(problem.starts_with(start), "{problem}");
    assert!(parts.iter().all(|part| problem.contains(part)), "{parts:?} in {problem}");
}

fn without(name: &str, bytes: &[u8], dropped: &[&str]) -> io::Result<Vec<u8>> {
    let files = Files::new(&[(name, bytes)]);
    let reading = files.read(&[name]);
    let mut out = Vec::new();
    let mut fate = |index: usize| {
        if dropped.contains(&&*reading.articles[index].id) { Fate::Dropped } else { Fate::Kept }
    };
    reading.give_back(0, &mut fate, &mut out)?;
    Ok(out)
}

fn noted(name: &str, bytes: &[u8]) -> Vec<u8> {
    let files = Files::new(&[(name, bytes)]);
    let reading = files.read(&[name]);
    let mut out = Vec::new();
    let mut fate = |index: usize| Fate::Noted(json!({"dropped": index == 1}).as_object().unwrap().clone());
    reading.give_back(0, &mut fate, &mut out).unwrap();
    out
}

#[test]
fn an_article_is_made_of_columns_of_any_plain_type() {
    for compression in [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)] {
        for (name, bytes) in [
            ("t.feather", arrow_file(&batch(), compression)),
            ("t.arrows", arrow_stream(&batch(), compression)),
            ("t", arrow_file(&batch(), compression)),
            ("t", arrow_stream(&batch(), compression)),
        ] {
            let files = Files::new(&[(name, &bytes)]);
            let reading = files.read(&[name]);
            assert_eq!(files.problems(&reading), [""; 0]);
            assert_eq!(files.ids(&reading), ["7", "8", "9"]);
            let [first, second, third] = &reading.articles[..] else { panic!() };
            assert_eq!([&*text(first), &first.title, &first.source], [TALKS, "Talks", "Herald"]);
            assert_eq!(first.published.as_ref().unwrap().written, "2025-02-18T14:03:00Z");
            assert_eq!(first.url, "https://herald.example/7");
            assert_eq!((&*second.title, &*second.source, &second.published), ("", "", &None));
            assert_eq!([&*third.title, &third.source], ["A cup that nobody wanted", "Post"]);
            assert_eq!(
                reading.places.iter().map(|place| place.line).collect::<Vec<_>>(),
                [Some(1), Some(2), Some(3)]
            );
            assert_eq!(reading.origins[0].format(), Format::Arrow);
        }
    }
}

#[test]
fn parquet_of_every_packing_is_read_row_group_by_row_group() {
    for compression in packings() {
        let bytes = parquet_file(&[Some(TALKS), Some(RAIN), None, Some(CUP)], 2, compression);
        for name in ["t.parquet", "t"] {
            let files = Files::new(&[(name, &bytes)]);
            let reading = files.read(&[name]);
            assert_starts(&files.problems(&reading), &format!("{name}:3: field \"text\" is missing"), &[]);
            assert_eq!(files.ids(&reading), ["7", "8", "10"], "{compression}");
            let last = &reading.articles[2];
            assert_eq!([&*text(last), &last.title], [CUP, "Title 10"]);
            assert_eq!(last.published.as_ref().unwrap().written, "2025-02-18T14:03:00Z");
            assert_eq!(
                reading.places.iter().map(|place| place.line).collect::<Vec<_>>(),
                [Some(1), Some(2), Some(4)]
            );
            assert_eq!(reading.origins[0].format(), Format::Parquet);
        }
    }
}

#[test]
fn a_packed_or_piped_table_is_read_too() {
    let bytes = parquet_file(&[Some(TALKS)], 1, Compression::SNAPPY);
    let packed = zstd::encode_all(&bytes[..], 3).unwrap();
    let files = Files::new(&[("t.parquet.zst", &packed)]);
    assert_eq!(files.ids(&files.read(&["t.parquet.zst"])), ["7"]);
    let piped = stdin(&bytes);
    assert_eq!(piped.articles[0].id, "7");
    assert_eq!(
        without("t.parquet.zst", &packed, &["7"]).unwrap(),
        without("t.parquet", &bytes, &["7"]).unwrap()
    );
}

#[test]
fn columns_are_named_by_the_options_and_may_not_be_nested() {
    let bytes = arrow_file(&batch(), None);
    let files = Files::new(&[("t.arrow", &bytes)]);
    let with = |fields: Fields| {
        let reading = files.read_with(&["t.arrow"], &ReadOptions { fields, ..ReadOptions::default() });
        (files.problems(&reading), reading)
    };
    let (problems, reading) = with(Fields { source: FieldNames::exactly("title"), ..Fields::default() });
    assert_eq!((problems, &*reading.articles[0].source), (vec![], "Talks"));
    let (problems, _) = with(Fields { source: FieldNames::exactly("tags"), ..Fields::default() });
    assert_starts(&problems, "t.arrow: field \"tags\" is a column of lists or groups", &[]);
    let (problems, reading) = with(Fields { source: FieldNames::exactly("Tags"), ..Fields::default() });
    assert_eq!((problems, &*reading.articles[0].source), (vec![], ""));
    let (problems, reading) = with(Fields { source: FieldNames::exactly("Title"), ..Fields::default() });
    assert_eq!((problems, &*reading.articles[0].source), (vec![], "Talks"));
    let (problems, _) = with(Fields { text: FieldNames::exactly("body"), ..Fields::default() });
    assert_starts(&problems, "t.arrow: field \"body\" is missing", &["--text-field"]);
    let (problems, reading) = with(Fields { title: FieldNames::exactly("score"), ..Fields::default() });
    assert_eq!(reading.articles.len(), 3);
    assert!(
        problems[0].starts_with("t.arrow:1: field \"score\" is a number, expected a string"),
        "{problems:?}"
    );
}

#[test]
fn a_time_may_be_a_floating_point_number_with_gaps() {
    let texts: ArrayRef = Arc::new(StringArray::from(vec![TALKS, RAIN, CUP]));
    let dates: ArrayRef = Arc::new(Float64Array::from(vec![Some(1_739_887_380.5), None, Some(f64::NAN)]));
    let batch = RecordBatch::try_from_iter([("text", texts), ("date", dates)]).unwrap();
    let mut writer = {
        let schema = "message articles { required binary text (STRING); optional double date; }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap()
    };
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&[TALKS, RAIN, CUP].map(Into::into), None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let dates = [1_739_887_380.5, f64::NAN];
    column.typed::<DoubleType>().write_batch(&dates, Some(&[1, 0, 1]), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let parquet = writer.into_inner().unwrap();
    for (name, bytes) in [("t.arrow", arrow_file(&batch, None)), ("t.parquet", parquet)] {
        let files = Files::new(&[(name, &bytes)]);
        let reading = files.read(&[name]);
        assert_eq!(files.problems(&reading), [""; 0], "{name}");
        let dates: Vec<Option<String>> = reading
            .articles
            .iter()
            .map(|article| article.published.as_ref().map(|date| date.instant.to_string()))
            .collect();
        assert_eq!(dates, [Some("2025-02-18T14:03:00.5Z".to_owned()), None, None], "{name}");
    }
}

#[test]
fn dates_of_all_kinds_are_read() {
    let texts: ArrayRef = Arc::new(StringArray::from(vec![TALKS]));
    for (dates, written) in [
        (Arc::new(Date32Array::from(vec![20_137])) as ArrayRef, "2025-02-18"),
        (Arc::new(TimestampMicrosecondArray::from(vec![1_739_887_380_000_000])), "2025-02-18T14:03:00"),
        (
            Arc::new(StringArray::from(vec!["Tue, 18 Feb 2025 14:03:00 +0000"])),
            "Tue, 18 Feb 2025 14:03:00 +0000",
        ),
    ] {
        let batch = RecordBatch::try_from_iter([("text", Arc::clone(&texts)), ("date", dates)]).unwrap();
        let bytes = arrow_stream(&batch, None);
        let reading = Files::new(&[("t.ipc", &bytes)]).read(&["t.ipc"]);
        assert_eq!(reading.articles[0].published.as_ref().unwrap().written, written);
    }
}

#[test]
fn a_cell_that_is_no_text_costs_no_other_of_its_row() {
    let texts: ArrayRef = Arc::new(StringArray::from(vec![TALKS, RAIN]));
    let authors: ArrayRef = Arc::new(BinaryViewArray::from(vec![&b"Zo\xEB Bell"[..], b"\x1F\x8B\0\xFF"]));
    let batch = RecordBatch::try_from_iter([("text", texts), ("author", authors)]).unwrap();
    let files = Files::new(&[("t.arrow", &arrow_file(&batch, None))]);
    let reading = files.read(&["t.arrow"]);
    assert_eq!(super::texts(&reading), [TALKS, RAIN]);
    let bylines = reading.articles.iter().map(|article| article.details().byline.clone());
    assert_eq!(bylines.collect::<Vec<_>>(), ["Zo\u{FFFD} Bell", ""]);
    let said = [
        "1: is not valid UTF-8 at byte 3 of a cell; U+FFFD",
        "2: is not valid UTF-8 at byte 2 of a cell; the cell is left out",
    ];
    for (problem, said) in files.problems(&reading).iter().zip(said) {
        assert!(problem.starts_with(&format!("t.arrow:{said}")), "{problem}");
    }
    assert_eq!(reading.problems.count(), 2);

    let mut bytes = parquet_file(&[Some(TALKS), Some(RAIN)], 2, Compression::UNCOMPRESSED);
    let at = bytes.windows(7).position(|window| window == b"Title 8").unwrap();
    bytes[at] = 0xFC;
    let files = Files::new(&[("t.parquet", &bytes)]);
    let reading = files.read(&["t.parquet"]);
    assert_eq!(reading.articles[1].title, "\u{FFFD}itle 8");
    assert_starts(&files.problems(&reading), "t.parquet:2: is not valid UTF-8 at byte 1 of a cell", &[]);
}

#[test]
fn a_text_in_another_encoding_costs_no_other_row() {
    let mut bytes = arrow_file(&batch(), None);
    let at = bytes.windows(4).position(|window| window == b"Rain").unwrap();
    bytes[at] = 0xFC;
    let files = Files::new(&[("t.arrow", &bytes)]);
    let reading = files.read(&["t.arrow"]);
    assert_starts(&files.problems(&reading), "t.arrow:2: is not valid UTF-8 at byte 1 of a cell", &[]);
    assert_eq!(files.ids(&reading), ["7", "8", "9"]);
    assert!(text(&reading.articles[1]).starts_with("\u{FFFD}ain fell"));
    let kept = without("t.arrow", &bytes, &["7"]).unwrap();
    assert!(kept.windows(4).any(|window| window == b"\xFCain"), "what is kept stays as it is");
}

#[test]
fn damage_costs_its_row_group_or_batch_and_no_other() {
    let texts = [Some(TALKS), Some(RAIN), Some(CUP), Some(TALKS)];
    let mut bytes = parquet_file(&texts, 2, Compression::ZSTD(ZstdLevel::default()));
    let metadata = SerializedFileReader::new(Bytes::from(bytes.clone())).unwrap().metadata().clone();
    let (start, length) = metadata.row_group(0).column(1).byte_range();
    bytes[(start + length - 3) as usize] ^= 0xFF;
    let files = Files::new(&[("t.parquet", &bytes)]);
    let reading = files.read(&["t.parquet"]);
    let parts = ["row group 0, column \"text\"", "rows 1 to 2 were not read"];
    assert_starts(&files.problems(&reading), "t.parquet:1: ", &parts);
    assert_eq!(reading.problems.listed()[0].field.as_deref(), Some("text"));
    assert_eq!(files.ids(&reading), ["9", "10"]);
    assert_eq!(reading.places[0].line, Some(3));
    // The damaged group is copied as it is; the other one is written anew.
    let kept = without("t.parquet", &bytes, &["10"]).unwrap();
    let files = Files::new(&[("t.parquet", &kept)]);
    assert_eq!(files.ids(&files.read(&["t.parquet"])), ["9"]);

    let long: Vec<String> = [TALKS, RAIN, CUP].iter().map(|text| format!("{text} ").repeat(50)).collect();
    let texts = Arc::new(StringArray::from(long)) as ArrayRef;
    let batch = RecordBatch::try_from_iter([("text", texts)]).unwrap();
    let mut bytes = arrow_file(&batch, Some(CompressionType::ZSTD));
    let packed: Vec<usize> =
        (0..bytes.len()).filter(|&at| bytes[at..].starts_with(&[0x28, 0xB5, 0x2F, 0xFD])).collect();
    bytes[packed[1]] = 0;
    let files = Files::new(&[("t.arrow", &bytes)]);
    let reading = files.read(&["t.arrow"]);
    let parts = ["batch 1 is damaged", "rows 2 to 2 were not read"];
    assert_starts(&files.problems(&reading), "t.arrow:2: ", &parts);
    assert_eq!(files.ids(&reading), ["t.arrow:1", "t.arrow:3"]);
}

#[test]
fn damage_in_a_column_that_no_article_is_made_of_is_said_when_the_table_is_written_anew() {
    let mut bytes = parquet_file(&[Some(TALKS), Some(RAIN)], 2, Compression::ZSTD(ZstdLevel::default()));
    let metadata = SerializedFileReader::new(Bytes::from(bytes.clone())).unwrap().metadata().clone();
    let (start, length) = metadata.row_group(0).column(5).byte_range();
    let chunk = &mut bytes[start as usize..][..length as usize];
    let packed = chunk.windows(4).position(|window| window == [0x28, 0xB5, 0x2F, 0xFD]).unwrap();
    chunk[packed] = 0;
    let files = Files::new(&[("t.parquet", &bytes)]);
    let reading = files.read(&["t.parquet"]);
    assert_eq!((files.ids(&reading), reading.problems.is_empty()), (vec!["7".into(), "8".into()], true));
    assert_eq!(without("t.parquet", &bytes, &[]).unwrap(), bytes);
    let error = without("t.parquet", &bytes, &["7"]).unwrap_err().to_string();
    assert!(error.contains("t.parquet: cannot be written anew, every column of it: "), "{error}");
}

#[test]
fn a_cut_or_damaged_end_is_said() {
    let bytes = parquet_file(&[Some(TALKS)], 1, Compression::SNAPPY);
    let whole = arrow_file(&batch(), None);
    let stream = arrow_stream(&batch(), None);
    let mut footless = bytes.clone();
    let length = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
    footless[bytes.len() - 8 - length] ^= 0xFF;
    let mut long = bytes.clone();
    let at = long.len() - 8;
    long[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    for (name, bytes, parts) in [
        ("t.parquet", &bytes[..bytes.len() - 9], &["footer is damaged or missing", "cut short"][..]),
        ("t.parquet", &long, &["longer than the file"]),
        ("t.parquet", &footless, &["its schema makes no sense"]),
        ("t.parquet", b"PAR1PARE", &["encrypted"]),
        ("t.parquet", b"PAR1", &["footer"]),
        ("t.parquet", b"", &["is empty"]),
        ("t.parquet", b"{\"text\": \"no table\"}", &["footer"]),
        ("t.arrow", &whole[..whole.len() - 3], &["footer", "all rows were read"]),
        ("t.arrow", &whole[..whole.len() / 2], &["cut short in the middle of a batch"]),
        ("t.arrow", &whole[..8], &["cut short"]),
        ("t.arrows", &stream[..stream.len() - 20], &["cut short"]),
        ("t.feather", b"FEA1....", &["version 1"]),
        ("t.feather", b"{\"text\": \"no table\"}", &["begins like no file or stream of Arrow"]),
    ] {
        let files = Files::new(&[(name, bytes), ("good.txt", RAIN.as_bytes())]);
        let reading = files.read(&[name, "good.txt"]);
        assert_starts(&files.problems(&reading), &format!("{name}: "), parts);
        assert_eq!(reading.articles.last().unwrap().text, RAIN);
    }
    let files = Files::new(&[("t.arrow", &whole[..whole.len() - 3])]);
    assert_eq!(files.read(&["t.arrow"]).articles.len(), 3);
}

#[test]
fn a_page_or_batch_that_claims_to_be_huge_takes_no_memory() {
    let spaces = " ".repeat(66 << 20);
    let bytes = parquet_file(&[Some(&spaces)], 1, Compression::ZSTD(ZstdLevel::default()));
    let files = Files::new(&[("t.parquet", &bytes)]);
    let parts = ["unpacks to more than 250 times its size", "--max-expansion"];
    assert_starts(
        &files.problems(&files.read(&["t.parquet"])),
        "t.parquet:1: row group 0, column \"text\"",
        &parts,
    );
    let bytes = parquet_file(&[Some(&spaces)], 1, Compression::GZIP(GzipLevel::default()));
    let files = Files::new(&[("t.parquet", &bytes)]);
    assert!(files.problems(&files.read(&["t.parquet"]))[0].contains(parts[0]));

    let texts = Arc::new(StringArray::from(vec![&*spaces])) as ArrayRef;
    let batch = RecordBatch::try_from_iter([("text", texts)]).unwrap();
    let bytes = arrow_file(&batch, Some(CompressionType::ZSTD));
    let files = Files::new(&[("t.arrow", &bytes)]);
    assert!(files.problems(&files.read(&["t.arrow"]))[0].contains(parts[0]));
}

#[test]
fn a_header_with_a_list_of_billions_takes_no_time() {
    // Field 9, which no header has: a list of 2^31 - 1 numbers of eight bytes.
    const ENDLESS: [u8; 7] = [0x99, 0xF7, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];
    let bytes = parquet_file(&[Some(TALKS), Some(RAIN)], 2, Compression::UNCOMPRESSED);
    let mut page = bytes.clone();
    let metadata = SerializedFileReader::new(Bytes::from(bytes.clone())).unwrap().metadata().clone();
    let (start, _) = metadata.row_group(0).column(1).byte_range();
    page[start as usize..][..ENDLESS.len()].copy_from_slice(&ENDLESS);
    let length = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
    let (before, tail) = bytes.split_at(bytes.len() - 8);
    let mut footer = before.to_vec();
    footer.pop();
    footer.extend(ENDLESS);
    footer.extend((length as u32 + 6).to_le_bytes());
    footer.extend(&tail[4..]);
    for (bytes, parts) in [
        (page, ["row group 0, column \"text\"", "the header of a page makes no sense"]),
        (footer, ["footer is damaged", "it is not whole"]),
    ] {
        let files = Files::new(&[("t.parquet", &bytes)]);
        assert_starts(&files.problems(&files.read(&["t.parquet"])), "t.parquet:", &parts);
    }
}

#[test]
fn groups_that_nest_without_end_do_not_end_the_program() {
    let schema = (0..2000)
        .fold("required binary text;".to_owned(), |inner, _| format!("required group g {{ {inner} }}"));
    let run = move || {
        let schema = Arc::new(parse_message_type(&format!("message m {{ {schema} }}")).unwrap());
        let bytes = SerializedFileWriter::new(Vec::new(), Arc::clone(&schema), Default::default())
            .unwrap()
            .into_inner();
        let files = Files::new(&[("t.parquet", &bytes.unwrap())]);
        assert_starts(
            &files.problems(&files.read(&["t.parquet"])),
            "t.parquet: ",
            &["nest deeper than 256", "--max-depth"],
        );
    };
    // Writing them takes more stack than tests have.
    std::thread::Builder::new().stack_size(1 << 30).spawn(run).unwrap().join().unwrap();
}

#[test]
fn parquet_comes_back_with_its_schema_metadata_and_packing() {
    let texts = [Some(TALKS), Some(RAIN), None, Some(CUP), Some(TALKS)];
    for compression in packings() {
        let bytes = parquet_file(&texts, 2, compression);
        assert_eq!(without("t.parquet", &bytes, &[]).unwrap(), bytes, "byte for byte where all is kept");
        let kept = Bytes::from(without("t.parquet", &bytes, &["8", "11"]).unwrap());
        let (before, after) = (
            SerializedFileReader::new(Bytes::from(bytes)).unwrap(),
            SerializedFileReader::new(kept).unwrap(),
        );
        let (old, new) = (before.metadata().file_metadata(), after.metadata().file_metadata());
        assert_eq!(old.schema(), new.schema());
        assert_eq!(old.key_value_metadata(), new.key_value_metadata());
        let packing = |chunk: &parquet::file::metadata::ColumnChunkMetaData| chunk.compression_codec();
        let codecs: Vec<_> = after.metadata().row_group(0).columns().iter().map(packing).collect();
        assert_eq!(codecs, vec![packing(before.metadata().row_group(0).column(0)); 6]);
        let rows = |reader: SerializedFileReader<Bytes>| -> Vec<String> {
            reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
        };
        let (old, new) = (rows(before), rows(after));
        assert_eq!(
            new,
            [&old[0], &old[2], &old[3]].map(Clone::clone),
            "nested and unknown columns with their rows"
        );
        assert!(new[0].contains("tag 7"), "{new:?}");
    }
}

#[test]
fn notes_are_a_column_of_parquet() {
    let bytes = noted("t.parquet", &parquet_file(&[Some(TALKS), None, Some(RAIN)], 2, Compression::SNAPPY));
    let reader = SerializedFileReader::new(Bytes::from(bytes.clone())).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows[0].get_string(6).unwrap(), "{\"dropped\":false}");
    assert!(rows[1].get_string(6).is_err(), "what is no article has no note");
    assert_eq!(rows[2].get_string(6).unwrap(), "{\"dropped\":true}");
    let files = Files::new(&[("t.parquet", &bytes)]);
    assert_eq!(files.ids(&files.read(&["t.parquet"])), ["7", "9"]);
    let again = files.read(&["t.parquet"]);
    let mut fate = |_: usize| Fate::Noted(serde_json::Map::new());
    let refused = again.give_back(0, &mut fate, &mut Vec::new()).unwrap_err();
    assert!(refused.to_string().contains("has a column \"samecopy\" already"), "{refused}");
}

#[test]
fn arrow_comes_back_as_a_file_or_a_stream_with_its_metadata_and_packing() {
    let metadata = HashMap::from([("desk".to_owned(), "foreign".to_owned())]);
    let batch = batch();
    let schema = Arc::new(Schema::clone(&batch.schema()).with_metadata(metadata));
    let batch = batch.with_schema(Arc::clone(&schema)).unwrap();
    for compression in [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)] {
        let bytes = arrow_file(&batch, compression);
        assert_eq!(without("t.arrow", &bytes, &[]).unwrap(), bytes);
        let kept = without("t.arrow", &bytes, &["8"]).unwrap();
        let reader = FileReader::try_new(io::Cursor::new(&kept), None).unwrap();
        assert_eq!(
            (reader.schema(), &reader.custom_metadata()["desk"][..]),
            (Arc::clone(&schema), "foreign")
        );
        let rows: Vec<_> = reader.map(Result::unwrap).filter(|batch| batch.num_rows() > 0).collect();
        assert_eq!(rows, [batch.slice(0, 1), batch.slice(2, 1)]);

        let bytes = arrow_stream(&batch, compression);
        assert_eq!(without("t.arrows", &bytes, &[]).unwrap(), bytes);
        let kept = without("t.arrows", &bytes, &["7", "9"]).unwrap();
        let reader = StreamReader::try_new(&kept[..], None).unwrap();
        assert_eq!(reader.schema(), schema);
        let rows: Vec<_> = reader.map(Result::unwrap).filter(|batch| batch.num_rows() > 0).collect();
        assert_eq!(rows, [batch.slice(1, 1)]);
    }
}

#[test]
fn what_was_packed_stays_packed() {
    let texts =
        Arc::new(StringArray::from(vec![RAIN.repeat(99), CUP.repeat(99), TALKS.repeat(99)])) as ArrayRef;
    let batch = RecordBatch::try_from_iter([("text", texts)]).unwrap();
    for (compression, magic) in [
        (CompressionType::LZ4_FRAME, [0x04, 0x22, 0x4D, 0x18]),
        (CompressionType::ZSTD, [0x28, 0xB5, 0x2F, 0xFD]),
    ] {
        let bytes = arrow_file(&batch, Some(compression));
        let files = Files::new(&[("t.arrow", &bytes)]);
        let reading = files.read(&["t.arrow"]);
        let mut kept = Vec::new();
        let mut fate = |index: usize| if index == 1 { Fate::Dropped } else { Fate::Kept };
        reading.give_back(0, &mut fate, &mut kept).unwrap();
        assert_eq!(kept.windows(4).filter(|window| *window == magic).count(), 2);
    }
}

#[test]
fn notes_are_a_column_of_arrow() {
    let bytes = noted("t.arrow", &arrow_file(&batch(), None));
    let batches: Vec<_> =
        FileReader::try_new(io::Cursor::new(bytes), None).unwrap().map(Result::unwrap).collect();
    let notes = batches.iter().map(|batch| {
        let notes = batch.column_by_name("samecopy").unwrap();
        notes.as_any().downcast_ref::<StringArray>().unwrap().value(0).to_owned()
    });
    assert_eq!(notes.collect::<Vec<_>>(), [false, true, false].map(|is| format!("{{\"dropped\":{is}}}")));
    let field = Field::new("samecopy", DataType::Utf8, true);
    assert_eq!(batches[0].schema().field(8), &field);
}

#[test]
fn numbers_are_ids_and_no_texts() {
    let numbers = Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef;
    let batch = RecordBatch::try_from_iter([("text", numbers)]).unwrap();
    let files = Files::new(&[("t.arrow", &arrow_file(&batch, None))]);
    let problems = files.problems(&files.read(&["t.arrow"]));
    assert!(
        problems[0].starts_with("t.arrow:1: field \"text\" is a number, expected a string"),
        "{problems:?}"
    );
}
