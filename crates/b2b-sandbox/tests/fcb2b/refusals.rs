//! Who is refused, with which status and code, and what the record says of it.

use b2b_sandbox::{Fcb2b, Options, Sandbox};
use b2b_xml::decode;
use fcb2b_client::chrono::TimeDelta;
use fcb2b_client::{Element, Orders, Services, StockCheck};
use http::{Method, Request};

use crate::support::{newest, producer, refused_as, sandbox, sandbox_for, send, send_by, signed, transport, with_key};

/// Sends a signed request and checks the refusal, on the wire and in the record.
async fn check(sandbox: &Sandbox, request: Request<bytes::Bytes>, status: u16, code: &str, sentence: &str) {
    let response = send(sandbox, request).await;
    let document = String::from_utf8(response.body().to_vec()).unwrap();
    let root = decode::<Element>(&document).unwrap().value;
    assert_eq!((response.status().as_u16(), root.text_of("Code")), (status, Some(code)), "{document}");
    assert_eq!(root.name, "ErrorResponse");
    assert!(root.text_of("Description").is_some(), "{document}");
    assert_eq!(response.headers()["content-type"], "text/xml; charset=utf-8");
    let record = newest(sandbox);
    assert_eq!((record["outcome"].as_str(), record["supplier"].as_str()), (Some("refused"), Some("fcb2b")));
    let explained = record["explanation"].to_string();
    assert!(explained.contains(sentence), "{sentence:?} in {explained}");
}

#[tokio::test]
async fn strangers_and_wrong_clocks_are_refused() {
    let sandbox = sandbox().await;
    let stranger = with_key(&sandbox, "NOBODY", Fcb2b::SECRET);
    let request = signed(&sandbox, stranger, StockCheck::new("VV01701002"));
    check(&sandbox, request, 403, "InvalidAccessKeyId", "The key is unknown").await;
    assert!(newest(&sandbox)["explanation"]["detail"]["ours"]["canonical_query"].as_str().unwrap().contains("NOBODY"));
    for minutes in [-16, 16] {
        let late = producer(&sandbox).clock_offset(TimeDelta::minutes(minutes));
        let request = signed(&sandbox, late, StockCheck::new("VV01701002"));
        check(&sandbox, request, 403, "RequestTimeTooSkewed", "compare the client's clock").await;
        assert_eq!(newest(&sandbox)["explanation"]["detail"]["stage"], "time");
    }
    for minutes in [-14, 14] {
        let fair = producer(&sandbox).clock_offset(TimeDelta::minutes(minutes));
        let request = signed(&sandbox, fair, StockCheck::new("VV01701002"));
        assert_eq!(send(&sandbox, request).await.status().as_u16(), 200);
    }
}

#[tokio::test]
async fn clients_are_named_and_known() {
    let sandbox = sandbox().await;
    let mut nobody = producer(&sandbox);
    nobody.client_identifier = None;
    let request = signed(&sandbox, nobody, StockCheck::new("VV01701002"));
    check(&sandbox, request, 400, "MissingParameter", "ClientIdentifier is missing").await;
    let mut nobody = producer(&sandbox);
    nobody.client_identifier = None;
    assert_eq!(send(&sandbox, signed(&sandbox, nobody, Services::new())).await.status().as_u16(), 200);
    let other = producer(&sandbox).client_identifier("100060");
    let request = signed(&sandbox, other, StockCheck::new("VV01701002"));
    check(&sandbox, request, 403, "InvalidClientIdentifier", "100060").await;
    let request = by_hand(&sandbox, &[("ClientIdentifier", "100059"), ("ClientIdentifier", "cl0000002")]);
    check(&sandbox, request, 400, "InvalidArgument", "more than once").await;
    let stock_only = with_key(&sandbox, Fcb2b::STOCK_ONLY_KEY, Fcb2b::STOCK_ONLY_SECRET);
    assert_eq!(refused_as(&sandbox, stock_only, Orders::new(3_u32)).await, (403, "AccessDenied".to_owned()));
}

/// A signed stock check with these parameters, whatever they are.
fn by_hand(sandbox: &Sandbox, parameters: &[(&str, &str)]) -> Request<bytes::Bytes> {
    crate::support::by_hand(sandbox, "/stockcheck", parameters)
}

#[tokio::test]
async fn parameters_that_are_missing_or_wrong_are_named() {
    let sandbox = sandbox().await;
    let client = ("ClientIdentifier", "100059");
    for (parameters, code, sentence) in [
        (vec![client], "MissingParameter", "SupplierItemSKU is missing"),
        (vec![client, ("SupplierItemSKU", "")], "MissingParameter", "SupplierItemSKU is missing"),
        (vec![client, ("supplieritemsku", "VV01701002")], "MissingParameter", "SupplierItemSKU is missing"),
        (vec![client, ("SupplierItemSKU", "A"), ("SupplierItemSKU", "B")], "InvalidArgument", "more than once"),
        (vec![client, ("SupplierItemSKU", "A\nB")], "InvalidArgument", "control character"),
        (vec![client, ("SupplierItemSKU", "A\u{FFFF}")], "InvalidArgument", "XML cannot carry"),
        (vec![client, ("SupplierItemSKU", "A"), ("\u{1}", "x")], "InvalidArgument", "XML cannot carry"),
        (vec![client, ("SupplierItemSKU", "A"), ("RequestedQuantity", "-5")], "InvalidArgument", "is not above 0"),
        (vec![client, ("SupplierItemSKU", "A"), ("RequestedQuantity", "1e9")], "InvalidArgument", "is not a number"),
        (
            vec![client, ("SupplierItemSKU", "A"), ("RequestedQuantity", "99999999999999999999999999")],
            "InvalidArgument",
            "billion",
        ),
    ] {
        check(&sandbox, by_hand(&sandbox, &parameters), 400, code, sentence).await;
    }
    let extra = [client, ("SupplierItemSKU", "VV01701002"), ("Colour", "blue"), ("Colour", "red"), ("é", "ü")];
    assert_eq!(send(&sandbox, by_hand(&sandbox, &extra)).await.status().as_u16(), 200);
}

#[tokio::test]
async fn requests_that_are_not_signed_as_the_profile_says() {
    let sandbox = sandbox().await;
    let good = signed(&sandbox, producer(&sandbox), StockCheck::new("VV01701002"));
    let query = good.uri().query().unwrap().to_owned();
    let with_query = |query: &str| {
        let mut request = good.clone();
        *request.uri_mut() = format!("{}/stockcheck?{query}", sandbox.url()).parse().unwrap();
        request
    };
    let without = |name: &str| {
        let kept: Vec<&str> = query.split('&').filter(|piece| !piece.starts_with(name)).collect();
        with_query(&kept.join("&"))
    };
    for name in ["apiKey", "signature", "TimeStamp"] {
        check(&sandbox, without(name), 400, "MissingParameter", &format!("There is no {name}")).await;
    }
    let request = with_query(&query.replace("apiKey", "ApiKey"));
    check(&sandbox, request, 400, "MissingParameter", "ApiKey").await;
    let request = with_query(&format!("{query}&signature=00"));
    check(&sandbox, request, 400, "InvalidArgument", "more than one signature").await;
    check(&sandbox, with_query("a=%zz"), 400, "InvalidArgument", "cannot be read").await;
    check(&sandbox, with_query("a=%ff"), 400, "InvalidArgument", "cannot be read").await;
    check(&sandbox, with_query(&"a".repeat(20_000)), 400, "InvalidArgument", "bytes").await;
    let mut request = good.clone();
    *request.uri_mut() = format!("{}/stockcheck", sandbox.url()).parse().unwrap();
    check(&sandbox, request, 400, "MissingParameter", "There is no").await;
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let mut request = good.clone();
        *request.method_mut() = method;
        check(&sandbox, request, 405, "MethodNotAllowed", "GET").await;
    }
    let mut request = good.clone();
    request.headers_mut().insert("host", "nowhere.example.com".parse().unwrap());
    check(&sandbox, request, 403, "SignatureDoesNotMatch", "host").await;
    let mut request = good.clone();
    request.headers_mut().insert("host", "user@nowhere".parse().unwrap());
    check(&sandbox, request, 400, "InvalidArgument", "cannot be signed").await;
}

#[tokio::test]
async fn nothing_is_answered_in_the_clear() {
    for profile in ["ethervision-b1", "shared-secret"] {
        let sandbox = sandbox_for(profile, Options::default()).await;
        let transport = transport(&sandbox);
        for path in ["/services", "/StockCheck", "/createreserve", "/orderstatusdetail"] {
            let good = signed(&sandbox, producer(&sandbox), StockCheck::new("VV01701002"));
            let url = format!("{}{path}?{}", sandbox.http_url(), good.uri().query().unwrap());
            let request = Request::get(url).body(bytes::Bytes::new()).unwrap();
            let response = send_by(&transport, request).await;
            assert_eq!(response.status().as_u16(), 403);
            let document = String::from_utf8_lossy(response.body()).into_owned();
            assert!(document.contains("<Code>InvalidTransport</Code>"), "{document}");
            let record = newest(&sandbox);
            assert_eq!(record["outcome"], "refused");
            let signature = good.uri().query().unwrap().split("ignature=").nth(1).unwrap().split('&').next().unwrap();
            assert!(!record.to_string().contains(signature), "{record}");
        }
    }
}
