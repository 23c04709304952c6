//! The error of an exchange: not sent, outcome unknown, or answered.

mod kind;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
#[cfg(feature = "client")]
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

#[cfg(feature = "client")]
use crate::{Operation, Refused, Repeatable};

pub use self::kind::{ErrorKind, TlsProblem};

/// An error of any type, boxed.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why there is no output, by what is known of the request.
///
/// The `Display` of each is one sentence with the operation's name; [`hint`](Self::hint) says what to do.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request never left: the supplier has not seen it, and it may be sent again whatever it does.
    ///
    /// What to do: remove the cause that [`hint`](Self::hint) names, and send it again.
    NotSent(Failure),
    /// The request may have been written and there is no whole answer: it may have been processed.
    ///
    /// What to do: for a query, send it again. For an order or a reservation, ask the supplier first what it has. The
    /// wording of the error and its hint follow the operation's [`Repeatable`](crate::Repeatable).
    OutcomeUnknown(Failure),
    /// There is an answer, and it is not the one asked for.
    ///
    /// What to do: look at [`code`](Self::code) and [`message`](Self::message); [`body`](Self::body) has the raw answer.
    Answered(Failure),
}

impl Error {
    /// That an operation was not sent because it could not be made, for example for want of an address.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn not_sent<O: Operation>(refused: Refused) -> Self {
        let Refused { message, hint, source } = refused;
        Self::NotSent(Failure::new(Details { hint, source, ..Details::unsent::<O>(ErrorKind::Build, message) }))
    }

    /// That an operation was not sent because another one failed that has to come first: the kind of error and the advice
    /// are those of the other one, which is the source.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn not_sent_since<O: Operation>(message: impl Into<String>, first: &Arc<Self>) -> Self {
        Self::NotSent(Failure::new(Details {
            hint: Some(first.hint().to_owned().into()),
            retry_after: first.retry_after(),
            retryable: first.is_retryable(),
            source: Some(Box::new(Arc::clone(first))),
            ..Details::unsent::<O>(first.kind(), message.into())
        }))
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.failure().kind()
    }

    /// Whether the same operation may be sent again and may well succeed then.
    ///
    /// False whenever sending it again could do something twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.failure().is_retryable()
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.failure().status()
    }

    /// The body of the answer: at most its first 64 KiB, with secrets replaced.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.failure().body()
    }

    /// The supplier's own code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.failure().code()
    }

    /// What went wrong, in the supplier's words or ours, without the operation's name.
    #[must_use]
    pub fn message(&self) -> &str {
        self.failure().message()
    }

    /// What to do, in one sentence.
    #[must_use]
    pub fn hint(&self) -> &str {
        self.failure().hint()
    }

    /// The name of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.failure().operation()
    }

    /// How many attempts were made, the last one included.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.failure().attempts()
    }

    /// How long the supplier asked to wait (`Retry-After`).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.failure().retry_after()
    }

    /// The details, whichever the variant.
    #[must_use]
    pub fn failure(&self) -> &Failure {
        match self {
            Self::NotSent(failure) | Self::OutcomeUnknown(failure) | Self::Answered(failure) => failure,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = self.failure();
        let (operation, message) = (failure.operation(), failure.message());
        match self {
            Self::NotSent(_) => write!(f, "{operation} was not sent: {message}"),
            Self::OutcomeUnknown(_) if failure.0.repeatable => {
                write!(f, "{operation} has no complete answer: {message}")
            }
            Self::OutcomeUnknown(_) => write!(f, "{operation} may have been processed: {message}"),
            Self::Answered(_) => {
                match failure.kind() {
                    ErrorKind::Refused => write!(f, "{operation} was refused")?,
                    _ => write!(f, "{operation} has no usable answer")?,
                }
                match (failure.status(), failure.code()) {
                    (Some(status), Some(code)) => write!(f, " ({code}, status {})", status.as_u16())?,
                    (Some(status), None) => write!(f, " (status {})", status.as_u16())?,
                    (None, Some(code)) => write!(f, " ({code})")?,
                    (None, None) => {}
                }
                write!(f, ": {message}")
            }
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.failure().0.source.as_ref().map(|source| &**source as _)
    }
}

/// The details of an [`Error`].
pub struct Failure(Box<Details>);

/// The fields of a [`Failure`], for the client to fill.
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client fills it"))]
pub(crate) struct Details {
    pub(crate) operation: &'static str,
    pub(crate) repeatable: bool,
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) hint: Option<Cow<'static, str>>,
    pub(crate) code: Option<String>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) body: Option<Bytes>,
    pub(crate) attempts: u32,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) retryable: bool,
    pub(crate) source: Option<BoxError>,
}

#[cfg(feature = "client")]
impl Details {
    fn unsent<O: Operation>(kind: ErrorKind, message: String) -> Self {
        Self {
            operation: O::NAME,
            repeatable: O::REPEATABLE == Repeatable::Yes,
            kind,
            message,
            hint: None,
            code: None,
            status: None,
            body: None,
            attempts: 0,
            retry_after: None,
            retryable: false,
            source: None,
        }
    }
}

impl Failure {
    #[cfg(feature = "client")]
    pub(crate) fn new(details: Details) -> Self {
        Self(Box::new(details))
    }

    /// See [`Error::kind`].
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// See [`Error::is_retryable`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// See [`Error::status`].
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// See [`Error::body`].
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// See [`Error::code`].
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// See [`Error::message`].
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// See [`Error::hint`].
    #[must_use]
    pub fn hint(&self) -> &str {
        self.0.hint.as_deref().unwrap_or_else(|| self.0.kind.hint())
    }

    /// See [`Error::operation`].
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// See [`Error::attempts`].
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// See [`Error::retry_after`].
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("operation", &self.0.operation)
            .field("kind", &self.0.kind)
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("status", &self.0.status)
            .field("body_length", &self.0.body.as_ref().map(Bytes::len))
            .field("attempts", &self.0.attempts)
            .field("retryable", &self.0.retryable)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}
