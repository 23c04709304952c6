//! Every configured distributor behind one API.
//!
//! A [`Desk`] is made from a [`Config`] and holds the suppliers it names. A question goes to all suppliers that it
//! concerns at once, and each answers for itself, in the types of [`b2b_model`]: an order that one supplier cannot
//! answer hides none of the others.
//!
//! ```
//! use b2b_desk::{Desk, OrderQuestion, Sources, Whom};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Sources::new()
//!     .set("westcon.environment", "qa")
//!     .set("westcon.account", "1001065")
//!     .set("westcon.key", "env:WESTCON_KEY")
//!     .environment([("WESTCON_KEY", "an-authentication-key")])
//!     .load()?;
//! let desk = Desk::from_config(&config)?;
//! let question = OrderQuestion::by_supplier_number(["704571"]);
//!
//! // Nothing is sent: this is the request with its secrets replaced. `desk.ask(&whom, &question).await` sends it.
//! let attempt = b2b_http::Attempt::new(1, Default::default(), [7; 32]);
//! for reply in desk.offline(&Whom::named("westcon"), &question, &attempt)? {
//!     let requests = reply.result?;
//!     let request = requests.concat();
//!     assert!(request.starts_with("POST https://webservicetest.westcon.com/B2B/OrderStatus/v2/OrderStatus.svc"));
//!     assert!(!request.contains("an-authentication-key"));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Configuration
//!
//! A value is looked for in what the program [sets](Sources::set), then in the [environment](Sources::environment), then
//! in the [file](Sources::file), then among the defaults. [`Sources`] describes all of them, and the keys.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod asking;
mod builder;
mod cause;
mod config;
mod desk;
mod doctor;
mod error;
mod observer;
mod place_order;
mod question;
mod questions;
mod recorded;
mod reserve;
mod signer;
mod supplier;

pub use b2b_model::{
    Article, CatalogPromise, Charge, Container, EndUserNeeds, Invoice, InvoiceLine, NumberKind, OrderAcknowledgement,
    OrderRequest, Outcome, Priced, Quote, QuoteLine, RequestedLine, ServiceOffer, ShipTo, ShipVia, ShipVias, Shortage,
};
pub use builder::DeskBuilder;
pub use cause::Cause;
pub use config::{
    Config, ConfigError, DurationError, Form, Key, Pace, Protocol, QuietHours, Sources, check_supplier_name,
    config_schema, parse_offset,
};
#[cfg(feature = "keyring")]
pub use config::{Keyring, KeyringError};
pub use desk::{Desk, Reply};
pub use doctor::{Check, Doctor, Examination, Subject, Verdict};
pub use error::{DeskError, SupplierError};
pub use observer::Observer;
pub use place_order::{OrderFound, OrderOutcome, PendingOrder};
pub use question::{Answered, Capability, Question, Told, Whom};
pub use questions::availability::{AvailabilityQuestion, Conditions, Extent};
pub use questions::catalogs::{CatalogRequest, CatalogsQuestion};
pub use questions::documents::DocumentsQuestion;
pub use questions::end_user::EndUserQuestion;
pub use questions::invoices::InvoicesQuestion;
pub use questions::order_status::{By, Depth, OrderQuestion, Orders, Serials};
pub use questions::price_list::{PriceList, PriceListRequest};
pub use questions::prices::PriceQuestion;
pub use questions::quotes::QuotesQuestion;
pub use questions::recent_orders::RecentOrdersQuestion;
pub use questions::related::RelatedQuestion;
pub use questions::reservations::ReservationsQuestion;
pub use questions::services::ServicesQuestion;
pub use questions::ship_via::ShipViaQuestion;
pub use recorded::{Recorded, decode_recorded};
pub use reserve::{PendingReservation, Reconciled, ReserveOutcome, ReserveRequest, Sidemark};
pub use signer::Signer;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
