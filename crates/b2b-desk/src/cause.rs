//! What an error comes down to, whichever supplier and protocol it came from.

use b2b_http::{Error, ErrorKind};
use serde::Serialize;

/// What an error comes down to for whoever has to act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// The question cannot be asked like that, for example of a supplier that is not configured.
    Question,
    /// The supplier cannot be asked this: its protocol has no such question.
    Unsupported,
    /// The configuration.
    Config,
    /// A value that the protocol cannot carry, such as a number that is too long. Nothing was sent.
    Input,
    /// The supplier could not be reached. Nothing was sent.
    Unreachable,
    /// TLS: a certificate that is not trusted, or no TLS at all.
    Certificate,
    /// The request may have arrived, and its answer did not.
    OutcomeUnknown,
    /// The supplier does not accept the account or its key.
    Credentials,
    /// The supplier does not accept the time of the request: a clock is wrong.
    Clock,
    /// The supplier does not have what was asked for: no such article, no such order.
    NotFound,
    /// The supplier refused for another reason.
    Refused,
    /// The answer is not in the supplier's format.
    Unreadable,
    /// The answer is larger than allowed.
    TooLarge,
    /// The answer has expired or answers another request.
    Untrusted,
}

impl Cause {
    /// What an exchange's error comes down to, with the protocol's reading of its own codes.
    pub(crate) fn of(error: &Error, read_code: impl Fn(&str) -> Option<Self>) -> Self {
        match (error.kind(), error) {
            (ErrorKind::Tls(_), _) => Self::Certificate,
            (ErrorKind::TooLarge { .. }, _) => Self::TooLarge,
            (_, Error::OutcomeUnknown(_)) => Self::OutcomeUnknown,
            (ErrorKind::Build, _) => Self::Input,
            (ErrorKind::PlainHttp, _) => Self::Config,
            (_, Error::NotSent(_)) => Self::Unreachable,
            (ErrorKind::Refused, _) => error.code().and_then(read_code).unwrap_or(Self::Refused),
            (ErrorKind::Untrusted, _) => Self::Untrusted,
            _ => Self::Unreadable,
        }
    }
}
