//! What a producer says in place of an answer, or beside it: errors, warnings and information.
//!
//! How errors look is not public. Three codes are known, an `error` element with a `Description` or `Messages` beside or in
//! it has been seen in answers of status 200, and a schema of messages is declared that nobody has seen used. So every element
//! counts whose name says that it is an error or a message, wherever it stands.

use std::fmt;

use b2b_xml::{DecodeError, decode_with};
use memchr::memchr_iter;
use serde::{Deserialize, Serialize};

use crate::answer::reading;
use crate::element::Element;

/// An error, a warning or information.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// How grave it is.
    pub severity: Severity,
    /// The producer's code.
    pub code: Option<String>,
    /// The producer's words.
    pub text: Option<String>,
}

impl Message {
    /// An error.
    #[must_use]
    pub fn error(code: impl Into<String>, text: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code: Some(code.into()), text: Some(text.into()) }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, &self.text) {
            (Some(code), Some(text)) => write!(f, "{text} ({code})"),
            (Some(one), None) | (None, Some(one)) => f.write_str(one),
            (None, None) => f.write_str("no reason is given"),
        }
    }
}

/// How grave a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// There is no answer, or it must not be used. What says nothing else is an error.
    #[default]
    Error,
    /// The answer can be used.
    Warning,
    /// The answer can be used.
    Information,
}

/// What a document says beside an answer.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The messages, in document order.
    pub(crate) messages: Vec<Message>,
    /// The first `GlobalIdentifier` that has text.
    pub(crate) global_identifier: Option<String>,
}

/// Looks for messages, and for the identifier of the request that is answered.
///
/// # Errors
///
/// If the document is not well-formed. A document without an element that could be one of these is not looked into.
pub(crate) fn survey(document: &[u8]) -> Result<Survey, DecodeError> {
    if !is_worth_a_look(document) {
        return Ok(Survey::default());
    }
    let root = decode_with::<Element>(document, reading())?.value;
    let mut messages = Vec::new();
    match Kind::of(&root.name) {
        Some(kind) => read(&root, kind, &[], &mut messages),
        None => gather(&root, &mut messages),
    }
    Ok(Survey { messages, global_identifier: root.text_of(GLOBAL_IDENTIFIER).map(str::to_owned) })
}

const GLOBAL_IDENTIFIER: &str = "GlobalIdentifier";

/// Whether a start tag of the document has a name that is looked for. One look at each tag, in ASCII.
fn is_worth_a_look(document: &[u8]) -> bool {
    let encoded = document.starts_with(&[0xFE, 0xFF]) || document.starts_with(&[0xFF, 0xFE]) || document.contains(&0);
    encoded
        || memchr_iter(b'<', document).any(|at| {
            let rest = document.get(at + 1..).unwrap_or_default();
            let end = rest.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>'));
            let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
            std::str::from_utf8(local).is_ok_and(|local| Kind::of(local).is_some() || local == GLOBAL_IDENTIFIER)
        })
}

/// Whether an element's name says that it is an error or a message.
pub(crate) fn is_message(local: &str) -> bool {
    Kind::of(local).is_some()
}

/// What an element's name says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One or more errors.
    Error,
    /// One or more messages, of any gravity.
    Message,
}

impl Kind {
    fn of(local: &str) -> Option<Self> {
        const ERRORS: &[&str] =
            &["error", "errors", "errorlist", "errormessage", "errorresponse", "fault", "exception"];
        const MESSAGES: &[&str] = &["message", "messages", "messagelist"];
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(local));
        if is(ERRORS) {
            Some(Self::Error)
        } else if is(MESSAGES) {
            Some(Self::Message)
        } else {
            None
        }
    }
}

fn gather(element: &Element, messages: &mut Vec<Message>) {
    for (at, child) in element.children.iter().enumerate() {
        match Kind::of(&child.name) {
            Some(kind) => {
                // `<error>CODE</error><Description>…</Description>`: the words stand beside.
                let beside = element.children.get(at + 1..).unwrap_or_default();
                read(child, kind, beside, messages);
            }
            None => gather(child, messages),
        }
    }
}

const CODES: &[&str] =
    &["code", "errorcode", "messagecode", "faultcode", "number", "errornumber", "id", "name", "type"];
const TEXTS: &[&str] =
    &["faultstring", "description", "message", "messages", "messagetext", "text", "reason", "detail", "errormessage"];
const SEVERITIES: &[&str] = &["severity", "level", "messagetype", "type"];

/// The messages of an element that is one, or holds several.
fn read(element: &Element, kind: Kind, beside: &[Element], messages: &mut Vec<Message>) {
    let own = |names: &[&str]| -> Option<String> {
        let is = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let child = element.children.iter().find(|child| is(&child.name)).map(joined);
        let attribute = || element.attributes.iter().find(|(name, _)| is(name)).map(|(_, value)| value.clone());
        child.or_else(attribute).filter(|text| !text.is_empty())
    };
    let nested: Vec<&Element> = element.children.iter().filter(|child| Kind::of(&child.name).is_some()).collect();
    let (code, text) = (own(CODES), own(TEXTS));
    if code.is_none() && !nested.is_empty() && nested.iter().any(|child| !child.children.is_empty() || nested.len() > 1)
    {
        nested.iter().for_each(|child| read(child, kind_in(kind, child), &[], messages));
        return;
    }
    let said = own(SEVERITIES);
    let severity = match said.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("information" | "informational" | "info" | "i" | "success" | "s") => Severity::Information,
        Some("warning" | "warn" | "w") if kind == Kind::Message => Severity::Warning,
        _ => Severity::Error,
    };
    // A `type` can be a code or a severity.
    let code = code.filter(|code| severity == Severity::Error || Some(code) != said.as_ref());
    let mut message = Message { severity, code, text };
    if !element.text.is_empty() {
        match (&message.code, is_code(&element.text)) {
            (None, true) => message.code = Some(element.text.clone()),
            _ if message.text.is_none() => message.text = Some(element.text.clone()),
            _ => {}
        }
    }
    if message.text.is_none() && kind == Kind::Error {
        let is_text = |sibling: &&Element| TEXTS.iter().any(|known| known.eq_ignore_ascii_case(&sibling.name));
        message.text = beside.iter().find(is_text).map(joined).filter(|text| !text.is_empty());
    }
    if kind == Kind::Error && message.code.is_none() && message.text.is_none() {
        message.text = Some(joined(element)).filter(|text| !text.is_empty());
    }
    if message.code.is_some() || message.text.is_some() {
        messages.push(message);
    }
}

/// What stands in an error is an error.
fn kind_in(outer: Kind, child: &Element) -> Kind {
    match (outer, Kind::of(&child.name)) {
        (Kind::Message, Some(kind)) => kind,
        _ => Kind::Error,
    }
}

/// One word, as codes are: `SKUNotFound`.
fn is_code(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.len() <= 64
}

/// The text of an element and of all in it.
fn joined(element: &Element) -> String {
    let texts: Vec<&str> =
        element.descendants().map(|element| element.text.as_str()).filter(|text| !text.is_empty()).collect();
    texts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(document: &str, expected: &[(Severity, Option<&str>, Option<&str>)]) {
        let found = survey(document.as_bytes()).unwrap().messages;
        let found: Vec<_> = found.iter().map(|it| (it.severity, it.code.as_deref(), it.text.as_deref())).collect();
        assert_eq!(found, expected, "{document}");
    }

    #[test]
    fn errors_wherever_they_stand() {
        use Severity::{Error, Information, Warning};
        let not_found = &[(Error, Some("SKUNotFound"), Some("SKU not available or does not exist"))];
        check(
            "<x><error>SKUNotFound</error><Description>SKU not available or does not exist</Description></x>",
            not_found,
        );
        check(
            "<x><y><error>SKUNotFound<Messages>SKU not available or does not exist</Messages></error></y></x>",
            not_found,
        );
        check(
            "<Error><Code>SKUNotFound</Code><Message>SKU not available or does not exist</Message></Error>",
            not_found,
        );
        check("<a:Error xmlns:a='urn:a' code='SKUNotFound'>SKU not available or does not exist</a:Error>", not_found);
        check("<x><Error>No such thing</Error></x>", &[(Error, None, Some("No such thing"))]);
        check(
            "<x><MessageList><Message><Code>W1</Code><Severity>Warning</Severity><Text>t</Text></Message>\
             <Message><Code>I1</Code><Severity>Information</Severity></Message></MessageList><StockCheck/></x>",
            &[(Warning, Some("W1"), Some("t")), (Information, Some("I1"), None)],
        );
        check("<x><Message type='Warning'>Back soon</Message></x>", &[(Warning, None, Some("Back soon"))]);
        check("<x><Error type='E7'>Gone</Error></x>", &[(Error, Some("E7"), Some("Gone"))]);
        check("<x><Error><Why>Gone</Why><Since>May</Since></Error></x>", &[(Error, None, Some("Gone; May"))]);
        let fault = "<s:Envelope xmlns:s='urn:s'><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>No key</faultstring>\
             </s:Fault></s:Body></s:Envelope>";
        check(fault, &[(Error, Some("s:Client"), Some("No key"))]);
        check("<x><Messages>Nothing there</Messages></x>", &[(Error, None, Some("Nothing there"))]);
        check(
            "<Errors><Error><Code>A</Code></Error><Error><Code>B</Code></Error></Errors>",
            &[(Error, Some("A"), None), (Error, Some("B"), None)],
        );
    }

    #[test]
    fn what_is_no_message() {
        check("<x xmlns:ml='http://fcb2b.com/schemas/common/2.0/MessageList'><StockCheck/></x>", &[]);
        check("<x><MessageList/><Error/></x>", &[]);
        check("<x><AdditionalMessage>Call first</AdditionalMessage></x>", &[]);
    }
}
