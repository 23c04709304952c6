//! The rate and concurrency limits of an account.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

#[path = "support/operation.rs"]
mod operation;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use b2b_http::*;
use bytes::Bytes;
use http::Response;
use operation::Order;
use tokio::time::Instant;

const URL: &str = "https://b2b.example/service";

/// Answers after ten seconds, and knows how many requests were under way at most.
fn slow(most: &Arc<AtomicUsize>) -> impl Transport + 'static {
    let (most, running) = (Arc::clone(most), Arc::new(AtomicUsize::new(0)));
    transport_fn(move |_| {
        let (most, running) = (Arc::clone(&most), Arc::clone(&running));
        async move {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(10)).await;
            running.fetch_sub(1, Ordering::SeqCst);
            Ok(Response::new(Bytes::new()))
        }
    })
}

async fn send_all<T: Transport + 'static>(clients: impl IntoIterator<Item = Client<T>>) -> Vec<Result<String, Error>> {
    let calls: Vec<_> =
        clients.into_iter().map(|client| tokio::spawn(async move { client.send(&Order::to(URL)).await })).collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap());
    }
    results
}

#[tokio::test(start_paused = true)]
async fn concurrency_is_limited_across_the_clients_of_an_account() {
    let (most, begin) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let limits = AccountLimits::unlimited().with_concurrency(2);
    let transport = Arc::new(slow(&most));
    let clients = (0..6).map(|_| Client::builder(Arc::clone(&transport)).account_limits(limits.clone()).build());
    assert!(send_all(clients).await.iter().all(Result::is_ok));
    assert_eq!(most.load(Ordering::SeqCst), 2);
    assert_eq!(begin.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn the_rate_is_limited() {
    let begin = Instant::now();
    let transport = transport_fn(|_| async { Ok(Response::new(Bytes::new())) });
    let rate = Rate::per_minute(NonZeroU32::new(6).unwrap());
    let client = Client::builder(transport).account_limits(AccountLimits::unlimited().with_rate(rate)).build();
    for sent in 0..9_u64 {
        client.send(&Order::to(URL)).await.unwrap();
        // Six at once, then one every ten seconds.
        assert_eq!(begin.elapsed().as_secs(), sent.saturating_sub(5) * 10);
    }
}

#[tokio::test(start_paused = true)]
async fn without_room_before_the_deadline_nothing_is_sent() {
    let most = Arc::new(AtomicUsize::new(0));
    let client = Client::builder(slow(&most))
        .account_limits(AccountLimits::unlimited().with_concurrency(1))
        .total_timeout(Duration::from_secs(15))
        .build();
    let results = send_all((0..3).map(|_| client.clone())).await;
    let errors: Vec<_> = results.into_iter().filter_map(Result::err).collect();
    let [second, third] = errors.as_slice() else { panic!("{errors:?}") };
    // The second began and could not end; the third never began.
    assert!(matches!(second, Error::OutcomeUnknown(_)) && second.kind() == ErrorKind::TotalTimeout);
    assert!(matches!(third, Error::NotSent(_)) && third.kind() == ErrorKind::RateLimited);
    assert!(third.is_retryable());
}
