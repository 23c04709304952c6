//! Where requests go.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use b2b_http::{Error, ErrorKind};
use bytes::Bytes;
use fcb2b_client::{Any, Directory, Endpoints, Orders, PriceInquiry, ServiceName, StockCheck};
use futures_util::future::join_all;
use http::Request;
use support::{Asked, answer, client, transport, url};

const LISTED: &str = "<ServiceProfiles>\
    <ServiceProfile><Name xmlns='http://fcb2b.com/schemas/1.0/core'>StockCheck</Name>\
    <Version><HTTPSRequestPath>https://b2b.example.com/B2B/stockcheck</HTTPSRequestPath></Version></ServiceProfile>\
    <ServiceProfile><Name>Orders</Name>\
    <Version><HTTPSRequestPath>https://elsewhere.example/orders</HTTPSRequestPath></Version></ServiceProfile>\
    <ServiceProfile><Name>JobQuote</Name>\
    <Version><HTTPSRequestPath>https://b2b.example.com/B2B/JobQuote</HTTPSRequestPath></Version></ServiceProfile>\
    </ServiceProfiles>";
const STOCK: &str = "<StockCheck><SupplierItemSKU>A</SupplierItemSKU></StockCheck>";

fn discovered() -> Directory {
    Directory::discovered(url("https://b2b.example.com/services"))
}

async fn produce(request: Request<Bytes>) -> support::Answering {
    tokio::time::sleep(Duration::from_millis(10)).await;
    answer(200, if request.uri().path() == "/services" { LISTED } else { STOCK })
}

#[tokio::test(start_paused = true)]
async fn discovery_is_asked_once_by_all_and_again_after_its_lifetime() {
    let asked = Asked::default();
    let client = client("ethervision", discovered().lifetime(Duration::from_secs(60)), transport(&asked, produce));
    let all = join_all((0..20).map(|_| client.stock_check(StockCheck::new("A")))).await;
    assert!(all.iter().all(Result::is_ok));
    let paths = asked.paths();
    assert_eq!(paths.iter().filter(|path| path.ends_with("/services")).count(), 1);
    assert_eq!(paths.iter().filter(|path| *path == "b2b.example.com/B2B/stockcheck").count(), 20);

    tokio::time::sleep(Duration::from_secs(30)).await;
    client.stock_check(StockCheck::new("A")).await.unwrap();
    assert_eq!(asked.count(), 22);
    client.clone().services().await.unwrap();
    tokio::time::sleep(Duration::from_secs(50)).await;
    client.stock_check(StockCheck::new("A")).await.unwrap();
    assert_eq!(asked.count(), 24, "asking for the services refreshed the addresses");
    tokio::time::sleep(Duration::from_secs(20)).await;
    client.stock_check(StockCheck::new("A")).await.unwrap();
    assert_eq!(asked.count(), 26);
}

#[track_caller]
fn check_not_sent(error: &Error, shown: &str, hint: &str) {
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert_eq!(error.to_string(), shown);
    assert!(error.hint().contains(hint), "{}", error.hint());
}

#[tokio::test(start_paused = true)]
async fn services_without_a_usable_address_are_not_asked() {
    let asked = Asked::default();
    let client = client("shared-secret", discovered(), transport(&asked, produce));
    let error = client.price_inquiry(PriceInquiry::new("A")).await.unwrap_err();
    let shown = "fcb2b.PriceInquiry was not sent: discovery lists no https address for PriceInquiry";
    check_not_sent(&error, shown, "what discovery lists");
    let error = client.orders(Orders::new(3u32)).await.unwrap_err();
    let shown =
        "fcb2b.Orders was not sent: discovery on b2b.example.com lists Orders on another host, elsewhere.example";
    check_not_sent(&error, shown, "trust it");
    let error = client.call(Any::new("Nothing")).await.unwrap_err();
    check_not_sent(&error, "fcb2b.Call was not sent: discovery lists no https address for Nothing", "discovery");
    assert_eq!(asked.paths(), ["b2b.example.com/services"], "{asked:?}", asked = asked.paths());
    // A service that only discovery knows.
    client.call(Any::new("jobquote")).await.unwrap();
    assert_eq!(asked.paths()[1], "b2b.example.com/B2B/JobQuote");
}

#[tokio::test(start_paused = true)]
async fn configured_addresses_need_no_discovery() {
    let asked = Asked::default();
    let endpoints = Endpoints::new().with(&ServiceName::StockCheck, url("https://stock.example.com/a"));
    let one = client("ethervision", discovered().endpoints(endpoints.clone()), transport(&asked, produce));
    one.stock_check(StockCheck::new("A")).await.unwrap();
    assert_eq!(asked.paths(), ["stock.example.com/a"]);

    let none = client("ethervision", Directory::configured(endpoints), transport(&asked, produce));
    let error = none.services().await.unwrap_err();
    let shown = "fcb2b.Services was not sent: no address is configured for Services, and none for discovery";
    check_not_sent(&error, shown, "Configure");
}

#[tokio::test(start_paused = true)]
async fn a_failed_discovery_fails_those_who_wait_and_is_asked_again_by_others() {
    let (asked, failing) = (Asked::default(), AtomicUsize::new(1));
    let transport = transport(&asked, move |request: Request<Bytes>| {
        let fails = request.uri().path() == "/services" && failing.fetch_sub(1, Ordering::SeqCst) == 1;
        async move {
            let answered = produce(request).await;
            if fails { answer(403, "<Error><Code>AccessDenied</Code></Error>") } else { answered }
        }
    });
    let client = client("ethervision", discovered(), transport);
    let all = join_all((0..5).map(|_| client.stock_check(StockCheck::new("A")))).await;
    for result in all {
        let error = result.unwrap_err();
        let shown = "fcb2b.StockCheck was not sent: discovery failed, and the address of StockCheck is not known";
        check_not_sent(&error, shown, "permit this service");
        assert_eq!(error.kind(), ErrorKind::Refused);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert_eq!(source, "fcb2b.Services was refused (AccessDenied, status 403): no reason is given");
    }
    assert_eq!(asked.count(), 1);
    client.stock_check(StockCheck::new("A")).await.unwrap();
    assert_eq!(asked.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn addresses_are_used_on_while_discovery_fails() {
    let (asked, times) = (Asked::default(), AtomicUsize::new(0));
    let transport = transport(&asked, move |request: Request<Bytes>| {
        let fails = request.uri().path() == "/services" && times.fetch_add(1, Ordering::SeqCst) > 0;
        async move { if fails { answer(500, "") } else { produce(request).await } }
    });
    let client = client("ethervision", discovered().lifetime(Duration::from_secs(10)), transport);
    client.stock_check(StockCheck::new("A")).await.unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    for _ in 0..3 {
        client.stock_check(StockCheck::new("A")).await.unwrap();
    }
    // Discovery, a check, discovery in vain, three checks.
    assert_eq!(asked.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn none_but_one_waits_for_discovery_once_addresses_are_known() {
    let (asked, times) = (Asked::default(), AtomicUsize::new(0));
    let transport = transport(&asked, move |request: Request<Bytes>| {
        let hangs = request.uri().path() == "/services" && times.fetch_add(1, Ordering::SeqCst) == 1;
        async move { if hangs { std::future::pending().await } else { produce(request).await } }
    });
    let client = client("ethervision", discovered().lifetime(Duration::from_secs(10)), transport);
    client.stock_check(StockCheck::new("A")).await.unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    let begin = tokio::time::Instant::now();
    let took = async || {
        client.stock_check(StockCheck::new("A")).await.unwrap();
        begin.elapsed().as_secs()
    };
    let mut took = join_all((0..5).map(|_| took())).await;
    took.sort_unstable();
    assert_eq!(took, [0, 0, 0, 0, 5]);
    // Discovery, a check, discovery that hangs, five checks; then nobody asks for a minute.
    assert_eq!(asked.count(), 8);
    client.stock_check(StockCheck::new("A")).await.unwrap();
    assert_eq!(asked.count(), 9);
    tokio::time::sleep(Duration::from_secs(60)).await;
    client.stock_check(StockCheck::new("A")).await.unwrap();
    assert_eq!(asked.count(), 11);
}
