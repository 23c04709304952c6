//! The file: who has it, and what is in it.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use super::JournalError;

const VERSION: i32 = 1;

/// What a run is kept in.
pub(super) const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS run (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        state TEXT NOT NULL,
        began INTEGER NOT NULL,
        list BLOB
    ) STRICT;
    CREATE TABLE IF NOT EXISTS supplier (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE IF NOT EXISTS job (
        place INTEGER PRIMARY KEY,
        supplier INTEGER NOT NULL,
        question TEXT NOT NULL,
        key TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        due INTEGER NOT NULL DEFAULT 0,
        UNIQUE (supplier, question, key)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS job_in_order ON job (supplier, place);
    CREATE INDEX IF NOT EXISTS job_due ON job (supplier, due) WHERE due > 0;
    CREATE TABLE IF NOT EXISTS answer (
        place INTEGER PRIMARY KEY,
        status TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        asked_at INTEGER NOT NULL,
        answered_at INTEGER NOT NULL,
        digest BLOB,
        cause TEXT,
        message TEXT,
        said TEXT
    ) STRICT;";

/// Takes the journal for this process, which has it for as long as it lives, however it dies.
pub(super) fn lock(path: &Path) -> Result<Connection, JournalError> {
    let take = || {
        let lock = Connection::open(path)?;
        lock.busy_timeout(Duration::ZERO)?;
        lock.execute_batch("BEGIN EXCLUSIVE")?;
        Ok(lock)
    };
    take().map_err(|error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => JournalError::Busy,
        _ => JournalError::sqlite(error),
    })
}

/// Who writes it, and who reads it.
pub(super) fn open(path: &Path) -> Result<(Connection, Connection), JournalError> {
    let connect = || {
        let (writer, reader) = (Connection::open(path)?, Connection::open(path)?);
        writer.pragma_update(None, "journal_mode", "wal")?;
        for connection in [&writer, &reader] {
            connection.pragma_update(None, "synchronous", "normal")?;
            connection.pragma_update(None, "cache_size", -8192)?;
        }
        let version: i32 = writer.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let is_ours = version == 0 || version == VERSION;
        if is_ours {
            writer.execute_batch(TABLES)?;
            writer.pragma_update(None, "user_version", VERSION)?;
        }
        Ok(is_ours.then_some((writer, reader)))
    };
    connect().map_err(JournalError::sqlite)?.ok_or(JournalError::Version)
}
