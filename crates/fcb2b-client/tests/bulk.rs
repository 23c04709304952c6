//! Thousands of stock checks.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b2b_http::{AccountLimits, ErrorKind, Rate, RetryPolicy, Transport, TransportError};
use bytes::Bytes;
use fcb2b_client::{Bulk, Circuit, CircuitEvent, Client, StockFailure, StockResult};
use futures_util::{StreamExt as _, stream};
use http::Request;
use support::{Answering, Asked, answer, directory, producer, transport};
use tokio::time::Instant;

const REFUSED: &str = "<x><error>SKUNotFound</error></x>";

fn stock(sku: &str) -> Answering {
    answer(200, &format!("<StockCheck><SupplierItemSKU>{sku}</SupplierItemSKU></StockCheck>"))
}

fn sku(request: &Request<Bytes>) -> String {
    let query = request.uri().query().unwrap();
    query.split('&').find_map(|pair| pair.strip_prefix("SupplierItemSKU=")).unwrap().to_owned()
}

fn client<T: Transport>(transport: T, limits: AccountLimits) -> Client<T> {
    let http = b2b_http::Client::builder(transport)
        .retry(RetryPolicy::never())
        .total_timeout(Duration::from_secs(30))
        .account_limits(limits)
        .build();
    Client::with(producer("ethervision"), directory(), http)
}

fn skus(count: usize) -> impl futures_util::Stream<Item = String> {
    stream::iter((0..count).map(|number| format!("S{number}")))
}

fn told(result: &StockResult) -> &'static str {
    match &result.result {
        Ok(answer) if answer.value.sku.as_deref() == Some(&result.sku) => "found",
        Err(StockFailure::CircuitOpen(_)) => "open",
        Err(StockFailure::Failed(error)) => match error.kind() {
            ErrorKind::Refused => "refused",
            ErrorKind::TotalTimeout => "hung",
            ErrorKind::Reset => "reset",
            ErrorKind::Build => "not sent",
            ErrorKind::Status | ErrorKind::Unreadable => "no item",
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn counts(results: &[StockResult]) -> BTreeMap<&'static str, usize> {
    results.iter().fold(BTreeMap::new(), |mut counts, result| {
        *counts.entry(told(result)).or_default() += 1;
        counts
    })
}

#[tokio::test(start_paused = true)]
async fn five_thousand_items_with_failures_between_them() {
    let (asked, under_way, most) = (Asked::default(), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (now_under_way, most_under_way) = (Arc::clone(&under_way), Arc::clone(&most));
    let transport = transport(&asked, move |request| {
        let (under_way, most) = (Arc::clone(&now_under_way), Arc::clone(&most_under_way));
        async move {
            most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let sku = sku(&request);
            let number: usize = sku[1..].parse().unwrap();
            tokio::time::sleep(Duration::from_millis(if number.is_multiple_of(3) { 700 } else { 200 })).await;
            let answered = match number % 100 {
                // Never answered: the deadline ends it, and what counts what is under way is not told.
                7 => {
                    under_way.fetch_sub(1, Ordering::SeqCst);
                    return std::future::pending().await;
                }
                11 | 12 => Err(TransportError::unknown(ErrorKind::Reset, "connection reset")),
                20..50 => answer(200, REFUSED),
                _ => stock(&sku),
            };
            under_way.fetch_sub(1, Ordering::SeqCst);
            answered
        }
    });
    let client = client(transport, AccountLimits::unlimited());
    let bulk = Bulk::new().concurrency(8).on_circuit(|event| panic!("{event}"));
    let results: Vec<StockResult> = client.stock_checks(skus(5_000), bulk).collect().await;

    let expected = BTreeMap::from([("found", 3_350), ("hung", 50), ("refused", 1_500), ("reset", 100)]);
    assert_eq!(counts(&results), expected);
    assert_eq!(asked.count(), 5_000);
    assert!((4..=8).contains(&most.load(Ordering::SeqCst)), "{most:?}");
    let mut all: Vec<&str> = results.iter().map(|result| result.sku.as_str()).collect();
    assert_ne!(all[..9], ["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"], "results come as they are ready");
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 5_000);
}

#[tokio::test(start_paused = true)]
async fn the_accounts_rate_is_kept() {
    let transport = transport(&Asked::default(), |request| {
        let sku = sku(&request);
        async move { stock(&sku) }
    });
    let limits = AccountLimits::unlimited().with_rate(Rate::per_second(NonZeroU32::new(10).unwrap()));
    let begin = Instant::now();
    let results: Vec<StockResult> = client(transport, limits).stock_checks(skus(100), Bulk::new()).collect().await;
    assert_eq!(counts(&results), BTreeMap::from([("found", 100)]));
    let seconds = begin.elapsed().as_secs_f64();
    assert!((8.9..9.5).contains(&seconds), "{seconds}");
}

/// A producer that is down for these requests, by their number.
fn flaky(asked: &Asked, down: impl Fn(usize) -> bool + Send + Sync) -> impl Transport {
    let number = AtomicUsize::new(0);
    transport(asked, move |request| {
        let (is_down, sku) = (down(number.fetch_add(1, Ordering::SeqCst)), sku(&request));
        async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if is_down { Err(TransportError::unknown(ErrorKind::Reset, "connection reset")) } else { stock(&sku) }
        }
    })
}

type Events = Arc<Mutex<Vec<(u64, CircuitEvent)>>>;

/// Notes the events of a circuit with the second in which they come.
fn noted(bulk: Bulk) -> (Bulk, Events) {
    let (events, begin) = (Events::default(), Instant::now());
    let kept = Arc::clone(&events);
    (bulk.on_circuit(move |event| kept.lock().unwrap().push((begin.elapsed().as_secs(), *event))), events)
}

const PAUSE: Duration = Duration::from_secs(60);

#[tokio::test(start_paused = true)]
async fn a_circuit_opens_probes_and_closes() {
    let asked = Asked::default();
    // Ten failures, of which three are under way when the circuit has opened; a probe that fails; then all is well.
    let client = client(flaky(&asked, |number| (20..34).contains(&number)), AccountLimits::unlimited());
    let (bulk, events) = noted(Bulk::new().circuit(Circuit::new(10).pause(PAUSE)));
    let results: Vec<StockResult> = client.stock_checks(skus(200), bulk).collect().await;
    let opened = CircuitEvent::Opened { failures: 10, pause: PAUSE };
    let expected = [
        (0, opened),
        (60, CircuitEvent::Probing),
        (60, CircuitEvent::Reopened { times: 1, pause: PAUSE }),
        (120, CircuitEvent::Probing),
        (121, CircuitEvent::Reopened { times: 2, pause: PAUSE }),
        (181, CircuitEvent::Probing),
        (181, CircuitEvent::Closed),
    ];
    assert_eq!(events.lock().unwrap().as_slice(), expected);
    assert_eq!(counts(&results), BTreeMap::from([("found", 186), ("reset", 14)]));
}

#[tokio::test(start_paused = true)]
async fn a_circuit_that_opens_too_often_ends_the_asking_and_not_the_run() {
    let asked = Asked::default();
    let client = client(flaky(&asked, |number| number >= 8), AccountLimits::unlimited());
    let (bulk, events) = noted(Bulk::new().concurrency(4).circuit(Circuit::new(4).pause(PAUSE).reopenings(2)));
    let results: Vec<StockResult> = client.stock_checks(skus(1_000), bulk).collect().await;
    // Four failures, and three probes: after the pause, after the first and after the second reopening.
    assert_eq!(counts(&results), BTreeMap::from([("found", 8), ("open", 985), ("reset", 7)]));
    assert_eq!(asked.count(), 15);
    assert_eq!(events.lock().unwrap().last().unwrap().1, CircuitEvent::GivenUp);
    let open = results.iter().find(|result| told(result) == "open").unwrap();
    assert_eq!(open.result.as_ref().unwrap_err().to_string(), "not asked: the producer failed too often in this run");
}

#[tokio::test(start_paused = true)]
async fn a_producer_that_comes_and_goes_is_given_up_too() {
    let asked = Asked::default();
    // Every third request succeeds, and so does every probe.
    let client = client(flaky(&asked, |number| number % 3 != 2), AccountLimits::unlimited());
    let (bulk, events) = noted(Bulk::new().concurrency(1).circuit(Circuit::new(2).pause(PAUSE).reopenings(1)));
    let results: Vec<StockResult> = client.stock_checks(skus(100), bulk).collect().await;
    let events: Vec<CircuitEvent> = events.lock().unwrap().iter().map(|(_, event)| *event).collect();
    let opened = CircuitEvent::Opened { failures: 2, pause: PAUSE };
    let round = [opened, CircuitEvent::Probing, CircuitEvent::Closed];
    assert_eq!(events, [&round[..], &round, &[CircuitEvent::GivenUp]].concat());
    assert_eq!(counts(&results), BTreeMap::from([("found", 2), ("open", 92), ("reset", 6)]));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_key_opens_the_circuit_and_a_wrong_item_does_not() {
    let asked = Asked::default();
    let one = client(
        transport(&asked, |_| std::future::ready(answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>"))),
        AccountLimits::unlimited(),
    );
    let bulk = || Bulk::new().concurrency(1).circuit(Circuit::new(5).pause(PAUSE).reopenings(0));
    let results: Vec<StockResult> = one.stock_checks(skus(50), bulk()).collect().await;
    assert_eq!(counts(&results), BTreeMap::from([("open", 44), ("refused", 6)]));
    assert_eq!(asked.count(), 6);

    let asked = Asked::default();
    let other = client(flaky(&asked, |_| false), AccountLimits::unlimited());
    let empty = stream::iter(vec![String::new(); 20]).chain(skus(1));
    let results: Vec<StockResult> = other.stock_checks(empty, bulk()).collect().await;
    assert_eq!(counts(&results), BTreeMap::from([("found", 1), ("not sent", 20)]));
}

#[tokio::test(start_paused = true)]
async fn items_that_a_producer_does_not_have_open_no_circuit_however_it_says_so() {
    for (status, body) in [
        (404, ""),
        (404, "<html><body>Not Found</body></html>"),
        (400, "Bad SKU"),
        (200, "<InventoryInquiryResponse><StockCheck/></InventoryInquiryResponse>"),
        (200, "<InventoryInquiryResponse/>"),
    ] {
        let asked = Asked::default();
        let transport = transport(&asked, move |request| {
            let sku = sku(&request);
            let number: usize = sku[1..].parse().unwrap();
            std::future::ready(if (1_000..3_000).contains(&number) { answer(status, body) } else { stock(&sku) })
        });
        let bulk = Bulk::new().on_circuit(|event| panic!("{event}"));
        let client = client(transport, AccountLimits::unlimited());
        let results: Vec<StockResult> = client.stock_checks(skus(5_000), bulk).collect().await;
        assert_eq!(counts(&results), BTreeMap::from([("found", 3_000), ("no item", 2_000)]), "{status} {body}");
        assert_eq!(asked.count(), 5_000);
    }
}

#[tokio::test(start_paused = true)]
async fn a_producer_that_does_not_answer_in_documents_opens_the_circuit() {
    for (status, body) in [
        (401, ""),
        (403, "<html/>"),
        (407, ""),
        (408, "<x/>"),
        (429, "<x/>"),
        (500, "<x/>"),
        (503, ""),
        (200, ""),
        (200, "<html/>"),
        (200, "{}"),
        (200, "<InventoryInquiryResponse><StockCheck>"),
    ] {
        let asked = Asked::default();
        let client =
            client(transport(&asked, move |_| std::future::ready(answer(status, body))), AccountLimits::unlimited());
        let bulk = Bulk::new().concurrency(1).circuit(Circuit::new(5).pause(PAUSE).reopenings(0));
        let results: Vec<StockResult> = client.stock_checks(skus(20), bulk).collect().await;
        assert_eq!(counts(&results), BTreeMap::from([("no item", 6), ("open", 14)]), "{status} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_item_that_is_not_sent_is_no_probe() {
    let asked = Asked::default();
    let client = client(flaky(&asked, |number| number < 2), AccountLimits::unlimited());
    let (bulk, events) = noted(Bulk::new().concurrency(1).circuit(Circuit::new(2).pause(PAUSE).reopenings(0)));
    let skus = stream::iter(["A", "B", "", "", "C"].map(str::to_owned));
    let results: Vec<StockResult> = client.stock_checks(skus, bulk).collect().await;
    assert_eq!(counts(&results), BTreeMap::from([("found", 1), ("not sent", 2), ("reset", 2)]));
    assert_eq!(events.lock().unwrap().last().unwrap().1, CircuitEvent::Closed);
}
