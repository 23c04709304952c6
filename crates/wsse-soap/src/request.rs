//! Requests, as a server reads them.

use b2b_xml::{DecodeError, Decoded, FromXml, Reading, Warning, decode_with};

use crate::fault::Fault;
use crate::fault::code::FaultCode;
use crate::header::HeaderBlock;
use crate::qname::QName;
use crate::received::headers::Headers;
use crate::received::{Content, Received};
use crate::version::SoapVersion;

/// A request that was read, of either version.
///
/// A server reads `Request<Fragment>` first, checks the sender with a [`Verifier`](crate::Verifier), and decodes the body
/// then: so a stranger learns nothing about how bodies are read, and a body that cannot be read still has headers to
/// answer to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request<B> {
    /// The version of the envelope, in which the reply goes back.
    pub version: SoapVersion,
    /// The header blocks.
    pub headers: Headers,
    /// The body.
    pub body: B,
    /// What the tolerant reader let pass.
    pub warnings: Vec<Warning>,
    /// How many more warnings there were than were kept.
    pub more_warnings: usize,
}

impl<B: FromXml> Request<B> {
    /// Reads the body of an HTTP request.
    ///
    /// # Errors
    ///
    /// If it is no SOAP envelope with this body.
    pub fn decode(body: impl AsRef<[u8]>) -> Result<Self, RequestError> {
        Self::decode_with(body, Reading::default())
    }

    /// Reads the body of an HTTP request as told.
    ///
    /// # Errors
    ///
    /// As for [`decode`](Self::decode).
    pub fn decode_with(body: impl AsRef<[u8]>, reading: Reading) -> Result<Self, RequestError> {
        let Decoded { value, warnings, more_warnings, .. } = decode_with::<Received<B>>(body, reading)?;
        let envelope = match value {
            Received::Envelope(envelope) => *envelope,
            Received::Other(name) if name.local == "Envelope" => return Err(RequestError::VersionMismatch(name)),
            Received::Other(name) => return Err(RequestError::NotSoap(name)),
        };
        let Content::Body(body) = envelope.content else { return Err(RequestError::Fault) };
        Ok(Self { version: envelope.version, headers: envelope.headers, body, warnings, more_warnings })
    }
}

impl<B> Request<B> {
    /// The action: of the addressing headers, or else of the HTTP headers.
    ///
    /// # Errors
    ///
    /// If both are there and differ; the fault says so (WS-Addressing SOAP Binding, section 4.2).
    pub fn action<'a>(&'a self, http: HttpAction<'a>) -> Result<Option<&'a str>, Box<Fault>> {
        let from_http = http.0.filter(|action| !action.is_empty());
        match (self.headers.addressing.action.as_deref(), from_http) {
            (Some(own), Some(http)) if own != http => {
                let reason = "The HTTP action is not the one of the Action header.";
                let fault = Fault::new(FaultCode::InvalidAddressingHeader, reason);
                Err(Box::new(fault.subcode(FaultCode::ActionMismatch.qname(self.version))))
            }
            (own, http) => Ok(own.or(http)),
        }
    }

    /// The answer to header blocks that must be understood and are not, or nothing if there are none.
    #[must_use]
    pub fn must_understand_fault(&self, also_understood: &[QName]) -> Option<(Fault, Vec<HeaderBlock>)> {
        let unknown = self.headers.not_understood(also_understood);
        if unknown.is_empty() {
            return None;
        }
        let fault = Fault::new(FaultCode::MustUnderstand, "A header block that must be understood was not.");
        Some((fault, unknown.into_iter().map(HeaderBlock::not_understood).collect()))
    }
}

/// The action that the HTTP headers of a request name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HttpAction<'a>(Option<&'a str>);

impl<'a> HttpAction<'a> {
    /// The action of the `SOAPAction` header or, in SOAP 1.2, of the `action` parameter of the `Content-Type`.
    #[must_use]
    pub fn of(version: SoapVersion, content_type: Option<&'a str>, soap_action: Option<&'a str>) -> Self {
        let soap_action = soap_action.map(unquote);
        match version {
            SoapVersion::Soap11 => Self(soap_action),
            SoapVersion::Soap12 => Self(content_type.and_then(|header| parameter(header, "action")).or(soap_action)),
        }
    }

    /// The action; `None` for an absent header and for an empty one.
    #[must_use]
    pub fn get(self) -> Option<&'a str> {
        self.0.filter(|action| !action.is_empty())
    }
}

impl SoapVersion {
    /// The version that a `Content-Type` stands for; `None` means status 415.
    ///
    /// ```
    /// use wsse_soap::SoapVersion;
    ///
    /// assert_eq!(SoapVersion::of_content_type("text/xml; charset=utf-8"), Some(SoapVersion::Soap11));
    /// assert_eq!(SoapVersion::of_content_type("application/json"), None);
    /// ```
    #[must_use]
    pub fn of_content_type(header: &str) -> Option<Self> {
        let essence = header.split(';').next().unwrap_or_default().trim();
        [Self::Soap11, Self::Soap12].into_iter().find(|version| version.media_type().eq_ignore_ascii_case(essence))
    }
}

/// A request that could not be read. The HTTP status to answer with is 400; WCF sends no fault then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The document or its body could not be read.
    ///
    /// What to do: answer with [`fault`](Self::fault); the source says what and where.
    #[error("the request could not be read")]
    Decode(#[from] DecodeError),
    /// An envelope of a version that is neither 1.1 nor 1.2.
    ///
    /// What to do: answer with [`fault`](Self::fault) and [`HeaderBlock::upgrade`].
    #[error("the envelope is in an unknown version of SOAP: {0}")]
    VersionMismatch(QName),
    /// The root is no envelope.
    ///
    /// What to do: answer with status 400.
    #[error("the root element is no SOAP envelope: {0}")]
    NotSoap(QName),
    /// The body holds a fault, which no request does.
    ///
    /// What to do: answer with status 400.
    #[error("the request holds a fault")]
    Fault,
}

impl RequestError {
    /// The fault to answer with.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Decode(_) => Fault::new(FaultCode::DeserializationFailed, "The request could not be read."),
            Self::VersionMismatch(_) => {
                Fault::new(FaultCode::VersionMismatch, "The envelope is in an unknown version of SOAP.")
            }
            Self::NotSoap(_) | Self::Fault => Fault::new(FaultCode::Sender, "The request is no SOAP message."),
        }
    }
}

fn unquote(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// The value of a parameter of a media type, quotes removed. A semicolon inside quotes does not end it.
fn parameter<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = header;
    loop {
        rest = after_value(rest);
        rest = rest.strip_prefix(';')?;
        let (key, value) = rest.split_once('=')?;
        if key.trim().eq_ignore_ascii_case(name) {
            let value = value.trim_start();
            let end = value.len() - after_value(value).len();
            return value.get(..end).map(unquote);
        }
        rest = value;
    }
}

/// From the next semicolon outside quotes on.
fn after_value(text: &str) -> &str {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => return text.get(at..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_actions() {
        #[track_caller]
        fn check(version: SoapVersion, content_type: &str, soap_action: Option<&str>, expected: Option<&str>) {
            assert_eq!(HttpAction::of(version, Some(content_type), soap_action).get(), expected);
        }
        let (old, new) = (SoapVersion::Soap11, SoapVersion::Soap12);
        check(old, "text/xml", Some("\"urn:a\""), Some("urn:a"));
        check(old, "text/xml", Some("urn:a"), Some("urn:a"));
        check(old, "text/xml", Some("\"\""), None);
        check(old, "text/xml", None, None);
        check(new, "application/soap+xml; charset=utf-8; action=\"urn:a;b\"", None, Some("urn:a;b"));
        check(new, "application/soap+xml;ACTION=urn:a;charset=utf-8", None, Some("urn:a"));
        check(new, "application/soap+xml", Some("\"urn:a\""), Some("urn:a"));
        check(new, "application/soap+xml; x", None, None);
        check(new, "application/soap+xml; action=\"urn:b\"", Some("urn:a"), Some("urn:b"));
    }
}
