//! Rows to articles.

use super::super::{
    event::{Emit, Event, Span},
    leaf::Context,
    problem::Fault,
    record::Role,
    unpack::{HARMLESS, too_much},
};
use super::cell::Cell;

/// The parts that a column plays.
pub(super) type Roles<'c> = &'c [(Role, usize)];

/// Rows up to which nothing is a bomb: a run of empty ones takes no bytes at all.
const HARMLESS_ROWS: u64 = 1 << 20;

/// Takes the rows of a file in order.
pub(super) struct Rows<'r, 'e> {
    path: &'r str,
    pub context: &'r Context<'r>,
    emit: &'r mut Emit<'e>,
    /// Rows so far.
    pub number: u64,
    /// Bytes of the file so far, or in all.
    pub packed: u64,
    unpacked: u64,
    taken: u64,
}

impl<'r, 'e> Rows<'r, 'e> {
    pub fn new(path: &'r str, context: &'r Context<'r>, emit: &'r mut Emit<'e>) -> Self {
        Self { path, context, emit, number: 0, packed: 0, unpacked: 0, taken: 0 }
    }

    /// Which columns are read, by their indices, and what each is for. Columns that hold lists or groups are not.
    ///
    /// # Errors
    /// None of them holds texts, or one that was asked for by name is no plain column.
    pub fn columns<'n>(
        &self,
        names: impl Iterator<Item = (&'n str, bool)>,
    ) -> Result<Vec<(usize, Roles<'r>)>, Fault> {
        let schema = &self.context.schema;
        let mut columns = Vec::new();
        let mut has_text = false;
        for (index, (name, is_plain)) in names.enumerate() {
            let roles = schema.roles(name);
            if is_plain && !roles.is_empty() {
                has_text |= schema.is_text(name);
                columns.push((index, roles));
            } else if schema.is_demanded(name) {
                let what = "is a column of lists or groups, expected one of plain values; name another one";
                return Err(Fault::in_field(name, what));
            }
        }
        if has_text { Ok(columns) } else { Err(schema.without_text()) }
    }

    /// Takes the next row.
    ///
    /// # Errors
    /// The rows have become out of all proportion to the file.
    pub fn take<'v>(&mut self, cells: impl Iterator<Item = (Roles<'v>, Cell<'v>)>) -> Result<(), Fault> {
        self.number += 1;
        self.taken += 1;
        let (path, number) = (self.path, self.number);
        let mut damage = None;
        let cells = cells.map(|(roles, cell)| {
            let value = cell.unwrap_or_else(|(value, fault)| {
                damage.get_or_insert(fault);
                value
            });
            (roles, value)
        });
        let mut parsed = self.context.schema.row(cells, || format!("{path}:{number}"));
        parsed.faults.extend(damage);
        let bytes = parsed.article.as_ref().map_or(0, |article| article.text.len() as u64);
        self.unpacked += bytes;
        (self.emit)(Event::Article(Span { line: Some(number), bytes: 0..0 }, Box::new(parsed)));
        let most = self.context.options.expansion();
        let is_much = |count: u64, harmless: u64| count > harmless && count / most > self.packed;
        if is_much(self.unpacked, HARMLESS) || is_much(self.taken, HARMLESS_ROWS) {
            return Err(too_much("column", most));
        }
        Ok(())
    }

    /// Says what is wrong with the row of a number, and perhaps with those behind it.
    pub fn fault(&mut self, number: u64, fault: Fault) {
        (self.emit)(Event::Fault(Some(number), fault));
    }

    /// Says what is wrong with the file, and whether it is empty.
    pub fn end(self, read: Result<(), Fault>) {
        match read {
            Err(fault) => (self.emit)(Event::Fault(None, fault)),
            Ok(()) if self.number == 0 => (self.emit)(Event::Fault(
                None,
                Fault::new("is a table without rows; fill it in or leave it out"),
            )),
            Ok(()) => {}
        }
    }
}
