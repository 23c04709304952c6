//! How a sandbox is set up, usable from code and from a command line.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use crate::clock::Clock;

/// How a sandbox is set up. Every field has a default, so `Options { data: …, ..Options::default() }` is enough.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where HTTPS listens. Default: a free port on 127.0.0.1.
    pub listen: SocketAddr,
    /// Where plain HTTP listens. Default: a free port on 127.0.0.1.
    pub http_listen: SocketAddr,
    /// Allows [`listen`](Self::listen) and [`http_listen`](Self::http_listen) to leave the loopback interface.
    ///
    /// The sandbox hands out its credentials and shows what it was sent: anyone who reaches it can read both.
    pub i_know: bool,
    /// Directory for the state (`sandbox.sqlite`) and for the certificate authority (`ca.pem`, `ca-key.pem`), which a
    /// later sandbox with the same directory takes up again. Default: nothing outlives the sandbox.
    pub data: Option<PathBuf>,
    /// Directory that gets `ca.pem`, the certificate clients have to trust. Default: [`data`](Self::data), or without
    /// it a fresh directory that is removed with the sandbox.
    pub ca_dir: Option<PathBuf>,
    /// The time suppliers see, and the `Date` of every answer.
    pub clock: Clock,
    /// Seed for the random bytes suppliers use. Default: seeded by the system.
    pub seed: Option<u64>,
    /// How many exchanges are kept; the oldest go first. Default: 10,000.
    pub max_exchanges: usize,
    /// How many bytes all that is kept of exchanges may come to; the oldest go first. Default: 32 MiB.
    pub max_exchanges_bytes: usize,
    /// What a client may do before it is cut off.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            http_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            i_know: false,
            data: None,
            ca_dir: None,
            clock: Clock::System,
            seed: None,
            max_exchanges: 10_000,
            max_exchanges_bytes: 32 * 1024 * 1024,
            limits: Limits::default(),
        }
    }
}

/// What a client may do before it is cut off, so that one bad client does not starve the others.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Time for the TLS handshake, and then for each request's headers, idle time between requests included. The
    /// connection is closed when it is over. Default: 30 s.
    pub header_timeout: Duration,
    /// Time to receive a request's body (then 408), and again for the supplier to answer (then 504). Delays asked for
    /// with a fault switch do not count. Default: 30 s.
    pub request_timeout: Duration,
    /// Time for which a client may leave an answer unread before the connection is closed. Default: 30 s.
    pub write_timeout: Duration,
    /// Size of a request's line and headers together, in bytes (then 431; a target of 64 KiB and more is 414 in any case, and
    /// more than 100 headers are 431). Default: 64 KiB; less than 8 KiB counts as 8 KiB.
    pub max_header_bytes: usize,
    /// Size of a request's body, in bytes (then 413). Default: 8 MiB.
    pub max_body_bytes: usize,
    /// Size of all bodies of requests under way together, in bytes. When it is reached, the largest of those that are still
    /// coming in is given up: its connection is closed, or, if it is the one that asks for more, 503. Default: 64 MiB.
    pub max_bodies_bytes: usize,
    /// Connections served at a time over both ports; more wait to be accepted. Default: 512.
    pub max_connections: usize,
    /// Time for which a connection may keep the sandbox waiting while others wait for its place: for its handshake, its next
    /// request, the rest of that, or for reading an answer. When it is over, the one that has done so longest is closed. A
    /// sandbox that has run out of file descriptors does so too. Default: 1 s.
    pub crowded_timeout: Duration,
    /// How much of each body an exchange keeps, in bytes. Default: 64 KiB.
    pub max_recorded_bytes: usize,
    /// Time that [`Sandbox::shutdown`](crate::Sandbox::shutdown) gives requests under way. Default: 5 s.
    pub shutdown_grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(30),
            request_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            max_header_bytes: 64 * 1024,
            max_body_bytes: 8 * 1024 * 1024,
            max_bodies_bytes: 64 * 1024 * 1024,
            max_connections: 512,
            crowded_timeout: Duration::from_secs(1),
            max_recorded_bytes: 64 * 1024,
            shutdown_grace: Duration::from_secs(5),
        }
    }
}
