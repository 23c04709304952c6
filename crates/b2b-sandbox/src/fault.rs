//! Fault switches: what goes wrong on purpose, and with which requests.

pub(crate) mod draft;
mod edit;
mod parse;
mod switchboard;

use std::{fmt, time::Duration};

use http::{HeaderValue, StatusCode};

use self::edit::Edit;
pub(crate) use self::switchboard::Switchboard;

/// The request header that carries a switch.
pub const FAULT_HEADER: &str = "x-sandbox-fault";

/// A fault switch: what goes wrong on purpose, and with which requests. Made by [`str::parse`].
///
#[doc = include_str!("fault/grammar.md")]
///
/// ```
/// # fn main() -> Result<(), b2b_sandbox::FaultError> {
/// let fault: b2b_sandbox::Fault = "status=503; retry-after=2; after=1".parse()?;
/// assert!("status=lots".parse::<b2b_sandbox::Fault>().is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    text: String,
    replace: Option<Replace>,
    status: Option<StatusCode>,
    delay: Option<Duration>,
    slow_body: Option<Duration>,
    truncate: Option<u64>,
    content_type: Option<HeaderValue>,
    edit: Option<Edit>,
    retry_after: Option<u64>,
    after: u64,
    times: Option<u64>,
    supplier: Option<String>,
    process: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Replace {
    Status,
    Html,
    Garbage,
    Oversize(u64),
    Reset(Moment),
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// As it comes in, before TLS and any request.
    Before,
    /// Between a request's headers and its body.
    During,
    /// In place of the answer.
    After,
}

impl Fault {
    /// Whether the supplier gets to see the request.
    pub(crate) fn asks_supplier(&self) -> bool {
        self.process.unwrap_or(self.replace.is_none())
    }

    /// Whether it strikes connections, of which no request is known yet.
    pub(crate) fn resets_connections(&self) -> bool {
        self.replace == Some(Replace::Reset(Moment::Before))
    }

    pub(crate) fn resets_before_the_body(&self) -> bool {
        self.replace == Some(Replace::Reset(Moment::During))
    }

    pub(crate) fn resets(&self) -> bool {
        matches!(self.replace, Some(Replace::Reset(_)))
    }

    pub(crate) fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// The supplier it is limited to.
    pub(crate) fn supplier(&self) -> Option<&str> {
        self.supplier.as_deref()
    }

    fn is_counted(&self) -> bool {
        self.after > 0 || self.times.is_some()
    }

    /// Whether it strikes a request that came after `seen` others.
    fn strikes(&self, seen: u64) -> bool {
        seen >= self.after && self.times.is_none_or(|times| seen - self.after < times)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A fault switch that cannot be read; the message is the sentence that the client gets with status 400.
///
/// What to do: correct the switch, see [`Fault`] for its grammar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FaultError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(switch: &str, expected: &str) {
        let fault: Fault = switch.parse().unwrap();
        let struck: String = (0..6).map(|seen| if fault.strikes(seen) { 'x' } else { '.' }).collect();
        assert_eq!(struck, expected, "{switch}");
    }

    #[test]
    fn counts() {
        check("reset", "xxxxxx");
        check("reset;after=2", "..xxxx");
        check("reset;times=1", "x.....");
        check("reset;after=2;times=3", "..xxx.");
        check("reset;times=0", "......");
    }

    #[test]
    fn only_a_replaced_answer_spares_the_supplier() {
        let replaced = ["status=503", "html", "garbage", "oversize=1MB", "reset", "reset=during", "reset=before"];
        for switch in replaced.into_iter().chain(["delay=1s;process=no;status=500"]) {
            assert!(!switch.parse::<Fault>().unwrap().asks_supplier(), "{switch}");
        }
        for switch in ["delay=1s", "truncate=1", "content-type=text/html", "expired", "foreign", "reset;process=yes"] {
            assert!(switch.parse::<Fault>().unwrap().asks_supplier(), "{switch}");
        }
    }
}
