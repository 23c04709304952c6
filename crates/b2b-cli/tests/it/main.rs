//! The command as its users meet it: the real binary against a sandbox over TLS.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a panic is the report of a failure")]

mod articles;
mod decode;
mod demo;
mod doctor;
mod ends;
mod fleet;
mod flooring;
mod help;
mod init;
mod long;
mod manual;
mod many;
mod nats;
mod order;
mod ordering;
mod otel;
mod reselling;
mod reserve;
mod sandbox;
mod secrets;
mod shared;
mod signing;
mod sync;
mod trouble;
mod walk;
mod world;
