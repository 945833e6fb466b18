//! Columns of text that line up and fit the terminal.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::harmless::{Cut, fitted, one_line};

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Numbers and the like, which are never cut.
    Right,
    /// Words of our own, which are never cut.
    Left,
    /// Text of any length, which may be cut.
    Text(Cut),
}

/// No text is cut below this many columns: less would say nothing.
const LEAST: usize = 12;
const BETWEEN: usize = 2;

/// Rows of cells.
pub struct Table<const COLUMNS: usize> {
    columns: [Column; COLUMNS],
    rows: Vec<(Style, [String; COLUMNS])>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    pub fn new(columns: [Column; COLUMNS]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    pub fn push(&mut self, style: Style, cells: [&str; COLUMNS]) {
        self.rows.push((style, cells.map(one_line)));
    }

    /// The rows as lines of at most `width` columns, if that can be, without blanks at their ends. Columns with
    /// nothing in them are left out.
    pub fn lines(&self, width: Option<usize>) -> impl Iterator<Item = String> {
        let widths = self.widths(width);
        self.rows.iter().map(move |(style, cells)| {
            let shown = (0..COLUMNS).filter(|&at| widths[at] > 0);
            let padded: Vec<String> = shown.map(|at| self.cell(at, &cells[at], widths[at])).collect();
            format!("{style}{}{style:#}", padded.join(&" ".repeat(BETWEEN)).trim_end())
        })
    }

    fn cell(&self, at: usize, text: &str, width: usize) -> String {
        let text = match self.columns[at] {
            Column::Text(cut) => fitted(text, width, cut),
            Column::Left | Column::Right => text.to_owned(),
        };
        let blank = " ".repeat(width.saturating_sub(text.width()));
        if self.columns[at] == Column::Right { blank + &text } else { text + &blank }
    }

    /// The width of every column: what its cells need, the widest texts shortened where that is too much.
    fn widths(&self, limit: Option<usize>) -> [usize; COLUMNS] {
        let needed = |at: usize| self.rows.iter().map(|(_, cells)| cells[at].width()).max().unwrap_or(0);
        let mut widths: [usize; COLUMNS] = std::array::from_fn(needed);
        let shown = widths.iter().filter(|&&width| width > 0).count();
        let total: usize = widths.iter().sum::<usize>() + BETWEEN * shown.saturating_sub(1);
        for _ in limit.unwrap_or(usize::MAX)..total {
            let texts = (0..COLUMNS).filter(|&at| matches!(self.columns[at], Column::Text(_)));
            match texts.max_by_key(|&at| widths[at]) {
                Some(widest) if widths[widest] > LEAST => widths[widest] -= 1,
                _ => break,
            }
        }
        widths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(width: Option<usize>) -> Vec<String> {
        let mut table =
            Table::new([Column::Right, Column::Text(Cut::Start), Column::Left, Column::Text(Cut::End)]);
        table.push(Style::new(), ["1.00", "feed/2025/02/18/talks-collapse", "", "The Lakeshore Herald"]);
        table.push(Style::new(), ["-", "新聞/談判破裂", "", ""]);
        table.lines(width).collect()
    }

    #[test]
    fn columns_line_up_and_empty_ones_are_left_out() {
        assert_eq!(
            lines(None),
            ["1.00  feed/2025/02/18/talks-collapse  The Lakeshore Herald", "   -  新聞/談判破裂"]
        );
    }

    #[test]
    fn the_widest_texts_are_cut_until_all_fits() {
        assert_eq!(lines(Some(43)), ["1.00  …18/talks-collapse  The Lakeshore He…", "   -  新聞/談判破裂"]);
        assert_eq!(lines(Some(5))[0], "1.00  …ks-collapse  The Lakesho…");
    }
}
