//! SQLite.

use std::io::{self, Write as _};

use b2b_http::BoxError;
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, params_from_iter};
use tempfile::NamedTempFile;

use super::Table;
use super::upload::Upload;
use crate::Question;
use crate::rows::{Cell, Column, Kind, columns};

/// A database that is written where files are temporary, and copied when it is whole.
pub(super) struct Database {
    file: NamedTempFile,
    connection: Connection,
}

/// A table of it.
pub(super) struct Rows<'a> {
    connection: &'a Connection,
    insert: String,
}

impl Database {
    pub(super) fn new() -> Result<Self, BoxError> {
        let file = NamedTempFile::new()?;
        let connection = Connection::open(file.path())?;
        // Nobody reads it before it is whole, and it is thrown away if it does not become that.
        connection.execute_batch("PRAGMA journal_mode = off; PRAGMA synchronous = off; BEGIN;")?;
        Ok(Self { file, connection })
    }

    pub(super) fn table(&self, question: Question) -> Result<Rows<'_>, BoxError> {
        let columns = columns(question);
        let declared: Vec<String> = columns.iter().map(declare).collect();
        self.connection.execute_batch(&format!("CREATE TABLE {question} ({}) STRICT;", declared.join(", ")))?;
        let places = vec!["?"; columns.len()];
        let insert = format!("INSERT INTO {question} VALUES ({})", places.join(", "));
        Ok(Rows { connection: &self.connection, insert })
    }

    pub(super) fn copy_to(self, mut upload: Upload) -> Result<(), BoxError> {
        self.connection.execute_batch("COMMIT;")?;
        drop(self.connection);
        io::copy(&mut self.file.reopen()?, &mut upload)?;
        Ok(upload.flush()?)
    }
}

impl Table for Rows<'_> {
    fn add(&mut self, row: &[Cell]) -> Result<(), BoxError> {
        self.connection.prepare_cached(&self.insert)?.execute(params_from_iter(row.iter().map(value)))?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), BoxError> {
        Ok(())
    }
}

fn declare(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Flag | Kind::Count => "INTEGER",
        _ => "TEXT",
    };
    // A name such as `from` is a word of the language, too.
    format!("\"{}\" {kind}", column.name)
}

fn value(cell: &Cell) -> ToSqlOutput<'_> {
    match cell {
        Cell::Nothing => ToSqlOutput::Owned(Value::Null),
        Cell::Text(text) => text.as_str().into(),
        Cell::Flag(flag) => ToSqlOutput::Owned(i64::from(*flag).into()),
        Cell::Count(count) => ToSqlOutput::Owned(i64::from(*count).into()),
        cell => ToSqlOutput::Owned(cell.to_string().into()),
    }
}
