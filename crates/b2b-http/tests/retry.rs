//! Repetition: what is sent again, after how long, and how often.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

#[path = "support/operation.rs"]
mod operation;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use b2b_http::*;
use bytes::Bytes;
use chrono::DateTime;
use http::Response;
use operation::{Order, Query};
use tokio::time::Instant;

const URL: &str = "https://b2b.example/service";

/// A client whose transport fails `failures` times and then succeeds, and the number of requests it has seen.
fn failing(
    failures: u32,
    fail: impl Fn() -> Result<Response<Bytes>, TransportError> + Send + Sync,
) -> (ClientBuilder<impl Transport>, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&count);
    let transport = transport_fn(move |_| {
        let earlier = counter.fetch_add(1, Ordering::SeqCst);
        std::future::ready(if earlier < failures { fail() } else { Ok(Response::new(Bytes::from("done"))) })
    });
    let environment = FixedEnvironment::new(DateTime::from_timestamp(784_111_740, 0).unwrap());
    (Client::builder(transport).environment(environment), count)
}

fn busy(retry_after: Option<&str>) -> Result<Response<Bytes>, TransportError> {
    let mut builder = Response::builder().status(503);
    if let Some(value) = retry_after {
        builder = builder.header("retry-after", value);
    }
    Ok(builder.body(Bytes::new()).unwrap())
}

fn reset() -> Result<Response<Bytes>, TransportError> {
    Err(TransportError::unknown(ErrorKind::Reset, "the connection was reset"))
}

#[tokio::test(start_paused = true)]
async fn a_query_is_sent_again_with_growing_delays() {
    let begin = Instant::now();
    let (client, count) = failing(2, reset);
    assert_eq!(client.build().send(&Query::to(URL)).await.unwrap(), "done");
    assert_eq!(count.load(Ordering::SeqCst), 3);
    // 0.5 s and 1 s, each lengthened by at most itself.
    let waited = begin.elapsed();
    assert!(waited >= Duration::from_millis(1500) && waited <= Duration::from_millis(3010), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn attempts_are_limited_and_counted() {
    let (client, count) = failing(9, || busy(None));
    let error = client.build().send(&Query::to(URL)).await.unwrap_err();
    assert_eq!((error.attempts(), count.load(Ordering::SeqCst)), (3, 3));
    assert_eq!(error.status().unwrap(), 503);

    let (client, count) = failing(9, reset);
    let error = client.retry(RetryPolicy::never()).build().send(&Query::to(URL)).await.unwrap_err();
    assert_eq!((error.attempts(), count.load(Ordering::SeqCst)), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn an_order_is_never_sent_again() {
    let not_sent = || Err(TransportError::not_sent(ErrorKind::Connect, "no connection"));
    for fail in [reset, not_sent, || busy(None), || busy(Some("1"))] {
        let (client, count) = failing(1, fail);
        client.build().send(&Order::to(URL)).await.unwrap_err();
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_succeed_is_not_sent_again() {
    let refused = || Ok(Response::builder().status(500).header("x-code", "E1").body(Bytes::new()).unwrap());
    let untrusted = || Err(TransportError::not_sent(ErrorKind::Tls(TlsProblem::UnknownIssuer), "unknown issuer"));
    let too_large = || Err(TransportError::unknown(ErrorKind::TooLarge { limit: 1 }, "too large"));
    for fail in [refused, untrusted, too_large] {
        let (client, count) = failing(1, fail);
        client.build().send(&Query::to(URL)).await.unwrap_err();
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_stays_unknown() {
    let count = AtomicU32::new(0);
    let transport = transport_fn(move |_| {
        let first = count.fetch_add(1, Ordering::SeqCst) == 0;
        std::future::ready(if first { reset() } else { Err(TransportError::not_sent(ErrorKind::Connect, "refused")) })
    });
    let error = Client::new(transport).send(&Query::to(URL)).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
}

#[track_caller]
fn check_wait(waited: Duration, expected: u64) {
    let expected = Duration::from_secs(expected);
    assert!(waited >= expected && waited <= expected + Duration::from_millis(5), "{waited:?}, not {expected:?}");
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    // The fixed clock stands at Sun, 06 Nov 1994 08:49:00 GMT.
    for (value, seconds) in [("7", 7), ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("0", 0), ("60", 60)] {
        let begin = Instant::now();
        let (client, count) = failing(1, move || busy(Some(value)));
        client.build().send(&Query::to(URL)).await.unwrap();
        check_wait(begin.elapsed(), seconds);
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_long_retry_after_is_told_and_not_waited_for() {
    let begin = Instant::now();
    let (client, count) = failing(1, || busy(Some("61")));
    let error = client.build().send(&Query::to(URL)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
    assert!(error.is_retryable());
    assert_eq!(count.load(Ordering::SeqCst), 1);
    check_wait(begin.elapsed(), 0);
}

#[tokio::test(start_paused = true)]
async fn no_wait_goes_beyond_the_total_timeout() {
    let begin = Instant::now();
    let (client, count) = failing(1, || busy(Some("30")));
    let client = client.total_timeout(Duration::from_secs(20)).build();
    client.send(&Query::to(URL)).await.unwrap_err();
    assert_eq!(count.load(Ordering::SeqCst), 1);
    check_wait(begin.elapsed(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_budget_is_shared_by_all_calls_and_clones() {
    let (client, count) = failing(u32::MAX, reset);
    let client = client.retry(RetryPolicy::default().budget(5)).build();
    for _ in 0..10 {
        client.clone().send(&Query::to(URL)).await.unwrap_err();
    }
    // Ten first attempts, and five repetitions instead of twenty.
    assert_eq!(count.load(Ordering::SeqCst), 15);
}
