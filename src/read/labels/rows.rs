//! A file to rows: a table, or an object a line.

use serde_json::{Map, Value};

use super::{
    super::{Format, encoding, problem::Fault},
    Reader,
    columns::{Column, Row},
};

impl Reader {
    pub(super) fn rows(&mut self, bytes: Vec<u8>) -> Vec<Row> {
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
            row.put(column, cell);
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
                    row.put(column, cell.trim().to_owned());
                    continue;
                }
                Err(_) => "is not valid UTF-8; convert the file to UTF-8",
            };
            self.problem(Some(line), Fault::in_field(column.name(), fault));
            return None;
        }
        Some(row)
    }
}
