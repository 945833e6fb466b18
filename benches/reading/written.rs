//! Articles as several formats write them.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Result;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_ipc::{
    CompressionType,
    writer::{FileWriter, IpcWriteOptions},
};
use flate2::{Compression as Level, write::GzEncoder};
use parquet::{
    basic::{Compression, ZstdLevel},
    data_type::{ByteArray, ByteArrayType},
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};
use quick_xml::escape::escape;
use samecopy::Article;
use serde_json::json;

/// Rows of a batch, and of a group in Parquet.
const ROWS: usize = 65_536;

type Out<'o> = &'o mut (dyn Write + Send);

type Cell = fn(&Article) -> String;

const COLUMNS: [(&str, Cell); 5] = [
    ("id", |article| article.id.to_string()),
    ("text", |article| text(article)),
    ("title", |article| article.title.to_string()),
    ("source", |article| article.source.to_string()),
    ("date", date),
];

fn text(article: &Article) -> String {
    article.text.read().expect("the texts are there").into_owned()
}

fn date(article: &Article) -> String {
    article.published.as_ref().map_or_else(String::new, |published| published.instant.to_string())
}

/// Writes all formats into a directory: what each is called, and where it is. Plain JSON Lines come first.
pub fn all(articles: &[Article], folder: &Path) -> Result<Vec<(&'static str, PathBuf)>> {
    type Writer = fn(&[Article], Out) -> Result<()>;
    let formats: [(&str, &str, Writer); 11] = [
        ("JSON Lines", "feed.jsonl", json_lines),
        ("the same in zstd", "feed.jsonl.zst", |articles, out| {
            let mut packed = zstd::Encoder::new(out, 3)?;
            json_lines(articles, &mut packed)?;
            Ok(packed.finish().map(drop)?)
        }),
        ("a JSON array", "feed.json", json_array),
        ("CSV", "feed.csv", csv),
        ("the same in gzip", "feed.csv.gz", |articles, out| {
            let mut packed = GzEncoder::new(out, Level::default());
            csv(articles, &mut packed)?;
            Ok(packed.finish().map(drop)?)
        }),
        ("Parquet, pages in zstd", "feed.parquet", parquet),
        ("Arrow IPC, batches in LZ4", "feed.arrow", arrow),
        ("RSS", "feed.rss", rss),
        ("WARC, texts", "crawl.wet", |articles, out| {
            articles.iter().try_for_each(|article| Ok(out.write_all(&text_record(article))?))
        }),
        ("the same, a gzip member each", "crawl.wet.gz", |articles, out| {
            articles.iter().try_for_each(|article| {
                let mut packed = GzEncoder::new(&mut *out, Level::default());
                packed.write_all(&text_record(article))?;
                Ok(packed.finish().map(drop)?)
            })
        }),
        ("WARC, the same as HTML pages", "crawl.warc", |articles, out| {
            articles.iter().try_for_each(|article| Ok(out.write_all(&page_record(article))?))
        }),
    ];
    let write = |(name, file, write): (&'static str, &str, Writer)| {
        let path = folder.join(file);
        let mut out = BufWriter::new(File::create(&path)?);
        write(articles, &mut out)?;
        out.flush()?;
        Ok((name, path))
    };
    formats.into_iter().map(write).collect()
}

fn object(article: &Article) -> serde_json::Value {
    COLUMNS.iter().map(|(name, cell)| ((*name).to_owned(), json!(cell(article)))).collect()
}

fn json_lines(articles: &[Article], out: Out) -> Result<()> {
    articles.iter().try_for_each(|article| Ok(writeln!(out, "{}", object(article))?))
}

fn json_array(articles: &[Article], out: Out) -> Result<()> {
    for (article, before) in articles.iter().zip(std::iter::once("[\n").chain(std::iter::repeat(",\n"))) {
        write!(out, "{before}{}", object(article))?;
    }
    Ok(writeln!(out, "\n]")?)
}

fn csv(articles: &[Article], out: Out) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS.map(|(name, _)| name))?;
    for article in articles {
        table.write_record(COLUMNS.map(|(_, cell)| cell(article)))?;
    }
    Ok(table.flush()?)
}

fn parquet(articles: &[Article], out: Out) -> Result<()> {
    let columns: String =
        COLUMNS.iter().map(|(name, _)| format!("required binary {name} (STRING);")).collect();
    let schema = Arc::new(parse_message_type(&format!("message feed {{ {columns} }}"))?);
    let packed = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()));
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(packed.build()))?;
    for articles in articles.chunks(ROWS) {
        let mut group = writer.next_row_group()?;
        for (_, cell) in COLUMNS {
            let mut column = group.next_column()?.expect("there is a column for each");
            let cells: Vec<ByteArray> =
                articles.iter().map(|article| cell(article).into_bytes().into()).collect();
            column.typed::<ByteArrayType>().write_batch(&cells, None, None)?;
            column.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn arrow(articles: &[Article], out: Out) -> Result<()> {
    let batch = |articles: &[Article]| {
        RecordBatch::try_from_iter(COLUMNS.map(|(name, cell)| {
            let cells: StringArray = articles.iter().map(|article| Some(cell(article))).collect();
            (name, Arc::new(cells) as ArrayRef)
        }))
    };
    let packed = IpcWriteOptions::default().try_with_compression(Some(CompressionType::LZ4_FRAME))?;
    let mut writer = FileWriter::try_new_with_options(out, &batch(&articles[..1])?.schema(), packed)?;
    articles.chunks(ROWS).try_for_each(|articles| writer.write(&batch(articles)?))?;
    Ok(writer.finish()?)
}

fn paragraphs(article: &Article) -> String {
    text(article).lines().map(|line| format!("<p>{}</p>\n", escape(line))).collect()
}

fn rss(articles: &[Article], out: Out) -> Result<()> {
    writeln!(out, "<rss version=\"2.0\"><channel><title>Feed</title>")?;
    for article in articles {
        let (id, title, text) = (escape(&article.id), escape(&article.title), escape(paragraphs(article)));
        writeln!(
            out,
            "<item><guid>{id}</guid><title>{title}</title><description>{text}</description></item>"
        )?;
    }
    Ok(writeln!(out, "</channel></rss>")?)
}

fn record(kind: &str, article: &Article, content: &str, block: &str) -> Vec<u8> {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{}>\r\nWARC-Target-URI: https://wire.example/{}\r\n\
         WARC-Date: 2025-06-07T08:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        article.id,
        article.id,
        block.len()
    )
    .into_bytes()
}

fn text_record(article: &Article) -> Vec<u8> {
    record("conversion", article, "text/plain", &text(article))
}

fn page_record(article: &Article) -> Vec<u8> {
    let (title, paragraphs) = (escape(&article.title), paragraphs(article));
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<!DOCTYPE html>\n<html><head><title>{title}</title>\
         </head>\n<body><nav><ul><li><a href=\"/\">Home</a></li></ul></nav>\n<article><h1>{title}</h1>\n{paragraphs}\
         </article>\n<footer>All rights reserved</footer></body></html>\n"
    );
    record("response", article, "application/http; msgtype=response", &page)
}
