//! The supplier's clock.

use std::sync::{Arc, Mutex, PoisonError};

use b2b_http::{Environment, Exchange};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Check, Subject};
use crate::config::SupplierConfig;
use crate::{Cause, DeskError, Observer};

/// A difference above this is told. `Date` has whole seconds, and an answer takes some. Our choice.
const TOLERATED: TimeDelta = TimeDelta::minutes(1);

/// When the last answer came, and what its `Date` says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) here: DateTime<Utc>,
    pub(super) there: DateTime<Utc>,
}

/// Watches exchanges for `Date`.
#[derive(Clone)]
pub(super) struct Dates {
    environment: Arc<dyn Environment>,
    last: Arc<Mutex<Option<Times>>>,
}

impl Dates {
    pub(super) fn new(environment: Arc<dyn Environment>) -> Self {
        Self { environment, last: Arc::default() }
    }

    /// Of the last answer that had a `Date`.
    pub(super) fn last(&self) -> Option<Times> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Dates {
    fn exchanged(&self, _supplier: &str, exchange: &Exchange) {
        let headers = exchange.response.iter().flat_map(|response| &response.headers);
        let mut dates = headers.filter(|(name, _)| name.eq_ignore_ascii_case("date"));
        if let Some(there) = dates.find_map(|(_, date)| DateTime::parse_from_rfc2822(date).ok()) {
            let times = Times { here: self.environment.now(), there: there.to_utc() };
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(times);
        }
    }
}

/// Compares the clocks, the configured offset counted in.
pub(super) fn judge(config: &SupplierConfig, times: Option<Times>, error: Option<&DeskError>) -> Check {
    let offset = config.clock_offset();
    let is_refused = error.is_some_and(|error| error.cause() == Cause::Clock);
    let Some(Times { here, there }) = times else {
        return match error {
            Some(error) if is_refused => Check::failed(Subject::Clock, error.to_string(), error.hint(), Cause::Clock),
            Some(_) => Check::skipped(Subject::Clock, "no answer came that has a Date"),
            None => Check::skipped(Subject::Clock, "the answer has no Date"),
        };
    };
    let difference = there - here - offset.unwrap_or_default();
    let found = words(difference, offset);
    let is_near = difference.abs() <= TOLERATED;
    match (error, offset) {
        (Some(error), _) if is_refused && is_near => {
            let found = format!("{found}, and yet: {error}");
            Check::failed(Subject::Clock, found, error.hint(), Cause::Clock)
        }
        (Some(_), _) if is_refused => Check::failed(Subject::Clock, found, advice(there - here), Cause::Clock),
        _ if is_near => Check::well(Subject::Clock, found),
        (_, Some(_)) => Check::warning(Subject::Clock, found, advice(there - here)),
        (_, None) => {
            let found = format!("{found}; requests carry no time");
            Check::warning(Subject::Clock, found, "If it is this machine's clock that is wrong, set it right.")
        }
    }
}

fn words(difference: TimeDelta, offset: Option<TimeDelta>) -> String {
    let ours = match offset {
        Some(offset) if !offset.is_zero() => "this machine's with clock_offset",
        _ => "this machine's",
    };
    if difference.abs() <= TOLERATED {
        return format!("the supplier's clock agrees with {ours} to the minute");
    }
    let side = if difference > TimeDelta::zero() { "ahead of" } else { "behind" };
    format!("the supplier's clock is {} {side} {ours}", length(difference.abs()))
}

fn advice(offset: TimeDelta) -> String {
    let seconds = offset.num_seconds();
    format!("Set the clock that is wrong right; if it is the supplier's, set clock_offset = \"{seconds}s\".")
}

/// In the largest unit that tells it well.
fn length(difference: TimeDelta) -> String {
    let (minutes, hours) = (rounded(difference, TimeDelta::minutes(1)), rounded(difference, TimeDelta::hours(1)));
    match (minutes, hours) {
        (..=1, _) => "1 minute".to_owned(),
        (minutes, _) if minutes < 120 => format!("{minutes} minutes"),
        (_, hours) if hours < 48 => format!("{hours} hours"),
        (_, hours) => format!("{} days", hours / 24),
    }
}

fn rounded(difference: TimeDelta, unit: TimeDelta) -> i64 {
    (difference + unit / 2).num_seconds() / unit.num_seconds().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(seconds: i64, offset: Option<i64>, expected: &str) {
        assert_eq!(words(TimeDelta::seconds(seconds), offset.map(TimeDelta::seconds)), expected);
    }

    #[test]
    fn differences_are_told_in_words() {
        check(0, None, "the supplier's clock agrees with this machine's to the minute");
        check(-60, Some(0), "the supplier's clock agrees with this machine's to the minute");
        check(61, Some(0), "the supplier's clock is 1 minute ahead of this machine's");
        check(-3601, Some(1), "the supplier's clock is 60 minutes behind this machine's with clock_offset");
        check(8 * 3600 + 1, Some(0), "the supplier's clock is 8 hours ahead of this machine's");
        check(400 * 86_400, None, "the supplier's clock is 400 days ahead of this machine's");
    }
}
