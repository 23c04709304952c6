//! The sandbox's state in SQLite.

use std::{
    borrow::Cow,
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

/// The sandbox's state: one SQLite database for all suppliers, in memory or in a file.
///
/// Calls run one after the other on a thread where they may block. A call that is dropped while it waits still runs to
/// its end.
#[derive(Clone)]
pub struct Store(Arc<Mutex<Connection>>);

impl Store {
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    pub(crate) fn open(file: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(file)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        Self::prepare(connection)
    }

    fn prepare(connection: Connection) -> Result<Self, StoreError> {
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS sandbox_migration (
                 supplier TEXT NOT NULL,
                 name TEXT NOT NULL,
                 PRIMARY KEY (supplier, name)
             ) STRICT, WITHOUT ROWID;",
        )?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Reads one consistent state. What `work` writes is rolled back.
    ///
    /// # Errors
    ///
    /// The error of `work`, or of the database around it.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.blocking(move |connection| {
            let transaction = connection.transaction()?;
            work(&transaction)
        })
        .await
    }

    /// Reads and writes in one `IMMEDIATE` transaction: all of it is kept, or, when `work` fails, nothing.
    ///
    /// # Errors
    ///
    /// The error of `work`, or of the database around it.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.blocking(move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
        .await
    }

    /// Runs those of the supplier's migrations that this database has not seen, in order, all or none.
    pub(crate) async fn migrate(&self, supplier: &'static str, migrations: Vec<Migration>) -> Result<(), StoreError> {
        self.write(move |transaction| {
            for migration in &migrations {
                let known = transaction
                    .query_row(
                        "SELECT 1 FROM sandbox_migration WHERE supplier = ?1 AND name = ?2",
                        params![supplier, migration.name],
                        |_| Ok(()),
                    )
                    .optional()?;
                if known.is_none() {
                    transaction.execute_batch(&migration.sql)?;
                    transaction.execute(
                        "INSERT INTO sandbox_migration (supplier, name) VALUES (?1, ?2)",
                        params![supplier, migration.name],
                    )?;
                }
            }
            Ok(())
        })
        .await
    }

    async fn blocking<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let connection = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            // A panic in an earlier call left no half-done work: its transaction was rolled back on the way out.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut connection)
        })
        .await
        .map_err(|_| StoreError::Interrupted)?
        .map_err(StoreError::from)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// One step in the life of a supplier's tables, run once per database.
#[derive(Clone, Debug)]
pub struct Migration {
    name: &'static str,
    sql: Cow<'static, str>,
}

impl Migration {
    /// A step with a name that is unique within its supplier and never changes, and the statements it runs.
    #[must_use]
    pub fn new(name: &'static str, sql: impl Into<Cow<'static, str>>) -> Self {
        Self { name, sql: sql.into() }
    }
}

/// The database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// SQLite refused.
    ///
    /// What to do: the source says which statement or file; a data directory from an incompatible version is best
    /// moved away.
    #[error("the sandbox's database refused")]
    Sqlite(#[from] rusqlite::Error),
    /// The work panicked, or the runtime is shutting down; nothing of it was kept.
    ///
    /// What to do: look for the panic's message on standard error.
    #[error("the work on the sandbox's database was interrupted")]
    Interrupted,
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTER: &str = "CREATE TABLE counter (n INTEGER NOT NULL) STRICT; INSERT INTO counter VALUES (1);";

    async fn counted() -> Store {
        let store = Store::in_memory().unwrap();
        store.migrate("dummy", vec![Migration::new("0001-counter", COUNTER)]).await.unwrap();
        store
    }

    async fn count(store: &Store) -> i64 {
        store.read(|conn| conn.query_row("SELECT sum(n) FROM counter", [], |row| row.get(0))).await.unwrap()
    }

    #[tokio::test]
    async fn a_migration_runs_once() {
        let store = counted().await;
        let steps =
            || vec![Migration::new("0001-counter", COUNTER), Migration::new("0002-two", "UPDATE counter SET n = 2")];
        store.migrate("dummy", steps()).await.unwrap();
        assert_eq!(count(&store).await, 2);
    }

    #[tokio::test]
    async fn failed_migrations_leave_nothing() {
        let store = counted().await;
        let steps = vec![Migration::new("0002", "UPDATE counter SET n = 5"), Migration::new("0003", "no sql")];
        assert!(matches!(store.migrate("dummy", steps).await, Err(StoreError::Sqlite(_))));
        assert_eq!(count(&store).await, 1);
    }

    #[tokio::test]
    async fn a_failed_write_is_rolled_back() {
        let store = counted().await;
        let failed = store
            .write(|tx| {
                tx.execute("UPDATE counter SET n = 9", [])?;
                Err::<(), _>(rusqlite::Error::QueryReturnedNoRows)
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(count(&store).await, 1);
    }

    #[tokio::test]
    async fn what_a_read_writes_is_not_kept() {
        let store = counted().await;
        store.read(|conn| conn.execute("UPDATE counter SET n = 9", [])).await.unwrap();
        assert_eq!(count(&store).await, 1);
    }

    #[tokio::test]
    async fn a_panic_does_not_close_the_store() {
        let store = counted().await;
        let broken = store
            .write(|tx| -> rusqlite::Result<()> {
                tx.execute("UPDATE counter SET n = 9", [])?;
                panic!("on purpose")
            })
            .await;
        assert!(matches!(broken, Err(StoreError::Interrupted)));
        assert_eq!(count(&store).await, 1);
    }
}
