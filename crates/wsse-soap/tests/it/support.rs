//! A document, a clock and a few envelopes.

use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use b2b_xml::{FromXml, ToXml};
use wsse_soap::{Headers, Refusal, Request, Verified, Verifier};

/// The body of the tests.
#[derive(Clone, Debug, PartialEq, Eq, FromXml, ToXml)]
#[xml(name = "Ping", ns = "http://example.com/ping", declare("p" = "http://example.com/ping"))]
pub(crate) struct Ping {
    #[xml(name = "Text", ns = "http://example.com/ping")]
    pub(crate) text: String,
}

pub(crate) fn ping() -> Ping {
    Ping { text: "hello".to_owned() }
}

pub(crate) const NOW: &str = "2016-05-18T00:17:56.115Z";

pub(crate) fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

pub(crate) fn after(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

pub(crate) const SECRET: &str = "Pa55w0rd-that-nobody-may-see";

/// A SOAP envelope with the prefixes `s` (of the version), `a`, `o`, `u` and `p`.
pub(crate) fn envelope(soap: &str, header: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='{soap}' xmlns:a='{}' xmlns:o='{}' xmlns:u='{}' xmlns:p='http://example.com/ping'>\
         <s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>",
        wsse_soap::ns::WSA,
        wsse_soap::ns::WSSE,
        wsse_soap::ns::WSU,
    )
}

pub(crate) const BODY: &str = "<p:Ping><p:Text>hello</p:Text></p:Ping>";

/// The headers of a request with this content of `o:Security`.
pub(crate) fn security(content: &str) -> Headers {
    let header = format!("<o:Security s:mustUnderstand='1'>{content}</o:Security>");
    Request::<Ping>::decode(envelope(wsse_soap::ns::SOAP12, &header, BODY)).unwrap().headers
}

/// The user `alice` and her password.
pub(crate) fn verify(verifier: &mut Verifier, headers: &Headers, now: DateTime<Utc>) -> Result<Verified, Refusal> {
    verifier.verify(headers, &|user: &str| (user == "alice").then(|| SECRET.into()), now)
}
