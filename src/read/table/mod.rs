//! Tables of comma- or tab-separated values, an article a row.

mod form;
mod rows;

use std::{io::BufRead, path::Path};

use csv::ByteRecord;

use super::{
    default_id::{OnLine, default_id},
    event::{Emit, Event, Span},
    leaf::Context,
    problem::Fault,
    record::{Parsed, Role},
};
use form::Form;
use rows::{Row, Rows};

/// Between cells of which kind to look for in the header.
pub(super) const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Where the header's row ends, behind any blank lines.
pub(super) fn header_end(table: &[u8]) -> Option<usize> {
    let start = table.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let mut quoted = false;
    let end = table[start..].iter().position(|&byte| {
        quoted ^= byte == b'"';
        !quoted && matches!(byte, b'\r' | b'\n')
    });
    end.map(|end| start + end)
}

/// What separates the cells of a header: what stands in it most often outside of quotation marks.
pub(super) fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for &byte in header.iter().take_while(|&&byte| !matches!(byte, b'\r' | b'\n')) {
        quoted ^= byte == b'"';
        if let Some(index) = DELIMITERS.iter().position(|&delimiter| delimiter == byte && !quoted) {
            counts[index] += 1;
        }
    }
    let best = (0..DELIMITERS.len()).rev().max_by_key(|&index| counts[index]);
    best.map_or(b',', |index| DELIMITERS[index])
}

/// Adds rows to a table, each with an empty cell more.
pub(super) fn widen(rows: &[u8], delimiter: u8, table: &mut Vec<u8>) {
    let mut written = 0;
    // What stands between most rows is their line end alone.
    if rows.iter().any(|byte| !matches!(byte, b'\r' | b'\n')) {
        let mut found = Rows::new(rows, delimiter, u64::MAX);
        while let Ok(Some(row)) = found.next() {
            if !row.is_broken() {
                let end = row.bytes.end as usize;
                table.extend_from_slice(&rows[written..end]);
                table.push(delimiter);
                written = end;
            } else if row.lines > 1 {
                found.go_back_to_second_line(row.bytes.start, row.line);
            }
        }
    }
    table.extend_from_slice(&rows[written..]);
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
        Ok(Some(row)) if row.form == Form::Endless => return emit(Event::Fault(Some(1), endless(limit))),
        Ok(Some(_)) => {
            rows.record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
        }
        Ok(None) => return emit(Event::Fault(None, Fault::empty())),
        Err((_, error)) => return emit(Event::Fault(Some(1), unreadable(&error))),
    };
    // The mark of a header that a spreadsheet wrote.
    let bare = |name: &String| name.trim_start_matches('\u{FEFF}').trim_matches('"').to_owned();
    let columns: Vec<&[(Role, usize)]> = names.iter().map(|name| context.schema.roles(&bare(name))).collect();
    if !names.iter().any(|name| context.schema.is_text(&bare(name))) {
        return emit(Event::Fault(Some(1), context.schema.without_text()));
    }
    let mut any = false;
    let mut on_line = OnLine::default();
    // Behind damage, what is no row is a piece of the damaged one.
    let mut is_astray = false;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err((line, error)) => return emit(Event::Fault(Some(line), unreadable(&error))),
        };
        any = true;
        let is_broken = row.is_broken();
        let Row { line, bytes, lines, form } = row;
        let nth = on_line.next(line);
        let count = rows.record.len();
        let damage = if form == Form::Endless {
            Some(endless(limit))
        } else if is_broken {
            Some(Fault::new(MISQUOTED))
        } else if count != columns.len() {
            Some(wrong_count(count, columns.len()))
        } else {
            None
        };
        match damage {
            None => {
                is_astray = false;
                let parsed = parse(&rows.record, &columns, context, || default_id(path, line, nth));
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
    let mut fault = None;
    let cells = record.iter().zip(columns).filter(|(_, roles)| !roles.is_empty()).map(|(cell, roles)| {
        if let Err(error) = str::from_utf8(cell) {
            let at = error.valid_up_to() + 1;
            fault.get_or_insert_with(|| {
                Fault::new(format!(
                    "is not valid UTF-8 at byte {at} of a cell; U+FFFD stands for what is broken; mend or convert the \
                     file, or name its encoding with --encoding"
                ))
            });
        }
        (*roles, String::from_utf8_lossy(cell))
    });
    let mut parsed = context.schema.row(cells, id);
    parsed.faults.extend(fault);
    parsed
}

fn endless(limit: u64) -> Fault {
    let Fault { field, message } = Fault::too_large(limit);
    Fault { field, message: message + "; perhaps a quotation mark is not closed" }
}

fn unreadable(error: &csv::Error) -> Fault {
    match error.kind() {
        csv::ErrorKind::Io(error) => Fault::unreadable(Path::new(""), error),
        _ => Fault::new(format!("is no row of a table: {error}")),
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
        assert_eq!(delimiter(b"id;text\r1,2;,,,\r"), b';');
    }
}
