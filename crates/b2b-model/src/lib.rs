//! One vocabulary for what distributors answer, whatever protocol they answer in.
//!
//! Each protocol crate converts its answers into these types; a program that asks several suppliers compares like with
//! like. Two rules hold throughout: the supplier's own code and words stand beside every interpretation, and what a
//! supplier does not say is `None`: units, currencies and dates are never assumed.
//!
//! ```
//! use b2b_model::{OrderLine, OrderStatus, Quantity, Stage, Status};
//!
//! let order = OrderStatus {
//!     supplier_order: Some("0000543814".into()),
//!     status: Some(Status::new(Stage::InReview, "22", Some("Sales Review"))),
//!     lines: vec![OrderLine {
//!         sku: Some("MB100".into()),
//!         ordered: Some(Quantity::new("1.000".parse()?, Some("EA"))),
//!         ..OrderLine::default()
//!     }],
//!     ..OrderStatus::default()
//! };
//! assert!(order.status.as_ref().is_some_and(|status| status.stage < Stage::Released));
//! assert_eq!(serde_json::to_value(&order)?["lines"][0]["sku"], "MB100");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! `schema` adds the module `schema`: the JSON Schemas of what is written, which are in `docs/reference/model` too.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod acknowledgement;
mod article;
mod availability;
mod document;
mod end_user;
mod identifier;
mod invoice;
mod money;
mod order;
mod order_request;
mod outcome;
mod price;
mod quantity;
mod quote;
mod reservation;
pub mod rows;
#[cfg(feature = "schema")]
pub mod schema;
mod service;
mod ship_via;
mod stage;

pub use acknowledgement::OrderAcknowledgement;
pub use article::{Article, NumberKind};
pub use availability::{Availability, Form, Incoming, Stock};
pub use chrono::NaiveDate;
pub use document::{Catalog, CatalogPart, CatalogPromise, Document};
pub use end_user::EndUserNeeds;
pub use identifier::{
    AccountNumber, InvoiceNumber, LineNumber, LocationCode, LotNumber, OrderNumber, ReservationNumber, RollNumber,
    SerialNumber, Sku, TrackingNumber,
};
pub use invoice::{Charge, Container, Invoice, InvoiceLine};
pub use money::Money;
pub use order::{Delivery, Item, OrderLine, OrderStatus, Problem, Shipment};
pub use order_request::{OrderRequest, RequestedLine, ShipTo, Shortage};
pub use outcome::Outcome;
pub use price::{Price, PriceQuote, Priced, Promotion};
pub use quantity::Quantity;
pub use quote::{Quote, QuoteLine};
pub use reservation::{Reservation, ReservationLine};
pub use rust_decimal::Decimal;
pub use service::ServiceOffer;
pub use ship_via::{ShipVia, ShipVias};
pub use stage::{Stage, Status};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
