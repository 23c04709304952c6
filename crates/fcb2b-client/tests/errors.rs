//! What is wrong with an answer, and what to do about it.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/mod.rs"]
mod support;

use b2b_http::{Error, ErrorKind, RetryPolicy};
use fcb2b_client::{Any, Client, Echo, SkuCase, StockCheck};
use support::{Answering, Asked, answer, client, directory, producer, transport};

async fn ask(profile: &str, answering: impl Fn() -> Answering + Send + Sync) -> Error {
    let transport = transport(&Asked::default(), move |_| std::future::ready(answering()));
    client(profile, directory(), transport).stock_check(StockCheck::new("VV01701002")).await.unwrap_err()
}

struct Expected<'a> {
    kind: ErrorKind,
    code: Option<&'a str>,
    shown: &'a str,
    hint: &'a str,
    retryable: bool,
}

async fn check(status: u16, body: &str, expected: Expected<'_>) {
    let body = body.to_owned();
    let kept = body.clone();
    let error = ask("ethervision", move || answer(status, &body)).await;
    assert!(matches!(error, Error::Answered(_)), "{error:?}");
    assert_eq!(error.to_string(), expected.shown);
    assert_eq!((error.kind(), error.code()), (expected.kind, expected.code), "{error}");
    assert!(error.hint().contains(expected.hint), "{error}: {}", error.hint());
    assert_eq!(error.is_retryable(), expected.retryable, "{error}");
    assert_eq!(error.body(), Some(kept.as_bytes()));
}

#[tokio::test(start_paused = true)]
async fn errors_in_an_answer_count_whatever_its_status_and_shape() {
    let not_found = |shown| Expected {
        kind: ErrorKind::Refused,
        code: Some("SKUNotFound"),
        shown,
        hint: "price catalog",
        retryable: false,
    };
    let shown = "fcb2b.StockCheck was refused (SKUNotFound, status 200): SKU not available or does not exist";
    let element = "<error>SKUNotFound</error><Description>SKU not available or does not exist</Description>";
    check(200, &format!("<InventoryInquiryResponse>{element}</InventoryInquiryResponse>"), not_found(shown)).await;
    let within =
        "<x><y><Error><Code>SKUNotFound</Code><Messages>SKU not available or does not exist</Messages></Error></y></x>";
    check(200, within, not_found(shown)).await;
    // An error counts even beside an answer.
    let beside = format!("<r>{element}<StockCheck><SupplierItemSKU>A</SupplierItemSKU></StockCheck></r>");
    check(200, &beside, not_found(shown)).await;
    let shown = "fcb2b.StockCheck was refused (SKUNotFound, status 404): no reason is given";
    check(404, "<m:Error xmlns:m='urn:m' code='SKUNotFound'/>", not_found(shown)).await;

    let transport = Expected {
        kind: ErrorKind::Refused,
        code: Some("InvalidTransport"),
        shown: "fcb2b.StockCheck was refused (InvalidTransport, status 403): use https",
        hint: "https address",
        retryable: false,
    };
    check(403, "<Error><Code>InvalidTransport</Code><Message>use https</Message></Error>", transport).await;

    let several = Expected {
        kind: ErrorKind::Refused,
        code: Some("InvalidArgument"),
        shown: "fcb2b.StockCheck was refused (InvalidArgument, status 400): Quantity is missing; Unit is missing (InvalidArgument)",
        hint: "Correct the parameter",
        retryable: false,
    };
    let errors = "<Errors><Error><Code>InvalidArgument</Code><Message>Quantity is missing</Message></Error>\
        <Error><Code>InvalidArgument</Code><Message>Unit is missing</Message></Error></Errors>";
    check(400, errors, several).await;

    let internal = Expected {
        kind: ErrorKind::Refused,
        code: Some("InternalError"),
        shown: "fcb2b.StockCheck was refused (InternalError, status 500): no reason is given",
        hint: "later",
        retryable: true,
    };
    check(500, "<Error><Code>InternalError</Code></Error>", internal).await;

    let other = Expected {
        kind: ErrorKind::Refused,
        code: Some("ZZ9"),
        shown: "fcb2b.StockCheck was refused (ZZ9, status 200): nope",
        hint: "Do what the supplier's message says",
        retryable: false,
    };
    check(200, "<x><Message><Code>ZZ9</Code><Text>nope</Text></Message></x>", other).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_no_document_says_what_it_is() {
    let unreadable = |shown, hint| Expected { kind: ErrorKind::Unreadable, code: None, shown, hint, retryable: false };
    let status = |shown, hint, retryable| Expected { kind: ErrorKind::Status, code: None, shown, hint, retryable };
    let prefix = "fcb2b.StockCheck has no usable answer (status 200): ";
    let shown = format!("{prefix}an HTML page came in place of an fcB2B document");
    check(200, "\n <!DOCTYPE html><html><body>error</body></html>", unreadable(&shown, "Look at the body")).await;
    check(200, "<HTML><head/></HTML>", unreadable(&shown, "Look at the body")).await;
    let shown = format!("{prefix}the body is empty");
    check(200, " \n", unreadable(&shown, "Look at the body")).await;
    let shown = format!("{prefix}the body is not XML");
    check(200, "{\"error\": \"SKUNotFound\"}", unreadable(&shown, "Look at the body")).await;
    let cut = "<InventoryInquiryResponse><StockCheck><SupplierItemSKU>VV0";
    let shown = format!(
        "{prefix}the document is cut off: StockCheck/SupplierItemSKU at /InventoryInquiryResponse/StockCheck/SupplierItemSKU, line 1, byte 58: the document \
         ends before its root element does"
    );
    check(200, cut, unreadable(&shown, "Look at the body")).await;
    let shown = format!("{prefix}there is no StockCheck in the answer, whose root is Welcome");
    check(200, "<Welcome/>", unreadable(&shown, "the generic call reads it")).await;

    let prefix = |status| format!("fcb2b.StockCheck has no usable answer (status {status}): ");
    let html = "<html><body>Not Found</body></html>";
    let shown = prefix(404) + "an HTML page came in place of an fcB2B document";
    check(404, html, status(&shown, "ask discovery", false)).await;
    let shown = prefix(401) + "the body is empty";
    check(401, "", status(&shown, "Check the key", false)).await;
    let shown = prefix(403) + "the body is not XML";
    check(403, "Forbidden", status(&shown, "lack this service", false)).await;
    let shown = prefix(429) + "the body is empty";
    check(429, "", status(&shown, "rate limit", true)).await;
    let shown = prefix(503) + "an HTML page came in place of an fcB2B document";
    check(503, html, status(&shown, "later", true)).await;
    let shown = prefix(500) + "the body is not XML";
    check(500, "java.lang.NullPointerException", status(&shown, "later", false)).await;
    let shown = prefix(400) + "the document has the status of a refusal and no error element";
    check(
        400,
        "<StockCheck><SupplierItemSKU>A</SupplierItemSKU></StockCheck>",
        status(&shown, "Look at the status", false),
    )
    .await;
}

const OTHERS: &str = "<GlobalIdentifier>123e4567-e89b-42d3-a456-426614174000</GlobalIdentifier>";

#[tokio::test(start_paused = true)]
async fn an_answer_to_another_request_is_a_warning_or_not_trusted() {
    let stock = "<SupplierItemSKU>A</SupplierItemSKU>";
    let ask = async |profile: &str, echo: Echo, body: &str| {
        let body = body.to_owned();
        let transport = transport(&Asked::default(), move |request: http::Request<bytes::Bytes>| {
            // Its own, in any case.
            let query = request.uri().query().unwrap();
            let own = query.split('&').find_map(|pair| pair.strip_prefix("GlobalIdentifier=")).unwrap_or_default();
            std::future::ready(answer(200, &body.replace("OWN", &format!(" {} ", own.to_uppercase()))))
        });
        let http = b2b_http::Client::builder(transport).retry(RetryPolicy::never()).build();
        let client = Client::with(producer(profile).echo(echo), directory(), http);
        match client.stock_check(StockCheck::new("A")).await {
            Ok(answer) => answer.messages.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            Err(error) => format!("{:?}", error.kind()),
        }
    };
    let other = "the answer is to another request: its GlobalIdentifier is not the one sent";
    let (in_root, in_answer) = (
        format!("<r>{OTHERS}<StockCheck>{stock}</StockCheck></r>"),
        format!("<r><StockCheck>{stock}{OTHERS}</StockCheck></r>"),
    );
    for body in [&in_root, &in_answer] {
        assert_eq!(ask("dancik", Echo::Ignored, body).await, other, "{body}");
        assert_eq!(ask("dancik", Echo::Required, body).await, "Untrusted", "{body}");
        // Where none is sent.
        assert_eq!(ask("ethervision", Echo::Required, body).await, "", "{body}");
    }
    let (own, empty, none) = (
        format!("<r><GlobalIdentifier>OWN</GlobalIdentifier><StockCheck>{stock}</StockCheck></r>"),
        format!("<r><GlobalIdentifier/><StockCheck>{stock}</StockCheck></r>"),
        format!("<r><StockCheck>{stock}</StockCheck></r>"),
    );
    assert_eq!(ask("dancik", Echo::Required, &own).await, "");
    for body in [&empty, &none] {
        assert_eq!(ask("dancik", Echo::Ignored, body).await, "", "{body}");
        assert_eq!(ask("dancik", Echo::Required, body).await, "Untrusted", "{body}");
    }
    // Elsewhere it is of something else; and a refusal may be without.
    let elsewhere = format!("<r><History><Entry>{OTHERS}</Entry></History><StockCheck>{stock}</StockCheck></r>");
    assert_eq!(ask("dancik", Echo::Ignored, &elsewhere).await, "");
    assert_eq!(ask("dancik", Echo::Required, "<r><error>SKUNotFound</error></r>").await, "Refused");
}

#[tokio::test(start_paused = true)]
async fn what_a_producer_says_is_shown_in_bounds() {
    let long = "x".repeat(50_000);
    let body = format!("<r>{}</r>", format!("<Error><Code>{long}</Code><Message>{long}</Message></Error>").repeat(50));
    let error = ask("ethervision", || answer(200, &body)).await;
    assert!(error.to_string().len() < 20_000, "{}", error.to_string().len());
    assert!(error.code().unwrap().len() < 200);
    let body = format!("<{long}/>");
    let error = ask("ethervision", || answer(200, &body)).await;
    assert!(error.to_string().len() < 500, "{}", error.to_string().len());
}

#[tokio::test(start_paused = true)]
async fn a_tree_is_bounded_and_says_so() {
    let body = format!("<r>{}</r>", "<a/>".repeat(100_000));
    let transport = transport(&Asked::default(), |_| std::future::ready(answer(200, &body)));
    let error = client("ethervision", directory(), transport).call(Any::new("stockcheck")).await.unwrap_err();
    assert!(error.to_string().contains("more than 100000 elements and attributes"), "{error}");
    // What is typed needs no tree, and is told when it is missing.
    let error = ask("ethervision", || answer(200, &body)).await;
    assert!(error.to_string().contains("there is no StockCheck in the answer, whose root is r"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn any_service_is_judged_alike_and_kept_whole() {
    let ask = async |status, body: &'static str| {
        let transport = transport(&Asked::default(), move |_| std::future::ready(answer(status, body)));
        client("ethervision", directory(), transport).call(Any::new("stockcheck").parameter("A", "1")).await
    };
    let found = ask(200, "<Quotes><Quote n='7'>x</Quote></Quotes>").await.unwrap();
    assert_eq!((found.status.as_u16(), found.root.text_of("Quote")), (200, Some("x")));
    assert_eq!(found.body.as_ref(), b"<Quotes><Quote n='7'>x</Quote></Quotes>");
    assert_eq!(ask(200, "<e><error>Nope</error></e>").await.unwrap_err().code(), Some("Nope"));
    assert_eq!(ask(404, "<gone/>").await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(ask(200, "gone").await.unwrap_err().kind(), ErrorKind::Unreadable);
}

#[tokio::test(start_paused = true)]
async fn queries_are_repeated_and_unknown_services_are_not() {
    let asked = Asked::default();
    let transport = transport(&asked, |_| std::future::ready(answer(503, "")));
    let http = b2b_http::Client::builder(transport).retry(RetryPolicy::default().max_attempts(3)).build();
    let client = Client::with(producer("ethervision").sku_case(SkuCase::Upper), directory(), http);
    client.stock_check(StockCheck::new("a")).await.unwrap_err();
    assert_eq!(asked.count(), 3);
    client.call(Any::new("stockcheck")).await.unwrap_err();
    assert_eq!(asked.count(), 4);
}
