//! What every supplier's connection can be told.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use super::key::{Form, Key};
use super::table::{Found, Table};
use super::{ConfigError, Pace, Protocol, pace};

/// What `total_timeout` is if it is left out: the default of [`b2b_http::ClientBuilder`].
pub(super) const TOTAL_TIMEOUT: Duration = Duration::from_secs(180);

/// The keys that every supplier has.
pub(super) const KEYS: &[Key] = &[
    Key::new("protocol", Form::Choice(Protocol::names), "what it speaks; left out, it is the table's name"),
    Key::new(
        "insecure_inline",
        Form::Flag,
        "whether this file may hold secrets itself; it must be its owner's only, mode 600",
    )
    .or("false"),
    Key::new("ca", Form::Path, "a PEM file with a further certificate to trust"),
    Key::new(
        "deadline",
        Form::Duration,
        "for a question, however many requests it takes; none if left out; price lists, orders and reservations are not bound by it",
    ),
    Key::new("connect_timeout", Form::Duration, "for the name, the connection and TLS").or("10s"),
    Key::new("read_timeout", Form::Duration, "for an answer to begin, and for each part of it").or("60s"),
    Key::new("total_timeout", Form::Duration, "for one request, repetitions included").or("180s"),
    Key::new("max_response_bytes", Form::Count, "size of an answer").or("16777216"),
    Key::new("max_per_second", Form::Count, "requests in a second; no limit if left out"),
    Key::new(
        "max_concurrent",
        Form::Count,
        "requests at a time; left out, a question about many articles asks 4 at a time",
    ),
    pace::QUIET_HOURS,
    pace::TIME_ZONE,
    pace::CIRCUIT_FAILURES,
    pace::CIRCUIT_PAUSE,
];

/// How a supplier is connected to; `None` is the default of [`b2b_http::ClientBuilder`].
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// The file with an extra certificate to trust, and how its place in the configuration is spelled.
    pub(crate) ca: Option<(PathBuf, String)>,
    /// How long a question may take in all; `None`: as long as its requests do.
    pub(crate) deadline: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) max_per_second: Option<NonZeroU32>,
    pub(crate) max_concurrent: Option<usize>,
    pub(crate) pace: Pace,
}

impl Connection {
    pub(super) fn read(table: &Table<'_>) -> Result<Self, ConfigError> {
        // Read where a secret is checked; here, so that it is right where there is none.
        table.flag("insecure_inline")?;
        let ca = table.path("ca")?.map(|found| {
            let place = found.place(table, "ca");
            (found.value, place)
        });
        Ok(Self {
            ca,
            deadline: value(table.duration("deadline")?),
            total_timeout: value(table.duration("total_timeout")?),
            connect_timeout: value(table.duration("connect_timeout")?),
            read_timeout: value(table.duration("read_timeout")?),
            max_response_bytes: value(table.count("max_response_bytes")?),
            max_per_second: value(table.count("max_per_second")?).map(rate),
            max_concurrent: value(table.count("max_concurrent")?),
            pace: Pace::read(table)?,
        })
    }
}

fn value<T>(found: Option<Found<T>>) -> Option<T> {
    found.map(|found| found.value)
}

/// A rate; more than four billion a second are as many as one can count.
fn rate(count: usize) -> NonZeroU32 {
    u32::try_from(count).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX)
}
