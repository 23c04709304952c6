//! Dates and times: XML Schema Part 2, sections 3.2.7 and 3.2.9, and the compact forms of EDI.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, Timelike, Utc};

use super::{Lexed, Lexical, NotLexical, unpad};

/// Two-digit years from here on belong to the last century: the oldest documents known are of 1998.
const PIVOT: i32 = 70;

impl Lexical for NaiveDate {
    const TYPE: &'static str = "a date";

    #[inline]
    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        let (inner, padded) = unpad(text);
        let lexed = match inner.as_bytes() {
            [_, _, _, _, b'-', _, _, b'-', _, _] => Lexed::proper(iso_date(inner)?),
            [_, _, _, _, b'-', _, _, b'-', _, _, b'T', ..] => {
                let moment = local(inner)?;
                if moment.time() == NaiveTime::MIN {
                    Lexed::odd(moment.date(), "has a time of day")
                } else {
                    return Err(NotLexical);
                }
            }
            [_, _, b'/', _, _, b'/', _, _] => {
                let (month, day, year) = (digits(inner, 0, 2)?, digits(inner, 3, 2)?, digits(inner, 6, 2)?);
                Lexed::odd(date(century(year), month, day)?, "is in the form MM/DD/YY")
            }
            [_, _, b'/', _, _, b'/', _, _, _, _] => {
                let (month, day, year) = (digits(inner, 0, 2)?, digits(inner, 3, 2)?, digits(inner, 6, 4)?);
                Lexed::odd(date(signed(year), month, day)?, "is in the form MM/DD/YYYY")
            }
            [_, _, _, _, _, _, _, _] => {
                let (year, month, day) = (digits(inner, 0, 4)?, digits(inner, 4, 2)?, digits(inner, 6, 2)?);
                Lexed::odd(date(signed(year), month, day)?, "is in the form YYYYMMDD")
            }
            [_, _, _, _, _, _] => {
                let (year, month, day) = (digits(inner, 0, 2)?, digits(inner, 2, 2)?, digits(inner, 4, 2)?);
                Lexed::odd(date(century(year), month, day)?, "is in the form YYMMDD")
            }
            _ => return Err(NotLexical),
        };
        Ok(Lexed { odd: padded.or(lexed.odd), ..lexed })
    }

    fn write(&self, out: &mut String) {
        out.push_str(&format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day()));
    }
}

/// A local date and time without zone.
impl Lexical for NaiveDateTime {
    const TYPE: &'static str = "a date and time";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        let (inner, padded) = unpad(text);
        if inner.contains('T') {
            return Ok(Lexed { value: local(inner)?, odd: padded });
        }
        let date = NaiveDate::parse(inner)?;
        Ok(Lexed::odd(date.value.and_time(NaiveTime::MIN), "has no time of day"))
    }

    fn write(&self, out: &mut String) {
        self.date().write(out);
        out.push_str(&format!("T{:02}:{:02}:{:02}", self.hour(), self.minute(), self.second()));
        let nanos = self.nanosecond() % 1_000_000_000;
        if nanos > 0 {
            out.push('.');
            out.push_str(format!("{nanos:09}").trim_end_matches('0'));
        }
    }
}

/// A moment with a zone. Written in UTC with milliseconds, as WS-Security asks: `2016-05-18T00:17:56.115Z`.
impl Lexical for DateTime<Utc> {
    const TYPE: &'static str = "a date and time with a zone";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        let (inner, odd) = unpad(text);
        let (moment, offset) = if let Some(moment) = inner.strip_suffix('Z') {
            (moment, TimeDelta::zero())
        } else {
            let at = inner.len().checked_sub(6).ok_or(NotLexical)?;
            let (moment, zone) = inner.split_at_checked(at).ok_or(NotLexical)?;
            let sign = match zone.as_bytes() {
                [b'+', _, _, b':', _, _] => 1,
                [b'-', _, _, b':', _, _] => -1,
                _ => return Err(NotLexical),
            };
            let (hours, minutes) = (digits(zone, 1, 2)?, digits(zone, 4, 2)?);
            if hours > 14 || minutes > 59 {
                return Err(NotLexical);
            }
            (moment, TimeDelta::minutes(sign * i64::from(hours * 60 + minutes)))
        };
        let value = local(moment)?.checked_sub_signed(offset).ok_or(NotLexical)?;
        Ok(Lexed { value: value.and_utc(), odd })
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.to_rfc3339_opts(SecondsFormat::Millis, true));
    }
}

/// `2016-05-31T00:00:00` with up to nine fraction digits; no leap seconds, as WS-Security demands of its peers.
fn local(text: &str) -> Result<NaiveDateTime, NotLexical> {
    let (day, time) = text.split_at_checked(10).ok_or(NotLexical)?;
    let [b'T', _, _, b':', _, _, b':', _, _, fraction @ ..] = time.as_bytes() else { return Err(NotLexical) };
    let (hour, minute, second) = (digits(time, 1, 2)?, digits(time, 4, 2)?, digits(time, 7, 2)?);
    let nanos = match fraction {
        [] => 0,
        [b'.', rest @ ..] if (1..=9).contains(&rest.len()) => {
            let digits = digits(time, 10, rest.len())?;
            digits * 10_u32.pow(9 - u32::try_from(rest.len()).unwrap_or(9))
        }
        _ => return Err(NotLexical),
    };
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanos).ok_or(NotLexical)?;
    Ok(iso_date(day)?.and_time(time))
}

fn iso_date(text: &str) -> Result<NaiveDate, NotLexical> {
    let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else { return Err(NotLexical) };
    date(signed(digits(text, 0, 4)?), digits(text, 5, 2)?, digits(text, 8, 2)?)
}

fn date(year: i32, month: u32, day: u32) -> Result<NaiveDate, NotLexical> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or(NotLexical)
}

fn century(year: u32) -> i32 {
    let year = signed(year);
    if year >= PIVOT { 1900 + year } else { 2000 + year }
}

fn signed(year: u32) -> i32 {
    i32::try_from(year).unwrap_or(i32::MAX)
}

/// A run of ASCII digits as a number; at most nine of them.
#[inline]
fn digits(text: &str, from: usize, count: usize) -> Result<u32, NotLexical> {
    let run = text.as_bytes().get(from..from + count).ok_or(NotLexical)?;
    run.iter().try_fold(0, |number, byte| match byte {
        b'0'..=b'9' => Ok(number * 10 + u32::from(byte - b'0')),
        _ => Err(NotLexical),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: Lexical>(text: &str, expected: Option<(&str, bool)>) {
        let parsed = T::parse(text).ok().map(|lexed| {
            let mut written = String::new();
            lexed.value.write(&mut written);
            (written, lexed.odd.is_some())
        });
        assert_eq!(parsed, expected.map(|(value, odd)| (value.to_owned(), odd)), "{text:?}");
    }

    #[test]
    fn dates() {
        check::<NaiveDate>("2016-05-31", Some(("2016-05-31", false)));
        check::<NaiveDate>("2016-05-31T00:00:00", Some(("2016-05-31", true)));
        check::<NaiveDate>("20131201", Some(("2013-12-01", true)));
        check::<NaiveDate>("12/31/07", Some(("2007-12-31", true)));
        check::<NaiveDate>("12/31/98", Some(("1998-12-31", true)));
        check::<NaiveDate>("12/31/2007", Some(("2007-12-31", true)));
        check::<NaiveDate>("071231", Some(("2007-12-31", true)));
        check::<NaiveDate>(" 2016-05-31", Some(("2016-05-31", true)));
        for text in
            ["", "2016-02-30", "2016-5-31", "31/12/2007", "2016-05-31T08:00:00", "20131301", "tomorrow", "2016-05-3é"]
        {
            check::<NaiveDate>(text, None);
        }
    }

    #[test]
    fn local_times() {
        check::<NaiveDateTime>("2016-05-17T20:17:54", Some(("2016-05-17T20:17:54", false)));
        check::<NaiveDateTime>("2024-12-21T10:57:23.141466", Some(("2024-12-21T10:57:23.141466", false)));
        check::<NaiveDateTime>("2016-05-17", Some(("2016-05-17T00:00:00", true)));
        for text in
            ["", "2016-05-17T20:17", "2016-05-17T20:17:60", "2016-05-17T20:17:54.", "2016-05-17T20:17:54.1234567890"]
        {
            check::<NaiveDateTime>(text, None);
        }
    }

    #[test]
    fn moments() {
        check::<DateTime<Utc>>("2016-05-18T00:17:56.115Z", Some(("2016-05-18T00:17:56.115Z", false)));
        check::<DateTime<Utc>>("2016-05-18T00:17:56Z", Some(("2016-05-18T00:17:56.000Z", false)));
        check::<DateTime<Utc>>("2016-05-08T12:00:00+00:00", Some(("2016-05-08T12:00:00.000Z", false)));
        check::<DateTime<Utc>>("2016-05-08T12:00:00-05:30", Some(("2016-05-08T17:30:00.000Z", false)));
        for text in ["", "2016-05-18T00:17:56", "2016-05-18T00:17:56+15:00", "2016-05-18T00:17:56+0100", "éééééé"]
        {
            check::<DateTime<Utc>>(text, None);
        }
    }
}
