//! XML documents as plain Rust structs, for protocols that must be read as they come and written as they should be.
//!
//! A document is declared once, with [`macro@FromXml`] and [`macro@ToXml`]. Field order is wire order; the attribute
//! carries what the supplier's manual says of the element. Decoding, encoding, validation and reference tables all come
//! from that one declaration.
//!
//! ```
//! use b2b_xml::{Decimal, FromXml, ToXml, decode, encode};
//!
//! const NS: &str = "http://example.com/orders";
//!
//! /// One line of an order.
//! #[derive(Debug, PartialEq, FromXml, ToXml)]
//! #[xml(name = "Line", ns = NS)]
//! struct Line {
//!     #[xml(name = "Sku", max = 18, required)]
//!     sku: String,
//!     #[xml(name = "Quantity")]
//!     quantity: Option<Decimal>,
//! }
//!
//! #[derive(Debug, PartialEq, FromXml, ToXml)]
//! #[xml(name = "Order", ns = NS, declare("" = NS))]
//! struct Order {
//!     #[xml(name = "Number", max = 10, required)]
//!     number: String,
//!     #[xml(name = "Lines", item = "Line")]
//!     lines: Vec<Line>,
//! }
//!
//! let xml = r#"<o:Order xmlns:o="http://example.com/orders">
//!     <o:Number>704571</o:Number>
//!     <o:Lines><o:Line><o:Sku>MB100</o:Sku><o:Quantity>         1.000</o:Quantity></o:Line></o:Lines>
//! </o:Order>"#;
//! let order = decode::<Order>(xml)?;
//! assert_eq!(order.value.lines[0].quantity, Some(Decimal::new(1000, 3)));
//! // What the tolerant reader let pass is told, with its place.
//! assert_eq!(
//!     order.warnings[0].to_string(),
//!     r#"Line/Quantity at /Order/Lines/Line/Quantity, line 3, byte 119: "         1.000" is padded"#,
//! );
//! assert_eq!(
//!     encode(&order.value)?,
//!     r#"<Order xmlns="http://example.com/orders"><Number>704571</Number><Lines><Line><Sku>MB100</Sku><Quantity>1.000</Quantity></Line></Lines></Order>"#,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The input contract
//!
//! The reader takes bytes in UTF-8, UTF-16, ISO-8859-1 or Windows-1252, as the byte order mark and the XML declaration
//! say; ISO-8859-1 is read as Windows-1252, of which it is a part in practice. It trusts nothing: no entity is declared or
//! fetched, no document type definition is read, namespaces are resolved, and depth, size and counts are bounded by
//! [`Limits`]. The crate does no I/O beyond the [`BufRead`](std::io::BufRead) it is given, and reads neither a clock nor
//! a random source.
//!
//! # Where to start
//!
//! * [`decode`], [`decode_with`], [`encode`], [`encode_with`]: a whole document.
//! * [`records`]: one record after another from a [`BufRead`](std::io::BufRead), in the memory of the
//!   largest one.
//! * [`Cursor`] and [`Writer`]: what the derive calls, for documents that no declaration fits, such as SOAP envelopes.
//! * [`lexical`]: the accepted forms of numbers, dates and booleans.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate self as b2b_xml;

mod cursor;
mod declaration;
mod document;
mod error;
mod field;
mod input;
pub mod lexical;
mod limits;
mod place;
mod presence;
mod records;
mod writer;

#[cfg(feature = "derive")]
pub use b2b_xml_derive::{FromXml, ToXml};
pub use chrono;
pub use rust_decimal::Decimal;

pub use cursor::{Attribute, Cursor, Part, Tag};
pub use declaration::{Check, Field, Name, NoneAs, Occurs, Record};
pub use document::{Decoded, decode, decode_with, encode, encode_with};
pub use error::{DecodeError, DecodeErrorKind, EncodeError, Problem, Violation, Warning, WarningKind};
pub use field::{FromXml, ReadAttribute, ReadField, ToXml, WriteAttribute, WriteField};
pub use lexical::{Lexed, Lexical, NotLexical};
pub use limits::{Doctype, Limits, Namespaces, Reading, Strictness};
pub use place::Place;
pub use presence::{OrRaw, Presence};
pub use records::{Records, records, records_with};
pub use writer::{Layout, Writer, Writing};

#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde as __serde;

#[cfg(all(doctest, feature = "derive"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// The namespace of `xsi:nil`: XML Schema Part 1, section 2.6.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
