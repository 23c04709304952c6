//! Requests, as servers get them.

use wsse_soap::{
    Addressing, Envelope, FaultCode, Fragment, HttpAction, Request, RequestError, Security, SoapVersion, ns,
};

use crate::support::{BODY, Ping, envelope, ping};

#[test]
fn of_both_versions() {
    for version in [SoapVersion::Soap11, SoapVersion::Soap12] {
        let body = ping();
        let xml = Envelope::new(version, &body)
            .addressing(Addressing::request("urn:a", "urn:uuid:1").to("urn:to"))
            .security(Security::new())
            .encode()
            .unwrap();
        let request = Request::<Ping>::decode(&xml).unwrap();
        assert_eq!((request.version, &request.body), (version, &ping()));
        let addressing = &request.headers.addressing;
        assert_eq!(addressing.message_id.as_deref(), Some("urn:uuid:1"));
        assert_eq!(addressing.reply_to.as_deref(), Some(ns::ANONYMOUS));
        assert_eq!(addressing.to.as_deref(), Some("urn:to"));
        assert!(request.headers.not_understood(&[]).is_empty());
        assert!(request.must_understand_fault(&[]).is_none());
        let blocks: Vec<&str> = request.headers.blocks.iter().map(|block| &*block.name.local).collect();
        assert_eq!(blocks, ["Action", "MessageID", "ReplyTo", "To", "Security"]);
        assert!(request.headers.blocks[0].must_understand && !request.headers.blocks[1].must_understand);
        assert_eq!(Request::<Fragment>::decode(&xml).unwrap().body.decode::<Ping>().unwrap().value, ping());
    }
}

#[test]
fn the_action_of_http_must_agree() {
    let request = Request::<Ping>::decode(envelope(ns::SOAP11, "<a:Action>urn:a</a:Action>", BODY)).unwrap();
    let http = |action| HttpAction::of(SoapVersion::Soap11, None, action);
    assert_eq!(request.action(http(None)).unwrap(), Some("urn:a"));
    assert_eq!(request.action(http(Some("\"\""))).unwrap(), Some("urn:a"));
    assert_eq!(request.action(http(Some("\"urn:a\""))).unwrap(), Some("urn:a"));
    let fault = request.action(http(Some("\"urn:b\""))).unwrap_err();
    assert_eq!(fault.kind(), FaultCode::ActionMismatch);
    assert!(fault.is(&FaultCode::InvalidAddressingHeader));
    let bare = Request::<Ping>::decode(envelope(ns::SOAP11, "", BODY)).unwrap();
    assert_eq!(bare.action(http(Some("\"urn:b\""))).unwrap(), Some("urn:b"));
}

#[test]
fn repeated_addressing_headers_are_told() {
    let header =
        "<a:Action>urn:a</a:Action><a:Action>urn:b</a:Action><a:ReplyTo><x/><a:Address>urn:r</a:Address></a:ReplyTo>";
    let request = Request::<Ping>::decode(envelope(ns::SOAP12, header, BODY)).unwrap();
    assert_eq!(request.headers.addressing.action.as_deref(), Some("urn:a"));
    assert_eq!(request.headers.addressing.reply_to.as_deref(), Some("urn:r"));
    assert_eq!(request.headers.addressing.repeated, ["Action"]);
    assert_eq!(request.warnings.len(), 1);
}

#[test]
fn headers_that_must_be_understood() {
    let xml = envelope(ns::SOAP12, "<x:Y xmlns:x='urn:x' s:mustUnderstand='1'/>", BODY);
    let request = Request::<Ping>::decode(xml).unwrap();
    let (fault, blocks) = request.must_understand_fault(&[]).unwrap();
    let answer = blocks.into_iter().fold(Envelope::new(request.version, &fault), Envelope::block).encode().unwrap();
    insta::assert_snapshot!(answer);
}

#[test]
fn that_cannot_be_read() {
    #[track_caller]
    fn check(xml: &str, text: &str, code: FaultCode) {
        let error = Request::<Ping>::decode(xml).unwrap_err();
        assert_eq!(error.to_string(), text);
        assert_eq!(error.fault().kind(), code);
    }
    check("<a", "the request could not be read", FaultCode::DeserializationFailed);
    check("<a/>", "the root element is no SOAP envelope: a", FaultCode::Sender);
    check(
        "<Envelope xmlns='urn:soap13'/>",
        "the envelope is in an unknown version of SOAP: {urn:soap13}Envelope",
        FaultCode::VersionMismatch,
    );
    check(&envelope(ns::SOAP12, "", "<s:Fault/>"), "the request holds a fault", FaultCode::Sender);
    assert!(matches!(Request::<Ping>::decode(""), Err(RequestError::Decode(_))));
}
