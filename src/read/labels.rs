//! Labels from a table with a header or from JSON Lines.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use ahash::AHashMap;
use serde_json::{Map, Value};

use super::{Format, Input, Problems, encoding, problem::Fault, shown};
use crate::eval::{ArticleLabel, Labels, PairLabel};

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

/// The columns that mean something; also their places in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    A,
    B,
    Label,
    Confidence,
    Id,
    Cluster,
    Family,
    Role,
}

const COLUMNS: [(&str, Column); 10] = [
    ("id_a", Column::A),
    ("id_b", Column::B),
    ("a", Column::A),
    ("b", Column::B),
    ("label", Column::Label),
    ("confidence", Column::Confidence),
    ("id", Column::Id),
    ("cluster", Column::Cluster),
    ("family", Column::Family),
    ("role", Column::Role),
];

impl Column {
    fn named(name: &str) -> Option<Self> {
        COLUMNS.iter().find(|column| column.0 == name.trim()).map(|column| column.1)
    }

    fn name(self) -> &'static str {
        COLUMNS.iter().find(|column| column.1 == self).expect("every column has a name").0
    }
}

/// A line of the table or of JSON: what it has in each column, empty where it has nothing.
struct Row {
    line: u64,
    cells: [Option<String>; 8],
}

impl Row {
    fn new(line: u64) -> Self {
        Self { line, cells: Default::default() }
    }

    fn has(&self, column: Column) -> bool {
        self.cells[column as usize].is_some()
    }

    fn take(&mut self, column: Column) -> Option<String> {
        self.cells[column as usize].take().filter(|cell| !cell.is_empty())
    }

    fn require(&mut self, column: Column) -> Result<String, Fault> {
        let name = column.name();
        self.take(column).ok_or_else(|| Fault::in_field(name, "is missing; fill it in or leave the line out"))
    }
}

struct Reader {
    path: String,
    left_out: usize,
    problems: Problems,
}

impl Reader {
    fn problem(&mut self, line: Option<u64>, fault: Fault) {
        self.problems.push(&self.path, line, fault);
    }

    fn rows(&mut self, bytes: Vec<u8>) -> Vec<Row> {
        let encoding = encoding::of(&bytes, None).encoding;
        let bytes = if encoding::shown(encoding) == "UTF-16" {
            encoding::decode(bytes, encoding).0.into_bytes()
        } else {
            bytes
        };
        let bytes = bytes.strip_prefix(encoding::BYTE_ORDER_MARK.as_bytes()).unwrap_or(&bytes);
        if bytes.trim_ascii().is_empty() {
            self.problem(None, Fault::empty());
            return Vec::new();
        }
        match Format::of_content(bytes, |_| false) {
            Format::JsonLines => self.json_rows(bytes),
            _ => self.table_rows(bytes),
        }
    }

    fn json_rows(&mut self, bytes: &[u8]) -> Vec<Row> {
        let mut rows = Vec::new();
        for (line, bytes) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice::<Map<String, Value>>(bytes) {
                Ok(object) => rows.extend(self.json_row(line, object)),
                Err(error) => {
                    let column = error.column();
                    let message = format!(
                        "is not a JSON object (column {column}); write one object with the label a line"
                    );
                    self.problem(Some(line), Fault::new(message));
                }
            }
        }
        rows
    }

    fn json_row(&mut self, line: u64, object: Map<String, Value>) -> Option<Row> {
        let mut row = Row::new(line);
        for (name, value) in object {
            let Some(column) = Column::named(&name) else { continue };
            let cell = match value {
                Value::String(value) => value.trim().to_owned(),
                Value::Number(number) => number.to_string(),
                Value::Bool(truth) => truth.to_string(),
                Value::Null => String::new(),
                Value::Array(_) | Value::Object(_) => {
                    let what = "is an array or an object, expected a string, a number or true or false";
                    self.problem(Some(line), Fault::in_field(&name, what));
                    return None;
                }
            };
            row.cells[column as usize] = Some(cell);
        }
        Some(row)
    }

    fn table_rows(&mut self, bytes: &[u8]) -> Vec<Row> {
        let header = bytes.trim_ascii_start().split(|&byte| byte == b'\n').next().unwrap_or_default();
        let delimiter = if header.contains(&b'\t') { b'\t' } else { b',' };
        let mut table = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(bytes);
        let mut records = table.byte_records();
        let header = records.next().and_then(Result::ok).unwrap_or_default();
        let columns: Vec<Option<Column>> =
            header.iter().map(|name| Column::named(&String::from_utf8_lossy(name))).collect();
        let mut rows = Vec::new();
        for record in records {
            match record {
                Ok(record) => rows.extend(self.table_row(&columns, &record)),
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    self.problem(line, Fault::new(format!("is not a row of a table: {error}")));
                }
            }
        }
        rows
    }

    fn table_row(&mut self, columns: &[Option<Column>], record: &csv::ByteRecord) -> Option<Row> {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() > columns.len() {
            let (cells, expected) = (record.len(), columns.len());
            let message =
                format!("has {cells} cells, but the header has {expected}; mend or leave out the line");
            self.problem(Some(line), Fault::new(message));
            return None;
        }
        let mut row = Row::new(line);
        for (cell, column) in record.iter().zip(columns).filter_map(|(cell, column)| Some((cell, (*column)?)))
        {
            let fault = match str::from_utf8(cell) {
                Ok(cell) if cell.contains('\n') => "goes over several lines; close its quotation mark",
                Ok(cell) => {
                    row.cells[column as usize] = Some(cell.trim().to_owned());
                    continue;
                }
                Err(_) => "is not valid UTF-8; convert the file to UTF-8",
            };
            self.problem(Some(line), Fault::in_field(column.name(), fault));
            return None;
        }
        Some(row)
    }

    fn labels(&mut self, rows: Vec<Row>) -> Labels {
        if rows.iter().any(|row| row.has(Column::A) && row.has(Column::B)) {
            Labels::Pairs(self.pairs(rows))
        } else {
            if !rows.is_empty() && !rows.iter().any(|row| row.has(Column::Id) && row.has(Column::Cluster)) {
                let message = "has neither the columns id_a, id_b and label nor id and cluster; \
                               name them in the header, or in every object of JSON Lines";
                self.problem(None, Fault::new(message));
                return Labels::Clusters(Vec::new());
            }
            Labels::Clusters(self.clusters(rows))
        }
    }

    fn pairs(&mut self, rows: Vec<Row>) -> Vec<PairLabel> {
        let mut pairs = Vec::new();
        let mut seen = AHashMap::<(String, String), (u64, bool)>::new();
        for mut row in rows {
            let line = row.line;
            let label = match self.pair(&mut row) {
                Ok(Some(label)) => label,
                Ok(None) => {
                    self.left_out += 1;
                    continue;
                }
                Err(fault) => {
                    self.problem(Some(line), fault);
                    continue;
                }
            };
            let (a, b) = (label.a.clone(), label.b.clone());
            let (first, same) =
                *seen.entry(if a <= b { (a, b) } else { (b, a) }).or_insert((line, label.same));
            if first == line {
                pairs.push(label);
            } else if same != label.same {
                let what =
                    format!("contradicts line {first}, which judges the same pair; leave one of them out");
                self.problem(Some(line), Fault::in_field("label", what));
            }
        }
        pairs
    }

    /// A pair, or `None` if the label says neither yes nor no.
    fn pair(&mut self, row: &mut Row) -> Result<Option<PairLabel>, Fault> {
        let (a, b) = (row.require(Column::A)?, row.require(Column::B)?);
        if a == b {
            return Err(Fault::in_field(
                "id_b",
                format!("names {b:?}, as `id_a` does; a pair is of two articles"),
            ));
        }
        if !row.has(Column::Label) {
            return Err(Fault::in_field(
                "label",
                "is missing; write `same` where both are the same copy, or `none`",
            ));
        }
        let same = match row.take(Column::Label).unwrap_or_default().to_lowercase().as_str() {
            "" | "partial" | "skip" => return Ok(None),
            label => matches!(label, "same" | "1" | "true" | "yes"),
        };
        let confidence = row.take(Column::Confidence).and_then(|written| {
            let confidence = written.parse().ok().filter(|&confidence: &u8| confidence > 0);
            if confidence.is_none() {
                let what =
                    format!("is {written:?}, expected a whole number: 1 is sure, greater is less sure");
                self.problem(Some(row.line), Fault::in_field("confidence", what));
            }
            confidence
        });
        Ok(Some(PairLabel { a, b, same, confidence }))
    }

    fn clusters(&mut self, rows: Vec<Row>) -> Vec<ArticleLabel> {
        let mut articles = Vec::new();
        let mut seen = AHashMap::<String, u64>::new();
        for mut row in rows {
            let line = row.line;
            let id = match row.require(Column::Id) {
                Ok(id) => id,
                Err(fault) => {
                    self.problem(Some(line), fault);
                    continue;
                }
            };
            let Some(cluster) = row.take(Column::Cluster) else {
                self.left_out += 1;
                continue;
            };
            let first = *seen.entry(id.clone()).or_insert(line);
            if first == line {
                let (family, role) = (row.take(Column::Family), row.take(Column::Role));
                articles.push(ArticleLabel { id, cluster, family, role });
            } else {
                let what =
                    format!("holds {id:?}, which has a label in line {first} already; leave one of them out");
                self.problem(Some(line), Fault::in_field("id", what));
            }
        }
        articles
    }
}
