//! Connections on which nothing happens.

use std::time::Duration;

use b2b_sandbox::{Fcb2b, Limits};
use rlimit::Resource;
use tokio::net::TcpStream;

use crate::support::Abused;

/// As many as are wanted, if the process may have that many.
const WANTED: usize = 10_000;

/// What a connection may take on both sides before its handshake.
const EACH: usize = 16 * 1024;

/// Descriptors for everything else.
const SPARE: usize = 300;

/// How many connections there can be: both their ends are in this process.
fn possible() -> usize {
    let (soft, hard) = rlimit::getrlimit(Resource::NOFILE).unwrap();
    let limit = if rlimit::setrlimit(Resource::NOFILE, hard, hard).is_ok() { hard } else { soft };
    let possible = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(SPARE) / 2;
    if possible < WANTED {
        eprintln!("{possible} idle connections instead of {WANTED}: the process may have {limit} open files");
    }
    assert!(possible >= 200, "with {limit} open files there is nothing to see");
    possible.min(WANTED)
}

async fn idle(abused: &Abused, connections: usize) -> Vec<TcpStream> {
    let mut idle = Vec::with_capacity(connections);
    for at in 0..connections {
        idle.push(TcpStream::connect(abused.sandbox.addr()).await.unwrap());
        // More than these do not wait to be accepted, or the system would make them try again after seconds.
        if at % 100 == 99 {
            abused.serves_others().await;
        }
    }
    idle
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_are_held() {
    let connections = possible();
    let forever = Duration::from_secs(3600);
    let limits = Limits { max_connections: connections + 100, header_timeout: forever, ..Limits::default() };
    let abused = Abused::with(limits).await;
    let idle = idle(&abused, connections).await;
    abused.serves_others().await;
    abused.is_unharmed(connections * EACH);
    // All of them are still there.
    let open = idle.iter().filter(|connection| connection.try_read(&mut [0]).is_err_and(|error| is_waiting(&error)));
    assert_eq!(open.count(), connections);
}

fn is_waiting(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::WouldBlock
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_there_are_places_for_leave_in_turn() {
    let connections = possible();
    let forever = Duration::from_secs(3600);
    let limits = Limits { crowded_timeout: Duration::ZERO, header_timeout: forever, ..Limits::default() };
    let places = limits.max_connections;
    let abused = Abused::with(limits).await;
    let idle = idle(&abused, connections).await;
    abused.serves_others().await;
    abused.is_unharmed(places * EACH + connections * size_of::<TcpStream>() * 4);
    drop(idle);
}

/// As with other servers, running out of descriptors is the common way for places to run out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn running_out_of_descriptors_is_no_end() {
    let connections = possible();
    let forever = Duration::from_secs(3600);
    let limits = Limits {
        max_connections: usize::MAX,
        crowded_timeout: Duration::ZERO,
        header_timeout: forever,
        ..Limits::default()
    };
    let abused = Abused::with(limits).await;
    let (soft, hard) = rlimit::getrlimit(Resource::NOFILE).unwrap();
    let mut idle = idle(&abused, 100.min(connections)).await;
    let used = u64::try_from(std::fs::read_dir("/proc/self/fd").map_or(512, Iterator::count)).unwrap();
    rlimit::setrlimit(Resource::NOFILE, used + 100, hard).unwrap();
    // These use up what is left, from both ends.
    while let Ok(connection) = TcpStream::connect(abused.sandbox.addr()).await {
        idle.push(connection);
        tokio::task::yield_now().await;
        if idle.len() > 1000 {
            break;
        }
    }
    // The ordinary client needs a descriptor of its own, and until one of the abusers' is not taken by the next of them, they
    // go on giving some back.
    let url = abused.stock_check(Fcb2b::DEFAULT_PROFILE);
    let mut attempts = 0;
    while abused.try_get(&url).await != Some(200) {
        attempts += 1;
        drop(idle.pop());
    }
    rlimit::setrlimit(Resource::NOFILE, soft, hard).unwrap();
    let left = idle.iter().filter(|connection| !connection.try_read(&mut [0]).is_err_and(|error| is_waiting(&error)));
    assert!(left.count() > 0, "after {attempts} attempts nobody had to leave");
    abused.is_unharmed(0);
}
