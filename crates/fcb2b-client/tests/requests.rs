//! What is written on the wire.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/mod.rs"]
mod support;

use std::sync::Arc;

use b2b_http::{Attempt, Operation, Refused};
use fcb2b_client::{
    Any, Call, CreateReserve, Decimal, DocumentService, GetPriceCatalogTypes, GetReserves, InventoryInquiry,
    OrderStatus, OrderStatusDetail, Orders, PriceCatalogRequest, PriceInquiry, Producer, RelatedItems, Request,
    RollOrCut, Service, Services, SigningProfile, SkuCase, SolutionCheck, SolutionInquiry, StockCheck, UnitOfMeasure,
};
use support::{key, now, producer, url};

fn attempt() -> Attempt {
    Attempt::new(1, now(), [7; 32])
}

/// The address of a service whose path is the guide's.
fn write<S: Service>(producer: Producer, request: S) -> Result<String, Refused> {
    let path = S::SERVICE.as_str().to_lowercase();
    let call = Call::new(Arc::new(producer), url(&format!("https://sandbox.example.com/{path}")), request);
    call.request(&attempt()).map(|(request, _)| request.uri().to_string())
}

fn solution() -> SolutionCheck {
    let date = "2025-01-31".parse::<fcb2b_client::chrono::NaiveDate>().unwrap();
    SolutionCheck::new("VV01701002", 5, 5, UnitOfMeasure::Box)
        .need_by(date)
        .fob_point("EDM")
        .shade_or_dye_lot("L 7/8")
        .same_shade_or_dye_lot(true)
        .roll_or_cut(RollOrCut::Cut)
}

#[test]
fn every_service_is_asked_as_the_guide_prints_it() {
    fn line<S: Service>(request: S) -> String {
        write(producer("ethervision"), request).unwrap()
    }
    let lines = [
        line(Services::new()),
        line(StockCheck::new("VV01701002").requested_quantity(10)),
        line(InventoryInquiry::new("VV01701002")),
        line(RelatedItems::new("VV01701002")),
        line(SolutionCheck::new("VV01701002", 5, 5, UnitOfMeasure::Box)),
        line(solution()),
        line(SolutionInquiry::new("VV01701002", 5, 5, UnitOfMeasure::Box)),
        line(PriceInquiry::new("VV01701002")),
        line(DocumentService::new("5E65800110")),
        line(GetPriceCatalogTypes::new()),
        line(PriceCatalogRequest::new("FULL")),
        line(GetReserves::new()),
        line(CreateReserve::new("VV01701002", 5, UnitOfMeasure::Box).same_shade_or_dye_lot(false)),
        line(Orders::new(3u32).order_number("3132305").extra("SupplierItemSKU", "VV01701002")),
        line(OrderStatus::new("3132305").extra("SupplierItemSKU", "VV01701002")),
        line(OrderStatusDetail::new("3132305")),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_dialect_of_a_stock_check() {
    let profiles = ["dancik", "ethervision", "shared-secret", "unsigned"];
    let lines = profiles.map(|profile| {
        let (check, discovery) = (write(producer(profile), StockCheck::new("5' x 7' é+~")), Services::new());
        format!("{profile}\n  {}\n  {}", check.unwrap(), write(producer(profile), discovery).unwrap())
    });
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn items_are_written_as_the_producer_wants_them() {
    let shout = producer("ethervision").sku_case(SkuCase::Upper);
    assert!(write(shout, StockCheck::new("vv01701002")).unwrap().contains("SupplierItemSKU=VV01701002"));
    let nobody = Producer::new(SigningProfile::dancik(), key());
    assert!(!write(nobody, StockCheck::new("A")).unwrap().contains("ClientIdentifier"));
}

#[test]
fn the_clock_can_be_another() {
    let ahead = producer("ethervision").clock_offset(fcb2b_client::chrono::TimeDelta::minutes(5));
    assert!(write(ahead, StockCheck::new("A")).unwrap().contains("TimeStamp=2024-12-21T07:58:23.186983"));
}

#[test]
fn any_service_is_signed_alike_and_brings_its_own_client_if_it_wants() {
    let address = "https://sandbox.example.com/B2B/JobQuote";
    let write = |request: Any| {
        let call = Call::new(Arc::new(producer("ethervision")), url(address), request);
        call.request(&attempt()).unwrap().0.uri().to_string()
    };
    insta::assert_snapshot!(write(Any::new("JobQuote").parameter("Quote", "Q 1")));
    let own = write(Any::new("JobQuote").parameter("ClientIdentifier", "cl0000002"));
    assert_eq!(own.matches("ClientIdentifier").count(), 1, "{own}");
}

#[track_caller]
fn refused<S: Service>(request: S, expected: &str) {
    let problems: Vec<String> = request.problems().iter().map(ToString::to_string).collect();
    assert_eq!(problems.join("; "), expected);
    assert_eq!(write(producer("ethervision"), request).unwrap_err().to_string(), expected);
}

#[test]
fn what_a_service_would_refuse_is_not_sent_and_all_of_it_is_named() {
    refused(StockCheck::new(" "), "SupplierItemSKU is empty");
    refused(StockCheck::new("A\u{7}"), "SupplierItemSKU has a control character");
    refused(StockCheck::new("A").requested_quantity(-5), "RequestedQuantity is not above 0");
    refused(StockCheck::new("A").requested_quantity(1_000_000_000), "RequestedQuantity is a billion or more");
    refused(
        StockCheck::new("A").requested_quantity(Decimal::new(1, 5)),
        "RequestedQuantity has more than four decimal places",
    );
    refused(Orders::new(0u32).order_number(""), "ResultsLimit is 0; OrderNumber is empty");
    refused(
        SolutionCheck::new("", 4, 5, UnitOfMeasure::from("SQ FT")),
        "SupplierItemSKU is empty; ReqUnitOfMeasure is not a unit code such as SF, SY, LF, EA or BX; \
         ReqQuantityMinimum is above RequestedQuantity",
    );
    refused(
        SolutionInquiry::new("A", 4, 5, UnitOfMeasure::Box)
            .need_by("1999-12-31".parse::<fcb2b_client::chrono::NaiveDate>().unwrap()),
        "ReqNeedByDate is not in this century; ReqQuantityMinimum is above RequestedQuantity",
    );
    refused(PriceInquiry::new("A").minimum(3).requested_quantity(2), "ReqQuantityMinimum is above RequestedQuantity");
    refused(
        CreateReserve::new("A", 5, UnitOfMeasure::Box)
            .minimum(6)
            .maximum(4)
            .requested_price_unit_of_measure(UnitOfMeasure::Box)
            .extra("Quantity", "7"),
        "Minimum is above Quantity; Quantity is above Maximum; RequestedPriceUnitOfMeasure stands without RequestedPrice; \
         Quantity is additional, but is one that the service has itself",
    );
}

#[test]
fn a_reserved_name_is_not_sent() {
    let error = write(producer("ethervision"), StockCheck::new("A").extra("apikey", "x")).unwrap_err();
    assert_eq!(error.to_string(), "the profile uses the parameter \"apikey\" itself");
}

#[test]
fn a_producer_reads_what_a_client_writes() {
    let read = CreateReserve::from_parameters([("Quantity", "x"), ("Quantity", "2"), ("Sidemark", "S")]).unwrap_err();
    let problems: Vec<String> = read.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        ["SupplierItemSKU is missing", "Quantity is there more than once", "UnitOfMeasure is missing"]
    );
    let read = SolutionCheck::from_parameters([
        ("SupplierItemSKU", "A"),
        ("RequestedQuantity", "4"),
        ("ReqQuantityMinimum", "5"),
        ("ReqUnitOfMeasure", "BX"),
    ]);
    assert_eq!(read.unwrap_err()[0].to_string(), "ReqQuantityMinimum is above RequestedQuantity");
}
