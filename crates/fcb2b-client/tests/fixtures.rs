//! Every fixture is read, and how it is read is recorded: requests as a producer reads them, answers as a dealer does.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use b2b_http::{Operation, Received};
use fcb2b_client::{
    Any, Call, CreateReserve, DocumentService, GetPriceCatalogTypes, GetReserves, InventoryInquiry, OrderStatus,
    OrderStatusDetail, Orders, PriceCatalogRequest, PriceInquiry, Producer, RelatedItems, Service, Services,
    SigningKey, SigningProfile, SolutionCheck, SolutionInquiry, StockCheck,
};
use fcb2b_signing::{UrlEncoding, parse_query};
use serde::Serialize;
use serde_json::json;

/// The fixtures of an operation, by case: request and response.
fn cases(operation: &str) -> Vec<(String, String, Vec<u8>)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/fcb2b").join(operation);
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            entry.unwrap().file_name().to_str().unwrap().strip_suffix(".request.url").map(str::to_owned)
        })
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "{operation}");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/fcb2b").join(operation);
    let read = |case: String| {
        let url = fs::read_to_string(folder.join(format!("{case}.request.url"))).unwrap();
        let answer = fs::read(folder.join(format!("{case}.response.xml"))).unwrap();
        (case, url.trim_end().to_owned(), answer)
    };
    cases.into_iter().map(read).collect()
}

/// The parameters of a URL, without those of the signature, whose values are another test's.
fn parameters(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').unwrap().1;
    let signing = ["TimeStamp", "apiKey", "signature"];
    let all = parse_query(query, UrlEncoding::Minimal).unwrap().into_iter();
    let owned = all.map(|(name, value)| (name.into_owned(), value.into_owned()));
    let (signed, own): (Vec<_>, Vec<_>) = owned.partition(|(name, _)| signing.contains(&name.as_str()));
    assert_eq!(signed.len(), signing.len(), "{url}");
    own
}

#[track_caller]
fn check<S: Service + std::fmt::Debug>(operation: &str, any: impl Fn() -> S)
where
    S::Output: Serialize,
{
    for (case, url, answer) in cases(operation) {
        let prefix = format!("{}__{case}", operation.replace('-', "_"));
        let own = parameters(&url);
        let own = own.iter().filter(|(name, _)| name != "ClientIdentifier");
        let request = S::from_parameters(own.map(|(name, value)| (name.as_str(), value.as_str()))).unwrap();
        assert!(request.problems().is_empty(), "{case}");
        insta::assert_debug_snapshot!(format!("{prefix}_request"), request);
        let read = read(any(), answer);
        insta::assert_json_snapshot!(format!("{prefix}_response"), read);
    }
}

fn read<S>(service: S, answer: Vec<u8>) -> serde_json::Value
where
    Call<S>: Operation<Output: Shown>,
{
    let key = SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into()).unwrap();
    let producer = Arc::new(Producer::new(SigningProfile::named("ethervision").unwrap(), key));
    let call = Call::new(producer, "https://sandbox.example/".parse().unwrap(), service);
    let attempt = b2b_http::Attempt::new(1, fcb2b_client::chrono::DateTime::UNIX_EPOCH, [1; 32]);
    let (_, sent) = call.request(&attempt).unwrap();
    let received = Received::new(attempt.now, http::Response::new(answer.into()));
    match call.response(&sent, received) {
        Ok(answer) => answer.shown(),
        Err(rejected) => json!({ "code": rejected.code(), "error": rejected.to_string() }),
    }
}

trait Shown {
    fn shown(&self) -> serde_json::Value;
}

impl<T: Serialize> Shown for fcb2b_client::Answer<T> {
    fn shown(&self) -> serde_json::Value {
        let warnings: Vec<String> = self.warnings.iter().map(ToString::to_string).collect();
        json!({ "answer": self.value, "messages": self.messages, "warnings": warnings })
    }
}

impl Shown for fcb2b_client::AnyAnswer {
    fn shown(&self) -> serde_json::Value {
        json!(self.root)
    }
}

#[test]
fn services() {
    check("services", Services::new);
}

#[test]
fn stock() {
    check("stock-check", || StockCheck::new("A"));
    check("inventory-inquiry", || InventoryInquiry::new("A"));
    check("related-items", || RelatedItems::new("A"));
    check("solution-check", || SolutionCheck::new("A", 1, 1, "BX"));
    check("solution-inquiry", || SolutionInquiry::new("A", 1, 1, "BX"));
    check("price-inquiry", || PriceInquiry::new("A"));
}

#[test]
fn documents_and_catalogs() {
    check("document-service", || DocumentService::new("A"));
    check("get-price-catalog-types", GetPriceCatalogTypes::new);
    check("price-catalog-request", || PriceCatalogRequest::new("FULL"));
}

#[test]
fn reserves() {
    check("get-reserves", GetReserves::new);
    check("create-reserve", || CreateReserve::new("A", 1, "BX"));
}

#[test]
fn orders() {
    check("orders", || Orders::new(1_u32));
    check("order-status", || OrderStatus::new("1"));
    check("order-status-detail", || OrderStatusDetail::new("1"));
}

#[test]
fn call() {
    for (case, url, answer) in cases("call") {
        let (service, _) = url.split_once('?').unwrap();
        let own = parameters(&url);
        insta::assert_debug_snapshot!(format!("call__{case}_request"), (service, own));
        insta::assert_json_snapshot!(format!("call__{case}_response"), read(Any::new("StockCheck"), answer));
    }
}
