//! Answers into files: `stock.parquet`, `prices.csv`, or all of them in one SQLite file.
//!
//! Each question has a table of its own, with the [`columns`] that it has in every format. A file is there when it is
//! whole: whoever is killed while it is written leaves the one that was there before, and so does an error.
//!
//! Into a bucket a file goes in parts. An error has the bucket throw them away; who is killed, or gives up [`write()`] before it ends,
//! leaves them there, unseen, until a lifecycle rule of the bucket (`AbortIncompleteMultipartUpload`) removes them.

#[cfg(feature = "s3")]
mod bucket;
mod lines;
mod parquet;
mod place;
mod sending;
mod sqlite;
mod told;
mod upload;

use b2b_http::BoxError;
use tokio::task::spawn_blocking;

pub use self::place::Place;
use self::upload::Upload;
use crate::rows::{Cell, Column, columns, rows};
use crate::{Journal, JournalError, Question};

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// An object in each line; what is not said is left out. Decimals, dates and times are strings.
    Ndjson,
    /// Rows under a header.
    Csv,
    /// Parquet, with decimals as decimals and times as timestamps.
    Parquet,
    /// SQLite: one file, a table for each question. Decimals, dates and times are text.
    Sqlite,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Where it is.
    pub path: String,
    /// How many rows it has.
    pub rows: u64,
}

/// Answers cannot be written.
///
/// What to do: see to the directory or the bucket, then resume the run: the answers are in its journal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The place cannot be used.
    #[error("{0} cannot be used")]
    Place(String, #[source] BoxError),
    /// The place is of a kind that this program was built without.
    #[error("{0} cannot be written to by this program: it was built without the feature s3")]
    WithoutS3(String),
    /// A file cannot be made or stored.
    #[error("{0} cannot be written")]
    File(String, #[source] BoxError),
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] = &[Self::Ndjson, Self::Csv, Self::Parquet, Self::Sqlite];

    /// Its name, which its files end in.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Sqlite => "sqlite",
        }
    }
}

/// A table that is being written.
trait Table {
    fn add(&mut self, row: &[Cell]) -> Result<(), BoxError>;
    fn finish(self: Box<Self>) -> Result<(), BoxError>;
}

/// Writes all answers of a journal, in the order of its jobs.
///
/// # Errors
///
/// [`SinkError`]; the files that were whole before it stay.
pub async fn write(journal: &Journal, place: &Place, format: Format) -> Result<Vec<Written>, SinkError> {
    let questions = journal.questions()?;
    let mut written = Vec::new();
    if format == Format::Sqlite {
        let journal = journal.clone();
        let file = format!("answers.{}", format.name());
        written.push(
            store(place, &file, move |upload| {
                let mut rows = 0;
                let database = sqlite::Database::new()?;
                for question in questions {
                    rows += fill(&journal, question, Box::new(database.table(question)?))?;
                }
                database.copy_to(upload)?;
                Ok(rows)
            })
            .await?,
        );
        return Ok(written);
    }
    for question in questions {
        let journal = journal.clone();
        let file = format!("{question}.{}", format.name());
        written.push(
            store(place, &file, move |upload| {
                let columns: Vec<Column> = columns(question);
                let table: Box<dyn Table> = match format {
                    Format::Ndjson => Box::new(lines::Ndjson::new(columns, upload)),
                    Format::Csv => Box::new(lines::Csv::new(&columns, upload)?),
                    Format::Parquet | Format::Sqlite => Box::new(parquet::Parquet::new(&columns, upload)?),
                };
                fill(&journal, question, table)
            })
            .await?,
        );
    }
    Ok(written)
}

/// Writes one file: what `make` writes goes away in pieces while it works, so that a file of any size takes little memory.
async fn store(
    place: &Place,
    file: &str,
    make: impl FnOnce(Upload) -> Result<u64, BoxError> + Send + 'static,
) -> Result<Written, SinkError> {
    let (path, shown) = (place.file(file), place.shown(file));
    place.remove_drafts(file);
    let (upload, pieces) = upload::pipe();
    let making = spawn_blocking(move || make(upload));
    match sending::send(place.store(), &path, pieces, making).await {
        Ok(rows) => Ok(Written { path: shown, rows }),
        Err(error) => Err(SinkError::File(shown, error)),
    }
}

/// Fills a table with the answers to a question, and says how many rows it has.
fn fill(journal: &Journal, question: Question, mut table: Box<dyn Table + '_>) -> Result<u64, BoxError> {
    let mut count = 0;
    journal.answers(question, |job, answer| {
        for row in rows(job, answer) {
            table.add(&row)?;
            count += 1;
        }
        Ok::<_, BoxError>(())
    })?;
    table.finish()?;
    Ok(count)
}
