//! Parquet.

use std::fs::File;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int32Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use b2b_http::BoxError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use super::{Defaults, Jobs, SourceError};
use crate::Job;

/// How many rows are read at a time.
const BATCH: usize = 4096;

const COLUMNS: [&str; 3] = ["supplier", "question", "key"];

pub(super) fn jobs(file: File, defaults: Defaults) -> Result<Jobs, SourceError> {
    // Whatever wrote it kept texts as it liked; they are read as the texts that they are.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).map_err(no_parquet)?;
    let schema = builder.schema();
    let has = |name: &str| schema.fields().iter().any(|field| field.name() == name);
    let needed = [("key", true), ("supplier", defaults.supplier.is_none()), ("question", defaults.question.is_none())];
    if let Some((name, _)) = needed.iter().find(|(name, is_needed)| *is_needed && !has(name)) {
        return Err(SourceError::Column(name));
    }
    let mask = ProjectionMask::columns(builder.parquet_schema(), COLUMNS);
    let reader = builder.with_projection(mask).with_batch_size(BATCH).build().map_err(no_parquet)?;
    let mut row = 0;
    Ok(Box::new(reader.flat_map(move |batch| -> Vec<Result<Job, SourceError>> {
        let texts = batch.map_err(no_parquet).and_then(|batch| Ok((batch.num_rows(), Texts::of(&batch)?)));
        match texts {
            Ok((rows, texts)) => (0..rows)
                .map(|at| {
                    row += 1;
                    let [supplier, question, key] = texts.at(at);
                    defaults.job(row, supplier, question, key)
                })
                .collect(),
            Err(error) => vec![Err(error)],
        }
    })))
}

fn no_parquet(error: impl Into<BoxError>) -> SourceError {
    SourceError::Parquet(error.into())
}

/// The columns, as texts.
struct Texts([Option<Vec<Option<String>>>; 3]);

impl Texts {
    fn of(batch: &RecordBatch) -> Result<Self, SourceError> {
        let [supplier, question, key] = COLUMNS;
        Ok(Self([column(batch, supplier)?, column(batch, question)?, column(batch, key)?]))
    }

    fn at(&self, row: usize) -> [Option<&str>; 3] {
        self.0.each_ref().map(|column| column.as_ref()?.get(row)?.as_deref())
    }
}

fn column(batch: &RecordBatch, name: &'static str) -> Result<Option<Vec<Option<String>>>, SourceError> {
    let Some(array) = batch.column_by_name(name) else { return Ok(None) };
    macro_rules! numbers {
        ($Type:ty) => {
            array.as_primitive::<$Type>().iter().map(|number| number.map(|number| number.to_string())).collect()
        };
    }
    Ok(Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().map(|text| text.map(str::to_owned)).collect(),
        DataType::Int32 => numbers!(Int32Type),
        DataType::Int64 => numbers!(Int64Type),
        DataType::UInt32 => numbers!(UInt32Type),
        DataType::UInt64 => numbers!(UInt64Type),
        other => return Err(SourceError::Type(name, other.to_string())),
    }))
}
