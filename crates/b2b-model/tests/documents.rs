//! What is written can be read again, and is as its schema says.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Debug;

use b2b_model::rows::Rows;
use b2b_model::{OrderAcknowledgement, Outcome, schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Whether the value is as the schema of this name says.
fn is_valid(name: &str, value: &Value) -> bool {
    let all = schema::all();
    let (_, schema) = all.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no schema {name}"));
    let validator = jsonschema::options().should_validate_formats(true).build(schema.as_value()).unwrap();
    validator.is_valid(value)
}

/// Writes a document, reads it again, and asks its schema.
#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &'static str, document: &T) -> Value {
    let written = serde_json::to_value(document).unwrap();
    assert_eq!(&serde_json::from_value::<T>(written.clone()).unwrap(), document);
    assert!(is_valid(name, &written), "{name}: {written}");
    written
}

/// A document with all that can be said, and one with nothing.
#[track_caller]
fn both<T: Serialize + DeserializeOwned + PartialEq + Debug + Default>(name: &'static str, full: &T) {
    let written = check(name, full);
    assert!(says_all(&written), "{name} leaves something out: {written}");
    check(name, &T::default());
}

fn says_all(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty() && items.iter().all(says_all),
        Value::Object(members) => !members.is_empty() && members.values().all(says_all),
        _ => true,
    }
}

/// Rows of a document: each is as its schema says, and together they fill every column.
#[track_caller]
fn rows<T: Rows + Default>(name: &'static str, full: &T) {
    let written = serde_json::to_value(full.rows()).unwrap();
    let rows = written.as_array().unwrap();
    let columns = serde_json::to_value(T::Row::default()).unwrap();
    for column in columns.as_object().unwrap().keys() {
        assert!(rows.iter().any(|row| !row[column].is_null()), "{name}: nothing fills {column}");
    }
    assert!(rows.iter().all(|row| is_valid(name, row)), "{name}: {written}");
    let bare = serde_json::to_value(T::default().rows()).unwrap();
    assert_eq!(bare.as_array().unwrap().len(), 1);
    assert!(is_valid(name, &bare[0]));
    csv_holds(full.rows());
}

/// A table has a heading, and as many fields in every line.
#[track_caller]
fn csv_holds<R: Serialize>(rows: Vec<R>) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let count = rows.len();
    rows.into_iter().for_each(|row| writer.serialize(row).unwrap());
    let table = writer.into_inner().unwrap();
    assert_eq!(csv::Reader::from_reader(table.as_slice()).records().map(Result::unwrap).count(), count);
}

#[test]
fn every_document_is_as_its_schema_says() {
    both("order-acknowledgement", &support::acknowledgement());
    both("order-status", &support::order());
    both("availability", &support::availability());
    both("price-quote", &support::price_quote());
    both("priced", &support::priced());
    both("reservation", &support::reservation());
    both("invoice", &support::invoice());
    both("quote", &support::quote());
    both("document", &support::document());
    both("catalog", &support::catalog());
    both("catalog-promise", &support::catalog_promise());
    both("ship-vias", &support::ship_vias());
    both("end-user-needs", &support::end_user_needs());
    both("service-offer", &support::service());
    both("order-request", &support::order_request());
    for outcome in support::outcomes() {
        check::<Outcome<OrderAcknowledgement>>("order-outcome", &outcome);
    }
}

#[test]
fn every_document_has_rows() {
    rows("order-row", &support::order());
    rows("stock-row", &support::availability());
    rows("price-row", &support::priced());
    rows("reservation-row", &support::reservation());
    rows("invoice-row", &support::invoice());
    rows("quote-row", &support::quote());
    rows("document-row", &support::document());
    rows("catalog-row", &support::catalog());
    rows("catalog-promise-row", &support::catalog_promise());
    rows("ship-via-row", &support::ship_vias());
    rows("end-user-row", &support::end_user_needs());
    rows("service-row", &support::service());
}

#[test]
fn schemas_have_names_of_their_own() {
    let names: Vec<_> = schema::all().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

#[test]
fn descriptions_are_for_readers_in_any_language() {
    for (name, schema) in schema::all() {
        let text = schema.as_value().to_string();
        assert!(
            !text.contains("```") && !text.contains("[`") && !text.contains("](") && !text.contains("assert"),
            "{name}"
        );
    }
}

/// The order without its member of this place, or with another value there, is not as the schema says.
#[track_caller]
fn refused(place: &str, value: Option<Value>) {
    let mut written = serde_json::to_value(support::order()).unwrap();
    match value {
        Some(value) => *written.pointer_mut(place).unwrap() = value,
        None => {
            let member = place.trim_start_matches('/');
            written.as_object_mut().unwrap().remove(member).unwrap();
        }
    }
    assert!(!is_valid("order-status", &written), "{place}");
}

#[test]
fn schemas_refuse_what_is_never_written() {
    refused("/total/amount", Some(json!(262.5)));
    refused("/total/amount", Some(json!("262,50")));
    refused("/ordered", Some(json!("20.01.2026")));
    refused("/status/stage", Some(json!("Released")));
    refused("/lines", Some(json!("none")));
    refused("/lines", None);
    refused("/lines/0/sku", Some(json!(100)));
    let unknown = json!({ "purchase_order": "PO-1", "lines": [], "purpose": "none" });
    assert!(!is_valid("order-request", &unknown));
}

#[test]
fn rows_repeat_the_order_and_join_what_can_be_several() {
    let rows = support::order().rows();
    let lines: Vec<_> = rows.iter().map(|row| row.line.as_ref().unwrap().as_str()).collect();
    assert_eq!(lines, ["000010", "000020"]);
    let row = serde_json::to_value(&rows[1]).unwrap();
    let expected = json!({
        "supplier_order": "0000543814", "stage": "in_review", "status_code": "22", "status_words": "Sales Review",
        "ordered": "2.000", "ordered_unit": "EA", "price": "100.00", "price_currency": "USD",
        "ship_to": "Sample & Sons; Clearwater", "charges": "freight 12.50 USD", "line_stage": "shipped",
        "first_promised": "2026-01-20", "serials": "FCH2016D004; FCH2016D004",
        "problems": "no such article; \"A\", at all (code SKUNotFound)",
    });
    for (column, value) in expected.as_object().unwrap() {
        assert_eq!(&row[column], value, "{column}");
    }
}

#[test]
fn rows_tell_what_is_there_from_what_comes() {
    let rows = support::availability().rows();
    assert_eq!(rows.iter().map(|row| row.incoming).collect::<Vec<_>>(), [Some(false), Some(true)]);
    let row = &support::priced().rows()[0];
    assert_eq!(row.stock.as_deref(), Some("A1 5 EA; A1 5 EA"));
    assert_eq!(row.coming.as_deref(), Some("A3 7 EA 2026-01-20"));
    assert_eq!(support::price_quote().rows()[0].stock, None);
    assert_eq!(vec![support::catalog(), support::catalog()].rows().len(), 2);
    assert!(Vec::<b2b_model::Quote>::new().rows().is_empty());
}

#[test]
fn a_table_has_one_level() {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut order = support::order();
    order.lines.truncate(1);
    order.rows().iter().for_each(|row| writer.serialize(row).unwrap());
    let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let mut lines = table.lines();
    assert!(lines.next().unwrap().starts_with("supplier_order,customer_order,end_user_order,quote,account,"));
    assert!(lines.next().unwrap().starts_with("0000543814,PO-1,EU-1,Q-1,0001001065,ZOR,in_review,22,Sales Review,"));
    assert_eq!(lines.next(), None);
}
