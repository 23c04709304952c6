//! Writes that share their commits: one thread does all that wait in one transaction, and one flush to the disk makes them
//! durable.

use std::{
    iter,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{self, Receiver, Sender},
    thread::{self, JoinHandle},
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::StoreError;

/// How many writes share a commit at most, so that the first of them does not wait for long.
const MOST: usize = 256;

/// The thread that writes. Dropped, it does what waits and closes its connection.
pub(super) struct Writer {
    jobs: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (jobs, waiting) = mpsc::channel();
        let thread = thread::Builder::new().name("sandbox-store".to_owned()).spawn(move || run(connection, &waiting));
        Ok(Self { jobs: Some(jobs), thread: Some(thread.map_err(StoreError::Thread)?) })
    }

    /// Does the work in a transaction, which is on the disk when this returns.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let job = Box::new(Write { work: Some(work), worked: None, caller });
        self.jobs.as_ref().and_then(|jobs| jobs.send(job).ok()).ok_or(StoreError::Interrupted)?;
        answer.await.unwrap_or(Err(StoreError::Interrupted))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        let Some(thread) = self.thread.take() else { return };
        // The last owner may be a write's own closure, and a thread cannot wait for itself.
        if thread.thread().id() != thread::current().id() {
            // A panic there is of no concern here any more.
            let _ = thread.join();
        }
    }
}

/// A write on its way: first its work, then what became of the transaction.
trait Job: Send {
    fn work(&mut self, transaction: &Transaction<'_>);
    fn tell(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Write<T, F> {
    work: Option<F>,
    worked: Option<Result<T, StoreError>>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Write<T, F>
where
    F: FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send,
    T: Send,
{
    fn work(&mut self, transaction: &Transaction<'_>) {
        self.worked = self.work.take().map(|work| alone(transaction, work));
    }

    fn tell(self: Box<Self>, committed: Result<(), StoreError>) {
        let worked = self.worked.unwrap_or(Err(StoreError::Interrupted));
        let result = match (worked, committed) {
            (Ok(value), Ok(())) => Ok(value),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        // A caller that has gone does not want to know.
        let _ = self.caller.send(result);
    }
}

fn run(mut connection: Connection, waiting: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = waiting.recv() {
        // What came while the last commit was flushed goes with the next one.
        let jobs: Vec<Box<dyn Job>> = iter::once(first).chain(waiting.try_iter()).take(MOST).collect();
        commit(&mut connection, jobs);
    }
}

fn commit(connection: &mut Connection, mut jobs: Vec<Box<dyn Job>>) {
    let committed = (|| {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for job in &mut jobs {
            job.work(&transaction);
            if transaction.is_autocommit() {
                // SQLite gave up the whole transaction, for instance because the disk is full.
                return Err(rusqlite::Error::QueryReturnedNoRows);
            }
        }
        transaction.commit()
    })();
    for job in jobs {
        job.tell(committed.as_ref().copied().map_err(shared));
    }
}

/// One of several writes in a transaction: when it fails, nothing of it is kept, and the others are as if it had not been.
fn alone<T>(
    transaction: &Transaction<'_>,
    work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
) -> Result<T, StoreError> {
    let run = |sql: &str| transaction.prepare_cached(sql)?.execute([]).map(drop);
    run("SAVEPOINT one_write")?;
    let worked = match catch_unwind(AssertUnwindSafe(|| work(transaction))) {
        Ok(worked) => worked.map_err(StoreError::from),
        Err(_) => Err(StoreError::Interrupted),
    };
    if worked.is_err() && !transaction.is_autocommit() {
        run("ROLLBACK TO one_write")?;
    }
    if !transaction.is_autocommit() {
        run("RELEASE one_write")?;
    }
    worked
}

/// The error of a commit for one of those who shared it.
fn shared(error: &rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqliteFailure(failure, message) => {
            rusqlite::Error::SqliteFailure(*failure, message.clone()).into()
        }
        _ => StoreError::Interrupted,
    }
}
