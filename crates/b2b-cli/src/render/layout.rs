//! Columns.

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

/// Where a cell's text stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Text with its style.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }

    /// How many columns of a terminal it takes.
    pub(super) fn width(&self) -> usize {
        self.text.width()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn styled(&self) -> String {
        let Self { text, style } = self;
        if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::new(text, Style::new())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// The width of each column: that of its widest cell.
pub(super) fn widths<'a>(rows: impl IntoIterator<Item = &'a Vec<Cell>>) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    widths
}

/// One row, its columns two spaces apart, without spaces at its end.
pub(super) fn row(cells: &[Cell], widths: &[usize], aligns: &[Align]) -> String {
    let mut line = String::new();
    let mut owed = 0;
    for (at, cell) in cells.iter().enumerate() {
        let room = widths.get(at).copied().unwrap_or_default().saturating_sub(cell.width());
        let (before, after) = match aligns.get(at) {
            Some(Align::Right) => (room, 0),
            _ => (0, room),
        };
        if cell.text.is_empty() {
            owed += before + after + 2;
            continue;
        }
        line.extend(std::iter::repeat_n(' ', owed + before));
        line.push_str(&cell.styled());
        owed = after + 2;
    }
    line
}
