//! What a supplier's handler says about a request, for the exchange record and not for the wire.

use std::{borrow::Cow, convert::Infallible, fmt};

use axum::response::{IntoResponseParts, ResponseParts};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;

/// What a handler says about a request, attached to its response: `(notes, body).into_response()`.
///
/// Notes vouch that every secret of the request is named. Without them (and without [`Mount::find_secrets`]) the
/// record withholds the query and the bodies.
///
/// [`Mount::find_secrets`]: crate::Mount::find_secrets
#[derive(Clone, Default)]
pub struct Notes {
    pub(crate) operation: Option<Cow<'static, str>>,
    pub(crate) explanation: Option<Explanation>,
    pub(crate) secrets: Vec<SecretString>,
}

impl Notes {
    /// No operation, no refusal, no secrets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The operation that was asked for, by its name on the wire.
    #[must_use]
    pub fn operation(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.operation = Some(name.into());
        self
    }

    /// The request was refused, and why.
    #[must_use]
    pub fn refused(mut self, explanation: Explanation) -> Self {
        self.explanation = Some(explanation);
        self
    }

    /// A password, key or signature to leave out of the record, wherever it stands there: as it is, XML-escaped or
    /// percent-encoded. Where the wire had it in another form, name that form as well.
    #[must_use]
    pub fn redact(mut self, secret: impl Into<SecretString>) -> Self {
        self.secrets.push(secret.into());
        self
    }
}

impl IntoResponseParts for Notes {
    type Error = Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
        response.extensions_mut().insert(self);
        Ok(response)
    }
}

impl fmt::Debug for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notes").field("operation", &self.operation).finish_non_exhaustive()
    }
}

/// Why a request was refused: one sentence, and what a developer needs to find the byte that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// One sentence.
    pub sentence: String,
    /// The likely cause, if one was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// For instance our canonical string or digest input next to what came in, with `‹secret›` for the secret.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub detail: Value,
}

impl Explanation {
    /// An explanation in one sentence.
    #[must_use]
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), cause: None, detail: Value::Null }
    }

    /// Adds what there is to compare.
    #[must_use]
    pub fn with_detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// Names the likely cause.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<Option<Cause>>) -> Self {
        self.cause = cause.into();
        self
    }
}

/// What most likely went wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cause {
    /// A short name in lower case, the same for the same mistake.
    pub name: &'static str,
    /// One sentence.
    pub what: String,
    /// What to do.
    pub advice: &'static str,
}

impl Cause {
    /// A cause by its name, in a sentence, with what to do.
    #[must_use]
    pub fn new(name: &'static str, what: impl Into<String>, advice: &'static str) -> Self {
        Self { name, what: what.into(), advice }
    }
}
