//! Lists of answers in the form that was asked for.

use b2b_model::rows::Rows;
use serde::Serialize;

use super::entry::{Entry, Troubled};
use super::{csv, json};
use crate::args::Format;
use crate::failure::Failure;
use crate::output;

/// What can be shown in every form.
pub(crate) trait Answer: Serialize + Troubled + Rows {}

impl<T: Serialize + Troubled + Rows> Answer for T {}

/// How answers are a table.
type Table<'a, T> = Box<dyn Fn(&[Entry<T>]) -> String + 'a>;

/// How answers are shown.
pub(crate) struct Shape<'a, T> {
    format: Format,
    table: Table<'a, T>,
}

impl<'a, T: Answer> Shape<'a, T> {
    /// A format, and how the answers are a table.
    pub(crate) fn new(format: Format, table: impl Fn(&[Entry<T>]) -> String + 'a) -> Self {
        Self { format, table: Box::new(table) }
    }

    /// Whether each answer is shown as it comes.
    pub(crate) fn is_streamed(&self) -> bool {
        self.format == Format::Ndjson
    }

    /// Shows them.
    pub(crate) fn show(&self, entries: &[Entry<T>]) -> Result<(), Failure> {
        match self.format {
            Format::Table => output::print_styled(&(self.table)(entries))?,
            Format::Json => output::print(&json::array(entries)?)?,
            Format::Ndjson => output::print(&json::lines(entries)?)?,
            Format::Csv => output::print(&csv::text(entries)?)?,
        }
        if entries.is_empty() && self.format == Format::Table {
            output::talk(&"There is nothing.");
        }
        Ok(())
    }
}
