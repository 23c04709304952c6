//! The making of one exchange, from its headers to its answer or to the client's leaving.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, request::Parts};
use tokio::time::Instant;

use super::{
    Exchange, ExchangeLog, Outcome, Row,
    redact::{Redactor, WITHHELD},
};
use crate::{chassis::Mounted, explain::difference, fault::draft::Draft, notes::Notes, server::Scheme};

/// An exchange under way. Dropped before [`finish`](Self::finish), it records that the client went away.
pub(crate) struct Recording {
    pub(crate) body: Bytes,
    pub(crate) notes: Option<Notes>,
    pub(crate) fault: Option<String>,
    log: Arc<ExchangeLog>,
    /// None once it is finished.
    head: Option<Parts>,
    mounted: Option<Arc<Mounted>>,
    scheme: Scheme,
    received: DateTime<Utc>,
    started: Instant,
    max_bytes: usize,
}

/// Who made an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Supplier,
    Sandbox,
}

/// An exchange that is over, with whatever is secret still in it. It is not shown itself, by `Debug` neither.
pub(super) struct Finished {
    pub(super) head: Parts,
    pub(super) body: Bytes,
    pub(super) notes: Option<Notes>,
    pub(super) answer: Option<Answer>,
    pub(super) fault: Option<String>,
    origin: Origin,
    outcome: Outcome,
    mounted: Option<Arc<Mounted>>,
    scheme: Scheme,
    received: DateTime<Utc>,
    duration_us: u64,
    max_bytes: usize,
}

/// A request as it came in, with whatever is secret in it.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) head: Parts,
    pub(crate) body: Bytes,
    pub(crate) scheme: Scheme,
}

/// An answer, as far as it went out.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Recording {
    pub(crate) fn begin(
        log: Arc<ExchangeLog>,
        head: &Parts,
        mounted: Option<Arc<Mounted>>,
        scheme: Scheme,
        received: DateTime<Utc>,
        max_bytes: usize,
    ) -> Self {
        Self {
            body: Bytes::new(),
            notes: None,
            fault: None,
            log,
            head: Some(copy(head)),
            mounted,
            scheme,
            received,
            started: Instant::now(),
            max_bytes,
        }
    }

    /// Records the exchange with its answer, none for a reset, and gives its id.
    pub(crate) fn finish(mut self, answer: Option<&Draft>, origin: Origin) -> u64 {
        self.record(answer, origin, Outcome::Answered).unwrap_or_default()
    }

    fn record(&mut self, answer: Option<&Draft>, origin: Origin, outcome: Outcome) -> Option<u64> {
        let head = self.head.take()?;
        let answer =
            answer.map(|draft| Answer { status: draft.status, headers: draft.headers.clone(), body: draft.visible() });
        Some(self.log.push(Box::new(Finished {
            head,
            body: std::mem::take(&mut self.body),
            notes: self.notes.take(),
            answer,
            fault: self.fault.take(),
            origin,
            outcome,
            mounted: self.mounted.take(),
            scheme: self.scheme,
            received: self.received,
            duration_us: u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX),
            max_bytes: self.max_bytes,
        })))
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.record(None, Origin::Sandbox, Outcome::Abandoned);
    }
}

/// The head in memory of its own: as it came in, it would keep the connection's whole buffer alive.
fn copy(head: &Parts) -> Parts {
    let mut request = Request::new(());
    *request.method_mut() = head.method.clone();
    *request.uri_mut() = Uri::from_maybe_shared(Bytes::from(head.uri.to_string())).unwrap_or_default();
    let headers = request.headers_mut();
    headers.reserve(head.headers.len());
    for (name, value) in &head.headers {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            headers.append(name, value);
        }
    }
    request.into_parts().0
}

impl Finished {
    /// Whether all of it will be shown, at least of its bodies.
    pub(super) fn is_short(&self) -> bool {
        let answer = self.answer.as_ref().map_or(0, |answer| answer.body.len());
        self.body.len() <= self.max_bytes && answer <= self.max_bytes
    }

    /// The request, to be sent again.
    pub(super) fn asked(&self) -> Asked {
        Asked { head: self.head.clone(), body: self.body.clone(), scheme: self.scheme }
    }

    /// What a list says of it, if there can be no secret in that: the method is a usual one, the path is one of a supplier's,
    /// the operation's name is written down in the program, nothing is explained, and no fault struck, whose switch may carry
    /// any text.
    pub(super) fn row(&self, id: u64) -> Option<Row> {
        let mounted = self.mounted.as_ref()?;
        let notes = self.notes.as_ref();
        let is_usual = matches!(self.head.method, Method::GET | Method::POST | Method::HEAD);
        if !is_usual || self.fault.is_some() || notes.is_some_and(|notes| notes.explanation.is_some()) {
            return None;
        }
        let operation = match notes.and_then(|notes| notes.operation.as_ref()) {
            Some(Cow::Borrowed(name)) => Some((*name).to_owned()),
            Some(Cow::Owned(_)) => return None,
            None => None,
        };
        let status = self.status();
        Some(Row {
            id,
            received: self.received,
            method: self.head.method.to_string(),
            path: self.head.uri.path().to_owned(),
            status,
            duration_us: self.duration_us,
            supplier: Some(mounted.name),
            operation,
            fault: None,
            outcome: self.outcome(false),
            why: None,
        })
    }

    fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status.as_u16())
    }

    fn outcome(&self, explained: bool) -> Outcome {
        match self.outcome {
            Outcome::Answered if self.fault.is_some() => Outcome::Faulted,
            Outcome::Answered if explained || self.status().is_some_and(|status| status >= 400) => Outcome::Refused,
            outcome => outcome,
        }
    }

    /// Leaves the secrets out.
    pub(super) fn show(self, id: u64) -> Exchange {
        let status = self.status();
        let outcome = self.outcome(self.notes.as_ref().is_some_and(|notes| notes.explanation.is_some()));
        let find = self.mounted.as_ref().and_then(|mounted| mounted.mount.find_secrets.as_ref());
        let found = find.map(|find| find(&self.head, &self.body));
        let vouched = match &found {
            Some(found) => found.is_some(),
            None => self.notes.is_some(),
        };
        let notes = self.notes.unwrap_or_default();
        let known = self.mounted.iter().flat_map(|mounted| &mounted.mount.secrets);
        let redactor = Redactor::new(known.chain(found.iter().flatten().flatten()).chain(&notes.secrets));
        let body = |vouched: bool, body: &[u8]| match vouched || body.is_empty() {
            true => redactor.body(body, self.max_bytes),
            false => WITHHELD.to_owned(),
        };

        let explanation = notes.explanation.map(|mut explanation| {
            explanation.sentence = redactor.text(&explanation.sentence);
            if let Some(cause) = &mut explanation.cause {
                cause.what = redactor.text(&cause.what);
            }
            redactor.json(&mut explanation.detail);
            difference::mark(&mut explanation.detail);
            explanation
        });
        let uri = &self.head.uri;
        Exchange {
            id,
            received: self.received,
            scheme: self.scheme,
            method: redactor.text(self.head.method.as_str()),
            path: redactor.text(uri.path()),
            query: uri.query().map(|query| if vouched { redactor.query(query) } else { WITHHELD.to_owned() }),
            request_headers: redactor.headers(&self.head.headers),
            request_body: body(vouched, &self.body),
            status,
            response_headers: self.answer.as_ref().map(|it| redactor.headers(&it.headers)).unwrap_or_default(),
            response_body: self
                .answer
                .as_ref()
                .map(|answer| body(vouched || self.origin == Origin::Sandbox, &answer.body))
                .unwrap_or_default(),
            duration_us: self.duration_us,
            supplier: self.mounted.as_ref().map(|mounted| mounted.name),
            operation: notes.operation.map(|name| redactor.text(&name)),
            fault: self.fault.map(|switch| redactor.text(&switch)),
            outcome,
            explanation,
        }
    }
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Finished {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finished").finish_non_exhaustive()
    }
}
