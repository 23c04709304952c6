//! The command as its users meet it: the real binary against a sandbox over TLS.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is the report of a failure")]

mod articles;
mod decode;
mod demo;
mod doctor;
mod flooring;
mod help;
mod init;
mod manual;
mod order;
mod ordering;
mod reselling;
mod reserve;
mod sandbox;
mod signing;
mod trouble;
mod world;
