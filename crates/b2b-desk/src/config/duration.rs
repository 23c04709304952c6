//! Durations as a configuration writes them.

use std::time::Duration;

use chrono::TimeDelta;

/// A text that is no duration.
///
/// What to do: write a whole number with its unit: `500ms`, `30s`, `5m` or `2h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no duration")]
#[non_exhaustive]
pub struct DurationError;

/// Reads a duration that may have a sign: `-3600s`, `+5m`, `2h`, `250ms`. A century is the longest.
///
/// # Errors
///
/// [`DurationError`] if it is not of that form.
pub fn parse_offset(text: &str) -> Result<TimeDelta, DurationError> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let length = TimeDelta::from_std(parse_duration(text)?).map_err(|_| DurationError)?;
    Ok(if negative { -length } else { length })
}

/// Reads a duration: `30s`, `5m`, `2h`, `250ms`.
pub(super) fn parse_duration(text: &str) -> Result<Duration, DurationError> {
    const CENTURY: u64 = 100 * 365 * 24 * 60 * 60 * 1000;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits).ok_or(DurationError)?;
    let unit = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        _ => return Err(DurationError),
    };
    let millis = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit)).ok_or(DurationError)?;
    if millis > CENTURY { Err(DurationError) } else { Ok(Duration::from_millis(millis)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, seconds: Option<i64>) {
        assert_eq!(parse_offset(text).ok(), seconds.map(TimeDelta::seconds), "{text:?}");
    }

    #[test]
    fn a_number_and_a_unit() {
        check("30s", Some(30));
        check("5m", Some(300));
        check("-2h", Some(-7200));
        check("+3600s", Some(3600));
        check("7000ms", Some(7));
        for text in ["", "s", "30", "30 s", "1.5s", "--3s", "3d", "١s", "99999999999h", "18446744073709551616s"] {
            check(text, None);
        }
    }
}
