//! A sandbox that plays the suppliers' side of the wire, over real TLS.
//!
//! This is what all suppliers stand on: ports, certificates, clock, state, the record of exchanges with the reason for
//! each refusal, and [faults on demand](Fault). A [`Supplier`] adds the protocol.
//!
//! ```
//! use axum::{Router, response::IntoResponse, routing::post};
//! use b2b_sandbox::{Context, Explanation, Mount, Mounting, Notes, Sandbox, Supplier};
//!
//! struct Greeter;
//!
//! impl Supplier for Greeter {
//!     fn name(&self) -> &'static str {
//!         "greeter"
//!     }
//!
//!     fn mount(self: Box<Self>, context: Context) -> Mounting {
//!         Box::pin(async move {
//!             let greet = move |name: String| async move {
//!                 let notes = Notes::new().operation("Greet");
//!                 if name.is_empty() {
//!                     return (notes.refused(Explanation::new("There is no name to greet.")), "Who?").into_response();
//!                 }
//!                 (notes, format!("Good day at {}, {name}.", context.clock.now())).into_response()
//!             };
//!             Ok(Mount::new(Router::new().route("/greet", post(greet))).at("/greet"))
//!         })
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), b2b_sandbox::StartError> {
//! let sandbox = Sandbox::builder().supplier(Greeter).start().await?;
//! assert!(sandbox.url().starts_with("https://127.0.0.1:"));
//! assert!(sandbox.ca_path().exists());
//! assert!(sandbox.exchanges().is_empty());
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod assembly;
mod chassis;
mod clock;
mod console;
mod error;
mod exchange;
mod explain;
mod fault;
mod fcb2b;
mod in_process;
mod load;
mod notes;
mod options;
mod random;
mod ready;
mod sandbox;
mod server;
mod store;
mod supplier;
mod techdata;
mod tls;
mod westcon;
mod window;

pub use rusqlite;

pub use crate::{
    clock::Clock,
    error::StartError,
    exchange::{Exchange, Outcome},
    fault::{FAULT_HEADER, Fault, FaultError},
    fcb2b::Fcb2b,
    in_process::InProcess,
    notes::{Cause, Explanation, Notes},
    options::{Limits, Options},
    random::Random,
    ready::ReadyLine,
    sandbox::{Builder, Sandbox},
    server::Scheme,
    store::{Migration, Store, StoreError},
    supplier::{BoxError, Context, Inspect, Language, Meaning, Mount, Mounting, Planting, Supplier, View},
    techdata::Techdata,
    westcon::Westcon,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
