//! The `wsse:Security` header block, as it is written.

#[cfg(feature = "digest")]
pub(crate) mod digest;
pub(crate) mod nonce;
pub(crate) mod timestamp;
pub(crate) mod username_token;

use b2b_xml::{Name, Writer};

use self::timestamp::Timestamp;
use self::username_token::UsernameToken;
use crate::header::{MustUnderstand, attributes};
use crate::ns;
use crate::version::SoapVersion;

/// Which child of `wsse:Security` comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecurityOrder {
    /// `Timestamp`, then the token: WCF's layout and the one that strict layouts demand.
    #[default]
    TimestampFirst,
    /// The token, then `Timestamp`, as zeep writes it.
    TokenFirst,
}

/// The `wsse:Security` header block (OASIS WSS SOAP Message Security 1.1, section 5).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Security {
    /// When the message was made and how long it is good for.
    pub timestamp: Option<Timestamp>,
    /// Who sends it.
    pub username_token: Option<UsernameToken>,
    /// Required by default, as WCF writes it.
    pub must_understand: MustUnderstand,
    /// The role, or actor in SOAP 1.1, that it is for; the ultimate receiver by default.
    pub actor: Option<String>,
    /// The order of the two.
    pub order: SecurityOrder,
}

impl Security {
    /// A block with nothing in it yet, `mustUnderstand` required.
    #[must_use]
    pub fn new() -> Self {
        Self {
            timestamp: None,
            username_token: None,
            must_understand: MustUnderstand::Required,
            actor: None,
            order: SecurityOrder::default(),
        }
    }

    /// With a timestamp.
    #[must_use]
    pub fn timestamp(mut self, timestamp: Timestamp) -> Self {
        self.timestamp = Some(timestamp);
        self
    }

    /// With a token.
    #[must_use]
    pub fn username_token(mut self, token: UsernameToken) -> Self {
        self.username_token = Some(token);
        self
    }

    /// With `mustUnderstand`, or without.
    #[must_use]
    pub fn must_understand(mut self, must_understand: MustUnderstand) -> Self {
        self.must_understand = must_understand;
        self
    }

    /// For another role than the ultimate receiver.
    #[must_use]
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// With its children in this order.
    #[must_use]
    pub fn order(mut self, order: SecurityOrder) -> Self {
        self.order = order;
        self
    }

    pub(crate) fn write(&self, writer: &mut Writer, version: SoapVersion) {
        let declare: &[_] = if writer.prefix_of(ns::WSSE).is_some() { &[] } else { &[("o", ns::WSSE)] };
        writer.start(Name::new(ns::WSSE, "Security"), declare);
        attributes(writer, version, self.must_understand, self.actor.as_deref());
        let timestamp = |writer: &mut Writer| self.timestamp.iter().for_each(|timestamp| timestamp.write(writer));
        let token = |writer: &mut Writer| self.username_token.iter().for_each(|token| token.write(writer));
        match self.order {
            SecurityOrder::TimestampFirst => {
                timestamp(writer);
                token(writer);
            }
            SecurityOrder::TokenFirst => {
                token(writer);
                timestamp(writer);
            }
        }
        writer.end();
    }
}

impl Default for Security {
    fn default() -> Self {
        Self::new()
    }
}
