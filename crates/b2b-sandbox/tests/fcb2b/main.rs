//! Signed requests against the sandbox's fcB2B producer, over TLS.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod client;
mod odd;
mod refusals;
mod reserves;
mod services;
mod signing;
mod support;
#[path = "../support/tls.rs"]
mod tls;
