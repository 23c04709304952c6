//! Jobs from files: CSV, NDJSON, or Parquet.
//!
//! Each job has a `supplier`, a `question` and a `key`: columns under a header, or the members of an object in each line. The first two
//! can be left out where they are the same for all. Lines of CSV that begin with `#` are remarks. What a file is, it says by how it
//! begins; stdin cannot be Parquet, whose end has to be read first. A line may have 1 MiB, a key 1 KiB: our choice, far above what
//! suppliers have.

mod parquet;
mod text;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use b2b_http::BoxError;

use crate::job::LONGEST_NAME;
use crate::{Job, JournalError, Question, QuestionError, QueueError};

/// What holds for jobs that do not say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Who is asked.
    pub supplier: Option<String>,
    /// What is asked.
    pub question: Option<Question>,
}

/// Jobs cannot be read.
///
/// What to do: correct the place that the message names.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The file cannot be read.
    #[error("it cannot be read")]
    Io(#[from] io::Error),
    /// It is no CSV.
    #[error("it is no CSV")]
    Csv(#[source] BoxError),
    /// It is no Parquet.
    #[error("it is no Parquet")]
    Parquet(#[source] BoxError),
    /// Parquet comes from stdin.
    #[error("Parquet is read from its end, which stdin has not: give the file's path")]
    ParquetFromStdin,
    /// A column is missing.
    #[error("it has no column {0}")]
    Column(&'static str),
    /// A column of Parquet is neither text nor whole numbers.
    #[error("its column {0} is {1}, and neither text nor whole numbers")]
    Type(&'static str, String),
    /// A line is no job.
    #[error("line {line}: {message}")]
    Line {
        /// Which line, from 1; in Parquet, which row.
        line: u64,
        /// Why.
        message: String,
    },
    /// A line asks what is not asked.
    #[error("line {line}")]
    Question {
        /// Which line, from 1; in Parquet, which row.
        line: u64,
        /// Why.
        source: QuestionError,
    },
    /// They cannot be written down.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// They cannot be submitted.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Jobs, one after the other. Nothing is kept of those that were given.
pub type Jobs = Box<dyn Iterator<Item = Result<Job, SourceError>> + Send>;

/// The jobs of a file.
///
/// # Errors
///
/// [`SourceError`] when it cannot be read or has no such columns.
pub fn file(path: &Path, defaults: Defaults) -> Result<Jobs, SourceError> {
    let (head, reader) = head(File::open(path)?)?;
    if head == PARQUET {
        return parquet::jobs(File::open(path)?, defaults);
    }
    text(head, reader, defaults)
}

/// The jobs that come from a stream.
///
/// # Errors
///
/// As [`file()`].
pub fn stream(stream: impl Read + Send + 'static, defaults: Defaults) -> Result<Jobs, SourceError> {
    let (head, reader) = head(stream)?;
    if head == PARQUET {
        return Err(SourceError::ParquetFromStdin);
    }
    text(head, reader, defaults)
}

/// How Parquet begins.
const PARQUET: &[u8] = b"PAR1";

/// How a text may begin.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The first bytes, however few of them come at a time, and the rest.
fn head<R: Read>(reader: R) -> io::Result<(Vec<u8>, BufReader<R>)> {
    let (mut reader, mut head) = (BufReader::new(reader), Vec::new());
    reader.by_ref().take(4).read_to_end(&mut head)?;
    Ok((head, reader))
}

fn text(head: Vec<u8>, rest: impl BufRead + Send + 'static, defaults: Defaults) -> Result<Jobs, SourceError> {
    let head = head.strip_prefix(MARK).map(<[u8]>::to_vec).unwrap_or(head);
    text::jobs(io::Cursor::new(head).chain(rest), defaults)
}

impl Defaults {
    /// The job that a line says.
    fn job(
        &self,
        line: u64,
        supplier: Option<&str>,
        question: Option<&str>,
        key: Option<&str>,
    ) -> Result<Job, SourceError> {
        let said = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let lacks = |what: &str| SourceError::Line { line, message: format!("it has no {what}") };
        let supplier = said(supplier).or_else(|| self.supplier.clone()).ok_or_else(|| lacks("supplier"))?;
        let question = match said(question) {
            Some(name) => name.parse().map_err(|source| SourceError::Question { line, source })?,
            None => self.question.ok_or_else(|| lacks("question"))?,
        };
        let key = said(key).ok_or_else(|| lacks("key"))?;
        for (what, name) in [("supplier", &supplier), ("key", &key)] {
            if name.len() > LONGEST_NAME {
                return Err(SourceError::Line { line, message: format!("its {what} is longer than 1 KiB") });
            }
        }
        if key.contains(char::is_control) {
            return Err(SourceError::Line { line, message: "its key has a control character in it".to_owned() });
        }
        Ok(Job::new(supplier, question, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: impl Read + Send + 'static, defaults: Defaults) -> Result<Vec<String>, SourceError> {
        stream(text, defaults)?.map(|job| job.map(|job| job.to_string())).collect()
    }

    /// Comes byte by byte.
    struct Slow(&'static [u8]);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(1);
            self.0.read(&mut buffer[..most])
        }
    }

    fn mill() -> Defaults {
        Defaults { supplier: Some("mill".to_owned()), question: Some(Question::Stock) }
    }

    #[track_caller]
    fn check(text: &'static str, defaults: Defaults, expected: &[&str]) {
        assert_eq!(read(text.as_bytes(), defaults.clone()).unwrap(), expected, "{text:?}");
        assert_eq!(read(Slow(text.as_bytes()), defaults).unwrap(), expected, "{text:?}, byte by byte");
    }

    #[track_caller]
    fn check_refused(text: &'static str, defaults: Defaults, says: &str) {
        check_fails(text.as_bytes(), defaults.clone(), says);
        check_fails(Slow(text.as_bytes()), defaults, says);
    }

    #[track_caller]
    fn check_fails(text: impl Read + Send + 'static, defaults: Defaults, says: &str) {
        let error = read(text, defaults).unwrap_err();
        let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |&error| error.source());
        let said: Vec<String> = causes.map(ToString::to_string).collect();
        assert!(said.join(": ").contains(says), "{said:?}");
    }

    #[test]
    fn no_line_is_endless() {
        let endless = |begin: &'static str, byte: u8| begin.as_bytes().chain(io::repeat(byte));
        check_fails(endless("", b'x'), mill(), "line 1: it is longer than 1 MiB");
        check_fails(endless("\n\n", b' '), mill(), "line 3: it is longer than 1 MiB");
        check_fails(endless("# tonight\nkey\nA1\n", b'x'), mill(), "line 4: it is longer than 1 MiB");
        check_fails(endless("key\nA1\n\"", b'\n'), mill(), "line 3: it is longer than 1 MiB");
        check_fails(endless("{\"key\":\"A1\"}\n{", b' '), mill(), "line 2: it is longer than 1 MiB");
        let key = "x".repeat(LONGEST_NAME);
        assert_eq!(read(io::Cursor::new(format!("key\n{key}\n")), mill()).unwrap(), [format!("mill stock {key}")]);
        check_fails(io::Cursor::new(format!("key\n{key}x\n")), mill(), "line 2: its key is longer than 1 KiB");
        check_fails(&b"# tonight\nkey\nA1\n\xff\n"[..], mill(), "line 4: it is no UTF-8");
    }

    #[test]
    fn tables() {
        check(
            "supplier,question,key\nmill,stock,A1\nwestcon,order-status,po:897879\n",
            Defaults::default(),
            &["mill stock A1", "westcon order_status po:897879"],
        );
        check("\u{feff}Key;name\r\nA1;\"Oak; long\"\r\n\r\n B2 ;x\r\n", mill(), &["mill stock A1", "mill stock B2"]);
        check("key\tquestion\nA1\tprices\nB2\t\n", mill(), &["mill prices A1", "mill stock B2"]);
        check("key\nA1\n", mill(), &["mill stock A1"]);
        check("# tonight\n\nkey\n# not this\nA1\n", mill(), &["mill stock A1"]);
        check_refused("# tonight\nkey,question\nA1,stock\nA2,reserve\n", mill(), "line 4: reserve changes something");
        check("\n \r\n\tkey\nx\tA1\n", mill(), &["mill stock A1"]);
        check_refused("\n\nkey,question\nA1,reserve\n", mill(), "line 4: reserve changes something");
        check("", mill(), &[]);
        check_refused("sku\nA1\n", mill(), "it has no column key");
        check_refused("key\nA1\n", Defaults::default(), "it has no column supplier");
        check_refused("key,question\nA1,reserve\n", mill(), "line 2: reserve changes something");
        check_refused("key,name\nA1,x\n,y\n", mill(), "line 3: it has no key");
    }

    #[test]
    fn objects() {
        check(
            "{\"supplier\":\"mill\",\"question\":\"prices\",\"key\":\"A1\",\"note\":[1]}\n\n{\"key\":4711}\n",
            mill(),
            &["mill prices A1", "mill stock 4711"],
        );
        check("\u{feff}{\"key\":\"A1\"}\n", mill(), &["mill stock A1"]);
        check("\n {\"key\":\"A1\"}\n", mill(), &["mill stock A1"]);
        check_refused("\n{\"key\":\"A1\"}\n{\"key\":[]}\n", mill(), "line 3: its key is neither text");
        check_refused("{\"key\":\"A1\"}\n{\"key\":[]}\n", mill(), "line 2: its key is neither text nor a whole number");
        check_refused("{\"key\":\"A1\"}\nA2\n", mill(), "line 2: it is no JSON");
        check_refused("{\"key\":\"A\\n1\"}\n", mill(), "line 1: its key has a control character in it");
        check_refused("PAR1", mill(), "give the file's path");
    }
}
