//! Beginning a run: its jobs are written down, each once.

use std::collections::HashMap;
use std::time::Duration;

use rusqlite::{Transaction, TransactionBehavior, params};

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
            transaction.execute("INSERT OR REPLACE INTO run VALUES (1, 'loading', ?1)", [began])?;
            transaction.commit()
        })?;
        self.shared.lanes().clear();
        Ok(())
    }

    /// Writes jobs down, those that are there already only once. An answer of the run before that is not older than `max_age` is
    /// taken over, unless there was none to be had.
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
        let (mut loaded, mut suppliers) = (Loaded::default(), HashMap::new());
        let mut jobs = jobs.into_iter();
        loop {
            let transaction =
                writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(JournalError::sqlite)?;
            let (mut count, mut failed) = (0, None);
            for job in jobs.by_ref() {
                match job {
                    Ok(job) => {
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
            transaction.commit().map_err(JournalError::sqlite)?;
            match failed {
                Some(error) => return Err(error),
                None if count < CHUNK => return Ok(loaded),
                None => {}
            }
        }
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
