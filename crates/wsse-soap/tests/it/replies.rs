//! Replies, as clients get them: bodies, faults, and everything else that HTTP brings.

use std::error::Error;

use b2b_xml::Reading;
use b2b_xml::chrono::TimeDelta;
use wsse_soap::{
    EmptyBody, Expect, FaultCode, Fragment, HttpReply, Outcome, QName, RelatesTo, Reply, ReplyError, ReplyErrorKind,
    ResponseTimestamp, SoapVersion, ns,
};

use crate::support::{BODY, NOW, Ping, after, envelope, now, ping};

const SOAP: &str = "application/soap+xml; charset=utf-8";
const FAULT: &str = "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code>\
                     <s:Reason><s:Text xml:lang='en'>no</s:Text></s:Reason></s:Fault>";

fn expect() -> Expect {
    Expect::new(SoapVersion::Soap12, now())
}

fn read(status: u16, content_type: &str, body: &str, expect: &Expect) -> Result<Reply<Ping>, ReplyError> {
    Reply::read(&HttpReply::new(status, Some(content_type), body.as_bytes()), expect)
}

fn soap12(header: &str) -> String {
    envelope(ns::SOAP12, header, BODY)
}

#[track_caller]
fn body(result: Result<Reply<Ping>, ReplyError>) -> Reply<Ping> {
    let reply = result.unwrap();
    assert_eq!(reply.outcome, Outcome::Body(ping()));
    reply
}

#[track_caller]
fn error(result: Result<Reply<Ping>, ReplyError>, expected: &str) -> ReplyError {
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert!(error.hint().ends_with('.'));
    error
}

#[test]
fn a_body_with_its_headers() {
    let header = format!(
        "<a:Action s:mustUnderstand='1'>urn:re</a:Action><a:RelatesTo> urn:uuid:1 </a:RelatesTo>\
         <o:Security s:mustUnderstand='1'><u:Timestamp u:Id='_0'><u:Created>{NOW}</u:Created>\
         <u:Expires>2016-05-18T00:22:56.115Z</u:Expires></u:Timestamp></o:Security><x:Y xmlns:x='urn:x'>z</x:Y>"
    );
    let reply = body(read(200, SOAP, &soap12(&header), &expect().message_id("urn:uuid:1")));
    assert_eq!(reply.warnings, []);
    assert_eq!(reply.headers.addressing.action.as_deref(), Some("urn:re"));
    assert_eq!(reply.headers.security[0].timestamps[0].created(), Some(NOW));
    assert_eq!(reply.headers.blocks.len(), 4);
    assert_eq!(reply.headers.blocks[3].xml.as_ref().unwrap().as_str(), "<x:Y xmlns:x='urn:x'>z</x:Y>");
    assert_eq!((reply.status, reply.version), (200, SoapVersion::Soap12));
    assert_eq!(reply.into_body().unwrap(), ping());
}

#[test]
fn a_fault_is_one_at_any_status() {
    for status in [200, 400, 401, 415, 500, 503] {
        let reply = read(status, SOAP, &envelope(ns::SOAP12, "", FAULT), &expect()).unwrap();
        assert_eq!(reply.fault().unwrap().kind(), FaultCode::Sender);
        assert_eq!(reply.status, status);
    }
}

#[test]
fn no_body() {
    for status in [200, 202, 204] {
        for nothing in ["", " \r\n", "\u{FEFF}"] {
            let error =
                error(read(status, SOAP, nothing, &expect()), &format!("HTTP status {status}: there is no body"));
            assert!(matches!(error.kind(), ReplyErrorKind::Empty));
            assert_eq!(error.status(), status);
        }
    }
    error(read(500, SOAP, "", &expect()), "HTTP status 500: no fault says why");
}

/// One-way operations answer 202, some services with a body all the same.
#[test]
fn accepted_with_a_body() {
    body(read(202, SOAP, &soap12(""), &expect()));
    body(read(201, SOAP, &soap12(""), &expect()));
}

#[test]
fn the_wrong_version_for_the_endpoint() {
    let text = "HTTP status 415: wrong SOAP version for this endpoint: it does not take application/soap+xml";
    for answer in ["", "<html><p>415</p></html>", "nonsense", &soap12("")] {
        let error = error(read(415, "text/html", answer, &expect()), text);
        assert!(error.hint().contains("SOAP 1.1"), "{}", error.hint());
    }
    let old = Expect::new(SoapVersion::Soap11, now());
    assert!(read(415, "text/html", "", &old).unwrap_err().hint().contains("SOAP 1.2"));
}

#[test]
fn multipart() {
    let header = "Multipart/Related; type=\"application/xop+xml\"; boundary=x";
    error(
        read(200, header, "--x\r\n\r\n", &expect()),
        "HTTP status 200: multipart (MTOM/XOP) answers are not supported",
    );
}

#[test]
fn not_soap_at_all() {
    let html = "<!DOCTYPE html>\n<html><head><title>Sign\n in</title></head><body><p>x<br></body></html>";
    for status in [200, 401, 500, 503] {
        let expected = format!("HTTP status {status}: the body is no SOAP envelope but text/html: \"Sign in\"");
        assert_eq!(error(read(status, "text/html", html, &expect()), &expected).status(), status);
    }
    // Pages are pages even if they say that they are XML, and even if they are XML.
    let page = "<html><title>Oops</title></html>";
    error(
        read(200, "text/xml", page, &expect()),
        "HTTP status 200: the body is no SOAP envelope but text/xml: \"Oops\"",
    );
    error(
        read(200, "text/xml", html, &expect()),
        "HTTP status 200: the body is no SOAP envelope but text/xml: \"Sign in\"",
    );
    error(
        read(200, "application/json", "{\"a\": 1}", &expect()),
        "HTTP status 200: the body is no SOAP envelope but application/json: \"{\\\"a\\\": 1}\"",
    );
    let long = "x".repeat(500);
    assert!(read(502, "text/plain", &long, &expect()).unwrap_err().to_string().ends_with("x…\""));
    let nothing = Reply::<Ping>::read(&HttpReply::new(200, None, b"\xFF\xFE\x00"), &expect());
    assert!(nothing.is_err());
    error(
        read(200, SOAP, "<Envelope xmlns='urn:soap13'/>", &expect()),
        "HTTP status 200: the body is no SOAP envelope but application/soap+xml; charset=utf-8: \
         \"<Envelope xmlns='urn:soap13'/>\"",
    );
}

/// What to do follows from the status, where there is nothing else to go by.
#[test]
fn hints_by_status() {
    #[track_caller]
    fn check(status: u16, content_type: &str, body: &str, expected: &str) {
        let error = read(status, content_type, body, &expect()).unwrap_err();
        assert!(error.hint().contains(expected), "{status} {body:?}: {}", error.hint());
    }
    let page = "<html><title>Sorry</title></html>";
    for (status, expected) in
        [(401, "password"), (403, "password"), (404, "address"), (407, "proxy"), (429, "later"), (503, "later")]
    {
        check(status, "text/html", page, expected);
        check(status, SOAP, "", expected);
        check(status, SOAP, &soap12(""), expected);
    }
    check(500, "text/html", page, "maintenance page");
    check(500, SOAP, &soap12(""), "Look at the body");
    check(500, SOAP, "", "log");
    check(202, SOAP, "", "outcome as unknown");
}

#[test]
fn an_error_that_is_no_fault() {
    let result = read(500, SOAP, &soap12(""), &expect()).unwrap_err();
    assert!(matches!(result.kind(), ReplyErrorKind::Unexplained { source: None, .. }));
    assert!(result.to_string().starts_with("HTTP status 500: no fault says why: \"<s:Envelope"), "{result}");
    let broken = read(500, SOAP, "<s:Envelope", &expect()).unwrap_err();
    assert!(matches!(broken.kind(), ReplyErrorKind::Unexplained { source: Some(_), .. }));
    assert!(broken.source().is_some());
}

#[test]
fn a_broken_envelope_tells_the_place() {
    let cut = soap12("");
    let cut = &cut[..cut.len() - 20];
    let result = error(read(200, SOAP, cut, &expect()), "HTTP status 200: the answer could not be read");
    let source = result.source().unwrap().to_string();
    assert!(source.contains("/Envelope"), "{source}");
    let wrong = envelope(ns::SOAP12, "", "<p:Pong/>");
    let result = read(200, SOAP, &wrong, &expect()).unwrap_err();
    let source = result.source().unwrap().to_string();
    assert!(source.starts_with("Body/Pong at /Envelope/Body/Pong, line 1"), "{source}");
    for (broken, expected) in [
        (envelope(ns::SOAP12, "", ""), "is missing"),
        (format!("<s:Envelope xmlns:s='{}'/>", ns::SOAP12), "Body is missing"),
        (soap12("").replace("</s:Header>", "</s:Header><s:Header/>"), "a second Header"),
        (soap12("").replace("</s:Envelope>", "<s:Body/></s:Envelope>"), "a second Body"),
        (format!("<!DOCTYPE x [<!ENTITY e 'f'>]>{}", soap12("")), "document type"),
    ] {
        let source = read(200, SOAP, &broken, &expect()).unwrap_err().source().unwrap().to_string();
        assert!(source.contains(expected), "{source}");
    }
}

#[test]
fn odd_envelopes_are_read_with_warnings() {
    let late = envelope(ns::SOAP12, "", BODY).replace("<s:Header></s:Header>", "");
    let late = late.replace("</s:Body>", "</s:Body><s:Header/><x/>");
    assert_eq!(body(read(200, SOAP, &late, &expect())).warnings.len(), 2);
    let twice = envelope(ns::SOAP12, "", &format!("{BODY}<x/>"));
    assert_eq!(body(read(200, SOAP, &twice, &expect())).warnings.len(), 1);
    assert!(read(200, SOAP, &twice, &expect().reading(Reading::default().strict())).is_err());
}

#[test]
fn bodies_without_content() {
    let http = |xml: &'static str| HttpReply::new(200, Some(SOAP), xml.as_bytes());
    let empty = http("<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'><Body/></Envelope>");
    assert_eq!(Reply::<EmptyBody>::read(&empty, &expect()).unwrap().outcome, Outcome::Body(EmptyBody));
    let error = Reply::<Fragment>::read(&empty, &expect()).unwrap_err();
    let source = error.source().unwrap().to_string();
    assert!(source.contains("/Envelope/Body") && source.contains("is empty"), "{source}");
}

#[test]
fn utf16() {
    let xml = format!("<?xml version='1.0' encoding='utf-16'?>{}", soap12(""));
    let bytes: Vec<u8> = std::iter::once(0xFEFF).chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let http = HttpReply::new(200, Some("text/xml"), &bytes);
    body(Reply::read(&http, &expect()));
}

#[test]
fn relates_to() {
    let ours = || expect().message_id("urn:uuid:1");
    let with = |text: &str| soap12(&format!("<a:RelatesTo>{text}</a:RelatesTo>"));
    body(read(200, SOAP, &with("urn:uuid:1"), &ours()));
    body(read(200, SOAP, &with("urn:uuid:2"), &expect()));
    body(read(200, SOAP, &soap12(""), &ours()));
    error(
        read(200, SOAP, &with("urn:uuid:2"), &ours()),
        "HTTP status 200: the answer relates to \"urn:uuid:2\", not to \"urn:uuid:1\"",
    );
    error(
        read(200, SOAP, &soap12(""), &ours().relates_to(RelatesTo::Required)),
        "HTTP status 200: the answer relates to nothing, not to \"urn:uuid:1\"",
    );
    // Another relationship says nothing about the reply.
    let other = soap12("<a:RelatesTo RelationshipType='urn:see-also'>urn:uuid:2</a:RelatesTo>");
    body(read(200, SOAP, &other, &ours()));
    // A fault may leave it out, but must not be another's.
    let fault =
        |header: &str| read(500, SOAP, &envelope(ns::SOAP12, header, FAULT), &ours().relates_to(RelatesTo::Required));
    assert!(fault("").unwrap().fault().is_some());
    assert!(fault("<a:RelatesTo>urn:uuid:1</a:RelatesTo>").unwrap().fault().is_some());
    assert!(fault("<a:RelatesTo>urn:uuid:2</a:RelatesTo>").is_err());
}

#[test]
fn must_understand_in_both_versions() {
    let block = |attributes: &str| format!("<x:Y xmlns:x='urn:x' {attributes}/>");
    let unknown = "HTTP status 200: header blocks that must be understood are not: {urn:x}Y";
    let next = |version: SoapVersion| version.next_role();
    #[allow(clippy::type_complexity)]
    let table: [(SoapVersion, &str, String, bool); 13] = [
        (SoapVersion::Soap11, ns::SOAP11, "s:mustUnderstand='1'".into(), false),
        (SoapVersion::Soap11, ns::SOAP11, "s:mustUnderstand='0'".into(), true),
        (SoapVersion::Soap11, ns::SOAP11, "s:mustUnderstand='true'".into(), false),
        (SoapVersion::Soap11, ns::SOAP11, "s:mustUnderstand='1' s:actor='urn:other'".into(), true),
        (
            SoapVersion::Soap11,
            ns::SOAP11,
            format!("s:mustUnderstand='1' s:actor='{}'", next(SoapVersion::Soap11)),
            false,
        ),
        (SoapVersion::Soap12, ns::SOAP12, "s:mustUnderstand='1'".into(), false),
        (SoapVersion::Soap12, ns::SOAP12, "s:mustUnderstand='true'".into(), false),
        (SoapVersion::Soap12, ns::SOAP12, "s:mustUnderstand=' false '".into(), true),
        (SoapVersion::Soap12, ns::SOAP12, "s:mustUnderstand='yes'".into(), false),
        (SoapVersion::Soap12, ns::SOAP12, "mustUnderstand='1'".into(), true),
        (SoapVersion::Soap12, ns::SOAP12, "s:mustUnderstand='1' s:role='urn:other'".into(), true),
        (
            SoapVersion::Soap12,
            ns::SOAP12,
            format!("s:mustUnderstand='1' s:role='{}'", next(SoapVersion::Soap12)),
            false,
        ),
        (SoapVersion::Soap12, ns::SOAP12, "s:mustUnderstand='1' s:actor='urn:other'".into(), true),
    ];
    for (version, uri, attributes, passes) in table {
        let expect = Expect::new(version, now());
        let result = read(200, SOAP, &envelope(uri, &block(&attributes), BODY), &expect);
        if passes {
            body(result);
        } else {
            let refused = error(result, unknown);
            assert!(matches!(refused.kind(), ReplyErrorKind::NotUnderstood(_)), "{attributes}");
            let knows = expect.understood(QName::new("urn:x", "Y"));
            body(read(200, SOAP, &envelope(uri, &block(&attributes), BODY), &knows));
        }
    }
}

/// Security and addressing are understood, and a fault is handed over whatever its headers demand.
#[test]
fn known_headers_are_understood() {
    for (version, uri) in [(SoapVersion::Soap11, ns::SOAP11), (SoapVersion::Soap12, ns::SOAP12)] {
        let header = "<a:Action s:mustUnderstand='1'>x</a:Action><a:Other s:mustUnderstand='1'/>\
                      <o:Security s:mustUnderstand='1'/>";
        body(read(200, SOAP, &envelope(uri, header, BODY), &Expect::new(version, now())));
    }
    let fault = envelope(ns::SOAP12, "<x s:mustUnderstand='1'/>", FAULT);
    assert!(read(500, SOAP, &fault, &expect()).unwrap().fault().is_some());
}

#[test]
fn timestamps() {
    let security = |content: &str| soap12(&format!("<o:Security>{content}</o:Security>"));
    let stamp = |created: &str, expires: &str| {
        security(&format!(
            "<u:Timestamp><u:Created>{created}</u:Created><u:Expires>{expires}</u:Expires></u:Timestamp>"
        ))
    };
    let good = stamp(NOW, "2016-05-18T00:22:56.115Z");
    let at = |seconds| Expect::new(SoapVersion::Soap12, after(seconds));
    body(read(200, SOAP, &good, &at(0)));
    // Five minutes' life and five minutes' skew, to the millisecond.
    body(read(200, SOAP, &good, &at(600)));
    error(
        read(200, SOAP, &good, &at(601)),
        "HTTP status 200: the answer expired at 2016-05-18 00:22:56.115 UTC, and now it is 2016-05-18 00:27:57.115 UTC",
    );
    body(read(200, SOAP, &good, &at(300).clock_skew(TimeDelta::zero())));
    assert!(read(200, SOAP, &good, &at(301).clock_skew(TimeDelta::zero())).is_err());
    body(read(200, SOAP, &good, &at(601).timestamp(ResponseTimestamp::Ignored)));
    body(read(200, SOAP, &good, &at(-300)));
    error(
        read(200, SOAP, &good, &at(-301)),
        "HTTP status 200: the answer was created at 2016-05-18 00:17:56.115 UTC, and now it is 2016-05-18 00:12:55.115 UTC",
    );
    error(
        read(200, SOAP, &soap12(""), &at(0).timestamp(ResponseTimestamp::Required)),
        "HTTP status 200: there is no Timestamp",
    );
    body(read(200, SOAP, &security(&format!("<u:Timestamp><u:Created>{NOW}</u:Created></u:Timestamp>")), &at(9)));
    for (xml, problem) in [
        (stamp("yesterday", NOW), "has a Created that is no time in UTC"),
        (stamp(NOW, "2016-05-18T00:22:56"), "has an Expires that is no time in UTC"),
        (stamp(NOW, NOW), "expires before it is created"),
        (security("<u:Timestamp/>"), "has no Created"),
        (security("<u:Timestamp/><u:Timestamp/>"), "stands there twice"),
        (stamp(NOW, &format!("{NOW}</u:Expires><u:Expires>{NOW}")), "has two Expires"),
    ] {
        error(read(200, SOAP, &xml, &at(0)), &format!("HTTP status 200: the Timestamp {problem}"));
    }
    // The clock may be what a fault is about.
    let header = "<o:Security><u:Timestamp><u:Created>2001-01-01T00:00:00Z</u:Created></u:Timestamp></o:Security>";
    assert!(read(500, SOAP, &envelope(ns::SOAP12, header, FAULT), &at(0)).unwrap().fault().is_some());
    let ancient = Expect::new(SoapVersion::Soap12, b2b_xml::chrono::DateTime::<b2b_xml::chrono::Utc>::MAX_UTC);
    assert!(read(200, SOAP, &good, &ancient).is_err());
}

#[test]
fn the_other_version() {
    error(
        read(200, "text/xml", &envelope(ns::SOAP11, "", BODY), &expect()),
        "HTTP status 200: the answer is in SOAP 1.1, the request was in SOAP 1.2",
    );
    let fault = "<s:Fault><faultcode>s:VersionMismatch</faultcode><faultstring>no</faultstring></s:Fault>";
    let reply = read(500, "text/xml", &envelope(ns::SOAP11, "", fault), &expect()).unwrap();
    assert_eq!(reply.fault().unwrap().kind(), FaultCode::VersionMismatch);
    assert_eq!(reply.version, SoapVersion::Soap11);
}
