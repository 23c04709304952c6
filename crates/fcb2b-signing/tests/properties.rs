//! What holds for every request.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use chrono::{DateTime, Utc};
use fcb2b_signing::{
    Check, ParameterOrder, QueryEncoding, ReceivedRequest, SignableRequest, SignatureMethod, SigningError, SigningKey,
    SigningProfile, Stamp, UrlEncoding, Verifier, canonical_query, explain, parse_query, sign,
};
use proptest::prelude::*;

const HOST: &str = "sandbox.example.com:8443";
const PATH: &str = "/fcb2b/StockCheck";
const UUID: &str = "123e4567-e89b-42d3-a456-426614174000";
const SECRET: &str = "fcb2b-example-secret-0001";

type Parameters = Vec<(String, String)>;

fn now() -> DateTime<Utc> {
    "2025-01-02T03:04:05.006007Z".parse().unwrap()
}

fn key() -> SigningKey {
    SigningKey::new("EXAMPLEKEY1", SECRET.into()).unwrap()
}

fn borrowed(parameters: &Parameters) -> Vec<(&str, &str)> {
    parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The query, or nothing if the profile cannot carry the parameters.
fn signed(profile: &SigningProfile, parameters: &Parameters) -> Option<String> {
    let parameters = borrowed(parameters);
    let request = SignableRequest::new(HOST, PATH, &parameters);
    match sign(profile, &key(), &request, &Stamp::new(now()).global_identifier(UUID)) {
        Ok(signed) => Some(signed.into_query()),
        Err(SigningError::Ambiguous(_) | SigningError::ReservedName(_)) => None,
        Err(error) => panic!("{error}"),
    }
}

fn verify(profile: &SigningProfile, method: &str, host: &str, path: &str, query: &str) -> Result<Parameters, Check> {
    let received = ReceivedRequest::new(method, host, path, query);
    let verified = Verifier::new(profile.clone()).verify(&received, now(), &key());
    verified.map(|verified| verified.parameters).map_err(|refusal| refusal.check().clone())
}

/// Replaces one byte of an ASCII text by another that leaves it a text.
fn changed(text: &str, at: prop::sample::Index, to: u8) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let at = at.index(bytes.len());
    if bytes[at] == to {
        return None;
    }
    bytes[at] = to;
    String::from_utf8(bytes).ok()
}

fn profiles() -> impl Strategy<Value = SigningProfile> {
    profiles_where(|_| true)
}

fn profiles_where(wanted: impl Fn(&SigningProfile) -> bool) -> impl Strategy<Value = SigningProfile> {
    let all = SigningProfile::NAMES.map(|name| SigningProfile::named(name).unwrap());
    prop::sample::select(all.into_iter().filter(wanted).collect::<Vec<_>>())
}

fn computes(profile: &SigningProfile) -> bool {
    profile.method() == SignatureMethod::HmacSha256
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z0-9]{1,12}", r#"[ -~]{1,8}"#, r"\PC{1,6}", any::<String>()]
}

fn parameters() -> impl Strategy<Value = Parameters> {
    let name = prop_oneof!["[A-Z][A-Za-z]{0,10}", r"\PC{1,4}", r#"[ -~]{1,4}"#];
    prop::collection::vec((name, prop_oneof![text(), Just(String::new())]), 0..30)
}

proptest! {
    #[test]
    fn canonicalization_is_idempotent(profile in profiles(), parameters in parameters()) {
        let once = canonical_query(&profile, &borrowed(&parameters));
        let is_raw = profile.query_encoding() == QueryEncoding::Raw;
        // An unencoded query can be read again only if nothing in it looks like more than text.
        let plain = |text: &str| !text.contains(['%', '&', '=']);
        if is_raw && !parameters.iter().all(|(name, value)| plain(name) && plain(value)) {
            return Ok(());
        }
        let is_form = profile.query_encoding() == QueryEncoding::Form;
        let read = parse_query(&once, if is_form { UrlEncoding::Form } else { UrlEncoding::Rfc3986 }).unwrap();
        let read: Parameters = read.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        prop_assert_eq!(canonical_query(&profile, &borrowed(&read)), once);
    }

    #[test]
    fn the_order_of_insertion_does_not_matter(
        profile in profiles_where(|profile| profile.parameter_order() == ParameterOrder::ByteSorted),
        (parameters, shuffled) in parameters().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
    ) {
        prop_assert_eq!(signed(&profile, &parameters).is_some(), signed(&profile, &shuffled).is_some());
        if let Some(query) = signed(&profile, &parameters) {
            prop_assert_eq!(signed(&profile, &shuffled).unwrap(), query);
        }
    }

    #[test]
    fn what_is_signed_is_verified(profile in profiles(), parameters in parameters()) {
        if let Some(query) = signed(&profile, &parameters) {
            let mut received = verify(&profile, "GET", HOST, PATH, &query).unwrap();
            let mut sent = parameters;
            if profile.parameter_order() == ParameterOrder::ByteSorted {
                sent.sort_unstable();
                received.sort_unstable();
            }
            prop_assert_eq!(received, sent);
        }
    }

    #[test]
    fn one_changed_byte_of_the_request_line_is_refused(
        profile in profiles_where(computes), parameters in parameters(), at: prop::sample::Index, to in 0x21_u8..0x7F,
    ) {
        let Some(query) = signed(&profile, &parameters) else { return Ok(()) };
        let template = profile.string_to_sign().to_string();
        for (part, place) in ["{method}", "{host}", "{path}"].into_iter().enumerate() {
            let mut target = ["GET".to_owned(), HOST.to_owned(), PATH.to_owned()];
            let Some(change) = changed(&target[part], at, to) else { continue };
            target[part] = change;
            let verified = verify(&profile, &target[0], &target[1], &target[2], &query);
            match template.contains(place) {
                true => prop_assert!(matches!(verified, Err(Check::WrongSignature(_) | Check::Target(_))), "{:?}", verified),
                // What the template leaves out is not protected, as its documentation says.
                false => prop_assert!(matches!(verified, Ok(_) | Err(Check::Target(_))), "{:?}", verified),
            }
        }
    }

    #[test]
    fn one_changed_byte_of_a_parameter_is_refused(
        profile in profiles_where(computes), parameters in parameters(), which: prop::sample::Index,
        at: prop::sample::Index, to in 0_u8..0x80, name: bool,
    ) {
        let Some(query) = signed(&profile, &parameters) else { return Ok(()) };
        let pairs = parse_query(&query, profile.url_encoding()).unwrap();
        let mut pairs: Parameters = pairs.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let pair = which.get(&pairs).clone();
        let which = pairs.iter().position(|it| *it == pair).unwrap();
        let text = if name { &mut pairs[which].0 } else { &mut pairs[which].1 };
        if text.is_empty() {
            return Ok(());
        }
        let Some(change) = changed(text, at, to) else { return Ok(()) };
        *text = change;
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let changed: Vec<String> = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        prop_assert!(verify(&profile, "GET", HOST, PATH, &changed.join("&")).is_err());
    }

    #[test]
    fn any_encoding_of_the_same_values_is_verified(profile in profiles(), parameters in parameters()) {
        if let Some(query) = signed(&profile, &parameters) {
            let pairs = parse_query(&query, profile.url_encoding()).unwrap();
            let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
            let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
            prop_assert!(verify(&profile, "GET", HOST, PATH, &query.join("&")).is_ok());
        }
    }

    #[test]
    fn verifying_never_panics(profile in profiles(), query in prop_oneof![any::<String>(), hostile()], path: String, host: String) {
        let _ = verify(&profile, "GET", HOST, PATH, &query);
        let _ = verify(&profile, "GET", &host, &path, &query);
    }

    #[test]
    fn nothing_shows_the_secret(
        profile in profiles(), parameters in parameters(), secret in r"[!-~]{12,60}", in_a_value: bool,
    ) {
        let mut parameters = parameters;
        if in_a_value {
            parameters.push(("Sidemark".to_owned(), format!("x{secret}y")));
        }
        let key = SigningKey::new("EXAMPLEKEY1", secret.as_str().into()).unwrap();
        let parameters = borrowed(&parameters);
        let request = SignableRequest::new(HOST, PATH, &parameters);
        let stamp = Stamp::new(now()).global_identifier(UUID);
        let Ok(explanation) = explain(&profile, &key, &request, &stamp) else { return Ok(()) };
        let url = explanation.url.clone().unwrap();
        let shown = format!("{explanation} {explanation:?} {key:?} {url} {:?}", explanation.parameters);
        prop_assert!(!shows(&shown, &secret), "{}", shown);
        if !in_a_value {
            let signed = sign(&profile, &key, &request, &stamp).unwrap();
            let shown = format!("{signed:?} {}", signed.redacted_url());
            prop_assert!(!shows(&shown, &secret), "{}", shown);
            let other = SigningKey::new("EXAMPLEKEY1", "another secret".into()).unwrap();
            let received = ReceivedRequest::new("GET", HOST, PATH, signed.query());
            if let Err(refusal) = Verifier::new(profile.clone()).verify(&received, now(), &other) {
                let shown = format!("{refusal} {refusal:?} {received:?} {}", refusal.explanation().unwrap());
                prop_assert!(!shows(&shown, &secret) && !shows(&shown, "another secret"));
                // Nor the signatures, theirs and ours.
                prop_assert!(!shown.contains(signed.signature().unwrap()));
                let ours = sign(&profile, &other, &request, &stamp).unwrap();
                prop_assert!(!shown.contains(ours.signature().unwrap()));
            }
        }
    }
}

/// Whether a text holds the secret, as it is or as it stands in URLs and in `Debug`.
fn shows(text: &str, secret: &str) -> bool {
    let rfc3986 = canonical_query(&SigningProfile::dancik(), &[("", secret)]).split_off(1);
    let form = canonical_query(&SigningProfile::unsigned(), &[("", secret)]).split_off(1);
    [secret, &secret.escape_debug().to_string(), &rfc3986, &form].iter().any(|form| text.contains(*form))
}

/// Queries that look like ours, and are not.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("apiKey=EXAMPLEKEY1".to_owned()),
        Just("ApiKey=EXAMPLEKEY1".to_owned()),
        Just(format!("GlobalIdentifier={UUID}")),
        "Signature=[A-Za-z0-9+/%=]{0,50}",
        "signature=[0-9a-fA-F]{60,66}",
        "TimeStamp=[0-9T:.Z%+-]{0,30}",
        "TimeStamp=2025-01-02T03:04:05Z",
        "[ -~]{0,10}",
        "%[0-9A-Fa-f]{0,2}=\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.join("&"))
}
