//! Whatever comes: an answer in fcB2B's shape, and never a failure of the sandbox.

use b2b_http::ReqwestTransport;
use b2b_sandbox::{Fcb2b, Options, Sandbox};
use b2b_xml::decode;
use fcb2b_client::{Element, ServiceName};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::Runtime;

use crate::support::{by_hand, connect, sandbox_for, send, send_by, transport};

const NAMES: &[&str] = &[
    "ClientIdentifier",
    "SupplierItemSKU",
    "RequestedQuantity",
    "ReqQuantityMinimum",
    "ReqUnitOfMeasure",
    "ReqNeedByDate",
    "ReqFOBPoint",
    "ReqShadeOrDyeLot",
    "ReqSameShadeOrDyeLot",
    "ReqRollOrCut",
    "CatalogIdentifier",
    "SubCatalogIdentifier",
    "ReserveNumber",
    "Quantity",
    "UnitOfMeasure",
    "Minimum",
    "Maximum",
    "FOBPoint",
    "RollNumber",
    "RequestedPrice",
    "RequestedPriceUnitOfMeasure",
    "ShadeOrDyeLot",
    "SameShadeOrDyeLot",
    "RollOrCut",
    "Sidemark",
    "ResultsLimit",
    "OrderNumber",
    "Other",
];

const VALUES: &[&str] = &[
    "",
    "0",
    "1",
    "-1",
    "5",
    "0.0001",
    "999999999.9999",
    "79228162514264337593543950335",
    "1e308",
    "NaN",
    "4294967295",
    "9223372036854775808",
    "true",
    "R",
    "C",
    "BX",
    "SY",
    "sf",
    "FULL",
    "HARD",
    "VV01701002",
    "BL12000451",
    "EFSOFT0001",
    "BW0000114",
    "3132305",
    "7000001",
    "2999-12-31",
    "2026-02-30",
    "0000-00-00",
    "DAL",
    "A1207",
    "'; DROP TABLE fcb2b_item; --",
    "<&>\"'",
    "%",
    "\u{0}",
    "\r\n",
    "\u{FFFF}",
    "\u{1F600}",
    "100059",
    "cl0000002",
];

fn is_fine(
    transport: &ReqwestTransport,
    runtime: &Runtime,
    request: http::Request<bytes::Bytes>,
) -> Result<(), TestCaseError> {
    let shown = request.uri().to_string();
    let response = runtime.block_on(send_by(transport, request));
    let status = response.status().as_u16();
    prop_assert!(status < 500, "{status} {shown}");
    let media = response.headers().get("content-type").and_then(|media| media.to_str().ok()).unwrap_or_default();
    prop_assert!(media.starts_with("text/xml") || media.starts_with("application/xml"), "{media} {shown}");
    prop_assert!(decode::<Element>(response.body()).is_ok(), "{shown}: {response:?}");
    Ok(())
}

#[test]
fn services_answer_whatever_the_parameters() {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(sandbox_for(Fcb2b::DEFAULT_PROFILE, Options::default()));
    let transport = transport(&sandbox);
    let value = prop_oneof![4 => prop::sample::select(VALUES).prop_map(str::to_owned), 1 => ".{0,40}"];
    let parameters = prop::collection::vec((prop::sample::select(NAMES), value), 0..12);
    let strategy = (prop::sample::select(ServiceName::KNOWN), any::<bool>(), parameters);
    TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() })
        .run(&strategy, |(service, named, parameters)| {
            let mut all: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
            if named {
                all.retain(|(name, _)| *name != "ClientIdentifier");
                all.push(("ClientIdentifier", "100059"));
            }
            is_fine(&transport, &runtime, by_hand(&sandbox, &format!("/{service}"), &all))
        })
        .unwrap();
}

#[test]
fn queries_of_any_form_are_answered() {
    let runtime = Runtime::new().unwrap();
    let sandboxes: Vec<(Sandbox, ReqwestTransport)> = ["ethervision-b1", "dancik", "shared-secret", "unsigned"]
        .into_iter()
        .map(|profile| {
            let sandbox = runtime.block_on(sandbox_for(profile, Options::default()));
            let transport = transport(&sandbox);
            (sandbox, transport)
        })
        .collect();
    let piece = prop_oneof![
        3 => prop::sample::select(&["apiKey=SANDBOXFCB2BKEY1", "ApiKey=SANDBOXFCB2BKEY1", "signature=00", "Signature=AAAA",
            "TimeStamp=2025-01-01T00:00:00Z", "TimeStamp=now", "GlobalIdentifier=1", "ClientIdentifier=100059",
            "Signature=sandbox-fcb2b-secret-not-for-business", "&", "=", "%", "%00", "+"][..]).prop_map(str::to_owned),
        1 => "[!-~&&[^#\"'<>`{}|\\\\^]]{0,30}",
    ];
    let strategy = (
        prop::sample::select(ServiceName::KNOWN),
        prop::collection::vec(piece, 0..8),
        prop::sample::select(&["GET", "POST", "TRACE", "X"][..]),
        prop::collection::vec(any::<u8>(), 0..64),
    );
    TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() })
        .run(&strategy, |(service, pieces, method, body)| {
            for (sandbox, transport) in &sandboxes {
                let url = format!("{}/{service}?{}", sandbox.url(), pieces.join("&"));
                let Ok(url) = url.parse::<http::Uri>() else { continue };
                let request = http::Request::builder().method(method).uri(url).body(body.clone().into()).unwrap();
                is_fine(transport, &runtime, request)?;
                let record = serde_json::to_string(&*sandbox.exchanges()[0]).unwrap();
                prop_assert!(!record.contains(Fcb2b::SECRET), "{record}");
            }
            Ok(())
        })
        .unwrap();
}

/// What no HTTP library would send.
#[tokio::test]
async fn bare_bytes_are_answered() {
    let sandbox = sandbox_for(Fcb2b::DEFAULT_PROFILE, Options::default()).await;
    for head in [
        &b"GET /stockcheck?signature=\xC3\xA9&a='|{}\xFF HTTP/1.1\r\nHost: x\r\n"[..],
        b"GET /stockcheck?%00=%0A&&&=&%= HTTP/1.1\r\nHost: \xFF\r\n",
        b"GET /stockcheck HTTP/1.1\r\nHost:\r\n",
        b"GET /stockcheck HTTP/1.0\r\n",
        b"GET https://elsewhere.example.com/StockCheck?a HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
        b"HEAD /services HTTP/1.1\r\nHost: x\r\n",
        b"GET /services?apiKey=\xED\xA0\x80 HTTP/1.1\r\nHost: [::1\r\n",
    ] {
        let mut stream = connect(&sandbox).await;
        stream.write_all(&[head, b"Connection: close\r\n\r\n"].concat()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(status.starts_with('4'), "{}: {answer}", String::from_utf8_lossy(head));
    }
}

/// Garbage in a body is not looked at, and not shown either: nobody knows where in it a secret would be.
#[tokio::test]
async fn bodies_are_ignored() {
    let sandbox = sandbox_for(Fcb2b::DEFAULT_PROFILE, Options::default()).await;
    let mut request =
        by_hand(&sandbox, "/stockcheck", &[("ClientIdentifier", "100059"), ("SupplierItemSKU", "VV01701002")]);
    *request.body_mut() = bytes::Bytes::from_static(b"<Secret>hidden-in-a-body</Secret>\x00\xFF");
    assert_eq!(send(&sandbox, request).await.status().as_u16(), 200);
    let record = serde_json::to_string(&*sandbox.exchanges()[0]).unwrap();
    assert!(!record.contains("hidden-in-a-body"), "{record}");
}
