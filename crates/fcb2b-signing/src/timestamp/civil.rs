//! The calendar: seconds since 1970 from dates, and back (proleptic Gregorian, as ISO 8601 and RFC 3339 have it).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// From the start of year 0 to that of 1970.
const SECONDS_TO_1970: i64 = 62_167_219_200;
/// The years from 0 to 9999.
const DAYS_OF_ALL_YEARS: u32 = 25 * DAYS_OF_AN_ERA;
/// 400 years, after which the calendar repeats.
const DAYS_OF_AN_ERA: u32 = 146_097;
/// January and February of year 0, which is a leap year.
const DAYS_TO_MARCH: u32 = 60;

/// A date and a time of day, in no time zone in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    pub(super) microsecond: u32,
}

impl Civil {
    /// The reading of a clock that is `offset` seconds ahead of UTC. `None` if the year has not four digits.
    pub(super) fn at(time: SystemTime, offset: i64) -> Option<Self> {
        let (seconds, nanosecond) = since_1970(time)?;
        let local = u64::try_from(seconds.checked_add(offset)?.checked_add(SECONDS_TO_1970)?).ok()?;
        let days = u32::try_from(local / 86_400).ok().filter(|days| *days < DAYS_OF_ALL_YEARS)?;
        let second = u32::try_from(local % 86_400).ok()?;
        // Years start in March here, so that the leap day is their last, and one era earlier, so that no number is below zero.
        let days = days + DAYS_OF_AN_ERA - DAYS_TO_MARCH;
        let (era, day) = (days / DAYS_OF_AN_ERA, days % DAYS_OF_AN_ERA);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        Some(Self {
            year: era * 400 + year + u32::from(month >= 10) - 400,
            month: if month < 10 { month + 3 } else { month - 9 },
            day: day - (153 * month + 2) / 5 + 1,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
            microsecond: nanosecond / 1000,
        })
    }

    /// The time at which a clock that is `offset` seconds ahead of UTC reads this. `None` if there is no such date or time
    /// of day; leap seconds are none.
    pub(super) fn time(self, offset: i64) -> Option<SystemTime> {
        let Self { year, month, day, hour, minute, second, microsecond } = self;
        if day == 0 || day > days_of(year, month)? || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let early = month <= 2;
        let (month, year) = if early { (month + 9, year + 399) } else { (month - 3, year + 400) };
        let days = year / 400 * DAYS_OF_AN_ERA + year % 400 * 365 + year % 400 / 4 - year % 400 / 100;
        let days = days + (153 * month + 2) / 5 + day - 1 + DAYS_TO_MARCH;
        let seconds = i64::from(days) * 86_400 + i64::from(hour * 3600 + minute * 60 + second) - offset;
        let seconds = seconds - i64::from(DAYS_OF_AN_ERA) * 86_400 - SECONDS_TO_1970;
        let distance = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 { UNIX_EPOCH.checked_sub(distance)? } else { UNIX_EPOCH.checked_add(distance)? };
        whole.checked_add(Duration::from_micros(microsecond.into()))
    }
}

/// Seconds, rounded down, and nanoseconds after them.
fn since_1970(time: SystemTime) -> Option<(i64, u32)> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => Some((i64::try_from(after.as_secs()).ok()?, after.subsec_nanos())),
        Err(before) => {
            let before = before.duration();
            let seconds = i64::try_from(before.as_secs()).ok()?.checked_neg()?;
            match before.subsec_nanos() {
                0 => Some((seconds, 0)),
                nanosecond => Some((seconds.checked_sub(1)?, 1_000_000_000 - nanosecond)),
            }
        }
    }
}

fn days_of(year: u32, month: u32) -> Option<u32> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if is_leap { 29 } else { 28 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Datelike, Timelike, Utc};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_chrono(seconds in -62_167_219_200_i64..253_402_300_800, microsecond in 0_u32..1_000_000, offset in -86_399_i64..86_400) {
            let time = DateTime::<Utc>::from_timestamp(seconds, microsecond * 1000).unwrap();
            let local = DateTime::<Utc>::from_timestamp(seconds + offset, 0).unwrap();
            let civil = Civil::at(time.into(), offset);
            prop_assume!((0..=9999).contains(&local.year()));
            prop_assert_eq!(civil, Some(Civil {
                year: u32::try_from(local.year()).unwrap(), month: local.month(), day: local.day(),
                hour: local.hour(), minute: local.minute(), second: local.second(), microsecond,
            }));
            prop_assert_eq!(civil.unwrap().time(offset), Some(time.into()));
        }
    }

    #[test]
    fn years_have_four_digits() {
        let at = |seconds| Civil::at(DateTime::<Utc>::from_timestamp(seconds, 0).unwrap().into(), 0);
        assert!(at(253_402_300_799).is_some() && at(253_402_300_800).is_none());
        assert!(at(-62_167_219_200).is_some() && at(-62_167_219_201).is_none());
    }
}
