//! SOAP 1.1 and 1.2 envelopes and faults, WS-Security UsernameToken and Timestamp, WS-Addressing 1.0, without I/O.
//!
//! Both sides of the wire are here: [`Envelope`] and [`Reply`] for clients, [`Request`], [`Verifier`] and [`Fault`] for
//! servers. Bodies are documents declared with [`b2b_xml`]. Time, nonces and ids are arguments: the crate reads neither a
//! clock nor a random source, opens no connection and depends on no HTTP library.
//!
//! ```
//! # #[cfg(feature = "digest")] {
//! use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
//! use b2b_xml::{FromXml, ToXml};
//! use wsse_soap::{
//!     Addressing, Envelope, Expect, Fault, FaultCode, Fragment, HttpReply, Outcome, Policy, RefusalStyle, Reply, Request,
//!     Security, SoapVersion, Timestamp, UsernameToken, Verifier, ns,
//! };
//!
//! #[derive(Debug, PartialEq, FromXml, ToXml)]
//! #[xml(name = "GetStatus", ns = "http://example.com/", declare("" = "http://example.com/"))]
//! struct GetStatus {
//!     #[xml(name = "Number", required)]
//!     number: String,
//! }
//!
//! #[derive(Debug, PartialEq, FromXml, ToXml)]
//! #[xml(name = "GetStatusResponse", ns = "http://example.com/", declare("" = "http://example.com/"))]
//! struct GetStatusResponse {
//!     #[xml(name = "Status", required)]
//!     status: String,
//! }
//!
//! # let now: DateTime<Utc> = "2016-05-18T00:17:56.115Z".parse()?;
//! // The client writes a request, as WCF would.
//! let token = UsernameToken::text("0001001065", "a-secret-key".into());
//! let message = Envelope::new(SoapVersion::Soap12, &GetStatus { number: "704571".into() })
//!     .addressing(Addressing::request("http://example.com/GetStatus", "urn:uuid:1").to("https://example.com/status"))
//!     .security(Security::new().timestamp(Timestamp::new(now, TimeDelta::minutes(5))).username_token(token))
//!     .message()?;
//! assert!(message.content_type.starts_with("application/soap+xml"));
//!
//! // The server reads it, checks the sender, and only then decodes the body.
//! let mut verifier = Verifier::new(Policy::wcf());
//! let passwords = |user: &str| (user == "0001001065").then(|| "a-secret-key".into());
//! let request = Request::<Fragment>::decode(&message.body)?;
//! let user = verifier.verify(&request.headers, &passwords, now)?;
//! let question = request.body.decode::<GetStatus>()?.value;
//! assert_eq!((user.username.as_str(), question.number.as_str()), ("0001001065", "704571"));
//!
//! // A sender that it does not believe gets a fault, and the log gets the reason.
//! let stranger = |_: &str| None;
//! let refusal = verifier.verify(&request.headers, &stranger, now).unwrap_err();
//! assert_eq!(refusal.to_string(), "the user is unknown");
//! assert_eq!(refusal.fault(RefusalStyle::Wcf).kind(), FaultCode::FailedAuthentication);
//!
//! // The answer refers to the question.
//! let related = request.headers.addressing.message_id.as_deref();
//! let answer = Envelope::new(request.version, &GetStatusResponse { status: "Released".into() })
//!     .addressing(Addressing::reply("http://example.com/GetStatusResponse", related))
//!     .message()?;
//!
//! // The client reads it: a body, a fault, or an error that says what came instead.
//! let http = HttpReply::new(200, Some(&answer.content_type), answer.body.as_bytes());
//! let expect = Expect::new(SoapVersion::Soap12, now).message_id("urn:uuid:1");
//! match Reply::<GetStatusResponse>::read(&http, &expect)?.outcome {
//!     Outcome::Body(body) => assert_eq!(body.status, "Released"),
//!     Outcome::Fault(fault) => panic!("{fault}: {:?}", fault.hint()),
//! }
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is checked
//!
//! * Replies: the version, `RelatesTo`, `mustUnderstand` of header blocks for us, and the `Timestamp`. See [`Expect`].
//! * Requests: everything in a [`Policy`].
//! * Written messages: a missing nonce or creation time is an error, never a token without one.
//!
//! # Features
//!
//! `digest`, on by default: password digests, and the side that checks tokens ([`Verifier`]), which hashes and compares
//! them. A client that sends clear passwords needs neither.
//!
//! # What is not here
//!
//! XML Signature and encryption, SAML and X.509 tokens, WS-SecureConversation, MTOM, WSDL.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod addressing;
mod envelope;
mod fault;
mod fragment;
mod header;
pub mod ns;
mod qname;
mod received;
mod reply;
mod request;
mod security;
#[cfg(feature = "digest")]
mod verify;
mod version;

pub use addressing::Addressing;
pub use envelope::{EmptyBody, Envelope, HeaderOrder, Message};
pub use fault::code::FaultCode;
pub use fault::{Detail, Fault, FaultStatus, Reason};
pub use fragment::Fragment;
pub use header::{HeaderBlock, MustUnderstand};
pub use qname::QName;
pub use received::addressing::ReceivedAddressing;
pub use received::headers::{Headers, ReceivedBlock};
pub use received::security::{
    ReceivedNonce, ReceivedPassword, ReceivedSecurity, ReceivedTimestamp, ReceivedToken, TimestampPart,
};
pub use reply::error::{ReplyError, ReplyErrorKind};
pub use reply::expect::{Expect, RelatesTo, ResponseTimestamp};
pub use reply::{HttpReply, Outcome, Reply};
pub use request::{HttpAction, Request, RequestError};
#[cfg(feature = "digest")]
pub use security::digest::{DigestInput, PasswordDigest};
pub use security::nonce::Nonce;
pub use security::timestamp::Timestamp;
pub use security::username_token::{CreatedMode, NonceMode, PasswordType, UsernameToken};
pub use security::{Security, SecurityOrder};
pub use version::SoapVersion;

#[cfg(feature = "digest")]
pub use verify::{
    Credentials, Verified, Verifier,
    bsp::{BspRule, BspRules},
    explain::{DigestExplanation, DigestMistake},
    policy::{Demand, PasswordTypes, Policy, QualifiedType, Structure},
    refusal::{Check, Refusal, RefusalStyle},
    replay::{Recorded, ReplayCache},
};

#[doc(no_inline)]
pub use secrecy::SecretString;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
