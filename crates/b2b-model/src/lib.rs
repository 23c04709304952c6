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
#![forbid(unsafe_code)]

mod identifier;
mod order;
mod quantity;
mod stage;

pub use chrono::NaiveDate;
pub use identifier::{AccountNumber, LineNumber, OrderNumber, SerialNumber, Sku, TrackingNumber};
pub use order::{Delivery, Item, OrderLine, OrderStatus, Problem, Shipment};
pub use quantity::Quantity;
pub use rust_decimal::Decimal;
pub use stage::{Stage, Status};
