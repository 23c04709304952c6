//! What goes over the wire, from both sides.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "helpers of tests, where a panic is the report of a failure"
)]

mod bsp;
mod fault;
mod replies;
mod requests;
mod roundtrip;
mod secrets;
mod support;
mod vectors;
mod verify;
mod write;
