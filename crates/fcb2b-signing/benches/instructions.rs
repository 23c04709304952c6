//! One hot path, so many times, for `cargo xtask instructions` to count its instructions: `sign` of a stock check. Nothing
//! here depends on time, chance or a hash seed.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a benchmark")]

#[path = "support/stock_check.rs"]
mod stock_check;

use std::hint::black_box;

use fcb2b_signing::{SignableRequest, Stamp, sign};
use stock_check::{HOST, PARAMETERS, PATH, UUID, key, now, profile};

fn main() {
    let (path, times) = b2b_bench::path_and_times();
    assert_eq!(path, "sign", "there is no other path");
    let (profile, key) = (profile(), key());
    let request = SignableRequest::new(HOST, PATH, &PARAMETERS);
    let stamp = Stamp::new(now()).global_identifier(UUID);
    for _ in 0..times {
        drop(black_box(sign(&profile, &key, black_box(&request), &stamp).unwrap()));
    }
}
