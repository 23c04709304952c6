//! WS-Addressing 1.0 headers, as they are read.

use b2b_xml::{Cursor, DecodeError, Name, WarningKind};

use super::{plain, trimmed};
use crate::ns;

/// The message addressing properties of a message that was read (WS-Addressing 1.0 Core, section 3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedAddressing {
    /// What the message means.
    pub action: Option<String>,
    /// The name of the message.
    pub message_id: Option<String>,
    /// The address of the receiver.
    pub to: Option<String>,
    /// The address for the reply.
    pub reply_to: Option<String>,
    /// The name of the message that this one replies to. Other relationships are not kept.
    pub relates_to: Option<String>,
    /// Properties that stand here more than once though they must not (SOAP Binding, section 6.4.1.3); the first counts.
    pub repeated: Vec<&'static str>,
}

impl ReceivedAddressing {
    /// Reads the current element, which is in the addressing namespace.
    pub(crate) fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DecodeError> {
        let (slot, local) = match cursor.tag().local {
            "Action" => (&mut self.action, "Action"),
            "MessageID" => (&mut self.message_id, "MessageID"),
            "To" => (&mut self.to, "To"),
            "ReplyTo" => (&mut self.reply_to, "ReplyTo"),
            "RelatesTo" => {
                let relationship = plain(cursor, "RelationshipType")?;
                if relationship.is_some_and(|uri| uri.trim() != ns::REPLY) {
                    return cursor.skip();
                }
                (&mut self.relates_to, "RelatesTo")
            }
            _ => return cursor.skip(),
        };
        if slot.is_some() {
            self.repeated.push(local);
            cursor.warn(WarningKind::Repeated)?;
            return cursor.skip();
        }
        let text = if local == "ReplyTo" { address(cursor)? } else { trimmed(cursor)? };
        *slot = Some(text);
        Ok(())
    }
}

/// The address of an endpoint reference.
fn address(cursor: &mut Cursor<'_>) -> Result<String, DecodeError> {
    let mut address = String::new();
    while cursor.child()?.is_some() {
        if cursor.is(Name::new(ns::WSA, "Address")) {
            address = trimmed(cursor)?;
        } else {
            cursor.skip()?;
        }
    }
    Ok(address)
}
