//! The journal as a queue.

use std::time::Duration;

use rusqlite::{Connection, Error, OptionalExtension as _, Transaction, TransactionBehavior, params};
use tokio::task::spawn_blocking;

use super::{Journal, Shared, row};
use crate::answer::Answer;
use crate::queue::{End, Lease, Leased, Queue, QueueError, Settled};

/// How long a lane waits at most that has jobs in flight and nothing else to do: what is settled wakes it before.
const HOUR: Duration = Duration::from_secs(3600);

impl Queue for Journal {
    /// The job's place in the run.
    type Ticket = i64;

    /// Nobody else wants them.
    const ROUNDS: usize = 2;

    async fn lease(&self, supplier: &str, most: usize) -> Result<Lease<i64>, QueueError> {
        let (shared, supplier, now) =
            (self.shared.clone(), supplier.to_owned(), self.environment.now().timestamp_millis());
        spawn_blocking(move || shared.lease(&supplier, most, now))
            .await
            .map_err(|error| QueueError::new("jobs cannot be read", error))?
            .map_err(|error| QueueError::new("jobs cannot be read", error))
    }

    async fn settle(&self, settled: Vec<Settled<i64>>) -> Result<(), QueueError> {
        let (shared, now) = (self.shared.clone(), self.environment.now().timestamp_millis());
        spawn_blocking(move || shared.settle(&settled, now))
            .await
            .map_err(|error| QueueError::new("answers cannot be stored", error))?
            .map_err(|error| QueueError::new("answers cannot be stored", error))
    }
}

impl Shared {
    fn lease(&self, supplier: &str, most: usize, now: i64) -> rusqlite::Result<Lease<i64>> {
        let reader = self.reader();
        let id = reader
            .prepare_cached("SELECT id FROM supplier WHERE name = ?1")?
            .query_row([supplier], |row| row.get::<_, i64>(0))
            .optional()?;
        let Some(id) = id else { return Ok(Lease::End) };
        let mut lanes = self.lanes();
        let lane = lanes.entry(supplier.to_owned()).or_default();

        // What was asked before goes first, so that a run has its end in sight.
        let mut jobs = Vec::new();
        let due = "SELECT place, ?1, question, key, attempts FROM job
                   WHERE supplier = ?2 AND due > 0 AND due <= ?3 ORDER BY due, place";
        let mut due = reader.prepare_cached(due)?;
        let mut rows = due.query(params![supplier, id, now])?;
        while let (true, Some(row)) = (jobs.len() < most, rows.next()?) {
            let leased = leased(row)?;
            if lane.leased.insert(leased.ticket) {
                jobs.push(leased);
            }
        }
        let fresh = "SELECT place, ?1, question, key, attempts FROM job
                     WHERE supplier = ?2 AND place > ?3 AND due = 0
                     AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.place = job.place)
                     ORDER BY place LIMIT ?4";
        let left = i64::try_from(most - jobs.len()).unwrap_or(i64::MAX);
        let mut fresh = reader.prepare_cached(fresh)?;
        let mut rows = fresh.query(params![supplier, id, lane.place, left])?;
        while let Some(row) = rows.next()? {
            let leased = leased(row)?;
            lane.place = leased.ticket;
            lane.leased.insert(leased.ticket);
            jobs.push(leased);
        }
        if !jobs.is_empty() {
            return Ok(Lease::Jobs(jobs));
        }
        let next = reader
            .prepare_cached("SELECT min(due) FROM job WHERE supplier = ?1 AND due > ?2")?
            .query_row([id, now], |row| row.get::<_, Option<i64>>(0))?;
        Ok(match next {
            Some(due) => Lease::Wait(Duration::from_millis(u64::try_from(due - now).unwrap_or_default())),
            None if lane.leased.is_empty() => Lease::End,
            None => Lease::Wait(HOUR),
        })
    }

    fn settle(&self, settled: &[Settled<i64>], now: i64) -> rusqlite::Result<()> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for Settled { ticket, end, .. } in settled {
            match end {
                End::Answered(answer) | End::Dead(answer) => {
                    keep(&transaction, *ticket, answer)?;
                    transaction
                        .prepare_cached("UPDATE job SET due = 0 WHERE place = ?1 AND due > 0")?
                        .execute([ticket])?;
                }
                End::Later { after, .. } => {
                    let sql = "UPDATE job SET due = ?2, attempts = attempts + 1 WHERE place = ?1";
                    transaction.prepare_cached(sql)?.execute([*ticket, due(now, *after)])?;
                }
                End::Back { after } => {
                    let sql = "UPDATE job SET due = ?2 WHERE place = ?1";
                    transaction.prepare_cached(sql)?.execute([*ticket, due(now, *after)])?;
                }
            }
        }
        transaction.commit()?;
        drop(writer);
        let mut lanes = self.lanes();
        for Settled { job, ticket, .. } in settled {
            if let Some(lane) = lanes.get_mut(&job.supplier) {
                lane.leased.remove(ticket);
            }
        }
        Ok(())
    }
}

fn leased(row: &rusqlite::Row<'_>) -> rusqlite::Result<Leased<i64>> {
    Ok(Leased { job: row::job(row, 1)?, attempts: row.get(4)?, ticket: row.get(0)? })
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
