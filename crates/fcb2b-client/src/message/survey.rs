//! Looks for messages wherever they stand in a document, and for the little else that is wanted beside an answer.

use std::marker::PhantomData;

use b2b_xml::{Cursor, DecodeError, FromXml, Record, decode_with};
use memchr::memchr_iter;

use super::Message;
use super::said::{Kind, LONGEST_CODE, TEXTS, cut, is_one_of, joined, read};
use crate::answer::{Shape, reading};
use crate::element::{Budget, Element};
use crate::generic::Any;
use crate::service::Service;

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

/// Whether a start tag of the document has a name that is looked for. One look at each tag, in ASCII.
fn is_worth_a_look(document: &[u8]) -> bool {
    let encoded = document.starts_with(&[0xFE, 0xFF]) || document.starts_with(&[0xFF, 0xFE]) || document.contains(&0);
    encoded
        || memchr_iter(b'<', document).any(|at| {
            if document.get(at + 1) == Some(&b'/') {
                return false;
            }
            let Some(name) = name_at(document, at + 1) else { return true };
            let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
            // Most names are told apart by their first letter, which is much cheaper than to compare them.
            local.first().is_some_and(|initial| INITIALS.contains(&initial.to_ascii_lowercase()))
                && std::str::from_utf8(local).is_ok_and(|local| Kind::of(local).is_some() || local == GLOBAL_IDENTIFIER)
        })
}

/// How the names begin that are looked for.
const INITIALS: &[u8] = b"efgm";

/// The name that begins here, up to what cannot be in one. `None` if it is too long to be looked at.
fn name_at(document: &[u8], from: usize) -> Option<&[u8]> {
    const LONGEST_NAME: usize = 80;
    let rest = document.get(from..).unwrap_or_default();
    let head = rest.get(..LONGEST_NAME).unwrap_or(rest);
    match head.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>' | b'<')) {
        Some(end) => head.get(..end),
        None => (head.len() < LONGEST_NAME).then_some(head),
    }
}

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

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::message::Severity;

    #[track_caller]
    fn check(document: &str, expected: &[(Severity, Option<&str>, Option<&str>)]) {
        let found = survey::<Any>(document.as_bytes()).unwrap().messages;
        let found: Vec<_> = found.iter().map(|it| (it.severity, it.code.as_deref(), it.text.as_deref())).collect();
        assert_eq!(found, expected, "{document}");
    }

    #[test]
    fn every_name_that_is_looked_for_has_its_initial() {
        for name in Kind::ERRORS.iter().chain(Kind::MESSAGES).chain([&GLOBAL_IDENTIFIER]) {
            assert!(INITIALS.contains(&name.as_bytes()[0].to_ascii_lowercase()), "{name}");
        }
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
    fn more_messages_than_can_be_read_are_an_error_that_says_so() {
        let document = format!("<r>{}</r>", "<error>A</error>".repeat(100_001));
        let error = survey::<Any>(document.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("more than 100000 elements and attributes"), "{error}");
        // Elements that are no messages are not kept.
        let document = format!("<r><error>A</error>{}</r>", "<a b='c'/>".repeat(200_000));
        assert_eq!(survey::<Any>(document.as_bytes()).unwrap().messages.len(), 1);
    }

    #[test]
    fn the_work_for_a_name_is_bounded() {
        // A mebibyte of these once took hours.
        let open = vec![b'<'; 1 << 20];
        assert!(!is_worth_a_look(&open));
        let steps: usize = memchr_iter(b'<', &open).map(|at| 1 + name_at(&open, at + 1).unwrap().len()).sum();
        assert_eq!(steps, 1 << 20);
        assert_eq!(name_at(&[b'n'; 200], 0), None);
        assert_eq!(name_at(b"error", 0), Some(b"error".as_slice()));
        assert!(is_worth_a_look(&[b"<".as_slice(), &[b'n'; 200], b":Error/>"].concat()));
    }

    #[test]
    fn what_is_no_message() {
        check("<x xmlns:ml='http://fcb2b.com/schemas/common/2.0/MessageList'><StockCheck/></x>", &[]);
        check("<x><MessageList/><Error/></x>", &[]);
        check("<x><AdditionalMessage>Call first</AdditionalMessage></x>", &[]);
    }
}
