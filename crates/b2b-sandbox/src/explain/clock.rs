//! Clocks that are wrong by a time zone.

use chrono::{DateTime, TimeDelta, Utc};

use crate::notes::Cause;

/// Offsets from UTC that are in use somewhere, in minutes.
const ZONES: [i64; 37] = [
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60, 60, 120, 180, 210, 240, 270,
    300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 840,
];

/// How far the sender's clock may be off besides.
const TOLERANCE: TimeDelta = TimeDelta::minutes(3);

/// What a time says that is too far from now: local time, or a clock that is wrong.
pub(crate) fn cause(sent: DateTime<Utc>, now: DateTime<Utc>) -> Cause {
    let ahead = sent.signed_duration_since(now);
    let zone = ZONES.into_iter().find(|zone| (ahead - TimeDelta::minutes(*zone)).abs() <= TOLERANCE);
    let side = |by: TimeDelta| if by < TimeDelta::zero() { "behind" } else { "ahead of" };
    let Some(zone) = zone else {
        let what = format!("The time lies {} s {} the sandbox's clock.", ahead.num_seconds().abs(), side(ahead));
        return Cause::new("clock", what, "Set the client's clock, and make a new time for every request.");
    };
    let (hours, minutes) = (zone.abs() / 60, zone.abs() % 60);
    let minutes = if minutes == 0 { String::new() } else { format!(" {minutes} min") };
    let what = format!("The time looks like local time: it is {hours} h{minutes} {} UTC.", side(ahead));
    let advice = if zone < 0 {
        "Write the time in UTC; or this is an old message, sent again: make a new one."
    } else {
        "Write the time in UTC."
    };
    Cause::new("local-time", what, advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: &str, name: &str, what: &str) {
        let now = "2025-01-02T03:04:05Z".parse().unwrap();
        let cause = cause(sent.parse().unwrap(), now);
        assert_eq!((cause.name, cause.what.as_str()), (name, what));
    }

    #[test]
    fn local_time_is_told_from_a_wrong_clock() {
        check("2025-01-01T22:04:30Z", "local-time", "The time looks like local time: it is 5 h behind UTC.");
        check("2025-01-02T08:33:05Z", "local-time", "The time looks like local time: it is 5 h 30 min ahead of UTC.");
        check("2025-01-02T02:24:05Z", "clock", "The time lies 2400 s behind the sandbox's clock.");
        check("2026-01-02T03:04:05Z", "clock", "The time lies 31536000 s ahead of the sandbox's clock.");
    }
}
