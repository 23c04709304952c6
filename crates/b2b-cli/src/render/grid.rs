//! Lists as tables: a row for each thing that was said, problems in place.

use anstyle::{AnsiColor, Style};
use b2b_model::Problem;

use super::entry::{Entry, Said, Troubled};
use super::layout::{Align, Cell, row, widths};
use super::{asked, clean};

const QUIET: Style = Style::new().dimmed();
const BAD: Style = AnsiColor::Red.on_default();

/// What stands where a supplier says nothing.
pub(super) const NOTHING: &str = "-";

/// A column: its title, and where its texts stand.
pub(super) type Column = (&'static str, Align);

/// A table of entries. Each entry makes rows; with several suppliers, their names come first.
pub(super) fn grid<T: Troubled>(
    columns: &[Column],
    entries: &[Entry<T>],
    rows_of: impl Fn(&Entry<T>, &T) -> Vec<Vec<Cell>>,
) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let has_several = entries.windows(2).any(|pair| matches!(pair, [one, other] if one.supplier != other.supplier));
    let with_supplier = |entry: &Entry<T>, mut cells: Vec<Cell>| {
        if has_several {
            cells.insert(0, entry.supplier.as_deref().map_or_else(|| NOTHING.into(), |name| clean(name).into()));
        }
        cells
    };
    let mut aligns: Vec<Align> = columns.iter().map(|(_, align)| *align).collect();
    let mut head: Vec<Cell> = columns.iter().map(|(title, _)| Cell::new(*title, QUIET)).collect();
    if has_several {
        aligns.insert(0, Align::Left);
        head.insert(0, Cell::new("SUPPLIER", QUIET));
    }
    // What is said in place of an answer is no column's: it does not widen one.
    let mut lines: Vec<(Vec<Cell>, Option<String>)> = vec![(head, None)];
    for entry in entries {
        match &entry.said {
            Said::Value(value) => {
                if value.problems().is_empty() || value.has_more() {
                    lines.extend(rows_of(entry, value).into_iter().map(|cells| (with_supplier(entry, cells), None)));
                }
                if !value.problems().is_empty() {
                    let name = entry.asked.as_deref().or(value.name());
                    lines.push((with_supplier(entry, vec![text(name)]), Some(trouble(value.problems()))));
                }
            }
            Said::Nothing { problems } => {
                let asked = entry.asked.as_deref().map_or_else(|| NOTHING.into(), |text| asked(text).into());
                lines.push((with_supplier(entry, vec![asked]), Some(trouble(problems))));
            }
        }
    }
    leave_out(&mut lines, &mut aligns);
    let widths = widths(lines.iter().map(|(cells, _)| cells));
    let mut text = String::new();
    for (cells, tail) in &lines {
        let mut line = row(cells, &widths, &aligns);
        if let Some(tail) = tail {
            let margin = widths.iter().take(cells.len()).map(|width| width + 2).sum();
            line = pad(line, cells, &widths, margin) + tail;
        }
        text += &line;
        text.push('\n');
    }
    text
}

/// Columns that are left out where nothing stands in them.
const LEFT_OUT: &[&str] = &["AT", "LOT", "FORM", "PER", "FROM", "AVAILABLE", "ORDERED", "LINES", "PROMISED", "SHIPS"];

/// Leaves them out.
fn leave_out(lines: &mut [(Vec<Cell>, Option<String>)], aligns: &mut Vec<Align>) {
    let Some((head, rows)) = lines.split_first() else { return };
    let is_empty = |at: usize| {
        let mut cells = rows.iter().filter_map(|(cells, _)| cells.get(at)).peekable();
        cells.peek().is_some() && cells.all(|cell| [NOTHING, ""].contains(&cell.text()))
    };
    let named = head.0.iter().enumerate().filter(|(_, title)| LEFT_OUT.contains(&title.text()));
    let mut gone: Vec<usize> = named.map(|(at, _)| at).filter(|at| is_empty(*at)).collect();
    gone.reverse();
    for at in gone {
        aligns.remove(at);
        for (cells, _) in lines.iter_mut().filter(|(cells, _)| at < cells.len()) {
            cells.remove(at);
        }
    }
}

/// What is wrong, in place of an answer.
fn trouble(problems: &[Problem]) -> String {
    Cell::new(format!("problem: {}", super::problems(problems)), BAD).styled()
}

/// The line, filled up to the column where more is to stand.
fn pad(mut line: String, cells: &[Cell], widths: &[usize], margin: usize) -> String {
    let used: usize = widths.iter().take(cells.len().saturating_sub(1)).map(|width| width + 2).sum::<usize>()
        + cells.last().map_or(0, Cell::width);
    line.extend(std::iter::repeat_n(' ', margin.saturating_sub(used)));
    line
}

/// A text, or that there is none.
pub(super) fn text(text: Option<impl AsRef<str>>) -> Cell {
    match text.map(|text| clean(text.as_ref())).filter(|text| !text.is_empty()) {
        Some(text) => text.into(),
        None => NOTHING.into(),
    }
}

/// A value as it displays, or that there is none.
pub(super) fn shown<T: ToString>(value: Option<&T>) -> Cell {
    text(value.map(ToString::to_string))
}

/// Notes with commas between them; nothing if there are none.
pub(super) fn notes(notes: impl IntoIterator<Item = Option<String>>) -> Cell {
    let notes: Vec<_> = notes.into_iter().flatten().map(|note| clean(&note)).filter(|note| !note.is_empty()).collect();
    notes.join(", ").into()
}
