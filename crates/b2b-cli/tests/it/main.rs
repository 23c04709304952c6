//! The command as its users meet it: the real binary against a sandbox over TLS.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is the report of a failure")]

mod decode;
mod demo;
mod help;
mod order;
mod sandbox;
mod trouble;
mod world;
