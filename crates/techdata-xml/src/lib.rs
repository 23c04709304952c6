//! Tech Data's XML service: ten transactions, typed both ways.
//!
//! ```
//! use techdata_xml::{ItemStatus, PriceAvailabilityResponse, PriceKind, decode_recorded};
//!
//! let recorded = "<XML_PriceAvailability_Response><Header><TransSetIDCode>846REC</TransSetIDCode></Header><Detail>\
//!     <LineInfo><RefIDQual1>VP</RefIDQual1><RefID1>000000000010226038</RefID1><PriceIDCode1>CON</PriceIDCode1>\
//!     <UnitPrice1>$1,217.54</UnitPrice1><ItemStatus> ACTIVE</ItemStatus></LineInfo>\
//!     <LineInfo><RefIDQual1>VP</RefIDQual1><RefID1>ZZZZZZ</RefID1><ErrorInfo><RefIDQual3>1Q</RefIDQual3>\
//!     <RefID3>0</RefID3><ErrorDesc>No such item</ErrorDesc></ErrorInfo></LineInfo></Detail><Summary/>\
//!     </XML_PriceAvailability_Response>";
//! let answer = decode_recorded::<PriceAvailabilityResponse>(recorded.as_bytes())?;
//! let [good, bad] = &answer.value.lines[..] else { panic!("two lines") };
//! assert_eq!(good.price(&PriceKind::Contract).and_then(|price| price.value()).unwrap().to_string(), "1217.54");
//! assert_eq!(good.item_status, Some(ItemStatus::Active));
//! assert_eq!(bad.error_info[0].error_desc.as_deref(), Some("No such item"));
//! # Ok::<(), b2b_xml::DecodeError>(())
//! ```
//!
//! * The ten submissions, [`AvailabilitySubmit`] to [`RequiredEuiSubmit`], and their responses: documents declared element
//!   by element, to be written and read on either side.
//! * [`Call`]: a submission at an [`Endpoint`], without I/O. It fills in credentials and ids, refuses what the manual
//!   forbids, and finds the line of the answer for each line asked for ([`Lines`]).
//! * [`Client`] sends it, with the feature `client`; [`model`] converts answers, with the feature `model`.
//!
//! # Source and strength of what it speaks
//!
//! The chapter *Using This Manual* of Tech Data's XML guide binds: two kinds of "required", the types, empty elements, ids,
//! item status codes, and errors to be handed over whole. Submissions follow the document types of the guide's chapters;
//! responses follow those, the SOAP wrapper of the same service, and answers that independent clients received. What no
//! source states is marked as inferred or as our choice where it stands. Numbers of chapters are those of the Canadian
//! edition.
//!
//! # Features
//!
//! `client` and `model`, both on by default. Without them the crate does no I/O and has no runtime and no TLS. `blocking` adds
//! `blocking::Client`, for programs without a runtime.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![cfg_attr(not(feature = "client"), doc = "", doc = "[`Client`]: https://docs.rs/techdata-xml")]
#![cfg_attr(not(feature = "model"), doc = "", doc = "[`model`]: https://docs.rs/techdata-xml")]

mod amount;
pub mod availability;
mod call;
mod codes;
mod common;
mod date;
mod document;
mod endpoint;
mod error;
pub mod invoice_detail_by_po;
mod item;
mod items;
mod matching;
pub mod multi_price_availability;
pub mod order;
pub mod order_status;
pub mod price_availability;
pub mod price_list;
pub mod quote;
mod reading;
pub mod required_eui;
pub mod ship_via;
mod text;
mod types;

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "model")]
pub mod model;

pub use amount::{Amount, Price};
pub use availability::{AvailabilityLine, AvailabilityResponse, AvailabilitySubmit};
pub use call::{Call, Sent, Transaction};
pub use codes::{
    Indicator, ItemQualifier, ItemStatus, MessageType, OrderLevel, OrderType, PriceKind, PurposeCode,
    ReferenceQualifier, Region, SalesRequirement, ShipViaCode, StatusCode, TrackerEvent, TransactionSet, warehouse,
};
pub use common::{CodedHeader, ErrorInfo, Reference, ResponseHeader, ShortHeader, Summary, WhseInfo};
pub use date::{CompactDate, LongDate, ShortDate};
pub use document::Document;
pub use endpoint::{Ampersands, DoctypeLine, Endpoint, Environment, Wire, XmlDeclaration};
pub use error::{ErrorPlace, LineError, TechDataError, TechDataErrors, errors_of};
pub use invoice_detail_by_po::{InvoiceDetailByPoResponse, InvoiceDetailByPoSubmit};
pub use item::{Item, unpadded};
pub use items::ItemSubmission;
pub use matching::{AnswerLine, AskedLine, LineAnswer, Lines, Matched};
pub use multi_price_availability::{
    MultiPriceAvailabilityLine, MultiPriceAvailabilityResponse, MultiPriceAvailabilitySubmit,
};
pub use order::{OrderAnswer, OrderResponse, OrderSubmit};
pub use order_status::{OrderStatusAnswer, OrderStatusResponse, OrderStatusSubmit, ShipmentStatusResponse};
pub use price_availability::{PriceAvailabilityLine, PriceAvailabilityResponse, PriceAvailabilitySubmit};
pub use price_list::{PriceListLine, PriceListResponse, PriceListSubmit};
pub use quote::{QuoteResponse, QuoteSubmit};
pub use reading::{Answer, decode_recorded, reading, root_name};
pub use required_eui::{RequiredEuiLine, RequiredEuiResponse, RequiredEuiSubmit};
pub use ship_via::{ShipViaLine, ShipViaResponse, ShipViaSubmit};
pub use text::{Text, UserName};
pub use types::{ElementViolation, Violations, check};

#[cfg(feature = "client")]
pub use client::{
    Batch, BatchPart, Batched, CONCURRENCY, Client, LINES_PER_REQUEST, OrderOutcome, PriceListLines, Reconciled,
    UnknownOrder,
};

/// For policies, transports and errors.
pub use b2b_http;
/// Times and exact numbers, as they stand in answers.
pub use b2b_xml::{Decimal, OrRaw, chrono};
/// For passwords.
pub use secrecy::SecretString;

#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct Readme;
