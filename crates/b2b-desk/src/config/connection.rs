//! What every supplier's connection can be told.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use b2b_http::{Rate, RetryPolicy};

use super::key::{Form, Key};
use super::table::{Found, Table};
use super::{ConfigError, Pace, Protocol, pace};

/// What `total_timeout` is if it is left out: the default of [`b2b_http::ClientBuilder`].
const TOTAL_TIMEOUT: Duration = Duration::from_secs(180);

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
    pace::SHARED_BY,
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
    pub(crate) rate: Option<Rate>,
    pub(crate) max_concurrent: Option<usize>,
    /// No key of the configuration: whoever makes a desk says it.
    pub(crate) retry: Option<RetryPolicy>,
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
        let shared_by = value(table.count("shared_by")?).unwrap_or(1).max(1);
        Ok(Self {
            ca,
            deadline: value(table.duration("deadline")?),
            total_timeout: value(table.duration("total_timeout")?),
            connect_timeout: value(table.duration("connect_timeout")?),
            read_timeout: value(table.duration("read_timeout")?),
            max_response_bytes: value(table.count("max_response_bytes")?),
            rate: value(table.count("max_per_second")?).map(|requests| rate(requests, shared_by)),
            max_concurrent: value(table.count("max_concurrent")?).map(|requests| (requests / shared_by).max(1)),
            retry: None,
            pace: Pace::read(table, shared_by)?,
        })
    }

    /// How long one request may take, repetitions included.
    pub(crate) fn longest(&self) -> Duration {
        self.total_timeout.unwrap_or(TOTAL_TIMEOUT)
    }
}

fn value<T>(found: Option<Found<T>>) -> Option<T> {
    found.map(|found| found.value)
}

/// The part of a rate that each of so many processes has. Rounded so that together they have no more.
fn rate(requests: usize, shared_by: usize) -> Rate {
    let count = |number: usize| u32::try_from(number).ok().and_then(NonZeroU32::new);
    match count(requests / shared_by) {
        Some(part) => Rate::per_second(part),
        None if requests < shared_by => {
            let seconds = shared_by.div_ceil(requests.max(1));
            Rate::new(NonZeroU32::MIN, Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX)))
        }
        // More than four billion a second are as many as one can count.
        None => Rate::per_second(NonZeroU32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(requests: usize, shared_by: usize, part: u32, seconds: u64) {
        let expected = Rate::new(NonZeroU32::new(part).unwrap(), Duration::from_secs(seconds));
        assert_eq!(rate(requests, shared_by), expected, "{requests} for {shared_by}");
    }

    #[test]
    fn parts_of_a_rate_are_together_no_more_than_the_whole() {
        check(5, 1, 5, 1);
        check(20, 4, 5, 1);
        check(5, 4, 1, 1);
        check(3, 4, 1, 2);
        check(1, 4, 1, 4);
    }
}
