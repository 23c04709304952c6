//! What happens between the bytes: timeouts, resets, truncation and size, over reqwest and loopback.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

#[path = "support/operation.rs"]
mod operation;
#[path = "support/server.rs"]
mod server;

use std::time::Duration;

use b2b_http::*;
use operation::{Order, Query};
use server::{Door, Reply, Server, answer};
use tokio::time::Instant;

fn builder() -> ClientBuilder<ReqwestTransport> {
    Client::builder(ReqwestTransport::new().unwrap())
        .plain_http(PlainHttp::LoopbackOnly)
        .read_timeout(Duration::from_secs(20))
        .max_response_bytes(1000)
}

/// Sends an order, which must be sent exactly once and have an unknown outcome.
async fn order_meets(reply: Reply, kind: ErrorKind) -> Error {
    let server = Server::plain([reply]).await;
    let error = builder().build().send(&Order::post(server.http("/"), "order")).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
    assert_eq!(error.kind(), kind, "{error:?}");
    assert!(!error.is_retryable());
    assert_eq!(server.requests().len(), 1);
    error
}

#[tokio::test(start_paused = true)]
async fn headers_that_do_not_come() {
    let begin = Instant::now();
    let error = order_meets(Reply::AnswerAndStall("HTTP/1.1 200".into()), ErrorKind::HeaderTimeout).await;
    assert_eq!(error.message(), "127.0.0.1 did not begin its answer within 20s");
    assert_eq!(begin.elapsed().as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_coming() {
    let reply = Reply::AnswerAndStall("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello".into());
    let error = order_meets(reply, ErrorKind::BodyTimeout).await;
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_takes_longer_than_the_call_may() {
    let server = Server::plain([Reply::AnswerAndStall(String::new())]).await;
    let client = builder().read_timeout(Duration::from_secs(1000)).total_timeout(Duration::from_secs(30)).build();
    for order in [Order::post(server.http("/"), "order"), Order::to(server.http("/"))] {
        let begin = Instant::now();
        let error = client.send(&order).await.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::TotalTimeout);
        assert_eq!(begin.elapsed().as_secs(), 30);
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_body_that_announces_too_much() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n".to_owned();
    let error = order_meets(Reply::AnswerAndStall(head), ErrorKind::TooLarge { limit: 1000 }).await;
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn a_body_that_grows_too_large() {
    let chunk = format!("1f4\r\n{}\r\n", "x".repeat(500));
    let endless = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{}", chunk.repeat(3));
    order_meets(Reply::AnswerAndStall(endless), ErrorKind::TooLarge { limit: 1000 }).await;
}

#[tokio::test]
async fn a_body_that_is_just_large_enough() {
    let server = Server::plain([Reply::Answer(answer("200 OK", "", &"x".repeat(1000)))]).await;
    assert_eq!(builder().build().send(&Query::to(server.http("/"))).await.unwrap().len(), 1000);
}

#[tokio::test]
async fn a_body_that_ends_early() {
    let reply = Reply::AnswerAndClose("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello".into());
    order_meets(reply, ErrorKind::Truncated).await;
    let reply = Reply::AnswerAndClose("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n".into());
    order_meets(reply, ErrorKind::Truncated).await;
}

#[tokio::test]
async fn a_connection_lost_before_the_answer() {
    order_meets(Reply::Reset, ErrorKind::Reset).await;
    order_meets(Reply::AnswerAndClose(String::new()), ErrorKind::Reset).await;
    order_meets(Reply::AnswerAndClose("HTTP/1.1 200 OK\r\ncontent-".into()), ErrorKind::Reset).await;
}

#[tokio::test]
async fn a_query_is_sent_again_after_a_reset() {
    let server = Server::plain([Reply::Reset, Reply::Answer(answer("200 OK", "", "hello"))]).await;
    let soon = RetryPolicy::default().delays(Duration::ZERO, Duration::ZERO);
    assert_eq!(builder().retry(soon).build().send(&Query::to(server.http("/"))).await.unwrap(), "hello");
    let attempts: Vec<_> = server.requests().iter().map(|request| request.contains("x-attempt: 2")).collect();
    assert_eq!(attempts, [false, true]);
}

#[tokio::test]
async fn an_order_is_not_sent_again_on_a_pooled_connection_that_breaks() {
    let first = Reply::Answer(answer("200 OK", "", "hello"));
    let server = Server::plain([first, Reply::Reset]).await;
    let client = builder().build();
    client.send(&Order::post(server.http("/"), "first")).await.unwrap();
    let error = client.send(&Order::post(server.http("/"), "second")).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_refused_connection_means_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error = builder().build().send(&Order::to(url)).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert_eq!((error.kind(), error.message()), (ErrorKind::Connect, "127.0.0.1 refused the connection"));
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let target = Server::start(Door::Plain, [Reply::Answer(answer("200 OK", "", "stolen"))]).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let location = format!("location: {}\r\n", target.http("/elsewhere"));
        let server = Server::plain([Reply::Answer(answer(status, &location, ""))]).await;
        let error = builder().build().send(&Query::post(server.http("/"), "secret")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error:?}");
        assert!(error.message().contains("redirects to 127.0.0.1"), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
    assert!(target.requests().is_empty());
}

#[tokio::test]
async fn the_request_arrives_as_the_operation_wrote_it() {
    let server = Server::plain([Reply::Answer(answer("200 OK", "x-a: b\r\n", "hello"))]).await;
    builder().build().send(&Query::post(server.http("/a%2Fb/?q=%7E+x&&=%20%27!*()~/?:@$,;"), "body ü")).await.unwrap();
    let request = server.requests().remove(0);
    assert!(request.starts_with("POST /a%2Fb/?q=%7E+x&&=%20%27!*()~/?:@$,; HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\nbody ü"), "{request}");
    assert!(request.contains(concat!("user-agent: b2b-http/", env!("CARGO_PKG_VERSION"), "\r\n")), "{request}");
}

#[tokio::test]
async fn an_address_that_would_be_changed_is_refused() {
    let server = Server::plain([Reply::Answer(answer("200 OK", "", "hello"))]).await;
    for path in ["/?q='", "/a/../b", "/a/%2e%2e/b"] {
        let error = builder().build().send(&Query::to(server.http(path))).await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert_eq!(error.message(), "the address would be changed on its way");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_answer_is_read_while_it_comes() {
    let big = "x".repeat(3000);
    let server = Server::plain([Reply::Answer(answer("200 OK", "x-a: b\r\n", &big))]).await;
    let mut answering = builder().build().open(&Query::to(server.http("/"))).await.unwrap();
    assert_eq!((answering.status().as_u16(), answering.sent()), (200, &1));
    assert_eq!(answering.headers().get("x-a").unwrap(), "b");
    let mut length = 0;
    while let Some(chunk) = answering.chunk().await.unwrap() {
        length += chunk.len();
    }
    assert_eq!(length, big.len(), "the size cap does not hold for what is not kept");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_stops_while_it_is_read() {
    let stalls = Reply::AnswerAndStall("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello".into());
    let ends = Reply::AnswerAndClose("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello".into());
    for (reply, kind) in [(stalls, ErrorKind::BodyTimeout), (ends, ErrorKind::Truncated)] {
        let server = Server::plain([reply]).await;
        let mut answering = builder().build().open(&Order::to(server.http("/"))).await.unwrap();
        assert_eq!(answering.chunk().await.unwrap().unwrap(), "hello");
        let error = answering.chunk().await.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (kind, 200));
    }
}

#[tokio::test]
async fn a_failed_answer_is_not_handed_over() {
    let server = Server::plain([
        Reply::Answer(answer("503 Unavailable", "", &"no".repeat(100_000))),
        Reply::Answer(answer("500 Oops", "x-code: E1\r\n", "no such item")),
    ])
    .await;
    let client = builder().build();
    let error = client.open(&Query::to(server.http("/"))).await.unwrap_err();
    assert_eq!((error.kind(), error.body().unwrap().len()), (ErrorKind::Status, 64 * 1024));
    assert!(error.is_retryable());
    let error = client.open(&Query::to(server.http("/"))).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.body()),
        (ErrorKind::Refused, Some("E1"), Some(&b"no such item"[..]))
    );
    assert_eq!(server.requests().len(), 2);
}
