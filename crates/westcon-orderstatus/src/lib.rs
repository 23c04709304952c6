//! Westcon's GetOrderStatus v2: SOAP with WS-Security and WS-Addressing, typed on both sides.
//!
//! ```
//! use westcon_orderstatus::decode_recorded;
//!
//! let recorded = r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">
//!     <s:Body><GetOrderStatusResponse xmlns="http://tempuri.org/">
//!         <GetOrderStatusResult
//!             xmlns:b="http://schemas.datacontract.org/2004/07/Westcon.B2B.WebServices.OrderStatus.Contracts.Response">
//!             <b:Orders><b:Order>
//!                 <b:CustomerOrderNumber>897879</b:CustomerOrderNumber>
//!                 <b:OrderLines><b:OrderLine>
//!                     <b:ERPProductNumber>MB100</b:ERPProductNumber>
//!                     <b:LineQuantity>         1.000</b:LineQuantity>
//!                 </b:OrderLine></b:OrderLines>
//!             </b:Order></b:Orders>
//!         </GetOrderStatusResult>
//!     </GetOrderStatusResponse></s:Body>
//! </s:Envelope>"#;
//! let answer = decode_recorded(recorded.as_bytes())?;
//! let order = &answer.value.orders()[0];
//! assert_eq!(order.customer_order_number.as_deref(), Some("897879"));
//! assert_eq!(order.lines()[0].erp_product_number.as_deref(), Some("MB100"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! * [`OrderQuery`] and [`Endpoint`]: what is asked, where, as whom and how it is written.
//! * [`GetOrderStatus`]: the operation, without I/O. [`Client`] sends it, with the feature `client`.
//! * [`response`]: the answer, member by member; [`model`]: the same in the words of `b2b-model`, with the feature `model`.
//!
//! # Source and strength of what it speaks
//!
//! Westcon's guide for its partners gives the contract, the tables of members and codes, one sample request and one sample
//! response; what it does not show is marked here where it matters as inferred or as our choice. The binding it prescribes
//! is WCF's `wsHttpBinding` with `TransportWithMessageCredential`: SOAP 1.2, WS-Addressing 1.0, a UsernameToken and a
//! Timestamp, the default [`Wire`]. Its caution to send `text/xml` and its SOAP 1.1 sample do not fit that binding;
//! [`Wire::GUIDE`] writes them all the same, and a service that answers 415 is reported as the wrong SOAP version.
//!
//! # Features
//!
//! `client` and `model`, both on by default. Without them the crate does no I/O and has no runtime and no TLS. `blocking` adds
//! `blocking::Client`, for programs without a runtime.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![cfg_attr(not(feature = "client"), doc = "", doc = "[`Client`]: https://docs.rs/westcon-orderstatus")]
#![cfg_attr(not(feature = "model"), doc = "", doc = "[`model`]: https://docs.rs/westcon-orderstatus")]

mod codes;
mod endpoint;
mod get_order_status;
mod query;
mod reading;
pub mod request;
pub mod response;

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "model")]
pub mod model;

pub use codes::{OrderNumberType, OrderType, StatusCode};
pub use endpoint::{
    Addressing, Basic, Endpoint, Environment, MemberOrder, MetadataBlock, Soap, Timestamp, Token, Wire,
};
pub use get_order_status::{ACTION, Answer, GetOrderStatus, RESPONSE_ACTION, Sent};
pub use query::{OrderQuery, SerialNumbers};
pub use reading::{RecordedError, decode_recorded};
pub use request::SERVICE_NS;

#[cfg(feature = "client")]
pub use client::Client;

/// For policies, transports and errors.
pub use b2b_http;
/// Times and exact numbers, as they stand in answers.
pub use b2b_xml::{Decimal, OrRaw, Presence, chrono};
/// For the authentication key.
pub use secrecy::SecretString;

#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct Readme;
