//! The chassis from outside, over TLS, with a supplier that has no protocol.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers too report a failure by panicking, and clippy allows that in test functions only"
)]

mod exchanges;
mod faults;
mod in_process;
mod limits;
mod secrets;
mod setup;
mod support;
#[path = "../support/tls.rs"]
mod tls;
