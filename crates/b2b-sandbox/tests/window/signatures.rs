//! Why signatures are refused: each mistake is made here without our code, and has to be recognised.

use b2b_sandbox::Fcb2b;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use fcb2b_client::fcb2b_signing::{SignableRequest, Stamp, sign};
use fcb2b_client::{SigningKey, SigningProfile};
use http::{Method, StatusCode};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::support::{NOW, QUERY, SITE, World, hex, lines, mac};

const PATH: &str = "/stockcheck";

/// Sends a query with a signature, and gives what the record and the page say of its refusal.
async fn refused(target: &str, query: &str, signature: &str) -> (Value, String) {
    let world = World::new().await;
    assert_eq!(world.ask(&format!("{target}?{query}&signature={signature}")).await, StatusCode::FORBIDDEN);
    let why = world.newest().await["explanation"].clone();
    let page = world.newest_page().await;
    let list = world.page("/_sandbox/").await;
    let what = escaped(why["cause"]["what"].as_str().unwrap());
    assert!(page.contains(&what) && list.contains(&what), "{what}\n{list}");
    (why, page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The right string is signed, and something is wrong with the key or the digest.
#[track_caller]
fn named(why: &Value, cause: &str) {
    assert_eq!(why["cause"]["name"], cause, "{why:#}");
    assert!(!why["cause"]["advice"].as_str().unwrap().is_empty());
}

/// Another string was signed, with the right secret: it stands beside ours, and where they part is marked.
async fn check_string(cause: &str, query: &str, signed: &str) {
    let (why, page) = refused(PATH, query, &hex(&mac(Fcb2b::SECRET, signed))).await;
    named(&why, cause);
    let detail = &why["detail"];
    assert_eq!(detail["theirs"]["string_to_sign"], signed, "{cause}");
    let ours = detail["ours"]["string_to_sign"].as_str().unwrap();
    let parts = ours.chars().zip(signed.chars()).take_while(|(one, other)| one == other).count();
    assert_eq!(detail["differs"]["string_to_sign"], parts, "{cause}");
    assert!(page.contains("Theirs") && page.contains("<mark>"), "{cause}");
}

#[tokio::test]
async fn names_that_are_not_sorted() {
    let mut pieces: Vec<&str> = QUERY.split('&').collect();
    pieces.reverse();
    let query = pieces.join("&");
    check_string("unsorted-names", &query, &lines(PATH, &query)).await;
    pieces.sort_unstable_by_key(|piece| piece.to_ascii_lowercase());
    check_string("sorted-ignoring-case", QUERY, &lines(PATH, &pieces.join("&"))).await;
}

#[tokio::test]
async fn queries_that_are_encoded_otherwise() {
    for (cause, signed) in [
        ("plus-for-space", QUERY.replace("%20", "+")),
        ("lower-case-escapes", QUERY.replace("%2F", "%2f").replace("%3A", "%3a")),
        ("left-unencoded", QUERY.replace("%3A", ":")),
        ("left-unencoded", QUERY.replace("%28", "(").replace("%29", ")")),
        ("encoded-twice", QUERY.replace('%', "%25")),
        ("unencoded-values", percent_encoding::percent_decode_str(QUERY).decode_utf8().unwrap().into_owned()),
    ] {
        check_string(cause, QUERY, &lines(PATH, &signed)).await;
    }
    let sent = format!("apiKey=SANDBOXFCB2BKEY1&{}", QUERY.replace("%3A", ":").replace("&apiKey=SANDBOXFCB2BKEY1", ""));
    check_string("signed-as-sent", &sent, &lines(PATH, &sent)).await;
}

#[tokio::test]
async fn parameters_that_are_added_after_signing() {
    let signed = QUERY.replace("&apiKey=SANDBOXFCB2BKEY1", "");
    check_string("parameter-not-signed", QUERY, &lines(PATH, &signed)).await;
}

#[tokio::test]
async fn hosts_ports_methods_and_paths() {
    for (cause, from, to) in [
        ("wrong-port", SITE, "127.0.0.1"),
        ("wrong-port", SITE, "127.0.0.1:443"),
        ("wrong-host", SITE, "localhost:8443"),
        ("wrong-host", SITE, "https://127.0.0.1:8443"),
        ("method-case", "GET", "get"),
        ("wrong-path", "stockcheck\n", "stockcheck/\n"),
        ("wrong-path", "/stockcheck\n", "stockcheck\n"),
    ] {
        check_string(cause, QUERY, &lines(PATH, QUERY).replace(from, to)).await;
    }
    let signature = hex(&mac(Fcb2b::SECRET, &lines("/stockcheck", QUERY)));
    let (why, _) = refused("/StockCheck", QUERY, &signature).await;
    named(&why, "path-case");
    let world = World::new().await;
    let signed = hex(&mac(Fcb2b::SECRET, &lines(PATH, QUERY).replace(SITE, "localhost:8443")));
    let target = format!("{PATH}?{QUERY}&signature={signed}");
    assert_eq!(world.ask_at(Method::GET, "LocalHost:8443", &target).await, StatusCode::FORBIDDEN);
    named(&world.newest().await["explanation"], "host-case");
}

#[tokio::test]
async fn strings_that_are_put_together_otherwise() {
    for (cause, signed) in [
        ("trailing-newline", lines(PATH, QUERY) + "\n"),
        ("carriage-returns", lines(PATH, QUERY).replace('\n', "\r\n")),
        ("other-string-to-sign", lines(PATH, QUERY).replace('\n', "")),
    ] {
        check_string(cause, QUERY, &signed).await;
    }
}

#[tokio::test]
async fn signatures_that_are_written_otherwise() {
    let right = mac(Fcb2b::SECRET, &lines(PATH, QUERY));
    for (cause, signature) in [
        ("base64-of-hex", BASE64_STANDARD.encode(hex(&right))),
        ("digest-encoding", BASE64_STANDARD.encode(&right)),
        ("digest-encoding", hex(&right).to_uppercase()),
        ("not-a-signature", "5f".repeat(20)),
        ("secret-sent", Fcb2b::SECRET.to_owned()),
        ("hash-without-hmac", hex(&Sha256::digest(lines(PATH, QUERY)))),
        ("hash-without-hmac", hex(&Sha256::digest(Fcb2b::SECRET.to_owned() + &lines(PATH, QUERY)))),
    ] {
        let signature = signature.replace('+', "%2B");
        let (why, page) = refused(PATH, QUERY, &signature).await;
        named(&why, cause);
        assert!(!why.to_string().contains(&signature) && !page.contains(&signature), "{cause}");
        assert!(!page.contains(Fcb2b::SECRET), "{cause}");
    }
    let (why, _) = refused(PATH, QUERY, &BASE64_STANDARD.encode(hex(&right))).await;
    assert!(why["detail"]["theirs"]["signature"].as_str().unwrap().ends_with("… (88 characters)"), "{why:#}");
    assert!(why["detail"]["ours"]["signature"].as_str().unwrap().ends_with("… (64 characters)"), "{why:#}");
}

#[tokio::test]
async fn stages_that_nobody_can_derive_are_missed_where_a_signature_was_compared() {
    const MISSED: &str = "Their stages cannot be derived";
    let strange = hex(&mac("a secret of somebody else", &lines(PATH, QUERY)));
    assert!(refused(PATH, QUERY, &strange).await.1.contains(MISSED));
    for query in [QUERY.replace("KEY1", "KEY9"), QUERY.replace("2025", "2024")] {
        let right = hex(&mac(Fcb2b::SECRET, &lines(PATH, &query)));
        let (_, page) = refused(PATH, &query, &right).await;
        assert!(page.contains("Canonical query") && !page.contains(MISSED), "{page}");
    }
}

#[tokio::test]
async fn secrets_that_are_others() {
    for (cause, secret) in [
        ("secret-with-line-break", format!("{}\n", Fcb2b::SECRET)),
        ("secret-quoted", format!("\"{}\"", Fcb2b::SECRET)),
        ("secret-case", Fcb2b::SECRET.to_uppercase()),
        ("key-id-as-secret", Fcb2b::API_KEY.to_owned()),
        ("secret-of-another-key", Fcb2b::STOCK_ONLY_SECRET.to_owned()),
        ("not-found", "a secret of somebody else".to_owned()),
    ] {
        let (why, page) = refused(PATH, QUERY, &hex(&mac(&secret, &lines(PATH, QUERY)))).await;
        named(&why, cause);
        assert!(!page.contains(&secret) || secret == Fcb2b::API_KEY, "{cause}");
    }
}

#[tokio::test]
async fn other_profiles() {
    for name in ["dancik", "ethervision-b3", "ethervision-b5"] {
        let profile: SigningProfile = name.parse().unwrap();
        let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).unwrap();
        let request = SignableRequest::new(SITE, PATH, &[("ClientIdentifier", "100059"), ("SupplierItemSKU", "A B")]);
        let stamp = Stamp::new(NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap()).global_identifier("1-2-3");
        let signed = sign(&profile, &key, &request, &stamp).unwrap();
        let world = World::new().await;
        assert!(world.ask(&format!("{PATH}?{}", signed.query())).await.is_client_error());
        let why = world.newest().await["explanation"].clone();
        named(&why, "wrong-profile");
        assert!(why["cause"]["what"].as_str().unwrap().contains(name), "{why:#}");
        let theirs = why["detail"]["theirs"]["canonical_query"].as_str().unwrap();
        assert!(theirs.contains("ClientIdentifier=100059"), "{why:#}");
    }
}

#[tokio::test]
async fn times_and_names() {
    let cause = async |query: &str| {
        let world = World::new().await;
        let signature = hex(&mac(Fcb2b::SECRET, &lines(PATH, query)));
        assert!(world.ask(&format!("{PATH}?{query}&signature={signature}")).await.is_client_error());
        let why = world.newest().await["explanation"]["cause"].clone();
        (why["name"].as_str().unwrap().to_owned(), why["what"].as_str().unwrap().to_owned())
    };
    let (name, what) = cause(&QUERY.replace("02T03", "01T22")).await;
    assert_eq!((name.as_str(), what.as_str()), ("local-time", "The time looks like local time: it is 5 h behind UTC."));
    assert_eq!(cause(&QUERY.replace("2025", "2024")).await.0, "clock");
    assert_eq!(cause(&QUERY.replace("2025-01", "2025-13")).await.0, "malformed-time");
    assert_eq!(cause(&QUERY.replace("KEY1", "KEY9")).await.0, "unknown-key");
    assert_eq!(cause(&QUERY.replace("apiKey", "ApiKey")).await.0, "misspelled-name");
    assert_eq!(cause(&QUERY.replace("TimeStamp", "Stamp")).await.0, "missing-parameter");
    let world = World::new().await;
    assert!(world.ask(&format!("{PATH}?{QUERY}%&signature=1")).await.is_client_error());
    assert_eq!(world.newest().await["explanation"]["cause"]["name"], "unreadable-query");
}
