//! A report of a scan as JSON.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::{
    Report,
    json::{Escaping, escaped_json},
};

/// What stands before the first entry of a list, and before each other one.
const BEFORE: (&[u8], &[u8]) = (b"[\n    ", b",\n    ");

/// Entries that a thread writes at a time: some 200 kB.
const AT_A_TIME: usize = 1024;

/// Such pieces for each thread that are in memory before they are written.
const PIECES: usize = 4;

impl Report<'_> {
    /// Writes the report as JSON, each article, pair and cluster on a line of its own, so that lists of any length can be
    /// searched and compared line by line.
    ///
    /// Characters that could steer a terminal or reorder a line are escaped; the value is the same. Articles and pairs are made
    /// and written by the threads of the current rayon pool, some thousand at a time; clusters, of which one may be most of a
    /// scan, one after the other.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        let Self { schema_version, tool, options, articles, pairs, clusters, funnel, errors } = self;
        let mut members = Members { out, first: true };
        members.value("schema_version", schema_version)?;
        members.value("tool", tool)?;
        members.value("options", options)?;
        members.list("articles", articles.len(), |index| articles.get(index))?;
        members.list("pairs", pairs.len(), |index| pairs.get(index))?;
        members.sequence("clusters", clusters.iter())?;
        members.sequence("funnel", funnel.iter())?;
        members.sequence("errors", errors.iter())?;
        members.end()
    }
}

/// Writes the members of an object, one after the other.
struct Members<'o, W: ?Sized> {
    out: &'o mut W,
    first: bool,
}

impl<W: Write + ?Sized> Members<'_, W> {
    fn name(&mut self, name: &str) -> io::Result<()> {
        let before = if self.first { "{" } else { "," };
        self.first = false;
        write!(self.out, "{before}\n  \"{name}\": ")
    }

    fn value(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.name(name)?;
        self.out.write_all(escaped_json(value)?.as_bytes())
    }

    /// A list of entries that are written side by side.
    fn list<T: Serialize>(
        &mut self,
        name: &str,
        len: usize,
        entry: impl Fn(usize) -> T + Sync,
    ) -> io::Result<()> {
        self.name(name)?;
        let lines = |start: usize| -> io::Result<Vec<u8>> {
            let mut lines = Vec::new();
            let mut escaping = Escaping::new(&mut lines);
            for index in start..len.min(start + AT_A_TIME) {
                escaping.write_all(if index == 0 { BEFORE.0 } else { BEFORE.1 })?;
                serde_json::to_writer(&mut escaping, &entry(index))?;
            }
            escaping.flush()?;
            Ok(lines)
        };
        let starts: Vec<usize> = (0..len).step_by(AT_A_TIME).collect();
        for starts in starts.chunks(PIECES * rayon::current_num_threads()) {
            let pieces: Vec<_> = starts.par_iter().map(|&start| lines(start)).collect();
            pieces.into_iter().try_for_each(|lines| self.out.write_all(&lines?))?;
        }
        self.end_list(len)
    }

    /// A list of entries that are never in memory as they are written, however large one is.
    fn sequence<T: Serialize>(
        &mut self,
        name: &str,
        entries: impl ExactSizeIterator<Item = T>,
    ) -> io::Result<()> {
        self.name(name)?;
        let len = entries.len();
        let mut escaping = Escaping::new(&mut *self.out);
        for (index, entry) in entries.enumerate() {
            escaping.write_all(if index == 0 { BEFORE.0 } else { BEFORE.1 })?;
            serde_json::to_writer(&mut escaping, &entry)?;
        }
        escaping.flush()?;
        self.end_list(len)
    }

    fn end_list(&mut self, len: usize) -> io::Result<()> {
        self.out.write_all(if len == 0 { b"[]" } else { b"\n  ]" })
    }

    fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n}\n")?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        options::Options,
        read::{Input, ReadOptions, read},
        scan::scan,
    };

    /// What is done with the report on articles read from these lines.
    fn of_report<T>(lines: &str, then: impl FnOnce(&Report) -> T) -> T {
        let options = Options::default();
        let reading = read(&[Input::Stdin], &ReadOptions::default(), &mut lines.as_bytes()).unwrap();
        let scan = scan(&reading.articles, &options, &()).unwrap();
        then(&Report::new(&reading, &scan, &options))
    }

    /// That report as it is written, and as a value.
    fn written(lines: &str) -> (String, serde_json::Value) {
        of_report(lines, |report| {
            let mut bytes = Vec::new();
            report.write_json(&mut bytes).unwrap();
            (String::from_utf8(bytes).unwrap(), serde_json::to_value(report).unwrap())
        })
    }

    #[test]
    fn what_is_written_is_the_report_with_an_entry_a_line() {
        let line =
            |n: usize| format!("{{\"id\": \"{n}\", \"text\": \"Talks collapsed in town {}.\"}}\n", n / 2);
        for many in [0, 1, 2 * AT_A_TIME, 9 * AT_A_TIME + 1] {
            let (json, report) = written(&(0..many).map(line).collect::<String>());
            assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), report);
            assert_eq!(report["clusters"].as_array().unwrap().len(), many / 2);
            assert_eq!(json.lines().filter(|line| line.starts_with("    {\"id\":\"")).count(), many);
            assert!(json.ends_with("\n}\n"));
        }
    }

    #[test]
    fn a_cluster_of_any_size_is_written_in_pieces() {
        struct Largest(usize);
        impl Write for Largest {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0 = self.0.max(bytes.len());
                Ok(bytes.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let line = |n: usize| format!("{{\"id\": \"{n}\", \"text\": \"Talks collapsed.\"}}\n");
        let (largest, whole) = of_report(&(0..10_000).map(line).collect::<String>(), |report| {
            let mut largest = Largest(0);
            report.write_json(&mut largest).unwrap();
            (largest.0, serde_json::to_vec(&report.clusters).unwrap().len())
        });
        assert!(2 * largest < whole, "{largest} bytes at once, of a cluster of {whole}");
    }

    #[test]
    fn what_could_steer_a_terminal_is_escaped() {
        let (json, report) =
            written("{\"id\": \"a\u{202E}b\u{9b}\", \"text\": \"Talks collapsed.\"}\nno\u{7f} article\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), report);
        assert!(json.contains("\"a\\u202eb\\u009b\""), "{json}");
        assert!(!json.contains(['\u{202E}', '\u{9b}', '\u{7f}']), "{json}");
    }
}
