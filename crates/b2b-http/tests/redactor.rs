//! The redactor against secrets and surroundings it has not seen.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

use std::fmt::Write as _;

use b2b_http::{Redactions, Redactor};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use proptest::prelude::*;

/// Secrets that have no letter in common with the marker that replaces them.
const SECRET: &str = "[A-Z0-9&<>\"' %+/=\\\\üß€𝄞]{1,24}";
const SURROUNDINGS: &str = "[ -~üé€\n]{0,24}";

fn percent(text: &str, upper: bool) -> String {
    let mut encoded = String::new();
    for &byte in text.as_bytes() {
        match byte {
            b'A'..=b'Z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            _ if upper => write!(encoded, "%{byte:02X}").unwrap(),
            _ => write!(encoded, "%{byte:02x}").unwrap(),
        }
    }
    encoded
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn references(text: &str) -> String {
    text.chars().fold(String::new(), |text, character| text + &format!("&#x{:X};", u32::from(character)))
}

fn forms(secret: &str) -> Vec<String> {
    let debug = format!("{secret:?}");
    vec![
        secret.to_owned(),
        percent(secret, true),
        percent(secret, false),
        percent(&percent(secret, true), true),
        percent(secret, true).replace("%20", "+"),
        xml(secret),
        xml(&xml(secret)),
        percent(&xml(secret), true),
        references(secret),
        debug[1..debug.len() - 1].to_owned(),
        STANDARD.encode(secret),
        percent(&STANDARD.encode(secret), true),
        xml(&STANDARD.encode(secret)),
    ]
}

fn redactor(secret: &str) -> Redactor {
    Redactor::new(&Redactions::new().secret(secret.into()))
}

proptest! {
    #[test]
    fn no_form_gets_through(secret in SECRET, before in SURROUNDINGS, after in SURROUNDINGS) {
        let redactor = redactor(&secret);
        for form in forms(&secret) {
            let clean = redactor.text(&format!("{before}{form}{after}{form}"));
            prop_assert!(!clean.contains(&form), "{form:?} in {clean:?}");
            prop_assert!(!clean.contains(&secret), "{secret:?} in {clean:?}");
            prop_assert!(redactor.is_clean(&clean));
        }
    }

    #[test]
    fn base64_of_a_longer_text_is_hidden(
        secret in "[A-Z0-9!?ü]{7,20}", before in "[a-z:]{0,7}", after in "[a-z:]{0,7}"
    ) {
        let whole = format!("{before}{secret}{after}");
        for encoded in [STANDARD.encode(&whole), URL_SAFE_NO_PAD.encode(&whole)] {
            prop_assert_eq!(redactor(&secret).text(&format!("<{encoded}>")), "<‹redacted›>");
        }
    }

    #[test]
    fn text_without_the_secret_stays_as_it_is(text in "[ -Z^-~]{0,60}") {
        prop_assert_eq!(redactor("[not] in there").text(&text), text);
    }

    #[test]
    fn bytes_never_panic(secret in "[^redact‹›]{0,8}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let clean = redactor(&secret).bytes(&Bytes::from(bytes));
        prop_assert!(secret.is_empty() || !clean.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

/// A body is searched as far as a secret that begins within the limit can reach, and no further.
#[test]
fn no_secret_is_cut_in_two_by_the_limit() {
    const LIMIT: usize = 64 * 1024;
    let secret = "SECRET-KEY-4711";
    for before in [0, 100, LIMIT - secret.len(), LIMIT - 7, LIMIT - 1, LIMIT] {
        let body = format!("{}{secret}{}", ".".repeat(before), ".".repeat(3 * LIMIT));
        let clean = redactor(secret).body(&Bytes::from(body));
        assert_eq!(clean.len(), LIMIT);
        assert!(!clean.windows(2).any(|pair| pair == b"SE") && !clean.ends_with(b"S"), "{before}");
    }
    assert_eq!(redactor(secret).body(&Bytes::from_static(b"short")), "short");
}
