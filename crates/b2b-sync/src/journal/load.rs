//! Beginning a run: its jobs are written down, each once.

use std::collections::HashMap;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::file::TABLES;
use super::{Journal, JournalError, State};
use crate::Job;

/// How many jobs share a commit.
const CHUNK: u64 = 10_000;

const FORGET: &str = "DROP TABLE job; DROP TABLE answer;";

const KEEP: &str = "
    DROP TABLE IF EXISTS job_before;
    DROP TABLE IF EXISTS answer_before;
    DROP INDEX job_in_order;
    DROP INDEX job_due;
    ALTER TABLE job RENAME TO job_before;
    ALTER TABLE answer RENAME TO answer_before;";

/// What was written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// How many jobs are new.
    pub jobs: u64,
    /// How many were there already: the same supplier, question and key. They are asked once.
    pub repeated: u64,
    /// How many of the new ones have an answer of the run before that is young enough.
    pub reused: u64,
}

impl Journal {
    /// Begins a new run. The answers of the one that was there are kept beside it until the next one begins.
    ///
    /// # Errors
    ///
    /// [`JournalError`] when the file cannot be written.
    pub fn begin(&self) -> Result<(), JournalError> {
        let began = self.environment.now().timestamp_millis();
        // Of a run whose jobs were never all there, nothing is worth to be kept.
        let is_loading = self.state()?.0 == State::Loading;
        self.shared.write(|writer| {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch(if is_loading { FORGET } else { KEEP })?;
            transaction.execute_batch(TABLES)?;
            transaction.execute("INSERT OR REPLACE INTO run VALUES (1, 'loading', ?1, NULL)", [began])?;
            transaction.commit()
        })?;
        self.shared.lanes().clear();
        Ok(())
    }

    /// Writes the jobs of a run down, those that are given again only once. An answer of the run before that is not older than
    /// `max_age` is taken over, unless there was none to be had.
    ///
    /// # Errors
    ///
    /// The first error of the jobs, or [`JournalError`] when the file cannot be written. What was written down stays.
    pub fn load<E: From<JournalError>>(
        &self,
        jobs: impl IntoIterator<Item = Result<Job, E>>,
        max_age: Option<Duration>,
    ) -> Result<Loaded, E> {
        let oldest = max_age.map(|age| self.environment.now().timestamp_millis() - millis(age));
        let mut writer = self.shared.writer();
        let (mut loaded, mut suppliers, mut list) = (Loaded::default(), HashMap::new(), List::default());
        let mut jobs = jobs.into_iter();
        loop {
            let transaction =
                writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(JournalError::sqlite)?;
            let (mut count, mut failed) = (0, None);
            for job in jobs.by_ref() {
                match job {
                    Ok(job) => {
                        list.add(&job);
                        let supplier = supplier(&transaction, &mut suppliers, &job).map_err(JournalError::sqlite)?;
                        loaded.add(add(&transaction, supplier, &job, oldest).map_err(JournalError::sqlite)?);
                    }
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
                count += 1;
                if count == CHUNK {
                    break;
                }
            }
            let is_whole = failed.is_none() && count < CHUNK;
            if is_whole {
                let sql = "UPDATE run SET list = ?1";
                transaction.execute(sql, [list.digest()]).map_err(JournalError::sqlite)?;
            }
            transaction.commit().map_err(JournalError::sqlite)?;
            match failed {
                Some(error) => return Err(error),
                None if is_whole => return Ok(loaded),
                None => {}
            }
        }
    }

    /// Goes on with a run that was broken off, whose list this has to be: the same jobs in the same order. Answers that are older
    /// than `max_age` are forgotten, so that they are asked for again; it says how many these are.
    ///
    /// # Errors
    ///
    /// The first error of the jobs; [`JournalError::List`] if it is another list; [`JournalError`] when the file cannot be read or
    /// written. Nothing has changed then.
    pub fn resume<E: From<JournalError>>(
        &self,
        jobs: impl IntoIterator<Item = Result<Job, E>>,
        max_age: Option<Duration>,
    ) -> Result<u64, E> {
        let mut list = List::default();
        for job in jobs {
            list.add(&job?);
        }
        let known = |reader: &Connection| reader.query_row("SELECT list FROM run", [], |row| row.get(0));
        let known: Option<[u8; 32]> = self.shared.read(known)?;
        if known != Some(list.digest()) {
            return Err(JournalError::List.into());
        }
        let Some(age) = max_age else { return Ok(0) };
        let oldest = self.environment.now().timestamp_millis() - millis(age);
        let forgotten = self.shared.write(|writer| {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let sql = "UPDATE job SET attempts = 0
                       WHERE place IN (SELECT place FROM answer WHERE answered_at < ?1)";
            transaction.execute(sql, [oldest])?;
            let forgotten = transaction.execute("DELETE FROM answer WHERE answered_at < ?1", [oldest])?;
            transaction.commit()?;
            Ok(forgotten)
        })?;
        self.shared.lanes().clear();
        Ok(u64::try_from(forgotten).unwrap_or(u64::MAX))
    }

    /// Says that all jobs are there and can be asked, so that from now on there is something to go on with.
    ///
    /// # Errors
    ///
    /// [`JournalError`] when the file cannot be written.
    pub fn start(&self) -> Result<(), JournalError> {
        self.shared.write(|writer| writer.execute("UPDATE run SET state = 'asking'", []).map(drop))
    }

    /// Says that the run is done.
    ///
    /// # Errors
    ///
    /// [`JournalError`] when the file cannot be written.
    pub fn finish(&self) -> Result<(), JournalError> {
        self.shared.write(|writer| writer.execute("UPDATE run SET state = 'done'", []).map(drop))
    }

    /// Whether a run was broken off, so that there is something to go on with.
    ///
    /// # Errors
    ///
    /// As [`state`](Self::state).
    pub fn is_broken_off(&self) -> Result<bool, JournalError> {
        Ok(self.state()?.0 == State::Asking)
    }
}

/// What a list is known by.
#[derive(Default)]
struct List(Sha256);

impl List {
    fn add(&mut self, job: &Job) {
        for part in [&job.supplier, job.question.name(), &job.key] {
            // With how long each is, so that no two lists are alike.
            self.0.update(part.len().to_le_bytes());
            self.0.update(part);
        }
    }

    fn digest(&self) -> [u8; 32] {
        self.0.clone().finalize().into()
    }
}

/// What became of a job that was written down.
#[derive(Clone, Copy)]
enum Added {
    New,
    Reused,
    Repeated,
}

impl Loaded {
    fn add(&mut self, added: Added) {
        match added {
            Added::New => self.jobs += 1,
            Added::Reused => {
                self.jobs += 1;
                self.reused += 1;
            }
            Added::Repeated => self.repeated += 1,
        }
    }
}

/// The number of the job's supplier.
fn supplier(transaction: &Transaction<'_>, known: &mut HashMap<String, i64>, job: &Job) -> rusqlite::Result<i64> {
    if let Some(id) = known.get(&job.supplier) {
        return Ok(*id);
    }
    transaction.execute("INSERT OR IGNORE INTO supplier (name) VALUES (?1)", [&job.supplier])?;
    let sql = "SELECT id FROM supplier WHERE name = ?1";
    let id = transaction.query_row(sql, [&job.supplier], |row| row.get(0))?;
    known.insert(job.supplier.clone(), id);
    Ok(id)
}

fn add(transaction: &Transaction<'_>, supplier: i64, job: &Job, oldest: Option<i64>) -> rusqlite::Result<Added> {
    let run = |sql: &str| transaction.prepare_cached(sql);
    let named = params![supplier, job.question.name(), job.key];
    let new = run("INSERT OR IGNORE INTO job (supplier, question, key) VALUES (?1, ?2, ?3)")?.execute(named)?;
    if new == 0 {
        return Ok(Added::Repeated);
    }
    let (place, Some(oldest)) = (transaction.last_insert_rowid(), oldest) else { return Ok(Added::New) };
    let reused = run("INSERT INTO answer
         SELECT ?1, answer.status, answer.attempts, asked_at, answered_at, digest, cause, message, said
         FROM job_before AS job JOIN answer_before AS answer USING (place)
         WHERE supplier = ?2 AND question = ?3 AND key = ?4 AND answered_at >= ?5 AND status <> 'failed'")?
    .execute(params![place, supplier, job.question.name(), job.key, oldest])?;
    Ok(if reused == 0 { Added::New } else { Added::Reused })
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
