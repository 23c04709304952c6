//! How much load the sandbox and the fcB2B client take, each measured against the least that could do the same.
//!
//! Four comparisons over TLS on loopback, all in one process: the sandbox's stock checks against a bare axum handler, and with
//! a page of the inspector open against none; the client's stock checks against a bare reqwest loop; and the sandbox's durable
//! reservations against SQLite's own commits.
//! Servers and clients have a runtime each and share the machine, as they would with a load generator of its own.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a benchmark")]
#![allow(clippy::expect_used, clippy::panic, clippy::disallowed_methods, reason = "measuring time is its purpose")]

mod asking;
mod bare;
mod client;
mod drive;
mod reserves;
mod stock;
#[path = "../../tests/support/tls.rs"]
mod tls;
mod window;
mod wrk;

use tokio::runtime::{Builder, Runtime};

/// Requests under way at a time.
const IN_FLIGHT: usize = 64;

fn main() {
    let runtimes = Runtimes { servers: runtime("server"), clients: runtime("client") };
    stock::compare(&runtimes);
    client::compare(&runtimes);
    reserves::compare(&runtimes);
    window::compare(&runtimes);
}

/// One for the servers and one for the clients, to tell by their threads what each costs.
struct Runtimes {
    servers: Runtime,
    clients: Runtime,
}

fn runtime(name: &str) -> Runtime {
    Builder::new_multi_thread().worker_threads(2).thread_name(name).enable_all().build().unwrap()
}
