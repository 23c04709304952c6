//! What a producer says to requests that do not hold.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::{DateTime, TimeDelta, Utc};
use fcb2b_signing::{
    Check, Diagnosis, Difference, DigestEncoding, GlobalIdentifier, Keys, OtherSecret, ParameterOrder, QueryEncoding,
    QueryError, ReceivedRequest, Refusal, ReplayCache, SignableRequest, SignatureMethod, SigningError, SigningKey,
    SigningProfile, SigningProfileBuilder, Stage, Stamp, StringToSign, Verified, Verifier, sign,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};

const HOST: &str = "Sandbox.example.com:443";
const PATH: &str = "/fcb2b/Stock%20Check/";
const UUID: &str = "123e4567-e89b-42d3-a456-426614174000";
const SECRET: &str = "fcb2b-example-secret-0001";
const PARAMETERS: [(&str, &str); 3] = [("reqUnit", "BX"), ("Sidemark", "a b:c"), ("SupplierItemSKU", "CASIMP10")];

fn now() -> DateTime<Utc> {
    "2025-01-02T03:04:05Z".parse().unwrap()
}

fn key() -> SigningKey {
    SigningKey::new("EXAMPLEKEY1", SECRET.into()).unwrap()
}

/// The query of a sender with a profile of its own.
fn query(profile: &SigningProfile, method: &str, host: &str, path: &str) -> String {
    let request = SignableRequest::new(host, path, &PARAMETERS).method(method);
    sign(profile, &key(), &request, &Stamp::new(now()).global_identifier(UUID)).unwrap().into_query()
}

fn dancik(change: impl FnOnce(SigningProfileBuilder) -> SigningProfileBuilder) -> SigningProfile {
    change(SigningProfile::dancik().builder()).build().unwrap()
}

fn received(query: &str) -> ReceivedRequest<'_> {
    ReceivedRequest::new("POST", HOST, PATH, query)
}

fn verify(query: &str) -> Result<Verified, Refusal> {
    Verifier::new(SigningProfile::dancik()).verify(&received(query), now(), &key())
}

#[track_caller]
fn check(query: &str, stage: Stage, expected: &Check) {
    let refusal = verify(query).unwrap_err();
    assert_eq!((refusal.check(), refusal.stage()), (expected, stage));
}

#[track_caller]
fn check_difference(query: &str, stage: Stage, expected: Difference) {
    check(query, stage, &Check::WrongSignature(expected));
}

/// What a sender without our code signs.
#[track_caller]
fn check_signed(canonical: &str, stage: Stage, expected: Difference) {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("POST\n{HOST}\n{PATH}\n{canonical}").as_bytes());
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes()).replace('+', "%2B");
    let good = query(&SigningProfile::dancik(), "POST", HOST, PATH);
    let unsigned = good.rsplit_once('&').unwrap().0;
    check_difference(&format!("{unsigned}&Signature={signature}"), stage, expected);
}

#[test]
fn the_stage_of_a_wrong_signature_is_found() {
    let profile = SigningProfile::dancik();
    let good = query(&profile, "POST", HOST, PATH);
    assert!(verify(&good).is_ok());

    let signed = |method, host, path| query(&profile, method, host, path);
    check_difference(&signed("GET", HOST, PATH), Stage::StringToSign, Difference::Method("GET".to_owned()));
    for host in ["Sandbox.example.com", "sandbox.example.com", "sandbox.example.com:443"] {
        check_difference(&signed("POST", host, PATH), Stage::StringToSign, Difference::Host(host.to_owned()));
    }
    for path in ["/fcb2b/Stock%20Check", "/fcb2b/stock%20check/", "/fcb2b/Stock%20Check//"] {
        check_difference(&signed("POST", HOST, path), Stage::StringToSign, Difference::Path(path.to_owned()));
    }
    let by = |profile: SigningProfile| query(&profile, "POST", HOST, PATH);
    for template in
        [StringToSign::query_only(), StringToSign::url(), "{method}\n{host}\n{path}\n{query}\n".parse().unwrap()]
    {
        let query = by(dancik(|it| it.string_to_sign(template.clone())));
        check_difference(&query, Stage::StringToSign, Difference::Template(template));
    }
    for encoding in [QueryEncoding::Raw, QueryEncoding::Form] {
        let query = by(dancik(|it| it.query_encoding(encoding)));
        check_difference(&query, Stage::CanonicalQuery, Difference::Encoded(encoding));
    }
    let as_sent = by(dancik(|it| it.parameter_order(ParameterOrder::Insertion)));
    check_difference(&as_sent, Stage::CanonicalQuery, Difference::OrderAsSent);
    let anonymous = by(dancik(|it| it.global_identifier(GlobalIdentifier::Omitted)));
    let added = format!("GlobalIdentifier={UUID}&{anonymous}");
    check_difference(&added, Stage::Parameters, Difference::LeftOut("GlobalIdentifier".to_owned()));

    let expected = DigestEncoding::Base64;
    let hex = by(dancik(|it| it.digest_encoding(DigestEncoding::Hex)));
    check_difference(&hex, Stage::Signature, Difference::Written { expected });
    check_difference(good.trim_end_matches("%3D"), Stage::Signature, Difference::Written { expected });
    check_difference(&good.replace("%3D", "%253D"), Stage::Signature, Difference::Written { expected });
    check_difference(&good.replace("%3D", "%3D%3Dx"), Stage::Signature, Difference::NotASignature { expected });
    check_difference(&good.replace("CASIMP10", "CASIMP11"), Stage::Signature, Difference::NotFound);
}

#[test]
fn mistakes_of_other_programs_are_found() {
    let tail = "TimeStamp=2025-01-02T03%3A04%3A05Z&apiKey=EXAMPLEKEY1&reqUnit=BX";
    let head = format!("GlobalIdentifier={UUID}&Sidemark=a%20b%3Ac&SupplierItemSKU=CASIMP10&");
    check_signed(&format!("{head}{tail}").replace("%3A", "%3a"), Stage::CanonicalQuery, Difference::LowerCaseEscapes);
    check_signed(
        &format!(
            "apiKey=EXAMPLEKEY1&GlobalIdentifier={UUID}&reqUnit=BX&Sidemark=a%20b%3Ac&SupplierItemSKU=CASIMP10&\
             TimeStamp=2025-01-02T03%3A04%3A05Z"
        ),
        Stage::CanonicalQuery,
        Difference::OrderIgnoringCase,
    );
    let profile = dancik(|it| it.parameter_order(ParameterOrder::Insertion));
    let sorted = query(&SigningProfile::dancik(), "POST", HOST, PATH);
    let (before, signature) = sorted.rsplit_once('&').unwrap();
    let mut pairs: Vec<&str> = before.split('&').collect();
    pairs.reverse();
    let shuffled = format!("{}&{signature}", pairs.join("&"));
    let refusal = Verifier::new(profile).verify(&received(&shuffled), now(), &key()).unwrap_err();
    assert_eq!(refusal.check(), &Check::WrongSignature(Difference::OrderSorted));
    // Encoded in a way of its own, and signed like that.
    let profile = dancik(|it| it.url_encoding(fcb2b_signing::UrlEncoding::Minimal));
    let minimal = query(&profile, "POST", HOST, PATH);
    assert!(verify(&minimal).is_ok());
    let unsigned = minimal.rsplit_once('&').unwrap().0;
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("POST\n{HOST}\n{PATH}\n{unsigned}").as_bytes());
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
    check_difference(&format!("{unsigned}&Signature={signature}"), Stage::CanonicalQuery, Difference::AsSent);
}

/// A sender without our code that encodes, or keeps its secret, in a way of its own.
#[track_caller]
fn check_made(make: impl Fn(&str) -> String, expected: Difference) {
    let values = format!(
        "GlobalIdentifier={UUID}&Sidemark=a%20%28b%29~%2Ac%3A%2F&TimeStamp=2025-01-02T03%3A04%3A05Z&apiKey=EXAMPLEKEY1"
    );
    let signature = make(&values).replace('+', "%2B");
    let refusal = verify(&format!("{values}&Signature={signature}")).unwrap_err();
    assert_eq!(refusal.check(), &Check::WrongSignature(expected));
}

fn mac(secret: &str, text: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

#[test]
fn encoders_of_other_languages_are_found() {
    let lines = |query: &str| format!("POST\n{HOST}\n{PATH}\n{query}");
    let signed = |query: String| BASE64_STANDARD.encode(mac(SECRET, &lines(&query)));
    check_made(|query| signed(query.replace("%20", "+")), Difference::PlusForSpace);
    check_made(|query| signed(query.replace('%', "%25")), Difference::EncodedTwice);
    check_made(|query| signed(query.replace("%3A", ":")), Difference::LeftPlain(":"));
    check_made(|query| signed(query.replace("%2F", "/")), Difference::LeftPlain("/"));
    check_made(
        |query| signed(query.replace("%28", "(").replace("%29", ")").replace("%2A", "*")),
        Difference::LeftPlain("!'()*"),
    );
}

#[test]
fn wrong_keys_and_digests_are_found() {
    let lines = |query: &str| format!("POST\n{HOST}\n{PATH}\n{query}");
    let by = |secret: &str, query: &str| BASE64_STANDARD.encode(mac(secret, &lines(query)));
    for (secret, other) in [
        (format!("{SECRET}\n"), OtherSecret::WithLineBreak),
        (format!("{SECRET}\r\n"), OtherSecret::WithLineBreak),
        (format!("\"{SECRET}\""), OtherSecret::Quoted),
        (SECRET.to_uppercase(), OtherSecret::OtherCase),
        ("EXAMPLEKEY1".to_owned(), OtherSecret::KeyId),
    ] {
        check_made(|query| by(&secret, query), Difference::Secret(other));
    }
    let sha = |text: String| BASE64_STANDARD.encode(Sha256::digest(text));
    check_made(|query| sha(lines(query)), Difference::Unkeyed);
    check_made(|query| sha(format!("{SECRET}{}", lines(query))), Difference::Unkeyed);
    check_made(|query| sha(format!("{}{SECRET}", lines(query))), Difference::Unkeyed);
    let expected = DigestEncoding::Base64;
    let hex = |query: &str| mac(SECRET, &lines(query)).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    check_made(|query| BASE64_STANDARD.encode(hex(query)), Difference::HexInBase64 { expected });
    check_made(|_| SECRET.to_owned(), Difference::SecretSent);

    let spaced = SigningKey::new("EXAMPLEKEY1", " spaced secret ".into()).unwrap();
    let trimmed = SigningKey::new("EXAMPLEKEY1", "spaced secret".into()).unwrap();
    let stamp = Stamp::new(now()).global_identifier(UUID);
    let profile = SigningProfile::dancik();
    let signed = sign(&profile, &trimmed, &SignableRequest::new(HOST, "/p", &[]), &stamp).unwrap();
    let received = ReceivedRequest::new("GET", HOST, "/p", signed.query());
    let refusal = Verifier::new(profile.clone()).verify(&received, now(), &spaced).unwrap_err();
    assert_eq!(refusal.check(), &Check::WrongSignature(Difference::Secret(OtherSecret::Trimmed)));
}

#[test]
fn local_hosts_have_two_names() {
    let profile = SigningProfile::dancik();
    let stamp = Stamp::new(now()).global_identifier(UUID);
    let signed = sign(&profile, &key(), &SignableRequest::new("localhost:8443", "/p", &[]), &stamp).unwrap();
    let received = ReceivedRequest::new("GET", "127.0.0.1:8443", "/p", signed.query());
    let refusal = Verifier::new(profile.clone()).verify(&received, now(), &key()).unwrap_err();
    assert_eq!(refusal.check(), &Check::WrongSignature(Difference::Host("localhost:8443".to_owned())));
}

#[test]
fn the_senders_stages_stand_beside_ours() {
    let by_form = query(&dancik(|it| it.query_encoding(QueryEncoding::Form)), "POST", HOST, PATH);
    let refusal = verify(&by_form).unwrap_err();
    let (ours, theirs) = (refusal.explanation().unwrap(), refusal.theirs().unwrap());
    assert_eq!(ours.parameters, theirs.parameters);
    assert_ne!(ours.canonical_query, theirs.canonical_query);
    assert_eq!(theirs.canonical_query, ours.canonical_query.replace("%20", "+"));
    let expected = format!("POST\n{HOST}\n{PATH}\n{}", theirs.canonical_query);
    assert_eq!(theirs.string_to_sign.as_deref(), Some(expected.as_str()));

    let beginnings = refusal.beginnings().unwrap();
    for text in [&beginnings.ours, &beginnings.theirs] {
        assert!(text.ends_with("… (44 characters)") && text.chars().count() == 23, "{text}");
    }
    let good = query(&SigningProfile::dancik(), "POST", HOST, PATH);
    let (unsigned, _) = good.rsplit_once('&').unwrap();
    for secret in [SECRET, "another secret"] {
        let refusal = verify(&format!("{unsigned}&Signature={}", secret.replace(' ', "%20"))).unwrap_err();
        assert_eq!(refusal.theirs(), None);
        assert_eq!(refusal.beginnings().unwrap().theirs, format!("‹{} characters›", secret.len()));
    }
}

#[test]
fn a_refusal_shows_our_string_and_no_signature() {
    let good = query(&SigningProfile::dancik(), "POST", HOST, PATH);
    let refusal = verify(&good.replace("CASIMP10", "CASIMP11")).unwrap_err();
    let explanation = refusal.explanation().unwrap();
    let expected = format!("POST\n{HOST}\n{PATH}\n{}", explanation.canonical_query);
    assert_eq!(explanation.string_to_sign.as_deref(), Some(expected.as_str()));
    assert_eq!((explanation.signature.as_ref(), explanation.url.as_ref()), (None, None));
    assert_eq!(refusal.to_string(), "the signature does not match: the secret is another, or the request was changed");
    let digest =
        dancik(|it| it.method(SignatureMethod::Sha256).string_to_sign("{secret}|{query}|{secret}".parse().unwrap()));
    let query = query(&digest, "POST", HOST, PATH).replace("CASIMP10", "CASIMP11");
    let refusal = Verifier::new(digest).verify(&received(&query), now(), &key()).unwrap_err();
    let shown = refusal.explanation().unwrap().string_to_sign.clone().unwrap();
    assert!(shown.starts_with("‹secret›|GlobalIdentifier=") && shown.ends_with("=BX|‹secret›"), "{shown}");
}

#[test]
fn parameters_are_there_once_and_spelled_right() {
    let good = query(&SigningProfile::dancik(), "POST", HOST, PATH);
    let name = |name: &str| name.to_owned();
    for own in ["GlobalIdentifier", "TimeStamp", "apiKey", "Signature"] {
        check(&good.replace(own, &format!("X{own}")), Stage::Parameters, &Check::Missing(name(own)));
        check(&format!("{good}&{own}=x"), Stage::Parameters, &Check::Repeated(name(own)));
        let found = own.to_ascii_uppercase();
        let expected = name(own);
        check(&good.replace(own, &found), Stage::Parameters, &Check::Misspelled { expected, found });
    }
    check(&format!("{good}&=x"), Stage::Parameters, &Check::EmptyName);
    check(&format!("{good}&x=%4"), Stage::Request, &Check::Query(QueryError::Escape { offset: good.len() + 3 }));
    check("", Stage::Parameters, &Check::Missing(name("apiKey")));
    let long = "x".repeat(16 * 1024 + 1);
    check(&long, Stage::Request, &Check::QueryTooLong { len: 16_385, limit: 16_384 });
    let target = ReceivedRequest::new("GET", "a/b", "/", &good);
    let refusal = Verifier::new(SigningProfile::dancik()).verify(&target, now(), &key()).unwrap_err();
    assert_eq!(refusal.check(), &Check::Target(SigningError::Host));
    let raw = SigningProfile::named("ethervision-b3").unwrap();
    let refusal = Verifier::new(raw).verify(&received("a=1%262"), now(), &key()).unwrap_err();
    assert_eq!(refusal.check(), &Check::Ambiguous(name("a")));
}

#[test]
fn the_window_is_closed_at_both_ends() {
    let good = query(&SigningProfile::dancik(), "POST", HOST, PATH);
    let verify = |seconds: i64| {
        let mut verifier =
            Verifier::new(SigningProfile::dancik()).window(Duration::from_secs(60), Duration::from_secs(10));
        let refusal = verifier.verify(&received(&good), now() + TimeDelta::seconds(seconds), &key()).err();
        refusal.map(|refusal| (refusal.stage(), refusal.to_string()))
    };
    assert_eq!(verify(60), None);
    assert_eq!(verify(61), Some((Stage::Time, "the request is 61 s old".to_owned())));
    assert_eq!(verify(-10), None);
    assert_eq!(verify(-11), Some((Stage::Time, "the request lies 11 s in the future".to_owned())));
    let unsigned = "TimeStamp=2025-01-02T03:04:05&GlobalIdentifier=x";
    let refusal = Verifier::new(SigningProfile::unsigned()).verify(&received(unsigned), now(), &key()).unwrap_err();
    assert_eq!(refusal.check(), &Check::MalformedTime);
}

#[test]
fn an_identifier_is_good_for_one_request_of_its_key() {
    let profile = SigningProfile::dancik();
    let mut verifier = Verifier::new(profile.clone()).replay_cache(ReplayCache::new(2));
    let keys = ["one", "two"].map(|id| SigningKey::new(id, SECRET.into()).unwrap());
    let mut ask = |key: usize, identifier: &str, after: i64| {
        let time = now() + TimeDelta::seconds(after);
        let request = SignableRequest::new(HOST, PATH, &PARAMETERS).method("POST");
        let signed = sign(&profile, &keys[key], &request, &Stamp::new(time).global_identifier(identifier)).unwrap();
        verifier.verify(&received(signed.query()), time, keys.as_slice()).err().map(|refusal| refusal.check().clone())
    };
    assert_eq!(ask(0, "a", 0), None);
    assert_eq!(ask(0, "a", 1), Some(Check::Replayed));
    assert_eq!(ask(1, "a", 1), None);
    assert_eq!(ask(1, "b", 2), Some(Check::ReplayCacheFull));
    assert_eq!(ask(1, "b", 902), None);
}

#[test]
fn a_wrong_signature_is_not_remembered() {
    let good = query(&SigningProfile::dancik(), "POST", HOST, PATH);
    let mut verifier = Verifier::new(SigningProfile::dancik()).replay_cache(ReplayCache::new(1));
    assert!(verifier.verify(&received(&good.replace("CASIMP10", "x")), now(), &key()).is_err());
    assert!(verifier.verify(&received(&good), now(), &key()).is_ok());
}

#[test]
fn keys_are_found_wherever_they_are() {
    let good = query(&SigningProfile::dancik(), "POST", HOST, PATH);
    fn passes<K: Keys + ?Sized>(keys: &K, query: &str) -> bool {
        match Verifier::new(SigningProfile::dancik()).verify(&received(query), now(), keys) {
            Ok(_) => true,
            Err(refusal) => {
                assert_eq!(refusal.to_string(), "the key is unknown");
                false
            }
        }
    }
    let other = || SigningKey::new("OTHER", SECRET.into()).unwrap();
    assert!(passes(&key(), &good) && !passes(&other(), &good));
    assert!(passes(&vec![other(), key()], &good) && !passes(&[other()][..], &good));
    assert!(passes(&HashMap::from([("EXAMPLEKEY1".to_owned(), key())]), &good));
    assert!(passes(&BTreeMap::from([("EXAMPLEKEY1".to_owned(), key())]), &good));
    // Not with the secret of nobody either.
    let empty = Hmac::<Sha256>::new_from_slice(b"").unwrap();
    let signature = BASE64_STANDARD.encode(empty.finalize().into_bytes());
    assert!(!passes(&other(), &good.replace("Signature=", &format!("Signature={signature}"))));
}

#[test]
fn shared_secrets_and_unsigned_requests() {
    let profile = SigningProfile::shared_secret();
    let good = query(&profile, "POST", HOST, PATH);
    let verify = |query: &str| {
        Verifier::new(SigningProfile::shared_secret())
            .verify(&received(query), now(), &key())
            .map_err(|it| it.to_string())
    };
    assert_eq!(verify(&good).unwrap().key_id.as_deref(), Some("EXAMPLEKEY1"));
    assert_eq!(verify(&good.replace("0001", "0002")).unwrap_err(), "the shared secret is wrong");
    assert_eq!(verify(&good.replace("-0001", "")).unwrap_err(), "the shared secret is wrong");
    let unsigned = query(&SigningProfile::unsigned(), "POST", HOST, PATH);
    let verified = Verifier::new(SigningProfile::unsigned()).verify(&received(&unsigned), now(), &key()).unwrap();
    assert_eq!((verified.key_id, verified.global_identifier.as_deref()), (None, Some(UUID)));
    let pairs: Vec<_> = verified.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(pairs, PARAMETERS);
}

#[test]
fn discovery_is_signed_or_plain() {
    let received = ReceivedRequest::new("GET", HOST, "/services", "").discovery();
    let verify = |name| Verifier::new(SigningProfile::named(name).unwrap()).verify(&received, now(), &key());
    assert_eq!(verify("dancik").unwrap().time, None);
    assert_eq!(verify("ethervision-b1").unwrap_err().check(), &Check::Missing("apiKey".to_owned()));
}

#[test]
fn nothing_is_tried_if_not_wanted() {
    let wrong = query(&SigningProfile::dancik(), "GET", HOST, PATH);
    let mut verifier = Verifier::new(SigningProfile::dancik()).diagnosis(Diagnosis::Skipped);
    let refusal = verifier.verify(&received(&wrong), now(), &key()).unwrap_err();
    assert_eq!(refusal.check(), &Check::WrongSignature(Difference::NotLookedInto));
    assert!(refusal.explanation().is_some());
}
