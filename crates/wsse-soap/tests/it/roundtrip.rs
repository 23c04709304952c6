//! What is written is read again, and a second parser agrees that it is XML.

use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use wsse_soap::{
    Addressing, CreatedMode, Envelope, Expect, Fault, FaultCode, Fragment, HttpReply, NonceMode, PasswordType, Policy,
    QName, Reply, Request, Security, SecurityOrder, SoapVersion, Timestamp, UsernameToken, Verifier, ns,
};

use crate::support::Ping;

/// Characters that XML can carry, markup and white space among them. Not blank, not padded.
fn text() -> impl Strategy<Value = String> {
    "[a-zé漢<>&\"'=;:/]([ -~\t\né漢😀]{0,20}[a-z<>&\"'\\]])?"
}

fn version() -> impl Strategy<Value = SoapVersion> {
    prop_oneof![Just(SoapVersion::Soap11), Just(SoapVersion::Soap12)]
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..4_000_000_000_000).prop_map(|millis| DateTime::from_timestamp_millis(millis).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn requests(
        version in version(),
        (username, password, body, action) in (text(), text(), text(), text()),
        nonce in any::<[u8; 16]>(),
        now in instant(),
        digest in any::<bool>(),
        (send_nonce, token_first) in any::<(bool, bool)>(),
    ) {
        let token = UsernameToken::text(username.clone(), password.clone().into())
            .password_type(if digest { PasswordType::Digest } else { PasswordType::Text })
            .nonce_mode(if send_nonce || digest { NonceMode::Send } else { NonceMode::Omit })
            .created_mode(CreatedMode::Send)
            .nonce(nonce)
            .created(now);
        let ping = Ping { text: body };
        let xml = Envelope::new(version, &ping)
            .addressing(Addressing::request(action.clone(), "urn:uuid:1"))
            .security(
                Security::new()
                    .order(if token_first { SecurityOrder::TokenFirst } else { SecurityOrder::TimestampFirst })
                    .timestamp(Timestamp::new(now, TimeDelta::minutes(5)))
                    .username_token(token),
            )
            .encode()
            .unwrap();
        prop_assert!(roxmltree::Document::parse(&xml).is_ok(), "{}", xml);
        let request = Request::<Ping>::decode(&xml).unwrap();
        prop_assert_eq!(request.version, version);
        prop_assert_eq!(&request.body, &ping);
        prop_assert_eq!(request.headers.addressing.action.as_deref(), Some(action.as_str()));
        prop_assert!(request.warnings.is_empty());
        let stored = |_: &str| Some(password.clone().into());
        let verified = Verifier::new(Policy::default()).verify(&request.headers, &stored, now).unwrap();
        prop_assert_eq!(verified.username, username);
        let wrong = |_: &str| Some(format!("{password}x").into());
        prop_assert!(Verifier::new(Policy::default()).verify(&request.headers, &wrong, now).is_err());
    }

    #[test]
    fn faults(
        version in version(),
        code in prop::sample::select(FaultCode::KNOWN),
        (reason, uri, node) in (text(), text(), text()),
        detail in text(),
    ) {
        let fault = Fault::new(code, reason.clone())
            .subcode(QName::new(uri.replace(['\t', '\n'], " "), "Own"))
            .role(node.clone())
            .detail(&Ping { text: detail.clone() })
            .unwrap();
        let xml = Envelope::new(version, &fault).encode().unwrap();
        prop_assert!(roxmltree::Document::parse(&xml).is_ok(), "{}", xml);
        let http = HttpReply::new(500, None, xml.as_bytes());
        let reply = Reply::<Ping>::read(&http, &Expect::new(version, DateTime::<Utc>::MIN_UTC)).unwrap();
        prop_assert!(reply.warnings.is_empty());
        let found = reply.into_body().unwrap_err();
        prop_assert_eq!(found.reason(), reason);
        prop_assert_eq!(found.subcodes.last().unwrap_or(&found.code), fault.subcodes.last().unwrap());
        prop_assert_eq!(found.role.as_ref(), Some(&node));
        prop_assert_eq!(found.detail.unwrap().decode::<Ping>().unwrap().unwrap().value.text, detail);
    }

    /// A body cut out of one envelope and put into another is still the same body.
    #[test]
    fn fragments(from in version(), into in version(), body in text()) {
        let ping = Ping { text: body };
        let xml = Envelope::new(from, &ping).prefixes(&[("p", "http://example.com/ping")]).encode().unwrap();
        let fragment = Request::<Fragment>::decode(&xml).unwrap().body;
        prop_assert!(roxmltree::Document::parse(fragment.as_str()).is_ok());
        let xml = Envelope::new(into, &fragment).encode().unwrap();
        prop_assert_eq!(Request::<Ping>::decode(&xml).unwrap().body, ping);
    }

    /// Whatever comes, the reader does not panic.
    #[test]
    fn anything(status in any::<u16>(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let http = HttpReply::new(status, None, &bytes);
        let _ = Reply::<Ping>::read(&http, &Expect::new(SoapVersion::Soap12, DateTime::<Utc>::MIN_UTC));
    }

    /// A sound envelope with one byte changed, and one cut off anywhere.
    #[test]
    fn almost_sound(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let header = format!("<o:Security><u:Timestamp><u:Created>{}</u:Created></u:Timestamp></o:Security>", crate::support::NOW);
        let fault = "<s:Fault><faultcode>s:Client</faultcode><s:Code><s:Value>a:b</s:Value></s:Code><detail>x</detail></s:Fault>";
        for body in [crate::support::BODY, fault] {
            let mut xml = crate::support::envelope(ns::SOAP12, &header, body).into_bytes();
            let at = at.index(xml.len());
            xml[at] = byte;
            let expect = Expect::new(SoapVersion::Soap12, crate::support::now());
            let _ = Reply::<Ping>::read(&HttpReply::new(200, None, &xml), &expect);
            xml.truncate(cut.index(xml.len()));
            let _ = Reply::<Ping>::read(&HttpReply::new(200, None, &xml), &expect);
        }
    }
}
