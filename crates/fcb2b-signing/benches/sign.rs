//! How long signing takes, against what no implementation can do without, in the same run.
//!
//! `cargo bench -p fcb2b-signing` signs one stock check of variant A. The measure is a prekeyed HMAC over the finished
//! string to sign, plus percent-encoding the values into a query of known size and writing the signature as Base64.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

#[path = "support/stock_check.rs"]
mod stock_check;

use std::cell::RefCell;
use std::hint::black_box;

use b2b_bench::{Contest, Target};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use fcb2b_signing::{ReceivedRequest, SignableRequest, Stamp, Verifier, explain, sign};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

use stock_check::{API_KEY, HOST, PARAMETERS, PATH, SECRET, TIME, UUID, key, now, profile};

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const ROUNDS: usize = 61;
const REPEATS: u32 = 4_000;

fn main() {
    let (profile, key, now) = (profile(), key(), now());
    let request = SignableRequest::new(HOST, PATH, &PARAMETERS);
    let stamp = Stamp::new(now).global_identifier(UUID);

    let text = explain(&profile, &key, &request, &stamp).unwrap().string_to_sign.unwrap();
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    let bare = || mac.clone().chain_update(black_box(&text)).finalize().into_bytes();
    // The pairs are sorted already, and the time is written.
    let mut pairs = PARAMETERS.to_vec();
    pairs.extend([("GlobalIdentifier", UUID), ("TimeStamp", TIME), ("apiKey", API_KEY)]);
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
    let verifier = RefCell::new(Verifier::new(profile.clone()));
    let received = ReceivedRequest::new("GET", HOST, PATH, &signed);
    let wrong = ReceivedRequest::new("PUT", HOST, PATH, &signed);

    let mut contest = Contest::new("sign a stock check").rounds(ROUNDS);
    contest.enter_repeated("sign", REPEATS, || sign(&profile, &key, black_box(&request), &stamp));
    contest.enter_repeated("bare prekeyed HMAC and encoding", REPEATS, || encoding(&bare()));
    contest.enter_repeated("bare prekeyed HMAC alone", REPEATS, bare);
    contest.enter_repeated("encoding alone", REPEATS, || encoding(black_box(&digest)));
    contest.enter_repeated("verify", REPEATS, || verifier.borrow_mut().verify(black_box(&received), now, &key));
    contest.enter_repeated("refuse, with diagnosis", REPEATS, || {
        verifier.borrow_mut().verify(black_box(&wrong), now, &key)
    });
    let results = contest.run();
    results.cost("sign", "bare prekeyed HMAC and encoding", Target::AtMost(1.5));
}
