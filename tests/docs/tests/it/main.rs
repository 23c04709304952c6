//! The pages of the repository: their blocks, their links, the messages they quote.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

mod blocks;
mod links;
mod messages;
mod pages;
