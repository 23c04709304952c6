//! The record of one attempt, for whoever asks.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, Method, StatusCode};

use crate::redact::Redactor;

/// What went over the wire in one attempt, with secrets replaced and bodies cut at 64 KiB.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exchange {
    /// The name of the operation.
    pub operation: &'static str,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// When the attempt began.
    pub started: DateTime<Utc>,
    /// How long it took.
    pub elapsed: Duration,
    /// What was sent.
    pub request: RecordedRequest,
    /// What came back, unless nothing did.
    pub response: Option<RecordedResponse>,
    /// What the client made of it.
    pub outcome: Outcome,
}

/// The request of an [`Exchange`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// The address, with secret query parameters replaced.
    pub uri: String,
    /// The headers as the client gave them to the transport.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: RecordedBody,
}

/// The response of an [`Exchange`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecordedResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: RecordedBody,
}

/// The first 64 KiB of a body, with secrets replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedBody {
    /// The beginning of the body.
    pub bytes: Bytes,
    /// How many bytes the whole body had on the wire.
    pub length: usize,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The answer was read.
    Done,
    /// The request was not sent, for this reason.
    NotSent(String),
    /// The request may have been processed; this is what happened to its answer.
    Unknown(String),
    /// The answer was no good, for this reason.
    Answered(String),
}

/// Gets the record of every attempt as it ends. Closures are observers.
///
/// It is called on the task that sends, so it should hand the record over quickly. A call that is dropped half-way leaves
/// no record.
pub trait Observer: Send + Sync {
    /// Takes note of one attempt.
    fn exchanged(&self, exchange: &Exchange);
}

impl<F: Fn(&Exchange) + Send + Sync> Observer for F {
    fn exchanged(&self, exchange: &Exchange) {
        self(exchange);
    }
}

impl RecordedRequest {
    pub(crate) fn of(request: &http::Request<Bytes>, redactor: &Redactor) -> Self {
        Self {
            method: request.method().clone(),
            uri: redactor.uri(request.uri()),
            headers: headers(request.headers(), redactor),
            body: RecordedBody::of(request.body(), redactor),
        }
    }
}

impl RecordedResponse {
    pub(crate) fn of(response: &http::Response<Bytes>, redactor: &Redactor) -> Self {
        Self {
            status: response.status(),
            headers: headers(response.headers(), redactor),
            body: RecordedBody::of(response.body(), redactor),
        }
    }
}

impl RecordedBody {
    /// The bytes as text; what is no UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn of(body: &Bytes, redactor: &Redactor) -> Self {
        Self { bytes: redactor.body(body), length: body.len() }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("done"),
            Self::NotSent(reason) | Self::Unknown(reason) | Self::Answered(reason) => f.write_str(reason),
        }
    }
}

fn headers(headers: &HeaderMap, redactor: &Redactor) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.to_string(), redactor.header(name, value))).collect()
}
