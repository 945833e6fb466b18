//! JSON Lines: an article a line, parsed in parallel a block at a time while the next block is read.

use std::{
    io::{self, BufRead},
    mem,
    ops::Range,
};

use rayon::prelude::*;

use super::{
    blocks::{Block, Blocks},
    leaf::Context,
    problem::Fault,
    record::{Parsed, Schema},
};

/// Long enough that the threads wait for each other seldom, short enough that a block and the articles of the one before are
/// in a cache still when they are looked at again: with 4 MiB the system took half as much time again.
const BLOCK_BYTES: usize = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One line that is not blank.
struct Line<'b> {
    number: u64,
    /// Position in the stream.
    start: u64,
    bytes: &'b [u8],
}

/// Reads all lines of `source` and hands each that is not blank to `take` in order, with its number and its
/// bytes' place in the stream. Lines without an id are named `path:line`.
///
/// Returns the number of lines that were not blank.
pub(super) fn read(
    source: impl BufRead,
    path: &str,
    context: &Context<'_>,
    mut take: impl FnMut(u64, Range<u64>, Parsed),
) -> io::Result<u64> {
    let (schema, limit) = (&context.schema, context.options.limit());
    let parse = |line: &Line<'_>| {
        let end = line.start + line.bytes.len() as u64;
        (line.number, line.start..end, line.parse(path, schema, limit))
    };
    let mut count = 0;
    let mut take_all = |parsed: Vec<(u64, Range<u64>, Parsed)>| {
        count += parsed.len() as u64;
        parsed.into_iter().for_each(|(number, bytes, parsed)| take(number, bytes, parsed));
    };
    let mut blocks = Blocks::new(source, BLOCK_BYTES, limit);
    let mut parsed = Vec::new();
    // Of the next line.
    let mut number = 1;
    let mut next = blocks.next();
    while let Ok(Some(block)) = next {
        let before = mem::take(&mut parsed);
        next = match block {
            Block::Lines { bytes, offset } => {
                let next = rayon::in_place_scope(|scope| {
                    scope.spawn(|_| {
                        let lines = lines(&bytes, offset, &mut number);
                        lines.par_iter().map(parse).collect_into_vec(&mut parsed);
                    });
                    take_all(before);
                    blocks.next()
                });
                blocks.recycle(bytes);
                next
            }
            Block::Overlong => {
                take_all(before);
                parsed.push((number, 0..0, Fault::too_large(limit).into()));
                number += 1;
                blocks.next()
            }
        };
    }
    take_all(parsed);
    next.map(|_| count)
}

/// The lines of a block, of which the first has `number`; that of the line behind them is put there.
fn lines<'b>(block: &'b [u8], offset: u64, number: &mut u64) -> Vec<Line<'b>> {
    let ends = memchr::memchr_iter(b'\n', block).chain((!block.ends_with(b"\n")).then_some(block.len()));
    let mut start = 0;
    let mut lines = Vec::new();
    for end in ends {
        let whole = &block[start..end];
        // Not only the first line may have a mark: files are joined with `cat`.
        let bytes = whole.strip_prefix(BYTE_ORDER_MARK).unwrap_or(whole);
        if !bytes.trim_ascii().is_empty() {
            lines.push(Line { number: *number, start: offset + (end - bytes.len()) as u64, bytes });
        }
        *number += 1;
        start = end + 1;
    }
    lines
}

impl Line<'_> {
    fn parse(&self, path: &str, schema: &Schema<'_>, limit: u64) -> Parsed {
        if self.bytes.len() as u64 > limit {
            return Fault::too_large(limit).into();
        }
        match simdutf8::compat::from_utf8(self.bytes) {
            Ok(line) => schema.parse(line, || format!("{path}:{}", self.number)),
            Err(error) => {
                let column = error.valid_up_to() + 1;
                Fault::new(format!("is not valid UTF-8 at column {column}; convert the file to UTF-8")).into()
            }
        }
    }
}
