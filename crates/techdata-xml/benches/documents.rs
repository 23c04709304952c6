//! How fast a price list is read, written and streamed, measured against quick-xml in the same run.
//!
//! `cargo bench -p techdata-xml --bench documents` makes a price list of 5,000 lines and reads it into this crate's types;
//! `quick_xml::de` reads it into members that are mostly text, which asks less of it. Then it streams a list of 1 GB,
//! which exists nowhere, in a process of its own, for the memory that takes.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "a benchmark")]

#[path = "../tests/support/list.rs"]
mod list;

use b2b_bench::{Target, assert_same, decoding, encoding, peak_mebibytes, report, serde_documents};
use b2b_xml::encode;
use list::Generated;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use techdata_xml::{Client, Endpoint, Environment, Item, PriceListResponse, PriceListSubmit, decode_recorded};

const LINES: usize = 5_000;

/// One gigabyte of lines of some 5.4 KB.
const STREAMED: u64 = 1_000_000_000 / 5_400;

fn main() {
    if std::env::args().any(|argument| argument == "--stream") {
        return stream();
    }
    let document = price_list();
    let ours = decode_recorded::<PriceListResponse>(document.as_bytes()).unwrap();
    assert!(ours.warnings.is_empty(), "{:?}", ours.warnings.first());
    let ours = ours.value;
    let theirs: Response = quick_xml::de::from_str(&document).unwrap();
    assert_same(&encode(&ours).unwrap(), &document, "what was read is written");
    assert_same(&quick_xml::se::to_string(&theirs).unwrap(), &document, "both encoders write the same");

    let decode = || decode_recorded::<PriceListResponse>(document.as_bytes()).unwrap();
    let theirs_decode = || quick_xml::de::from_str::<Response>(&document).unwrap();
    decoding("decode a Tech Data price list", "techdata-xml", &document, decode, theirs_decode, |_| ());
    let theirs_encode = || quick_xml::se::to_string(&theirs).unwrap();
    encoding("encode a Tech Data price list", "techdata-xml", &document, || encode(&ours).unwrap(), theirs_encode);

    streamed();
}

/// Streams a gigabyte in a process of its own.
fn streamed() {
    let me = std::env::current_exe().unwrap();
    let output = std::process::Command::new(me).arg("--stream").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let peak: f64 = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
    report("stream a 1 GB price list", "peak memory", format_args!("{peak:.1} MiB"), "", Target::Below(64.0, "MiB"));
}

#[allow(clippy::print_stdout, reason = "the bench that started it reads it")]
fn stream() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let count = runtime.block_on(async {
        let endpoint = Endpoint::new(Environment::Production, "100001", "a password");
        let client = Client::with(endpoint, b2b_http::Client::new(Generated(STREAMED)));
        let mut stream = client.price_list_lines(PriceListSubmit::of([Item::tech_data("7")])).await.unwrap();
        let mut count = 0;
        while let Some(line) = stream.next().await {
            count += u64::from(line.unwrap().value.result.is_ok());
        }
        count
    });
    assert_eq!(count, STREAMED);
    println!("{}", peak_mebibytes().expect("/proc/self/status tells it"));
}

/// A price list in the form of the ones that came, so written that what is read from it is written as the same bytes.
fn price_list() -> String {
    let lines: String = (1..=LINES).map(line).collect();
    let header = "<TransControlID>29292929-2929-4929-a929-292929292929</TransControlID>\
                  <ResponseVersion>1.8</ResponseVersion>";
    format!("<XML_PriceList_Response><Header>{header}</Header><Detail>{lines}</Detail></XML_PriceList_Response>")
}

fn line(number: usize) -> String {
    let promotion = "<PromotionInfo><OrderLevel/><MinimumQty>5</MinimumQty><MaximumQty>100</MaximumQty>\
                     <PromoEUIRequired>N</PromoEUIRequired><PromotedPricePerUnit>$205.00</PromotedPricePerUnit>\
                     <PromoEndDate>09/18/2012</PromoEndDate><PromoNumber>SBXP-0001</PromoNumber></PromotionInfo>"
        .repeat(2);
    let warehouse = "<WhseInfo><IDCode>Miami, FL</IDCode><WhseCode>A1</WhseCode><Qty>113</Qty>\
                     <TotalOnOrderQty>50</TotalOnOrderQty><OnOrderQty>20</OnOrderQty>\
                     <OnOrderETADate>08/19/12</OnOrderETADate><ItemStatus>ACTIVE</ItemStatus></WhseInfo>"
        .repeat(3);
    format!(
        "<LineInfo><AssignedID>29292929-{number:06}</AssignedID><RefIDQual1>VP</RefIDQual1>\
         <RefID1>{number:018}</RefID1><RefIDQual2>MG</RefIDQual2><RefID2>SBX-{number}</RefID2>\
         <ProductDesc>DOCKING STATION {number} &amp; POWER CORD</ProductDesc><ItemEUIRequired>N</ItemEUIRequired>\
         <LicenseRequired>N</LicenseRequired><CustomerPrice>${}.54</CustomerPrice><MSRP>$1999.00</MSRP>\
         {promotion}<AvailabilityInfo>{warehouse}</AvailabilityInfo></LineInfo>",
        number % 1_000 + 1,
    )
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "XML_PriceList_Response")]
struct Response {
    #[serde(rename = "Header")]
    header: Header,
    #[serde(rename = "Detail")]
    detail: Detail,
}

serde_documents! {
    Header {
        id: String = "TransControlID",
        version: String = "ResponseVersion",
    }
    Detail {
        lines: Vec<Line> = "LineInfo",
    }
    Line {
        assigned_id: String = "AssignedID",
        ref_id_qual1: String = "RefIDQual1",
        ref_id1: String = "RefID1",
        ref_id_qual2: String = "RefIDQual2",
        ref_id2: String = "RefID2",
        product_desc: String = "ProductDesc",
        item_eui_required: String = "ItemEUIRequired",
        license_required: String = "LicenseRequired",
        customer_price: String = "CustomerPrice",
        msrp: String = "MSRP",
        promotions: Vec<Promotion> = "PromotionInfo",
        availability: Availability = "AvailabilityInfo",
    }
    Promotion {
        order_level: Option<String> = "OrderLevel",
        #[serde(with = "rust_decimal::serde::str")]
        minimum_qty: Decimal = "MinimumQty",
        #[serde(with = "rust_decimal::serde::str")]
        maximum_qty: Decimal = "MaximumQty",
        promo_eui_required: String = "PromoEUIRequired",
        promoted_price_per_unit: String = "PromotedPricePerUnit",
        promo_end_date: String = "PromoEndDate",
        promo_number: String = "PromoNumber",
    }
    Availability {
        warehouses: Vec<Warehouse> = "WhseInfo",
    }
    Warehouse {
        id_code: String = "IDCode",
        whse_code: String = "WhseCode",
        #[serde(with = "rust_decimal::serde::str")]
        qty: Decimal = "Qty",
        #[serde(with = "rust_decimal::serde::str")]
        total_on_order_qty: Decimal = "TotalOnOrderQty",
        #[serde(with = "rust_decimal::serde::str")]
        on_order_qty: Decimal = "OnOrderQty",
        on_order_eta_date: String = "OnOrderETADate",
        item_status: String = "ItemStatus",
    }
}
