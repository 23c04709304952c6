//! The checks that a request must pass.

use std::fmt;
use std::time::Duration;

use super::diagnose::Difference;
use crate::error::SigningError;
use crate::query::QueryError;

/// The stage of signing at which sender and receiver part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The request as a whole: its method, host, path, or a query that cannot be read.
    Request,
    /// The names of the parameters, and which of them are there.
    Parameters,
    /// Their order and encoding.
    CanonicalQuery,
    /// What stands around the query.
    StringToSign,
    /// The secret, the digest, or how it is written.
    Signature,
    /// The time.
    Time,
    /// That it was asked before.
    Replay,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Parameters => "parameters",
            Self::CanonicalQuery => "canonical query",
            Self::StringToSign => "string to sign",
            Self::Signature => "signature",
            Self::Time => "time",
            Self::Replay => "replay",
        })
    }
}

/// The check that a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Check {
    /// The query is too long.
    ///
    /// What to do: raise [`Verifier::longest_query`](crate::Verifier::longest_query) if it should pass.
    QueryTooLong {
        /// Its bytes.
        len: usize,
        /// How many may be.
        limit: usize,
    },
    /// Method, host or path are none.
    ///
    /// What to do: give them as they were received, the host without `https://`, the path without the query.
    Target(SigningError),
    /// The query cannot be read.
    ///
    /// What to do: the sender must encode UTF-8, once.
    Query(QueryError),
    /// A parameter has no name.
    ///
    /// What to do: the sender must leave it out.
    EmptyName,
    /// A parameter that the profile needs is not there, or empty.
    ///
    /// What to do: the sender must send it, or uses another profile.
    Missing(String),
    /// A parameter that the profile needs is there more than once.
    ///
    /// What to do: the sender must send it once.
    Repeated(String),
    /// A parameter that the profile needs has the wrong upper and lower case.
    ///
    /// What to do: the sender must spell it right, or uses another profile.
    Misspelled {
        /// How the profile spells it.
        expected: String,
        /// How it came.
        found: String,
    },
    /// The parameter would make the unencoded string to sign read like another request.
    ///
    /// What to do: the sender must leave out `&` and control characters, and `=` from names.
    Ambiguous(String),
    /// There is no such key. Tell the sender the same as for a wrong signature.
    ///
    /// What to do: check the key.
    UnknownKey,
    /// The shared secret is wrong.
    ///
    /// What to do: check the secret on both sides.
    WrongSecret,
    /// The signature does not match.
    ///
    /// What to do: the [`Difference`] says what the sender did differently, if it was found; otherwise compare
    /// [`Refusal::explanation`](crate::Refusal::explanation) with the sender's, and the secrets.
    WrongSignature(Difference),
    /// The time is none, or has no zone where one is needed.
    ///
    /// What to do: the sender must write it as the profile says.
    MalformedTime,
    /// The request is too old.
    ///
    /// What to do: compare the clocks; where the time has no zone, also the zone that is assumed.
    TooOld {
        /// How old.
        age: Duration,
    },
    /// The request lies in the future.
    ///
    /// What to do: compare the clocks; where the time has no zone, also the zone that is assumed.
    FromTheFuture {
        /// How far.
        ahead: Duration,
    },
    /// The identifier was here before.
    ///
    /// What to do: the sender must make a new one for each request.
    Replayed,
    /// Too many requests are remembered to remember one more.
    ///
    /// What to do: give the replay cache more room, or narrow the window of time.
    ReplayCacheFull,
}

impl Check {
    /// The stage that differs.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self {
            Self::QueryTooLong { .. } | Self::Target(_) | Self::Query(_) => Stage::Request,
            Self::EmptyName | Self::Missing(_) | Self::Repeated(_) | Self::Misspelled { .. } | Self::Ambiguous(_) => {
                Stage::Parameters
            }
            Self::UnknownKey | Self::WrongSecret => Stage::Signature,
            Self::WrongSignature(difference) => difference.stage(),
            Self::MalformedTime | Self::TooOld { .. } | Self::FromTheFuture { .. } => Stage::Time,
            Self::Replayed | Self::ReplayCacheFull => Stage::Replay,
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueryTooLong { len, limit } => write!(f, "the query has {len} bytes, more than {limit}"),
            Self::Target(_) => f.write_str("the request line cannot be signed"),
            Self::Query(_) => f.write_str("the query cannot be read"),
            Self::EmptyName => f.write_str("a parameter has no name"),
            Self::Missing(name) => write!(f, "there is no {name}"),
            Self::Repeated(name) => write!(f, "there is more than one {name}"),
            Self::Misspelled { expected, found } => write!(f, "{expected} is spelled {found}"),
            Self::Ambiguous(name) => write!(f, "the parameter {name:?} makes the string to sign ambiguous"),
            Self::UnknownKey => f.write_str("the key is unknown"),
            Self::WrongSecret => f.write_str("the shared secret is wrong"),
            Self::WrongSignature(difference) => write!(f, "the signature does not match: {difference}"),
            Self::MalformedTime => f.write_str("the time cannot be read"),
            Self::TooOld { age } => write!(f, "the request is {} s old", age.as_secs()),
            Self::FromTheFuture { ahead } => write!(f, "the request lies {} s in the future", ahead.as_secs()),
            Self::Replayed => f.write_str("the GlobalIdentifier was used before"),
            Self::ReplayCacheFull => f.write_str("the replay cache is full"),
        }
    }
}

impl std::error::Error for Check {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Target(error) => Some(error),
            Self::Query(error) => Some(error),
            _ => None,
        }
    }
}
