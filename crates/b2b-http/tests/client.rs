//! The client over closure transports: judging answers, refusing addresses, recording exchanges.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

#[path = "support/operation.rs"]
mod operation;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b2b_http::*;
use bytes::Bytes;
use chrono::DateTime;
use http::{HeaderValue, Request, Response, StatusCode};
use operation::{Order, Query};

const URL: &str = "https://b2b.example/service";

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Bytes> {
    let mut builder = Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Bytes::from(body.to_owned())).unwrap()
}

fn always(answer: Response<Bytes>) -> impl Transport {
    transport_fn(move |_| std::future::ready(Ok(answer.clone())))
}

fn once(transport: impl Transport) -> Client<impl Transport> {
    Client::builder(transport).retry(RetryPolicy::never()).build()
}

#[tokio::test(start_paused = true)]
async fn a_good_answer_is_read() {
    assert_eq!(once(always(response(200, &[], "hello"))).send(&Query::to(URL)).await.unwrap(), "hello");
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_judged_by_status_and_operation() {
    #[track_caller]
    fn check(error: &Error, kind: ErrorKind, shown: &str) {
        assert!(matches!(error, Error::Answered(_)), "{error:?}");
        assert_eq!(error.kind(), kind);
        assert_eq!(error.to_string(), shown);
        assert_eq!(error.attempts(), 1);
        assert!(!error.hint().is_empty());
    }
    let send = async |answer| once(always(answer)).send(&Query::to(URL)).await.unwrap_err();

    let error = send(response(500, &[("x-code", "E042")], "no such order")).await;
    check(&error, ErrorKind::Refused, "test.Query was refused (E042, status 500): no such order");
    assert_eq!((error.code(), error.message(), error.operation()), (Some("E042"), "no such order", "test.Query"));
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!(error.body(), Some(&b"no such order"[..]));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the fault said no such order");
    assert!(!error.is_retryable());

    let error = send(response(502, &[], "<html>Bad Gateway</html>")).await;
    check(&error, ErrorKind::Status, "test.Query has no usable answer (status 502): this is no text of ours");
    assert!(error.is_retryable());

    let error = send(response(200, &[("x-stale", "1")], "")).await;
    check(&error, ErrorKind::Untrusted, "test.Query has no usable answer (status 200): the answer is from yesterday");

    assert!(send(response(200, &[("x-busy", "1")], "")).await.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn what_must_not_be_repeated_is_retryable_only_when_it_was_not_processed() {
    let send = async |answer| once(always(answer)).send(&Order::to(URL)).await.unwrap_err();
    for status in [429, 500, 502, 503, 504] {
        let error = send(response(status, &[], "")).await;
        assert!(!error.is_retryable(), "{status}");
        assert_eq!(error.hint(), "It may have been processed: ask the supplier what it has before sending it again.");
    }
    assert!(!send(response(200, &[("x-busy", "1")], "")).await.is_retryable());

    let refused = transport_fn(|_| async { Err(TransportError::not_sent(ErrorKind::Connect, "refused")) });
    assert!(once(refused).send(&Order::to(URL)).await.unwrap_err().is_retryable());
    let reset = transport_fn(|_| async { Err(TransportError::unknown(ErrorKind::Reset, "reset")) });
    assert!(!once(reset).send(&Order::to(URL)).await.unwrap_err().is_retryable());
}

/// What nobody knows of an order is for the supplier to say; a query is asked again.
#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_is_told_by_what_may_be_repeated() {
    async fn check(kind: ErrorKind, order_hint: &str, query_hint: &str) {
        let client = || once(transport_fn(move |_| async move { Err(TransportError::unknown(kind, "it broke")) }));
        let order = client().send(&Order::to(URL)).await.unwrap_err();
        let query = client().send(&Query::to(URL)).await.unwrap_err();
        assert!(matches!((&order, &query), (Error::OutcomeUnknown(_), Error::OutcomeUnknown(_))));
        assert_eq!((order.kind(), query.kind()), (kind, kind));
        assert_eq!(order.to_string(), "test.Order may have been processed: it broke");
        assert_eq!(query.to_string(), "test.Query has no complete answer: it broke");
        assert!(order.hint().starts_with(order_hint), "{}", order.hint());
        assert!(query.hint().starts_with(query_hint), "{}", query.hint());
    }
    let find_out = "Find out whether the request was processed";
    for kind in [ErrorKind::HeaderTimeout, ErrorKind::BodyTimeout, ErrorKind::TotalTimeout] {
        check(kind, find_out, "Ask again; if the supplier needs longer, raise the").await;
    }
    check(ErrorKind::Reset, find_out, "Ask again.").await;
    check(ErrorKind::Truncated, find_out, "Ask again.").await;
    check(ErrorKind::TooLarge { limit: 1 }, "Ask for less", "Ask for less").await;
}

#[tokio::test(start_paused = true)]
async fn redirections_are_answers_and_name_the_host_only() {
    let send = async |answer| once(always(answer)).send(&Query::to(URL)).await.unwrap_err();
    for location in ["https://user:pw@elsewhere.example/login?token=abc", "//elsewhere.example/login"] {
        assert_eq!(
            send(response(302, &[("location", location)], "")).await.to_string(),
            "test.Query has no usable answer (status 302): the host redirects to elsewhere.example, where the \
             credentials are not sent"
        );
    }
    assert!(send(response(302, &[("location", "/login")], "")).await.message().contains("another address of its own"));
    let error = send(response(302, &[], "")).await;
    assert!(error.message().ends_with("does not say where"));
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn plain_http_needs_to_be_asked_for() {
    async fn check(policy: PlainHttp, url: &str, expected: bool) {
        let calls = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&calls);
        let transport = transport_fn(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
            std::future::ready(Ok(Response::new(Bytes::new())))
        });
        let client = Client::builder(transport).plain_http(policy.clone()).build();
        match client.send(&Query::to(url)).await {
            Ok(_) => assert!(expected, "{policy:?} allows {url}"),
            Err(error) => {
                assert!(!expected, "{policy:?} refuses {url}");
                assert!(matches!(error, Error::NotSent(_)));
                assert!(matches!(error.kind(), ErrorKind::PlainHttp | ErrorKind::Build), "{error:?}");
            }
        }
        assert_eq!(calls.load(Ordering::SeqCst), u32::from(expected));
    }
    check(PlainHttp::Never, "http://127.0.0.1/", false).await;
    check(PlainHttp::LoopbackOnly, "http://127.0.0.1:8080/", true).await;
    check(PlainHttp::LoopbackOnly, "http://[::1]:8080/", true).await;
    check(PlainHttp::LoopbackOnly, "http://b2b.example/", false).await;
    check(PlainHttp::AllowHost("b2b.example".into()), "http://b2b.example:80/x", true).await;
    check(PlainHttp::AllowHost("b2b.example".into()), "http://evil.example/", false).await;
    check(PlainHttp::AllowHost("b2b.example".into()), "ftp://b2b.example/", false).await;
    check(PlainHttp::Never, "/relative", false).await;
    check(PlainHttp::Never, "https://b2b.example/", true).await;
}

/// To allow plain http is never the advice, except for this machine.
#[tokio::test]
async fn plain_http_is_advised_for_loopback_only() {
    let hint = async |url: &str| {
        let error = once(always(response(200, &[], ""))).send(&Query::to(url)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PlainHttp);
        error.hint().to_owned()
    };
    let far = hint("http://b2b.example/").await;
    assert!(far.contains("https") && far.contains("in clear") && !far.contains("allow"), "{far}");
    assert!(hint("http://127.0.0.1:1/").await.contains("allow plain http to this machine"));
}

#[tokio::test]
async fn a_request_that_cannot_be_written_is_not_sent() {
    let error = once(always(response(200, &[], ""))).send(&Order::to("not an address")).await.unwrap_err();
    assert_eq!(error.to_string(), "test.Order was not sent: the address is no address");
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(std::error::Error::source(&error).is_some());
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn the_user_agent_is_added_unless_there_is_one() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let transport = transport_fn(move |request: Request<Bytes>| {
        log.lock().unwrap().push(request.headers()["user-agent"].to_str().unwrap().to_owned());
        std::future::ready(Ok(Response::new(Bytes::new())))
    });
    let transport = Arc::new(transport);
    Client::new(Arc::clone(&transport)).send(&Query::to(URL)).await.unwrap();
    let named = Client::builder(transport).user_agent(HeaderValue::from_static("shop/7")).build();
    named.send(&Query::to(URL)).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [concat!("b2b-http/", env!("CARGO_PKG_VERSION")), "shop/7"]);
}

#[tokio::test]
async fn the_size_cap_holds_for_every_transport() {
    let client = Client::builder(always(response(200, &[], "12345"))).max_response_bytes(4).build();
    let error = client.send(&Query::to(URL)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge { limit: 4 });
    assert!(matches!(error, Error::OutcomeUnknown(_)) && !error.is_retryable());
    assert_eq!(error.status(), Some(StatusCode::OK));
    let client = Client::builder(always(response(200, &[], "1234"))).max_response_bytes(4).build();
    assert_eq!(client.send(&Query::to(URL)).await.unwrap(), "1234");
}

/// Never answers, and tells how far it has come.
struct Stuck {
    unsent: bool,
}

impl Transport for Stuck {
    async fn send(&self, _: Request<Bytes>, limits: &TransportLimits) -> Result<Response<Bytes>, TransportError> {
        limits.progress.not_sent_yet();
        if !self.unsent {
            limits.progress.may_be_sent();
        }
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn the_total_timeout_knows_how_far_the_request_has_come() {
    let begin = tokio::time::Instant::now();
    let client = |unsent| Client::builder(Stuck { unsent }).total_timeout(Duration::from_secs(90)).build();
    let error = client(true).send(&Order::to(URL)).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert!(error.is_retryable());
    let error = client(false).send(&Order::to(URL)).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::TotalTimeout);
    assert!(!error.is_retryable());
    assert!(begin.elapsed() >= Duration::from_secs(180));
}

#[tokio::test(start_paused = true)]
async fn the_observer_gets_every_attempt() {
    let answers = Mutex::new(vec![response(200, &[("x-a", "b")], "fine"), response(503, &[], "not now")]);
    let transport = transport_fn(move |_| std::future::ready(Ok(answers.lock().unwrap().pop().unwrap())));
    let records = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&records);
    let now = DateTime::UNIX_EPOCH;
    let client = Client::builder(transport)
        .environment(FixedEnvironment::new(now))
        .observer(move |exchange: &Exchange| log.lock().unwrap().push(exchange.clone()))
        .build();
    let big = "x".repeat(100_000);
    client.send(&Query::post(format!("{URL}?a=1"), big)).await.unwrap();

    let records = records.lock().unwrap();
    let [first, second] = records.as_slice() else { panic!("two records, not {}", records.len()) };
    assert_eq!((first.operation, first.attempt, first.started), ("test.Query", 1, now));
    assert_eq!(first.request.uri, "https://b2b.example/service?a=1");
    assert_eq!((first.request.body.bytes.len(), first.request.body.length), (64 * 1024, 100_000));
    assert_eq!(first.response.as_ref().unwrap().body.text(), "not now");
    assert!(matches!(&first.outcome, Outcome::Answered(reason) if reason.contains("status 503")));
    assert_eq!(second.attempt, 2);
    assert_eq!(second.response.as_ref().unwrap().headers, [("x-a".to_owned(), "b".to_owned())]);
    assert_eq!(second.outcome, Outcome::Done);
}

#[tokio::test(start_paused = true)]
async fn a_clerk_gets_a_receipt_of_every_answer() {
    let answers = Mutex::new(vec![response(200, &[], "fine"), response(503, &[], "not now")]);
    let transport = transport_fn(move |_| std::future::ready(Ok(answers.lock().unwrap().pop().unwrap())));
    let receipts = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&receipts);
    let keep = move |receipt: &Receipt, body: &[u8]| kept.lock().unwrap().push((*receipt, body.to_vec()));
    Client::builder(transport).clerk(keep).build().send(&Query::to(URL)).await.unwrap();

    let receipts = receipts.lock().unwrap();
    let told = receipts.iter().map(|(receipt, body)| {
        let Receipt { operation, attempt, status, is_retryable, .. } = *receipt;
        (operation, attempt, status.as_u16(), is_retryable, body.as_slice())
    });
    let expected = [("test.Query", 1, 503, true, &b"not now"[..]), ("test.Query", 2, 200, false, b"fine")];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn calls_can_be_spawned() {
    let client = once(always(response(200, &[], "hello")));
    let call = tokio::spawn(async move { client.send(&Query::to(URL)).await });
    assert_eq!(call.await.unwrap().unwrap(), "hello");
}

#[tokio::test(start_paused = true)]
async fn what_was_not_sent_for_want_of_something_else_says_so() {
    let error = Error::not_sent::<Order>(Refused::new("its address is not known").with_hint("Give the address."));
    assert_eq!(error.to_string(), "test.Order was not sent: its address is not known");
    assert_eq!((error.kind(), error.hint(), error.attempts()), (ErrorKind::Build, "Give the address.", 0));

    let unreachable = transport_fn(|_| async { Err(TransportError::unknown(ErrorKind::Reset, "connection reset")) });
    let first = Arc::new(once(unreachable).send(&Query::to(URL)).await.unwrap_err());
    let error = Error::not_sent_since::<Order>("its address could not be asked for", &first);
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert_eq!((error.kind(), error.hint(), error.is_retryable()), (ErrorKind::Reset, first.hint(), true));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), first.to_string());
}

#[test]
fn the_environment_can_be_asked() {
    let now = DateTime::from_timestamp(1_735_787_045, 0).unwrap();
    let client = Client::builder(always(response(200, &[], ""))).environment(FixedEnvironment::new(now)).build();
    assert_eq!((client.environment().now(), client.environment().random().unwrap()), (now, [1; 32]));
}
