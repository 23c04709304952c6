//! What is refused however tolerant the reading, in whole documents and in streams of records alike.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod characters;
mod cursor;
mod doctype;
mod edges;
mod limits;
mod names;
mod support;
