//! What the sender of a wrong signature did differently.

mod attempt;

use std::fmt;

use super::check::Stage;
use super::received::Parts;
use crate::encode::{Escape, QueryEncoding};
use crate::key::SigningKey;
use crate::profile::template::Fill;
use crate::profile::{DigestEncoding, SigningProfile, StringToSign};
use crate::query::{order, written};

use self::attempt::{Attempt, presented_bytes};

/// What the sender did differently. Found by trying, one difference at a time: only the holder of the secret can have
/// made a signature that fits any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// What came is no signature: not 32 bytes, in whatever encoding.
    NotASignature {
        /// How a signature should be written.
        expected: DigestEncoding,
    },
    /// The signature is right and written differently.
    Written {
        /// How it should be written.
        expected: DigestEncoding,
    },
    /// This parameter was not signed.
    LeftOut(String),
    /// The query was signed as it was sent, byte for byte.
    AsSent,
    /// The parameters were signed in the order in which they were sent.
    OrderAsSent,
    /// The parameters were sorted without regard to upper and lower case.
    OrderIgnoringCase,
    /// The parameters were sorted.
    OrderSorted,
    /// The query was encoded like this.
    Encoded(QueryEncoding),
    /// The escapes were written in lower case.
    LowerCaseEscapes,
    /// This method was signed.
    Method(String),
    /// This host was signed.
    Host(String),
    /// This path was signed.
    Path(String),
    /// The parts were put together like this.
    Template(StringToSign),
    /// None of what was tried: the secret is another, or something was changed.
    NotFound,
    /// Nothing was tried.
    NotLookedInto,
}

impl Difference {
    /// The stage that differs. If it was not found, the signature is all there is to say.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self {
            Self::LeftOut(_) => Stage::Parameters,
            Self::AsSent
            | Self::OrderAsSent
            | Self::OrderIgnoringCase
            | Self::OrderSorted
            | Self::Encoded(_)
            | Self::LowerCaseEscapes => Stage::CanonicalQuery,
            Self::Method(_) | Self::Host(_) | Self::Path(_) | Self::Template(_) => Stage::StringToSign,
            Self::NotASignature { .. } | Self::Written { .. } | Self::NotFound | Self::NotLookedInto => {
                Stage::Signature
            }
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = |encoding: &DigestEncoding| match encoding {
            DigestEncoding::Base64 => "standard Base64 with padding, percent-encoded once",
            DigestEncoding::Hex => "64 lower-case hexadecimal digits",
        };
        match self {
            Self::NotASignature { expected } => write!(f, "it is not {}", form(expected)),
            Self::Written { expected } => write!(f, "its bytes are right, but should be {}", form(expected)),
            Self::LeftOut(name) => write!(f, "the sender left {name} out of the string to sign"),
            Self::AsSent => f.write_str("the sender signed the query as sent"),
            Self::OrderAsSent => f.write_str("the sender signed the parameters in the order as sent"),
            Self::OrderIgnoringCase => f.write_str("the sender sorted the parameters without regard to case"),
            Self::OrderSorted => f.write_str("the sender sorted the parameters"),
            Self::Encoded(QueryEncoding::Raw) => f.write_str("the sender signed the query unencoded"),
            Self::Encoded(QueryEncoding::Form) => f.write_str("the sender signed the query encoded as a form"),
            Self::Encoded(QueryEncoding::Rfc3986) => f.write_str("the sender signed the query percent-encoded"),
            Self::LowerCaseEscapes => f.write_str("the sender wrote percent escapes in lower case"),
            Self::Method(method) => write!(f, "the sender signed the method {method:?}"),
            Self::Host(host) => write!(f, "the sender signed the host {host:?}"),
            Self::Path(path) => write!(f, "the sender signed the path {path:?}"),
            Self::Template(template) => write!(f, "the sender signed {:?}", template.to_string()),
            Self::NotFound => f.write_str("the secret is another, or the request was changed"),
            Self::NotLookedInto => f.write_str("the difference was not looked into"),
        }
    }
}

/// Tries the usual mistakes.
pub(super) fn difference(
    profile: &SigningProfile,
    key: &SigningKey,
    fill: &Fill<'_>,
    parts: &Parts<'_>,
    raw: &str,
) -> Difference {
    let expected = profile.digest_encoding();
    let Some(presented) = parts.signature.and_then(presented_bytes) else {
        return Difference::NotASignature { expected };
    };
    let escape = Escape::from(profile.query_encoding());
    let mut ordered = parts.signed.clone();
    order(profile.parameter_order(), &mut ordered);
    let query = written(escape, &ordered);
    let attempt = Attempt { method: profile.method(), key, template: profile.string_to_sign(), fill: *fill, presented };
    if attempt.query(&query) {
        return Difference::Written { expected };
    }
    attempt
        .left_out(profile, &ordered)
        .or_else(|| attempt.other_query(profile, parts, &ordered, raw))
        .or_else(|| attempt.other_target(&query))
        .or_else(|| attempt.other_template(&query))
        .unwrap_or(Difference::NotFound)
}
