//! What is compressed or in an archive.

use std::io::{Cursor, Write};

use samecopy::read::Fate;

use super::*;

const FEED: &[u8] = b"{\"id\":\"a\",\"text\":\"Talks collapsed.\"}\n{\"id\":\"b\",\"text\":\"Rain fell.\"}\n";

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(bytes, 3).unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(1);
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ::tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (number, (name, bytes)) in members.iter().enumerate() {
        let method = [::zip::CompressionMethod::Deflated, ::zip::CompressionMethod::Stored][number % 2];
        let options = ::zip::write::SimpleFileOptions::default().compression_method(method);
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn names_in_archives_that_are_not_utf_8_stay_apart() {
    let members: [(&str, &[u8]); 2] = [("aX.txt", b"Talks collapsed."), ("aY.txt", b"Rain fell.")];
    let renamed = |mut bytes: Vec<u8>| {
        for at in 1..bytes.len() {
            match &bytes[at - 1..=at] {
                b"aX" => bytes[at] = 0x8F,
                b"aY" => bytes[at] = 0xA6,
                _ => {}
            }
        }
        bytes
    };
    let mut tarred = renamed(tar(&members));
    for header in tarred.chunks_mut(512).filter(|header| header.starts_with(b"a")) {
        // The sum of the header's bytes, itself as blanks.
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    let files = Files::new(&[("a.zip", &renamed(zip(&members))), ("b.tar", &tarred)]);
    let reading = files.read(&["a.zip", "b.tar"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(files.ids(&reading), ["a.zip/aÅ.txt", "a.zip/aª.txt", r"b.tar/a\x8F.txt", r"b.tar/a\xA6.txt"]);
}

type Packer = (&'static str, fn(&[u8]) -> Vec<u8>);

const PACKERS: [Packer; 4] = [("gz", gzip), ("zst", zstd), ("bz2", bzip2), ("xz", xz)];

#[test]
fn every_compression_is_told_by_its_first_bytes_and_its_lines_are_given_back() {
    for (extension, pack) in PACKERS {
        for name in [format!("feed.jsonl.{extension}"), "feed.jsonl".to_owned(), "feed".to_owned()] {
            let files = Files::new(&[(&name, &pack(FEED))]);
            let reading = files.read(&[&name]);
            assert_eq!(files.problems(&reading), [""; 0], "{name} by {extension}");
            assert_eq!(files.ids(&reading), ["a", "b"]);
            assert_eq!(raw(&reading).join(&b'\n'), FEED.trim_ascii_end());
            let mut again = reading.raw_bytes();
            for index in [1, 0, 1] {
                let line = FEED.split(|&b| b == b'\n').nth(index).unwrap();
                assert_eq!(again.get(&reading.places[index]).unwrap(), line, "in any order");
            }
        }
        assert_eq!(stdin(&pack(FEED)).articles.len(), 2);
    }
}

#[test]
fn all_members_of_a_file_are_read_and_lines_may_cross_them() {
    let (first, second) = FEED.split_at(20);
    for (extension, pack) in PACKERS {
        let joined = [pack(first), pack(second)].concat();
        assert_eq!(stdin(&joined).articles.len(), 2, "{extension}");
    }
}

#[test]
fn archives_are_read_member_by_member_in_their_order() {
    let members: [(&str, &[u8]); 6] = [
        ("b/feed.jsonl", FEED),
        ("b/picture.png", b"\0\0"),
        ("a.txt", b"A text of its own.\n"),
        ("__MACOSX/._a.txt", b"\0\0"),
        ("packed/c.jsonl.gz", &gzip(b"{\"text\":\"Packed twice.\"}\n")),
        ("d.txt", b"Another text.\n"),
    ];
    let (tar, zip) = (tar(&members), zip(&members));
    for (name, bytes) in [
        ("all.tar", tar.clone()),
        ("all.tar.gz", gzip(&tar)),
        ("all.tgz", gzip(&tar)),
        ("all.tar.zst", zstd(&tar)),
        ("all.zip", zip.clone()),
        ("all.zip.gz", gzip(&zip)),
        ("all", zip.clone()),
    ] {
        let files = Files::new(&[(name, &bytes)]);
        let reading = files.read(&[name]);
        assert_eq!(files.problems(&reading), [""; 0], "{name}");
        let expected = ["a", "b"]
            .map(str::to_owned)
            .into_iter()
            .chain(["a.txt", "packed/c.jsonl.gz:1", "d.txt"].map(|id| format!("{name}/{id}")));
        assert_eq!(files.ids(&reading), expected.collect::<Vec<_>>());
        assert_eq!(reading.left_out, 1, "the picture");
        assert_eq!(raw(&reading)[3], b"{\"text\":\"Packed twice.\"}");
        assert_eq!(raw(&reading)[2], b"A text of its own.\n");
    }
    assert_eq!(stdin(&zip).articles.len(), 5);
    assert_eq!(stdin(&tar).articles.len(), 5);
}

#[test]
fn packed_files_in_directories_are_found_by_their_names() {
    let zipped = zip(&[("x.txt", b"In a zip.")]);
    let (packed, bare) = (gzip(b"Packed."), bzip2(b"left out"));
    let files = Files::new(&[("in/a.txt.gz", &packed), ("in/b.zip", &zipped), ("in/c.log.bz2", &bare)]);
    let reading = files.read(&["in"]);
    assert_eq!(files.ids(&reading), ["in/a.txt.gz", "in/b.zip/x.txt"]);
    assert_eq!(reading.left_out, 1);
}

#[test]
fn what_is_packed_too_deep_is_reported() {
    let thrice = gzip(&zstd(&gzip(FEED)));
    let nested = zip(&[("inner.zip", &zip(&[("a.txt", b"Text.")])), ("b.txt", b"Text.")]);
    let files =
        Files::new(&[("a.jsonl.gz", &thrice), ("twice.gz", &gzip(&gzip(FEED))), ("outer.zip", &nested)]);
    let reading = files.read(&["a.jsonl.gz", "twice.gz", "outer.zip"]);
    assert_eq!(files.ids(&reading), ["a", "b", "outer.zip/b.txt"]);
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("a.jsonl.gz: is compressed more than twice"), "{problems:?}");
    assert!(problems[1].starts_with("outer.zip/inner.zip: is an archive in an archive"), "{problems:?}");
}

#[test]
fn a_cut_or_damaged_file_is_reported_and_what_came_before_is_kept() {
    let many: Vec<u8> = (0..40_000)
        .flat_map(|n| format!("{{\"text\":\"Text {n} of {}.\"}}\n", n * 7919).into_bytes())
        .collect();
    for (extension, pack) in PACKERS {
        let packed = pack(&many);
        let mut flipped = packed.clone();
        flipped[packed.len() * 3 / 4] ^= 0x10;
        for bytes in [&packed[..packed.len() * 3 / 4], &flipped] {
            let files = Files::new(&[("feed.jsonl", bytes), ("good.txt", b"Good.")]);
            let reading = files.read(&["feed.jsonl", "good.txt"]);
            assert_eq!(reading.articles.last().unwrap().text, "Good.", "{extension}");
            let problems = files.problems(&reading);
            let last = problems.last().unwrap();
            assert!(last.starts_with("feed.jsonl: its ") && last.contains("fetch the file again"), "{last}");
            if extension != "bz2" && extension != "xz" {
                assert!(reading.articles.len() > 500, "{extension}: {}", reading.articles.len());
            }
        }
    }
}

#[test]
fn bytes_behind_a_packed_document_cost_nothing_and_a_cut_no_article_of_a_feed_before_it() {
    let items = |item: fn(usize) -> String, join: &str| (0..400).map(item).collect::<Vec<_>>().join(join);
    let feed =
        items(|n| format!("<item><guid>{n}</guid><description>Text {}.</description></item>", n * 7919), "");
    let list = items(|n| format!("{{\"id\":\"{n}\",\"text\":\"Text {}.\"}}", n * 7919), ",\n");
    for (name, document) in [
        ("feed.xml.gz", format!("<rss version=\"2.0\"><channel>{feed}</channel></rss>")),
        ("list.json.gz", format!("{{\"articles\": [\n{list}]}}")),
        ("array.json.gz", format!("[\n{list}]")),
    ] {
        let packed = gzip(document.as_bytes());
        let files = Files::new(&[(name, &packed[..packed.len() * 3 / 4])]);
        let reading = files.read(&[name]);
        assert!(reading.articles.len() > 100, "{name}: {}", reading.articles.len());
        let problems = files.problems(&reading);
        let said = format!("{name}: its gzip data is cut short after");
        assert!(problems[0].starts_with(&said), "{problems:?}");

        let files = Files::new(&[(name, &[&packed[..], b"\n"].concat())]);
        let reading = files.read(&[name]);
        assert_eq!(reading.articles.len(), 400, "{name}");
        assert_one_problem(&files.problems(&reading), name, &["followed by bytes that are none"]);
    }
}

#[test]
fn members_of_a_packed_archive_are_given_back_in_any_order() {
    let names: Vec<String> = (0..300).map(|n| format!("{n:04}.txt")).collect();
    let text = |name: &str| format!("{name}: {}", "A long text. ".repeat(300));
    let members: Vec<(&str, String)> = names.iter().map(|name| (&**name, text(name))).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let files = Files::new(&[("a.tar.gz", &gzip(&tar(&members)))]);
    let reading = files.read(&["a.tar.gz"]);
    let given = |origin: usize| {
        let mut out = Vec::new();
        reading.give_back(origin as u32, &mut |_| Fate::Kept, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    for origin in (0..names.len()).chain([200, 7, 7, 8]) {
        assert_eq!(given(origin), text(&names[origin]));
    }
    let mut raw = reading.raw_bytes();
    for index in [3, 250, 4] {
        // Another reader is not disturbed, nor disturbs.
        assert_eq!(raw.get(&reading.places[index]).unwrap(), text(&names[index]).as_bytes());
        assert_eq!(given(index + 1), text(&names[index + 1]));
    }
}

#[test]
fn a_damaged_archive_is_reported_and_its_other_members_are_read() {
    let long = "A long text. ".repeat(30_000);
    let members: [(&str, &[u8]); 3] =
        [("a.txt", b"Good."), ("b.txt", long.as_bytes()), ("c.txt", b"Good too.")];
    let zipped = zip(&members);
    let mut flipped = zipped.clone();
    let at = memchr::memmem::find(&flipped, b"A long text.").unwrap();
    flipped[at + 100_000] ^= 1;
    let tar = tar(&members);
    let cut_tar = &tar[..tar.len() / 2];
    let files =
        Files::new(&[("f.zip", &flipped), ("cut.zip", &zipped[..zipped.len() / 2]), ("cut.tar", cut_tar)]);

    let reading = files.read(&["f.zip"]);
    assert!(files.ids(&reading).contains(&"f.zip/c.txt".to_owned()));
    assert_one_problem(&files.problems(&reading), "f.zip/b.txt", &["zip data is damaged after", "fetch"]);
    let reading = files.read(&["cut.zip"]);
    assert_one_problem(&files.problems(&reading), "cut.zip", &["zip data is damaged or cut short"]);
    let reading = files.read(&["cut.tar"]);
    assert_eq!(files.ids(&reading)[0], "cut.tar/a.txt");
    assert!(files.problems(&reading)[0].contains("cut short"), "{:?}", files.problems(&reading));
}

#[test]
fn an_archive_without_articles_is_reported() {
    let files = Files::new(&[("a.zip", &zip(&[("x.png", b"\0")])), ("b.tar", &tar(&[("x.png", b"\0")]))]);
    let problems = files.problems(&files.read(&["a.zip", "b.tar"]));
    assert!(
        problems[0].starts_with("a.zip: is a zip archive without a file of a known format"),
        "{problems:?}"
    );
    assert!(problems[1].starts_with("b.tar: is a tar archive without"), "{problems:?}");
}

#[test]
fn what_was_read_of_damaged_gzip_is_there_a_second_time() {
    let feed: String = (0..40).map(|n| format!("{{\"text\": \"Number {n} of the day.\"}}\n")).collect();
    let whole = gzip(feed.as_bytes());
    for at in 10..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x11;
        let files = Files::new(&[("a.jsonl.gz", &damaged)]);
        let reading = files.read(&["a.jsonl.gz"]);
        assert!(!reading.problems.is_empty(), "{at}");
        assert_eq!(raw(&reading).len(), reading.articles.len());
    }
}
