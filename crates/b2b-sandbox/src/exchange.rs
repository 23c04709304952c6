//! The record of what came in and what went out, without secrets and bounded.

mod log;
mod recording;
pub(crate) mod redact;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub(crate) use self::{
    log::{ExchangeLog, Listed, Listing},
    recording::{Origin, Recording},
};
use crate::{notes::Explanation, server::Scheme};

/// One request and what became of it, as `GET /_sandbox/exchanges` shows it.
///
/// `‹redacted›` stands for every secret, `‹withheld›` for what might hold one that nobody named.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Exchange {
    /// Counts up from 1 while the sandbox runs.
    pub id: u64,
    /// When the request's headers had come in, by the sandbox's clock.
    pub received: DateTime<Utc>,
    /// The port it came in on.
    pub scheme: Scheme,
    /// The request's method.
    pub method: String,
    /// The request's path, as it came in.
    pub path: String,
    /// The request's query, as it came in.
    pub query: Option<String>,
    /// The request's headers; several of one name are joined by a comma.
    pub request_headers: BTreeMap<String, String>,
    /// The beginning of the request's body, decoded.
    pub request_body: String,
    /// The answer's status; none when nothing was answered.
    pub status: Option<u16>,
    /// The answer's headers.
    pub response_headers: BTreeMap<String, String>,
    /// The beginning of the answer's body, as far as a fault let it go out.
    pub response_body: String,
    /// From [`received`](Self::received) until the answer was ready to be sent, in microseconds.
    pub duration_us: u64,
    /// The supplier whose path it is.
    pub supplier: Option<&'static str>,
    /// The operation, if the supplier got as far as telling.
    pub operation: Option<String>,
    /// The fault switch that struck.
    pub fault: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was refused.
    pub explanation: Option<Explanation>,
}

/// What a list says of an exchange.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) received: DateTime<Utc>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: Option<u16>,
    pub(crate) duration_us: u64,
    pub(crate) supplier: Option<&'static str>,
    pub(crate) operation: Option<String>,
    pub(crate) fault: Option<String>,
    pub(crate) outcome: Outcome,
    /// The likely cause of a refusal, or else its sentence.
    pub(crate) why: Option<String>,
}

impl From<&Exchange> for Row {
    fn from(exchange: &Exchange) -> Self {
        let why = exchange.explanation.as_ref();
        Self {
            id: exchange.id,
            received: exchange.received,
            method: exchange.method.clone(),
            path: exchange.path.clone(),
            status: exchange.status,
            duration_us: exchange.duration_us,
            supplier: exchange.supplier,
            operation: exchange.operation.clone(),
            fault: exchange.fault.clone(),
            outcome: exchange.outcome,
            why: why.map(|why| why.cause.as_ref().map_or(&why.sentence, |cause| &cause.what).clone()),
        }
    }
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Outcome {
    /// The supplier answered.
    Answered,
    /// The supplier or the sandbox refused: there is an explanation, or the status is 400 or more.
    Refused,
    /// A fault switch replaced or spoiled the answer.
    Faulted,
    /// The client went away before its answer was ready.
    Abandoned,
}

impl Outcome {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Answered, Self::Refused, Self::Faulted, Self::Abandoned];

    /// Its name in the record.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Faulted => "faulted",
            Self::Abandoned => "abandoned",
        }
    }
}
