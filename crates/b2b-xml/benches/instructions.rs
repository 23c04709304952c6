//! One hot path, so many times, for `cargo xtask instructions` to count its instructions: `decode` and `encode` of a
//! Westcon answer of 50 orders. Nothing here depends on time, chance or a hash seed.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a benchmark")]

#[path = "support/westcon.rs"]
mod westcon;

use std::hint::black_box;

use b2b_xml::{decode, encode};
use westcon::{Answer, answer};

const ORDERS: usize = 50;

fn main() {
    let (path, times) = b2b_bench::path_and_times();
    let answer = answer(ORDERS);
    let document = encode(&answer).unwrap();
    for _ in 0..times {
        match path.as_str() {
            "decode" => drop(black_box(decode::<Answer>(black_box(&document)).unwrap())),
            "encode" => drop(black_box(encode(black_box(&answer)).unwrap())),
            other => panic!("there is no path {other:?}: decode or encode"),
        }
    }
}
