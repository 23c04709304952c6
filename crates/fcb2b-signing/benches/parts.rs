//! What the parts of signing and checking cost, one by one: `cargo bench -p fcb2b-signing --bench parts`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

#[path = "support/stock_check.rs"]
mod stock_check;

use divan::{Bencher, black_box};
use fcb2b_signing::{
    SignableRequest, SigningProfile, Stamp, TimestampFormat, UrlEncoding, canonical_query, explain, parse_query, sign,
};
use stock_check::{HOST, PARAMETERS, PATH, TIME, UUID, key, now, profile};

fn main() {
    divan::main();
}

const NAMES: [&str; 2] = ["dancik", "ethervision-b1"];

fn named(name: &str) -> SigningProfile {
    name.parse().unwrap()
}

#[divan::bench(args = NAMES)]
fn canonical(bencher: Bencher, name: &str) {
    let profile = named(name);
    bencher.bench(|| canonical_query(&profile, black_box(&PARAMETERS)));
}

#[divan::bench(args = NAMES)]
fn sign_stock_check(bencher: Bencher, name: &str) {
    let (profile, key) = (named(name), key());
    let (request, stamp) = (SignableRequest::new(HOST, PATH, &PARAMETERS), Stamp::new(now()).global_identifier(UUID));
    bencher.bench(|| sign(&profile, &key, black_box(&request), &stamp).unwrap());
}

#[divan::bench]
fn explain_stock_check(bencher: Bencher) {
    let (profile, key) = (profile(), key());
    let (request, stamp) = (SignableRequest::new(HOST, PATH, &PARAMETERS), Stamp::new(now()).global_identifier(UUID));
    bencher.bench(|| explain(&profile, &key, black_box(&request), &stamp).unwrap());
}

#[divan::bench]
fn parse_signed_query(bencher: Bencher) {
    let (request, stamp) = (SignableRequest::new(HOST, PATH, &PARAMETERS), Stamp::new(now()).global_identifier(UUID));
    let query = sign(&profile(), &key(), &request, &stamp).unwrap().into_query();
    bencher.bench(|| parse_query(black_box(&query), UrlEncoding::Rfc3986).unwrap().len());
}

#[divan::bench]
fn format_time() -> String {
    TimestampFormat::SECONDS.format(black_box(now())).unwrap()
}

#[divan::bench]
fn parse_time() {
    black_box(TimestampFormat::SECONDS.parse(black_box(TIME)).unwrap());
}
