//! Labels from a table with a header or from JSON Lines.

mod columns;
mod rows;
mod truth;

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use super::{Input, Problems, problem::Fault, shown};
use crate::eval::Labels;

/// The labels of one file, and what was wrong with it.
#[derive(Debug)]
pub struct LabelReading {
    /// The file as it was named; `-` is standard input.
    pub path: String,
    /// What was read of it.
    pub labels: Labels,
    /// Pairs whose label says neither yes nor no, and articles without a cluster.
    pub left_out: usize,
    /// What was wrong.
    pub problems: Problems,
}

/// Reads labels; of `-` from `stdin`.
///
/// | form | columns or fields | truth |
/// |---|---|---|
/// | pairs | `id_a`, `id_b` (or `a`, `b`), `label`, perhaps `confidence` | `same`, `yes`, `true` and `1` are the same copy; `partial`, `skip` and empty ones are left out; all others are not |
/// | clusters | `id`, `cluster`, perhaps `family` and `role` | articles of one `cluster` are the same copy, all others are not |
///
/// A file is JSON Lines if its first character that is not blank is `{`, else a table whose cells are parted by tabs
/// or, where its header has none, by commas. Other columns and fields are ignored, so that labels may stand in the
/// articles' own file. A `confidence` is 1 where the judge was sure, greater where less sure. Bad rows are reported
/// and left out.
pub fn read_labels(input: &Input, stdin: &mut dyn io::Read) -> LabelReading {
    let (path, bytes) = match input {
        Input::Stdin => ("-".to_owned(), read_all(stdin)),
        Input::Path(path) => (shown(path), fs::File::open(path).and_then(|mut file| read_all(&mut file))),
    };
    let mut reader = Reader { path, left_out: 0, problems: Problems::default() };
    let rows = match bytes {
        Ok(bytes) => reader.rows(bytes),
        Err(error) => {
            reader.problem(None, Fault::unreadable(Path::new(&reader.path), &error));
            Vec::new()
        }
    };
    let labels = reader.labels(rows);
    LabelReading { path: reader.path, labels, left_out: reader.left_out, problems: reader.problems }
}

fn read_all(source: &mut (impl Read + ?Sized)) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What is read, and what is wrong with it.
struct Reader {
    path: String,
    left_out: usize,
    problems: Problems,
}

impl Reader {
    fn problem(&mut self, line: Option<u64>, fault: Fault) {
        self.problems.push(&self.path, line, fault);
    }
}
