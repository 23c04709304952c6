//! Long runs on many machines.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use b2b_sync::{Question, Run};

use super::asking::{ObjectForm, duration, patience};
use super::sync::TableFormat;

/// Where the fleet meets.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "NATS")]
pub(crate) struct Nats {
    /// Where NATS is, with JetStream: tls://nats.example:4222, several with commas, none with credentials
    #[arg(long = "nats", value_name = "URL", env = "B2B_NATS", hide_env_values = true)]
    pub(crate) url: String,
    /// The file with the credentials that NATS wants
    #[arg(long, value_name = "PATH")]
    pub(crate) nats_creds: Option<PathBuf>,
    /// The certificates to trust for NATS, a PEM file [default: the system's]
    #[arg(long, value_name = "PATH")]
    pub(crate) nats_ca: Option<PathBuf>,
    /// The certificate that NATS wants, a PEM file
    #[arg(long, value_name = "PATH", requires = "nats_key")]
    pub(crate) nats_cert: Option<PathBuf>,
    /// Its key, a PEM file
    #[arg(long, value_name = "PATH", requires = "nats_cert")]
    pub(crate) nats_key: Option<PathBuf>,
    /// How long NATS may be away once it was there, before the command gives up
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "1h")]
    pub(crate) nats_patience: Duration,
}

/// Puts a list into the queue of a fleet
///
/// The list is as for sync run. What is given twice within ten minutes is asked once; after that it is asked again, and the
/// answer that comes last is collected. When the command ends, all are stored; jobs hold no credentials.
#[derive(Debug, clap::Args)]
pub(crate) struct SyncSubmit {
    /// The list; - is stdin
    #[arg(value_name = "JOBS")]
    pub(crate) jobs: PathBuf,
    /// The run that they belong to [default: today's date in UTC]
    #[arg(long, value_name = "NAME")]
    pub(crate) run: Option<Run>,
    /// Who is asked by jobs that do not say it
    #[arg(long, value_name = "NAME")]
    pub(crate) supplier: Option<String>,
    /// What is asked by jobs that do not say it
    #[arg(long, value_name = "QUESTION")]
    pub(crate) question: Option<Question>,
    /// On how many servers of the cluster jobs and answers are kept [default: as it is, first 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub(crate) replicas: Option<u8>,
    #[command(flatten)]
    pub(crate) nats: Nats,
}

/// Asks what is in the queue of a fleet, until it is interrupted
///
/// max_concurrent bounds what all workers together ask an account at a time. max_per_second bounds each of them, within its
/// part of it: shared_by says how many there are. With shared_by, each keeps to its part of max_concurrent, too, and requests
/// ask about as many keys as they can; have no more workers than it says then.
#[derive(Debug, clap::Args)]
pub(crate) struct SyncWorker {
    /// The suppliers that it asks [default: all of the configuration]
    #[arg(value_name = "SUPPLIER")]
    pub(crate) suppliers: Vec<String>,
    /// How often a question is asked in vain at most before it is given up
    #[arg(long, value_name = "NUMBER", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) attempts: u32,
    /// How long a supplier may answer nothing at all before what it does not answer counts as asked
    #[arg(long, value_name = "DURATION", value_parser = patience, default_value = "6h")]
    pub(crate) patience: Duration,
    /// How long a job stays with a worker that has died
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "30s")]
    pub(crate) lease: Duration,
    /// Where Prometheus finds metrics meanwhile, for example 127.0.0.1:9464
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) metrics: Option<SocketAddr>,
    #[command(flatten)]
    pub(crate) nats: Nats,
}

/// Writes a file of a run's answers for each question
///
/// It can be done again, and while the run is under way: then it says how many jobs are open, and ends with 1. Answers stay
/// with NATS for seven days.
#[derive(Debug, clap::Args)]
pub(crate) struct SyncCollect {
    /// The run [default: today's date in UTC]
    #[arg(long, value_name = "NAME")]
    pub(crate) run: Option<Run>,
    /// Where the files go: a directory, or s3://BUCKET/PREFIX if the command was built with the feature s3
    #[arg(long, value_name = "DIR")]
    pub(crate) out: String,
    /// What files are written; can be given several times
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "parquet")]
    pub(crate) format: Vec<TableFormat>,
    /// Waits until no job of the run is open
    #[arg(long)]
    pub(crate) wait: bool,
    #[command(flatten)]
    pub(crate) nats: Nats,
}

/// Says how the runs of a fleet stand
#[derive(Debug, clap::Args)]
pub(crate) struct SyncStatus {
    #[command(flatten)]
    pub(crate) form: ObjectForm,
    #[command(flatten)]
    pub(crate) nats: Nats,
}
