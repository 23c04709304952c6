//! From an HTTP answer to a document, or to what is wrong with it.

use std::borrow::Cow;
use std::fmt;

use b2b_http::Rejected;
use b2b_xml::{Cursor, DecodeError, DecodeErrorKind, Decoded, Doctype, FromXml, Reading, Warning, decode_with};
use bytes::Bytes;
use http::Response;

use crate::common::ResponseHeader;
use crate::{Ampersands, TechDataError, TechDataErrors, Text, Wire};

/// An answer, with what the tolerant reader let pass and with the document as it came.
///
/// Answers have elements of other versions than the one asked for. They are passed over with a warning; the body has them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The answer.
    pub value: T,
    /// What the tolerant reader let pass, in document order.
    pub warnings: Vec<Warning>,
    /// How many more warnings there were than were kept.
    pub more_warnings: usize,
    /// The document as it came. It may repeat the user name.
    pub body: Bytes,
}

impl<T> Answer<T> {
    /// The same beside another value.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Answer<U> {
        let Self { value, warnings, more_warnings, body } = self;
        Answer { value: map(value), warnings, more_warnings, body }
    }
}

impl<T: fmt::Debug> fmt::Debug for Answer<T> {
    /// Without the body, of which only the length is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("value", &self.value)
            .field("warnings", &self.warnings)
            .field("more_warnings", &self.more_warnings)
            .field("body_length", &self.body.len())
            .finish()
    }
}

/// How these documents are read: tolerantly, with a bare document type declaration or one with an empty internal subset.
/// Nothing is ever fetched.
#[must_use]
pub fn reading() -> Reading {
    Reading::default().doctype(Doctype::Bare)
}

/// Reads a recorded document: a submission or a response.
///
/// ```
/// use techdata_xml::{ShipViaResponse, decode_recorded};
///
/// let recorded = "<!DOCTYPE XML_ShipVia_Response SYSTEM 'XML_ShipVia_Response.dtd' []>\
///                 <XML_ShipVia_Response><Header/><Detail/><Summary/></XML_ShipVia_Response>";
/// assert!(decode_recorded::<ShipViaResponse>(recorded.as_bytes())?.value.detail.is_none());
/// # Ok::<(), b2b_xml::DecodeError>(())
/// ```
///
/// # Errors
///
/// If it is not well-formed, or another document.
pub fn decode_recorded<T: FromXml>(document: &[u8]) -> Result<Decoded<T>, DecodeError> {
    decode_with(document, reading())
}

/// The name of a document's root element, `None` if it has none that can be read.
#[must_use]
pub fn root_name(document: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(document);
    let mut cursor = Cursor::new(&text, reading()).ok()?;
    cursor.root().ok().map(|tag| tag.local.to_owned())
}

/// Reads the document in the body of an answer.
pub(crate) fn document<T: FromXml>(response: &Response<Bytes>, wire: Wire) -> Result<Answer<T>, Rejected> {
    let body = response.body();
    let status = response.status();
    if !status.is_success() {
        let what = if is_html(body) { ", and the body is an HTML page" } else { "" };
        return Err(Rejected::unreadable(format!("the status is {}{what}", status.as_u16()))
            .with_hint("Tech Data answers its own errors with status 200: look at the body, and ask again later."));
    }
    let text = match wire.ampersands {
        Ampersands::Refuse => Cow::Borrowed(&body[..]),
        Ampersands::Repair => repaired(body),
    };
    let Decoded { value, warnings, more_warnings, .. } =
        decode_recorded(&text).map_err(|error| unreadable(error, body))?;
    Ok(Answer { value, warnings, more_warnings, body: body.clone() })
}

/// The document, if it can be read: for what is known beside an error.
#[cfg(feature = "client")]
pub(crate) fn decoded<T: FromXml>(body: &[u8], wire: Wire) -> Option<T> {
    let text = match wire.ampersands {
        Ampersands::Refuse => Cow::Borrowed(body),
        Ampersands::Repair => repaired(body),
    };
    decode_recorded(&text).ok().map(|decoded| decoded.value)
}

/// What to say of a document that cannot be read.
pub(crate) fn unreadable(error: DecodeError, body: &[u8]) -> Rejected {
    let (message, hint) = if body.iter().all(u8::is_ascii_whitespace) {
        ("the answer is empty".to_owned(), "Ask again later.")
    } else if is_html(body) {
        ("the answer is an HTML page, no XML".to_owned(), "Look at the body: a proxy or a gateway may have answered.")
    } else {
        let hint = match error.kind() {
            DecodeErrorKind::Truncated => "The answer was cut off: ask again.",
            DecodeErrorKind::UnexpectedRoot { .. } => "This answers another question: look at the body.",
            _ => "Look at the body.",
        };
        (error.to_string(), hint)
    };
    Rejected::unreadable(message).with_hint(hint).with_source(error)
}

/// Checks that an answer is the one to the message sent. One that does not repeat the id cannot be checked: some do not.
pub(crate) fn check_id(sent: Option<&Text>, answered: Option<&Text>) -> Result<(), Rejected> {
    match (sent, answered) {
        (Some(sent), Some(answered)) if sent != answered => Err(Rejected::untrusted(
            "the answer is to another message: its TransControlID is not the one that was sent",
        )
        .with_hint("Look at the body, and at what stands between this machine and Tech Data.")),
        _ => Ok(()),
    }
}

/// As [`check_id`], with the usual header.
pub(crate) fn check_header(sent: Option<&Text>, header: Option<&ResponseHeader>) -> Result<(), Rejected> {
    check_id(sent, header.and_then(|header| header.trans_control_id.as_ref()))
}

/// The refusal of a whole request.
pub(crate) fn refused(errors: Vec<TechDataError>) -> Rejected {
    let number = errors.iter().find_map(|error| error.number.clone());
    let errors = TechDataErrors(errors);
    let rejected = Rejected::refused(errors.to_string());
    let rejected = match number {
        Some(number) => rejected.with_code(number.as_str()),
        None => rejected,
    };
    rejected.with_hint("Tech Data refuses the whole request: check user name and password first.").with_source(errors)
}

fn is_html(body: &[u8]) -> bool {
    let text = body.trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}

/// The body with every ampersand that begins no reference written as one.
fn repaired(body: &[u8]) -> Cow<'_, [u8]> {
    let mut parts = body.split(|byte| *byte == b'&');
    let mut fixed = parts.next().unwrap_or_default().to_vec();
    let mut changed = false;
    for part in parts {
        let reference = part.split(|byte| *byte == b';').next().filter(|name| name.len() < part.len());
        let known = reference.is_some_and(|name| match name.strip_prefix(b"#") {
            Some(number) => !number.is_empty() && number.iter().all(u8::is_ascii_alphanumeric),
            None => matches!(name, b"amp" | b"lt" | b"gt" | b"quot" | b"apos"),
        });
        fixed.extend_from_slice(if known { b"&" } else { b"&amp;" });
        changed |= !known;
        fixed.extend_from_slice(part);
    }
    if changed { Cow::Owned(fixed) } else { Cow::Borrowed(body) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ampersands_that_begin_nothing_are_repaired() {
        for (given, expected) in [
            ("a & b", "a &amp; b"),
            ("a&b;c", "a&amp;b;c"),
            ("&amp; &lt; &#38; &#x26; &", "&amp; &lt; &#38; &#x26; &amp;"),
            ("&#; &&amp;", "&amp;#; &amp;&amp;"),
        ] {
            assert_eq!(repaired(given.as_bytes()), expected.as_bytes(), "{given}");
        }
    }

    #[test]
    fn the_root_of_any_document_can_be_told() {
        assert_eq!(root_name(b"<?xml version='1.0'?><!DOCTYPE a SYSTEM 'a.dtd'><a><b/>"), Some("a".to_owned()));
        assert_eq!(root_name(b"no"), None);
    }
}
