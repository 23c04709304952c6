//! Whether every quote of a table is closed: one that is not would swallow the rows below it.

use crate::exit::Exit;
use crate::failure::Failure;

/// Where a reader of CSV is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Line,
    Cell,
    Unquoted,
    Remark,
    /// In a cell whose quote stands in this line.
    Quoted(usize),
    /// Behind a quote that closes the cell, unless another one follows.
    Closed(usize),
}

/// That each cell that begins with a quote ends with one. Lines end with `\n`.
pub(super) fn check(text: &str, delimiter: u8) -> Result<(), Failure> {
    let delimiter = char::from(delimiter);
    let mut line = 1;
    let mut at = At::Line;
    for letter in text.chars() {
        at = match (at, letter) {
            (At::Quoted(since), '"') => At::Closed(since),
            (At::Closed(since), '"') => At::Quoted(since),
            (At::Quoted(_), _) => at,
            (_, '\n') => At::Line,
            (At::Line, '#') => At::Remark,
            (At::Remark, _) => At::Remark,
            (At::Line | At::Cell, '"') => At::Quoted(line),
            (_, letter) if letter == delimiter => At::Cell,
            (At::Closed(_), letter) if letter.is_whitespace() => at,
            (At::Closed(since), _) => return Err(unclosed(since)),
            _ => At::Unquoted,
        };
        line += usize::from(letter == '\n');
    }
    match at {
        At::Quoted(since) => Err(unclosed(since)),
        _ => Ok(()),
    }
}

pub(super) fn unclosed(line: usize) -> Failure {
    let message = format!("a cell in line {line} begins with a quote, and does not end with one");
    Failure::new(Exit::Input, message, "Close the quote; one that belongs to a quoted text is written twice.")
}
