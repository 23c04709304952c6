//! SOAP replies, and the security headers of requests.

use b2b_xml::chrono::{DateTime, Utc};
use b2b_xml::{FromXml, Reading, ToXml};
use secrecy::SecretString;
use wsse_soap::{
    DigestInput, Envelope, Expect, Fragment, Headers, HttpReply, Outcome, Policy, Reply, Request, ResponseTimestamp,
    SoapVersion, Verified, Verifier,
};

use crate::xml::{survives, well_formed};

/// The moment of the fixtures: 2016-05-18T00:17:56Z.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_463_530_676, 0).unwrap_or_default()
}

/// The body of the fixtures.
#[derive(Clone, Debug, PartialEq, Eq, FromXml, ToXml)]
#[xml(name = "Ping", ns = "http://example.com/ping", declare("" = "http://example.com/ping"))]
struct Ping {
    #[xml(name = "Text")]
    text: String,
}

/// A reply is read whatever its status and type; a fault in it survives being written, and so does a body.
pub fn soap_reply(data: &[u8]) {
    for status in [200, 415, 500] {
        for content_type in [None, Some("text/xml"), Some("text/html; charset=utf-8")] {
            let http = HttpReply::new(status, content_type, data);
            let expect = Expect::new(SoapVersion::Soap11, now());
            let strict = Reply::<Ping>::read(&http, &expect);
            let lenient = Reply::<Ping>::read(&http, &expect.timestamp(ResponseTimestamp::Ignored));
            assert!(strict.is_err() || lenient.is_ok(), "what was forgiven makes it worse");
        }
    }
    let expect = Expect::new(SoapVersion::Soap12, now()).timestamp(ResponseTimestamp::Ignored);
    let Ok(reply) = Reply::<Ping>::read(&HttpReply::new(200, None, data), &expect) else { return };
    let fault = match reply.outcome {
        Outcome::Body(body) => return survives(&body, Reading::default(), PartialEq::eq),
        Outcome::Fault(fault) => fault,
    };
    let _ = (fault.hint(), fault.to_string());
    for version in [SoapVersion::Soap11, SoapVersion::Soap12] {
        let Ok(text) = Envelope::new(version, &fault).encode() else { continue };
        well_formed(&text);
        let expect = Expect::new(version, now()).timestamp(ResponseTimestamp::Ignored);
        match Reply::<Ping>::read(&HttpReply::new(500, None, text.as_bytes()), &expect) {
            Ok(Reply { outcome: Outcome::Fault(again), .. }) => {
                assert_eq!(again.reason(), fault.reason(), "{text}");
            }
            other => panic!("the fault that was written cannot be read: {other:?}: {text}"),
        }
    }
}

/// An envelope is read; its body can be put into another envelope and is the same.
pub fn soap_request(data: &[u8]) {
    if let Ok(request) = Request::<Ping>::decode(data) {
        survives(&request.body, Reading::default(), PartialEq::eq);
    }
    let Ok(request) = Request::<Fragment>::decode(data) else { return };
    well_formed(request.body.as_str());
    let _ = (request.must_understand_fault(&[]), request.headers.not_understood(&[]));
    for version in [SoapVersion::Soap11, SoapVersion::Soap12] {
        let Ok(text) = Envelope::new(version, &request.body).encode() else { continue };
        well_formed(&text);
        match Request::<Fragment>::decode(&text) {
            Ok(again) => assert_eq!(again.body.as_str(), request.body.as_str()),
            Err(error) => panic!("the body that was read cannot be sent on: {error}: {text}"),
        }
    }
}

/// A token is accepted for the password only, and one with a nonce only once.
pub fn wsse_verify(data: &[u8]) {
    let Ok(request) = Request::<Fragment>::decode(data) else { return };
    let headers = &request.headers;
    for input in [DigestInput::Password, DigestInput::Sha1OfPassword] {
        for policy in [Policy::default(), Policy::wcf()] {
            let policy = policy.digest_input(input);
            let Ok(verified) = verify(&mut Verifier::new(policy.clone()), headers, "geheim") else { continue };
            assert_eq!(verified.username, "reseller");
            let wrong = verify(&mut Verifier::new(policy), headers, "Geheim");
            assert!(wrong.is_err(), "accepted for any password: {wrong:?}");
        }
        let mut verifier = Verifier::new(Policy::default().digest_input(input));
        let first = verify(&mut verifier, headers, "geheim");
        let second = verify(&mut verifier, headers, "geheim");
        let mut tokens = headers.security.iter().filter(|security| security.for_us).flat_map(|it| &it.tokens);
        let has_nonce = tokens.any(|token| !token.nonces.is_empty());
        assert!(first.is_err() || second.is_err() || !has_nonce, "accepted twice: {second:?}");
    }
}

fn verify(verifier: &mut Verifier, headers: &Headers, password: &str) -> Result<Verified, wsse_soap::Refusal> {
    let credentials = |user: &str| (user == "reseller").then(|| SecretString::from(password));
    verifier.verify(headers, &credentials, now())
}
