//! Every configured distributor behind one API.
//!
//! A [`Desk`] is made from a [`Config`] and holds the suppliers it names. A question goes to all suppliers that it
//! concerns at once, and each answers for itself, in the types of [`b2b_model`]: an order that one supplier cannot
//! answer hides none of the others.
//!
//! ```
//! use b2b_desk::{Desk, OrderQuestion, Sources};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Sources::new()
//!     .set("westcon.environment", "qa")
//!     .set("westcon.account", "1001065")
//!     .set("westcon.key", "env:WESTCON_KEY")
//!     .environment([("WESTCON_KEY", "an-authentication-key")])
//!     .load()?;
//! let desk = Desk::from_config(&config)?;
//! let question = OrderQuestion::of_supplier("westcon", ["704571"]);
//!
//! // Nothing is sent: this is the request with its secrets replaced. `desk.order_status(&question).await` sends it.
//! let attempt = b2b_http::Attempt::new(1, Default::default(), [7; 32]);
//! for reply in desk.offline_request(&question, &attempt)? {
//!     let request = reply.result?;
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
#![forbid(unsafe_code)]

mod cause;
mod config;
mod desk;
mod error;
mod order_status;
mod recorded;
mod supplier;

pub use cause::Cause;
pub use config::{Config, ConfigError, DurationError, Protocol, Sources, parse_offset};
pub use desk::{Desk, Reply};
pub use error::{DeskError, SupplierError};
pub use order_status::{By, OrderQuestion, Orders, Serials};
pub use recorded::decode_recorded;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
