//! CSV and NDJSON.

use std::io::{self, BufRead, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ReaderBuilder, Trim};
use serde::Deserialize;
use serde_json::Value;

use super::{Defaults, Jobs, SourceError};
use crate::Job;

/// How long a line may be, and a row of CSV of several lines.
const LONGEST: usize = 1024 * 1024;

/// The jobs of a text: objects, if it begins with one, else a table.
pub(super) fn jobs(mut reader: impl BufRead + Send + 'static, defaults: Defaults) -> Result<Jobs, SourceError> {
    let (mut before, mut blanks) = (0, Vec::new());
    let begin = loop {
        let Some(byte) = reader.fill_buf()?.first().copied() else { break None };
        if !byte.is_ascii_whitespace() {
            break Some(byte);
        }
        reader.consume(1);
        blanks.push(byte);
        if byte == b'\n' {
            before += 1;
            blanks.clear();
        } else if blanks.len() > LONGEST {
            return Err(too_long(before + 1));
        }
    };
    // A table may begin with a tab.
    let reader = Cursor::new(blanks).chain(reader);
    if begin == Some(b'{') { Ok(objects(reader, before, defaults)) } else { table(reader, before, defaults) }
}

/// Reads a line, the end of which counts. False: there is none.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>, number: u64) -> Result<bool, SourceError> {
    line.clear();
    let limit = u64::try_from(LONGEST).unwrap_or(u64::MAX);
    reader.take(limit + 1).read_until(b'\n', line)?;
    if line.len() > LONGEST { Err(too_long(number)) } else { Ok(!line.is_empty()) }
}

fn too_long(line: u64) -> SourceError {
    SourceError::Line { line, message: "it is longer than 1 MiB".to_owned() }
}

#[derive(Deserialize)]
struct Line {
    supplier: Option<String>,
    question: Option<String>,
    key: Option<Value>,
}

fn objects(mut reader: impl BufRead + Send + 'static, before: u64, defaults: Defaults) -> Jobs {
    let (mut line, mut text) = (before, Vec::new());
    let next = move || {
        loop {
            line += 1;
            match read_line(&mut reader, &mut text, line) {
                Ok(true) if text.trim_ascii().is_empty() => {}
                Ok(true) => return Some(object(&text, line, &defaults)),
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    };
    Box::new(std::iter::from_fn(next))
}

fn object(text: &[u8], line: u64, defaults: &Defaults) -> Result<Job, SourceError> {
    let said: Line = serde_json::from_slice(text)
        .map_err(|error| SourceError::Line { line, message: format!("it is no JSON of a job: {error}") })?;
    let key = match said.key {
        None | Some(Value::Null) => None,
        Some(Value::String(key)) => Some(key),
        Some(Value::Number(key)) if !key.is_f64() => Some(key.to_string()),
        Some(_) => {
            let message = "its key is neither text nor a whole number".to_owned();
            return Err(SourceError::Line { line, message });
        }
    };
    defaults.job(line, said.supplier.as_deref(), said.question.as_deref(), key.as_deref())
}

fn table(mut reader: impl BufRead + Send + 'static, mut before: u64, defaults: Defaults) -> Result<Jobs, SourceError> {
    let mut header = Vec::new();
    while read_line(&mut reader, &mut header, before + 1)? && is_nothing(&header) {
        before += 1;
    }
    if header.is_empty() {
        return Ok(Box::new(std::iter::empty()));
    }
    let count = |delimiter: &u8| header.iter().filter(|byte| *byte == delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',');
    let left = Left::default();
    let whole = Bounded { left: left.clone(), reader: Cursor::new(header).chain(reader) };
    let mut reader = ReaderBuilder::new();
    reader.delimiter(delimiter).flexible(true).trim(Trim::All).comment(Some(b'#'));
    let mut reader = reader.from_reader(whole);
    left.renew();
    let header = reader.headers().map_err(|error| no_row(error, before + 1, &left))?.clone();
    let place = |name: &str| header.iter().position(|own| own.eq_ignore_ascii_case(name));
    let (supplier, question) = (place("supplier"), place("question"));
    let key = place("key").ok_or(SourceError::Column("key"))?;
    if supplier.is_none() && defaults.supplier.is_none() {
        return Err(SourceError::Column("supplier"));
    }
    if question.is_none() && defaults.question.is_none() {
        return Err(SourceError::Column("question"));
    }
    let mut records = reader.into_records();
    Ok(Box::new(std::iter::from_fn(move || {
        left.renew();
        let begin = before + records.reader().position().line();
        let record = records.next()?.map_err(|error| no_row(error, begin, &left));
        Some(record.and_then(|record| {
            let line = before + record.position().map_or(0, csv::Position::line);
            let cell = |place: Option<usize>| place.and_then(|place| record.get(place));
            defaults.job(line, cell(supplier), cell(question), cell(Some(key)))
        }))
    })))
}

/// Why there is no row from this line on.
fn no_row(error: csv::Error, line: u64, left: &Left) -> SourceError {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => SourceError::Line { line, message: "it is no UTF-8".to_owned() },
        _ if left.is_used_up() => too_long(line),
        _ => SourceError::Csv(error.into()),
    }
}

/// How much may still be read for a row, with what is before it.
#[derive(Clone, Default)]
struct Left(Arc<AtomicUsize>);

impl Left {
    fn renew(&self) {
        self.0.store(LONGEST, Ordering::Relaxed);
    }

    fn is_used_up(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

/// Reads no more than is left: a quote that is never closed makes one row of all the rest.
struct Bounded<R> {
    left: Left,
    reader: R,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.is_used_up() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let read = self.reader.read(buffer)?;
        self.left.0.store(self.left.0.load(Ordering::Relaxed).saturating_sub(read), Ordering::Relaxed);
        Ok(read)
    }
}

/// Whether a line before the header is empty, or a remark.
fn is_nothing(line: &[u8]) -> bool {
    matches!(line.trim_ascii_start().first(), None | Some(b'#'))
}
