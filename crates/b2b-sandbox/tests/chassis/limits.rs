//! What bad clients and bad handlers cannot do.

use std::time::Duration;

use b2b_sandbox::{Limits, Options, Outcome};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{client, connect, eventually, sandbox};

fn limited(limits: Limits) -> Options {
    Options { limits, ..Options::default() }
}

#[tokio::test]
async fn a_body_that_is_too_large() {
    let sandbox = sandbox(limited(Limits { max_body_bytes: 1000, ..Limits::default() })).await;
    let url = format!("{}/echo", sandbox.url());
    for (size, status) in [(1000, 200), (1001, 413), (3_000_000, 413)] {
        let answer = client(&sandbox).post(&url).body("x".repeat(size)).send().await.unwrap();
        assert_eq!(answer.status(), status, "{size}");
    }
    assert_eq!(sandbox.exchanges()[0].status, Some(413));
}

#[tokio::test]
async fn headers_that_are_too_large() {
    let sandbox = sandbox(limited(Limits { max_header_bytes: 8 * 1024, ..Limits::default() })).await;
    let url = format!("{}/echo", sandbox.url());
    let answer = client(&sandbox).post(url).header("x-large", "x".repeat(20_000)).send().await.unwrap();
    assert_eq!(answer.status(), 431);
}

#[tokio::test]
async fn headers_that_never_end_do_not_starve_others() {
    let limits = Limits { header_timeout: Duration::from_millis(20), max_connections: 1, ..Limits::default() };
    let sandbox = sandbox(limited(limits)).await;
    let mut slow = TcpStream::connect(sandbox.http_addr()).await.unwrap();
    slow.write_all(b"GET /echo HTTP/1.1\r\nHost: local").await.unwrap();
    // The only place is taken until the slow client's time is over. The others' time is as short, so they may have to
    // try again on a busy machine.
    let (url, client) = (format!("{}/_sandbox/health", sandbox.url()), client(&sandbox));
    eventually(async { while client.get(&url).send().await.is_err() {} }).await;
    let ended = eventually(slow.read_to_end(&mut Vec::new())).await;
    assert!(ended.is_err() || ended.is_ok_and(|size| size == 0));
}

#[tokio::test]
async fn a_handshake_that_never_ends() {
    let limits = Limits { header_timeout: Duration::from_millis(20), ..Limits::default() };
    let sandbox = sandbox(limited(limits)).await;
    let mut silent = TcpStream::connect(sandbox.addr()).await.unwrap();
    assert_eq!(eventually(silent.read_to_end(&mut Vec::new())).await.unwrap(), 0);
}

#[tokio::test]
async fn a_body_that_never_ends() {
    let limits = Limits { request_timeout: Duration::from_millis(20), ..Limits::default() };
    let sandbox = sandbox(limited(limits)).await;
    let mut slow = connect(&sandbox).await;
    slow.write_all(b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf").await.unwrap();
    let mut start = [0; 12];
    eventually(slow.read_exact(&mut start)).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 408");
}

#[tokio::test]
async fn an_answer_that_nobody_reads() {
    let shutdown_grace = Duration::from_secs(3600);
    let limits = Limits { write_timeout: Duration::from_millis(20), shutdown_grace, ..Limits::default() };
    let sandbox = sandbox(limited(limits)).await;
    let mut deaf = TcpStream::connect(sandbox.http_addr()).await.unwrap();
    let request = "GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Sandbox-Fault: oversize=1000MB\r\n\r\n";
    deaf.write_all(request.as_bytes()).await.unwrap();
    // Shutting down waits an hour for this answer, unless the connection is closed before.
    eventually(sandbox.exchanges_when(|exchanges| !exchanges.is_empty())).await;
    eventually(sandbox.shutdown()).await;
    drop(deaf);
}

#[tokio::test]
async fn a_handler_that_fails() {
    let limits = Limits { request_timeout: Duration::from_millis(20), ..Limits::default() };
    let sandbox = sandbox(limited(limits)).await;
    for (path, status) in [("/panic", 500), ("/stuck", 504)] {
        let answer = client(&sandbox).get(format!("{}{path}", sandbox.url())).send().await.unwrap();
        assert_eq!(answer.status(), status);
        let exchange = &sandbox.exchanges()[0];
        assert_eq!((exchange.status, exchange.outcome), (Some(status), Outcome::Refused));
    }
}

#[tokio::test]
async fn records_are_bounded() {
    let limits = Limits { max_recorded_bytes: 10, ..Limits::default() };
    let sandbox = sandbox(limited(limits)).await;
    let url = format!("{}/echo", sandbox.url());
    client(&sandbox).post(url).body("0123456789abc").send().await.unwrap();
    let exchange = &sandbox.exchanges()[0];
    assert_eq!(exchange.request_body, "0123456789… ‹3 more bytes›");
    assert_eq!(exchange.response_body, exchange.request_body);
}
