//! Every answer is read as its document, and how it is read is recorded.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use serde_json::json;
use techdata_xml::{Document, root_name};

fn cases() -> Vec<String> {
    let folder = format!("{}/tests/answers", env!("CARGO_MANIFEST_DIR"));
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut cases: Vec<String> = names.map(|name| name.trim_end_matches(".xml").to_owned()).collect();
    cases.sort();
    cases
}

#[test]
fn each_answer_as_json() {
    for case in cases() {
        let read = Document::read(support::answer(&case).as_bytes()).unwrap();
        let warnings: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        insta::assert_json_snapshot!(case.replace('-', "_"), json!({ "document": read.value, "warnings": warnings }));
    }
}

#[test]
fn there_is_an_answer_for_each_response() {
    let mut seen: Vec<String> = cases().iter().filter_map(|case| root_name(support::answer(case).as_bytes())).collect();
    seen.sort();
    seen.dedup();
    let mut declared: Vec<String> = Document::records()
        .map(|record| record.name.local.to_owned())
        .filter(|name| name.ends_with("_Response"))
        .collect();
    declared.sort();
    assert_eq!(seen, declared);
}

#[test]
fn what_is_read_can_be_written_and_read_again() {
    fn again<T: b2b_xml::FromXml + b2b_xml::ToXml + serde::Serialize>(document: &T) {
        let written = b2b_xml::encode(document).unwrap();
        roxmltree::Document::parse(&written).unwrap();
        let read = techdata_xml::decode_recorded::<T>(written.as_bytes()).unwrap().value;
        assert_eq!(serde_json::to_value(read).unwrap(), serde_json::to_value(document).unwrap(), "{written}");
    }
    for case in cases() {
        match Document::read(support::answer(&case).as_bytes()).unwrap().value {
            Document::AvailabilityResponse(document) => again(&*document),
            Document::PriceAvailabilityResponse(document) => again(&*document),
            Document::MultiPriceAvailabilityResponse(document) => again(&*document),
            Document::OrderResponse(document) => again(&*document),
            Document::OrderStatusResponse(document) => again(&*document),
            Document::ShipmentStatusResponse(document) => again(&*document),
            Document::ShipViaResponse(document) => again(&*document),
            Document::PriceListResponse(document) => again(&*document),
            Document::InvoiceDetailByPoResponse(document) => again(&*document),
            Document::QuoteResponse(document) => again(&*document),
            Document::RequiredEuiResponse(document) => again(&*document),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_document_of_nobodys_is_refused_by_its_name() {
    let error = Document::read(b"<html><body/></html>").unwrap_err();
    assert_eq!(error.to_string(), "html at /html, line 1, byte 0: html is none of Tech Data's documents");
}
