//! Configurations, from all their sources.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

mod home;
#[cfg(feature = "keyring")]
mod keyring;
mod secrets;
mod sources;
mod values;
