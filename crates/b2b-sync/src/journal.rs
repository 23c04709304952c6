//! The queue of one machine: a SQLite file with the jobs of a run and their answers.

#[cfg(feature = "nats")]
mod adopt;
mod load;
mod read;
mod row;
mod work;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use b2b_http::{Environment, SystemEnvironment};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _};

pub use self::load::Loaded;
pub use self::read::{Backlog, Tally};

/// The jobs of a run and their answers, in a SQLite file.
///
/// An answer is kept before its job is done with: whoever is killed and opens the journal again loses what was under way, and
/// nothing else. Commits are in the file when they return (WAL), and on the disk a little later: a power failure may lose the
/// last answers, which are asked for again then, and damages nothing.
///
/// What is known of a run is in the file, so that memory does not grow with the number of jobs. One process opens it at a time.
///
/// The run before is kept beside the one that is under way, for answers that are young enough to be used again.
#[derive(Clone)]
pub struct Journal {
    shared: Arc<Shared>,
    environment: Arc<dyn Environment>,
}

struct Shared {
    _lock: Mutex<Connection>,
    writer: Mutex<Connection>,
    /// Reads, and does not wait for what is written.
    reader: Mutex<Connection>,
    lanes: Mutex<HashMap<String, Lane>>,
}

/// What is leased of a supplier's jobs. It is nowhere else, so that a lease ends with its process.
#[derive(Debug, Default)]
struct Lane {
    /// Jobs up to here have been leased once.
    place: i64,
    leased: HashSet<i64>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// There is none.
    Empty,
    /// Its jobs are being written down.
    Loading,
    /// It is under way, or was broken off.
    Asking,
    /// All that can be is answered.
    Done,
}

/// A journal cannot be used.
///
/// What to do: see to its file and the disk; if it is damaged, remove it and begin anew.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// SQLite says so.
    #[error("the journal cannot be used")]
    Sqlite(#[from] rusqlite::Error),
    /// Another version wrote it.
    #[error("the journal is of another version of b2b")]
    Version,
    /// Another process has it open.
    #[error("the journal is in use by another process")]
    Busy,
    /// What was written down cannot be read.
    #[error("the journal says something that cannot be read")]
    Json(#[from] serde_json::Error),
}

const VERSION: i32 = 1;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS run (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        state TEXT NOT NULL,
        began INTEGER NOT NULL
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

impl Journal {
    /// Opens the journal in this file, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// [`JournalError`] if it cannot be, or another process has it open.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        // Held for as long as this process lives, however it dies.
        let lock = Connection::open(path.with_extension("lock"))?;
        lock.busy_timeout(Duration::ZERO)?;
        lock.execute_batch("BEGIN EXCLUSIVE").map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => JournalError::Busy,
            _ => error.into(),
        })?;
        Self::over(lock, Connection::open(path)?, Connection::open(path)?)
    }

    fn over(lock: Connection, writer: Connection, reader: Connection) -> Result<Self, JournalError> {
        writer.pragma_update(None, "journal_mode", "wal")?;
        for connection in [&writer, &reader] {
            connection.pragma_update(None, "synchronous", "normal")?;
            connection.pragma_update(None, "cache_size", -8192)?;
        }
        let version: i32 = writer.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version != 0 && version != VERSION {
            return Err(JournalError::Version);
        }
        writer.execute_batch(TABLES)?;
        writer.pragma_update(None, "user_version", VERSION)?;
        let shared = Shared {
            _lock: Mutex::new(lock),
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            lanes: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared), environment: Arc::new(SystemEnvironment) })
    }

    /// With another clock than the system's.
    #[must_use]
    pub fn environment(mut self, environment: Arc<dyn Environment>) -> Self {
        self.environment = environment;
        self
    }

    /// How far its run is, and when it began.
    ///
    /// # Errors
    ///
    /// [`JournalError`] when the file cannot be read.
    pub fn state(&self) -> Result<(State, DateTime<Utc>), JournalError> {
        let found = self
            .shared
            .reader()
            .query_row("SELECT state, began FROM run", [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)));
        let Some((state, began)) = found.optional()? else { return Ok((State::Empty, DateTime::UNIX_EPOCH)) };
        let state = match state.as_str() {
            "loading" => State::Loading,
            "asking" => State::Asking,
            _ => State::Done,
        };
        Ok((state, row::time(began)))
    }
}

impl Shared {
    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<String, Lane>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").finish_non_exhaustive()
    }
}
