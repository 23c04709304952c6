//! Hours of the day in a time zone.

use std::str::FromStr;

use chrono::{DateTime, Days, LocalResult, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use crate::config::ConfigError;
use crate::config::table::Table;

/// Hours of every day, as clocks show them in a time zone.
///
/// ```
/// use b2b_desk::QuietHours;
///
/// let hours = QuietHours::new(["22:00-06:00"], "America/New_York").ok_or("no such hours")?;
/// assert_eq!(hours.until("2026-01-15T18:00:00Z".parse()?), None);
/// assert_eq!(hours.until("2026-01-16T05:00:00Z".parse()?), Some("2026-01-16T11:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietHours {
    hours: Vec<Hours>,
    zone: Tz,
}

/// From a time of the day up to, and without, another one, which may be the next day's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hours {
    begin: NaiveTime,
    end: NaiveTime,
}

impl Default for QuietHours {
    /// None.
    fn default() -> Self {
        Self { hours: Vec::new(), zone: Tz::UTC }
    }
}

impl QuietHours {
    /// Hours as `22:00-06:00`, in the zone of this name. `None` if one of them is not of that form or there is no such zone.
    #[must_use]
    pub fn new<'a>(hours: impl IntoIterator<Item = &'a str>, zone: &str) -> Option<Self> {
        let hours = hours.into_iter().map(|hours| hours.parse().ok()).collect::<Option<_>>()?;
        Some(Self { hours, zone: Tz::from_str(zone).ok()? })
    }

    /// When the hours that it is in are over; `None` if it is in none.
    #[must_use]
    pub fn until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // One may begin when another one ends. Where there is no other hour, this ends all the same, and the end is looked at again.
        let mut over = None;
        for _ in &self.hours {
            let at = over.unwrap_or(now);
            let Some(end) = self.hours.iter().find_map(|hours| hours.end_after(at, self.zone)) else { break };
            over = Some(end);
        }
        over
    }
}

impl Hours {
    /// The end of these hours, if it is in them at that time.
    fn end_after(self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let local = at.with_timezone(&zone).naive_local();
        let (day, time) = (local.date(), local.time());
        let end_day = if self.begin < self.end {
            (self.begin <= time && time < self.end).then_some(day)?
        } else if time >= self.begin {
            day.checked_add_days(Days::new(1))?
        } else {
            (time < self.end).then_some(day)?
        };
        let end = end_day.and_time(self.end);
        let times = match zone.from_local_datetime(&end) {
            // A time that the clocks skip is the next hour's.
            LocalResult::None => zone.from_local_datetime(&end.checked_add_signed(TimeDelta::hours(1))?),
            times => times,
        };
        // A time that comes twice ends each of the hours that clocks show before it.
        let mut ends = [times.earliest(), times.latest()].into_iter().flatten().map(|end| end.with_timezone(&Utc));
        ends.find(|end| *end > at)
    }
}

impl FromStr for Hours {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (begin, end) = text.split_once('-').ok_or(())?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(drop);
        let (begin, end) = (time(begin)?, time(end)?);
        if begin == end { Err(()) } else { Ok(Self { begin, end }) }
    }
}

/// The hours of a table.
pub(super) fn read(table: &Table<'_>) -> Result<QuietHours, ConfigError> {
    let zone = match table.text("time_zone")? {
        None => Tz::UTC,
        Some(found) => Tz::from_str(&found.value).map_err(|_| {
            let hint = "Write it as in the list of the IANA, for example America/New_York or Europe/Berlin.";
            ConfigError::at(found.place(table, "time_zone"), "is the name of no time zone", hint)
        })?,
    };
    let Some(found) = table.list("quiet_hours")? else { return Ok(QuietHours { zone, ..QuietHours::default() }) };
    let hours = found.value.iter().map(|hours| hours.parse()).collect::<Result<_, ()>>().map_err(|()| {
        let hint = "Write the times of a day as [\"22:00-06:00\", \"12:00-12:30\"].";
        ConfigError::at(found.place(table, "quiet_hours"), "has hours that are not of the form 22:00-06:00", hint)
    })?;
    Ok(QuietHours { hours, zone })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(hours: &[&str], zone: &str, now: &str, until: Option<&str>) {
        let hours = QuietHours::new(hours.iter().copied(), zone).unwrap();
        let read = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(hours.until(read(now)), until.map(read), "{hours:?} at {now}");
    }

    #[test]
    fn hours_are_those_of_the_zone() {
        check(&[], "UTC", "2026-01-15T23:00:00Z", None);
        check(&["12:00-13:00"], "UTC", "2026-01-15T11:59:59Z", None);
        check(&["12:00-13:00"], "UTC", "2026-01-15T12:00:00Z", Some("2026-01-15T13:00:00Z"));
        check(&["12:00-13:00"], "UTC", "2026-01-15T13:00:00Z", None);
        check(&["12:00-13:00"], "Asia/Tokyo", "2026-01-15T03:30:00Z", Some("2026-01-15T04:00:00Z"));
        check(&["22:00-06:00"], "Europe/Berlin", "2026-07-15T21:00:00Z", Some("2026-07-16T04:00:00Z"));
        check(&["22:00-06:00"], "Europe/Berlin", "2026-07-15T03:59:00Z", Some("2026-07-15T04:00:00Z"));
    }

    #[test]
    fn one_can_follow_another() {
        check(&["13:00-14:00", "12:00-13:00"], "UTC", "2026-01-15T12:10:00Z", Some("2026-01-15T14:00:00Z"));
        check(&["00:00-12:00", "12:00-00:00"], "UTC", "2026-01-15T12:10:00Z", Some("2026-01-16T12:00:00Z"));
    }

    #[test]
    fn clocks_that_are_changed() {
        // 02:30 is skipped in the spring and comes twice in the autumn.
        check(&["22:00-02:30"], "Europe/Berlin", "2026-03-29T00:30:00Z", Some("2026-03-29T01:30:00Z"));
        check(&["22:00-02:30"], "Europe/Berlin", "2026-10-24T23:30:00Z", Some("2026-10-25T00:30:00Z"));
        check(&["22:00-02:30"], "Europe/Berlin", "2026-10-25T00:45:00Z", None);
        check(&["22:00-02:30"], "Europe/Berlin", "2026-10-25T01:10:00Z", Some("2026-10-25T01:30:00Z"));
        check(&["22:00-02:30"], "Europe/Berlin", "2026-10-25T01:30:00Z", None);
    }

    #[test]
    fn what_are_no_hours() {
        for hours in ["", "22:00", "22-06", "22:00-24:00", "06:00-06:00", "22:00-06:00-07:00"] {
            assert_eq!(QuietHours::new([hours], "UTC"), None, "{hours}");
        }
        assert_eq!(QuietHours::new(["22:00-06:00"], "Mars/Olympus"), None);
    }
}
