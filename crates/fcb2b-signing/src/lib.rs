//! Request signing of fcB2B web services, the flooring industry's queries for stock, prices, orders and reserves: signing
//! profiles as data, [`sign()`], [`explain()`], and a [`Verifier`] for producers.
//!
//! Every producer signs differently, and the specification is for members only. So a [`SigningProfile`] holds all that
//! differs: the string to sign, encodings, names, the form of the time. Known producers have names; a new one needs a
//! profile and no code (with feature `serde`, in configuration).
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//!
//! use fcb2b_signing::{
//!     Check, Difference, ReceivedRequest, SignableRequest, SigningKey, SigningProfile, Stage, Stamp, Verifier, sign,
//! };
//!
//! let profile: SigningProfile = "dancik".parse()?;
//! let key = SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into())?;
//!
//! // The consumer signs, and sends the URL by whatever HTTP client it has.
//! let now = UNIX_EPOCH + Duration::from_secs(1_735_787_045); // or a `chrono::DateTime<Utc>`
//! let parameters = [("SupplierItemSKU", "CASIMP10")];
//! let request = SignableRequest::new("sandbox.example.com", "/fcb2b/StockCheck", &parameters);
//! let stamp = Stamp::new(now).global_identifier("123e4567-e89b-42d3-a456-426614174000");
//! let signed = sign(&profile, &key, &request, &stamp)?;
//! assert_eq!(
//!     signed.url(),
//!     "https://sandbox.example.com/fcb2b/StockCheck?GlobalIdentifier=123e4567-e89b-42d3-a456-426614174000\
//!      &SupplierItemSKU=CASIMP10&TimeStamp=2025-01-02T03%3A04%3A05Z&apiKey=EXAMPLEKEY1\
//!      &Signature=fP8C8FtmnV%2BKbrH1SRoZYGZwq0c%2FmJURFKnB1pSTFu0%3D",
//! );
//!
//! // The producer verifies what came.
//! let mut verifier = Verifier::new(profile.clone());
//! let received = ReceivedRequest::new("GET", "sandbox.example.com", "/fcb2b/StockCheck", signed.query());
//! let verified = verifier.verify(&received, now, &key)?;
//! assert_eq!(verified.key_id.as_deref(), Some("EXAMPLEKEY1"));
//!
//! // A refusal says what differs.
//! let elsewhere = ReceivedRequest::new("GET", "sandbox.example.com:443", "/fcb2b/StockCheck", signed.query());
//! let refusal = verifier.verify(&elsewhere, now, &key).unwrap_err();
//! assert_eq!(refusal.stage(), Stage::StringToSign);
//! assert_eq!(refusal.check(), &Check::WrongSignature(Difference::Host("sandbox.example.com".to_owned())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Who encodes what
//!
//! * **Names and values** are plain Unicode text. They are percent-encoded here, once, as UTF-8, and nowhere else: give
//!   `5' x 7'`, not `5%27%20x%207%27`; a `%` that is given is a percent sign and becomes `%25`. Nothing is trimmed, folded or
//!   normalized.
//! * **Host and path** are text of the URL as it stands there: the host with its port if it is written, in the case in
//!   which it is written; the path percent-encoded already. They are checked and not changed. What an HTTP client does to a
//!   URL (lower case, default port, an empty path that becomes `/`) must be done before.
//! * **The query that comes back** is complete: send it byte for byte. It has no character that URL parsers change.
//! * **A verifier** takes method, host, path and query as received. It decodes the query once and puts it into canonical
//!   form itself, so that a sender may encode more or less than the profile does. `+` is a space only in profiles with
//!   [`UrlEncoding::Form`].
//!
//! # No surprises
//!
//! No I/O, no clock, no random source: the time and `GlobalIdentifier` are in the [`Stamp`]. Secrets are
//! `secrecy::SecretString`, prepared once as a [`SigningKey`]; they are in no `Debug`, error, refusal or explanation. Where
//! a profile rests on what nobody has confirmed, its documentation says so.
//!
//! # Sources
//!
//! The guide of Ethervision's test site (in its own words "Web Services Test site"); public clients of Buckwold
//! (Kerridge/Dancik) and Engineered Floors; AWS Signature Version 2; RFC 2104, 3986, 4648; the WHATWG URL Standard for forms.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod class;
mod encode;
mod error;
mod explain;
mod key;
mod profile;
mod query;
mod request;
mod sign;
mod timestamp;
mod verify;

pub use encode::{QueryEncoding, UrlEncoding};
pub use error::SigningError;
pub use explain::{Explanation, explain};
pub use key::{KeyError, Keys, SigningKey};
pub use profile::{
    DigestEncoding, DiscoverySigning, EthervisionCandidate, GlobalIdentifier, ParameterOrder, ProfileError,
    SignatureMethod, SignaturePlace, SigningProfile, SigningProfileBuilder, StringToSign,
};
pub use query::{Parameter, QueryError, canonical_query, parse_query};
pub use request::{SignableRequest, Stamp};
pub use secrecy;
pub use sign::{SignedRequest, sign};
pub use timestamp::{TimestampFormat, TimestampPrecision, TimestampZone};
pub use verify::{
    Beginnings, Check, Diagnosis, Difference, OtherSecret, ReceivedRequest, Recorded, Refusal, ReplayCache, Stage,
    Verified, Verifier,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
