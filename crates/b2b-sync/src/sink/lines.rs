//! NDJSON and CSV.

use std::io::Write as _;

use b2b_http::BoxError;
use serde::ser::{SerializeMap as _, Serializer};

use super::Table;
use super::upload::Upload;
use crate::rows::{Cell, Column};

/// An object in each line.
pub(super) struct Ndjson {
    columns: Vec<Column>,
    upload: Upload,
}

impl Ndjson {
    pub(super) fn new(columns: Vec<Column>, upload: Upload) -> Self {
        Self { columns, upload }
    }
}

impl Table for Ndjson {
    fn add(&mut self, row: &[Cell]) -> Result<(), BoxError> {
        let mut serializer = serde_json::Serializer::new(&mut self.upload);
        let mut object = serializer.serialize_map(None)?;
        for (Column { name, .. }, cell) in self.columns.iter().zip(row) {
            match cell {
                Cell::Nothing => {}
                Cell::Flag(flag) => object.serialize_entry(name, flag)?,
                Cell::Count(count) => object.serialize_entry(name, count)?,
                Cell::Text(text) => object.serialize_entry(name, text)?,
                cell => object.serialize_entry(name, &cell.to_string())?,
            }
        }
        object.end()?;
        self.upload.write_all(b"\n")?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), BoxError> {
        Ok(self.upload.flush()?)
    }
}

/// Rows under a header. A text that a spreadsheet would take for a formula has a `'` before it, and control characters are blanks: the
/// texts are the suppliers', and whoever opens them should not run them. The other formats have them as they are.
pub(super) struct Csv {
    writer: csv::Writer<Upload>,
}

impl Csv {
    pub(super) fn new(columns: &[Column], upload: Upload) -> Result<Self, BoxError> {
        let mut writer = csv::Writer::from_writer(upload);
        writer.write_record(columns.iter().map(|column| column.name))?;
        Ok(Self { writer })
    }
}

impl Table for Csv {
    fn add(&mut self, row: &[Cell]) -> Result<(), BoxError> {
        for cell in row {
            match cell {
                Cell::Text(text) => self.writer.write_field(harmless(text))?,
                cell => self.writer.write_field(cell.to_string())?,
            }
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), BoxError> {
        Ok(self.writer.flush()?)
    }
}

fn harmless(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    let is_formula = text.starts_with(['=', '+', '-', '@']) && text.parse::<b2b_model::Decimal>().is_err();
    if is_formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-cmd|' /C calc'!A0"), "'-cmd|' /C calc'!A0");
        assert_eq!((harmless("-5.00"), harmless("1\r\n2")), ("-5.00".to_owned(), "1  2".to_owned()));
    }
}
