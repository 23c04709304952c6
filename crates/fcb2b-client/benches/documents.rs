//! How fast an inventory is read and written, measured against quick-xml in the same run.
//!
//! `cargo bench -p fcb2b-client --bench documents` makes an inventory of 20,000 availabilities and reads it as the client
//! does, messages and namespaces wherever they stand; `quick_xml::de` reads it into members that are mostly text, which
//! asks less of it.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use b2b_bench::{assert_same, decoding, encoding, serde_documents};
use bytes::Bytes;
use fcb2b_client::{InventoryInquiry, decode_answer, encode_answer};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

const ITEMS: usize = 20_000;

fn main() {
    let document = inventory();
    let body = Bytes::from(document.clone());
    let ours = decode_answer::<InventoryInquiry>(body.clone()).unwrap();
    assert!(ours.warnings.is_empty(), "{:?}", ours.warnings.first());
    let ours = ours.value;
    let theirs: Response = quick_xml::de::from_str(&document).unwrap();
    assert_same(&encode_answer::<InventoryInquiry>(&ours).unwrap(), &document, "what was read is written");
    assert_same(&quick_xml::se::to_string(&theirs).unwrap(), &document, "both encoders write the same");

    let decode = || decode_answer::<InventoryInquiry>(body.clone()).unwrap();
    let theirs_decode = || quick_xml::de::from_str::<Response>(&document).unwrap();
    decoding("decode an fcB2B inventory", "fcb2b-client", &document, decode, theirs_decode, |_| ());
    let encode = || encode_answer::<InventoryInquiry>(&ours).unwrap();
    let theirs_encode = || quick_xml::se::to_string(&theirs).unwrap();
    encoding("encode an fcB2B inventory", "fcb2b-client", &document, encode, theirs_encode);
}

/// An inventory in the form of the recorded ones, so written that what is read from it is written as the same bytes.
fn inventory() -> String {
    let items: String = (1..=ITEMS).map(item).collect();
    format!(
        "<InventoryInquiryResponse xmlns=\"http://fcb2b.com/schemas/2.0/InventoryServices\" \
         xmlns:ml=\"http://fcb2b.com/schemas/common/2.0/MessageList\"><InventoryInquiry><DropFlag>false</DropFlag>\
         <ClientIdentifier>100059</ClientIdentifier><TextDescription>Vintage Valley Oak 7 in x 48 in</TextDescription>\
         <SupplierItemSKU>VV01701002</SupplierItemSKU><FutureAvailableDate>2025-01-11</FutureAvailableDate>\
         <FutureAvailableQty>400.00</FutureAvailableQty><TimeStamp>2024-12-21T10:57:23.000Z</TimeStamp>\
         <AvailableItems>{items}</AvailableItems></InventoryInquiry></InventoryInquiryResponse>"
    )
}

fn item(number: usize) -> String {
    format!(
        "<AvailableItem><AvailableFOBPoint>DAL</AvailableFOBPoint>\
         <AvailableShadeOrDyeLot>A{:04}</AvailableShadeOrDyeLot><RollOrCutFlag>R</RollOrCutFlag>\
         <RollNumber>R{number:06}</RollNumber><AvailableUnitOfMeasure>SY</AvailableUnitOfMeasure>\
         <AvailableQuantity>{}.33</AvailableQuantity></AvailableItem>",
        number % 10_000,
        number % 1_000 + 1,
    )
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "InventoryInquiryResponse")]
struct Response {
    #[serde(rename = "@xmlns")]
    ns: String,
    #[serde(rename = "@xmlns:ml")]
    messages: String,
    #[serde(rename = "InventoryInquiry")]
    inquiry: Inquiry,
}

serde_documents! {
    Inquiry {
        drop_flag: bool = "DropFlag",
        client_identifier: String = "ClientIdentifier",
        description: String = "TextDescription",
        sku: String = "SupplierItemSKU",
        future_date: String = "FutureAvailableDate",
        #[serde(with = "rust_decimal::serde::str")]
        future_quantity: Decimal = "FutureAvailableQty",
        time_stamp: String = "TimeStamp",
        items: Items = "AvailableItems",
    }
    Items {
        items: Vec<Item> = "AvailableItem",
    }
    Item {
        fob_point: String = "AvailableFOBPoint",
        shade_or_dye_lot: String = "AvailableShadeOrDyeLot",
        roll_or_cut: String = "RollOrCutFlag",
        roll_number: String = "RollNumber",
        unit_of_measure: String = "AvailableUnitOfMeasure",
        #[serde(with = "rust_decimal::serde::str")]
        quantity: Decimal = "AvailableQuantity",
    }
}
