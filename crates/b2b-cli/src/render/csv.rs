//! Answers for spreadsheets and data frames: rows under the same columns, whatever was answered.

use csv::{ReaderBuilder, StringRecord, Writer};
use serde::Serialize;

use super::entry::{Entry, Said};
use super::shape::Answer;
use crate::exit::Exit;
use crate::failure::Failure;

/// The column for what is wrong.
const PROBLEMS: &str = "problems";

/// A header, and the rows of each entry; what has no answer has a row with its problems.
///
/// A text that a spreadsheet would take for a formula has a ' before it, and control characters are blanks: the texts are the
/// suppliers', and whoever opens them should not run them. Numbers are as they are.
pub(crate) fn text<T: Answer>(entries: &[Entry<T>]) -> Result<String, Failure> {
    shown(entries).map_err(|error| {
        Failure::new(Exit::Internal, format!("the answer cannot be written as CSV: {error}"), "Report it.")
    })
}

fn shown<T: Answer>(entries: &[Entry<T>]) -> Result<String, csv::Error> {
    let none = T::Row::default();
    let columns = record(&none, Part::Header)?;
    let own = columns.iter().position(|column| column == PROBLEMS);
    let mut writer = Writer::from_writer(Vec::new());
    let named = columns.iter().enumerate().filter(|(at, _)| Some(*at) != own).map(|(_, column)| column);
    writer.write_record(["supplier", "asked"].into_iter().chain(named).chain([PROBLEMS]))?;
    for entry in entries {
        let (rows, problems) = match &entry.said {
            Said::Value(value) => (value.rows(), value.problems()),
            Said::Nothing { problems } => (Vec::new(), problems.as_slice()),
        };
        let words = super::problems(problems);
        let rows = if rows.is_empty() { vec![T::Row::default()] } else { rows };
        for row in rows {
            let cells = record(&row, Part::Row)?;
            let told = own.and_then(|at| cells.get(at)).filter(|told| !told.is_empty()).unwrap_or(&words);
            let head = [entry.supplier.as_deref(), entry.asked.as_deref()].map(Option::unwrap_or_default);
            let rest = cells.iter().enumerate().filter(|(at, _)| Some(*at) != own).map(|(_, cell)| cell);
            writer.write_record(head.into_iter().chain(rest).chain([told]).map(harmless))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Header,
    Row,
}

/// The names of a row's columns, or its cells.
fn record<R: Serialize>(row: &R, part: Part) -> Result<StringRecord, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.serialize(row)?;
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    let mut records = ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice()).into_records();
    let header = records.next().transpose()?.unwrap_or_default();
    match part {
        Part::Header => Ok(header),
        Part::Row => Ok(records.next().transpose()?.unwrap_or_default()),
    }
}

/// A cell that is nothing but a text or a number.
fn harmless(cell: &str) -> String {
    let cell = cell.replace(char::is_control, " ");
    let is_formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<b2b_model::Decimal>().is_err();
    if is_formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        assert_eq!(harmless(cell), expected);
    }

    #[test]
    fn a_cell_is_no_formula() {
        check("=1+1", "'=1+1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0");
        check("+49 30 1234", "'+49 30 1234");
        check("\t=1", " =1");
        check("-5.00", "-5.00");
        check("1\u{1b}[2J\r\n2", "1 [2J  2");
    }
}
