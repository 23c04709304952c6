//! Whom questions go to, and how answers are shown.

use std::time::Duration;

use b2b_desk::{Whom, parse_offset};
use clap::ValueEnum;

/// Whom a question goes to, and how the answers are shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Asking {
    /// The supplier that is asked; can be given several times [default: all that can answer]
    #[arg(long, value_name = "NAME")]
    pub(crate) supplier: Vec<String>,
    #[command(flatten)]
    pub(crate) form: Form,
    /// How long a supplier has for all of its answer, for example 30s; it goes before the configuration's deadline
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(crate) deadline: Option<Duration>,
    /// Prints the request, secrets replaced, and sends nothing
    #[arg(long, conflicts_with = "format")]
    pub(crate) offline: bool,
}

impl Asking {
    pub(crate) fn whom(&self) -> Whom {
        match self.supplier.as_slice() {
            [] => Whom::Able,
            names => Whom::Named(names.to_vec()),
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Form {
    /// How the answers are shown
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// To be read
    #[default]
    Table,
    /// For programs: an array
    Json,
    /// For programs: an object in each line, as they come
    Ndjson,
    /// For spreadsheets: rows under a header
    Csv,
}

/// How something is shown that is no list.
#[derive(Debug, clap::Args)]
pub(crate) struct ObjectForm {
    /// How it is shown
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ObjectFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ObjectFormat {
    /// To be read
    #[default]
    Table,
    /// For programs
    Json,
}

pub(super) fn duration(text: &str) -> Result<Duration, String> {
    patience(text).ok().filter(|length| !length.is_zero()).ok_or_else(|| LENGTH.to_owned())
}

/// A duration that may be none.
pub(super) fn patience(text: &str) -> Result<Duration, String> {
    parse_offset(text).ok().and_then(|length| length.to_std().ok()).ok_or_else(|| LENGTH.to_owned())
}

const LENGTH: &str = "write a whole number with its unit: 500ms, 30s, 5m";
