//! How long signing takes, against what no implementation can do without, in the same run.
//!
//! `cargo bench -p fcb2b-signing` signs one stock check of variant A. The measure is a prekeyed HMAC over the finished
//! string to sign, plus percent-encoding the values into a query of known size and writing the signature as Base64. Rounds
//! are interleaved, so that a noisy neighbour hits all alike; the median counts.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a benchmark")]
#![allow(clippy::disallowed_methods, reason = "measuring time is its purpose")]

use std::hint::black_box;
use std::time::Instant;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use fcb2b_signing::{
    ReceivedRequest, SignableRequest, SigningKey, SigningProfile, Stamp, TimestampFormat, Verifier, explain, sign,
};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

const SECRET: &str = "fcb2b-example-secret-0001";
const UUID: &str = "123e4567-e89b-42d3-a456-426614174000";
const TIME: &str = "2025-01-02T03:04:05Z";
const HOST: &str = "sandbox.example.com";
const PATH: &str = "/fcb2b/StockCheck";
const PARAMETERS: [(&str, &str); 3] =
    [("ClientIdentifier", "100059"), ("SupplierItemSKU", "VV01701002"), ("RequestedQuantity", "10")];
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const ROUNDS: usize = 61;
const REPEATS: usize = 4_000;

fn main() {
    let profile = SigningProfile::dancik();
    let key = SigningKey::new("EXAMPLEKEY1", SECRET.into()).unwrap();
    let now = TimestampFormat::SECONDS.parse(TIME).unwrap();
    let request = SignableRequest::new(HOST, PATH, &PARAMETERS);
    let stamp = Stamp::new(now).global_identifier(UUID);

    let text = explain(&profile, &key, &request, &stamp).unwrap().string_to_sign.unwrap();
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    let bare = || mac.clone().chain_update(black_box(&text)).finalize().into_bytes();
    // The pairs are sorted already, and the time is written.
    let mut pairs = PARAMETERS.to_vec();
    pairs.extend([("GlobalIdentifier", UUID), ("TimeStamp", TIME), ("apiKey", "EXAMPLEKEY1")]);
    pairs.sort_unstable();
    let signed = sign(&profile, &key, &request, &stamp).unwrap().into_query();
    let encoding = |digest: &[u8]| {
        let mut query = String::with_capacity(signed.len());
        for (name, value) in black_box(&pairs) {
            query.extend(utf8_percent_encode(name, UNRESERVED));
            query.push('=');
            query.extend(utf8_percent_encode(value, UNRESERVED));
            query.push('&');
        }
        query.push_str("Signature=");
        let mut signature = [0; 44];
        BASE64_STANDARD.encode_slice(digest, &mut signature).unwrap();
        query.extend(utf8_percent_encode(str::from_utf8(&signature).unwrap(), UNRESERVED));
        query
    };
    assert_eq!(encoding(&bare()), signed);

    let digest = bare();
    let mut verifier = Verifier::new(profile.clone());
    let received = ReceivedRequest::new("GET", HOST, PATH, &signed);
    let wrong = ReceivedRequest::new("PUT", HOST, PATH, &signed);
    let mut times = [const { Vec::new() }; 6];
    for _ in 0..ROUNDS {
        times[0].push(time(bare));
        times[1].push(time(|| encoding(black_box(&digest))));
        times[2].push(time(|| encoding(&bare())));
        times[3].push(time(|| sign(&profile, &key, black_box(&request), &stamp)));
        times[4].push(time(|| verifier.verify(black_box(&received), now, &key)));
        times[5].push(time(|| verifier.verify(black_box(&wrong), now, &key)));
    }
    let [hmac, encoding, floor, signing, verifying, refusing] = times.map(median);
    println!("string to sign: {} bytes; medians of {ROUNDS} rounds of {REPEATS}", text.len());
    for (what, nanoseconds) in [
        ("bare prekeyed HMAC", hmac),
        ("unavoidable encoding", encoding),
        ("both, one after the other", floor),
        ("sign", signing),
        ("verify", verifying),
        ("refuse, with diagnosis", refusing),
    ] {
        println!("{what:28} {nanoseconds:8.0} ns   {:5.2} of HMAC + encoding", nanoseconds / (hmac + encoding));
    }
}

/// Nanoseconds for one of many.
fn time<T>(mut what: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..REPEATS {
        black_box(what());
    }
    start.elapsed().as_secs_f64() * 1e9 / REPEATS as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
