//! What a producer says in place of an answer, or beside it: errors, warnings and information.
//!
//! How errors look is not public. Three codes are known, an `error` element with a `Description` or `Messages` beside or in
//! it has been seen in answers of status 200, and a schema of messages is declared that nobody has seen used. So every element
//! counts whose name says that it is an error or a message, wherever it stands.

mod look;

use std::fmt;
use std::marker::PhantomData;

use b2b_xml::{Cursor, DecodeError, FromXml, Record, decode_with};
use serde::{Deserialize, Serialize};

use crate::answer::{Shape, reading};
use crate::element::{Budget, Element};
use crate::generic::Any;
use crate::service::Service;
use look::is_worth_a_look;

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

    /// A warning of ours.
    pub(crate) fn warning(text: &str) -> Self {
        Self { severity: Severity::Warning, code: None, text: Some(text.to_owned()) }
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

/// How many messages of a document are kept: errors rather than others, and the first ones. Our choice.
const MOST: usize = 16;

/// How many bytes of a text are kept. Our choice.
const LONGEST: usize = 4 << 10;

/// How many bytes of a code are kept. Our choice.
const LONGEST_CODE: usize = 128;

/// What is looked for besides messages.
pub(crate) trait Wanted {
    /// The answer's element and its other names; the identifier of the request stands in it or in the root.
    const ANSWER: Option<Shape>;
    /// An element, anywhere, by its local name in any case.
    const RECEIPT: Option<&'static str>;
}

impl<S: Service> Wanted for S {
    const ANSWER: Option<Shape> = Some(S::SHAPE);
    const RECEIPT: Option<&'static str> = match S::RECEIPT {
        Some(receipt) => Some(receipt.element),
        None => None,
    };
}

impl Wanted for Any {
    const ANSWER: Option<Shape> = None;
    const RECEIPT: Option<&'static str> = None;
}

/// What a document says beside an answer.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The messages, in document order.
    pub(crate) messages: Vec<Message>,
    /// The first `GlobalIdentifier` that has text, of those in the root and in the answer's element.
    pub(crate) global_identifier: Option<String>,
    /// Whether the element that was wanted is there and has text.
    pub(crate) has_receipt: bool,
}

/// Looks for messages, and for the identifier of the request that is answered.
///
/// # Errors
///
/// If the document is not well-formed, or has more messages than can be read. A document without an element that could be
/// one of these is not looked into.
pub(crate) fn survey<W: Wanted>(document: &[u8]) -> Result<Survey, DecodeError> {
    if W::RECEIPT.is_none() && !is_worth_a_look(document) {
        return Ok(Survey::default());
    }
    Ok(decode_with::<Surveyor<W>>(document, reading())?.value.found)
}

const GLOBAL_IDENTIFIER: &str = "GlobalIdentifier";

/// Goes through a document. Only messages become trees.
struct Surveyor<W> {
    found: Survey,
    budget: Budget,
    wanted: PhantomData<W>,
}

impl<W> Default for Surveyor<W> {
    fn default() -> Self {
        Self { found: Survey::default(), budget: Budget::default(), wanted: PhantomData }
    }
}

impl<W: Wanted> FromXml for Surveyor<W> {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let mut surveyor = Self::default();
        match Kind::of(cursor.tag().local) {
            Some(kind) => {
                let root = surveyor.tree(cursor)?;
                surveyor.read_one(&root, kind);
            }
            None => surveyor.gather(cursor, true)?,
        }
        Ok(Some(surveyor))
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(Some(Self::default()))
    }
}

impl<W: Wanted> Surveyor<W> {
    /// The current element as a tree.
    fn tree(&mut self, cursor: &mut Cursor<'_>) -> Result<Element, DecodeError> {
        let element = Element::of(cursor, &mut self.budget)?;
        self.found.has_receipt |= element.descendants().any(|it| is_receipt::<W>(&it.name) && !it.text.is_empty());
        Ok(element)
    }

    /// Looks into the current element, which is no message. `has_identifier` says whether the request's identifier may be
    /// its child.
    fn gather(&mut self, cursor: &mut Cursor<'_>, has_identifier: bool) -> Result<(), DecodeError> {
        // `<error>CODE</error><Description>…</Description>`: the words of the last error may stand beside it.
        let mut waiting = None;
        while let Some(tag) = cursor.child()? {
            let local = tag.local;
            let kind = Kind::of(local);
            if let Some(error) = waiting
                && is_one_of(TEXTS, local)
            {
                let element = self.tree(cursor)?;
                match kind {
                    Some(kind) if !element.children.is_empty() => waiting = self.read_one(&element, kind),
                    _ => {
                        let words = Some(joined(&element)).filter(|words| !words.is_empty());
                        waiting = waiting.filter(|_| words.is_none());
                        if let Some(message) = self.found.messages.get_mut(error)
                            && words.is_some()
                        {
                            message.text = words;
                        }
                    }
                }
            } else if let Some(kind) = kind {
                let element = self.tree(cursor)?;
                waiting = self.read_one(&element, kind);
            } else if is_receipt::<W>(local) {
                self.found.has_receipt |= !cursor.text()?.trim().is_empty();
            } else if has_identifier && local == GLOBAL_IDENTIFIER && self.found.global_identifier.is_none() {
                let text = cursor.text()?;
                self.found.global_identifier =
                    Some(text.trim()).filter(|text| !text.is_empty()).map(|text| cut(text, LONGEST_CODE));
            } else {
                self.gather(cursor, W::ANSWER.is_some_and(|shape| shape.is_element(local)))?;
            }
        }
        Ok(())
    }

    /// Keeps the messages of an element. The place of the last one, if its words may stand beside it.
    fn read_one(&mut self, element: &Element, kind: Kind) -> Option<usize> {
        let before = self.found.messages.len();
        read(element, kind, &mut self.found.messages);
        let last = self.found.messages.len().checked_sub(1).filter(|last| *last >= before)?;
        let is_waiting = |message: &Message| kind == Kind::Error && message.text.is_none();
        self.found.messages.get(last).is_some_and(is_waiting).then_some(last)
    }
}

fn is_receipt<W: Wanted>(local: &str) -> bool {
    W::RECEIPT.is_some_and(|name| name.eq_ignore_ascii_case(local))
}

/// Keeps a message, an error if need be in place of what is none.
fn keep(messages: &mut Vec<Message>, mut message: Message) {
    message.code = message.code.map(|code| cut(&code, LONGEST_CODE));
    message.text = message.text.map(|text| cut(&text, LONGEST));
    if messages.len() >= MOST {
        let other = messages.iter().rposition(|kept| kept.severity != Severity::Error);
        let Some(other) = other.filter(|_| message.severity == Severity::Error) else { return };
        messages.remove(other);
    }
    messages.push(message);
}

/// The text, or its beginning.
pub(crate) fn cut(text: &str, longest: usize) -> String {
    if text.len() <= longest {
        return text.to_owned();
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= longest).last();
    format!("{}…", text.get(..end.unwrap_or_default()).unwrap_or_default())
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
    const ERRORS: &[&str] = &["error", "errors", "errorlist", "errormessage", "errorresponse", "fault", "exception"];
    const MESSAGES: &[&str] = &["message", "messages", "messagelist"];

    fn of(local: &str) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(local));
        if is(Self::ERRORS) {
            Some(Self::Error)
        } else if is(Self::MESSAGES) {
            Some(Self::Message)
        } else {
            None
        }
    }
}

const CODES: &[&str] =
    &["code", "errorcode", "messagecode", "faultcode", "number", "errornumber", "id", "name", "type"];
const TEXTS: &[&str] =
    &["faultstring", "description", "message", "messages", "messagetext", "text", "reason", "detail", "errormessage"];
/// Words of a message by which nothing is wrong. Our choice.
const FINE: &[&str] = &["ok", "success", "successful", "done", "complete", "completed"];
const SEVERITIES: &[&str] = &["severity", "level", "messagetype", "type"];

/// The messages of an element that is one, or holds several.
fn read(element: &Element, kind: Kind, messages: &mut Vec<Message>) {
    let own = |names: &[&str]| -> Option<String> {
        let is = |name: &str| is_one_of(names, name);
        let child = element.children.iter().find(|child| is(&child.name)).map(joined);
        let attribute = || element.attributes.iter().find(|(name, _)| is(name)).map(|(_, value)| value.clone());
        child.or_else(attribute).filter(|text| !text.is_empty())
    };
    let nested: Vec<&Element> = element.children.iter().filter(|child| Kind::of(&child.name).is_some()).collect();
    let (code, text) = (own(CODES), own(TEXTS));
    if code.is_none() && !nested.is_empty() && nested.iter().any(|child| !child.children.is_empty() || nested.len() > 1)
    {
        nested.iter().for_each(|child| read(child, kind_in(kind, child), messages));
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
    let is_fine = is_one_of(FINE, element.text.trim_end_matches(['.', '!'])) && element.children.is_empty();
    if kind == Kind::Message && said.is_none() && message.code.is_none() && is_fine {
        // `<Messages>OK</Messages>`
        let text = Some(element.text.clone());
        keep(messages, Message { severity: Severity::Information, code: None, text });
        return;
    }
    if !element.text.is_empty() {
        match (&message.code, is_code(&element.text)) {
            (None, true) => message.code = Some(element.text.clone()),
            _ if message.text.is_none() => message.text = Some(element.text.clone()),
            _ => {}
        }
    }
    if kind == Kind::Error && message.code.is_none() && message.text.is_none() {
        message.text = Some(joined(element)).filter(|text| !text.is_empty());
    }
    if message.code.is_some() || message.text.is_some() {
        keep(messages, message);
    }
}

/// What stands in an error is an error.
fn kind_in(outer: Kind, child: &Element) -> Kind {
    match (outer, Kind::of(&child.name)) {
        (Kind::Message, Some(kind)) => kind,
        _ => Kind::Error,
    }
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// One word, as codes are: `SKUNotFound`.
fn is_code(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.len() <= 64
}

/// The text of an element and of all in it, or its beginning.
fn joined(element: &Element) -> String {
    let mut all = String::new();
    for text in element.descendants().map(|element| element.text.as_str()).filter(|text| !text.is_empty()) {
        if !all.is_empty() {
            all.push_str("; ");
        }
        all.push_str(text);
        if all.len() > LONGEST {
            return cut(&all, LONGEST);
        }
    }
    all
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(document: &str, expected: &[(Severity, Option<&str>, Option<&str>)]) {
        let found = survey::<Any>(document.as_bytes()).unwrap().messages;
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
        check("<x><Messages>OK</Messages></x>", &[(Information, None, Some("OK"))]);
        check("<x><Messages>Success.</Messages></x>", &[(Information, None, Some("Success."))]);
        check("<x><error>OK</error></x>", &[(Error, Some("OK"), None)]);
        check("<x><Messages>Nothing there</Messages></x>", &[(Error, None, Some("Nothing there"))]);
        check(
            "<Errors><Error><Code>A</Code></Error><Error><Code>B</Code></Error></Errors>",
            &[(Error, Some("A"), None), (Error, Some("B"), None)],
        );
    }

    #[test]
    fn words_stand_beside_the_last_error() {
        use Severity::Error;
        check(
            "<x><error>A</error><error>B</error><Line/><Messages>words</Messages><Description>goods</Description></x>",
            &[(Error, Some("A"), None), (Error, Some("B"), Some("words"))],
        );
        check(
            "<x><error>A</error><Messages><Message><Code>B</Code></Message></Messages></x>",
            &[(Error, Some("A"), None), (Error, Some("B"), None)],
        );
        check("<x><error>A</error><y><Description>goods</Description></y></x>", &[(Error, Some("A"), None)]);
    }

    #[test]
    fn few_messages_are_kept_and_errors_first() {
        let long = "x".repeat(100_000);
        let document = format!(
            "<r>{}<Error><Code>E</Code><Message>{long}</Message></Error>{}</r>",
            "<Message><Code>I</Code><Severity>Information</Severity></Message>".repeat(1_000),
            "<error>L</error>".repeat(20_000),
        );
        let found = survey::<Any>(document.as_bytes()).unwrap().messages;
        assert_eq!(found.len(), MOST);
        assert!(found.iter().all(|message| message.severity == Severity::Error));
        assert_eq!(found[0].code.as_deref(), Some("E"));
        assert!(found[0].text.as_deref().unwrap().len() <= LONGEST + "…".len());
        let kept = cut("ééé", 3);
        assert_eq!(kept, "é…");
    }

    #[test]
    fn more_messages_than_can_be_read_are_an_error_that_says_so() {
        let document = format!("<r>{}</r>", "<error>A</error>".repeat(100_001));
        let error = survey::<Any>(document.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("more than 100000 elements and attributes"), "{error}");
        // Elements that are no messages are not kept.
        let document = format!("<r><error>A</error>{}</r>", "<a b='c'/>".repeat(200_000));
        assert_eq!(survey::<Any>(document.as_bytes()).unwrap().messages.len(), 1);
    }

    #[test]
    fn what_is_no_message() {
        check("<x xmlns:ml='http://fcb2b.com/schemas/common/2.0/MessageList'><StockCheck/></x>", &[]);
        check("<x><MessageList/><Error/></x>", &[]);
        check("<x><AdditionalMessage>Call first</AdditionalMessage></x>", &[]);
    }
}
