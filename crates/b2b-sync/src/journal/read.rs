//! What is in the journal.

use rusqlite::params;

use super::{Journal, JournalError, row};
use crate::answer::{Answer, Status};
use crate::{Job, Question};

/// How many jobs a supplier has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backlog {
    /// Its name.
    pub supplier: String,
    /// How many jobs it has in all.
    pub jobs: u64,
    /// How many of them have no answer.
    pub open: u64,
}

/// How many jobs ended how, of one supplier and one question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// The supplier's name.
    pub supplier: String,
    /// The question.
    pub question: Question,
    /// How they ended; `None`: they did not.
    pub status: Option<Status>,
    /// How many.
    pub jobs: u64,
}

impl Journal {
    /// How many jobs each supplier has, by name.
    ///
    /// # Errors
    ///
    /// [`JournalError`] when the file cannot be read.
    pub fn backlog(&self) -> Result<Vec<Backlog>, JournalError> {
        let sql = "SELECT supplier.name, count(*), count(*) - count(answer.place) FROM job
                   JOIN supplier ON supplier.id = job.supplier LEFT JOIN answer USING (place)
                   GROUP BY supplier.name ORDER BY supplier.name";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Backlog { supplier: row.get(0)?, jobs: row::count(row, 1)?, open: row::count(row, 2)? })
        };
        self.shared.read(|reader| reader.prepare(sql)?.query_map([], read)?.collect())
    }

    /// How many jobs ended how.
    ///
    /// # Errors
    ///
    /// [`JournalError`] when the file cannot be read.
    pub fn tally(&self) -> Result<Vec<Tally>, JournalError> {
        let sql = "SELECT supplier.name, question, answer.status, count(*) FROM job
                   JOIN supplier ON supplier.id = job.supplier LEFT JOIN answer USING (place)
                   GROUP BY supplier.name, question, answer.status ORDER BY supplier.name, question, answer.status";
        let read = |row: &rusqlite::Row<'_>| {
            let (question, status): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            let status = status.as_deref().and_then(Status::from_name);
            let (supplier, jobs) = (row.get(0)?, row::count(row, 3)?);
            Ok(question.parse().ok().map(|question| Tally { supplier, question, status, jobs }))
        };
        self.shared.read(|reader| reader.prepare(sql)?.query_map([], read)?.filter_map(Result::transpose).collect())
    }

    /// Which questions there are jobs with.
    ///
    /// # Errors
    ///
    /// [`JournalError`] when the file cannot be read.
    pub fn questions(&self) -> Result<Vec<Question>, JournalError> {
        let sql = "SELECT DISTINCT question FROM job";
        let names: Vec<String> =
            self.shared.read(|reader| reader.prepare(sql)?.query_map([], |row| row.get(0))?.collect())?;
        Ok(Question::ALL.iter().copied().filter(|question| names.iter().any(|name| name == question.name())).collect())
    }

    /// Gives the answers to a question one after the other, in the order of the jobs. Nothing is kept of them.
    ///
    /// # Errors
    ///
    /// The first error of `take`, or [`JournalError`] when the file cannot be read.
    pub fn answers<E: From<JournalError>>(
        &self,
        question: Question,
        mut take: impl FnMut(&Job, &Answer) -> Result<(), E>,
    ) -> Result<(), E> {
        let reader = self.shared.reader();
        let columns = row::ANSWER.replace("attempts", "answer.attempts");
        let sql = format!(
            "SELECT supplier.name, question, key, {columns} FROM job
             JOIN supplier ON supplier.id = job.supplier JOIN answer USING (place)
             WHERE question = ?1 ORDER BY place"
        );
        let mut found = reader.prepare(&sql).map_err(JournalError::sqlite)?;
        let mut rows = found.query(params![question.name()]).map_err(JournalError::sqlite)?;
        while let Some(row) = rows.next().map_err(JournalError::sqlite)? {
            let (job, answer) = (row::job(row, 0), row::answer(row, 3));
            take(&job.map_err(JournalError::sqlite)?, &answer.map_err(JournalError::sqlite)?)?;
        }
        Ok(())
    }
}
