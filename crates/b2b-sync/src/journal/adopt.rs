//! Answers that others have heard.

use rusqlite::{Transaction, TransactionBehavior, params};

use super::work::keep;
use super::{Journal, JournalError};
use crate::Status;
use crate::fleet::Stored;

impl Journal {
    /// Writes answers down with their jobs, one for each job, and says how many jobs are new. The last one stays, but an answer goes
    /// before a dead letter. Jobs stand in the order of their places.
    pub(crate) fn adopt(&self, answers: &[Stored]) -> Result<u64, JournalError> {
        self.shared.write(|writer| {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut kept = 0;
            for Stored { place, job, answer } in answers {
                let (found, is_new) = place_of(&transaction, *place, job)?;
                if !is_new {
                    let sql = "DELETE FROM answer WHERE place = ?1 AND (status <> 'failed', answered_at) < (?2, ?3)";
                    let (is_answered, at) = (answer.status != Status::Failed, answer.answered_at.timestamp_millis());
                    transaction.prepare_cached(sql)?.execute(params![found, is_answered, at])?;
                }
                keep(&transaction, found, answer)?;
                kept += u64::from(is_new);
            }
            transaction.commit()?;
            Ok(kept)
        })
    }
}

/// Where a job stands in the journal, and whether it is new there.
fn place_of(transaction: &Transaction<'_>, place: u64, job: &crate::Job) -> rusqlite::Result<(i64, bool)> {
    let run = |sql: &str| transaction.prepare_cached(sql);
    run("INSERT OR IGNORE INTO supplier (name) VALUES (?1)")?.execute([&job.supplier])?;
    let supplier: i64 = run("SELECT id FROM supplier WHERE name = ?1")?.query_row([&job.supplier], |row| row.get(0))?;
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    // A queue that was made anew counts from 1 again: whoever finds his place taken goes to the end.
    for place in [Some(place), None] {
        let sql = "INSERT OR IGNORE INTO job (place, supplier, question, key) VALUES (?1, ?2, ?3, ?4)";
        if run(sql)?.execute(params![place, supplier, job.question.name(), job.key])? > 0 {
            return Ok((transaction.last_insert_rowid(), true));
        }
    }
    let sql = "SELECT place FROM job WHERE supplier = ?1 AND question = ?2 AND key = ?3";
    let found = run(sql)?.query_row(params![supplier, job.question.name(), job.key], |row| row.get(0))?;
    Ok((found, false))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::answer::{Answer, Trouble};
    use crate::{Cause, Job, Question};

    fn stored(place: u64, second: i64, status: Status) -> Stored {
        let at = DateTime::from_timestamp(second, 0).unwrap();
        let trouble = Trouble::new(Cause::NotFound, second.to_string());
        let answer = Answer { status, ..Answer::dead(1, at, at, &trouble) };
        Stored { place, job: Job::new("mill", Question::Stock, "A1"), answer }
    }

    #[test]
    fn the_last_answer_stays_and_goes_before_a_dead_letter() {
        let (dead, good) = (Status::Failed, Status::NotFound);
        for (answers, stays) in [
            ([(1, dead), (2, good), (3, good)], "3"),
            ([(3, good), (2, good), (1, good)], "3"),
            ([(1, good), (2, dead), (3, dead)], "1"),
            ([(5, dead), (1, good), (6, dead)], "1"),
            ([(2, dead), (3, dead), (1, dead)], "3"),
        ] {
            let home = tempfile::tempdir().unwrap();
            let journal = Journal::open(&home.path().join("journal.sqlite")).unwrap();
            let answers: Vec<_> = (4..).zip(answers).map(|(place, (at, status))| stored(place, at, status)).collect();
            assert_eq!(journal.adopt(&answers).unwrap(), 1);
            let mut found = Vec::new();
            let take = |_: &Job, answer: &Answer| {
                found.extend(answer.message.clone());
                Ok::<_, JournalError>(())
            };
            journal.answers(Question::Stock, take).unwrap();
            assert_eq!(found, [stays]);
        }
    }
}
