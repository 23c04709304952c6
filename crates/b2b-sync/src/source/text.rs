//! CSV and NDJSON.

use std::io::{BufRead, Read as _};

use csv::{ReaderBuilder, StringRecord, Trim};
use serde::Deserialize;
use serde_json::Value;

use super::{Defaults, Jobs, SourceError};

/// The jobs of a text: objects, if it begins with one, else a table.
pub(super) fn jobs(mut reader: impl BufRead + Send + 'static, defaults: Defaults) -> Result<Jobs, SourceError> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if reader.fill_buf()?.starts_with(MARK) {
        reader.consume(MARK.len());
    }
    let begin = reader.fill_buf()?.iter().find(|byte| !byte.is_ascii_whitespace());
    if begin == Some(&b'{') { Ok(objects(reader, defaults)) } else { table(reader, defaults) }
}

#[derive(Deserialize)]
struct Line {
    supplier: Option<String>,
    question: Option<String>,
    key: Option<Value>,
}

fn objects(reader: impl BufRead + Send + 'static, defaults: Defaults) -> Jobs {
    let lines = reader.lines().zip(1_u64..).filter(|(text, _)| !text.as_ref().is_ok_and(|text| text.trim().is_empty()));
    Box::new(lines.map(move |(text, line)| {
        let said: Line = serde_json::from_str(&text?)
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
    }))
}

fn table(mut reader: impl BufRead + Send + 'static, defaults: Defaults) -> Result<Jobs, SourceError> {
    let (mut header, mut before) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut header)? > 0 && is_nothing(&header) {
        header.clear();
        before += 1;
    }
    if header.is_empty() {
        return Ok(Box::new(std::iter::empty()));
    }
    let count = |delimiter: &u8| header.iter().filter(|byte| *byte == delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',');
    let whole = std::io::Cursor::new(header).chain(reader);
    let mut reader = ReaderBuilder::new();
    reader.delimiter(delimiter).flexible(true).trim(Trim::All).comment(Some(b'#'));
    let mut reader = reader.from_reader(whole);
    let header = reader.headers().map_err(no_csv)?.clone();
    let place = |name: &str| header.iter().position(|own| own.eq_ignore_ascii_case(name));
    let (supplier, question) = (place("supplier"), place("question"));
    let key = place("key").ok_or(SourceError::Column("key"))?;
    if supplier.is_none() && defaults.supplier.is_none() {
        return Err(SourceError::Column("supplier"));
    }
    if question.is_none() && defaults.question.is_none() {
        return Err(SourceError::Column("question"));
    }
    Ok(Box::new(reader.into_records().map(move |record| {
        let record: StringRecord = record.map_err(no_csv)?;
        let line = before + record.position().map_or(0, csv::Position::line);
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place));
        defaults.job(line, cell(supplier), cell(question), cell(Some(key)))
    })))
}

fn no_csv(error: csv::Error) -> SourceError {
    SourceError::Csv(error.into())
}

/// Whether a line before the header is empty, or a remark.
fn is_nothing(line: &[u8]) -> bool {
    matches!(line.trim_ascii_start().first(), None | Some(b'#'))
}
