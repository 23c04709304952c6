//! What is written.

use b2b_xml::chrono::TimeDelta;
use b2b_xml::{Name, Writing};
use wsse_soap::{
    Addressing, CreatedMode, EmptyBody, Envelope, Fragment, HeaderBlock, HeaderOrder, MustUnderstand, Nonce, NonceMode,
    PasswordType, QName, Security, SecurityOrder, SoapVersion, Timestamp, UsernameToken, ns,
};

use crate::support::{SECRET, now, ping};

fn token() -> UsernameToken {
    UsernameToken::text("0001001065", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6".into())
}

fn timestamp() -> Timestamp {
    Timestamp::new(now(), TimeDelta::minutes(5))
}

fn pretty(envelope: &Envelope<'_, impl b2b_xml::ToXml>) -> String {
    let xml = envelope.encode_with(Writing::default().indented()).unwrap();
    roxmltree::Document::parse(&xml).expect("well-formed for a second parser");
    xml
}

/// As WCF's wsHttpBinding with TransportWithMessageCredential writes it.
#[test]
fn soap12_as_wcf() {
    let body = ping();
    let envelope = Envelope::new(SoapVersion::Soap12, &body)
        .addressing(
            Addressing::request("http://tempuri.org/IOrderStatus/GetOrderStatus", "urn:uuid:a4a0e3a4")
                .to("https://example.com/OrderStatus.svc"),
        )
        .security(Security::new().timestamp(timestamp()).username_token(token().id("uuid-1-1")));
    insta::assert_snapshot!(pretty(&envelope));
    let message = envelope.message().unwrap();
    insta::assert_snapshot!("soap12_as_wcf_http", format!("{message:?}"));
}

/// With the prefixes of a printed guide.
#[test]
fn soap11_with_chosen_prefixes() {
    let body = ping();
    let envelope = Envelope::new(SoapVersion::Soap11, &body)
        .prefixes(&[("soapenv", ns::SOAP11), ("tem", "http://tempuri.org/"), ("wsse", ns::WSSE), ("wsu", ns::WSU)])
        .security(
            Security::new().must_understand(MustUnderstand::Required).actor("urn:gate").username_token(
                token()
                    .nonce_mode(NonceMode::Send)
                    .nonce([7; 16])
                    .created_mode(CreatedMode::Send)
                    .created(now())
                    .id("UsernameToken-1"),
            ),
        );
    insta::assert_snapshot!(pretty(&envelope));
    let message = envelope.message_for(Some("http://tempuri.org/IOrderStatus/GetOrderStatus")).unwrap();
    insta::assert_snapshot!("soap11_with_chosen_prefixes_http", format!("{message:?}"));
}

#[test]
fn security_before_addressing_and_token_before_timestamp() {
    let body = ping();
    let envelope = Envelope::new(SoapVersion::Soap12, &body)
        .header_order(HeaderOrder::SecurityFirst)
        .addressing(Addressing::action_only("urn:a"))
        .security(
            Security::new()
                .must_understand(MustUnderstand::Omitted)
                .order(SecurityOrder::TokenFirst)
                .timestamp(Timestamp::without_end(now()).id(None))
                .username_token(UsernameToken::digest("alice", SECRET.into(), [1; 16], now())),
        );
    insta::assert_snapshot!(pretty(&envelope));
}

#[test]
fn header_blocks_of_every_kind() {
    for (version, name) in [(SoapVersion::Soap11, "blocks_soap11"), (SoapVersion::Soap12, "blocks_soap12")] {
        let body = EmptyBody;
        let element = Fragment::parse("<x xmlns='urn:x'/>").unwrap();
        let envelope = Envelope::new(version, &body)
            .block(
                HeaderBlock::text(Name::new("urn:h", "Session"), "a<b")
                    .must_understand(MustUnderstand::Required)
                    .role(version.next_role()),
            )
            .block(HeaderBlock::xml(Name::new("urn:h", "Holder"), vec![element]))
            .block(HeaderBlock::not_understood(QName::new("urn:h", "Odd")))
            .block(HeaderBlock::not_understood(QName::new(ns::WSSE, "Security")))
            .block(HeaderBlock::upgrade([SoapVersion::Soap12, SoapVersion::Soap11]));
        insta::assert_snapshot!(name, pretty(&envelope));
    }
}

#[test]
fn without_headers() {
    let body = ping();
    assert_eq!(
        Envelope::new(SoapVersion::Soap11, &body).encode().unwrap(),
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
         <p:Ping xmlns:p=\"http://example.com/ping\"><p:Text>hello</p:Text></p:Ping></s:Body></s:Envelope>"
    );
}

/// A prefix that the caller took for something else is not lost, and SOAP as default namespace works.
#[test]
fn clashing_prefixes() {
    let body = ping();
    for prefixes in [&[("s", "urn:mine")][..], &[("", ns::SOAP12)], &[("a", "urn:x"), ("u", "urn:y"), ("o", "urn:z")]] {
        let envelope = Envelope::new(SoapVersion::Soap12, &body)
            .prefixes(prefixes)
            .addressing(Addressing::request("urn:a", "urn:uuid:1"))
            .security(Security::new().timestamp(timestamp()).username_token(token().id("_1")));
        let xml = pretty(&envelope);
        let document = roxmltree::Document::parse(&xml).unwrap();
        assert_eq!(document.root_element().tag_name(), (ns::SOAP12, "Envelope").into(), "{xml}");
        let security = document.descendants().find(|node| node.has_tag_name((ns::WSSE, "Security"))).unwrap();
        assert_eq!(security.attribute((ns::SOAP12, "mustUnderstand")), Some("1"), "{xml}");
    }
}

#[track_caller]
fn refused(security: Security, expected: &str) {
    let body = ping();
    let error = Envelope::new(SoapVersion::Soap12, &body).security(security).encode().unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_missing_input_is_an_error() {
    let digest = || token().password_type(PasswordType::Digest).nonce_mode(NonceMode::Send);
    let no_nonce = "UsernameToken is to send a nonce and has none";
    refused(Security::new().username_token(digest()), no_nonce);
    refused(Security::new().username_token(digest().nonce(Nonce::new([]))), no_nonce);
    refused(
        Security::new().username_token(digest().nonce([1; 16]).created_mode(CreatedMode::Send)),
        "UsernameToken is to send its creation time and has none",
    );
    refused(Security::new().username_token(UsernameToken::text("", SECRET.into())), "UsernameToken has no username");
}

#[test]
fn an_input_that_no_mode_asks_for_is_not_sent() {
    let body = ping();
    let token = token().nonce([1; 16]).created(now());
    let xml = Envelope::new(SoapVersion::Soap12, &body).security(Security::new().username_token(token)).encode();
    let xml = xml.unwrap();
    assert!(!xml.contains("Nonce") && !xml.contains("Created"), "{xml}");
}

#[test]
fn ids_are_ncnames() {
    let bad = "Timestamp-2026-11-22T02:14:44Z";
    refused(
        Security::new().timestamp(timestamp().id(Some(bad))),
        "Timestamp has a wsu:Id that is not an xsd:ID (NCName)",
    );
    refused(
        Security::new().username_token(token().id("1")),
        "UsernameToken has a wsu:Id that is not an xsd:ID (NCName)",
    );
}

#[test]
fn a_timestamp_ends_after_it_begins() {
    refused(
        Security::new().timestamp(Timestamp::new(now(), TimeDelta::zero())),
        "Timestamp expires before it is created",
    );
}

#[test]
fn a_timestamp_ends_within_the_calendar() {
    let beyond = "Timestamp expires after the year 9999";
    refused(Security::new().timestamp(Timestamp::new(now(), TimeDelta::MAX)), beyond);
    refused(Security::new().timestamp(Timestamp::new(now(), TimeDelta::days(4_000_000))), beyond);
    let before = "Timestamp expires before it is created";
    refused(Security::new().timestamp(Timestamp::new(now(), TimeDelta::MIN)), before);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let security = Security::new()
        .timestamp(timestamp().id(Some("a:b")))
        .username_token(UsernameToken::text("a\u{1}", "b\u{2}".into()).nonce_mode(NonceMode::Send));
    let body = ping();
    let error = Envelope::new(SoapVersion::Soap12, &body).security(security).encode().unwrap_err();
    assert_eq!(error.violations().len(), 4, "{error}");
}
