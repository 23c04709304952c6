//! Replies that are neither the body asked for nor a fault.

use std::fmt;

use b2b_xml::DecodeError;
use b2b_xml::chrono::{DateTime, Utc};

use crate::qname::QName;
use crate::version::SoapVersion;

/// An HTTP answer that is neither the body asked for nor a fault, with its status.
#[derive(Debug)]
pub struct ReplyError {
    pub(super) status: u16,
    pub(super) kind: Box<ReplyErrorKind>,
}

impl ReplyError {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ReplyErrorKind {
        &self.kind
    }

    /// What to do about it: one sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match &*self.kind {
            ReplyErrorKind::Empty => "If the operation has an answer, it was lost: treat the outcome as unknown.",
            ReplyErrorKind::Unexplained { excerpt, .. } => hint_of(self.status).unwrap_or(if excerpt.is_empty() {
                "Ask again later if the operation may be repeated; the service's log has the reason."
            } else {
                "Look at the body, and ask again later if the operation may be repeated."
            }),
            ReplyErrorKind::NotSoap { .. } => hint_of(self.status)
                .unwrap_or("Check the address; a proxy, a login page or a maintenance page answered."),
            ReplyErrorKind::WrongVersion { sent } => match sent {
                SoapVersion::Soap11 => "Wrong SOAP version for this endpoint: send SOAP 1.2 (application/soap+xml).",
                SoapVersion::Soap12 => "Wrong SOAP version for this endpoint: send SOAP 1.1 (text/xml).",
            },
            ReplyErrorKind::Multipart => "Ask the operator to turn MTOM off for this endpoint.",
            ReplyErrorKind::Decode(_) => "Keep the raw answer: its format differs from the declaration.",
            ReplyErrorKind::NotUnderstood(_) => {
                "Name the header block in Expect::understood if you know what it means."
            }
            ReplyErrorKind::RelatesTo { .. } => "Do not use the answer: it belongs to another request.",
            ReplyErrorKind::Expired { .. } | ReplyErrorKind::NotYetCreated { .. } => {
                "Compare the clocks: this is usually clock skew, or a cache between here and the service."
            }
            ReplyErrorKind::IllFormedTimestamp(_) => "Ignore the timestamp if you trust the connection.",
            ReplyErrorKind::NoTimestamp => "The service sends no Timestamp; do not demand one.",
            ReplyErrorKind::Version { .. } => "Send the version in which the service answers.",
        }
    }
}

impl fmt::Display for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP status {}: {}", self.status, self.kind)
    }
}

impl std::error::Error for ReplyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.kind.source_of()
    }
}

/// What is wrong with a reply.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplyErrorKind {
    /// A successful status and no body: the message was accepted, and nothing more is said (202 of one-way operations).
    ///
    /// What to do: nothing, if the operation has no answer; otherwise treat the outcome as unknown.
    #[error("there is no body")]
    Empty,
    /// A status of failure, and no fault that says why.
    ///
    /// What to do: treat it by its status; the body may be the answer asked for, but a service that works does not
    /// send it like this.
    #[error("no fault says why{}", excerpted(.excerpt))]
    Unexplained {
        /// The beginning of the body, or its title.
        excerpt: String,
        /// Why the body is not the one asked for; `None` if it is, or if there is none.
        source: Option<DecodeError>,
    },
    /// The body is no SOAP envelope: an HTML page, JSON, or XML of another kind.
    ///
    /// What to do: look at the status and the excerpt; most often the address is wrong or a proxy answered.
    #[error("the body is no SOAP envelope but {}{}", .content_type.as_deref().unwrap_or("of unknown type"), excerpted(.excerpt))]
    NotSoap {
        /// The `Content-Type`.
        content_type: Option<String>,
        /// The beginning of the body, or its title.
        excerpt: String,
    },
    /// The service does not take the `Content-Type` (status 415): it speaks the other SOAP version.
    ///
    /// What to do: switch the version.
    #[error("wrong SOAP version for this endpoint: it does not take {}", .sent.media_type())]
    WrongVersion {
        /// The version that was sent.
        sent: SoapVersion,
    },
    /// The answer has attachments.
    ///
    /// What to do: see the hint; this crate reads the envelope alone.
    #[error("multipart (MTOM/XOP) answers are not supported")]
    Multipart,
    /// The envelope or its body could not be read.
    ///
    /// What to do: the source says what and where.
    #[error("the answer could not be read")]
    Decode(#[source] DecodeError),
    /// Header blocks that must be understood and are not.
    ///
    /// What to do: find out what they mean, then name them in [`Expect::understood`](crate::Expect::understood).
    #[error("header blocks that must be understood are not: {}", names(.0))]
    NotUnderstood(Vec<QName>),
    /// The answer is to another request, or does not say to which.
    ///
    /// What to do: do not use it; treat the outcome as unknown.
    #[error("the answer relates to {}, not to {expected:?}", relation(.found))]
    RelatesTo {
        /// Our message id.
        expected: String,
        /// The one in the answer.
        found: Option<String>,
    },
    /// The `Timestamp` says that the answer is no longer good.
    ///
    /// What to do: compare the clocks.
    #[error("the answer expired at {expires}, and now it is {now}")]
    Expired {
        /// When it expired.
        expires: DateTime<Utc>,
        /// The time it was read.
        now: DateTime<Utc>,
    },
    /// The `Timestamp` lies in the future.
    ///
    /// What to do: compare the clocks.
    #[error("the answer was created at {created}, and now it is {now}")]
    NotYetCreated {
        /// When it was created.
        created: DateTime<Utc>,
        /// The time it was read.
        now: DateTime<Utc>,
    },
    /// The `Timestamp` breaks the rules.
    ///
    /// What to do: ignore timestamps of this service, see [`ResponseTimestamp`](crate::ResponseTimestamp).
    #[error("the Timestamp {0}")]
    IllFormedTimestamp(&'static str),
    /// There is no `Timestamp`, and one was demanded.
    ///
    /// What to do: do not demand one.
    #[error("there is no Timestamp")]
    NoTimestamp,
    /// The answer is in the other SOAP version.
    ///
    /// What to do: send that version.
    #[error("the answer is in {found}, the request was in {expected}")]
    Version {
        /// The version of the request.
        expected: SoapVersion,
        /// The version of the answer.
        found: SoapVersion,
    },
}

impl ReplyErrorKind {
    fn source_of(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(self)
    }

    pub(super) fn at(self, status: u16) -> ReplyError {
        ReplyError { status, kind: Box::new(self) }
    }
}

/// What to do about an answer that says no more than its status.
fn hint_of(status: u16) -> Option<&'static str> {
    match status {
        401 | 403 => Some("Check the user name and the password; a proxy on the way may want a login of its own."),
        404 => Some("Check the address: there is no service at it."),
        407 => Some("A proxy on the way wants a login."),
        429 | 503 => Some("The service takes no requests now: ask again later if the operation may be repeated."),
        _ => None,
    }
}

fn excerpted(excerpt: &str) -> String {
    if excerpt.is_empty() { String::new() } else { format!(": {excerpt:?}") }
}

fn names(names: &[QName]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn relation(found: &Option<String>) -> String {
    found.as_ref().map_or_else(|| "nothing".to_owned(), |id| format!("{id:?}"))
}
