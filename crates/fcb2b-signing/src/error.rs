//! Why a request cannot be signed.

use std::fmt;

/// A request that cannot be signed by its profile. Safe to log: no value of a parameter is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// The profile signs or sends a key, and none is given.
    ///
    /// What to do: give the key, or choose the profile `unsigned`. There is no fallback.
    NoKey,
    /// The profile sends `GlobalIdentifier`, and none is given, or an empty one.
    ///
    /// What to do: make a UUID for each request and put it into [`Stamp::global_identifier`](crate::Stamp).
    NoGlobalIdentifier,
    /// The time cannot be written: its year has not four digits.
    ///
    /// What to do: check the clock.
    Time,
    /// The method is no HTTP token.
    ///
    /// What to do: give `GET`.
    Method,
    /// The host is empty or has characters that no authority has.
    ///
    /// What to do: give what stands in the URL between `https://` and the path, with the port if it is there, without
    /// user information.
    Host,
    /// The path does not start with `/`, or has characters that no path of a URL has.
    ///
    /// What to do: give the path as it stands in the URL, percent-encoded, without query and fragment.
    Path,
    /// A parameter has no name.
    ///
    /// What to do: name it.
    EmptyName,
    /// A parameter has a name that the profile uses itself, but for upper and lower case.
    ///
    /// What to do: leave it out; key, time, identifier and signature are added by signing.
    ReservedName(String),
    /// The string to sign takes names and values as they are, and this parameter would make it read like another
    /// request: `&` or a control character in it, or `=` in its name.
    ///
    /// What to do: leave the character out; the producer could not tell the requests apart either.
    Ambiguous(String),
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey => f.write_str("the profile needs a key"),
            Self::NoGlobalIdentifier => f.write_str("the profile needs a GlobalIdentifier"),
            Self::Time => f.write_str("the time cannot be written with a year of four digits"),
            Self::Method => f.write_str("the method is not an HTTP token"),
            Self::Host => f.write_str("the host is not an authority"),
            Self::Path => f.write_str("the path is not the path of a URL"),
            Self::EmptyName => f.write_str("a parameter has no name"),
            Self::ReservedName(name) => write!(f, "the profile uses the parameter {name:?} itself"),
            Self::Ambiguous(name) => {
                write!(f, "the parameter {name:?} has characters that make an unencoded string to sign ambiguous")
            }
        }
    }
}

impl std::error::Error for SigningError {}
