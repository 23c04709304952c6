//! Signed queries of fcB2B.

use std::borrow::Cow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fcb2b_signing::{
    DiscoverySigning, QueryEncoding, ReceivedRequest, Refusal, ReplayCache, SignableRequest, SignatureMethod,
    SigningError, SigningKey, SigningProfile, Stamp, UrlEncoding, Verified, Verifier, canonical_query, parse_query,
    sign,
};

const HOST: &str = "sandbox.example.com";
const PATH: &str = "/stockcheck";
const KEY_ID: &str = "EXAMPLEKEY1";
const SECRET: &str = "fcb2b-example-secret-0001";
const IDENTIFIER: &str = "123e4567-e89b-42d3-a456-426614174000";

/// The moment of the signing vectors: 2025-01-02T03:04:05Z.
fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_735_787_045)
}

fn key(secret: &str) -> SigningKey {
    match SigningKey::new(KEY_ID, secret.into()) {
        Ok(key) => key,
        Err(error) => panic!("{error}"),
    }
}

fn profiles() -> impl Iterator<Item = SigningProfile> {
    SigningProfile::NAMES.into_iter().filter_map(|name| SigningProfile::named(name).ok())
}

/// A canonical query is its own canonical form; whatever can be signed is verified, and says what was signed.
pub fn canonical(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    for encoding in [UrlEncoding::Form, UrlEncoding::Rfc3986, UrlEncoding::Minimal] {
        let Ok(parameters) = parse_query(query, encoding) else { continue };
        let parameters: Vec<(&str, &str)> =
            parameters.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        for profile in profiles() {
            idempotent(&profile, &parameters);
            signed_is_verified(&profile, &parameters);
        }
    }
}

fn idempotent(profile: &SigningProfile, parameters: &[(&str, &str)]) {
    let once = canonical_query(profile, parameters);
    let encoding = match profile.query_encoding() {
        QueryEncoding::Form => UrlEncoding::Form,
        // An unencoded query cannot be told from what is in it.
        QueryEncoding::Raw => return,
        _ => UrlEncoding::Rfc3986,
    };
    let read = match parse_query(&once, encoding) {
        Ok(read) => read,
        Err(error) => panic!("{profile:?}: the canonical query cannot be read: {error}: {once}"),
    };
    let read: Vec<(&str, &str)> = read.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
    assert_eq!(canonical_query(profile, &read), once, "{profile:?}");
}

fn signed_is_verified(profile: &SigningProfile, parameters: &[(&str, &str)]) {
    let request = SignableRequest::new(HOST, PATH, parameters);
    let stamp = Stamp::new(now()).global_identifier(IDENTIFIER);
    let signed = match sign(profile, &key(SECRET), &request, &stamp) {
        Ok(signed) => signed,
        Err(SigningError::Ambiguous(_) | SigningError::EmptyName | SigningError::ReservedName(_)) => return,
        Err(error) => panic!("{error}"),
    };
    // Other lengths are refused, and would be here.
    if signed.query().len() > 16 * 1024 {
        return;
    }
    let received = ReceivedRequest::new("GET", HOST, PATH, signed.query());
    match verify(profile, &received, SECRET) {
        Ok(verified) => {
            let mut found: Vec<(Cow<'_, str>, Cow<'_, str>)> =
                verified.parameters.iter().map(|(name, value)| (name.into(), value.into())).collect();
            let mut expected: Vec<(Cow<'_, str>, Cow<'_, str>)> =
                parameters.iter().map(|&(name, value)| (name.into(), value.into())).collect();
            found.sort();
            expected.sort();
            assert_eq!(found, expected);
        }
        Err(refusal) => panic!("what was signed is refused: {refusal}: {}", signed.query()),
    }
}

/// A request is accepted for its key only, and once.
pub fn verify_query(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let rest = text.trim_end().strip_prefix("https://").unwrap_or(text);
    let (target, query) = rest.split_once('?').unwrap_or((HOST, rest));
    let (host, path) = target.find('/').map_or((target, "/"), |at| target.split_at(at));
    for profile in profiles() {
        let request = ReceivedRequest::new("GET", host, path, query);
        for received in [request, request.discovery()] {
            let Ok(verified) = verify(&profile, &received, SECRET) else { continue };
            if is_signed(&profile) && verified.key_id.is_some() {
                let other = verify(&profile, &received, "fcb2b-example-secret-0002");
                assert!(other.is_err(), "accepted for any key: {received:?}");
                assert_eq!(verified.key_id.as_deref(), Some(KEY_ID));
            } else {
                let plain = profile.discovery() == DiscoverySigning::Plain;
                assert!(plain || !is_signed(&profile), "accepted without a key: {received:?}");
            }
            let mut verifier = Verifier::new(profile.clone()).replay_cache(ReplayCache::new(10));
            let first = verifier.verify(&received, now(), &key(SECRET));
            let second = verifier.verify(&received, now(), &key(SECRET));
            assert!(first.is_ok());
            assert!(second.is_err() || verified.global_identifier.is_none(), "accepted twice: {received:?}");
        }
    }
}

fn is_signed(profile: &SigningProfile) -> bool {
    profile.method() != SignatureMethod::Unsigned
}

fn verify(profile: &SigningProfile, received: &ReceivedRequest<'_>, secret: &str) -> Result<Verified, Refusal> {
    Verifier::new(profile.clone()).verify(received, now(), &key(secret))
}
