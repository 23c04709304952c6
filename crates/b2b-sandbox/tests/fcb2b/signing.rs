//! Every profile is checked for real.

use b2b_sandbox::{Fcb2b, Options};
use fcb2b_client::{CreateReserve, Services, SigningProfile, StockCheck, UnitOfMeasure};
use http::Uri;

use crate::support::{ask, newest, producer, refused, sandbox_for, send, send_by, signed, transport, with_key};

#[tokio::test]
async fn every_named_profile_is_accepted() {
    for name in SigningProfile::NAMES {
        let sandbox = sandbox_for(name, Options::default()).await;
        assert_eq!(crate::support::ready(&sandbox)["profile"], name);
        assert_eq!(ask(&sandbox, Services::new()).await.len(), 15, "{name}");
        assert_eq!(ask(&sandbox, StockCheck::new("VV01701002")).await.sku.as_deref(), Some("VV01701002"), "{name}");
        let reserve = CreateReserve::new("VV01701002", 1, UnitOfMeasure::Box).sidemark("O'Brien + Søn ~ 50% (A/B)");
        let reserve = ask(&sandbox, reserve).await;
        assert_eq!(reserve.lines[0].sidemarks.0, ["O'Brien + Søn ~ 50% (A/B)"], "{name}");
    }
}

#[tokio::test]
async fn a_key_with_another_secret_is_refused_by_every_profile_that_has_one() {
    for name in SigningProfile::NAMES.into_iter().filter(|name| *name != "unsigned") {
        let sandbox = sandbox_for(name, Options::default()).await;
        let wrong = with_key(&sandbox, Fcb2b::API_KEY, "a-secret-of-someone-else");
        let refused = crate::support::refused_as(&sandbox, wrong, StockCheck::new("VV01701002")).await;
        assert_eq!(refused, (403, "SignatureDoesNotMatch".to_owned()), "{name}");
        let record = newest(&sandbox).to_string();
        assert!(!record.contains("secret-of-someone-else") && !record.contains(Fcb2b::SECRET), "{record}");
        assert!(record.contains("profile") && record.contains(name), "{record}");
    }
}

/// Any byte of the query; every third one, since the signing crate tries them all.
#[tokio::test]
async fn one_changed_byte_is_refused() {
    for name in ["ethervision-b1", "dancik"] {
        let sandbox = sandbox_for(name, Options::default()).await;
        let request = signed(&sandbox, producer(&sandbox), StockCheck::new("VV01701002").requested_quantity(10));
        let transport = transport(&sandbox);
        let target = request.uri().path_and_query().unwrap().as_str().to_owned();
        for at in ("/stockcheck?".len()..target.len()).step_by(3) {
            let mut bytes = target.clone().into_bytes();
            bytes[at] = if bytes[at] == b'5' { b'6' } else { b'5' };
            let changed = String::from_utf8(bytes).unwrap();
            let mut request = request.clone();
            *request.uri_mut() = format!("{}{changed}", sandbox.url()).parse::<Uri>().unwrap();
            let response = send_by(&transport, request).await;
            assert!(matches!(response.status().as_u16(), 400 | 403), "{name} {changed}: {response:?}");
        }
        let mut elsewhere = request.clone();
        *elsewhere.uri_mut() = format!("{}{}", sandbox.url(), target.replace("stock", "Stock")).parse().unwrap();
        assert_eq!(send(&sandbox, elsewhere).await.status().as_u16(), 403, "{name}: the case of the path counts");
        assert_eq!(send(&sandbox, request).await.status().as_u16(), 200, "{name}");
    }
}

#[tokio::test]
async fn an_identifier_works_once() {
    let sandbox = sandbox_for("dancik", Options::default()).await;
    let request = signed(&sandbox, producer(&sandbox), StockCheck::new("VV01701002"));
    assert_eq!(send(&sandbox, request.clone()).await.status().as_u16(), 200);
    let again = send(&sandbox, request).await;
    assert_eq!(again.status().as_u16(), 403);
    assert!(String::from_utf8_lossy(again.body()).contains("<Code>RequestReplayed</Code>"));
    // Ethervision sends none: the same request is the same request.
    let sandbox = sandbox_for("ethervision-b1", Options::default()).await;
    let request = signed(&sandbox, producer(&sandbox), StockCheck::new("VV01701002"));
    for _ in 0..2 {
        assert_eq!(send(&sandbox, request.clone()).await.status().as_u16(), 200);
    }
}

#[tokio::test]
async fn a_refused_signature_is_explained_to_the_byte() {
    let sandbox = sandbox_for("ethervision-b1", Options::default()).await;
    let request = signed(&sandbox, producer(&sandbox), StockCheck::new("VV01701002"));
    let query = request.uri().query().unwrap().replace("VV01701002", "VV01701003");
    let host = request.uri().authority().unwrap().to_string();
    let (signed_part, signature) = query.rsplit_once("&signature=").unwrap();
    let mut request = request.clone();
    *request.uri_mut() = format!("https://{host}/stockcheck?{query}").parse().unwrap();
    assert_eq!(send(&sandbox, request).await.status().as_u16(), 403);

    let record = newest(&sandbox);
    let explanation = &record["explanation"];
    assert!(explanation["sentence"].as_str().unwrap().starts_with("The signature does not match"), "{explanation}");
    let detail = &explanation["detail"];
    assert_eq!((detail["stage"].as_str(), detail["profile"].as_str()), (Some("signature"), Some("ethervision-b1")));
    let canonical = signed_part.replace(':', "%3A");
    assert_eq!(detail["ours"]["canonical_query"], canonical.as_str());
    assert_eq!(detail["ours"]["string_to_sign"], format!("GET\n{host}\n/stockcheck\n{canonical}"));
    assert_eq!(detail["ours"]["url"], format!("https://{host}/stockcheck?{canonical}&signature=‹signature›"));
    assert_eq!(detail["ours"]["parameters"][1][1], "VV01701003");
    assert_eq!(detail["received"]["query"], format!("{signed_part}&signature=‹redacted›"));
    assert_eq!(detail["received"]["host"], host);
    assert!(!record.to_string().contains(signature), "{record}");
}

/// A mistake that the verifier recognizes is named.
#[tokio::test]
async fn a_usual_mistake_is_named() {
    let sandbox = sandbox_for("ethervision-b1", Options::default()).await;
    let mut raw = producer(&sandbox);
    raw.profile = "ethervision-b2".parse().unwrap();
    let refused_raw = crate::support::refused_as(&sandbox, raw, StockCheck::new("VV01701002")).await;
    assert_eq!(refused_raw, (403, "SignatureDoesNotMatch".to_owned()));
    assert_eq!(newest(&sandbox)["explanation"]["detail"]["stage"], "canonical query");
    // The same secret in the address is hidden wherever it comes from.
    let sandbox = sandbox_for("shared-secret", Options::default()).await;
    ask(&sandbox, StockCheck::new("VV01701002")).await;
    assert_eq!(refused(&sandbox, StockCheck::new("NOTHING")).await.0, 404);
    let all =
        serde_json::to_string(&sandbox.exchanges().iter().map(|exchange| &**exchange).collect::<Vec<_>>()).unwrap();
    assert!(!all.contains(Fcb2b::SECRET) && all.contains("Signature=‹redacted›"), "{all}");
}
