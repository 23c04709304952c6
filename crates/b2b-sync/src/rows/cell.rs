//! What stands in a table.

use std::fmt;

use b2b_model::{Decimal, NaiveDate};
use chrono::{DateTime, SecondsFormat, Utc};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Text. In Parquet, UTF-8.
    Text,
    /// An exact number. In Parquet, a decimal of 38 digits, 9 of them after the point; elsewhere, as text with all its digits.
    Decimal,
    /// A day. In Parquet, a date.
    Date,
    /// True or false.
    Flag,
    /// A whole number that is not below 0. In Parquet, a 32-bit integer without sign.
    Count,
    /// A time. In Parquet, a timestamp of milliseconds in UTC.
    Time,
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cell {
    /// None.
    Nothing,
    /// Of a column of [`Kind::Text`].
    Text(String),
    /// Of a column of [`Kind::Decimal`].
    Decimal(Decimal),
    /// Of a column of [`Kind::Date`].
    Date(NaiveDate),
    /// Of a column of [`Kind::Flag`].
    Flag(bool),
    /// Of a column of [`Kind::Count`].
    Count(u32),
    /// Of a column of [`Kind::Time`].
    Time(DateTime<Utc>),
}

impl fmt::Display for Cell {
    /// As CSV has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Decimal(number) => write!(f, "{number}"),
            Self::Date(day) => write!(f, "{day}"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Count(count) => write!(f, "{count}"),
            Self::Time(time) => f.write_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true)),
        }
    }
}

impl fmt::Display for Kind {
    /// Its type in Parquet, as DuckDB calls it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Text => "VARCHAR",
            Self::Decimal => "DECIMAL(38,9)",
            Self::Date => "DATE",
            Self::Flag => "BOOLEAN",
            Self::Count => "UINTEGER",
            Self::Time => "TIMESTAMP WITH TIME ZONE",
        })
    }
}
