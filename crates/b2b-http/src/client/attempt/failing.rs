//! Errors made from what went wrong in an attempt, without secrets.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{StatusCode, Uri, header};

use super::may_be_sent_again;
use crate::error::Details;
use crate::{BoxError, Error, ErrorKind, Failure, Operation, Phase, Redactor, Rejected, Repeatable, TransportError};

/// Makes the errors of one attempt: it knows the operation and its secrets.
pub(in crate::client) struct Failing {
    operation: &'static str,
    attempts: u32,
    pub(in crate::client) repeatable: bool,
    pub(in crate::client) redactor: Redactor,
}

impl Failing {
    pub(in crate::client) fn new<O: Operation>(attempts: u32, redactor: Redactor) -> Self {
        Self { operation: O::NAME, attempts, repeatable: O::REPEATABLE == Repeatable::Yes, redactor }
    }

    pub(in crate::client) fn not_sent(&self, kind: ErrorKind, message: &str) -> Error {
        self.not_sent_by(kind, message, None, None)
    }

    pub(in crate::client) fn not_sent_by(
        &self,
        kind: ErrorKind,
        message: &str,
        hint: Option<Cow<'static, str>>,
        source: Option<BoxError>,
    ) -> Error {
        let retryable = may_be_sent_again(Phase::NotSent, kind, self.repeatable);
        Error::NotSent(Failure::new(Details { hint, source, retryable, ..self.details(kind, message) }))
    }

    pub(in crate::client) fn in_transport(&self, error: TransportError) -> Error {
        let harmless = error.phase == Phase::Unknown && self.repeatable;
        let failure = Failure::new(Details {
            hint: self.hint(error.hint).or_else(|| harmless.then(|| error.kind.hint_if_repeatable().into())),
            status: error.status,
            retryable: may_be_sent_again(error.phase, error.kind, self.repeatable),
            source: error.source.map(|source| self.source(source)),
            ..self.details(error.kind, &error.message)
        });
        match error.phase {
            Phase::NotSent => Error::NotSent(failure),
            Phase::Unknown => Error::OutcomeUnknown(failure),
        }
    }

    pub(in crate::client) fn redirected(&self, answer: &http::Response<Bytes>) -> Error {
        let location = answer.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
        let message = match location.map(host_of) {
            Some(Some(host)) => format!("the host redirects to {host}, where the credentials are not sent"),
            Some(None) => "the host redirects to another address of its own, which is not followed".to_owned(),
            None => "the host redirects and does not say where".to_owned(),
        };
        Error::Answered(Failure::new(Details {
            status: Some(answer.status()),
            body: Some(self.redactor.body(answer.body())),
            ..self.details(ErrorKind::Redirect, &message)
        }))
    }

    pub(in crate::client) fn answered(
        &self,
        kind: ErrorKind,
        rejected: Rejected,
        status: StatusCode,
        body: &Bytes,
        retry_after: Option<Duration>,
        retryable: bool,
    ) -> Error {
        Error::Answered(Failure::new(Details {
            hint: self.hint(rejected.hint).or_else(|| self.hint_after(kind)),
            code: rejected.code.map(|code| self.redactor.text(&code)),
            status: Some(status),
            body: Some(self.redactor.body(body)),
            retry_after,
            retryable,
            source: rejected.source.map(|source| self.source(source)),
            ..self.details(kind, &rejected.message)
        }))
    }

    /// What to do when something that must not be repeated has an answer that does not say what became of it.
    fn hint_after(&self, kind: ErrorKind) -> Option<Cow<'static, str>> {
        let unsure = matches!(kind, ErrorKind::Status | ErrorKind::Unreadable | ErrorKind::Untrusted);
        (unsure && !self.repeatable)
            .then(|| "It may have been processed: ask the supplier what it has before sending it again.".into())
    }

    fn hint(&self, hint: Option<Cow<'static, str>>) -> Option<Cow<'static, str>> {
        hint.map(|hint| if self.redactor.is_clean(&hint) { hint } else { self.redactor.text(&hint).into() })
    }

    /// The source as it is if it shows no secret, else its text without them.
    fn source(&self, source: BoxError) -> BoxError {
        let mut messages = Vec::new();
        let mut next: Option<&dyn StdError> = Some(&*source);
        while let Some(error) = next {
            messages.push(error.to_string());
            next = error.source();
        }
        let shown = messages.join(": ");
        if self.redactor.is_clean(&shown) && self.redactor.is_clean(&format!("{source:?}")) {
            return source;
        }
        Box::new(RedactedSource { message: self.redactor.text(&shown) })
    }

    fn details(&self, kind: ErrorKind, message: &str) -> Details {
        Details {
            operation: self.operation,
            repeatable: self.repeatable,
            kind,
            message: self.redactor.text(message),
            hint: None,
            code: None,
            status: None,
            body: None,
            attempts: self.attempts,
            retry_after: None,
            retryable: false,
            source: None,
        }
    }
}

/// The host of a redirection's target, if it names one: `https://host/path` or `//host/path`.
fn host_of(location: &str) -> Option<String> {
    let absolute = if location.starts_with("//") { format!("https:{location}") } else { location.to_owned() };
    absolute.parse::<Uri>().ok()?.host().map(str::to_owned)
}

/// What is left of a source that showed a secret.
#[derive(Debug)]
struct RedactedSource {
    message: String,
}

impl fmt::Display for RedactedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for RedactedSource {}
