//! What the tests and chores of the workspace share.
#![forbid(unsafe_code)]
#![allow(clippy::panic, clippy::print_stderr, reason = "a test says why it is skipped, or fails")]

mod nats;

pub use nats::NatsServer;
