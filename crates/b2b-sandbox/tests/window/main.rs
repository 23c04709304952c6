//! The inspector: what its pages show, and what they don't.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod actions;
mod elements;
mod pages;
mod reset;
mod safety;
mod security;
mod signatures;
mod snippets;
mod support;
