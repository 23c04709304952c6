//! What comes of a job.

use std::fmt;
use std::time::Duration;

use b2b_desk::Cause;
use b2b_model::{Availability, OrderStatus, Priced, Reservation};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What came of a job, for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// How it ended.
    pub status: Status,
    /// How often it was asked, this time included. What a client repeats by itself within one asking is not counted, nor what its
    /// supplier failed to answer because it answered nothing.
    pub attempts: u32,
    /// When the request began that this came of.
    pub asked_at: DateTime<Utc>,
    /// When it ended.
    pub answered_at: DateTime<Utc>,
    /// The SHA-256 of what came over the wire: of the answer's body, or, where it took several answers, of their digests one after
    /// the other. Jobs that were answered by one request have the same.
    pub digest: Option<Digest>,
    /// What it comes down to that there is no more.
    pub cause: Option<String>,
    /// Why there is no more, in a sentence.
    pub message: Option<String>,
    /// What the supplier says.
    pub said: Option<Said>,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// The supplier answered.
    Answered,
    /// The supplier does not know the key.
    NotFound,
    /// The supplier refused.
    Refused,
    /// There is no answer, and the job is not asked any more: a dead letter.
    Failed,
}

/// What a supplier said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Said {
    /// Orders of the number that was asked for.
    Orders(Vec<OrderStatus>),
    /// What there is of an article.
    Stock(Availability),
    /// What an article costs.
    Prices(Priced),
    /// Goods that are held back.
    Reservations(Vec<Reservation>),
}

/// A SHA-256; as text, in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(#[serde(with = "hex::serde")] pub [u8; 32]);

impl Answer {
    /// That there is no answer and will be none: a dead letter.
    #[must_use]
    pub fn dead(attempts: u32, asked_at: DateTime<Utc>, answered_at: DateTime<Utc>, trouble: &Trouble) -> Self {
        Self {
            status: Status::Failed,
            attempts,
            asked_at,
            answered_at,
            digest: trouble.digest,
            cause: Some(cause_name(trouble.cause)),
            message: Some(trouble.message.clone()),
            said: None,
        }
    }
}

/// Why a job has no answer this time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trouble {
    /// What it comes down to.
    pub cause: Cause,
    /// The sentence.
    pub message: String,
    /// What came over the wire all the same.
    pub digest: Option<Digest>,
    /// How long the supplier wants to be left alone. It is, for six hours at most, which is our choice.
    pub retry_after: Option<Duration>,
    /// Whether the account's own limits held it back: nothing was sent.
    pub is_held_back: bool,
}

/// For how long a supplier is left alone at most because it wants to be.
pub(crate) const LONGEST: Duration = Duration::from_secs(6 * 3600);

impl Trouble {
    /// Trouble that comes down to this.
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self { cause, message: message.into(), digest: None, retry_after: None, is_held_back: false }
    }

    /// Whether no other job of the supplier will fare better before somebody has seen to it: what is wrong with who asks, or with
    /// how. A wrong key is not tried again and again, which may lock the account.
    #[must_use]
    pub fn is_everybodys(&self) -> bool {
        matches!(self.cause, Cause::Credentials | Cause::Certificate | Cause::Config | Cause::Clock)
    }

    /// How long its supplier is left alone for it.
    pub(crate) fn rest(&self) -> Option<Duration> {
        self.retry_after.map(|time| time.min(LONGEST))
    }

    /// Whether it arose before anything was sent, and says nothing of the supplier.
    pub(crate) fn is_unsent(&self) -> bool {
        self.is_held_back || matches!(self.cause, Cause::Question | Cause::Unsupported | Cause::Input)
    }

    /// Whether the same question may well be answered later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self.cause, Cause::Unreachable | Cause::OutcomeUnknown | Cause::Unreadable | Cause::Untrusted)
    }
}

/// The name of a cause in tables and labels: `outcome_unknown`.
#[must_use]
pub fn cause_name(cause: Cause) -> String {
    let name = serde_json::to_value(cause).ok();
    name.as_ref().and_then(|name| name.as_str()).unwrap_or("other").to_owned()
}

impl Status {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Answered, Self::NotFound, Self::Refused, Self::Failed];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NotFound => "not_found",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.name() == name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}
