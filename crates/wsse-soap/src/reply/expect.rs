//! What a reply must be like.

use b2b_xml::Reading;
use b2b_xml::chrono::{DateTime, TimeDelta, Utc};

use crate::qname::QName;
use crate::version::SoapVersion;

/// Whether a reply must say which request it answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RelatesTo {
    /// If it says so, it must be ours. A body or a fault that answers another request is refused.
    #[default]
    IfPresent,
    /// A body that does not say so is refused as well. A fault may leave it out: the service may have failed before it
    /// read the headers.
    Required,
}

/// What becomes of the `Timestamp` of a reply. That of a fault is never checked: clock skew may be what it tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResponseTimestamp {
    /// One that is there must be well-formed and good now.
    #[default]
    IfPresent,
    /// There must be one, and it must be good now.
    Required,
    /// It is not looked at.
    Ignored,
}

/// What a [`Reply`](crate::Reply) is checked against.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Expect {
    /// The version that the request was in. A fault may come in the other one.
    pub version: SoapVersion,
    /// The time at which the reply came.
    pub now: DateTime<Utc>,
    /// How far the two clocks may be apart; five minutes by default, as in WCF.
    pub clock_skew: TimeDelta,
    /// The `MessageID` of the request, if it had one.
    pub message_id: Option<String>,
    /// Whether the reply must refer to it.
    pub relates_to: RelatesTo,
    /// What becomes of the timestamp.
    pub timestamp: ResponseTimestamp,
    /// Header blocks that the caller understands, beside security and addressing.
    pub understood: Vec<QName>,
    /// Bounds, and whether warnings are errors.
    pub reading: Reading,
}

impl Expect {
    /// The defaults, for a request in this version whose reply came at this time.
    #[must_use]
    pub fn new(version: SoapVersion, now: DateTime<Utc>) -> Self {
        Self {
            version,
            now,
            clock_skew: TimeDelta::minutes(5),
            message_id: None,
            relates_to: RelatesTo::default(),
            timestamp: ResponseTimestamp::default(),
            understood: Vec::new(),
            reading: Reading::default(),
        }
    }

    /// The request had this `MessageID`.
    #[must_use]
    pub fn message_id(mut self, id: impl Into<String>) -> Self {
        self.message_id = Some(id.into());
        self
    }

    /// The reply must refer to the request, or may.
    #[must_use]
    pub fn relates_to(mut self, relates_to: RelatesTo) -> Self {
        self.relates_to = relates_to;
        self
    }

    /// The timestamp is checked like this.
    #[must_use]
    pub fn timestamp(mut self, timestamp: ResponseTimestamp) -> Self {
        self.timestamp = timestamp;
        self
    }

    /// The clocks may be this far apart.
    #[must_use]
    pub fn clock_skew(mut self, skew: TimeDelta) -> Self {
        self.clock_skew = skew;
        self
    }

    /// The caller understands this header block as well.
    #[must_use]
    pub fn understood(mut self, name: QName) -> Self {
        self.understood.push(name);
        self
    }

    /// The document is read like this.
    #[must_use]
    pub fn reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }
}
