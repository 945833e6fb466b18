//! The feed as every format writes it.

use std::io::{Cursor, Write};

use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};
use serde_json::{Value, json};

use crate::feed::Sample;

/// The feed in one format.
pub struct Written {
    pub format: &'static str,
    /// The fuzz target that reads it.
    pub target: &'static str,
    /// Names and contents. The first is what a user names, beside which the others lie if `is_linked`.
    pub files: Vec<(String, Vec<u8>)>,
    pub is_linked: bool,
    /// What the format says of each article beside title and text.
    pub says: Says,
}

/// Which fields a format has a place for.
#[derive(Clone, Copy)]
pub struct Says {
    pub id: bool,
    pub outlet: bool,
    pub time: bool,
    pub url: bool,
}

const ALL: Says = Says { id: true, outlet: true, time: true, url: true };
const WITHOUT_URL: Says = Says { url: false, ..ALL };
const WITHOUT_ID: Says = Says { id: false, ..ALL };
const TEXT_ALONE: Says = Says { id: false, outlet: false, time: false, url: false };

pub fn all(feed: &[Sample]) -> Vec<Written> {
    let one = |format, name: &str, bytes: Vec<u8>, says| Written {
        format,
        target: target(format),
        files: vec![(name.to_owned(), bytes)],
        is_linked: false,
        says,
    };
    let each = |format, extension: &str, write: fn(&Sample) -> String, says| {
        let file = |sample: &Sample| (format!("{}.{extension}", sample.id), write(sample).into_bytes());
        Written {
            format,
            target: target(format),
            files: feed.iter().map(file).collect(),
            is_linked: false,
            says,
        }
    };
    #[cfg(feature = "parquet")]
    let columnar = [
        one("parquet", "feed.parquet", crate::columnar::parquet(feed), ALL),
        one("arrow", "feed.arrow", crate::columnar::arrow_file(feed), ALL),
        one("arrow stream", "feed.arrows", crate::columnar::arrow_stream(feed), ALL),
    ];
    #[cfg(not(feature = "parquet"))]
    let columnar: [Written; 0] = [];
    let lines = json_lines(feed);
    let csv = table(feed, b',', ["id", "text", "title", "source", "date", "url"]);
    let warc = warc(feed);
    let mut all = vec![
        one("jsonl", "feed.jsonl", lines.clone().into(), ALL),
        each("text", "txt", text, TEXT_ALONE),
        each("markdown", "md", markdown, ALL),
        each("html", "html", html, WITHOUT_ID),
        one(
            "json array",
            "feed.json",
            format!("[\n{}\n]\n", lines.trim_end().replace('\n', ",\n")).into(),
            ALL,
        ),
        one("csv", "feed.csv", csv.clone(), ALL),
        one("tsv", "feed.tsv", table(feed, b'\t', ["id", "title", "source", "date", "url", "text"]), ALL),
        Written { format: "json feed", target: "json", files: json_feeds(feed), is_linked: false, says: ALL },
        one("ninjs 1", "feed.jsonl", feed.iter().map(ninjs_1).collect::<String>().into(), WITHOUT_URL),
        one("ninjs 3", "feed.json", ninjs_3(feed).into(), WITHOUT_URL),
        one("rss", "feed.rss", rss(feed).into(), ALL),
        one("rss 1.0", "feed.rdf", rdf(feed).into(), ALL),
        one("atom", "feed.atom", atom(feed).into(), ALL),
        Written {
            format: "opml",
            target: "any",
            files: vec![("feeds.opml".to_owned(), OPML.into()), ("feed.rss".to_owned(), rss(feed).into())],
            is_linked: true,
            says: ALL,
        },
        one("newsml", "message.xml", newsml(feed).into(), WITHOUT_URL),
        each("nitf", "nitf", nitf, WITHOUT_URL),
        one("warc", "crawl.warc", warc.concat(), ALL),
        one("wet", "crawl.wet", wet(feed).concat(), Says { outlet: false, time: false, ..ALL }),
        one("warc.gz", "crawl.warc.gz", warc.iter().flat_map(|record| gzip(record)).collect(), ALL),
        one("csv.gz", "feed.csv.gz", gzip(&csv), ALL),
        one("jsonl.zst", "feed.jsonl.zst", zstd::encode_all(lines.as_bytes(), 3).unwrap(), ALL),
        one("txt in zip", "feed.zip", zip(feed), TEXT_ALONE),
    ];
    all.extend(columnar);
    all
}

fn target(format: &'static str) -> &'static str {
    match format {
        "json array" | "ninjs 3" => "json",
        "ninjs 1" => "jsonl",
        "rss" | "rss 1.0" | "atom" | "newsml" | "nitf" => "xml",
        "wet" => "warc",
        "arrow stream" => "arrow",
        "warc.gz" | "csv.gz" | "jsonl.zst" | "txt in zip" => "any",
        format => format,
    }
}

fn json_lines(feed: &[Sample]) -> String {
    let line = |sample: &Sample| {
        let Sample { id, outlet, time, title, .. } = sample;
        json!({"id": id, "title": title, "source": outlet, "date": time, "url": sample.url(), "text": sample.text()})
    };
    feed.iter().map(|sample| format!("{}\n", line(sample))).collect()
}

fn text(sample: &Sample) -> String {
    format!("{}\n\n{}\n", sample.title, sample.text())
}

fn markdown(sample: &Sample) -> String {
    let Sample { id, outlet, time, title, .. } = sample;
    let (title, url) = (json!(title), sample.url());
    format!(
        "---\nid: {id}\ntitle: {title}\nsource: {outlet}\ndate: {time}\nurl: {url}\n---\n{}\n",
        sample.text()
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn paragraphs(sample: &Sample) -> String {
    sample.paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", escaped(paragraph))).collect()
}

fn html(sample: &Sample) -> String {
    let Sample { outlet, time, title, language, .. } = sample;
    let (title, url) = (escaped(title), sample.url());
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <link rel=\"canonical\" href=\"{url}\"><meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:site_name\" content=\"{outlet}\">\
         <meta property=\"article:published_time\" content=\"{time}\"></head>\n<body>\
         <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav>\n\
         <article><h1>{title}</h1>\n{}</article>\n<footer>Copyright {outlet}</footer></body></html>\n",
        paragraphs(sample)
    )
}

fn table(feed: &[Sample], delimiter: u8, columns: [&str; 6]) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    table.write_record(columns).unwrap();
    for sample in feed {
        let cell = |column: &&str| match *column {
            "id" => sample.id.to_owned(),
            "title" => sample.title.to_owned(),
            "source" => sample.outlet.to_owned(),
            "date" => sample.time.to_owned(),
            "url" => sample.url(),
            _ => sample.text(),
        };
        table.write_record(columns.iter().map(cell)).unwrap();
    }
    table.into_inner().unwrap()
}

/// A feed for each outlet: its title is the only name of one.
fn json_feeds(feed: &[Sample]) -> Vec<(String, Vec<u8>)> {
    let mut outlets: Vec<&str> = feed.iter().map(|sample| sample.outlet).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let of_outlet = |(number, outlet): (usize, &&str)| {
        let item = |sample: &Sample| {
            json!({"id": sample.id, "url": sample.url(), "title": sample.title, "date_published": sample.time,
                "language": sample.language, "content_html": paragraphs(sample)})
        };
        let items: Vec<Value> = feed.iter().filter(|sample| *outlet == sample.outlet).map(item).collect();
        // Read from the top, as feeds are cut at the bottom.
        let (outlet, items) = (json!(outlet), serde_json::to_string_pretty(&items).unwrap());
        let version = "https://jsonfeed.org/version/1.1";
        let feed = format!("{{\n\"version\": \"{version}\",\n\"title\": {outlet},\n\"items\": {items}\n}}\n");
        (format!("{number}.json"), feed.into_bytes())
    };
    outlets.iter().enumerate().map(of_outlet).collect()
}

fn ninjs_1(sample: &Sample) -> String {
    let Sample { id, outlet, time, title, language, .. } = sample;
    let item = json!({"uri": id, "type": "text", "version": "1", "versioncreated": time, "pubstatus": "usable",
        "copyrightholder": outlet, "language": language, "headline": title, "body_xhtml": paragraphs(sample)});
    format!("{item}\n")
}

fn ninjs_3(feed: &[Sample]) -> String {
    let item = |sample: &Sample| {
        let Sample { id, outlet, time, title, language, .. } = sample;
        json!({"uri": id, "version": "1", "versionCreated": time, "infoSources": [{"name": outlet}], "language": language,
            "headlines": [{"role": "main", "value": title}],
            "bodies": [{"role": "main", "contentType": "text/plain", "value": sample.text()}]})
    };
    serde_json::to_string_pretty(&feed.iter().map(item).collect::<Vec<_>>()).unwrap()
}

fn rss(feed: &[Sample]) -> String {
    let item = |sample: &Sample| {
        let Sample { id, outlet, time, title, .. } = sample;
        let time = time.parse::<Timestamp>().unwrap().to_zoned(TimeZone::fixed(jiff::tz::offset(1)));
        format!(
            "<item>\n<title>{}</title><link>{}</link><guid isPermaLink=\"false\">{id}</guid>\n<pubDate>{}</pubDate>\
             <source url=\"https://{id}.example/\">{outlet}</source><description>A teaser.</description>\n\
             <content:encoded><![CDATA[{}]]></content:encoded>\n</item>\n",
            escaped(&escaped(title)),
            sample.url(),
            rfc2822::to_string(&time).unwrap(),
            paragraphs(sample),
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel><title>Pool</title>\n{}</channel></rss>\n",
        feed.iter().map(item).collect::<String>()
    )
}

fn rdf(feed: &[Sample]) -> String {
    let item = |sample: &Sample| {
        let Sample { id, outlet, time, title, .. } = sample;
        format!(
            "<item rdf:about=\"{id}\"><title>{}</title><link>{}</link><description>{}</description>\
             <dc:publisher>{outlet}</dc:publisher><dc:date>{time}</dc:date></item>\n",
            escaped(&escaped(title)),
            sample.url(),
            escaped(&paragraphs(sample)),
        )
    };
    format!(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel rdf:about=\"x\"><title>Pool</title></channel>\n{}</rdf:RDF>",
        feed.iter().map(item).collect::<String>()
    )
}

fn atom(feed: &[Sample]) -> String {
    let entry = |sample: &Sample| {
        let Sample { id, outlet, time, title, language, .. } = sample;
        format!(
            "<entry xml:lang=\"{language}\"><id>{id}</id><title>{}</title><link href=\"{}\"/><updated>{time}</updated>\n\
             <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div></content>\
             <source><title>{outlet}</title></source></entry>\n",
            escaped(title),
            sample.url(),
            paragraphs(sample),
        )
    };
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Pool</title>\n{}</feed>\n",
        feed.iter().map(entry).collect::<String>()
    )
}

const OPML: &str = "<?xml version=\"1.0\"?>\n<opml version=\"2.0\"><head><title>Feeds</title></head><body>\
    <outline text=\"Pool\"><outline text=\"Pool\" type=\"rss\" xmlUrl=\"feed.rss\"/></outline></body></opml>\n";

fn newsml(feed: &[Sample]) -> String {
    let item = |sample: &Sample| {
        let Sample { id, outlet, time, title, language, .. } = sample;
        format!(
            "<newsItem guid=\"{id}\" version=\"1\" standard=\"NewsML-G2\" xml:lang=\"{language}\">\n<itemMeta>\
             <itemClass qcode=\"ninat:text\"/><provider><name>{outlet}</name></provider>\
             <versionCreated>{time}</versionCreated></itemMeta>\n<contentMeta><headline>{}</headline></contentMeta>\
             <contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\">\
             <body>{}</body></html></inlineXML></contentSet></newsItem>\n",
            escaped(title),
            paragraphs(sample),
        )
    };
    format!(
        "<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header/><itemSet>\n{}</itemSet></newsMessage>\n",
        feed.iter().map(item).collect::<String>()
    )
}

fn nitf(sample: &Sample) -> String {
    let Sample { id, outlet, time, title, language, .. } = sample;
    let norm = time.replace(['-', ':'], "");
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <!DOCTYPE nitf PUBLIC \"-//IPTC//DTD NITF 3.4//EN\" \"nitf-3-4.dtd\">\n<nitf xml:lang=\"{language}\"><head><docdata>\
         <doc-id id-string=\"{id}\"/><date.issue norm=\"{norm}\"/></docdata></head>\n<body><body.head><hedline><hl1>{}</hl1>\
         </hedline><distributor>{outlet}</distributor></body.head>\n<body.content><block>{}</block></body.content></body></nitf>\n",
        escaped(title),
        paragraphs(sample),
    )
}

fn record(kind: &str, sample: &Sample, content_type: &str, block: &str) -> Vec<u8> {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{}>\r\nWARC-Target-URI: {}\r\n\
         WARC-Date: 2025-06-07T08:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        sample.id,
        sample.url(),
        block.len()
    )
    .into_bytes()
}

fn warc(feed: &[Sample]) -> Vec<Vec<u8>> {
    let page = |sample: &Sample| {
        let answer =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}", html(sample));
        record("response", sample, "application/http; msgtype=response", &answer)
    };
    feed.iter().map(page).collect()
}

fn wet(feed: &[Sample]) -> Vec<Vec<u8>> {
    feed.iter().map(|sample| record("conversion", sample, "text/plain", &text(sample))).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(feed: &[Sample]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for sample in feed {
        archive.start_file(format!("{}.txt", sample.id), zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text(sample).as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
