//! The journal as a queue.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, Error, OptionalExtension as _, Transaction, TransactionBehavior, params};
use tokio::task::spawn_blocking;

use super::{Journal, Lane, Shared, row};
use crate::Job;
use crate::answer::Answer;
use crate::queue::{End, Lease, Leased, Queue, QueueError, Settled};

/// How long a lane waits at most for jobs that are leased: what its own worker settles wakes it before, and what another one gives
/// back does not.
const MOMENT: Duration = Duration::from_secs(1);

/// The lease of a job. Whoever drops it without having settled it gives the job back: a worker that is dropped loses nothing.
pub struct JournalTicket {
    shared: Arc<Shared>,
    supplier: Arc<str>,
    place: i64,
}

impl Drop for JournalTicket {
    fn drop(&mut self) {
        if let Some(lane) = self.shared.lanes().get_mut(&*self.supplier)
            && lane.leased.remove(&self.place)
        {
            lane.place = lane.place.min(self.place - 1);
        }
    }
}

impl fmt::Debug for JournalTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JournalTicket").field(&self.place).finish()
    }
}

impl Queue for Journal {
    type Ticket = JournalTicket;

    /// Nobody else wants them.
    const ROUNDS: usize = 2;

    /// At a thousand answers a second, five share a commit; whoever is killed has so much to ask again. Our choice.
    const GATHER: Duration = Duration::from_millis(5);

    async fn lease(&self, supplier: &str, most: usize) -> Result<Lease<JournalTicket>, QueueError> {
        let (shared, supplier, now) =
            (self.shared.clone(), supplier.to_owned(), self.environment.now().timestamp_millis());
        spawn_blocking(move || shared.lease(&supplier, most, now))
            .await
            .map_err(|error| QueueError::new("jobs cannot be read", error))?
            .map_err(|error| QueueError::new("jobs cannot be read", error))
    }

    async fn settle(&self, settled: Vec<Settled<JournalTicket>>) -> Result<(), QueueError> {
        let (shared, now) = (self.shared.clone(), self.environment.now().timestamp_millis());
        spawn_blocking(move || shared.settle(&settled, now))
            .await
            .map_err(|error| QueueError::new("answers cannot be stored", error))?
            .map_err(|error| QueueError::new("answers cannot be stored", error))
    }
}

impl Shared {
    fn lease(self: &Arc<Self>, supplier: &str, most: usize, now: i64) -> rusqlite::Result<Lease<JournalTicket>> {
        let reader = self.reader();
        let id = reader
            .prepare_cached("SELECT id FROM supplier WHERE name = ?1")?
            .query_row([supplier], |row| row.get::<_, i64>(0))
            .optional()?;
        let Some(id) = id else { return Ok(Lease::End) };
        let mut lanes = self.lanes();
        let lane = lanes.entry(supplier.to_owned()).or_default();
        let found = lane.find(&reader, (id, supplier), most, now)?;
        if !found.is_empty() {
            drop(lanes);
            let supplier: Arc<str> = supplier.into();
            let lease = |Found { job, attempts, place }| {
                let ticket = JournalTicket { shared: Arc::clone(self), supplier: Arc::clone(&supplier), place };
                Leased { job, attempts, ticket }
            };
            return Ok(Lease::Jobs(found.into_iter().map(lease).collect()));
        }
        let next = reader
            .prepare_cached("SELECT min(due) FROM job WHERE supplier = ?1 AND due > ?2")?
            .query_row([id, now], |row| row.get::<_, Option<i64>>(0))?;
        Ok(match next {
            Some(due) => Lease::Wait(Duration::from_millis(u64::try_from(due - now).unwrap_or_default())),
            None if lane.leased.is_empty() => Lease::End,
            None => Lease::Wait(MOMENT),
        })
    }

    fn settle(&self, settled: &[Settled<JournalTicket>], now: i64) -> rusqlite::Result<()> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for Settled { ticket: JournalTicket { place, .. }, end, .. } in settled {
            match end {
                End::Answered(answer) | End::Dead(answer) => {
                    keep(&transaction, *place, answer)?;
                    transaction
                        .prepare_cached("UPDATE job SET due = 0 WHERE place = ?1 AND due > 0")?
                        .execute([place])?;
                }
                End::Later { after, .. } => {
                    let sql = "UPDATE job SET due = ?2, attempts = attempts + 1 WHERE place = ?1";
                    transaction.prepare_cached(sql)?.execute([*place, due(now, *after)])?;
                }
                End::Back { after } => {
                    let sql = "UPDATE job SET due = ?2 WHERE place = ?1";
                    transaction.prepare_cached(sql)?.execute([*place, due(now, *after)])?;
                }
            }
        }
        transaction.commit()?;
        drop(writer);
        let mut lanes = self.lanes();
        for Settled { job, ticket, .. } in settled {
            if let Some(lane) = lanes.get_mut(&job.supplier) {
                lane.leased.remove(&ticket.place);
            }
        }
        Ok(())
    }
}

/// A job that nobody works at.
struct Found {
    place: i64,
    job: Job,
    attempts: u32,
}

impl Found {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { place: row.get(0)?, job: row::job(row, 1)?, attempts: row.get(4)? })
    }
}

impl Lane {
    /// Jobs of this supplier, which are leased from now on.
    fn find(
        &mut self,
        reader: &Connection,
        (id, supplier): (i64, &str),
        most: usize,
        now: i64,
    ) -> rusqlite::Result<Vec<Found>> {
        // What was asked before goes first, so that a run has its end in sight.
        let mut found = Vec::new();
        let due = "SELECT place, ?1, question, key, attempts FROM job
                   WHERE supplier = ?2 AND due > 0 AND due <= ?3 ORDER BY due, place";
        let mut due = reader.prepare_cached(due)?;
        let mut rows = due.query(params![supplier, id, now])?;
        while let (true, Some(row)) = (found.len() < most, rows.next()?) {
            let job = Found::read(row)?;
            if !self.leased.contains(&job.place) {
                found.push(job);
            }
        }
        let mut place = self.place;
        if found.len() < most {
            let sql = "SELECT max(place) FROM job WHERE supplier = ?1";
            let last: Option<i64> = reader.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
            let fresh = "SELECT place, ?1, question, key, attempts FROM job
                         WHERE supplier = ?2 AND place > ?3 AND due = 0
                         AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.place = job.place)
                         ORDER BY place";
            let mut fresh = reader.prepare_cached(fresh)?;
            let mut rows = fresh.query(params![supplier, id, self.place])?;
            while found.len() < most {
                let Some(row) = rows.next()? else {
                    // There is none up to there, and none has to be looked for again.
                    place = place.max(last.unwrap_or_default());
                    break;
                };
                let job = Found::read(row)?;
                place = job.place;
                if !self.leased.contains(&place) {
                    found.push(job);
                }
            }
        }
        self.place = place;
        self.leased.extend(found.iter().map(|job| job.place));
        Ok(found)
    }
}

pub(super) fn keep(transaction: &Transaction<'_>, place: i64, answer: &Answer) -> rusqlite::Result<()> {
    let connection: &Connection = transaction;
    let said = answer.said.as_ref().map(serde_json::to_string).transpose();
    let said = said.map_err(|error| Error::ToSqlConversionFailure(error.into()))?;
    // It may be there: whoever was slow to settle a lease that another one had again.
    connection.prepare_cached("INSERT OR IGNORE INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?.execute(
        params![
            place,
            answer.status.name(),
            answer.attempts,
            answer.asked_at.timestamp_millis(),
            answer.answered_at.timestamp_millis(),
            answer.digest.map(|digest| digest.0),
            answer.cause,
            answer.message,
            said,
        ],
    )?;
    Ok(())
}

fn due(now: i64, after: Duration) -> i64 {
    now.saturating_add(i64::try_from(after.as_millis()).unwrap_or(i64::MAX)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Status;
    use crate::journal::JournalError;
    use crate::{Job, Question};

    fn journal(home: &tempfile::TempDir, keys: &[&str]) -> Journal {
        let journal = Journal::open(&home.path().join("journal.sqlite")).unwrap();
        journal.begin().unwrap();
        let jobs = keys.iter().map(|key| Ok::<_, JournalError>(Job::new("mill", Question::Stock, *key)));
        journal.load(jobs, None).unwrap();
        journal.start().unwrap();
        journal
    }

    async fn lease(journal: &Journal, most: usize) -> Vec<Leased<JournalTicket>> {
        match journal.lease("mill", most).await.unwrap() {
            Lease::Jobs(jobs) => jobs,
            _ => Vec::new(),
        }
    }

    fn keys(jobs: &[Leased<JournalTicket>]) -> Vec<&str> {
        jobs.iter().map(|leased| leased.job.key.as_str()).collect()
    }

    #[tokio::test]
    async fn who_drops_a_job_gives_it_back() {
        let home = tempfile::TempDir::new().unwrap();
        let journal = journal(&home, &["a", "b", "c", "d"]);
        let (mut first, second) = (lease(&journal, 2).await, lease(&journal, 1).await);
        assert_eq!((keys(&first), keys(&second)), (vec!["a", "b"], vec!["c"]));
        let kept = first.split_off(1);
        drop(first);
        let again = lease(&journal, 9).await;
        assert_eq!(keys(&again), ["a", "d"]);
        assert!(matches!(journal.lease("mill", 9).await.unwrap(), Lease::Wait(_)));
        drop((kept, second, again));
        assert_eq!(keys(&lease(&journal, 9).await), ["a", "b", "c", "d"]);
    }

    #[tokio::test]
    async fn nobody_looks_twice_at_what_is_answered() {
        let home = tempfile::TempDir::new().unwrap();
        let journal = journal(&home, &["a", "b", "c"]);
        let answer = |leased: Leased<JournalTicket>| {
            let answer = Answer {
                status: Status::NotFound,
                attempts: 1,
                asked_at: chrono::DateTime::UNIX_EPOCH,
                answered_at: chrono::DateTime::UNIX_EPOCH,
                digest: None,
                cause: None,
                message: None,
                said: None,
            };
            Settled { job: leased.job, ticket: leased.ticket, end: End::Answered(answer) }
        };
        journal.settle(lease(&journal, 3).await.into_iter().map(answer).collect()).await.unwrap();
        // As after a new beginning, when it is not known yet.
        journal.shared.lanes().clear();
        assert!(matches!(journal.lease("mill", 1).await.unwrap(), Lease::End));
        assert_eq!(journal.shared.lanes()["mill"].place, 3);
    }
}
