//! What single documents and values cost: `cargo bench -p techdata-xml --bench parts`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use b2b_xml::{Lexical, encode};
use divan::{Bencher, black_box};
use techdata_xml::{LongDate, Price, PriceAvailabilityResponse, PriceListResponse, decode_recorded};

const PRICES: &str = include_str!("../../../fixtures/techdata/price-list/prices.response.xml");
const STOCK: &str = include_str!("../../../fixtures/techdata/price-availability/all-items.response.xml");

fn main() {
    divan::main();
}

#[divan::bench]
fn decode_prices() {
    black_box(decode_recorded::<PriceListResponse>(black_box(PRICES.as_bytes())).unwrap());
}

#[divan::bench]
fn decode_stock() {
    black_box(decode_recorded::<PriceAvailabilityResponse>(black_box(STOCK.as_bytes())).unwrap());
}

#[divan::bench]
fn encode_prices(bencher: Bencher) {
    let prices = decode_recorded::<PriceListResponse>(PRICES.as_bytes()).unwrap().value;
    bencher.bench(|| encode(black_box(&prices)).unwrap());
}

#[divan::bench]
fn parse_price() {
    black_box(Price::parse(black_box("$1,199.99")).unwrap());
}

#[divan::bench(args = ["09/18/2012", "120918"])]
fn parse_date(text: &str) {
    black_box(LongDate::parse(black_box(text)).unwrap());
}
