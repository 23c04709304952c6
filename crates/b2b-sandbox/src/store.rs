//! The sandbox's state in SQLite.

mod writer;

use std::{
    borrow::Cow,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use self::writer::Writer;

/// The sandbox's state: one SQLite database for all suppliers, in memory or in a file.
///
/// Work is done where it is asked for, since nothing it can wait for is slower than to hand it to another thread: keep it
/// short. The exception are writes to a file. They are done one after the other by a thread of their own, and those that wait
/// at the same time share a commit; each is on the disk when it returns, and one that is dropped while it waits still runs to
/// its end. Reads of a file do not wait for them.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    /// Reads, and without a writer also writes.
    connection: Mutex<Connection>,
    writer: Option<Writer>,
}

impl Store {
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, None)
    }

    pub(crate) fn open(file: &Path) -> Result<Self, StoreError> {
        let connect = || {
            let connection = Connection::open(file)?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            // In this journal mode that is what makes a commit outlive a power failure.
            connection.pragma_update(None, "synchronous", "full")?;
            connection.pragma_update(None, "foreign_keys", true)?;
            Ok::<_, rusqlite::Error>(connection)
        };
        Self::prepare(connect()?, Some(connect()?))
    }

    fn prepare(connection: Connection, writing: Option<Connection>) -> Result<Self, StoreError> {
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS sandbox_migration (
                 supplier TEXT NOT NULL,
                 name TEXT NOT NULL,
                 PRIMARY KEY (supplier, name)
             ) STRICT, WITHOUT ROWID;",
        )?;
        let writer = writing.map(Writer::start).transpose()?;
        Ok(Self(Arc::new(Shared { connection: Mutex::new(connection), writer })))
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
        self.here(move |connection| {
            let snapshot = Snapshot::of(connection)?;
            work(snapshot.0)
        })
    }

    /// Reads and writes in an `IMMEDIATE` transaction: all of it is kept, or, when `work` fails, nothing.
    ///
    /// # Errors
    ///
    /// The error of `work`, or of the database around it.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        if let Some(writer) = &self.0.writer {
            return writer.write(work).await;
        }
        self.here(move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
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

    /// Makes the supplier's tables anew, empty but for what its migrations put there.
    pub(crate) async fn reset(&self, supplier: &'static str, migrations: Vec<Migration>) -> Result<(), StoreError> {
        self.write(move |transaction| {
            // Rows refer to rows of other tables that go too.
            transaction.pragma_update(None, "defer_foreign_keys", true)?;
            let tables: Vec<String> = transaction
                .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, length(?1)) = ?1")?
                .query_map([format!("{supplier}_")], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for verb in ["DELETE FROM", "DROP TABLE"] {
                for table in &tables {
                    transaction.execute_batch(&format!("{verb} \"{table}\""))?;
                }
            }
            transaction.execute("DELETE FROM sandbox_migration WHERE supplier = ?1", [supplier])?;
            Ok(())
        })
        .await?;
        self.migrate(supplier, migrations).await
    }

    fn here<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        // A panic in an earlier call left no half-done work: its transaction was rolled back on the way out.
        let mut connection = self.0.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let worked = catch_unwind(AssertUnwindSafe(|| work(&mut connection)));
        Ok(worked.map_err(|_| StoreError::Interrupted)??)
    }
}

/// A transaction that ends with a rollback. Its statements are kept: most reads take less than to prepare them.
struct Snapshot<'c>(&'c Connection);

impl<'c> Snapshot<'c> {
    fn of(connection: &'c Connection) -> rusqlite::Result<Self> {
        connection.prepare_cached("BEGIN DEFERRED")?.execute([])?;
        Ok(Self(connection))
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.0.prepare_cached("ROLLBACK").and_then(|mut rollback| rollback.execute([])) {
            tracing::warn!(%error, "a read of the sandbox's database did not end");
        }
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
    /// The work panicked, or another's that shared its commit made that fail; nothing of it was kept.
    ///
    /// What to do: look for the panic's message on standard error.
    #[error("the work on the sandbox's database was interrupted")]
    Interrupted,
    /// The thread that writes could not be started.
    ///
    /// What to do: raise the limit on threads or memory.
    #[error("the thread that writes to the sandbox's database could not be started")]
    Thread(#[source] std::io::Error),
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    const COUNTER: &str = "CREATE TABLE counter (n INTEGER NOT NULL) STRICT; INSERT INTO counter VALUES (1);";

    async fn counted(store: Store) -> Store {
        store.migrate("dummy", vec![Migration::new("0001-counter", COUNTER)]).await.unwrap();
        store
    }

    /// Every promise holds in memory and in a file.
    async fn both() -> [(Store, Option<TempDir>); 2] {
        let dir = tempfile::tempdir().unwrap();
        let in_file = counted(Store::open(&dir.path().join("state.sqlite")).unwrap()).await;
        [(counted(Store::in_memory().unwrap()).await, None), (in_file, Some(dir))]
    }

    async fn count(store: &Store) -> i64 {
        store.read(|conn| conn.query_row("SELECT sum(n) FROM counter", [], |row| row.get(0))).await.unwrap()
    }

    #[tokio::test]
    async fn a_migration_runs_once() {
        for (store, _dir) in both().await {
            let one = Migration::new("0001-counter", COUNTER);
            let steps = vec![one, Migration::new("0002-two", "UPDATE counter SET n = 2")];
            store.migrate("dummy", steps).await.unwrap();
            assert_eq!(count(&store).await, 2);
        }
    }

    #[tokio::test]
    async fn failed_migrations_leave_nothing() {
        for (store, _dir) in both().await {
            let steps = vec![Migration::new("0002", "UPDATE counter SET n = 5"), Migration::new("0003", "no sql")];
            assert!(matches!(store.migrate("dummy", steps).await, Err(StoreError::Sqlite(_))));
            assert_eq!(count(&store).await, 1);
        }
    }

    #[tokio::test]
    async fn a_reset_leaves_what_the_migrations_put_there() {
        const CHILD: &str = "CREATE TABLE dummy_child (n INTEGER REFERENCES dummy_counter (n)) STRICT;
             CREATE TABLE dummy_counter (n INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;";
        let steps = || vec![Migration::new("0001-counter", COUNTER), Migration::new("0002-child", CHILD)];
        for (store, _dir) in both().await {
            store.migrate("other", vec![Migration::new("0001", "CREATE TABLE other_kept (n) ")]).await.unwrap();
            store.migrate("dummy", steps()).await.unwrap();
            let fill = |tx: &Transaction<'_>| {
                tx.execute_batch("INSERT INTO dummy_counter VALUES (7); INSERT INTO dummy_child VALUES (7)")?;
                tx.execute_batch("INSERT INTO other_kept VALUES (1)")
            };
            store.write(fill).await.unwrap();
            // A table without the supplier's name before its own is nobody's.
            store.write(|tx| tx.execute_batch("DROP TABLE counter")).await.unwrap();
            store.reset("dummy", steps()).await.unwrap();
            assert_eq!(count(&store).await, 1);
            let left = "SELECT (SELECT count(*) FROM dummy_counter) + (SELECT count(*) FROM dummy_child)";
            let left = store.read(|conn| conn.query_row(left, [], |row| row.get::<_, i64>(0))).await.unwrap();
            let kept = "SELECT count(*) FROM other_kept";
            let kept = store.read(|conn| conn.query_row(kept, [], |row| row.get::<_, i64>(0))).await.unwrap();
            assert_eq!((left, kept), (0, 1));
        }
    }

    #[tokio::test]
    async fn a_failed_write_is_rolled_back() {
        for (store, _dir) in both().await {
            let failed = store
                .write(|tx| {
                    tx.execute("UPDATE counter SET n = 9", [])?;
                    Err::<(), _>(rusqlite::Error::QueryReturnedNoRows)
                })
                .await;
            assert!(failed.is_err());
            assert_eq!(count(&store).await, 1);
        }
    }

    #[tokio::test]
    async fn what_a_read_writes_is_not_kept() {
        for (store, _dir) in both().await {
            store.read(|conn| conn.execute("UPDATE counter SET n = 9", [])).await.unwrap();
            assert_eq!(count(&store).await, 1);
        }
    }

    #[tokio::test]
    async fn a_panic_does_not_close_the_store() {
        for (store, _dir) in both().await {
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

    /// The first write holds the thread until all others wait, so that they share a commit.
    #[tokio::test]
    async fn writes_that_share_a_commit_fail_alone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("state.sqlite");
        let store = counted(Store::open(&file).unwrap()).await;
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let first = store.write(move |_| {
            wait.recv().unwrap();
            Ok(0)
        });
        let others = (1..=20).map(|n: i64| {
            store.write(move |tx| {
                tx.execute("UPDATE counter SET n = n + ?1", [n])?;
                match n % 5 {
                    0 => Err(rusqlite::Error::QueryReturnedNoRows),
                    1 => panic!("on purpose"),
                    _ => Ok(n),
                }
            })
        });
        // All are polled once, and so are waiting, before the first may go on.
        let others = futures_util::future::join_all(others);
        let (first, others, ()) = tokio::join!(first, others, async { go.send(()).unwrap() });
        assert_eq!(first.unwrap(), 0);
        let kept: Vec<i64> = others.into_iter().flatten().collect();
        assert_eq!(kept, [2, 3, 4, 7, 8, 9, 12, 13, 14, 17, 18, 19]);
        let kept: i64 = kept.iter().sum();
        assert_eq!(count(&store).await, 1 + kept);
        drop(store);
        assert_eq!(count(&Store::open(&file).unwrap()).await, 1 + kept);
    }
}
