//! The real client against the sandbox's Tech Data, over TLS.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod items;
mod orders;
mod refusals;
mod support;
mod wire;
