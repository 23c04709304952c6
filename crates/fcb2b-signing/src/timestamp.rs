//! `TimeStamp`: the same instant, in each producer's spelling.

mod civil;

use std::time::SystemTime;

use self::civil::Civil;

/// How the time of a request is written, and what is assumed where it names no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
pub struct TimestampFormat {
    /// How many digits stand after the second. Digits beyond are cut off, not rounded.
    pub precision: TimestampPrecision,
    /// Whether the zone is written.
    pub zone: TimestampZone,
}

/// The digits after the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum TimestampPrecision {
    /// `2025-11-27T02:06:06`
    Seconds,
    /// `2026-02-27T01:02:03.456`
    Milliseconds,
    /// `2024-12-21T10:57:23.141466`
    Microseconds,
}

/// The time zone of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum TimestampZone {
    /// UTC, written as `Z`.
    Utc,
    /// Not written.
    Omitted {
        /// The offset in which the time is meant, in minutes east of UTC, less than a day either way. Daylight saving time
        /// is not known here: a producer that has it needs a new profile twice a year.
        assumed_offset_minutes: i16,
    },
}

impl TimestampFormat {
    /// `2025-11-27T02:06:06Z`, variant A.
    pub const SECONDS: Self = Self { precision: TimestampPrecision::Seconds, zone: TimestampZone::Utc };
    /// `2026-02-27T01:02:03.456Z`, variant C.
    pub const MILLISECONDS: Self = Self { precision: TimestampPrecision::Milliseconds, zone: TimestampZone::Utc };
    /// `2024-12-21T10:57:23.141466`, variant B. That it is UTC is our assumption.
    pub const MICROSECONDS_WITHOUT_ZONE: Self = Self {
        precision: TimestampPrecision::Microseconds,
        zone: TimestampZone::Omitted { assumed_offset_minutes: 0 },
    };

    /// Writes a time. `None` if its year has not four digits, or the assumed offset is a day or more.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    ///
    /// use fcb2b_signing::TimestampFormat;
    ///
    /// let time = UNIX_EPOCH + Duration::from_micros(1_734_778_643_141_466);
    /// let written = TimestampFormat::MICROSECONDS_WITHOUT_ZONE.format(time);
    /// assert_eq!(written.as_deref(), Some("2024-12-21T10:57:23.141466"));
    /// ```
    #[must_use]
    pub fn format(&self, time: impl Into<SystemTime>) -> Option<String> {
        self.text(time.into()).map(|text| text.as_str().to_owned())
    }

    /// Reads a time: seconds and 0 to 6 digits after them, whatever the precision of the format, since Python's
    /// `isoformat()` leaves out a fraction of zero. A zone that is written (`Z` or `±hh:mm`) counts; one that is not is
    /// assumed only if the format says so. `None` for everything else.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<SystemTime> {
        let (date, rest) = text.split_once('T')?;
        let (clock, offset) = match rest.split_at_checked(rest.find(['Z', '+', '-']).unwrap_or(rest.len()))? {
            (clock, "") => (clock, self.zone.assumed()?),
            (clock, "Z") => (clock, 0),
            (clock, offset) => (clock, parse_offset(offset)?),
        };
        parse_civil(date, clock)?.time(offset)
    }

    /// Without allocating.
    pub(crate) fn text(&self, time: SystemTime) -> Option<TimeText> {
        let offset = match self.zone {
            TimestampZone::Utc => 0,
            TimestampZone::Omitted { .. } => self.zone.assumed()?,
        };
        let local = Civil::at(time, offset)?;
        let mut text = TimeText { bytes: [0; TimeText::MAX], len: 0 };
        let ([a, b], [c, d]) = (two(local.year / 100), two(local.year));
        let ([e, f], [g, h]) = (two(local.month), two(local.day));
        let ([i, j], [k, l], [m, n]) = (two(local.hour), two(local.minute), two(local.second));
        text.put([a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n]);
        let ([a, b], [c, d], [e, f]) =
            (two(local.microsecond / 10_000), two(local.microsecond / 100), two(local.microsecond));
        match self.precision {
            TimestampPrecision::Seconds => {}
            TimestampPrecision::Milliseconds => text.put([b'.', a, b, c]),
            TimestampPrecision::Microseconds => text.put([b'.', a, b, c, d, e, f]),
        }
        if self.zone == TimestampZone::Utc {
            text.put(*b"Z");
        }
        Some(text)
    }
}

impl TimestampZone {
    /// The offset of a time without a zone, in seconds east of UTC; `None` if there must be a zone.
    pub(crate) fn assumed(self) -> Option<i64> {
        match self {
            Self::Omitted { assumed_offset_minutes: minutes @ -1439..=1439 } => Some(i64::from(minutes) * 60),
            Self::Utc | Self::Omitted { .. } => None,
        }
    }
}

/// A written time.
pub(crate) struct TimeText {
    bytes: [u8; Self::MAX],
    len: usize,
}

impl TimeText {
    const MAX: usize = "2024-12-21T10:57:23.141466Z".len();

    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        if let Some(place) = self.bytes.get_mut(self.len..self.len + N) {
            place.copy_from_slice(&bytes);
            self.len += N;
        }
    }
}

/// The last digit of a number.
fn digit(number: u32) -> u8 {
    b'0' + u8::try_from(number % 10).unwrap_or_default()
}

/// The last two digits of a number.
fn two(number: u32) -> [u8; 2] {
    [digit(number / 10), digit(number)]
}

fn parse_civil(date: &str, clock: &str) -> Option<Civil> {
    let mut date = date.splitn(3, '-');
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (clock, None),
    };
    let mut clock = whole.splitn(3, ':');
    Some(Civil {
        year: digits(date.next()?, 4)?,
        month: digits(date.next()?, 2)?,
        day: digits(date.next()?, 2)?,
        hour: digits(clock.next()?, 2)?,
        minute: digits(clock.next()?, 2)?,
        second: digits(clock.next()?, 2)?,
        microsecond: fraction.map_or(Some(0), parse_fraction)?,
    })
}

fn parse_fraction(digits_after: &str) -> Option<u32> {
    let missing = 6_usize.checked_sub(digits_after.len())?;
    digits(digits_after, digits_after.len())?.checked_mul(10_u32.checked_pow(u32::try_from(missing).ok()?)?)
}

fn parse_offset(text: &str) -> Option<i64> {
    let (sign, text) = text.split_at_checked(1)?;
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = i64::from(hours * 3600 + minutes * 60);
    Some(if sign == "-" { -offset } else { offset })
}

/// Exactly `count` ASCII digits, and at least one.
fn digits(text: &str, count: usize) -> Option<u32> {
    let wanted = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if wanted { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    const ALL: [TimestampFormat; 3] =
        [TimestampFormat::SECONDS, TimestampFormat::MILLISECONDS, TimestampFormat::MICROSECONDS_WITHOUT_ZONE];

    #[track_caller]
    fn check(format: TimestampFormat, text: &str, expected: Option<&str>) {
        let expected = expected.map(|time| time.parse::<DateTime<Utc>>().unwrap().into());
        assert_eq!(format.parse(text), expected, "{text}");
    }

    #[test]
    fn writes_each_spelling() {
        let time = "2025-01-02T03:04:05.006007999Z".parse::<DateTime<Utc>>().unwrap();
        let written = ALL.map(|format| format.format(time).unwrap());
        assert_eq!(written, ["2025-01-02T03:04:05Z", "2025-01-02T03:04:05.006Z", "2025-01-02T03:04:05.006007"]);
        for format in ALL {
            assert!(format.parse(&format.format(time).unwrap()).is_some());
            assert_eq!(format.format(DateTime::<Utc>::MAX_UTC), None);
        }
    }

    #[test]
    fn reads_zero_to_six_digits() {
        let expected = Some("2025-01-02T03:04:05.120Z");
        for digits in [".12", ".120", ".1200", ".12000", ".120000"] {
            check(TimestampFormat::SECONDS, &format!("2025-01-02T03:04:05{digits}Z"), expected);
            check(TimestampFormat::MICROSECONDS_WITHOUT_ZONE, &format!("2025-01-02T03:04:05{digits}"), expected);
        }
        check(TimestampFormat::MICROSECONDS_WITHOUT_ZONE, "2025-01-02T03:04:05", Some("2025-01-02T03:04:05Z"));
        check(TimestampFormat::SECONDS, "2025-01-02T03:04:05.1234567Z", None);
        check(TimestampFormat::SECONDS, "2025-01-02T03:04:05.Z", None);
    }

    #[test]
    fn zones_are_read_where_written_and_assumed_where_allowed() {
        check(TimestampFormat::SECONDS, "2025-01-02T03:04:05", None);
        check(TimestampFormat::SECONDS, "2025-01-02T03:04:05-05:00", Some("2025-01-02T08:04:05Z"));
        check(TimestampFormat::MICROSECONDS_WITHOUT_ZONE, "2025-01-02T03:04:05Z", Some("2025-01-02T03:04:05Z"));
        let zone = TimestampZone::Omitted { assumed_offset_minutes: -300 };
        let eastern = TimestampFormat { zone, ..TimestampFormat::MICROSECONDS_WITHOUT_ZONE };
        check(eastern, "2025-01-01T22:04:05", Some("2025-01-02T03:04:05Z"));
        let time = "2025-01-02T03:04:05Z".parse::<DateTime<Utc>>().unwrap();
        assert_eq!(eastern.format(time).unwrap(), "2025-01-01T22:04:05.000000");
    }

    #[test]
    fn everything_else_is_no_time() {
        for text in [
            "",
            "T",
            "2025-01-02",
            "2025-1-2T03:04:05Z",
            "2025-01-02T3:4:5Z",
            "2025-02-30T00:00:00Z",
            "2025-01-02T24:00:00Z",
            "2025-01-02T23:59:60Z",
            "2025-01-02 03:04:05Z",
            "+025-01-02T03:04:05Z",
            "2025-01-02T03:04:05Zx",
            "2025-01-02T03:04:05+24:00",
            "2025-01-02T03:04:05+5",
            "2025-01-02T03:04:05-é",
            "2025-01-02T03:04Z",
        ] {
            check(TimestampFormat::SECONDS, text, None);
        }
    }
}
