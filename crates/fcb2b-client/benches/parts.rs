//! What single answers and requests cost: `cargo bench -p fcb2b-client --bench parts`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use bytes::Bytes;
use divan::{Bencher, black_box};
use fcb2b_client::{InventoryInquiry, StockCheck, decode_answer, encode_answer};

const STOCK: &str = include_str!("../../../fixtures/fcb2b/stock-check/guide.response.xml");
const INVENTORY: &str = include_str!("../../../fixtures/fcb2b/inventory-inquiry/guide.response.xml");

fn main() {
    divan::main();
}

#[divan::bench]
fn decode_stock_check() {
    black_box(decode_answer::<StockCheck>(black_box(Bytes::from_static(STOCK.as_bytes()))).unwrap());
}

#[divan::bench]
fn decode_inventory() {
    black_box(decode_answer::<InventoryInquiry>(black_box(Bytes::from_static(INVENTORY.as_bytes()))).unwrap());
}

#[divan::bench]
fn encode_inventory(bencher: Bencher) {
    let inventory = decode_answer::<InventoryInquiry>(Bytes::from_static(INVENTORY.as_bytes())).unwrap().value;
    bencher.bench(|| encode_answer::<InventoryInquiry>(black_box(&inventory)).unwrap());
}
