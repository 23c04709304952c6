//! What the sender of a wrong signature did differently.

mod attempt;

use std::fmt;

use super::check::Stage;
use super::received::Parts;
use super::refusal::Beginnings;
use crate::encode::{Escape, QueryEncoding};
use crate::explain::Explanation;
use crate::key::SigningKey;
use crate::profile::template::Fill;
use crate::profile::{DigestEncoding, SigningProfile, StringToSign};
use crate::query::{order, written};

use self::attempt::{Attempt, Form, presented_bytes};

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
    /// The signature is right, but its hexadecimal digits were encoded in Base64 instead of its bytes.
    HexInBase64 {
        /// How it should be written.
        expected: DigestEncoding,
    },
    /// The secret itself was sent as the signature.
    SecretSent,
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
    /// Percent-encoded but for spaces, which became `+`.
    PlusForSpace,
    /// Percent-encoded but for these characters.
    LeftPlain(&'static str),
    /// Percent-encoded twice.
    EncodedTwice,
    /// This method was signed.
    Method(String),
    /// This host was signed.
    Host(String),
    /// This path was signed.
    Path(String),
    /// The parts were put together like this.
    Template(StringToSign),
    /// Another text than the secret was the key.
    Secret(OtherSecret),
    /// The string was hashed with SHA-256, with or without the secret in it, and not by HMAC.
    Unkeyed,
    /// None of what was tried: the secret is another, or something was changed.
    NotFound,
    /// Nothing was tried.
    NotLookedInto,
}

/// What was taken for the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherSecret {
    /// The secret and a line break, as read from a file.
    WithLineBreak,
    /// The secret without the white space around it.
    Trimmed,
    /// The secret in quotation marks.
    Quoted,
    /// The secret in another case of letters.
    OtherCase,
    /// The identifier of the key.
    KeyId,
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
            | Self::LowerCaseEscapes
            | Self::PlusForSpace
            | Self::LeftPlain(_)
            | Self::EncodedTwice => Stage::CanonicalQuery,
            Self::Method(_) | Self::Host(_) | Self::Path(_) | Self::Template(_) => Stage::StringToSign,
            Self::NotASignature { .. }
            | Self::Written { .. }
            | Self::HexInBase64 { .. }
            | Self::SecretSent
            | Self::Secret(_)
            | Self::Unkeyed
            | Self::NotFound
            | Self::NotLookedInto => Stage::Signature,
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
            Self::HexInBase64 { expected } => {
                write!(f, "it is the Base64 of hexadecimal digits, and should be {}", form(expected))
            }
            Self::SecretSent => f.write_str("the sender sent the secret itself"),
            Self::LeftOut(name) => write!(f, "the sender left {name} out of the string to sign"),
            Self::AsSent => f.write_str("the sender signed the query as sent"),
            Self::OrderAsSent => f.write_str("the sender signed the parameters in the order as sent"),
            Self::OrderIgnoringCase => f.write_str("the sender sorted the parameters without regard to case"),
            Self::OrderSorted => f.write_str("the sender sorted the parameters"),
            Self::Encoded(QueryEncoding::Raw) => f.write_str("the sender signed the query unencoded"),
            Self::Encoded(QueryEncoding::Form) => f.write_str("the sender signed the query encoded as a form"),
            Self::Encoded(QueryEncoding::Rfc3986) => f.write_str("the sender signed the query percent-encoded"),
            Self::LowerCaseEscapes => f.write_str("the sender wrote percent escapes in lower case"),
            Self::PlusForSpace => f.write_str("the sender wrote + for a space"),
            Self::LeftPlain(characters) => write!(f, "the sender left {characters} unencoded"),
            Self::EncodedTwice => f.write_str("the sender encoded the query twice"),
            Self::Method(method) => write!(f, "the sender signed the method {method:?}"),
            Self::Host(host) => write!(f, "the sender signed the host {host:?}"),
            Self::Path(path) => write!(f, "the sender signed the path {path:?}"),
            Self::Template(template) => write!(f, "the sender signed {:?}", template.to_string()),
            Self::Secret(OtherSecret::WithLineBreak) => f.write_str("the sender's secret ends in a line break"),
            Self::Secret(OtherSecret::Trimmed) => f.write_str("the sender's secret lacks the white space around it"),
            Self::Secret(OtherSecret::Quoted) => f.write_str("the sender's secret is in quotation marks"),
            Self::Secret(OtherSecret::OtherCase) => f.write_str("the sender's secret is in another case of letters"),
            Self::Secret(OtherSecret::KeyId) => f.write_str("the sender took the key's identifier for the secret"),
            Self::Unkeyed => f.write_str("the sender hashed the string instead of making an HMAC of it"),
            Self::NotFound => f.write_str("the secret is another, or the request was changed"),
            Self::NotLookedInto => f.write_str("the difference was not looked into"),
        }
    }
}

/// Tries the usual mistakes. Beside one that is found stand the stages as the sender made them.
pub(super) fn difference(
    profile: &SigningProfile,
    key: &SigningKey,
    fill: &Fill<'_>,
    parts: &Parts<'_>,
    raw: &str,
) -> (Difference, Option<Explanation>) {
    let expected = profile.digest_encoding();
    let sent = parts.signature.unwrap_or_default();
    if key.secret_is(sent) {
        return (Difference::SecretSent, None);
    }
    let Some((presented, form)) = presented_bytes(sent) else {
        return (Difference::NotASignature { expected }, None);
    };
    let escape = Escape::from(profile.query_encoding());
    let mut ordered = parts.signed.clone();
    order(profile.parameter_order(), &mut ordered);
    let query = written(escape, &ordered);
    let attempt = Attempt { method: profile.method(), key, template: profile.string_to_sign(), fill: *fill, presented };
    if let Some(theirs) = attempt.made(&ordered, &query) {
        let difference = match form {
            Form::Plain => Difference::Written { expected },
            Form::HexInBase64 => Difference::HexInBase64 { expected },
        };
        return (difference, Some(theirs));
    }
    let found = attempt
        .left_out(profile, &ordered)
        .or_else(|| attempt.other_encoding(profile, &ordered))
        .or_else(|| attempt.other_order(profile, parts, &ordered, raw))
        .or_else(|| attempt.left_plain(&ordered))
        .or_else(|| attempt.other_target(&ordered, &query))
        .or_else(|| attempt.other_template(&ordered, &query))
        .or_else(|| attempt.other_secret(&ordered, &query));
    found.map_or((Difference::NotFound, None), |(difference, theirs)| (difference, Some(theirs)))
}

/// How two signatures begin.
pub(super) fn beginnings(expected: &str, presented: &str, key: &SigningKey) -> Beginnings {
    let count = |text: &str| text.chars().count();
    let begin = |text: &str| format!("{}… ({} characters)", text.chars().take(6).collect::<String>(), count(text));
    let is_signature = presented_bytes(presented).is_some() && !key.secret_is(presented);
    let theirs = if is_signature { begin(presented) } else { format!("‹{} characters›", count(presented)) };
    Beginnings { ours: begin(expected), theirs }
}
