//! WS-Addressing 1.0 headers, as they are written.

use b2b_xml::{Name, Writer};

use crate::header::{MustUnderstand, attributes};
use crate::ns;
use crate::version::SoapVersion;

/// The message addressing properties (WS-Addressing 1.0 Core, section 3), each left out if it is `None`.
///
/// They are written in the order of WCF: `Action`, `MessageID`, `RelatesTo`, `ReplyTo`, `To`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addressing {
    /// What the message means. The specification requires it.
    pub action: Option<String>,
    /// The name of the message, `urn:uuid:…`.
    pub message_id: Option<String>,
    /// The address of the receiver. WCF refuses an address it does not listen on; behind a load balancer that may be
    /// another one than the URL.
    pub to: Option<String>,
    /// The address for the reply; [`ns::ANONYMOUS`] means the HTTP response.
    pub reply_to: Option<String>,
    /// The name of the message that this one answers.
    pub relates_to: Option<String>,
    /// On `Action` and `To`, as WCF writes it when required.
    pub must_understand: MustUnderstand,
}

impl Addressing {
    /// The headers of a request that expects a reply (Core, section 3.3): reply to [`ns::ANONYMOUS`], `mustUnderstand` on
    /// `Action` and `To`, no `To` yet.
    #[must_use]
    pub fn request(action: impl Into<String>, message_id: impl Into<String>) -> Self {
        Self {
            action: Some(action.into()),
            message_id: Some(message_id.into()),
            reply_to: Some(ns::ANONYMOUS.to_owned()),
            must_understand: MustUnderstand::Required,
            ..Self::default()
        }
    }

    /// The headers of a reply (Core, section 3.4). A fault's action is [`ns::SOAP_FAULT`] or [`ns::ADDRESSING_FAULT`], or
    /// the operation's own.
    #[must_use]
    pub fn reply(action: impl Into<String>, relates_to: Option<&str>) -> Self {
        Self {
            action: Some(action.into()),
            relates_to: relates_to.map(str::to_owned),
            must_understand: MustUnderstand::Required,
            ..Self::default()
        }
    }

    /// Just an action, without `mustUnderstand`.
    #[must_use]
    pub fn action_only(action: impl Into<String>) -> Self {
        Self { action: Some(action.into()), ..Self::default() }
    }

    /// To this address.
    #[must_use]
    pub fn to(mut self, to: impl Into<String>) -> Self {
        self.to = Some(to.into());
        self
    }

    /// With the reply to this address, or without `ReplyTo`.
    #[must_use]
    pub fn reply_to(mut self, reply_to: Option<&str>) -> Self {
        self.reply_to = reply_to.map(str::to_owned);
        self
    }

    /// With `mustUnderstand` on `Action` and `To`, or without.
    #[must_use]
    pub fn must_understand(mut self, must_understand: MustUnderstand) -> Self {
        self.must_understand = must_understand;
        self
    }

    pub(crate) fn write(&self, writer: &mut Writer, version: SoapVersion) {
        let property = |writer: &mut Writer, local: &'static str, must_understand, text: &Option<String>| {
            if let Some(text) = text {
                writer.start(Name::new(ns::WSA, local), &[]);
                attributes(writer, version, must_understand, None);
                writer.text(text);
                writer.end();
            }
        };
        property(writer, "Action", self.must_understand, &self.action);
        property(writer, "MessageID", MustUnderstand::Omitted, &self.message_id);
        property(writer, "RelatesTo", MustUnderstand::Omitted, &self.relates_to);
        if let Some(reply_to) = &self.reply_to {
            writer.start(Name::new(ns::WSA, "ReplyTo"), &[]);
            writer.leaf(Name::new(ns::WSA, "Address"), reply_to);
            writer.end();
        }
        property(writer, "To", self.must_understand, &self.to);
    }
}
