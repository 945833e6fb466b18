//! Ids of articles that have none of their own.

/// The id of an article by the line on which it begins, and which it is of those that begin there.
pub(super) fn default_id(path: &str, line: u64, nth: u64) -> String {
    if nth == 1 { format!("{path}:{line}") } else { format!("{path}:{line}#{nth}") }
}

/// Counts what begins on each line, as programs write lists and feeds on one.
#[derive(Debug, Default)]
pub(super) struct OnLine {
    line: u64,
    count: u64,
}

impl OnLine {
    /// Which the next is of those that begin on its line, from 1.
    pub fn next(&mut self, line: u64) -> u64 {
        self.count = if line == self.line { self.count + 1 } else { 1 };
        self.line = line;
        self.count
    }
}
