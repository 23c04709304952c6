//! Every fault switch, as a client meets it.

use std::{io, time::Duration};

use b2b_sandbox::{FAULT_HEADER, Options, Outcome, Sandbox};
use reqwest::{Response, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::Instant,
};

use crate::support::{client, eventually, sandbox};

async fn send(sandbox: &Sandbox, path: &str, switch: &str, body: &str) -> reqwest::Result<Response> {
    let url = format!("{}{path}", sandbox.url());
    client(sandbox).post(url).header(FAULT_HEADER, switch).body(body.to_owned()).send().await
}

async fn echo(sandbox: &Sandbox, switch: &str, body: &str) -> Response {
    send(sandbox, "/echo", switch, body).await.unwrap()
}

async fn count(sandbox: &Sandbox) -> String {
    client(sandbox).post(format!("{}/count", sandbox.url())).send().await.unwrap().text().await.unwrap()
}

/// The bytes that come, and the error that ends them.
async fn read(mut response: Response) -> (Vec<u8>, Option<reqwest::Error>) {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return (bytes, None),
            Err(error) => return (bytes, Some(error)),
        }
    }
}

#[tokio::test]
async fn status() {
    let sandbox = sandbox(Options::default()).await;
    let answer = echo(&sandbox, "status=503;retry-after=2", "hello").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["retry-after"], "2");
    let exchange = &sandbox.exchanges()[0];
    assert_eq!(exchange.fault.as_deref(), Some("status=503;retry-after=2"));
    assert_eq!((exchange.outcome, exchange.status), (Outcome::Faulted, Some(503)));
}

#[tokio::test]
async fn html() {
    let sandbox = sandbox(Options::default()).await;
    let answer = echo(&sandbox, "html", "hello").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
    assert!(answer.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    assert_eq!(echo(&sandbox, "html;status=502", "hello").await.status(), StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn garbage() {
    let sandbox = sandbox(Options::default()).await;
    let answer = echo(&sandbox, "garbage", "hello").await;
    assert_eq!(answer.headers()["content-type"], "text/xml; charset=utf-8");
    assert!(String::from_utf8(read(answer).await.0).is_err());
}

#[tokio::test]
async fn oversize() {
    let sandbox = sandbox(Options::default()).await;
    let answer = echo(&sandbox, "oversize=3MB", "hello").await;
    assert_eq!(answer.content_length(), None);
    let (bytes, error) = read(answer).await;
    assert_eq!(bytes.len(), 3_000_000);
    assert!(error.is_none());
    assert!(bytes.starts_with(b"<?xml"));
}

#[tokio::test]
async fn content_type() {
    let sandbox = sandbox(Options::default()).await;
    let answer = echo(&sandbox, "content-type=\"text/plain; charset=utf-16\"", "hello").await;
    assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-16");
    assert_eq!(answer.text().await.unwrap(), "hello");
}

#[tokio::test]
async fn delay() {
    let sandbox = sandbox(Options::default()).await;
    let started = Instant::now();
    assert_eq!(echo(&sandbox, "delay=30ms", "hello").await.text().await.unwrap(), "hello");
    assert!(started.elapsed() >= Duration::from_millis(30));
    assert!(sandbox.exchanges()[0].duration_us >= 30_000);
}

#[tokio::test]
async fn slow_body() {
    let sandbox = sandbox(Options::default()).await;
    let started = Instant::now();
    let mut answer = echo(&sandbox, "slow-body=30ms", "first second").await;
    assert_eq!(answer.content_length(), Some(12));
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "first ");
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "second");
    assert!(started.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn truncate() {
    let sandbox = sandbox(Options::default()).await;
    let long = "x".repeat(1_000_000);
    for (switch, body, kept) in [
        ("truncate=200", "x".repeat(500).as_str(), 200),
        ("truncate=900KB", long.as_str(), 900_000),
        ("truncate=200", "short", 4),
        ("truncate=0", "hello", 0),
    ] {
        let answer = echo(&sandbox, switch, body).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.content_length(), Some(body.len() as u64));
        let (bytes, error) = read(answer).await;
        assert_eq!(bytes.len(), kept, "{switch}");
        assert!(error.is_some(), "{switch}");
    }
    let empty = echo(&sandbox, "truncate=200", "").await;
    assert!(read(empty).await.1.is_some());
}

#[tokio::test]
async fn reset_is_one() {
    let sandbox = sandbox(Options::default()).await;
    let mut stream = TcpStream::connect(sandbox.http_addr()).await.unwrap();
    let request = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nX-Sandbox-Fault: reset\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let error = eventually(stream.read(&mut [0; 16])).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);

    let error = send(&sandbox, "/echo", "reset", "hello").await.unwrap_err();
    assert!(error.is_request(), "{error:?}");
    let exchange = &sandbox.exchanges()[0];
    assert_eq!((exchange.outcome, exchange.status), (Outcome::Faulted, None));
}

#[tokio::test]
async fn a_reset_can_come_before_the_body() {
    let sandbox = sandbox(Options::default()).await;
    let mut stream = TcpStream::connect(sandbox.http_addr()).await.unwrap();
    // The body never comes.
    let request =
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nX-Sandbox-Fault: reset=during\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let error = eventually(stream.read(&mut [0; 16])).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    let exchange = &sandbox.exchanges()[0];
    assert_eq!((exchange.outcome, exchange.status), (Outcome::Faulted, None));
}

#[tokio::test]
async fn a_reset_can_come_before_any_request() {
    let sandbox = sandbox(Options::default()).await;
    sandbox.put_fault("reset=before;after=1;times=1".parse().unwrap());
    let statuses = [connects(&sandbox).await, connects(&sandbox).await, connects(&sandbox).await];
    assert_eq!(statuses, [true, false, true]);
    assert_eq!(sandbox.exchanges().len(), 2);
    let carried = echo(&sandbox, "reset=before", "").await;
    assert_eq!(carried.status(), 400);
    assert!(carried.text().await.unwrap().contains("put it"));
}

/// Whether a new connection can be used.
async fn connects(sandbox: &Sandbox) -> bool {
    client(sandbox).post(format!("{}/echo", sandbox.url())).send().await.is_ok()
}

#[tokio::test]
async fn answers_that_must_not_be_believed() {
    let sandbox = sandbox(Options::default()).await;
    let document = "<a><u:Expires>soon</u:Expires><TransControlID>1</TransControlID></a>";
    let text = echo(&sandbox, "expired", document).await.text().await.unwrap();
    assert_eq!(text, "<a><u:Expires>2001-01-01T00:05:00Z</u:Expires><TransControlID>1</TransControlID></a>");
    let text = echo(&sandbox, "foreign", document).await.text().await.unwrap();
    assert!(text.starts_with("<a><u:Expires>soon</u:Expires><TransControlID>00000000-0000-4"), "{text}");
}

#[tokio::test]
async fn the_supplier_processes_a_lost_answer_only_when_told() {
    let sandbox = sandbox(Options::default()).await;
    for (switch, expected) in [
        ("reset", "1"),
        ("status=500", "2"),
        ("reset;process=yes", "4"),
        ("status=500;process=yes", "6"),
        ("truncate=0", "8"),
    ] {
        let _ = send(&sandbox, "/count", switch, "").await;
        assert_eq!(count(&sandbox).await, expected, "{switch}");
    }
}

#[tokio::test]
async fn a_carried_switch_counts_by_its_text() {
    let sandbox = sandbox(Options::default()).await;
    let mut seen = Vec::new();
    for switch in ["status=503;after=2", "status=503;after=2;id=b"] {
        for _ in 0..4 {
            seen.push(echo(&sandbox, switch, "").await.status().as_u16());
        }
    }
    assert_eq!(seen, [200, 200, 503, 503, 200, 200, 503, 503]);
    let exchange = sandbox.exchanges().last().unwrap().clone();
    assert_eq!((exchange.fault.as_deref(), exchange.outcome), (None, Outcome::Answered));
}

#[tokio::test]
async fn a_put_switch_holds_until_it_is_cleared() {
    let sandbox = sandbox(Options::default()).await;
    let switch = format!("{}/_sandbox/fault", sandbox.url());
    let client = client(&sandbox);
    let status =
        async |path: &str| client.post(format!("{}{path}", sandbox.url())).send().await.unwrap().status().as_u16();

    let put = client.put(&switch).body("status=503;times=1;supplier=dummy").send().await.unwrap();
    assert_eq!(put.status(), 204);
    let shown = client.get(&switch).send().await.unwrap().text().await.unwrap();
    assert_eq!(shown, "status=503;times=1;supplier=dummy\n");
    let seen = [status("/other").await, status("/echo").await, status("/echo").await];
    assert_eq!(seen, [200, 503, 200]);

    sandbox.put_fault("status=500".parse().unwrap());
    assert_eq!([status("/other").await, status("/nowhere").await], [500, 404]);
    assert_eq!(echo(&sandbox, "status=418", "").await.status(), 418);

    assert_eq!(client.delete(&switch).send().await.unwrap().status(), 204);
    assert_eq!(client.get(&switch).send().await.unwrap().text().await.unwrap(), "");
    assert_eq!(status("/other").await, 200);
}

#[tokio::test]
async fn a_switch_that_cannot_be_read_is_refused() {
    let sandbox = sandbox(Options::default()).await;
    let answer = echo(&sandbox, "stauts=503", "").await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(answer.text().await.unwrap().contains("\"stauts\" is no fault"));
    assert_eq!(sandbox.exchanges()[0].outcome, Outcome::Refused);

    let switch = format!("{}/_sandbox/fault", sandbox.url());
    for bad in ["", "delay=3", "status=503;supplier=nobody"] {
        let answer = client(&sandbox).put(&switch).body(bad).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{bad}");
        assert!(answer.text().await.unwrap().ends_with(".\n"), "{bad}");
    }
}
