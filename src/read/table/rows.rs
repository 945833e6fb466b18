//! The rows of a table, one at a time, with what is needed to go back behind a broken one.

use std::{
    cell::RefCell,
    collections::VecDeque,
    io::{self, BufRead, Read},
    ops::Range,
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};

use super::{
    form::{Form, form},
    header_end,
};

/// The rows of a table, each with its place.
pub(super) struct Rows<R: BufRead> {
    table: Option<csv::Reader<Bounded<R>>>,
    window: Rc<RefCell<Window>>,
    pub record: ByteRecord,
    delimiter: u8,
    limit: u64,
    /// Bytes before those that `table` has seen.
    before: u64,
    /// The line on which the next row begins, but for blank ones.
    line: u64,
    line_end: u8,
    /// Bytes that were read a second time, or more often.
    again: u64,
    /// Whether each line that was read before is a row.
    by_line: bool,
}

/// How often all that was read may be read again behind lost quotation marks. Then it is read line by line once more: marks
/// that are closed far away, again and again, would take quadratic time. It costs the rows of several lines there.
const AGAIN: u64 = 8;

/// Bytes that may be read again in any table.
const FREE: u64 = 1 << 20;

/// Where a row stands, and what it looks like.
pub(super) struct Row {
    pub line: u64,
    pub bytes: Range<u64>,
    /// How many lines it takes.
    pub lines: usize,
    pub form: Form,
}

impl Row {
    /// Whether a quotation mark is lost, so that what follows its first line may be other rows.
    pub fn is_broken(&self) -> bool {
        matches!(self.form, Form::Unclosed | Form::Endless) || (self.form == Form::Loose && self.lines > 1)
    }
}

impl<R: BufRead> Rows<R> {
    pub fn new(mut source: R, delimiter: u8, limit: u64) -> Self {
        let line_end = line_end(&mut source);
        let window = Rc::new(RefCell::new(Window { start: 0, bytes: Vec::new(), left: limit }));
        let bounded = Bounded { again: VecDeque::new(), source, window: Rc::clone(&window) };
        let table = Some(csv_reader(delimiter, bounded));
        Self {
            table,
            window,
            record: ByteRecord::new(),
            delimiter,
            limit,
            before: 0,
            line: 1,
            line_end,
            again: 0,
            by_line: false,
        }
    }

    /// Reads the next row into `record`; an error comes with its line.
    pub fn next(&mut self) -> Result<Option<Row>, (u64, csv::Error)> {
        while self.by_line {
            let line = self.line;
            if let Some(row) = self.next_line().map_err(|error| (line, error))? {
                return Ok(Some(row));
            }
        }
        let Some(table) = &mut self.table else { return Ok(None) };
        let begin = self.before + table.position().byte();
        self.window.borrow_mut().next_row(begin, self.limit);
        let read = table.read_byte_record(&mut self.record);
        let window = self.window.borrow();
        // The reader's rows begin with the line ends before them.
        let (blank_bytes, blank_lines) = window.blank(self.line_end);
        let line = self.line + blank_lines;
        let start = begin + blank_bytes;
        match read {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) if is_too_large(&error) => {
                return Ok(Some(Row { line, bytes: start..start, lines: 2, form: Form::Endless }));
            }
            Err(error) => return Err((line, error)),
        }
        let end = self.before + table.position().byte();
        self.line += memchr::memchr_iter(self.line_end, window.of(begin, end)).count() as u64;
        let row = without_line_end(window.of(start, end));
        let bytes = start..start + row.len() as u64;
        let lines = 1 + memchr::memchr_iter(self.line_end, row).count();
        Ok(Some(Row { line, bytes, lines, form: form(row, self.delimiter) }))
    }

    /// Reads a line as a row, `None` if it is blank.
    fn next_line(&mut self) -> csv::Result<Option<Row>> {
        let Some(table) = &mut self.table else { return Ok(None) };
        let Bounded { again, source, .. } = table.get_mut();
        let mut bytes = Vec::new();
        let mut rest = again.chain(source);
        let most = self.limit.saturating_add(1);
        let mut read = rest.by_ref().take(most).read_until(self.line_end, &mut bytes)? as u64;
        let is_endless = read == most;
        if is_endless && !bytes.ends_with(&[self.line_end]) {
            read += rest.skip_until(self.line_end)? as u64;
        }
        self.by_line = !table.get_ref().again.is_empty();
        let (start, line) = (self.before, self.line);
        self.before += read;
        self.line += 1;
        self.window.borrow_mut().start = self.before;
        let row = without_line_end(&bytes);
        if row.is_empty() {
            return Ok(None);
        }
        let form = if is_endless { Form::Endless } else { form(row, self.delimiter) };
        // The others are reported, and a reader takes long to make.
        if matches!(form, Form::Strict | Form::Loose) {
            csv_reader(self.delimiter, row).read_byte_record(&mut self.record)?;
        }
        Ok(Some(Row { line, bytes: start..start + row.len() as u64, lines: 1, form }))
    }

    /// Has the row that was read last, which begins at a byte of a line, read anew without its first line.
    pub fn go_back_to_second_line(&mut self, start: u64, line: u64) {
        let read = self.window.borrow().bytes.len() as u64;
        let is_too_much = self.again + read > FREE + AGAIN * (start + read);
        self.again += if is_too_much { 0 } else { read };
        let Some(Bounded { mut again, mut source, window }) = self.table.take().map(csv::Reader::into_inner)
        else {
            return;
        };
        {
            let mut window = window.borrow_mut();
            let first = (start - window.start) as usize;
            let end = memchr::memchr(self.line_end, &window.bytes[first..]).map(|end| first + end + 1);
            for &byte in window.bytes[end.unwrap_or(window.bytes.len())..].iter().rev() {
                again.push_front(byte);
            }
            window.start += match end {
                Some(end) => end as u64,
                // What cannot be read is told when it is read again.
                None => {
                    let skipped = (&mut again).chain(&mut source).skip_until(self.line_end);
                    (window.bytes.len() + skipped.unwrap_or(0)) as u64
                }
            };
            window.bytes.clear();
            self.before = window.start;
            self.line = line + 1;
        }
        self.by_line = is_too_much && !again.is_empty();
        self.table = Some(csv_reader(self.delimiter, Bounded { again, source, window }));
    }
}

fn is_too_large(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge)
}

fn csv_reader<R: Read>(delimiter: u8, source: R) -> csv::Reader<R> {
    ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(source)
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
    fn blank(&self, line_end: u8) -> (u64, u64) {
        let blank = self.bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let lines = blank.clone().filter(|&&byte| byte == line_end).count() as u64;
        (blank.count() as u64, lines)
    }

    fn of(&self, start: u64, end: u64) -> &[u8] {
        &self.bytes[(start - self.start) as usize..(end - self.start) as usize]
    }
}

fn without_line_end(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

/// What lines are counted by: where a carriage return alone ends the header, as old spreadsheets write it, that.
fn line_end(source: &mut impl BufRead) -> u8 {
    // What cannot be read is told when it is read again.
    let head = source.fill_buf().unwrap_or_default();
    match header_end(head).map(|end| &head[end..]) {
        Some([b'\r', next, ..]) if *next != b'\n' => b'\r',
        // A quotation mark that is not closed hides the end of the first line.
        None if head.contains(&b'\r') && !head.contains(&b'\n') => b'\r',
        _ => b'\n',
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
