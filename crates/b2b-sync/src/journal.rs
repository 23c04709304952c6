//! The queue of one machine: a SQLite file with the jobs of a run and their answers.

#[cfg(feature = "nats")]
mod adopt;
mod file;
mod load;
mod read;
mod row;
mod work;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use b2b_http::{BoxError, Environment, SystemEnvironment};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _};

pub use self::load::Loaded;
pub use self::read::{Backlog, Tally};
pub use self::work::JournalTicket;

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
    Sqlite(#[source] BoxError),
    /// Another version wrote it.
    #[error("the journal is of another version of b2b")]
    Version,
    /// Another process has it open.
    #[error("the journal is in use by another process")]
    Busy,
    /// A run cannot go on with another list than the one that it began with.
    ///
    /// What to do: go on with that one, or begin a new run.
    #[error("the run that was broken off had another list of jobs")]
    List,
}

impl Journal {
    /// Opens the journal in this file, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// [`JournalError`] if it cannot be, or another process has it open.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let mut lock = path.as_os_str().to_owned();
        lock.push(".lock");
        let lock = file::lock(Path::new(&lock))?;
        let (writer, reader) = file::open(path)?;
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
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
        let found = self.shared.read(|reader| reader.query_row("SELECT state, began FROM run", [], read).optional())?;
        let Some((state, began)) = found else { return Ok((State::Empty, DateTime::UNIX_EPOCH)) };
        let state = match state.as_str() {
            "loading" => State::Loading,
            "asking" => State::Asking,
            _ => State::Done,
        };
        Ok((state, row::time(began)))
    }
}

impl Shared {
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, JournalError> {
        work(&self.reader()).map_err(JournalError::sqlite)
    }

    fn write<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, JournalError> {
        work(&mut self.writer()).map_err(JournalError::sqlite)
    }

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

impl JournalError {
    /// No `From`, which would be for everybody.
    fn sqlite(error: rusqlite::Error) -> Self {
        Self::Sqlite(error.into())
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").finish_non_exhaustive()
    }
}
