//! What is read from the wire: documents made from what is known of producers.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fmt::Write as _;

use fcb2b_client::chrono::NaiveDate;
use fcb2b_client::{
    CreateReserve, DocumentService, Endpoints, GetPriceCatalogTypes, GetReserves, InventoryInquiry, OrderStatus,
    OrderStatusDetail, Orders, PriceCatalogRequest, PriceInquiry, RelatedItems, Service, ServiceName, Services,
    SolutionCheck, SolutionInquiry, StockCheck, decode_answer, encode_answer,
};

/// One test for each document: its value, its warnings, and that it survives being written.
macro_rules! read {
    ($($name:ident: $Service:ty,)*) => {$(
        #[test]
        fn $name() {
            let document = include_str!(concat!("documents/", stringify!($name), ".xml"));
            let answer = decode_answer::<$Service>(document).unwrap();
            let mut shown = serde_json::to_string_pretty(&answer.value).unwrap();
            shown.push('\n');
            for warning in &answer.warnings {
                writeln!(shown, "{warning}").unwrap();
            }
            insta::assert_snapshot!(shown);
            // The writer is strict: what lacks required content is not written. And what is no known part of an address is
            // written as text.
            let Ok(written) = encode_answer::<$Service>(&answer.value) else { return };
            if stringify!($name) != "order_status_detail" {
                assert_eq!(decode_answer::<$Service>(written).unwrap().value, answer.value);
            }
        }
    )*};
}

read! {
    stock_check_dancik: StockCheck,
    stock_check_wrapped: StockCheck,
    stock_check_bare: StockCheck,
    inventory_inquiry_dancik: InventoryInquiry,
    inventory_inquiry_empty: InventoryInquiry,
    inventory_inquiry_loose: InventoryInquiry,
    related_items_dancik: RelatedItems,
    solution_check: SolutionCheck,
    solution_inquiry: SolutionInquiry,
    price_inquiry_rolls_and_cuts: PriceInquiry,
    services_dancik: Services,
    document_service: DocumentService,
    get_price_catalog_types: GetPriceCatalogTypes,
    price_catalog_request: PriceCatalogRequest,
    get_reserves: GetReserves,
    create_reserve: CreateReserve,
    orders: Orders,
    order_status: OrderStatus,
    order_status_detail: OrderStatusDetail,
}

#[test]
fn every_document_has_a_test() {
    let documents = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents")).unwrap();
    assert_eq!(documents.count(), 19);
}

#[cfg(feature = "model")]
#[test]
fn in_the_words_of_the_model() {
    use fcb2b_client::model;
    macro_rules! document {
        ($name:literal) => {
            include_str!(concat!("documents/", $name, ".xml"))
        };
    }
    let stock = decode_answer::<StockCheck>(document!("stock_check_wrapped")).unwrap().value;
    let inventory = decode_answer::<InventoryInquiry>(document!("inventory_inquiry_dancik")).unwrap().value;
    let solution = decode_answer::<SolutionInquiry>(document!("solution_inquiry")).unwrap().value;
    let related = decode_answer::<RelatedItems>(document!("related_items_dancik")).unwrap().value;
    let prices = decode_answer::<PriceInquiry>(document!("price_inquiry_rolls_and_cuts")).unwrap().value;
    let reserves = decode_answer::<GetReserves>(document!("get_reserves")).unwrap().value;
    let order = decode_answer::<OrderStatusDetail>(document!("order_status_detail")).unwrap().value;
    let documents = decode_answer::<DocumentService>(document!("document_service")).unwrap().value;
    let catalogs = decode_answer::<GetPriceCatalogTypes>(document!("get_price_catalog_types")).unwrap().value;
    let promise = decode_answer::<PriceCatalogRequest>(document!("price_catalog_request")).unwrap().value;
    let services = decode_answer::<Services>(document!("services_dancik")).unwrap().value;
    assert_eq!(b2b_model::Priced::from(&prices), b2b_model::PriceQuote::from(&prices).into());
    insta::assert_json_snapshot!(serde_json::json!({
        "stock": b2b_model::Availability::from(&stock),
        "inventory": b2b_model::Availability::from(&inventory),
        "solution": b2b_model::Availability::from(&solution),
        "related": model::related(&related),
        "prices": b2b_model::PriceQuote::from(&prices),
        "reserves": reserves.iter().map(b2b_model::Reservation::from).collect::<Vec<_>>(),
        "order": b2b_model::OrderStatus::from(&order),
        "documents": documents.iter().map(b2b_model::Document::from).collect::<Vec<_>>(),
        "catalogs": catalogs.iter().map(b2b_model::Catalog::from).collect::<Vec<_>>(),
        "promise": b2b_model::CatalogPromise::from(&promise),
        "services": services.iter().map(b2b_model::ServiceOffer::from).collect::<Vec<_>>(),
    }));
}

#[test]
fn addresses_come_from_discovery_whatever_its_namespaces() {
    let profiles = decode_answer::<Services>(include_str!("documents/services_dancik.xml")).unwrap().value;
    let (endpoints, unusable) = Endpoints::from_profiles(&profiles);
    let found = |service| endpoints.get(&service).map(ToString::to_string);
    assert_eq!(found(ServiceName::StockCheck).unwrap(), "https://b2b.example.com/danciko/fcb2b/StockCheck");
    assert_eq!(found(ServiceName::PriceInquiry).unwrap(), "https://b2b.example.com/v1.10/PriceInquiry");
    assert_eq!(unusable.len(), 1);
    assert_eq!(format!("{} {}", unusable[0].0.as_str(), unusable[0].1), "Orders is no absolute address");
}

#[track_caller]
fn check<S: Service>(document: &str, expected: Result<usize, &str>, count: fn(S::Output) -> usize) {
    let found = decode_answer::<S>(document.to_owned()).map(|answer| count(answer.value));
    assert_eq!(found.map_err(|error| error.to_string()), expected.map_err(str::to_owned), "{document}");
}

#[test]
fn lists_can_be_empty_and_other_answers_cannot() {
    check::<GetReserves>("<GetReservesResponse/>", Ok(0), |list| list.len());
    check::<GetReserves>("<x><Reservations/></x>", Ok(0), |list| list.len());
    check::<Orders>("<o:OrdersResponse xmlns:o='urn:o'/>", Ok(0), |list| list.len());
    check::<Services>("<ServiceProfiles/>", Ok(0), |list| list.len());
    check::<RelatedItems>("<InventoryInquiryResponse><RelatedItems/></InventoryInquiryResponse>", Ok(0), |it| {
        it.items.len()
    });
    let repeats = "<OrdersResponse><ClientIdentifier>1</ClientIdentifier><Message><Severity>I</Severity>\
        <Text>none yet</Text></Message></OrdersResponse>";
    check::<Orders>(repeats, Ok(0), |list| list.len());
    // What may be an element under another name, or words, is no empty list.
    let none = "there is no Reservation in the answer, whose root is GetReservesResponse";
    check::<GetReserves>("<GetReservesResponse><Reserve/></GetReservesResponse>", Err(none), |list| list.len());
    check::<GetReserves>("<GetReservesResponse>Sorry</GetReservesResponse>", Err(none), |list| list.len());
    let strange = "<GetReservesResponse><Reservations><Reserve/></Reservations></GetReservesResponse>";
    check::<GetReserves>(strange, Err(none), |list| list.len());
    let none = "there is no RelatedItem in the answer, whose root is x";
    check::<RelatedItems>("<x><RelatedItems><Item/></RelatedItems></x>", Err(none), |it| it.items.len());
    let none = "there is no Reservation in the answer, whose root is x";
    check::<GetReserves>("<x/>", Err(none), |list| list.len());
    let none = "there is no StockCheck in the answer, whose root is InventoryInquiryResponse";
    check::<StockCheck>("<InventoryInquiryResponse/>", Err(none), |_| 1);
    check::<StockCheck>("<InventoryInquiryResponse><Data/></InventoryInquiryResponse>", Err(none), |_| 1);
    let none = "there is no Order in the answer, whose root is OrderStatusResponse";
    check::<OrderStatus>("<OrderStatusResponse/>", Err(none), |_| 1);
    let none = "there is no StockCheck in the answer, whose root is Ack; the producer says: come back (W1)";
    let said =
        "<Ack><Message><Code>W1</Code><Severity>Warning</Severity><Text>come back</Text></Message><TimeStamp/></Ack>";
    check::<StockCheck>(said, Err(none), |_| 1);
}

#[test]
fn what_stands_beside_an_answer_is_kept() {
    let document = "<r><MessageList><Message><Code>W1</Code><Severity>Warning</Severity><Text>Price to change</Text>\
        </Message></MessageList><StockCheck><SupplierItemSKU>A</SupplierItemSKU></StockCheck></r>";
    let answer = decode_answer::<StockCheck>(document).unwrap();
    assert_eq!(answer.messages.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Price to change (W1)"]);
}

#[test]
fn elements_of_which_nothing_can_be_read_are_no_empty_list() {
    let error = decode_answer::<GetReserves>("<r><Reservations><Reservation/></Reservations></r>").unwrap_err();
    assert_eq!(error.to_string(), "there is no Reservation in the answer, whose root is r");
    assert_eq!(decode_answer::<GetReserves>("<r><Reservations/></r>").unwrap().value, []);
    let some = "<r><Reservation/><Reservation><ReserveNumber>1</ReserveNumber></Reservation></r>";
    let found = decode_answer::<GetReserves>(some).unwrap().value;
    assert_eq!(found.iter().map(|it| it.reserve_number.as_deref()).collect::<Vec<_>>(), [None, Some("1")]);
}

#[test]
fn dates_and_times_are_read_with_and_without_zone() {
    let day = "2025-01-21".parse::<NaiveDate>().unwrap();
    for text in ["2025-01-21", "2025-01-21T00:00:00", "2025-01-21T07:53:23.186983", "2025-01-21T00:00:00Z"] {
        let document = format!(
            "<r><StockCheck><SupplierItemSKU>A</SupplierItemSKU><FutureAvailableDate>{text}</FutureAvailableDate>\
             <TimeStamp>{text}</TimeStamp></StockCheck></r>"
        );
        let answer = decode_answer::<StockCheck>(document).unwrap();
        for read in [answer.value.future_date, answer.value.time_stamp] {
            assert_eq!(read.unwrap().value().map(|read| read.date()), Some(day), "{text}");
        }
    }
}
