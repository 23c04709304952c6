//! Long runs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use b2b_sync::Question;
use b2b_sync::sink::Format;
use clap::{Subcommand, ValueEnum};

use super::asking::{duration, patience};

/// Asks long lists of questions, within each supplier's limits, and resumes what was broken off
#[derive(Debug, clap::Args)]
pub(crate) struct Sync {
    #[command(subcommand)]
    pub(crate) command: SyncCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SyncCommand {
    Run(SyncRun),
    #[cfg(feature = "nats")]
    Submit(super::SyncSubmit),
    #[cfg(feature = "nats")]
    Worker(super::SyncWorker),
    #[cfg(feature = "nats")]
    Collect(super::SyncCollect),
    #[cfg(feature = "nats")]
    Status(super::SyncStatus),
}

/// Asks all of a list from this machine, and writes a file of answers for each question
///
/// A list is CSV, NDJSON or Parquet with the columns supplier, question and key. Questions are order_status, shipments,
/// stock, prices and reservations; nothing is changed at a supplier. A key is a number as other commands take it: po:897879,
/// mg:T3Y97A; of reservations an article, reserve:7000004, or * for all. What is given twice is asked once.
///
/// The answers are kept in a journal until all are there. Ctrl-C and SIGTERM let what is under way end; after them, or
/// whatever else broke the run off, --resume goes on with it.
#[derive(Debug, clap::Args)]
pub(crate) struct SyncRun {
    /// The list; - is stdin
    #[arg(value_name = "JOBS")]
    pub(crate) jobs: PathBuf,
    /// Where the files go: a directory, or s3://BUCKET/PREFIX if the command was built with the feature s3
    #[arg(long, value_name = "DIR")]
    pub(crate) out: String,
    /// What files are written; can be given several times
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "parquet")]
    pub(crate) format: Vec<TableFormat>,
    /// Takes over answers of the run before that are not older, for example 6h; with --resume, asks again for what is
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(crate) max_age: Option<Duration>,
    /// Goes on with a run that was broken off, if one was; the list is the same then
    #[arg(long)]
    pub(crate) resume: bool,
    /// How often a question is asked in vain at most before it is given up
    #[arg(long, value_name = "NUMBER", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) attempts: u32,
    /// How long a supplier may answer nothing at all before what it does not answer counts as asked; after half an hour more
    /// it is left alone, and --resume goes on with it
    #[arg(long, value_name = "DURATION", value_parser = patience, default_value = "30m")]
    pub(crate) patience: Duration,
    /// Where the journal is [default: journal.sqlite in the directory of --out]
    #[arg(long, value_name = "PATH")]
    pub(crate) journal: Option<PathBuf>,
    /// Who is asked by jobs that do not say it
    #[arg(long, value_name = "NAME")]
    pub(crate) supplier: Option<String>,
    /// What is asked by jobs that do not say it
    #[arg(long, value_name = "QUESTION")]
    pub(crate) question: Option<Question>,
    /// Where Prometheus finds metrics meanwhile, for example 127.0.0.1:9464
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) metrics: Option<SocketAddr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Decimals are decimals, times are timestamps
    Parquet,
    /// An object in each line
    Ndjson,
    /// Rows under a header
    Csv,
    /// One file, a table for each question
    Sqlite,
}

impl From<TableFormat> for Format {
    fn from(format: TableFormat) -> Self {
        match format {
            TableFormat::Parquet => Self::Parquet,
            TableFormat::Ndjson => Self::Ndjson,
            TableFormat::Csv => Self::Csv,
            TableFormat::Sqlite => Self::Sqlite,
        }
    }
}
