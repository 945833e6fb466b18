//! What becomes of the rows of a table that is written anew.

use std::ops::Range;

use super::super::give_back::Fate;

/// The column that says what would become of a row.
pub(super) const COLUMN: &str = "samecopy";

/// What becomes of each row that is an article; all others are kept as they are.
pub(super) struct Fates {
    /// By their numbers, in order.
    fates: Vec<(u64, Fate)>,
    /// Whether there is a column of notes.
    pub is_noted: bool,
}

impl Fates {
    /// Takes the fates in the order of the rows, which are counted from 1.
    pub fn new(fates: Vec<(u64, Fate)>) -> Self {
        let is_noted = fates.iter().any(|(_, fate)| matches!(fate, Fate::Noted(_)));
        Self { fates, is_noted }
    }

    /// Which of some rows are kept.
    pub fn kept(&self, rows: Range<u64>) -> Vec<bool> {
        rows.map(|row| self.of(row) != Some(&Fate::Dropped)).collect()
    }

    /// Whether one of some rows is dropped.
    pub fn drops_of(&self, rows: Range<u64>) -> bool {
        let first = self.fates.partition_point(|(row, _)| *row < rows.start);
        self.fates[first..]
            .iter()
            .take_while(|(row, _)| *row < rows.end)
            .any(|(_, fate)| *fate == Fate::Dropped)
    }

    /// The note of a row as JSON.
    pub fn note(&self, row: u64) -> Option<String> {
        match self.of(row)? {
            Fate::Noted(note) => serde_json::to_string(note).ok(),
            _ => None,
        }
    }

    fn of(&self, row: u64) -> Option<&Fate> {
        let at = self.fates.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        Some(&self.fates[at].1)
    }
}
