//! What an operation says when it has no request to send or no output to give.

use std::borrow::Cow;

use crate::BoxError;

/// The request could not be written, and nothing was sent.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    pub(crate) message: String,
    pub(crate) hint: Option<Cow<'static, str>>,
    pub(crate) source: Option<BoxError>,
}

impl Refused {
    /// A refusal with its reason: a clause that can follow a colon, without a full stop.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, source: None }
    }

    /// Adds what to do about it: one sentence.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the error behind it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Why the request could not be written.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

/// What an operation says of an answer it could not turn into its output. The client adds the status and the body.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Rejected {
    pub(crate) kind: RejectedKind,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) hint: Option<Cow<'static, str>>,
    pub(crate) transient: bool,
    pub(crate) source: Option<BoxError>,
}

impl Rejected {
    /// The supplier understood the request and said no, in these words.
    #[must_use]
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(RejectedKind::Refused, message)
    }

    /// The answer is not what the protocol says.
    #[must_use]
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self::new(RejectedKind::Unreadable, message)
    }

    /// The answer can be read but must not be believed: it has expired or answers another request.
    #[must_use]
    pub fn untrusted(message: impl Into<String>) -> Self {
        Self::new(RejectedKind::Untrusted, message)
    }

    /// Adds the supplier's own code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Adds what to do about it: one sentence.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the error behind it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Says that the supplier cannot answer at the moment, so that a repeatable operation may be sent again.
    #[must_use]
    pub fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    /// What is wrong with the answer.
    #[must_use]
    pub fn kind(&self) -> RejectedKind {
        self.kind
    }

    /// The supplier's own code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The supplier's words, or ours about its answer.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Whether the supplier cannot answer only at the moment.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.transient
    }

    fn new(kind: RejectedKind, message: impl Into<String>) -> Self {
        Self { kind, code: None, message: message.into(), hint: None, transient: false, source: None }
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectedKind {
    /// The supplier said no.
    Refused,
    /// The answer is not what the protocol says.
    Unreadable,
    /// The answer must not be believed.
    Untrusted,
}
