//! What signing needs, adds and allocates.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use allocation_counter::measure;
use chrono::{DateTime, Utc};
use fcb2b_signing::{SignableRequest, SigningError, SigningKey, SigningProfile, Stamp, explain, sign};

const HOST: &str = "sandbox.example.com";
const PATH: &str = "/fcb2b/StockCheck";
const UUID: &str = "123e4567-e89b-42d3-a456-426614174000";
const PARAMETERS: [(&str, &str); 3] =
    [("SupplierItemSKU", "VV01701002"), ("Sidemark", "Größe 5' x 7'"), ("ClientIdentifier", "100059")];

fn stamp() -> Stamp<'static> {
    Stamp::new("2025-01-02T03:04:05.006007Z".parse::<DateTime<Utc>>().unwrap()).global_identifier(UUID)
}

fn key() -> SigningKey {
    SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into()).unwrap()
}

#[test]
fn only_the_query_is_allocated() {
    let many: Vec<(String, String)> = (0..21).map(|at| (format!("P{at}"), "v: w".repeat(at))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let key = key();
    for name in SigningProfile::NAMES {
        let profile = SigningProfile::named(name).unwrap();
        for parameters in [&PARAMETERS[..], &many, &[]] {
            let request = SignableRequest::new(HOST, PATH, parameters);
            let mut query = String::new();
            let count = measure(|| query = sign(&profile, &key, &request, &stamp()).unwrap().into_query());
            assert_eq!(count.count_total, 1, "{name}");
            assert_eq!(count.bytes_total as usize, query.capacity(), "{name}");
            // Nothing is spare but for escapes that a Base64 signature might have needed.
            assert!(query.capacity() - query.len() <= 132 - 44, "{name}: {} of {}", query.len(), query.capacity());
        }
    }
}

#[test]
fn a_longer_request_takes_one_list_more() {
    let parameters = [("P", "v"); 22];
    let (profile, key) = (SigningProfile::dancik(), key());
    let request = SignableRequest::new(HOST, PATH, &parameters);
    assert_eq!(measure(|| drop(sign(&profile, &key, &request, &stamp()).unwrap())).count_total, 2);
}

#[test]
fn what_is_missing_is_an_error() {
    let key = key();
    let sign = |name: &str, with_key: bool, stamp: &Stamp<'_>, parameters: &[(&str, &str)]| {
        let profile = SigningProfile::named(name).unwrap();
        let request = SignableRequest::new(HOST, PATH, parameters);
        let key = with_key.then_some(&key);
        let signed = sign(&profile, key, &request, stamp).map(|signed| signed.into_query());
        assert_eq!(signed.as_ref().err(), explain(&profile, key, &request, stamp).as_ref().err());
        signed.unwrap_err()
    };
    let bare = Stamp::new("2025-01-02T03:04:05Z".parse::<DateTime<Utc>>().unwrap());
    for name in ["dancik", "ethervision-b1", "shared-secret"] {
        assert_eq!(sign(name, false, &stamp(), &[]), SigningError::NoKey);
    }
    for name in ["dancik", "shared-secret", "unsigned"] {
        assert_eq!(sign(name, true, &bare, &[]), SigningError::NoGlobalIdentifier);
        assert_eq!(sign(name, true, &bare.global_identifier(""), &[]), SigningError::NoGlobalIdentifier);
    }
    assert_eq!(sign("dancik", true, &Stamp::new(DateTime::<Utc>::MAX_UTC), &[]), SigningError::Time);
    assert_eq!(sign("dancik", true, &stamp(), &[("", "x")]), SigningError::EmptyName);
    for own in ["apiKey", "APIKEY", "signature", "TimeStamp", "globalidentifier"] {
        assert_eq!(sign("dancik", true, &stamp(), &[(own, "x")]), SigningError::ReservedName(own.to_owned()));
    }
    for (name, value) in [("a", "b&c=d"), ("a=b", "c"), ("a&b", "c"), ("a", "b\nc")] {
        assert_eq!(sign("ethervision-b2", true, &stamp(), &[(name, value)]), SigningError::Ambiguous(name.to_owned()));
    }
}

#[test]
fn the_additions_are_told_apart() {
    let (profile, key) = (SigningProfile::shared_secret(), key());
    let request = SignableRequest::new(HOST, PATH, &PARAMETERS);
    let signed = sign(&profile, &key, &request, &stamp()).unwrap();
    let added: Vec<(String, String)> =
        signed.added().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let expected = [
        ("ApiKey", "EXAMPLEKEY1"),
        ("Signature", "fcb2b-example-secret-0001"),
        ("TimeStamp", "2025-01-02T03:04:05.006Z"),
        ("GlobalIdentifier", UUID),
    ];
    assert_eq!(added, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(
        format!("{signed:?}"),
        "SignedRequest { url: \"https://sandbox.example.com/fcb2b/StockCheck?ApiKey=EXAMPLEKEY1&Signature=‹redacted›\
         &SupplierItemSKU=VV01701002&Sidemark=Gr%C3%B6%C3%9Fe+5%27+x+7%27&ClientIdentifier=100059\
         &TimeStamp=2025-01-02T03%3A04%3A05.006Z&GlobalIdentifier=123e4567-e89b-42d3-a456-426614174000\", .. }"
    );
}
