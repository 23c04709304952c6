//! What every supplier's connection can be told.

use std::path::PathBuf;
use std::time::Duration;

use super::ConfigError;
use super::table::{Found, Table};

/// The keys that every supplier has.
pub(super) const KEYS: &[&str] =
    &["protocol", "insecure_inline", "ca", "total_timeout", "connect_timeout", "read_timeout", "max_response_bytes"];

/// How a supplier is connected to; `None` is the default of [`b2b_http::ClientBuilder`].
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// The file with an extra certificate to trust, and how its place in the configuration is spelled.
    pub(crate) ca: Option<(PathBuf, String)>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) max_response_bytes: Option<usize>,
}

impl Connection {
    pub(super) fn read(table: &Table<'_>) -> Result<Self, ConfigError> {
        let ca = table.path("ca")?.map(|found| {
            let place = found.place(table, "ca");
            (found.value, place)
        });
        Ok(Self {
            ca,
            total_timeout: value(table.duration("total_timeout")?),
            connect_timeout: value(table.duration("connect_timeout")?),
            read_timeout: value(table.duration("read_timeout")?),
            max_response_bytes: value(table.count("max_response_bytes")?),
        })
    }
}

fn value<T>(found: Option<Found<T>>) -> Option<T> {
    found.map(|found| found.value)
}
