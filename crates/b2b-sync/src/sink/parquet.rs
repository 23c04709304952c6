//! Parquet.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Decimal128Builder, StringBuilder, TimestampMillisecondBuilder,
    UInt32Builder,
};
use arrow_array::types::Date32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use b2b_http::BoxError;
use b2b_model::Decimal;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::Table;
use super::upload::Upload;
use crate::rows::{Cell, Column, Kind, MESSAGE};

/// How many digits a decimal has, and how many of them after the point. Whatever number the model has, what is before the point
/// fits.
const PRECISION: u8 = 38;
const SCALE: i8 = 9;

/// How many rows are put together before they are encoded, and how many make a group of rows.
const BATCH: usize = 4096;
const GROUP: usize = 16 * BATCH;

pub(super) struct Parquet {
    schema: Arc<Schema>,
    columns: Vec<Builder>,
    rows: usize,
    writer: ArrowWriter<Upload>,
}

/// A column that is being put together.
enum Builder {
    Text(StringBuilder),
    Decimal(Decimal128Builder),
    Date(Date32Builder),
    Flag(BooleanBuilder),
    Count(UInt32Builder),
    Time(TimestampMillisecondBuilder),
}

impl Parquet {
    pub(super) fn new(columns: &[Column], upload: Upload) -> Result<Self, BoxError> {
        let fields: Vec<Field> =
            columns.iter().map(|column| Field::new(column.name, data_type(column.kind), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by(concat!("b2b-sync ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = ArrowWriter::try_new(upload, Arc::clone(&schema), Some(properties))?;
        let columns = columns.iter().map(|column| Builder::new(column.kind)).collect::<Result<_, _>>()?;
        Ok(Self { schema, columns, rows: 0, writer })
    }

    fn flush(&mut self) -> Result<(), BoxError> {
        if self.rows > 0 {
            let columns = self.columns.iter_mut().map(Builder::finish).collect();
            self.writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), columns)?)?;
            self.rows = 0;
        }
        Ok(())
    }
}

impl Table for Parquet {
    /// A number with more digits after the point than the column has is not rounded: it is told in words.
    fn add(&mut self, row: &[Cell]) -> Result<(), BoxError> {
        let mut told = Vec::new();
        for (place, (builder, cell)) in self.columns.iter_mut().zip(row).enumerate() {
            if place == MESSAGE {
                continue;
            }
            if let Err(Inexact(number)) = builder.add(cell) {
                let name = self.schema.fields().get(place).map(|field| field.name().as_str()).unwrap_or_default();
                told.push(format!("{name} is {number}, which has too many decimals for this table"));
            }
        }
        if let (Some(builder), Some(message)) = (self.columns.get_mut(MESSAGE), row.get(MESSAGE)) {
            if let Cell::Text(message) = message {
                told.insert(0, message.clone());
            }
            let message = if told.is_empty() { Cell::Nothing } else { Cell::Text(told.join("; ")) };
            // Text is never inexact.
            let _ = builder.add(&message);
        }
        self.rows += 1;
        if self.rows == BATCH { self.flush() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<(), BoxError> {
        self.flush()?;
        let mut upload = self.writer.into_inner()?;
        Ok(std::io::Write::flush(&mut upload)?)
    }
}

/// A number that the column cannot hold exactly.
struct Inexact(Decimal);

impl Builder {
    fn new(kind: Kind) -> Result<Self, BoxError> {
        Ok(match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Decimal => Self::Decimal(Decimal128Builder::new().with_precision_and_scale(PRECISION, SCALE)?),
            Kind::Date => Self::Date(Date32Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
            Kind::Count => Self::Count(UInt32Builder::new()),
            Kind::Time => Self::Time(TimestampMillisecondBuilder::new().with_timezone("UTC")),
        })
    }

    /// Adds a cell of the column's kind; of another one, and of a number that does not fit, nothing.
    fn add(&mut self, cell: &Cell) -> Result<(), Inexact> {
        match self {
            Self::Text(builder) => builder.append_option(if let Cell::Text(text) = cell { Some(text) } else { None }),
            Self::Date(builder) => {
                builder.append_option(if let Cell::Date(day) = cell {
                    Some(Date32Type::from_naive_date(*day))
                } else {
                    None
                });
            }
            Self::Flag(builder) => builder.append_option(if let Cell::Flag(flag) = cell { Some(*flag) } else { None }),
            Self::Count(builder) => {
                builder.append_option(if let Cell::Count(count) = cell { Some(*count) } else { None })
            }
            Self::Time(builder) => {
                builder.append_option(if let Cell::Time(time) = cell { Some(time.timestamp_millis()) } else { None });
            }
            Self::Decimal(builder) => {
                let Cell::Decimal(number) = cell else {
                    builder.append_null();
                    return Ok(());
                };
                let scaled = scaled(*number);
                builder.append_option(scaled);
                return scaled.map(drop).ok_or(Inexact(*number));
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => ArrayBuilder::finish(builder),
            Self::Decimal(builder) => ArrayBuilder::finish(builder),
            Self::Date(builder) => ArrayBuilder::finish(builder),
            Self::Flag(builder) => ArrayBuilder::finish(builder),
            Self::Count(builder) => ArrayBuilder::finish(builder),
            Self::Time(builder) => ArrayBuilder::finish(builder),
        }
    }
}

/// The number as a whole number of billionths, if that is exact.
fn scaled(number: Decimal) -> Option<i128> {
    let number = number.normalize();
    let missing = u32::from(SCALE.unsigned_abs()).checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.checked_pow(missing)?)
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Decimal => DataType::Decimal128(PRECISION, SCALE),
        Kind::Date => DataType::Date32,
        Kind::Flag => DataType::Boolean,
        Kind::Count => DataType::UInt32,
        Kind::Time => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: &str, expected: Option<i128>) {
        assert_eq!(scaled(number.parse().unwrap()), expected, "{number}");
    }

    #[test]
    fn numbers_fit_exactly_or_not_at_all() {
        check("0", Some(0));
        check("217.54", Some(217_540_000_000));
        check("-0.000000001", Some(-1));
        check("1.2500000000000", Some(1_250_000_000));
        check("0.0000000001", None);
        check("79228162514264337593543950335", Some(79_228_162_514_264_337_593_543_950_335_000_000_000));
    }
}
