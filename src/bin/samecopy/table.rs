//! Columns of text that line up and fit the terminal.

use anstyle::Style;
use anstyle_hyperlink::Hyperlink;
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
/// Nor does any line up beyond so many, where no terminal sets a limit.
const MOST: usize = 200;
const BETWEEN: usize = 2;

/// What stands in one column of one row.
#[derive(Debug, Default)]
pub struct Cell {
    text: String,
    /// Its own style; else that of the row.
    style: Option<Style>,
    link: Option<String>,
}

impl Cell {
    pub fn styled(self, style: Style) -> Self {
        Self { style: Some(style), ..self }
    }

    pub fn linked(self, link: Option<String>) -> Self {
        Self { link, ..self }
    }
}

impl<S: AsRef<str> + ?Sized> From<&S> for Cell {
    fn from(text: &S) -> Self {
        Self { text: one_line(text.as_ref()), ..Self::default() }
    }
}

/// Rows of cells.
pub struct Table<const COLUMNS: usize> {
    columns: [Column; COLUMNS],
    optional: &'static [&'static [usize]],
    rows: Vec<(Style, [Cell; COLUMNS])>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    pub fn new(columns: [Column; COLUMNS]) -> Self {
        Self { columns, optional: &[], rows: Vec::new() }
    }

    /// Columns to leave out where there is no room for all, group by group in this order.
    pub fn without(self, optional: &'static [&'static [usize]]) -> Self {
        Self { optional, ..self }
    }

    pub fn push<C: Into<Cell>>(&mut self, style: Style, cells: [C; COLUMNS]) {
        self.rows.push((style, cells.map(Into::into)));
    }

    /// The rows as lines of at most `width` columns, if that can be, without blanks at their ends. Columns with
    /// nothing in them are left out.
    pub fn lines(&self, width: Option<usize>) -> impl Iterator<Item = String> {
        let widths = self.widths(width);
        self.rows.iter().map(move |(style, cells)| {
            let shown = (0..COLUMNS).filter(|&at| widths[at] > 0);
            let padded: Vec<String> = shown
                .map(|at| {
                    let is_whole = width.is_none() && self.columns[at] == Column::Text(Cut::Start);
                    let room = if is_whole { usize::MAX } else { widths[at] };
                    self.cell(at, &cells[at], *style, room, widths[at])
                })
                .collect();
            padded.join(&" ".repeat(BETWEEN)).trim_end().to_owned()
        })
    }

    fn cell(&self, at: usize, cell: &Cell, row: Style, room: usize, width: usize) -> String {
        let text = match self.columns[at] {
            Column::Text(cut) => fitted(&cell.text, room, cut),
            Column::Left | Column::Right => cell.text.clone(),
        };
        if text.is_empty() {
            return " ".repeat(width);
        }
        let blank = " ".repeat(width.saturating_sub(text.width()));
        let style = cell.style.unwrap_or(row);
        let link = cell.link.as_ref().map_or_else(Hyperlink::default, Hyperlink::with_url);
        let painted = format!("{style}{link}{text}{link:#}{style:#}");
        if self.columns[at] == Column::Right { blank + &painted } else { painted + &blank }
    }

    /// The width of every column: what its cells need, the widest texts shortened where that is too much, and columns
    /// given up where even that is.
    fn widths(&self, limit: Option<usize>) -> [usize; COLUMNS] {
        let is_text = |at: usize| matches!(self.columns[at], Column::Text(_));
        let needed = |at: usize| {
            let width = self.rows.iter().map(|(_, cells)| cells[at].text.width()).max().unwrap_or(0);
            if is_text(at) { width.min(MOST) } else { width }
        };
        let mut widths: [usize; COLUMNS] = std::array::from_fn(needed);
        let Some(limit) = limit else { return widths };

        let total = |widths: &[usize; COLUMNS]| {
            let shown = widths.iter().filter(|&&width| width > 0).count();
            widths.iter().sum::<usize>() + BETWEEN * shown.saturating_sub(1)
        };
        let shortest = |widths: &[usize; COLUMNS]| {
            std::array::from_fn(|at| if is_text(at) { widths[at].min(LEAST) } else { widths[at] })
        };
        for &group in self.optional {
            if total(&shortest(&widths)) > limit {
                group.iter().for_each(|&at| widths[at] = 0);
            }
        }
        for _ in limit..total(&widths) {
            match (0..COLUMNS).filter(|&at| is_text(at)).max_by_key(|&at| widths[at]) {
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

    fn table() -> Table<4> {
        let mut table =
            Table::new([Column::Right, Column::Text(Cut::Start), Column::Left, Column::Text(Cut::End)]);
        table.push(Style::new(), ["1.00", "feed/2025/02/18/talks-collapse", "", "The Lakeshore Herald"]);
        table.push(Style::new(), ["-", "新聞/談判破裂", "", ""]);
        table
    }

    fn lines(width: Option<usize>) -> Vec<String> {
        table().lines(width).collect()
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

    #[test]
    fn columns_are_given_up_where_cutting_is_not_enough() {
        let shown = |width| table().without(&[&[3], &[0]]).lines(Some(width)).next();
        assert_eq!(shown(32).as_deref(), Some("1.00  …ks-collapse  The Lakesho…"));
        assert_eq!(shown(31).as_deref(), Some("1.00  …025/02/18/talks-collapse"));
        assert_eq!(shown(17).as_deref(), Some("…8/talks-collapse"));
    }

    #[test]
    fn an_endless_text_moves_no_other_and_an_id_stays_whole_where_nothing_sets_a_limit() {
        let long = "x".repeat(100_000);
        let mut table = Table::new([Column::Text(Cut::Start), Column::Text(Cut::End), Column::Left]);
        table.push(Style::new(), [long.as_str(), &long, "end"]);
        table.push(Style::new(), ["a", "b", "end"]);
        let lines: Vec<String> = table.lines(None).collect();
        assert!(lines[0].starts_with(&long) && lines[0].len() < 100_300);
        assert_eq!(lines[1].len(), 2 * MOST + 2 * BETWEEN + "end".len());
    }

    #[test]
    fn a_link_and_a_style_take_no_room() {
        let mut table = Table::new([Column::Left, Column::Left]);
        let linked = Cell::from("wire").linked(Some("https://wire.example/1".to_owned()));
        table.push(Style::new(), [linked.styled(Style::new().bold()), Cell::from("x")]);
        table.push(Style::new(), ["herald", "y"]);
        let lines: Vec<String> = table.lines(Some(40)).collect();
        let link = "\u{1b}]8;;https://wire.example/1\u{1b}\\wire\u{1b}]8;;\u{1b}\\";
        assert_eq!(lines, [format!("\u{1b}[1m{link}\u{1b}[0m    x"), "herald  y".to_owned()]);
    }
}
