//! Where messages stand: one pass over a document, of which messages alone become trees.

use std::marker::PhantomData;

use b2b_xml::{Cursor, DecodeError, FromXml, Record, decode_with};

use super::look::is_worth_a_look;
use super::tree::{Kind, TEXTS, is_one_of, joined, read};
use super::{LONGEST_CODE, Message, cut};
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

pub(super) const GLOBAL_IDENTIFIER: &str = "GlobalIdentifier";

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
    use crate::message::{LONGEST, MOST, Severity};

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
}
