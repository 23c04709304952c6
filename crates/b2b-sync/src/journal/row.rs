//! Values as the file has them.

use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{Error, Row};

use crate::Job;
use crate::answer::{Answer, Digest, Status};

/// The columns of an answer, in the order that [`answer`] reads them.
pub(super) const ANSWER: &str = "status, attempts, asked_at, answered_at, digest, cause, message, said";

/// A time, in milliseconds since 1970.
pub(super) fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// A number of jobs.
pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

/// Supplier, question and key, from this column on.
pub(super) fn job(row: &Row<'_>, from: usize) -> rusqlite::Result<Job> {
    let question: String = row.get(from + 1)?;
    let question = question.parse().map_err(|error| unreadable(from + 1, error))?;
    Ok(Job::new(row.get::<_, String>(from)?, question, row.get::<_, String>(from + 2)?))
}

/// An answer, from this column on.
pub(super) fn answer(row: &Row<'_>, from: usize) -> rusqlite::Result<Answer> {
    let status: String = row.get(from)?;
    let status = Status::from_name(&status).ok_or_else(|| unreadable(from, format!("{status} is no status")))?;
    let said: Option<String> = row.get(from + 7)?;
    let said = said.map(|said| serde_json::from_str(&said)).transpose().map_err(|error| unreadable(from + 7, error))?;
    Ok(Answer {
        status,
        attempts: row.get(from + 1)?,
        asked_at: time(row.get(from + 2)?),
        answered_at: time(row.get(from + 3)?),
        digest: row.get::<_, Option<[u8; 32]>>(from + 4)?.map(Digest),
        cause: row.get(from + 5)?,
        message: row.get(from + 6)?,
        said,
    })
}

fn unreadable(column: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::FromSqlConversionFailure(column, Type::Text, error.into())
}
