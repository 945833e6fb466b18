//! Tables of comma- or tab-separated values, an article a row.

use std::{
    cell::RefCell,
    io::{self, BufRead, Read},
    path::Path,
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};

use super::{
    event::{Emit, Event, Span},
    leaf::Context,
    problem::Fault,
    record::{Parsed, Role},
};

/// Between cells of which kind to look for in the header.
pub(super) const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What separates the cells of a header: what stands in it most often outside of quotation marks.
pub(super) fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for &byte in header.iter().take_while(|&&byte| byte != b'\n') {
        quoted ^= byte == b'"';
        if let Some(index) = DELIMITERS.iter().position(|&delimiter| delimiter == byte && !quoted) {
            counts[index] += 1;
        }
    }
    let best = (0..DELIMITERS.len()).rev().max_by_key(|&index| counts[index]);
    best.map_or(b',', |index| DELIMITERS[index])
}

/// Reads a table row by row; its columns are named in the first row.
pub(super) fn read(
    source: impl BufRead,
    delimiter: u8,
    path: &str,
    context: &Context<'_>,
    emit: &mut Emit<'_>,
) {
    let limit = context.options.limit();
    let window = Rc::new(RefCell::new(Window { start: 0, bytes: Vec::new(), left: limit }));
    let bounded = Bounded { source, window: Rc::clone(&window) };
    let mut table =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(bounded);
    let mut record = ByteRecord::new();
    match table.read_byte_record(&mut record) {
        Ok(true) => {}
        Ok(false) => return emit(Event::Fault(None, Fault::empty())),
        Err(error) => return emit(Event::Fault(Some(1), unreadable(&error, limit))),
    }
    let names: Vec<String> =
        record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
    // The mark of a header that a spreadsheet wrote.
    let bare = |name: &String| name.trim_start_matches('\u{FEFF}').trim_matches('"').to_owned();
    let columns: Vec<&[(Role, usize)]> = names.iter().map(|name| context.schema.roles(&bare(name))).collect();
    if !names.iter().any(|name| context.schema.is_text(&bare(name))) {
        return emit(Event::Fault(Some(1), context.schema.without_text()));
    }
    let mut any = false;
    loop {
        let position = table.position().clone();
        window.borrow_mut().next_row(position.byte(), limit);
        let read = table.read_byte_record(&mut record);
        // The reader's rows begin with the line ends before them.
        let (blank_bytes, blank_lines) = window.borrow().blank();
        let line = position.line() + blank_lines;
        match read {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return emit(Event::Fault(Some(line), unreadable(&error, limit))),
        }
        any = true;
        let parsed = parse(&record, &columns, context, || format!("{path}:{line}"));
        let start = position.byte() + blank_bytes;
        let bytes = start..start + window.borrow().length(start, table.position().byte());
        emit(Event::Article(Span { line: Some(line), bytes }, Box::new(parsed)));
    }
    if !any {
        emit(Event::Fault(None, Fault::new("has a header and no rows; fill it in or leave it out")));
    }
}

fn parse(
    record: &ByteRecord,
    columns: &[&[(Role, usize)]],
    context: &Context<'_>,
    id: impl FnOnce() -> String,
) -> Parsed {
    if record.len() != columns.len() {
        let (cells, expected) = (record.len(), columns.len());
        let what = format!(
            "has {cells} cells, but the header has {expected}; put cells with delimiters or line ends in quotation marks"
        );
        return Fault::new(what).into();
    }
    let mut cells = Vec::with_capacity(record.len());
    for (cell, roles) in record.iter().zip(columns).filter(|(_, roles)| !roles.is_empty()) {
        match str::from_utf8(cell) {
            Ok(cell) => cells.push((*roles, cell)),
            Err(error) => {
                let at = error.valid_up_to() + 1;
                let what = format!(
                    "is not valid UTF-8 at byte {at} of a cell; convert the file, or name its encoding with --encoding"
                );
                return Fault::new(what).into();
            }
        }
    }
    context.schema.row(cells.into_iter(), id)
}

fn unreadable(error: &csv::Error, limit: u64) -> Fault {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            let Fault { field, message } = Fault::too_large(limit);
            Fault {
                field,
                message: message + "; perhaps a quotation mark is not closed; the rest was not read",
            }
        }
        csv::ErrorKind::Io(error) => Fault::unreadable(Path::new(""), error),
        _ => Fault::new(format!("is no row of a table: {error}")),
    }
}

/// Stops a row that does not end.
struct Bounded<R> {
    source: R,
    window: Rc<RefCell<Window>>,
}

/// The bytes read since the last row began.
struct Window {
    start: u64,
    bytes: Vec<u8>,
    /// Bytes that the row may still have.
    left: u64,
}

impl Window {
    fn next_row(&mut self, start: u64, limit: u64) {
        self.bytes.drain(..(start - self.start) as usize);
        self.start = start;
        self.left = limit;
    }

    /// Bytes and lines before the row's first character.
    fn blank(&self) -> (u64, u64) {
        let blank = self.bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let lines = blank.clone().filter(|&&byte| byte == b'\n').count() as u64;
        (blank.count() as u64, lines)
    }

    /// Bytes of a row without its line end.
    fn length(&self, start: u64, end: u64) -> u64 {
        let row = &self.bytes[(start - self.start) as usize..(end - self.start) as usize];
        let row = row.strip_suffix(b"\n").unwrap_or(row);
        row.strip_suffix(b"\r").unwrap_or(row).len() as u64
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut window = self.window.borrow_mut();
        if window.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.source.read(buffer)?;
        window.bytes.extend_from_slice(&buffer[..read]);
        // What is read ahead belongs to later rows, and is little.
        window.left = window.left.saturating_sub(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_the_header_has_most_of() {
        assert_eq!(delimiter(b"id,title,text\n"), b',');
        assert_eq!(delimiter(b"id\ttitle, or so\ttext\n"), b'\t');
        assert_eq!(delimiter(b"id;\"a,b,c\";text\n,,,,"), b';');
        assert_eq!(delimiter(b"text"), b',');
    }
}
