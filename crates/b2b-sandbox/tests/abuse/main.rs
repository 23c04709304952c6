//! The whole sandbox under abuse, over TLS: memory stays bounded, nothing is answered with 500, and others are served meanwhile.
//!
//! Memory is what the process has allocated, the abusers' side included; SQLite and TLS primitives allocate a little of their
//! own that is not counted. The tests take turns, so that each counts nothing but its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers too report a failure by panicking, and say what they had to leave out"
)]

mod bodies;
mod documents;
mod headers;
mod idle;
mod paths;
mod replays;
mod slow;
mod support;
#[path = "../support/tls.rs"]
mod tls;

use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;
