//! What the parts of reading and writing cost, one by one: `cargo bench -p b2b-xml --bench parts`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

#[path = "support/westcon.rs"]
mod westcon;

use b2b_xml::chrono::NaiveDateTime;
use b2b_xml::{Decimal, Lexical, Name, Writer, Writing, decode, encode};
use divan::{Bencher, black_box};
use westcon::{Answer, answer};

const NS: &str = "http://example.com/";

fn main() {
    divan::main();
}

/// A whole document of one order with nine lines, 7 KB.
#[divan::bench]
fn decode_one_order(bencher: Bencher) {
    let document = encode(&answer(1)).unwrap();
    bencher.bench(|| decode::<Answer>(black_box(&document)).unwrap());
}

#[divan::bench]
fn encode_one_order(bencher: Bencher) {
    let answer = answer(1);
    bencher.bench(|| encode(black_box(&answer)).unwrap());
}

#[divan::bench(args = ["1.000", "         1.000", "$1,234.50"])]
fn parse_decimal(text: &str) {
    black_box(Decimal::parse(black_box(text)).unwrap());
}

#[divan::bench(args = ["2016-05-31T00:00:00", "2016-05-31T00:00:00.1234567"])]
fn parse_date_time(text: &str) {
    black_box(NaiveDateTime::parse(black_box(text)).unwrap());
}

/// A thousand elements with text that needs no escape, and with text that does.
#[divan::bench(args = ["CP-7007G=", "Released & confirmed", "Größe 12 < 13"])]
fn write_leaves(text: &str) -> String {
    let mut writer = Writer::new(Writing::default());
    writer.start(Name::new(NS, "a"), &[("x", NS)]);
    for _ in 0..1_000 {
        writer.leaf(Name::new(NS, "b"), black_box(text));
    }
    writer.end();
    writer.finish().unwrap()
}
