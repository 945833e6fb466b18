//! Tables of comma- or tab-separated values, an article a row.

use std::{
    cell::RefCell,
    collections::VecDeque,
    io::{self, BufRead, Read},
    ops::Range,
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
    let mut rows = Rows::new(source, delimiter, limit);
    let names: Vec<String> = match rows.next() {
        Ok(Some(_)) => {
            rows.record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
        }
        Ok(None) => return emit(Event::Fault(None, Fault::empty())),
        Err((_, error)) => return emit(Event::Fault(Some(1), unreadable(&error, limit))),
    };
    // The mark of a header that a spreadsheet wrote.
    let bare = |name: &String| name.trim_start_matches('\u{FEFF}').trim_matches('"').to_owned();
    let columns: Vec<&[(Role, usize)]> = names.iter().map(|name| context.schema.roles(&bare(name))).collect();
    if !names.iter().any(|name| context.schema.is_text(&bare(name))) {
        return emit(Event::Fault(Some(1), context.schema.without_text()));
    }
    let mut any = false;
    // Behind damage, what is no row is a piece of the damaged one.
    let mut is_astray = false;
    loop {
        let Row { line, bytes, lines, form } = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err((line, error)) => return emit(Event::Fault(Some(line), unreadable(&error, limit))),
        };
        any = true;
        let count = rows.record.len();
        let is_broken = form == Form::Unclosed || (form == Form::Loose && lines > 1);
        let damage = if is_broken {
            Some(Fault::new(MISQUOTED))
        } else if count != columns.len() {
            Some(wrong_count(count, columns.len()))
        } else {
            None
        };
        match damage {
            None => {
                is_astray = false;
                let parsed = parse(&rows.record, &columns, context, || format!("{path}:{line}"));
                emit(Event::Article(Span { line: Some(line), bytes }, Box::new(parsed)));
            }
            Some(fault) => {
                if !is_astray {
                    emit(Event::Article(
                        Span { line: Some(line), bytes: bytes.clone() },
                        Box::new(fault.into()),
                    ));
                }
                if lines > 1 {
                    // A mark too few makes one row of many lines, which are other articles.
                    is_astray = true;
                    rows.go_back_to_second_line(bytes.start, line);
                }
            }
        }
    }
    if !any {
        emit(Event::Fault(None, Fault::new("has a header and no rows; fill it in or leave it out")));
    }
}

const MISQUOTED: &str = "has a cell whose quotation mark is not closed where the cell ends: it was cut short, or a mark \
    is missing; mend it";

fn wrong_count(cells: usize, expected: usize) -> Fault {
    Fault::new(format!(
        "has {cells} cells, but the header has {expected}; put cells with delimiters or line ends in quotation marks"
    ))
}

fn parse(
    record: &ByteRecord,
    columns: &[&[(Role, usize)]],
    context: &Context<'_>,
    id: impl FnOnce() -> String,
) -> Parsed {
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

/// The rows of a table, each with its place.
struct Rows<R: BufRead> {
    table: Option<csv::Reader<Bounded<R>>>,
    window: Rc<RefCell<Window>>,
    record: ByteRecord,
    delimiter: u8,
    limit: u64,
    /// Bytes and lines before those that `table` has seen.
    before: (u64, u64),
}

/// Where a row stands, and what it looks like.
struct Row {
    line: u64,
    bytes: Range<u64>,
    /// How many lines it takes.
    lines: usize,
    form: Form,
}

/// How a row keeps to the rules of quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Strict,
    /// Something follows a closing mark in its cell.
    Loose,
    /// A mark is not closed.
    Unclosed,
}

impl<R: BufRead> Rows<R> {
    fn new(source: R, delimiter: u8, limit: u64) -> Self {
        let window = Rc::new(RefCell::new(Window { start: 0, bytes: Vec::new(), left: limit }));
        let bounded = Bounded { again: VecDeque::new(), source, window: Rc::clone(&window) };
        let table = Some(table(delimiter, bounded));
        Self { table, window, record: ByteRecord::new(), delimiter, limit, before: (0, 0) }
    }

    /// Reads the next row into `record`; an error comes with its line.
    fn next(&mut self) -> Result<Option<Row>, (u64, csv::Error)> {
        let Some(table) = &mut self.table else { return Ok(None) };
        let position = table.position().clone();
        let begin = self.before.0 + position.byte();
        self.window.borrow_mut().next_row(begin, self.limit);
        let read = table.read_byte_record(&mut self.record);
        let window = self.window.borrow();
        // The reader's rows begin with the line ends before them.
        let (blank_bytes, blank_lines) = window.blank();
        let line = self.before.1 + position.line() + blank_lines;
        if !read.map_err(|error| (line, error))? {
            return Ok(None);
        }
        let start = begin + blank_bytes;
        let row = window.row(start, self.before.0 + table.position().byte());
        let bytes = start..start + row.len() as u64;
        let lines = 1 + memchr::memchr_iter(b'\n', row).count();
        Ok(Some(Row { line, bytes, lines, form: form(row, self.delimiter) }))
    }

    /// Has the row that was read last, which begins at a byte of a line, read anew without its first line.
    fn go_back_to_second_line(&mut self, start: u64, line: u64) {
        let Some(Bounded { mut again, source, window }) = self.table.take().map(csv::Reader::into_inner)
        else {
            return;
        };
        {
            let mut window = window.borrow_mut();
            let first = (start - window.start) as usize;
            let end = memchr::memchr(b'\n', &window.bytes[first..])
                .map_or(window.bytes.len(), |end| first + end + 1);
            for &byte in window.bytes[end..].iter().rev() {
                again.push_front(byte);
            }
            window.start += end as u64;
            window.bytes.clear();
            self.before = (window.start, line);
        }
        self.table = Some(table(self.delimiter, Bounded { again, source, window }));
    }
}

fn table<R: Read>(delimiter: u8, source: R) -> csv::Reader<R> {
    ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(source)
}

/// How a row is quoted: marks count at the start of a cell only.
fn form(row: &[u8], delimiter: u8) -> Form {
    let mut form = Form::Strict;
    let mut rest = row;
    loop {
        if let Some(mut cell) = rest.strip_prefix(b"\"") {
            loop {
                let Some(mark) = memchr::memchr(b'"', cell) else { return Form::Unclosed };
                cell = &cell[mark + 1..];
                match cell.strip_prefix(b"\"") {
                    Some(escaped) => cell = escaped,
                    None => break,
                }
            }
            if !matches!(cell.first(), None | Some(b'\r' | b'\n')) && cell[0] != delimiter {
                form = Form::Loose;
            }
            rest = cell;
        }
        match memchr::memchr(delimiter, rest) {
            Some(end) => rest = &rest[end + 1..],
            None => return form,
        }
    }
}

/// Stops a row that does not end.
struct Bounded<R> {
    /// What was read before and comes once more.
    again: VecDeque<u8>,
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

    /// A row without its line end.
    fn row(&self, start: u64, end: u64) -> &[u8] {
        let row = &self.bytes[(start - self.start) as usize..(end - self.start) as usize];
        let row = row.strip_suffix(b"\n").unwrap_or(row);
        row.strip_suffix(b"\r").unwrap_or(row)
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut window = self.window.borrow_mut();
        if window.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = if self.again.is_empty() { self.source.read(buffer)? } else { self.again.read(buffer)? };
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

    #[test]
    fn marks_count_at_the_start_of_a_cell_and_are_closed_at_its_end() {
        for (row, expected) in [
            (&b"a,\"b, c\"\"d\"\"\",e"[..], Form::Strict),
            (b"a,5\" pipe,c", Form::Strict),
            (b"\"a\" b,c", Form::Loose),
            (b"a,\"b\n,c\"d,e", Form::Loose),
            (b"a,\"b\"\"", Form::Unclosed),
            (b"", Form::Strict),
        ] {
            assert_eq!(form(row, b','), expected, "{}", String::from_utf8_lossy(row));
        }
    }
}
