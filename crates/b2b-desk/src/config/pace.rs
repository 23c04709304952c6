//! How a supplier may be asked by whoever asks it for long.

mod quiet;

use std::time::Duration;

pub use quiet::QuietHours;

use super::ConfigError;
use super::key::{Form, Key};
use super::table::Table;
use crate::supplier::AT_ONCE;

pub(super) const SHARED_BY: Key = Key::new(
    "shared_by",
    Form::Count,
    "how many processes ask this account at the same time, each within its part of `max_per_second` and `max_concurrent`",
)
.or("1");
pub(super) const QUIET_HOURS: Key = Key::new(
    "quiet_hours",
    Form::List,
    "when `b2b sync` does not ask, as `[\"22:00-06:00\"]`; questions of other commands are asked all the same",
);
pub(super) const TIME_ZONE: Key =
    Key::new("time_zone", Form::Text, "the zone of `quiet_hours`, by its name, as `America/New_York`").or("UTC");
pub(super) const CIRCUIT_FAILURES: Key =
    Key::new("circuit_failures", Form::Count, "after how many failures in a row `b2b sync` stops asking for a while")
        .or("10");
pub(super) const CIRCUIT_PAUSE: Key = Key::new(
    "circuit_pause",
    Form::Duration,
    "how long that while is; after it, one request after the other until one succeeds",
)
.or("30s");

/// How a supplier may be asked by whoever asks it for long: how much at a time, when, and when to stop. What it may be asked in
/// a second, its client observes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pace {
    /// How many requests are under way at a time: this process' part of [`fleet`](Self::fleet), and at least one.
    pub concurrency: usize,
    /// How many requests all processes that share the account have under way at a time: `max_concurrent`, or what a question makes
    /// of it without that.
    pub fleet: usize,
    /// How many processes those are.
    pub shared_by: usize,
    /// When it is not asked.
    pub quiet_hours: QuietHours,
    /// After how many failures in a row it is not asked for a while.
    pub circuit_failures: usize,
    /// How long that while is.
    pub circuit_pause: Duration,
}

impl Default for Pace {
    /// What holds without any key. The numbers are our choice.
    fn default() -> Self {
        Self {
            concurrency: AT_ONCE,
            fleet: AT_ONCE,
            shared_by: 1,
            quiet_hours: QuietHours::default(),
            circuit_failures: 10,
            circuit_pause: Duration::from_secs(30),
        }
    }
}

impl Pace {
    pub(super) fn read(table: &Table<'_>, shared_by: usize) -> Result<Self, ConfigError> {
        let default = Self::default();
        let fleet = table.count("max_concurrent")?.map_or(default.fleet, |found| found.value);
        Ok(Self {
            concurrency: (fleet / shared_by).max(1),
            fleet,
            shared_by,
            quiet_hours: quiet::read(table)?,
            circuit_failures: table.count("circuit_failures")?.map_or(default.circuit_failures, |found| found.value),
            circuit_pause: table.duration("circuit_pause")?.map_or(default.circuit_pause, |found| found.value),
        })
    }
}
