//! Waiting without a runtime, over TLS.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

#[path = "support/authority.rs"]
mod authority;
#[path = "support/operation.rs"]
mod operation;
#[path = "support/server.rs"]
mod server;

use authority::Authority;
use b2b_http::*;
use operation::{Order, Query};
use server::{Door, Reply, Server, answer};

/// A server on a runtime of its own, and a client that trusts it.
fn world(script: impl IntoIterator<Item = Reply>) -> (Blocking, Server, Client<ReqwestTransport>) {
    let runtime = Blocking::new().unwrap();
    let authority = Authority::new();
    let server = runtime.wait(Server::start(Door::Tls(authority.server("localhost")), script));
    let transport = ReqwestTransport::builder().extra_roots_pem(authority.pem()).build().unwrap();
    (runtime, server, Client::new(transport))
}

#[test]
fn a_thread_without_a_runtime_waits_for_answers() {
    let (_server_runtime, server, client) = world([Reply::Answer(answer("200 OK", "", "hello"))]);
    let blocking = Blocking::new().unwrap();
    for _ in 0..2 {
        assert_eq!(blocking.wait(client.send(&Query::to(server.https("/")))).unwrap(), "hello");
    }
    let elsewhere = blocking.clone();
    let url = server.https("/");
    let waited = std::thread::spawn(move || elsewhere.wait(client.send(&Query::to(url))));
    assert_eq!(waited.join().unwrap().unwrap(), "hello");
    // The clone that went took nothing with it.
    assert_eq!(blocking.wait(std::future::ready(7)), 7);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn the_policy_is_the_clients() {
    let (_server_runtime, server, client) = world([Reply::Reset]);
    let blocking = Blocking::new().unwrap();
    let error = blocking.wait(client.send(&Order::post(server.https("/"), "one"))).unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn it_may_go_within_a_runtime() {
    drop(Blocking::new().unwrap());
}

#[tokio::test]
#[should_panic(expected = "Cannot start a runtime from within a runtime")]
async fn it_does_not_wait_within_a_runtime() {
    Blocking::new().unwrap().wait(std::future::ready(()));
}
