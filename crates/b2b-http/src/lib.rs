//! Operations, transports and client policy for distributor B2B services.
//!
//! A supplier's protocol crate describes each request as an [`Operation`]: how it is written as an [`http::Request`], how
//! its [`http::Response`] is read, and whether it may be [repeated](Repeatable). A [`Transport`] carries bytes. A
//! [`Client`] is a transport with a policy: deadlines, a size cap, repetition of what may be repeated under a shared
//! budget, rate limits for each account, traces and [`Exchange`] records, none of which shows a secret. An [`Error`] says
//! first whether the request was not sent, may have been processed, or was answered.
//!
//! ```
//! # #[cfg(feature = "client")] {
//! use b2b_http::{Attempt, Client, Operation, Received, Redactions, Refused, Rejected, Repeatable, transport_fn};
//! use bytes::Bytes;
//! use secrecy::{ExposeSecret, SecretString};
//!
//! /// How many of an item are in stock.
//! struct Stock { sku: String, key: SecretString }
//!
//! impl Operation for Stock {
//!     const NAME: &'static str = "example.Stock";
//!     const REPEATABLE: Repeatable = Repeatable::Yes;
//!     type Sent = ();
//!     type Output = u32;
//!
//!     fn request(&self, _: &Attempt) -> Result<(http::Request<Bytes>, ()), Refused> {
//!         let request = http::Request::get(format!("https://b2b.example/stock?sku={}", self.sku))
//!             .header("x-api-key", self.key.expose_secret())
//!             .extension(Redactions::new().secret(self.key.clone()))
//!             .body(Bytes::new())
//!             .map_err(|error| Refused::new("the item number cannot stand in an address").with_source(error))?;
//!         Ok((request, ()))
//!     }
//!
//!     fn response(&self, _: &(), received: Received) -> Result<u32, Rejected> {
//!         let text = String::from_utf8_lossy(received.response.body());
//!         match text.strip_prefix("error: ") {
//!             Some(message) => Err(Rejected::refused(message)),
//!             None => text.parse().map_err(|error| Rejected::unreadable("this is no number").with_source(error)),
//!         }
//!     }
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
//! // In a program: `ReqwestTransport::new()?`, with the feature `reqwest`.
//! let transport = transport_fn(|request| async move {
//!     Ok(http::Response::new(match request.uri().query() {
//!         Some("sku=4711") => Bytes::from("12"),
//!         _ => Bytes::from("error: no such item"),
//!     }))
//! });
//! let client = Client::new(transport);
//! let key = SecretString::from("k-123456");
//!
//! assert_eq!(client.send(&Stock { sku: "4711".into(), key: key.clone() }).await?, 12);
//!
//! let error = client.send(&Stock { sku: "4712".into(), key }).await.unwrap_err();
//! assert_eq!(error.to_string(), "example.Stock was refused (status 200): no such item");
//! assert!(!error.is_retryable());
//! # Ok::<(), b2b_http::Error>(()) }).unwrap();
//! # }
//! ```
//!
//! # Who does what
//!
//! * The operation percent-encodes, signs, and gives an absolute address; nothing is changed afterwards except that
//!   `User-Agent` is added.
//! * The operation marks its secrets, as [`Redactions`] and by
//!   [`set_sensitive`](http::HeaderValue::set_sensitive).
//! * The operation judges the answer, whatever its status; only redirections are judged by the client.
//! * Time and randomness come with the [`Attempt`]. The client takes them from its [`Environment`].
//!
//! # Features
//!
//! None is on by default. Without features the crate has no client, no runtime and no TLS: it is what a protocol crate
//! needs to describe its operations. `client` adds [`Client`]; `reqwest` adds [`ReqwestTransport`] as well; `blocking` adds
//! [`Blocking`], for programs without a runtime.
#![cfg_attr(
    not(feature = "client"),
    doc = "",
    doc = "[`Client`]: https://docs.rs/b2b-http/latest/b2b_http/struct.Client.html",
    doc = "[`Environment`]: https://docs.rs/b2b-http/latest/b2b_http/trait.Environment.html",
    doc = "[`Exchange`]: https://docs.rs/b2b-http/latest/b2b_http/struct.Exchange.html"
)]
#![cfg_attr(
    not(feature = "blocking"),
    doc = "",
    doc = "[`Blocking`]: https://docs.rs/b2b-http/latest/b2b_http/struct.Blocking.html"
)]
#![cfg_attr(
    not(feature = "reqwest"),
    doc = "",
    doc = "[`ReqwestTransport`]: https://docs.rs/b2b-http/latest/b2b_http/struct.ReqwestTransport.html"
)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod error;
mod operation;
mod redact;
mod transport;
mod verdict;

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod environment;
#[cfg(feature = "client")]
mod exchange;
#[cfg(feature = "client")]
mod policy;
#[cfg(feature = "client")]
mod receipt;
#[cfg(feature = "reqwest")]
mod reqwest;

pub use self::error::{BoxError, Error, ErrorKind, Failure, TlsProblem};
pub use self::operation::{Attempt, Operation, Received, Repeatable};
pub use self::redact::{REDACTED, Redactions, Redactor, render_request};
pub use self::transport::{
    Body, Phase, Progress, StreamingTransport, Transport, TransportError, TransportFn, TransportLimits, transport_fn,
};
pub use self::verdict::{Refused, Rejected, RejectedKind};

#[cfg(feature = "blocking")]
pub use self::blocking::Blocking;
#[cfg(feature = "client")]
pub use self::client::{Answering, Client, ClientBuilder};
#[cfg(feature = "client")]
pub use self::environment::{Environment, FixedEnvironment, SystemEnvironment};
#[cfg(feature = "client")]
pub use self::exchange::{Exchange, Observer, Outcome, RecordedBody, RecordedRequest, RecordedResponse};
#[cfg(feature = "client")]
pub use self::policy::{AccountLimits, PlainHttp, Rate, RetryPolicy};
#[cfg(feature = "client")]
pub use self::receipt::{Clerk, Receipt};
#[cfg(feature = "reqwest")]
pub use self::reqwest::{Handshake, Proxy, ReqwestBody, ReqwestTransport, ReqwestTransportBuilder, SetupError};

#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../README.md")]
struct Readme;
