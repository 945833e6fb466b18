//! What a line says, by column.

use super::super::problem::Fault;

/// The columns that mean something; also their places in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
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
    pub fn named(name: &str) -> Option<Self> {
        COLUMNS.iter().find(|column| column.0 == name.trim()).map(|column| column.1)
    }

    pub fn name(self) -> &'static str {
        COLUMNS.iter().find(|column| column.1 == self).expect("every column has a name").0
    }
}

/// A line of the table or of JSON: what it has in each column, empty where it has nothing.
pub(super) struct Row {
    pub line: u64,
    cells: [Option<String>; 8],
}

impl Row {
    pub fn new(line: u64) -> Self {
        Self { line, cells: Default::default() }
    }

    pub fn put(&mut self, column: Column, cell: String) {
        self.cells[column as usize] = Some(cell);
    }

    pub fn has(&self, column: Column) -> bool {
        self.cells[column as usize].is_some()
    }

    pub fn take(&mut self, column: Column) -> Option<String> {
        self.cells[column as usize].take().filter(|cell| !cell.is_empty())
    }

    pub fn require(&mut self, column: Column) -> Result<String, Fault> {
        let name = column.name();
        self.take(column).ok_or_else(|| Fault::in_field(name, "is missing; fill it in or leave the line out"))
    }
}
