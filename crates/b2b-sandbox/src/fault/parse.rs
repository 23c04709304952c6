//! Reading a fault switch.

use std::{collections::BTreeSet, str::FromStr, time::Duration};

use http::{HeaderValue, StatusCode};

use super::{Edit, Fault, FaultError, Moment, Replace};

const KEYS: &str = "status, html, garbage, oversize, reset, expired, foreign, delay, slow-body, truncate, content-type, \
                    retry-after, after, times, supplier, process and id";
/// Each counted switch is remembered by its text.
const LONGEST_TEXT: usize = 1024;
const LONGEST: Duration = Duration::from_secs(600);
const LARGEST: u64 = 4 << 30;

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        if text.len() > LONGEST_TEXT {
            return Err(FaultError(format!("A switch has up to {LONGEST_TEXT} bytes.")));
        }
        let mut fault = Self {
            text: text.trim().to_owned(),
            replace: None,
            status: None,
            delay: None,
            slow_body: None,
            truncate: None,
            content_type: None,
            edit: None,
            retry_after: None,
            after: 0,
            times: None,
            supplier: None,
            process: None,
        };
        let mut seen = BTreeSet::new();
        for entry in entries(text)? {
            let (key, value) = match entry.split_once('=') {
                Some((key, value)) => (key.trim_end(), Some(unquoted(value.trim_start()))),
                None => (entry, None),
            };
            if !seen.insert(key) {
                return Err(FaultError(format!("{key} is given twice.")));
            }
            fault.set(key, value)?;
        }
        fault.checked()
    }
}

impl Fault {
    fn set(&mut self, key: &str, value: Option<&str>) -> Result<(), FaultError> {
        match (key, value) {
            ("html", None) => self.replace_with(Replace::Html)?,
            ("garbage", None) => self.replace_with(Replace::Garbage)?,
            ("reset", None | Some("after")) => self.replace_with(Replace::Reset(Moment::After))?,
            ("reset", Some("during")) => self.replace_with(Replace::Reset(Moment::During))?,
            ("reset", Some("before")) => self.replace_with(Replace::Reset(Moment::Before))?,
            ("reset", Some(value)) => {
                return Err(FaultError(format!("reset is before, during or after the request, not {value:?}.")));
            }
            ("expired", None) => self.edit_by(Edit::Expired)?,
            ("foreign", None) => self.edit_by(Edit::Foreign)?,
            ("html" | "garbage" | "expired" | "foreign", Some(_)) => {
                return Err(FaultError(format!("{key} takes no value.")));
            }
            ("oversize", Some(value)) => self.replace_with(Replace::Oversize(size(key, value)?))?,
            ("status", Some(value)) => self.status = Some(status(value)?),
            ("delay", Some(value)) => self.delay = Some(duration(key, value)?),
            ("slow-body", Some(value)) => self.slow_body = Some(duration(key, value)?),
            ("truncate", Some(value)) => self.truncate = Some(size(key, value)?),
            ("content-type", Some(value)) => self.content_type = Some(header(key, value)?),
            ("retry-after", Some(value)) => self.retry_after = Some(number(key, value)?),
            ("after", Some(value)) => self.after = number(key, value)?,
            ("times", Some(value)) => self.times = Some(number(key, value)?),
            ("supplier", Some(value)) => self.supplier = Some(value.to_owned()),
            ("process", Some("yes")) => self.process = Some(true),
            ("process", Some("no")) => self.process = Some(false),
            ("process", Some(value)) => return Err(FaultError(format!("process is yes or no, not {value:?}."))),
            ("id", Some(_)) => {}
            (key, None) if KEYS.split(", ").any(|known| known == key) => {
                return Err(FaultError(format!("{key} needs a value, as in {key}=1.")));
            }
            _ => return Err(FaultError(format!("{key:?} is no fault; there are {KEYS}."))),
        }
        Ok(())
    }

    fn replace_with(&mut self, replace: Replace) -> Result<(), FaultError> {
        if self.replace.is_some() {
            return Err(FaultError("Only one of html, garbage, oversize and reset can be the answer.".to_owned()));
        }
        self.replace = Some(replace);
        Ok(())
    }

    fn edit_by(&mut self, edit: Edit) -> Result<(), FaultError> {
        if self.edit.is_some() {
            return Err(FaultError("expired and foreign do not go together.".to_owned()));
        }
        self.edit = Some(edit);
        Ok(())
    }

    fn checked(mut self) -> Result<Self, FaultError> {
        let spoils_body = self.slow_body.is_some() || self.truncate.is_some() || self.edit.is_some();
        let spoils = spoils_body || self.status.is_some() || self.content_type.is_some() || self.retry_after.is_some();
        match self.replace {
            None if self.status.is_some() => self.replace = Some(Replace::Status),
            None if !spoils && self.delay.is_none() => {
                return Err(FaultError(format!("The switch says when, but not what goes wrong; there are {KEYS}.")));
            }
            Some(Replace::Reset(_)) if spoils => {
                return Err(FaultError("reset sends no answer; only delay goes with it.".to_owned()));
            }
            Some(Replace::Reset(Moment::Before)) if self.supplier.is_some() || self.delay.is_some() => {
                return Err(FaultError(
                    "reset=before comes before any request; only after and times go with it.".to_owned(),
                ));
            }
            Some(Replace::Reset(Moment::Before | Moment::During)) if self.process == Some(true) => {
                return Err(FaultError("process=yes needs the whole request; only reset=after has it.".to_owned()));
            }
            Some(Replace::Oversize(_)) if spoils_body => {
                return Err(FaultError("oversize goes neither with slow-body nor with truncate.".to_owned()));
            }
            _ => {}
        }
        if self.edit.is_some() && self.replace.is_some() {
            return Err(FaultError("expired and foreign are for the supplier's own answer.".to_owned()));
        }
        if self.slow_body.is_some() && self.truncate.is_some() {
            return Err(FaultError("slow-body and truncate do not go together.".to_owned()));
        }
        if self.process == Some(false) && self.replace.is_none() {
            return Err(FaultError("process=no leaves no answer to spoil; add a status.".to_owned()));
        }
        Ok(self)
    }
}

/// The entries between the `;` that stand outside of quotes.
fn entries(text: &str) -> Result<Vec<&str>, FaultError> {
    let mut quoted = false;
    let entries = text
        .split(|character| {
            quoted ^= character == '"';
            character == ';' && !quoted
        })
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .collect();
    if quoted { Err(FaultError("A quote is left open.".to_owned())) } else { Ok(entries) }
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

fn status(value: &str) -> Result<StatusCode, FaultError> {
    value
        .parse()
        .ok()
        .filter(|code| (200..600).contains(code))
        .and_then(|code| StatusCode::from_u16(code).ok())
        .ok_or_else(|| FaultError(format!("status is a number from 200 to 599, not {value:?}.")))
}

fn number(key: &str, value: &str) -> Result<u64, FaultError> {
    value.parse().map_err(|_| FaultError(format!("{key} is a whole number, not {value:?}.")))
}

fn duration(key: &str, value: &str) -> Result<Duration, FaultError> {
    let (number, unit) = split_unit(value);
    let per_unit = match unit {
        "ms" => Some(1),
        "s" => Some(1000),
        "m" => Some(60_000),
        _ => None,
    };
    number
        .zip(per_unit)
        .and_then(|(number, millis)| number.checked_mul(millis))
        .map(Duration::from_millis)
        .filter(|duration| *duration <= LONGEST)
        .ok_or_else(|| FaultError(format!("{key} is a time up to 10m, as in 250ms, 3s or 1m, not {value:?}.")))
}

fn size(key: &str, value: &str) -> Result<u64, FaultError> {
    let (number, unit) = split_unit(value);
    let per_unit = match unit {
        "" | "B" => Some(1),
        "KB" => Some(1000),
        "MB" => Some(1_000_000),
        "KiB" => Some(1 << 10),
        "MiB" => Some(1 << 20),
        _ => None,
    };
    number
        .zip(per_unit)
        .and_then(|(number, bytes): (u64, u64)| number.checked_mul(bytes))
        .filter(|bytes| *bytes <= LARGEST)
        .ok_or_else(|| FaultError(format!("{key} is a size up to 4 GiB, as in 200, 64KiB or 50MB, not {value:?}.")))
}

fn split_unit(value: &str) -> (Option<u64>, &str) {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = value.split_at(digits);
    (number.parse().ok(), unit.trim())
}

fn header(key: &str, value: &str) -> Result<HeaderValue, FaultError> {
    HeaderValue::from_str(value).map_err(|_| FaultError(format!("{key} cannot be sent as {value:?}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(switch: &str, change: impl FnOnce(&Fault) -> bool) {
        let fault: Fault = switch.parse().unwrap();
        assert!(change(&fault), "{fault:?}");
    }

    #[track_caller]
    fn refused(switch: &str, sentence: &str) {
        let error = switch.parse::<Fault>().unwrap_err().to_string();
        assert!(error.contains(sentence), "{switch}: {error}");
    }

    #[test]
    fn accepted() {
        check("status=503;retry-after=2;after=2", |f| {
            f.status == Some(StatusCode::SERVICE_UNAVAILABLE) && f.retry_after == Some(2) && f.after == 2
        });
        check(" delay = 250ms ; ", |f| f.delay == Some(Duration::from_millis(250)));
        check("slow-body=1m", |f| f.slow_body == Some(Duration::from_secs(60)));
        check("oversize=50MB", |f| f.replace == Some(Replace::Oversize(50_000_000)));
        check("truncate=2KiB", |f| f.truncate == Some(2048));
        check("html;status=502", |f| f.replace == Some(Replace::Html) && f.status == Some(StatusCode::BAD_GATEWAY));
        check("content-type=\"text/html; charset=utf-8\";times=1", |f| {
            f.content_type.as_ref().unwrap() == "text/html; charset=utf-8" && f.times == Some(1)
        });
        check("reset;supplier=westcon;process=yes;id=a", |f| f.supplier() == Some("westcon"));
        check("reset=during;delay=1s", |f| f.resets() && f.resets_before_the_body());
        check("reset=before;times=1", |f| f.resets() && f.resets_connections());
        check("reset=after", |f| f.resets() && !f.resets_connections() && !f.resets_before_the_body());
        check("foreign;content-type=text/html", |f| f.edit == Some(Edit::Foreign));
    }

    #[test]
    fn refusals_are_sentences() {
        refused("", "not what goes wrong");
        refused(&format!("reset;id={}", "x".repeat(1024)), "up to 1024 bytes");
        refused("after=2", "not what goes wrong");
        refused("stauts=503", "\"stauts\" is no fault");
        refused("status", "needs a value");
        refused("status=99", "200 to 599");
        refused("status=abc", "200 to 599");
        refused("delay=3", "250ms, 3s or 1m");
        refused("delay=1000m", "up to 10m");
        refused("oversize=50GB", "50MB");
        refused("truncate=-1", "as in 200");
        refused("after=two", "whole number");
        refused("reset=yes", "before, during or after");
        refused("expired=yes", "takes no value");
        refused("expired;foreign", "do not go together");
        refused("expired;html", "supplier's own answer");
        refused("foreign;status=500", "supplier's own answer");
        refused("reset=before;supplier=westcon", "before any request");
        refused("reset=during;process=yes", "whole request");
        refused("html;garbage", "Only one");
        refused("reset;status=503", "only delay");
        refused("oversize=1MB;truncate=5", "neither");
        refused("slow-body=1s;truncate=5", "do not go together");
        refused("delay=1s;process=no", "no answer to spoil");
        refused("process=maybe;reset", "yes or no");
        refused("delay=1s;delay=2s", "given twice");
        refused("content-type=\"text/html", "left open");
        refused("content-type=\u{7}", "cannot be sent");
    }
}
