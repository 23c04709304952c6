//! Envelopes, as they are read: header blocks, then a body or a fault, in one pass.

pub(crate) mod addressing;
pub(crate) mod headers;
pub(crate) mod security;

use b2b_xml::{Cursor, DecodeError, DecodeErrorKind, FromXml, Name, Record, WarningKind};

use self::headers::Headers;
use crate::fault::Fault;
use crate::qname::QName;
use crate::version::SoapVersion;

/// What the root element was.
#[derive(Debug)]
pub(crate) enum Received<B> {
    Envelope(Box<ReceivedEnvelope<B>>),
    /// Well-formed, but no SOAP envelope.
    Other(QName),
}

#[derive(Debug)]
pub(crate) struct ReceivedEnvelope<B> {
    pub(crate) version: SoapVersion,
    pub(crate) headers: Headers,
    pub(crate) content: Content<B>,
}

#[derive(Debug)]
pub(crate) enum Content<B> {
    Body(B),
    Fault(Fault),
}

impl<B: FromXml> FromXml for Received<B> {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let version = SoapVersion::of_namespace(cursor.namespace()).filter(|_| cursor.tag().local == "Envelope");
        let Some(version) = version else {
            let name = QName::of(cursor);
            cursor.skip()?;
            return Ok(Some(Self::Other(name)));
        };
        let mut headers = None;
        let mut content = None;
        while cursor.child()?.is_some() {
            if cursor.is(version.name("Header")) {
                if headers.is_some() {
                    return Err(protocol(cursor, "a second Header"));
                }
                if content.is_some() {
                    cursor.warn(WarningKind::OutOfOrder)?;
                }
                headers = Some(Headers::read(cursor, version)?);
            } else if cursor.is(version.name("Body")) {
                if content.is_some() {
                    return Err(protocol(cursor, "a second Body"));
                }
                content = Some(read_body(cursor, version)?);
            } else {
                cursor.skip_unknown()?;
            }
        }
        let Some(content) = content else {
            return Err(cursor.error_left(DecodeErrorKind::Missing(version.name("Body"))));
        };
        let headers = headers.unwrap_or_default();
        Ok(Some(Self::Envelope(Box::new(ReceivedEnvelope { version, headers, content }))))
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

/// A message is a fault if and only if its body's one child is one, whatever the HTTP status (WS-I BP 1.1, R1107).
fn read_body<B: FromXml>(cursor: &mut Cursor<'_>, version: SoapVersion) -> Result<Content<B>, DecodeError> {
    if cursor.child()?.is_none() {
        let missing = || match B::RECORD {
            Some(record) => DecodeErrorKind::Missing(record.name),
            None => DecodeErrorKind::Empty("the body asked for"),
        };
        return match B::of_empty(cursor)? {
            Some(body) => Ok(Content::Body(body)),
            None => Err(cursor.error_left(missing())),
        };
    }
    let fault = cursor.tag().local == "Fault" && SoapVersion::of_namespace(cursor.namespace()).is_some();
    let content = if fault {
        if !cursor.is(version.name("Fault")) {
            cursor.warn(odd("Fault", "is in the namespace of the other SOAP version"))?;
        }
        Content::Fault(Fault::read(cursor, version)?)
    } else {
        if let Some(record) = B::RECORD
            && !cursor.is(record.name)
        {
            let found = QName::of(cursor).to_string();
            return Err(cursor.error(DecodeErrorKind::UnexpectedRoot { expected: record.name, found }));
        }
        Content::Body(cursor.content()?)
    };
    while cursor.child()?.is_some() {
        cursor.skip_unknown()?;
    }
    Ok(content)
}

pub(crate) fn odd(text: &str, oddity: &'static str) -> WarningKind {
    WarningKind::OddForm { text: text.chars().take(40).collect(), oddity }
}

fn protocol(cursor: &Cursor<'_>, what: &str) -> DecodeError {
    cursor.error(DecodeErrorKind::Protocol(what.to_owned()))
}

/// The text of the current element without the white space around it.
pub(crate) fn trimmed(cursor: &mut Cursor<'_>) -> Result<String, DecodeError> {
    Ok(cursor.text()?.trim().to_owned())
}

/// The value of an attribute that has no namespace.
pub(crate) fn plain(cursor: &mut Cursor<'_>, local: &'static str) -> Result<Option<String>, DecodeError> {
    Ok(cursor.attribute(Name::new("", local))?.map(std::borrow::Cow::into_owned))
}
